// This file binds package display to the cell's output.

package symbols

import (
	"fmt"
	"io"

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
}

// output returns where env's cell shows values. What it has printed so far comes first.
func output(env eval.Env) display.Output {
	if s, ok := stdioOf(env); ok && s.isOpen.Load() {
		s.out.flush()
		s.err.flush()
	}
	if out, ok := env.Host().(display.Output); ok {
		return out
	}
	return plain{env.Stdout()}
}

// plain is the Output of a cell whose evaluator was given none: plain text on its stdout. What is written cannot be taken
// back, so an update is written again.
type plain struct{ w io.Writer }

func (p plain) Display(b display.Bundle, _ string) error {
	_, err := fmt.Fprintln(p.w, b.Data["text/plain"])
	return err
}

func (p plain) Update(b display.Bundle, id string) error { return p.Display(b, id) }

func (p plain) Clear(bool) error { return nil }
