package progen

// This file writes loops over numbers as numeric programs have them: rows, neighbours, sums of products, updates in place,
// with slices that may be the same memory.

import (
	"fmt"
	"strings"
)

// A kernel is such a loop nest while it is written.
type kernel struct {
	t      *typ   // of the elements
	n      int    // length of rows and number of rows
	flat   string // a slice of n elements
	other  string // another, or the same
	rows   string // a slice of n slices of n elements
	grid   string // an array of arrays
	points string // a slice of structs with the fields p and q
	ints   string // a slice of n indices below n
}

// loopNest declares the operands, writes a loop nest, and shows what it leaves behind as checksums.
func (g *generator) loopNest(b *block) {
	t := pick(g, float64Type, intType, byteType, float32Type, basics[3], basics[5], basics[6], uintType, basics[10])
	k := &kernel{t: t, n: 3 + g.IntN(6)}
	point := g.local("point")
	k.flat, k.other, k.rows, k.grid, k.points, k.ints = g.local("k"), g.local("k"), g.local("k"), g.local("k"), g.local("k"), g.local("k")
	b.add("type %s struct { p, q %s; sub [2]%[2]s }", point, t.src)
	b.add("%s, %s := make([]%s, %d), make([]int, %[4]d)", k.flat, k.ints, t.src, k.n)
	if g.chance(30) {
		b.add("%s := %s", k.other, k.flat)
	} else {
		b.add("%s := make([]%s, %d)", k.other, t.src, k.n)
	}
	b.add("%s := make([][]%s, %d)", k.rows, t.src, k.n)
	b.add("var %s [%d][%[2]d]%s", k.grid, k.n, t.src)
	b.add("%s := make([]%s, %d)", k.points, point, k.n)
	b.add("for i := range %s {", k.rows)
	if g.chance(30) {
		b.add("%s[i] = %s", k.rows, k.flat)
	} else {
		b.add("%s[i] = make([]%s, %d)", k.rows, t.src, k.n)
	}
	b.add("%s[i] = %s(i*%d) - %s(i)", k.flat, t.src, 1+g.IntN(9), t.src)
	b.add("%s[i] = (i*%d + %d) %% %d\n}", k.ints, 1+g.IntN(5), g.IntN(5), k.n)
	i, j, l := g.local("i"), g.local("j"), g.local("l")
	b.add("%s", k.head(g, i))
	for range 1 + g.IntN(3) {
		b.add("%s", k.update(g, []string{i}))
	}
	if g.chance(70) {
		b.add("%s", k.head(g, j))
		if g.chance(30) {
			b.add("if %s[%s] > %s[%s] { %s }", k.flat, i, k.other, j, pick(g, "continue", "break", k.update(g, []string{i, j})))
		}
		for range 1 + g.IntN(3) {
			b.add("%s", k.update(g, []string{i, j}))
		}
		if g.chance(40) {
			b.add("sum := %s(%d)", t.src, g.IntN(5))
			b.add("%s", k.head(g, l))
			b.add("sum += %s(%s * %s)\n}", t.src, k.element(g, []string{i, l}), k.element(g, []string{l, j}))
			b.add("%s = sum", k.element(g, []string{i, j}))
		}
		b.add("}")
	}
	b.add("}")
	sum := variable{name: g.local("x"), t: stringType}
	b.add("%s := show([]any{%s})", sum.name, strings.Join([]string{k.flat, k.other, k.rows, k.grid, k.points, k.ints}, ", "))
	b.add("_ = len(%s)", sum.name)
	if g.fn.effects {
		b.add("emit(%q, %s)", sum.name, sum.name)
	} else {
		g.scope(b, sum)
	}
}

// head starts a loop with an index that is at least 1 and at most n-2, so that neighbours exist.
func (k *kernel) head(g *generator, i string) string {
	switch g.IntN(4) {
	case 0:
		return fmt.Sprintf("for %s := %d; %[1]s > 0; %[1]s-- {", i, k.n-2)
	case 1:
		return fmt.Sprintf("for %s := 1; %[1]s <= len(%s)-2; %[1]s++ {", i, k.flat)
	case 2:
		return fmt.Sprintf("for %s := range %s {\nif %[1]s == 0 || %[1]s == %[3]d { continue }", i, k.rows, k.n-1)
	}
	return fmt.Sprintf("for %s := 1; %[1]s < %[2]d; %[1]s += %[3]d {", i, k.n-1, 1+g.IntN(2))
}

// place returns an index expression from the loops' counters.
func (k *kernel) place(g *generator, counters []string) string {
	i := pick(g, counters...)
	switch g.IntN(6) {
	case 0:
		return i + "-1"
	case 1:
		return i + "+1"
	case 2:
		return k.ints + "[" + i + "]"
	case 3:
		return fmt.Sprintf("(%s+%s)%%%d", i, pick(g, counters...), k.n)
	}
	return i
}

// element returns an element of one of the operands.
func (k *kernel) element(g *generator, counters []string) string {
	i, j := k.place(g, counters), k.place(g, counters)
	switch g.IntN(8) {
	case 0, 1:
		return fmt.Sprintf("%s[%s]", k.flat, i)
	case 2:
		return fmt.Sprintf("%s[%s]", k.other, i)
	case 3, 4:
		return fmt.Sprintf("%s[%s][%s]", k.rows, i, j)
	case 5:
		return fmt.Sprintf("%s[%s][%s]", k.grid, i, j)
	case 6:
		return fmt.Sprintf("%s[%s].%s", k.points, i, pick(g, "p", "q"))
	}
	return fmt.Sprintf("%s[%s].sub[%d]", k.points, i, g.IntN(2))
}

// expr returns arithmetic over elements.
func (k *kernel) expr(g *generator, counters []string, depth int) string {
	if depth == 0 {
		if g.chance(15) {
			return fmt.Sprintf("%s(%s)", k.t.src, pick(g, counters...))
		}
		return k.element(g, counters)
	}
	x, y := k.expr(g, counters, depth-1), k.expr(g, counters, depth-1)
	if g.chance(15) { // on one side only: the compiler would fold two, and refuse overflow
		y = fmt.Sprintf("%s(%s)", k.t.src, pick(g, "1", "2", "3", "7", "100"))
	}
	op := pick(g, "+", "-", "*", "+")
	if k.t.integer() && g.chance(40) {
		op = pick(g, "&", "|", "^", "<<", ">>", "/", "%")
		switch op {
		case "<<", ">>":
			y = fmt.Sprintf("(uint(%s)%%9)", y)
		case "/", "%":
			y = fmt.Sprintf("(%s|1)", y)
		}
	}
	e := fmt.Sprintf("(%s %s %s)", x, op, y)
	if op == "*" && k.t.kind == floatKind {
		e = k.t.src + e
	}
	return e
}

// update changes an element.
func (k *kernel) update(g *generator, counters []string) string {
	switch x, depth := k.element(g, counters), g.IntN(3); g.IntN(6) {
	case 0:
		return x + pick(g, "++", "--")
	case 1:
		return fmt.Sprintf("%s, %s = %[2]s, %[1]s", x, k.element(g, counters))
	case 2, 3:
		op := pick(g, "+=", "-=")
		if k.t.integer() {
			op = pick(g, "+=", "-=", "*=", "^=", "|=", "&=")
		}
		return fmt.Sprintf("%s %s %s", x, op, k.expr(g, counters, depth))
	default:
		return fmt.Sprintf("%s = %s", x, k.expr(g, counters, depth))
	}
}
