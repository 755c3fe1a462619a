// Package progen writes random well-typed Go programs, for tests that compare two ways of running Go. It knows nothing
// about either of them.
//
// A program ends by itself, and prints the same each time: loops have constant bounds, calls use up fuel, the order of a
// map's iteration does not show, and where Go leaves the order of evaluation open nothing depends on it: an expression
// that can panic, or calls something that can, has no second one beside it.
package progen

// This file holds the entry of the generator and its choices.

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Prelude is the source of a package main with the functions that all programs use.
//
//go:embed testdata/prelude.go
var Prelude string

// A Program is a list of declarations, each a text of its own, in an order that declares before use. All of its
// package-level names start with its prefix, so that many programs fit into one package with one Prelude.
type Program struct {
	Seed  uint64
	Decls []string
	Main  string // name of the function that runs it
}

// Source returns all declarations as one text.
func (p *Program) Source() string { return strings.Join(p.Decls, "\n") }

// A generator holds what has been declared so far.
type generator struct {
	*rand.Rand
	prefix  string
	decls   []string
	types   map[string]*typ // by source text, so that identical types are the same pointer
	pool    []*typ          // declared types
	funcs   []*function     // declared functions and methods without effects, which expressions may call
	procs   []*function     // functions with effects, which only statements call
	vars    []*variable     // in scope, inner ones last
	facts   []fact
	fn      *body
	risk    int // expressions in the current statement that may panic
	names   int
	placing int    // depth of places that are being chosen: an index is a simple place
	size    int    // statements left for the current function
	likes   []*typ // basic types that the current function has variables of
}

// A function is something that can be called by name.
type function struct {
	name    string
	recv    *typ
	params  []*typ
	results []*typ
}

// A variable is a name in scope.
type variable struct {
	name   string
	t      *typ
	fixed  bool // not assigned to: a loop's counter, or what a fact is about
	solo   bool // grows by append, so its value is not copied: what shares memory with it depends on capacities
	full   bool // a pointer or map that is not nil
	bound  int  // 0 <= v < bound, if not 0
	global bool
}

// A fact says that an index is in range.
type fact struct{ slice, index string }

// Generate returns the program of a seed.
func Generate(seed uint64, prefix string) *Program {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 77)), prefix: prefix, types: map[string]*typ{}}
	g.declareTypes()
	g.declareGlobals()
	g.declareFunctions()
	main := g.declareMain()
	return &Program{Seed: seed, Decls: g.decls, Main: main}
}

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

// name returns a new name of the package.
func (g *generator) name(kind string) string {
	g.names++
	return fmt.Sprintf("%s%s%d", g.prefix, kind, g.names)
}

// local returns a new name inside of a function.
func (g *generator) local(kind string) string {
	g.names++
	return fmt.Sprintf("%s%d", kind, g.names)
}

func (g *generator) declare(format string, args ...any) {
	g.decls = append(g.decls, fmt.Sprintf(format, args...))
}

// pick returns one of the choices.
func pick[T any](g *generator, choices ...T) T { return choices[g.IntN(len(choices))] }

// A block writes lines.
type block struct{ strings.Builder }

func (b *block) add(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }
