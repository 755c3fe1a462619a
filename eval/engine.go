package eval

// This file is the only one that talks to the engine.

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"io"
	"reflect"
	"strings"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/host"
	"github.com/arraybook/arraybook/eval/internal/memory"
	"github.com/arraybook/arraybook/eval/internal/vm"
)

// An engine runs built chunks.
type engine struct {
	s       *Session
	machine *vm.Machine
}

func newEngine(s *Session) *engine {
	var mu sync.Mutex // goroutines of cells translate functions when they first call them
	tables := map[string]*host.Symbols{}
	natives := func(path string) *host.Symbols {
		mu.Lock()
		defer mu.Unlock()
		if t, ok := tables[path]; ok {
			return t
		}
		var t *host.Symbols
		if p := s.imports.byPath[path]; p != nil && p.Symbols != nil {
			symbols := p.Symbols()
			t = &symbols
		}
		tables[path] = t
		return t
	}
	e := &engine{s: s, machine: vm.New(vm.Config{Natives: natives, Fset: s.fset, Reading: s.prog.adding.RLocker(), Name: reportedFunction})}
	s.imports.built = e.initialize
	for name, f := range hookBodies {
		e.machine.Hook(name, func(env host.Env, args []any) {
			e.machine.Flush() // what a hook shows or prints comes after what the cell has written
			f(env.Context().Value(executionKey{}).(*execution), args)
		})
	}
	return e
}

// executionKey finds the execution in the context of the cell's goroutines.
type executionKey struct{}

// initialize runs the variable initializers of a package given as source.
func (e *engine) initialize(pkg *ssa.Package) error {
	e.machine.Load(pkg)
	cell := &vm.Cell{Ctx: context.Background(), Stdout: io.Discard, Stderr: io.Discard, Stdin: &input{}}
	return e.machine.Run(cell, pkg.Func("init"))
}

// admit refuses chunks whose variables are larger than the session may be. The others are allocated when they are loaded,
// which is too late to refuse them.
func (e *engine) admit(chunks []*chunk) error {
	total := uint64(0)
	for _, c := range chunks {
		for _, member := range c.ssa.Members {
			if g, ok := member.(*ssa.Global); ok {
				total += uint64(max(0, sizeOf(g.Type().Underlying().(*types.Pointer).Elem())))
			}
		}
	}
	if err := memory.Admit(total); err != nil {
		return &Error{name: panicError, message: err.Error(), lines: []string{panicError + ": " + err.Error()}, cause: err}
	}
	return nil
}

// load makes a built chunk take effect.
func (e *engine) load(c *chunk) {
	for _, t := range c.retire {
		cell := e.s.cellOf(strings.TrimPrefix(t.old.Pkg().Name(), "cell·"), t.old.Name())
		e.machine.Types().Retire(t.old, fmt.Sprintf("main.%s (cell %d)", t.old.Name(), cell))
	}
	for _, t := range c.adopt {
		e.machine.Types().Adopt(t.old, t.new)
	}
	e.machine.Load(c.ssa)
}

// run runs a function on behalf of a cell and turns what ends it into an *Error.
func (e *engine) run(ctx context.Context, run *execution, fn *ssa.Function) error {
	cell := &vm.Cell{
		Number: run.cell.Number, Ctx: context.WithValue(ctx, executionKey{}, run),
		Stdout: run.cell.Stdout, Stderr: run.cell.Stderr, Stdin: &input{ask: run.cell.Stdin}, Host: run.cell.Host,
		Company: run.cell.Company,
	}
	err := e.machine.Run(cell, fn)
	var panicked *vm.Panic
	var exit *vm.Exit
	switch {
	case errors.As(err, &exit):
		return &Error{name: exited, message: exit.Error(), lines: []string{exit.Error()}, cause: exit}
	case errors.Is(err, vm.ErrInterrupted), ctx.Err() != nil:
		// Code that waits may see the end of the context first and return, with an error or without.
		return interruption()
	case err == nil:
		return nil
	case errors.As(err, &panicked):
		if own, ok := panicked.Value.(*Error); ok { // a chunk could not be taken over
			return own
		}
		return e.s.panicFailure(panicked, frames(panicked))
	}
	return &Error{name: internal, message: err.Error(), lines: []string{err.Error()}, cause: err}
}

func interruption() *Error {
	return &Error{name: interrupted, message: "the cell was interrupted", lines: []string{"interrupted"}, cause: vm.ErrInterrupted}
}

func frames(p *vm.Panic) []frame {
	list := make([]frame, len(p.Frames))
	for i, f := range p.Frames {
		list[i] = frame{function: f.Func, pos: f.Pos, isNil: f.Nil, elided: f.Elided}
	}
	return list
}

// forget lets go of a chunk's statements, which run once.
func (e *engine) forget(c *chunk) {
	if c.ssa != nil {
		e.machine.Forget(c.ssa.Func(entryName))
	}
}

// variable returns the current value of a session variable.
func (e *engine) variable(name string) (reflect.Value, bool) { return e.machine.Global(name) }

// drop lets go of a session variable's value.
func (e *engine) drop(name string) { e.machine.Drop(name) }

func (e *engine) dump(w io.Writer, fn *ssa.Function) { e.machine.Dump(w, fn) }
