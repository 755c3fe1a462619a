// This file gives each session a standard logger of its own, which writes to the cell that logs.

package symbols

import (
	"io"
	"log"
	"reflect"

	"github.com/arraybook/arraybook/eval"
)

type loggerKey struct{}

// standardLogger returns the session's standard logger, which holds prefix and flags, and the one that writes for env's cell:
// another one, unless a cell has given the standard logger an output.
func standardLogger(env eval.Env) (standard, writing *log.Logger) {
	shared, ok := session(env)
	if !ok {
		return log.Default(), log.Default()
	}
	standard = shared.Keep(loggerKey{}, func() any {
		return log.New(currentStderr{shared}, "", log.LstdFlags)
	}).(*log.Logger)
	if _, unset := standard.Writer().(currentStderr); !unset {
		return standard, standard
	}
	return standard, log.New(stderr(env), standard.Prefix(), standard.Flags())
}

// currentStderr writes to the cell that runs at the time.
type currentStderr struct{ shared eval.Shared }

func (w currentStderr) Write(p []byte) (int, error) { return stderr(w.shared.Current()).Write(p) }

func bindLog(funcs map[string]any) {
	onStandard := func(name string, method func(*log.Logger) any) {
		funcs[name] = eval.Bound(func(env eval.Env) any {
			standard, _ := standardLogger(env)
			return method(standard)
		})
	}
	funcs["New"] = eval.Bound(func(env eval.Env) any {
		return func(w io.Writer, prefix string, flag int) *log.Logger { return log.New(written(env, w), prefix, flag) }
	})
	onStandard("Default", func(l *log.Logger) any { return func() *log.Logger { return l } })
	onStandard("SetOutput", func(l *log.Logger) any { return l.SetOutput })
	onStandard("Writer", func(l *log.Logger) any { return l.Writer })
	onStandard("SetPrefix", func(l *log.Logger) any { return l.SetPrefix })
	onStandard("Prefix", func(l *log.Logger) any { return l.Prefix })
	onStandard("SetFlags", func(l *log.Logger) any { return l.SetFlags })
	onStandard("Flags", func(l *log.Logger) any { return l.Flags })

	onWriting := func(name string, method func(*log.Logger, eval.Env) any) {
		funcs[name] = eval.Bound(func(env eval.Env) any {
			_, writing := standardLogger(env)
			return method(writing, env)
		})
	}
	onWriting("Output", func(l *log.Logger, _ eval.Env) any { return l.Output })
	onWriting("Print", func(l *log.Logger, _ eval.Env) any { return l.Print })
	onWriting("Printf", func(l *log.Logger, _ eval.Env) any { return l.Printf })
	onWriting("Println", func(l *log.Logger, _ eval.Env) any { return l.Println })
	onWriting("Panic", func(l *log.Logger, _ eval.Env) any { return l.Panic })
	onWriting("Panicf", func(l *log.Logger, _ eval.Env) any { return l.Panicf })
	onWriting("Panicln", func(l *log.Logger, _ eval.Env) any { return l.Panicln })
	onWriting("Fatal", func(l *log.Logger, env eval.Env) any {
		return func(v ...any) { l.Print(v...); env.Exit(1) }
	})
	onWriting("Fatalf", func(l *log.Logger, env eval.Env) any {
		return func(format string, v ...any) { l.Printf(format, v...); env.Exit(1) }
	})
	onWriting("Fatalln", func(l *log.Logger, env eval.Env) any {
		return func(v ...any) { l.Println(v...); env.Exit(1) }
	})

	// Loggers that cells make end the cell, too.
	for name := range fatal {
		funcs["(*Logger)."+name] = eval.Bound(func(env eval.Env) any { return fatal[name](env) })
	}
}

// fatal are the methods of loggers that end the program.
var fatal = map[string]func(env eval.Env) any{
	"Fatal": func(env eval.Env) any {
		return func(l *log.Logger, v ...any) { l.Print(v...); env.Exit(1) }
	},
	"Fatalf": func(env eval.Env) any {
		return func(l *log.Logger, format string, v ...any) { l.Printf(format, v...); env.Exit(1) }
	},
	"Fatalln": func(env eval.Env) any {
		return func(l *log.Logger, v ...any) { l.Println(v...); env.Exit(1) }
	},
}

// loggerOf returns the logger in v.
func loggerOf(v reflect.Value) (*log.Logger, bool) {
	if !v.IsValid() || v.Type() != reflect.TypeFor[*log.Logger]() || !v.CanInterface() {
		return nil, false
	}
	return v.Interface().(*log.Logger), true
}

// fatalMethod is a method of l that ends the cell, as a function value.
func fatalMethod(env eval.Env, l *log.Logger, name string) (reflect.Value, bool) {
	method, ok := fatal[name]
	if !ok {
		return reflect.Value{}, false
	}
	f := reflect.ValueOf(method(env))
	return reflect.MakeFunc(reflect.ValueOf(l).MethodByName(name).Type(), func(args []reflect.Value) []reflect.Value {
		return f.CallSlice(append([]reflect.Value{reflect.ValueOf(l)}, args...))
	}), true
}
