package progen

// This file writes generic functions and types, and functions that call themselves.

import (
	"fmt"
	"strings"
)

// A class is a constraint with the operations that it allows.
type class struct {
	constraint string
	kind       kind
	fits       func(*typ) bool
}

var classes = []class{
	{"integer", intKind, (*typ).integer},
	{"number", floatKind, func(t *typ) bool { return t.integer() || t.kind == floatKind }},
	{"any", structKind, func(*typ) bool { return true }},
	{"comparable", structKind, (*typ).comparable},
}

// declareGenerics declares generic functions and types and uses them in functions of ordinary types.
func (g *generator) declareGenerics() {
	for range 2 {
		g.declareGenericFunction()
	}
	g.declareMapper()
	g.declareContainer()
}

// declareGenericFunction declares a function of one type parameter and instances of it.
func (g *generator) declareGenericFunction() {
	c := pick(g, classes...)
	p := &typ{kind: c.kind, src: "E", bits: 8, param: true}
	name := g.name("g")
	saved := g.vars
	g.vars = nil
	var b block
	types := []*typ{p, p, g.basic()}
	if g.chance(50) {
		types = append(types, &typ{kind: sliceKind, src: "[]E", elem: p})
	}
	b.add("func %s[E %s](%s) E {", name, c.constraint, g.parameters(types, true))
	g.fn = &body{results: []*typ{p}}
	b.add("tick()")
	g.size = 5
	g.statements(&b)
	b.WriteString(g.returnStatement())
	b.add("}")
	g.decls = append(g.decls, b.String())
	g.vars = saved
	for range 3 {
		t := g.randomType(2)
		if !c.fits(t) {
			t = pick(g, intType, byteType, basics[4])
		}
		f := &function{name: name, params: []*typ{t, t, types[2]}, results: []*typ{t}}
		if len(types) == 4 {
			f.params = append(f.params, g.sliceOf(t))
		}
		if g.chance(60) {
			f.name += "[" + t.src + "]"
		}
		if g.infers(f.name, t) {
			g.funcs = append(g.funcs, f)
		}
	}
}

// infers says whether a call compiles: untyped constants and nil do not appear as arguments where they are inferred from.
func (g *generator) infers(name string, t *typ) bool {
	return strings.Contains(name, "[") || !t.param && t.kind != interfaceKind && t.kind != funcKind
}

// declareMapper declares a generic function of two type parameters with a core type.
func (g *generator) declareMapper() {
	name := g.name("g")
	g.declare(`func %s[S ~[]E, E, R any](s S, f func(int, E) R) []R {
	tick()
	var out []R
	for i, v := range s {
		if i%%%s == %d { continue }
		out = append(out, f(i, v))
	}
	return out
}`, name, pick(g, "2", "3", "5"), g.IntN(3))
	e, r := g.randomType(1), g.randomType(1)
	wrapper := &function{name: g.name("f"), params: []*typ{g.sliceOf(e)}, results: []*typ{g.sliceOf(r)}}
	saved := g.vars
	g.vars = []*variable{{name: "i", t: intType, fixed: true}, {name: "v", t: e, fixed: true}}
	g.risk = 0
	value := g.expr(r, 3).src
	g.vars = saved
	g.declare("func %s(s []%s) []%s {\n\ttick()\n\treturn %s(s, func(i int, v %s) %s { return %s })\n}", wrapper.name, e.src, r.src, name, e.src, r.src, value)
	g.funcs = append(g.funcs, wrapper)
}

// declareContainer declares a generic type with methods, an iterator among them, and a function that uses it.
func (g *generator) declareContainer() {
	t, e := g.name("G"), g.randomType(1)
	g.declare(`type %[1]s[E any] struct {
	head, tail *%[1]snode[E]
	n int
}
type %[1]snode[E any] struct {
	v    E
	next *%[1]snode[E]
}
func (l *%[1]s[E]) push(v E) *%[1]s[E] {
	node := &%[1]snode[E]{v: v}
	if l.tail == nil { l.head = node } else { l.tail.next = node }
	l.tail = node
	l.n++
	return l
}
func (l *%[1]s[E]) all(yield func(int, E) bool) {
	i := 0
	for n := l.head; n != nil; n = n.next {
		if !yield(i, n.v) { return }
		i++
	}
}
func (l %[1]s[E]) reversed() (out %[1]s[E]) {
	var values []E
	for _, v := range l.all { values = append(values, v) }
	for i := len(values) - 1; i >= 0; i-- { out.push(values[i]) }
	return
}`, t)
	f := &function{name: g.name("f"), params: []*typ{g.sliceOf(e), intType}, results: []*typ{g.sliceOf(e)}}
	g.declare(`func %s(s []%s, limit int) (out []%[2]s) {
	tick()
	var l %[3]s[%[2]s]
	for _, v := range s { l.push(v).push(v) }
	r := l.reversed()
	defer func() { out = append(out, s...) }()
	for i, v := range r.all {
		if i == limit { return out }
		if i%%3 == %[4]d { continue }
		out = append(out, v)
	}
	return
}`, f.name, e.src, t, g.IntN(3))
	g.funcs = append(g.funcs, f)
}

// declareRecursion declares a function that calls itself, as deep as its first parameter says.
func (g *generator) declareRecursion() {
	f := &function{name: g.name("f"), params: []*typ{byteType, g.randomType(1)}, results: []*typ{pick(g, intType, byteType, float64Type, stringType)}}
	r := f.results[0]
	saved := g.vars
	g.vars = []*variable{{name: "depth", t: byteType, fixed: true}, {name: "x", t: f.params[1], fixed: true}}
	g.risk = 1
	first := g.expr(r, 2).src
	g.vars = append(g.vars, &variable{name: "inner", t: r, fixed: true}, &variable{name: "second", t: r, fixed: true})
	last := g.expr(r, 3).src
	second := fmt.Sprintf("%s(depth/2, x)", f.name)
	if g.chance(50) {
		second = "inner"
	}
	g.vars = saved
	g.declare("func %[1]s(depth byte, x %[2]s) %[3]s {\n\ttick()\n\tdepth %%= 12\n\tif depth == 0 { return %[4]s }\n\tinner := %[1]s(depth-1, x)\n\tsecond := %[5]s\n\t_, _ = inner, second\n\treturn %[6]s\n}",
		f.name, f.params[1].src, r.src, first, second, last)
	g.funcs = append(g.funcs, f)
}
