// This file gives each session command-line arguments and flags of its own. Those of the process are the kernel's.

package symbols

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"

	"github.com/arraybook/arraybook/eval"
)

// A commandLine holds a session's variables os.Args, flag.CommandLine and flag.Usage.
type commandLine struct {
	args  []string
	flags *flag.FlagSet
	usage func()
}

type commandLineKey struct{}

// commandLineOf returns the session's command line. A cell without a session has one for each use.
func commandLineOf(env eval.Env) *commandLine {
	shared, ok := session(env)
	if !ok {
		return newCommandLine()
	}
	return shared.Keep(commandLineKey{}, func() any { return newCommandLine() }).(*commandLine)
}

func newCommandLine() *commandLine {
	c := &commandLine{args: []string{"cell"}, flags: flag.NewFlagSet("cell", flag.ExitOnError)}
	c.usage = func() {
		fmt.Fprintf(c.flags.Output(), "Usage of %s:\n", c.flags.Name())
		c.flags.PrintDefaults()
	}
	c.flags.Usage = func() { c.usage() }
	return c
}

func bindFlag(s eval.Symbols) {
	s.Vars["CommandLine"] = eval.Bound(func(env eval.Env) any { return &commandLineOf(env).flags })
	s.Vars["Usage"] = eval.Bound(func(env eval.Env) any { return &commandLineOf(env).usage })
	for name, f := range s.Funcs {
		// The functions that are methods of CommandLine. Parse differs in type, and is below.
		method, ok := reflect.TypeFor[*flag.FlagSet]().MethodByName(name)
		if t := reflect.TypeOf(f); ok && method.Type.NumIn() == t.NumIn()+1 {
			s.Funcs[name] = onCommandLine(name, t)
		}
	}
	s.Funcs["Parse"] = eval.Bound(func(env eval.Env) any {
		return func() {
			c := commandLineOf(env)
			_ = parse(env, c.flags, c.args[1:]) // the flags exit on errors
		}
	})
	s.Funcs["(*FlagSet).Parse"] = eval.Bound(func(env eval.Env) any {
		return func(set *flag.FlagSet, args []string) error { return parse(env, set, args) }
	})
	s.Funcs["(*FlagSet).PrintDefaults"] = eval.Bound(func(env eval.Env) any {
		return func(set *flag.FlagSet) { onCellStderr(env, set, set.PrintDefaults) }
	})
}

// onCommandLine binds a function of type t to the method of that name of the session's CommandLine.
func onCommandLine(name string, t reflect.Type) eval.Bound {
	return func(env eval.Env) any {
		return reflect.MakeFunc(t, func(args []reflect.Value) (results []reflect.Value) {
			c := commandLineOf(env)
			if defined := definedFlag(t); defined >= 0 {
				c.forget(args[defined].String())
			}
			onCellStderr(env, c.flags, func() {
				results = reflect.ValueOf(c.flags).MethodByName(name).Call(args)
			})
			return results
		}).Interface()
	}
}

// definedFlag returns which parameter names the flag that a function of type t defines, -1 if it defines none. Functions
// that define flags have the name and, after it, the usage among their parameters.
func definedFlag(t reflect.Type) int {
	for i := range t.NumIn() {
		if t.In(i).Kind() == reflect.String {
			if i < t.NumIn()-1 && t.NumIn() > 2 {
				return i
			}
			return -1
		}
	}
	return -1
}

// forget removes a flag, so that a cell that defines it can run again.
func (c *commandLine) forget(name string) {
	if c.flags.Lookup(name) == nil {
		return
	}
	rest := flag.NewFlagSet(c.flags.Name(), c.flags.ErrorHandling())
	rest.Usage = c.flags.Usage
	c.flags.VisitAll(func(f *flag.Flag) {
		if f.Name != name {
			rest.Var(f.Value, f.Name, f.Usage)
		}
	})
	c.flags = rest
}

// parse is set.Parse, but errors that end the process end the cell.
func parse(env eval.Env, set *flag.FlagSet, args []string) (err error) {
	exits := set.ErrorHandling() == flag.ExitOnError
	if exits {
		set.Init(set.Name(), flag.ContinueOnError)
	}
	onCellStderr(env, set, func() { err = set.Parse(args) })
	if !exits {
		return err
	}
	set.Init(set.Name(), flag.ExitOnError)
	switch {
	case errors.Is(err, flag.ErrHelp):
		env.Exit(0)
	case err != nil:
		env.Exit(2)
	}
	return nil
}

// onCellStderr calls f while the set writes to the cell's stderr, unless it writes elsewhere than to the process's.
func onCellStderr(env eval.Env, set *flag.FlagSet, f func()) {
	if set.Output() == os.Stderr {
		set.SetOutput(stderr(env))
		defer set.SetOutput(nil)
	}
	f()
}
