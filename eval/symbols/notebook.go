// This file binds package display to the cell's output.

package symbols

import (
	"iter"

	"github.com/arraybook/arraybook/display"
	"github.com/arraybook/arraybook/eval"
)

const displayPath = "github.com/arraybook/arraybook/display"

func bindDisplay(funcs map[string]any) {
	funcs["Display"] = eval.Bound(func(env eval.Env) any {
		return func(values ...any) *display.Handle { return display.DisplayTo(output(env), values...) }
	})
	funcs["ClearOutput"] = eval.Bound(func(env eval.Env) any {
		return func(wait bool) error { return display.ClearOutputTo(output(env), wait) }
	})
	funcs["Progress"] = eval.Bound(func(env eval.Env) any {
		return func(n int, label string) iter.Seq[int] { return display.ProgressTo(output(env), n, label) }
	})
}

// output returns where env's cell shows values. What it has printed so far comes first.
func output(env eval.Env) display.Output {
	if s, ok := stdioOf(env); ok && s.isOpen.Load() {
		s.flush()
	}
	if out, ok := env.Host().(display.Output); ok {
		return out
	}
	return display.NewTextOutput(env.Stdout())
}
