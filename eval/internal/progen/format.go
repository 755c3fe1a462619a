package progen

// This file writes values that are printed, compared and used as keys: types without addresses in them, some of which have
// methods that fmt asks for.

import (
	"fmt"
	"strings"
)

// A plain is a set of types whose values print the same each time.
type plain struct {
	*generator
	leaves []*typ
}

// declareTexts declares types with methods that fmt asks for.
func (g *generator) declareTexts() *plain {
	p := &plain{generator: g}
	for range 4 {
		under := pick(g, intType, stringType, float64Type, byteType, g.sliceOf(intType), g.sliceOf(byteType), g.arrayOf(2, stringType), g.mapOf(stringType, intType), boolType)
		t := g.define(under)
		if g.chance(50) {
			t.kind, t.elem, t.key = structKind, nil, nil
			t.fields = []field{{name: "A", t: pick(g, basics...)}, {name: "b", t: pick(g, basics...)}}
			if len(p.leaves) > 0 {
				t.fields = append(t.fields, field{name: pick(g, "C", "d"), t: pick(g, p.leaves...)})
			}
			if len(p.leaves) > 0 && g.chance(40) {
				e := pick(g, p.leaves...)
				t.fields = append(t.fields, field{name: e.src, t: e, embedded: true})
			}
			g.declare("type %s %s", t.src, structSource(t.fields))
		} else {
			g.declare("type %s %s", t.src, under.src)
		}
		recv := pick(g, "", "", "*")
		value := "len(fmt.Sprint(" + pick(g, "1", "22", `"x"`) + "))"
		switch g.IntN(8) {
		case 0, 1, 2:
			g.declare("func (t %s%s) String() string { return fmt.Sprint(%q, %s) }", recv, t.src, "<"+t.src+">", value)
		case 3:
			g.declare("func (t %s%s) Error() string { return fmt.Sprint(%q, %s) }", recv, t.src, "!"+t.src, value)
		case 4:
			g.declare("func (t %s%s) GoString() string { return %q }", recv, t.src, "go:"+t.src)
		case 5:
			g.declare("func (t %s%s) Format(f fmt.State, verb rune) { w, ok := f.Width(); fmt.Fprintf(f, \"[%%c %%d %%t %%t]\", verb, w, ok, f.Flag('+')) }", recv, t.src)
		case 6:
			g.declare("func (t %s%s) String() string { panic(%q) }", recv, t.src, "text of "+t.src)
		}
		p.leaves = append(p.leaves, t)
	}
	return p
}

// plainType returns a type without pointers, functions and channels.
func (p *plain) plainType(depth int) *typ {
	if depth <= 0 || p.chance(25) {
		if p.chance(60) {
			return pick(p.generator, p.leaves...)
		}
		return pick(p.generator, basics...)
	}
	switch p.IntN(7) {
	case 0, 1:
		return p.sliceOf(p.plainType(depth - 1))
	case 2:
		return p.arrayOf(1+p.IntN(3), p.plainType(depth-1))
	case 3:
		return p.mapOf(pick(p.generator, stringType, intType, byteType, boolType, float64Type), p.plainType(depth-1))
	case 4:
		return anyType
	}
	var fields []field
	for i := range 1 + p.IntN(3) {
		fields = append(fields, field{name: string(rune(pick(p.generator, 'A', 'a')+rune(i))) + "f", t: p.plainType(depth - 1)})
	}
	return p.intern(&typ{kind: structKind, src: structSource(fields), fields: fields})
}

// plainValue returns a value of the type.
func (p *plain) plainValue(t *typ, depth int) string {
	switch t.kind {
	case interfaceKind:
		if depth <= 0 || p.chance(15) {
			return "any(nil)"
		}
		inner := p.plainType(depth - 1)
		return fmt.Sprintf("any(%s)", boxable(inner, p.typedValue(inner, depth-1)))
	case structKind:
		var parts []string
		for _, f := range t.fields {
			if p.chance(80) {
				parts = append(parts, f.name+": "+p.plainValue(f.t, depth-1))
			}
		}
		return t.src + "{" + strings.Join(parts, ", ") + "}"
	case sliceKind, arrayKind:
		if t.kind == sliceKind && p.chance(20) {
			return t.src + "(nil)"
		}
		var parts []string
		for range min(max(t.len, 1), 1+p.IntN(3)) {
			parts = append(parts, p.plainValue(t.elem, depth-1))
		}
		return t.src + "{" + strings.Join(parts, ", ") + "}"
	case mapKind:
		if p.chance(20) {
			return t.src + "(nil)"
		}
		return t.src + "{" + p.plainValue(t.key, 0) + ": " + p.plainValue(t.elem, depth-1) + "}"
	}
	return p.literal(t, 0).src
}

// typedValue returns a value that has the type by itself.
func (p *plain) typedValue(t *typ, depth int) string {
	v := p.plainValue(t, depth)
	if t.kind < sliceKind {
		return fmt.Sprintf("%s(%s)", t.src, v)
	}
	return v
}

// declareFormats declares a function that prints values with all verbs.
func (g *generator) declareFormats() string {
	p := g.declareTexts()
	name := g.name("run")
	var b block
	b.add("func %s() {", name)
	for range 5 {
		t := p.plainType(3)
		v := g.local("v")
		b.add("%s := %s", v, p.typedValue(t, 4))
		ref := v
		if (t.kind == structKind || t.kind == sliceKind || t.kind == mapKind || t.kind == arrayKind || t.named) && g.chance(30) {
			ref = "&" + v
		}
		verbs := []string{"%v", "%+v", "%T", "%s", "%d", "%q", "%x", "%X", "%t", "%g", "%e", "%8.3f|", "%-10v|", "%+d", "%U", "%c", "%b", "%o", "%#x", "%08v", "% x", "%6.2v|", "%!", "%[2]v", "%*v|", "%z"}
		if ref == v {
			verbs = append(verbs, "%#v", "%#v", "%#+v")
		}
		for range 8 {
			verb := pick(g, verbs...)
			if ref != v && t.kind != structKind && t.kind != sliceKind && t.kind != mapKind && t.kind != arrayKind {
				verb = "%T" // others show an address
			}
			args := ref
			if verb == "%*v|" {
				args = "9, " + ref
			}
			b.add("fmt.Printf(%q, %s)", verb+"\n", args)
		}
		b.add("fmt.Println(%s, []any{%s}, fmt.Sprint(%s, %s))", v, v, v, v)
	}
	b.add("}")
	g.decls = append(g.decls, b.String())
	return name
}

// declareComparisons declares a function that compares values in interfaces, of types that can be compared and of others, and
// uses them as keys.
func (g *generator) declareComparisons() string {
	p := g.declareTexts()
	name := g.name("run")
	var b block
	b.add("func %s() {", name)
	var values []string
	t := p.plainType(2)
	for range 6 {
		if g.chance(50) {
			t = p.plainType(2)
		}
		values = append(values, p.typedValue(t, 3))
	}
	values = append(values, values[0], "math.NaN()", "[1]float64{math.NaN()}", "nil", "error(nil)", "0.0", "math.Copysign(0, -1)", "[2]any{1, []int{}}", "struct{ a any; b int }{nil, 2}", "[2]any{2, []int{}}")
	b.add("values := []any{%s}", strings.Join(values, ", "))
	b.add("for i, x := range values { for j, y := range values { attempt(func() { if x == y { fmt.Print(i, \"=\", j, \" \") } }) } }")
	b.add("m := map[any]int{}")
	b.add("for i, x := range values { attempt(func() { m[x] = m[x]*10 + i + 1 }) }")
	b.add("fmt.Println(len(m))")
	b.add("for i, x := range values { attempt(func() { v, ok := m[x]; fmt.Print(i, v, ok, \" \") }) }")
	b.add("for _, x := range values { attempt(func() { delete(m, x) }) }")
	b.add("fmt.Println(len(m))")
	b.add("clear(m)\nfmt.Println(len(m))")
	b.add("for i, x := range values { attempt(func() { switch x {\ncase values[%d]: fmt.Print(i, \"a \")\ncase values[%d], nil: fmt.Print(i, \"b \")\ndefault: fmt.Print(i, \"- \") } }) }", g.IntN(6), g.IntN(6))
	for range 3 {
		t := p.plainType(2)
		if t.kind == interfaceKind {
			continue
		}
		x, y := g.local("x"), g.local("y")
		b.add("{\n%s, %s := %s, %s", x, y, p.typedValue(t, 3), p.typedValue(t, 3))
		if t.plainComparable() {
			b.add("attempt(func() { fmt.Println(%s == %s, %s != %s, %s == %s) })", x, y, x, y, x, x)
			b.add("attempt(func() { m := map[%s]int{%s: 1}; m[%s] += 2; m[%s]++; fmt.Println(len(m), m[%s], m[%s]) })", t.src, x, y, x, x, y)
		}
		b.add("attempt(func() { fmt.Println(any(%s) == any(%s)) })", x, y)
		b.add("}")
	}
	// Iteration with changes whose outcome does not depend on the order.
	n := 3 + g.IntN(9)
	b.add("grid := map[[2]int]string{}\nfor i := range %d { grid[[2]int{i %% 3, i}] = fmt.Sprint(i) }", n)
	b.add("seen := 0\nfor k := range grid { seen++; for l := range grid { if l != k { delete(grid, l) } } }\nfmt.Println(seen, len(grid))")
	b.add("nans := map[float64]int{}\nfor i := range %d { nans[math.NaN()] = i; nans[float64(i %% 2)] = i }", n)
	b.add("total := 0\nfor k, v := range nans { delete(nans, k); total += v }\nfmt.Println(total, len(nans))")
	b.add("}")
	g.decls = append(g.decls, b.String())
	return name
}

// plainComparable says that == compiles; it may panic.
func (t *typ) plainComparable() bool {
	switch t.kind {
	case sliceKind, mapKind, funcKind:
		return false
	case arrayKind:
		return t.elem.plainComparable()
	case structKind:
		for _, f := range t.fields {
			if !f.t.plainComparable() {
				return false
			}
		}
	}
	return true
}
