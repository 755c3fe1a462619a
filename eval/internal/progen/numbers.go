package progen

// This file writes conversions between all numeric types, shifts by counts of all types, arithmetic at the ends of ranges, and
// constants of any precision.

import (
	"fmt"
	"strings"
)

// declareNumbers declares a function that converts, shifts and calculates.
func (g *generator) declareNumbers() string {
	name := g.name("run")
	var b block
	b.add("func %s() {", name)
	for range 3 {
		v := g.local("n")
		t := pick(g, basics[2:15]...)
		b.add("for _, %s := range []%s{%s} {", v, t.src, strings.Join(g.extremes(t), ", "))
		for range 3 + g.IntN(4) {
			g.numberLine(&b, v, t)
		}
		b.add("}")
	}
	for range 2 + g.IntN(3) {
		g.shiftOfConstant(&b)
	}
	b.add("}")
	g.decls = append(g.decls, b.String())
	return name
}

// extremes returns literals of the type, those at the ends of its range among them.
func (g *generator) extremes(t *typ) (values []string) {
	if t.kind == floatKind {
		return []string{"0", "1.5", "-2.75", "1e10", "-1e-10", "99.99", "-0.5", "float" + fmt.Sprint(t.bits) + "(math.Inf(1))", "float" + fmt.Sprint(t.bits) + "(math.NaN())", "16777217"}
	}
	for range 3 {
		values = append(values, g.integerLiteral(t))
	}
	if t.kind == intKind {
		return append(values, fmt.Sprintf("-1<<%d", t.bits-1), fmt.Sprintf("1<<%d-1", t.bits-1), "-1", "0", "-100")
	}
	return append(values, fmt.Sprintf("1<<%d-1", t.bits), "0", "1", fmt.Sprintf("1<<%d", t.bits-1))
}

// numberLine shows something that is calculated from v.
func (g *generator) numberLine(b *block, v string, t *typ) {
	to := pick(g, basics[2:15]...)
	other := g.extremes(t)[g.IntN(5)]
	switch g.IntN(9) {
	case 0, 1, 2:
		arg := v
		if t.kind == floatKind && to.integer() {
			arg = "tame(" + v + ")"
			if to.kind == uintKind {
				arg = "max(0, tame(" + v + "))"
			}
		}
		third := pick(g, basics[2:13]...)
		if to.kind == floatKind {
			third = to
		}
		b.add("emit(%q, %s(%s(%s)))", t.src+to.src, third.src, to.src, arg)
		b.add("emit(%q, convert[%s, %s](%s))", "generic", t.src, to.src, arg)
	case 3, 4:
		if !t.integer() {
			b.add("emit(%q, %s + %s)", "sum", v, other)
			return
		}
		count := pick(g, basics[2:13]...)
		n := pick(g, "0", "1", "7", "8", "15", "31", "32", "33", "63", "64", "65", "100")
		if count.kind == intKind && g.chance(20) {
			n = "-" + n
		}
		c := g.local("c")
		b.add("attempt(func() { %s := %s(%s); emit(%q, %s %s %s) })", c, count.src, n, "shift", v, pick(g, "<<", ">>"), c)
		b.add("attempt(func() { %s, x := %s(%s), %s; x %s= %s; emit(%q, x) })", c, count.src, n, v, pick(g, "<<", ">>"), c, "shifted")
	case 5, 6:
		x := g.local("x")
		op := pick(g, "+", "-", "*", "/", "%", "&", "|", "^", "&^")
		if t.kind == floatKind {
			op = pick(g, "+", "-", "*", "/")
		}
		b.add("attempt(func() { %s := %s(%s); emit(%q, %s %s %s) })", x, t.src, other, op, v, op, x)
		b.add("attempt(func() { %s := %s(%s); %[1]s %[4]s= %[5]s; emit(%[6]q, %[1]s) })", x, t.src, other, op, v, op+"=")
	case 7:
		if t.integer() {
			d := pick(g, "2", "3", "7", "8", "10", "16", "100", "127")
			b.add("emit(%q, []%s{%s / %s, %s %% %s, -%s, ^%s, %s * %s})", "div", t.src, v, d, v, d, v, v, v, d)
			return
		}
		b.add("emit(%q, []%s{-%s, %s / 3, %s * %s})", "neg", t.src, v, v, v, v)
	case 8:
		b.add("emit(%q, []bool{%s < %s, %s == %s, %s >= %s, %s != %s})", "compared", v, other, v, v, v, other, v, other)
		b.add("emit(%q, []%s{min(%s, %s), max(%s, %s, 1)})", "least", t.src, v, other, v, other)
	}
}

// shiftOfConstant shifts an untyped constant, whose type comes from what is around.
func (g *generator) shiftOfConstant(b *block) {
	s := g.local("s")
	b.add("for _, %s := range []%s{0, 1, 3, 8, 31, 33, 64} {", s, pick(g, "uint", "int", "uint8", "int64"))
	switch g.IntN(7) {
	case 0:
		t := pick(g, basics[2:13]...)
		b.add("var x %s = 1 << %s\nemit(%q, x)", t.src, s, "context")
	case 1:
		b.add("x := 1 << %s\nemit(%q, x)", s, "int")
	case 2:
		b.add("emit(%q, %s(1<<%s))", "converted", pick(g, basics[2:13]...).src, s)
	case 3:
		b.add("emit(%q, 1<<%s == 2<<%s)", "equal", s, s)
	case 4:
		b.add("emit(%q, uint64(1<<%s) + 1<<%s)", "sum", s, s)
	case 5:
		b.add("attempt(func() { emit(%q, make([]int, 1<<(%s&3))[1<<%s>>%s-1]) })", "made", s, s, s)
	case 6:
		t := pick(g, basics[2:13]...)
		b.add("y := %s(3)\ny += 1 << %s\ny &^= 1 << (%s & 7) \nemit(%q, y)", t.src, s, s, "assigned")
	}
	b.add("}")
}

// declareConstants declares constants with values far beyond any type, and a function that shows what fits one.
func (g *generator) declareConstants() string {
	var decls, names, lines []string
	add := func(format string, args ...any) {
		name := g.name("c")
		decl := fmt.Sprintf("const %s%s", name, fmt.Sprintf(format, args...))
		if _, err := check(append(decls[:len(decls):len(decls)], decl)...); err == nil {
			decls, names = append(decls, decl), append(names, name)
		}
	}
	for range 12 {
		add(" = %s", g.constant(names, 3))
	}
	for range 3 {
		add(" %s = %s", pick(g, basics...).src, g.constant(names, 2))
	}
	if len(names) == 0 { // all were wrong
		add(" = 1")
	}
	enum := []string{g.name("c"), g.name("c"), g.name("c"), g.name("c")}
	block := fmt.Sprintf("const (\n\t%s = %s\n\t%s\n\t_\n\t%s, %s = iota, %s\n)", enum[0],
		pick(g, "1 << (10 * iota)", "iota * 1.5", "'a' + iota", "-iota", "1i * iota", "iota % 2 == 0"), enum[1], enum[2], enum[3], g.constant(names, 1))
	if _, err := check(append(decls[:len(decls):len(decls)], block)...); err == nil {
		decls, names = append(decls, block), append(names, enum...)
	}
	for range 30 {
		c := pick(g, names...)
		line := fmt.Sprintf("%s(%s)", pick(g, basics...).src, c)
		switch g.IntN(6) {
		case 0:
			line = c
		case 1:
			line = fmt.Sprintf("%s %s %s", c, pick(g, "==", "<", ">=", "!="), pick(g, names...))
		case 2:
			line = g.constant(names, 2)
		}
		if _, err := check(append(decls[:len(decls):len(decls)], "func f(...any) { f("+line+") }")...); err == nil {
			lines = append(lines, fmt.Sprintf("emit(%q, %s)", "c", line))
		}
	}
	g.decls = append(g.decls, decls...)
	name := g.name("run")
	g.declare("func %s() {\n%s\n}", name, strings.Join(lines, "\n"))
	return name
}

// constant returns a constant expression, perhaps a wrong one.
func (g *generator) constant(names []string, depth int) string {
	if depth <= 0 || g.chance(15) {
		if len(names) > 0 && g.chance(50) {
			return pick(g, names...)
		}
		return pick(g, "1", "2", "3", "10", "'a'", "'世'", "2.5", "1e100", "0x1p-300", "1i", "0.1", "7", "1<<100", "1<<62", "1e-50", "true", `"text"`, `"日本"`, "1_000", "0b11", "0o17", "0x_F.8p2", "300")
	}
	e := func() string { return g.constant(names, depth-1) }
	switch g.IntN(14) {
	case 0, 1, 2, 3:
		return fmt.Sprintf("(%s %s %s)", e(), pick(g, "+", "-", "*", "/"), e())
	case 4:
		return fmt.Sprintf("(%s %s %s)", e(), pick(g, "%", "&", "|", "^", "&^"), e())
	case 5, 6:
		return fmt.Sprintf("(%s %s %s)", e(), pick(g, "<<", ">>"), pick(g, "1", "3", "10", "64", "200", "99.0"))
	case 7:
		return pick(g, "-", "+", "^", "!") + e()
	case 8:
		return fmt.Sprintf("(%s %s %s)", e(), pick(g, "<", "==", ">=", "&&", "||"), e())
	case 9:
		return fmt.Sprintf("%s(%s)", pick(g, "real", "imag", "len", "string", "float32", "uint8", "int64", "complex64", "rune"), e())
	case 10:
		return fmt.Sprintf("complex(%s, %s)", e(), e())
	case 11:
		return fmt.Sprintf("%s(%s, %s)", pick(g, "min", "max"), e(), e())
	case 12:
		return fmt.Sprintf("len([%s & 1023]int{})", e())
	}
	return fmt.Sprintf("(%s + %s)", e(), e())
}
