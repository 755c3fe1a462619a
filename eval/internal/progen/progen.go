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

// Prelude and Trail are the sources of a package main with the functions that all programs use.
var (
	//go:embed testdata/prelude.go
	Prelude string
	//go:embed testdata/trail.go
	Trail string
)

// A Program is a list of declarations, each a text of its own, in an order that declares before use. All of its
// package-level names start with its prefix, so that many programs fit into one package with one Prelude.
type Program struct {
	Seed  uint64
	Decls []string
	Whole bool     // its variables are made in another order than that of the text, as only a program does
	Body  []string // the statements that run it
	Main  string   // name of a function of these statements
}

// packages are what programs may import, with something to use of each.
var packages = []struct{ path, use string }{{"bytes", "bytes.Equal"}, {"cmp", "cmp.Compare[int]"}, {"container/heap", "heap.Init"},
	{"container/list", "list.New"}, {"context", "context.Background"}, {"encoding/json", "json.Valid"}, {"errors", "errors.New"},
	{"fmt", "fmt.Sprint"}, {"io", "io.EOF"}, {"iter", "iter.Pull[int]"}, {"maps", "maps.Keys[map[int]int]"}, {"math", "math.Pi"},
	{"reflect", "reflect.TypeOf"}, {"runtime", "runtime.GC"}, {"slices", "slices.Sort[[]int]"}, {"sort", "sort.Ints"},
	{"strings", "strings.Cut"}, {"sync", "sync.OnceFunc"}, {"sync/atomic", "atomic.AddInt32"}, {"unicode/utf8", "utf8.RuneLen"}}

// Source returns imports and all declarations as one text.
func (p *Program) Source() string {
	decls := strings.Join(p.Decls, "\n")
	var imports, uses string
	for _, p := range packages {
		if strings.Contains(decls, p.path[strings.LastIndex(p.path, "/")+1:]+".") {
			imports += fmt.Sprintf("import %q\n", p.path)
			uses += fmt.Sprintf("var _ = %s\n", p.use)
		}
	}
	return imports + uses + decls + "\n"
}

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
	globals := g.vars
	p := &Program{Seed: seed}
	var runs []string
	for range 4 {
		g.risk, g.vars, g.facts = 0, nil, nil
		runs = append(runs, g.declareScenario(p))
	}
	g.vars = globals
	p.Body = append(g.mainStatements(), runs...)
	p.Main = g.name("main")
	g.declare("func %s() {\n%s\n}", p.Main, strings.Join(p.Body, "\n"))
	p.Decls = g.decls
	if p.Whole {
		g.Shuffle(len(p.Decls), func(i, j int) { p.Decls[i], p.Decls[j] = p.Decls[j], p.Decls[i] })
	}
	return p
}

// declareScenario declares something about one part of the language, and returns the statement that runs it.
func (g *generator) declareScenario(p *Program) string {
	scenarios := []func() string{g.declareFlow, g.declareFlow, g.declareFlow, g.declareOrder, g.declareOrder, g.declareNumbers, g.declareConstants,
		g.declareEmbedding, g.declareEmbedding, g.declareFormats, g.declareFormats, g.declareComparisons, g.declareMemory, g.declareStrings,
		g.declareConcurrency, g.declareErrors, g.declareLibrary, g.declareParametric, g.declareFaults, g.declareStart}
	n := g.IntN(len(scenarios))
	p.Whole = p.Whole || n == len(scenarios)-1
	return "attempt(" + scenarios[n]() + ")"
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
