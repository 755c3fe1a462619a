package progen

// This file writes the declarations of a program.

import (
	"fmt"
	"slices"
	"strings"
)

// define declares a named type with the parts of another.
func (g *generator) define(under *typ) *typ {
	t := *under
	t.src, t.named, t.methods = g.name("T"), true, nil
	g.types[t.src] = &t
	return &t
}

func (g *generator) declareTypes() {
	for range 2 {
		t := g.define(g.basic())
		g.declare("type %s %s", t.src, g.underlying(t))
		g.pool = append(g.pool, t)
	}
	g.declareInterface()
	for range 3 + g.IntN(3) {
		switch g.IntN(6) {
		case 0:
			under := pick(g, g.sliceOf(g.randomType(1)), g.arrayOf(4, g.randomType(1)), g.mapOf(g.comparableType(), g.randomType(1)))
			t := g.define(under)
			g.declare("type %s %s", t.src, under.src)
			g.pool = append(g.pool, t)
		case 1:
			alias := g.name("A")
			t := g.randomType(2)
			g.declare("type %s = %s", alias, t.src)
		default:
			g.declareStruct()
		}
	}
}

// underlying returns the source of the type that a named type was defined with.
func (g *generator) underlying(t *typ) string {
	for _, b := range basics {
		if b.kind == t.kind && b.bits == t.bits && (b.src != "uint" && b.src != "uintptr" && b.src != "int") {
			return b.src
		}
	}
	panic(t.src)
}

func (g *generator) declareStruct() {
	t := &typ{kind: structKind, src: g.name("T"), named: true}
	used := map[string]bool{}
	if g.chance(40) {
		for _, e := range g.pool {
			if e.kind == structKind && g.chance(50) {
				t.fields = append(t.fields, field{name: e.src, t: e, embedded: true})
				break
			}
		}
	}
	for i := range 1 + g.IntN(4) {
		name := pick(g, "a", "b", "c", "X", "Y", "n", "name") + strings.Repeat("_", i%2)
		if !used[name] {
			used[name] = true
			t.fields = append(t.fields, field{name: name, t: g.randomType(2)})
		}
	}
	g.declare("type %s %s", t.src, structSource(t.fields))
	g.types[t.src] = t
	g.pool = append(g.pool, t)
	if g.chance(30) {
		t.fields = append(t.fields, field{name: "next", t: g.pointerTo(t)})
		g.decls[len(g.decls)-1] = fmt.Sprintf("type %s %s", t.src, structSource(t.fields))
	}
}

// declareInterface declares an interface and some types that implement it.
func (g *generator) declareInterface() {
	i := &typ{kind: interfaceKind, src: g.name("I"), named: true}
	var methods []*function
	for range 1 + g.IntN(2) {
		methods = append(methods, &function{name: g.name("M"), params: []*typ{g.basic()}, results: []*typ{g.basic()}})
	}
	var lines block
	for _, m := range methods {
		lines.add("\t%s%s", m.name, signature(m.params, m.results))
	}
	g.declare("type %s interface {\n%s}", i.src, lines.String())
	i.methods = methods
	for n := range 2 {
		base := pick(g, intType, stringType, float64Type, g.sliceOf(intType), g.structOf(1), g.structOf(1))
		t := g.define(base)
		g.declare("type %s %s", t.src, base.src)
		pointer := n == 1
		recv := t
		if pointer {
			recv = g.pointerTo(t)
		}
		for _, m := range methods {
			g.declareFunction(&function{name: m.name, recv: recv, params: m.params, results: m.results}, false)
		}
		g.pool = append(g.pool, t)
		i.impls = append(i.impls, recv)
		// A struct that embeds it has its methods.
		if g.chance(50) {
			e := &typ{kind: structKind, src: g.name("T"), named: true, fields: []field{{name: "own", t: g.basic()}, {name: t.src, t: t, embedded: true}}}
			g.declare("type %s %s", e.src, structSource(e.fields))
			g.types[e.src] = e
			g.pool = append(g.pool, e)
			if pointer {
				i.impls = append(i.impls, g.pointerTo(e))
			} else {
				i.impls = append(i.impls, e)
			}
		}
	}
	g.types[i.src] = i
	g.pool = append(g.pool, i)
}

func (g *generator) declareGlobals() {
	for _, t := range basics {
		g.global(t)
	}
	for range 5 {
		g.global(g.randomType(3))
	}
	for _, t := range g.pool {
		if g.chance(60) {
			g.global(t)
		}
	}
}

func (g *generator) global(t *typ) {
	v := &variable{name: g.name("v"), t: t, global: true}
	g.risk = 1 // nothing that panics in front of a program's start
	if g.chance(85) {
		g.declare("var %s %s = %s", v.name, t.src, g.expr(t, 2).src)
	} else {
		g.declare("var %s %s", v.name, t.src)
	}
	g.vars = append(g.vars, v)
}

func (g *generator) declareFunctions() {
	for range 3 {
		g.declareFunction(&function{name: g.name("f"), params: g.someTypes(1, 3), results: g.someTypes(1, 1)}, false)
	}
	g.declareGenerics()
	for range 2 {
		for _, t := range g.pool {
			if t.kind != interfaceKind && g.chance(25) {
				recv := t
				if g.chance(40) {
					recv = g.pointerTo(t)
				}
				m := &function{name: g.name("M"), recv: recv, params: g.someTypes(0, 2), results: g.someTypes(1, 1)}
				g.declareFunction(m, false)
			}
		}
	}
	g.declareRecursion()
	for range 3 + g.IntN(3) {
		g.declareFunction(&function{name: g.name("p"), params: g.someTypes(0, 3), results: g.someTypes(0, 3)}, true)
	}
}

func (g *generator) someTypes(least, most int) []*typ {
	types := make([]*typ, least+g.IntN(most-least+1))
	for i := range types {
		types[i] = g.randomType(2)
	}
	return types
}

// A body is the function that is being written.
type body struct {
	results []*typ
	named   []string // results' names, if they have some
	effects bool     // may assign to what outlives it and print
	labels  []string // of loops around the current place, inner ones last
	loops   int
	inner   int // depth of function literals
}

// declareFunction writes a function or method with a random body.
func (g *generator) declareFunction(f *function, effects bool) {
	var b block
	outer := len(g.vars)
	if !effects {
		// A function that expressions may call sees no variable that anyone changes.
		saved := g.vars
		g.vars = nil
		outer = 0
		defer func() { g.vars = saved }()
	}
	recv := ""
	if f.recv != nil {
		name := g.local("r")
		recv = fmt.Sprintf("(%s %s) ", name, f.recv.src)
		g.vars = append(g.vars, &variable{name: name, t: f.recv, fixed: !effects})
	}
	b.add("func %s%s(%s) %s {", recv, f.name, g.parameters(f.params, !effects), g.startResults(f.results, effects))
	b.add("tick()")
	g.likeSome(&b)
	g.size = 6 + g.IntN(8)
	g.finish(&b, f.results)
	b.add("}")
	g.decls = append(g.decls, b.String())
	g.vars, g.likes = g.vars[:outer], nil
	if effects {
		g.procs = append(g.procs, f)
	} else {
		g.funcs = append(g.funcs, f)
		if f.recv != nil {
			owner := f.recv
			owner.methods = append(owner.methods, f)
		}
	}
}

// parameters writes a parameter list and puts the parameters into scope.
func (g *generator) parameters(types []*typ, pure bool) string {
	var parts []string
	for _, t := range types {
		v := &variable{name: g.local("a"), t: t, fixed: pure && t.shares()}
		parts = append(parts, v.name+" "+t.src)
		g.vars = append(g.vars, v)
	}
	return strings.Join(parts, ", ")
}

// shares says that a copy of the value shares memory with it.
func (t *typ) shares() bool {
	switch t.kind {
	case sliceKind, mapKind, pointerKind, funcKind, interfaceKind:
		return true
	case arrayKind:
		return t.elem.shares()
	case structKind:
		for _, f := range t.fields {
			if f.t.kind == pointerKind && f.t.elem == t || f.t.shares() {
				return true
			}
		}
	}
	return false
}

// startResults opens a body and returns its result list.
func (g *generator) startResults(results []*typ, effects bool) string {
	g.fn = &body{results: results, effects: effects}
	if len(results) == 0 {
		return ""
	}
	if !effects || g.chance(50) {
		return "(" + list(results) + ")"
	}
	var parts []string
	for _, t := range results {
		v := &variable{name: g.local("res"), t: t}
		g.vars = append(g.vars, v)
		g.fn.named = append(g.fn.named, v.name)
		parts = append(parts, v.name+" "+t.src)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// likeSome declares variables of a few types that the function shall use often.
func (g *generator) likeSome(b *block) {
	g.likes = nil
	for range 3 {
		t := g.basic()
		g.risk = 1
		v := variable{name: g.local("x"), t: t}
		b.add("%s := %s", v.name, g.expr(t, 1).src)
		g.scope(b, v)
		g.likes = append(g.likes, t)
	}
}

// finish writes statements and the last return.
func (g *generator) finish(b *block, results []*typ) {
	if g.fn.effects && g.chance(40) {
		g.deferStatement(b)
	}
	g.statements(b)
	b.WriteString(g.returnStatement())
}

func (g *generator) returnStatement() string {
	if g.fn.named != nil && g.chance(40) {
		return "return\n"
	}
	g.risk = 0
	var values []string
	for _, t := range g.fn.results {
		values = append(values, g.expr(t, 2).src)
	}
	return "return " + strings.Join(values, ", ") + "\n"
}

// mainStatements returns statements that run what has effects, and show what they leave behind.
func (g *generator) mainStatements() (statements []string) {
	statements = append(statements, "fuel = 20000")
	globals := slices.Clone(g.vars)
	for _, p := range g.procs {
		var b block
		b.add("attempt(func() {")
		g.fn = &body{effects: true}
		g.size = 3
		g.statements(&b)
		g.callStatement(&b, p)
		b.add("})")
		statements = append(statements, b.String())
		g.vars = g.vars[:len(globals)]
	}
	for _, v := range globals {
		statements = append(statements, fmt.Sprintf("emit(%q, %s)", v.name, v.name))
	}
	return statements
}
