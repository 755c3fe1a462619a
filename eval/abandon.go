package eval

// This file runs the type checker where it can be left behind: it cannot be told to stop, and some texts of a few lines keep
// it busy for longer than anybody waits.

import (
	"context"
	"errors"
	"go/ast"
	"go/types"
	"sync"
	"time"
)

// errAbandoned ends the check of a cell whose type checker has been left behind.
var errAbandoned = errors.New("the type checker was left behind")

// checkGrace is how long the type checker may go on after the cell has been interrupted, and checkLimit how long it may take
// for what an editor asks.
const (
	checkGrace = 50 * time.Millisecond
	checkLimit = 2 * time.Second
)

// A gate is between a type checker and the session. What is left behind finds it closed.
type gate struct {
	mu     sync.Mutex
	closed bool
}

// pass calls f, but not for a checker that has been left behind: it ends.
func (g *gate) pass(f func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		panic(errAbandoned)
	}
	f()
}

func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}

// gatedImporter imports through a gate.
type gatedImporter struct {
	gate *gate
	types.Importer
}

func (i gatedImporter) Import(path string) (pkg *types.Package, err error) {
	i.gate.pass(func() { pkg, err = i.Importer.Import(path) })
	return pkg, err
}

// runChecker checks the chunk's file. When the session's check is interrupted it leaves the checker behind and panics with
// errAbandoned. The checker then has the chunk, which nobody else will have, and what earlier cells declare, which it reads.
func (k *checking) runChecker(conf types.Config) {
	files := []*ast.File{k.c.file}
	if k.s.until == nil {
		// The error is the first of those that conf.Error has collected.
		_ = types.NewChecker(&conf, k.s.fset, k.c.pkg, k.c.info).Files(files)
		return
	}
	g := &gate{}
	report := conf.Error
	conf.Error = func(err error) { g.pass(func() { report(err) }) }
	conf.Importer = gatedImporter{g, conf.Importer}
	checker := types.NewChecker(&conf, k.s.fset, k.c.pkg, k.c.info)
	done := make(chan any, 1)
	go func() {
		defer func() { done <- recover() }()
		_ = checker.Files(files)
	}()
	var failed any
	select {
	case failed = <-done:
	case <-k.s.until.Done():
		select {
		case failed = <-done:
		case <-time.After(checkGrace):
			g.close()
			panic(errAbandoned)
		}
	}
	if failed != nil {
		panic(failed)
	}
}

// checkUntil makes checks end when ctx does, until the returned function is called. The session's lock must be held.
func (s *Session) checkUntil(ctx context.Context) func() {
	before := s.until
	s.until = ctx
	return func() { s.until = before }
}
