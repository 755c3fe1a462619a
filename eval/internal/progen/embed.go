package progen

// This file writes types that embed each other by value, by pointer and as interfaces, several levels deep, and uses every field
// and method that is promoted in every way that Go has.

import (
	"fmt"
	"go/types"
	"strings"
)

// declareEmbedding declares such types and a function that uses them.
func (g *generator) declareEmbedding() string {
	var decls, names, ifaces []string
	accept := func(lines ...string) bool {
		if _, err := check(append(decls[:len(decls):len(decls)], lines...)...); err != nil {
			return false
		}
		decls = append(decls, lines...)
		return true
	}
	methods := []string{"Ma", "Mb", "Mc", "md"}
	for range 2 {
		t := g.name("I")
		list := []string{pick(g, methods...) + "(int) string"}
		if g.chance(50) {
			list = append(list, pick(g, methods...)+"(int) string")
		}
		if len(ifaces) > 0 && g.chance(50) {
			list = append(list, ifaces[0])
		}
		if accept(fmt.Sprintf("type %s interface { %s }", t, strings.Join(list, "; "))) {
			ifaces = append(ifaces, t)
		}
	}
	var generic string
	if g.chance(60) {
		generic = g.name("E")
		accept(fmt.Sprintf("type %s[P any] struct { fa P; fx []P }", generic),
			fmt.Sprintf("func (e %s[P]) %s(n int) string { return %q }", generic, pick(g, methods...), generic))
	}
	for range 5 + g.IntN(3) {
		t := g.name("E")
		for range 10 {
			var fields []string
			for range g.IntN(3) {
				switch n := g.IntN(6); {
				case n < 3 && len(names) > 0:
					fields = append(fields, pick(g, names...))
				case n < 5 && len(names) > 0:
					fields = append(fields, "*"+pick(g, names...))
				case generic != "" && n == 4:
					fields = append(fields, generic+"["+pick(g, "int", "string")+"]")
				case len(ifaces) > 0:
					fields = append(fields, pick(g, ifaces...))
				}
			}
			for range g.IntN(3) {
				fields = append(fields, pick(g, "fa", "Fb", "fc", "fd")+" "+pick(g, "int", "string"))
			}
			lines := []string{fmt.Sprintf("type %s struct { %s }", t, strings.Join(fields, "; "))}
			used := map[string]bool{}
			for range g.IntN(3) {
				if m := pick(g, methods...); !used[m] {
					used[m] = true
					lines = append(lines, fmt.Sprintf("func (e %s%s) %s(n int) string { return describe(%q, n) }", pick(g, "", "*"), t, m, t+"."+m))
				}
			}
			if accept(append(lines, "func describe(string, int) string")...) {
				decls = decls[:len(decls)-1]
				names = append(names, t)
				break
			}
			decls = decls[:len(decls):len(decls)]
		}
	}
	pkg, err := check(append(decls, "func describe(string, int) string")...)
	if err != nil {
		panic(err)
	}
	g.decls = append(g.decls, decls...)
	run := g.name("run")
	var b block
	b.add("func %s() {", run)
	for _, t := range names {
		g.useEmbedding(&b, pkg, t, ifaces)
	}
	b.add("}")
	g.decls = append(g.decls, b.String())
	return run
}

// useEmbedding uses all that a type has.
func (g *generator) useEmbedding(b *block, pkg *types.Package, t string, ifaces []string) {
	object := pkg.Scope().Lookup(t)
	v, p := g.local("v"), g.local("p")
	b.add("%s := %s", v, g.embedded(object.Type(), 4))
	b.add("%s := &%s", p, v)
	b.add("emit(%q, reflect.TypeOf(%s).NumMethod() * 100 + reflect.TypeOf(%s).NumMethod())", t, v, p)
	for _, f := range []string{"fa", "Fb", "fc", "fd", "fx"} {
		if found, index, _ := types.LookupFieldOrMethod(object.Type(), true, pkg, f); found != nil && index != nil {
			b.add("attempt(func() { emit(%q, %s.%s) })", t+"."+f, pick(g, v, p), f)
			if types.Identical(found.Type(), types.Typ[types.Int]) {
				b.add("attempt(func() { %s.%s += %d; emit(%q, %s.%s) })", pick(g, v, p), f, g.IntN(9), f, v, f)
			}
		}
	}
	for _, m := range []string{"Ma", "Mb", "Mc", "md"} {
		found, index, indirect := types.LookupFieldOrMethod(object.Type(), true, pkg, m)
		if found == nil {
			continue
		}
		_ = index
		value := !indirect && inMethodSet(object.Type(), pkg, m)
		b.add("attempt(func() { emit(%q, %s.%s(1)) })", t+"."+m, pick(g, v, p), m)
		b.add("attempt(func() { f := %s.%s; emit(%q, f(2)) })", pick(g, v, p), m, "value")
		b.add("attempt(func() { emit(%q, (*%s).%s(%s, 3)) })", "expression", t, m, p)
		b.add("attempt(func() { var i any = %s; if j, ok := i.(interface{ %s(int) string }); ok { emit(%q, j.%s(4)) } })", pick(g, v, p), m, "asserted", m)
		if value {
			b.add("attempt(func() { f := %s.%s; emit(%q, f(%s, 5)) })", t, m, "expression", v)
		}
		if g.chance(30) {
			b.add("attempt(func() { defer func(f func(int) string) { emit(%q, f(6)) }(%s.%s) })", "deferred", p, m)
		}
	}
	for _, i := range ifaces {
		b.add("{ _, a := any(%s).(%s); _, b := any(%s).(%s); emit(%q, []bool{a, b}) }", v, i, p, i, t+" is "+i)
		b.add("attempt(func() { _ = any(%s).(%s) })", pick(g, v, p), i)
	}
	if types.Comparable(object.Type()) {
		b.add("attempt(func() { w := %s; emit(%q, w == %s) })", v, "equal", v)
		b.add("attempt(func() { m := map[any]int{%s: 1}; emit(%q, m[%s]) })", v, "key", v)
	}
}

func inMethodSet(t types.Type, pkg *types.Package, m string) bool {
	return types.NewMethodSet(t).Lookup(pkg, m) != nil
}

// embedded returns a value of a declared type; some pointers and interfaces in it are nil.
func (g *generator) embedded(t types.Type, depth int) string {
	name := types.TypeString(t, func(*types.Package) string { return "" })
	switch u := t.Underlying().(type) {
	case *types.Struct:
		var parts []string
		for f := range u.Fields() {
			if !f.Embedded() && g.chance(30) {
				continue
			}
			parts = append(parts, f.Name()+": "+g.embedded(f.Type(), depth-1))
		}
		return name + "{" + strings.Join(parts, ", ") + "}"
	case *types.Pointer:
		if depth <= 0 || g.chance(20) {
			return "nil"
		}
		return "&" + g.embedded(u.Elem(), depth-1)
	case *types.Basic:
		if u.Info()&types.IsString != 0 {
			return fmt.Sprintf("%q", pick(g, "a", "b"))
		}
		return fmt.Sprint(g.IntN(50))
	case *types.Interface:
		if g.chance(30) {
			return "nil"
		}
		// A type that has all methods fills it.
		return fmt.Sprintf("anything(%d).(%s)", g.IntN(3), name)
	}
	return "nil"
}
