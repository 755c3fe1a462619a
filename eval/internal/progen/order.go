package progen

// This file writes statements whose operands are calls that tell when they are made: Go orders calls, receive operations and
// binary logical operators by the text, wherever they stand.

import (
	"fmt"
	"strings"
)

// declareOrder declares a function that evaluates such statements.
func (g *generator) declareOrder() string {
	var b block
	name, inner := g.name("run"), g.name("order")
	b.add("func %s() (x int, y string) {", inner)
	b.add("xs := []int{5, 6, 7}\nm := map[string]int{}\nch := make(chan int, 100)\n_, _, _ = xs, m, ch")
	for range 6 + g.IntN(8) {
		g.orderStatement(&b)
	}
	b.add("mark(xs)\nmark(m)\nmark(len(ch))")
	b.add("return %s, %s\n}", g.orderInt(2), g.orderText(1))
	g.decls = append(g.decls, b.String())
	g.declare("func %s() {\n\tstartTrail(1)\n\tguard(func() { x, y := %s(); emit(\"x\", x); emit(\"y\", y) })\n\tshowTrail()\n}", name, inner)
	return name
}

// traced returns a call that tells when it is made.
func (g *generator) traced(value string) string {
	g.names++
	return fmt.Sprintf("tr(%d, %s)", g.names, value)
}

func (g *generator) orderStatement(b *block) {
	xs, ch, m := g.traced("xs"), g.traced("ch"), g.traced("m")
	at := func() string { return g.traced(fmt.Sprint(g.IntN(3))) }
	switch g.IntN(20) {
	case 0:
		b.add("%s[%s], %s[%s] = %s, %s", xs, at(), m, g.orderText(1), g.orderInt(1), g.orderInt(2))
	case 1:
		b.add("%s[%s] %s %s", xs, at(), pick(g, "+=", "-=", "*=", "|=", "&^="), g.orderInt(2))
	case 2:
		b.add("%s[%s]%s", m, g.orderText(1), pick(g, "++", "--"))
	case 3:
		b.add("%s <- %s", ch, g.orderInt(2))
	case 4:
		b.add("if v, ok := %s[%s]; ok == %s { mark(v) }", m, g.orderText(1), g.orderBool(1))
	case 5:
		b.add("switch %s {\ncase %s, %s:\nmark(1)\ncase %s:\nmark(2)\ndefault:\nmark(3)\n}", g.orderInt(1), g.orderInt(1), g.traced("2"), g.orderInt(1))
	case 6:
		b.add("switch {\ncase %s:\nmark(1)\ncase %s:\nmark(2)\n}", g.orderBool(2), g.orderBool(1))
	case 7:
		b.add("select {\ncase %s <- %s:\ncase %s[%s] = <-(chan int)(nil):\n}", ch, g.orderInt(1), xs, at())
	case 8:
		b.add("select {\ncase %s[%s] = <-%s:\ncase (chan int)(nil) <- %s:\n}", xs, at(), g.traced("filled("+g.orderInt(0)+")"), g.orderInt(1))
	case 9:
		b.add("for i, v := range %s { mark(i); if %s { mark(v) } }", xs, g.orderBool(1))
	case 10:
		b.add("for i := range %s { if i > 3 { break }; mark(i) }", g.orderInt(1))
	case 11:
		b.add("defer mark(%s)", g.orderInt(2))
	case 12:
		b.add("defer %s.plus(%s)", g.traced("marker("+g.orderInt(0)+")"), g.orderInt(1))
	case 13:
		b.add("%s[%s] = append([]int{%s}, %s, %s)[%s]", xs, at(), g.orderInt(1), g.orderInt(1), g.orderInt(1), at())
	case 14:
		b.add("mark(copy(%s[%s:], %s))", xs, at(), g.traced("[]int{"+g.orderInt(1)+"}"))
	case 15:
		b.add("delete(%s, %s)", m, g.orderText(2))
	case 16:
		b.add("*%s, xs[%s] = %s, %s", g.traced("&xs[1]"), at(), g.orderInt(1), g.orderInt(1))
	case 17:
		b.add("mark(%s)", g.orderBool(3))
	case 18:
		b.add("x, y = %s, %s", g.orderInt(2), g.orderText(2))
	case 19:
		b.add("func(a, b int, rest ...string) { mark(a); mark(b); mark(rest) }(%s, %s, %s, %s)", g.orderInt(1), g.orderInt(1), g.orderText(1), g.orderText(1))
	}
}

func (g *generator) orderInt(depth int) string {
	if depth <= 0 {
		return g.traced(fmt.Sprint(g.IntN(9)))
	}
	e := func() string { return g.orderInt(depth - 1) }
	small := func() string { return g.traced(fmt.Sprint(g.IntN(2))) }
	switch g.IntN(20) {
	case 0, 1, 2:
		return fmt.Sprintf("(%s %s %s)", e(), pick(g, "+", "-", "*", "&", "^", "|"), e())
	case 3:
		return fmt.Sprintf("[]int{%s, %s}[%s]", e(), e(), small())
	case 4:
		return fmt.Sprintf("[...]int{1: %s, 0: %s}[%s]", e(), e(), small())
	case 5:
		return fmt.Sprintf("map[string]int{%s: %s}[%s]", g.orderText(depth-1), e(), g.orderText(depth-1))
	case 6:
		return fmt.Sprintf("sum(%s, %s, %s)", e(), e(), e())
	case 7:
		return fmt.Sprintf("%s.plus(%s).plus(%s).int()", g.traced("marker("+e()+")"), e(), e())
	case 8:
		return fmt.Sprintf("len(%s)", g.orderText(depth-1))
	case 9:
		return fmt.Sprintf("%s(%s, %s)", pick(g, "min", "max"), e(), e())
	case 10:
		return fmt.Sprintf("func() int { return %s }()", e())
	case 11:
		return fmt.Sprintf("any(%s).(int)", e())
	case 12:
		return fmt.Sprintf("(<-filled(%s, %s))", e(), e())
	case 13:
		return fmt.Sprintf("struct{ a, b int }{b: %s, a: %s}.%s", e(), e(), pick(g, "a", "b"))
	case 14:
		return fmt.Sprintf("number2(%s)", g.orderBool(depth-1))
	case 15:
		return fmt.Sprintf("(*%s)", g.traced("new("+e()+")"))
	case 16:
		return fmt.Sprintf("tr2(%s, %s)(%s)", e(), e(), e())
	case 17:
		return fmt.Sprintf("marker.plus(%s, %s).int()", g.traced("marker("+e()+")"), e())
	case 18:
		return fmt.Sprintf("int(real(complex(float64(%s), float64(%s))))", e(), e())
	}
	return e()
}

func (g *generator) orderText(depth int) string {
	if depth <= 0 {
		return g.traced(pick(g, `"a"`, `"bc"`, `"d"`, `""`))
	}
	e := func() string { return g.orderText(depth - 1) }
	switch g.IntN(6) {
	case 0, 1:
		return fmt.Sprintf("(%s + %s)", e(), e())
	case 2:
		return fmt.Sprintf("string(rune(96+%s&7))", g.orderInt(depth-1))
	case 3:
		return fmt.Sprintf("%s[%s:%s]", g.traced(`"hello"`), g.traced("1"), g.traced("3"))
	case 4:
		return fmt.Sprintf("string(append([]byte(%s), %s...))", e(), e())
	}
	return e()
}

func (g *generator) orderBool(depth int) string {
	if depth <= 0 {
		return g.traced(pick(g, "true", "false"))
	}
	switch g.IntN(6) {
	case 0:
		return fmt.Sprintf("(%s %s %s)", g.orderInt(depth-1), pick(g, "<", ">=", "==", "!="), g.orderInt(depth-1))
	case 1, 2, 3:
		parts := make([]string, 2+g.IntN(2))
		for i := range parts {
			parts[i] = g.orderBool(depth - 1)
		}
		return "(" + strings.Join(parts, pick(g, " && ", " || ")) + ")"
	case 4:
		return "!" + g.orderBool(depth-1)
	}
	return fmt.Sprintf("(%s == %s)", g.orderText(depth-1), g.orderText(depth-1))
}
