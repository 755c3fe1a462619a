package progen

// This file writes functions that are made of jumps: loops of all forms in each other, left by break, continue, goto, return and
// panics, with deferred calls that recover, panic again or change the results. What is run is told by a trail of steps.

import (
	"fmt"
	"strings"
)

// A flow is such a function while it is written.
type flow struct {
	*generator
	labels  []target // around the current place, of the same function
	named   bool     // the results have names
	inner   bool     // a function literal without results
	nesting int
	budget  int
	before  []string // functions that it may call
}

// A target is a labelled statement.
type target struct {
	name string
	loop bool
}

// declareFlow declares some functions that call each other, and one that runs them.
func (g *generator) declareFlow() string {
	var names []string
	for range 2 + g.IntN(2) {
		f := &flow{generator: g, named: g.chance(70), budget: 12 + g.IntN(14), before: names}
		name := g.name("flow")
		var b block
		if f.named {
			b.add("func %s(n int) (r int, s string) {", name)
		} else {
			b.add("func %s(n int) (int, string) {", name)
		}
		for range 2 + g.IntN(3) {
			f.statement(&b)
		}
		b.add("%s\n}", f.returns())
		g.decls = append(g.decls, b.String())
		names = append(names, name)
	}
	main := g.name("run")
	var b block
	b.add("func %s() {", main)
	for _, name := range names {
		for n := range 3 {
			b.add("startTrail(%d)", g.IntN(1000))
			b.add("guard(func() {")
			b.add("r, s := %s(%d)", name, n)
			b.add("emit(%q, r)", name)
			b.add("emit(%q, s)\n})", name)
			b.add("showTrail()")
		}
	}
	b.add("}")
	g.decls = append(g.decls, b.String())
	return main
}

func (f *flow) step() string { f.names++; return fmt.Sprintf("step(%d)", f.names) }

func (f *flow) returns() string {
	switch {
	case f.inner:
		return "return"
	case f.named && f.chance(40):
		return "return"
	case len(f.before) > 0 && f.chance(20):
		return fmt.Sprintf("return %s(%d)", pick(f.generator, f.before...), f.IntN(4))
	}
	return fmt.Sprintf("return %s, %q", f.step(), f.local("s"))
}

func (f *flow) statements(b *block) {
	f.nesting++
	b.add("%s", f.step())
	for n := 1 + f.IntN(3); n > 0; n-- {
		f.statement(b)
	}
	f.nesting--
}

func (f *flow) statement(b *block) {
	if f.budget--; f.budget < 0 || f.nesting > 6 {
		f.jump(b)
		return
	}
	switch f.IntN(20) {
	case 0:
		b.add("%s", f.step())
	case 1, 2:
		b.add("if toss(%d) {", 2+f.IntN(2))
		f.statements(b)
		if f.chance(50) {
			b.add("} else {")
			f.statements(b)
		}
		b.add("}")
	case 3, 4, 5, 6, 7, 8:
		f.loop(b)
	case 9, 10:
		f.jump(b)
	case 11:
		f.choice(b)
	case 12, 13:
		f.deferred(b)
	case 14:
		f.literal(b)
	case 15:
		f.forward(b)
	case 16:
		f.again(b)
	case 17:
		if f.named && !f.inner {
			b.add("r, s = r+%s, s+%q", f.step(), f.local("s"))
		}
	case 18:
		if len(f.before) > 0 {
			b.add("%s(n)", pick(f.generator, f.before...))
		}
	case 19:
		b.add("if toss(3) { %s }", f.panics())
	}
}

// panics returns a statement that panics, if evaluated with the right dice in a run-time error.
func (f *flow) panics() string {
	switch f.IntN(9) {
	case 0:
		return fmt.Sprintf("panic(fmt.Errorf(\"e%%d\", %s))", f.step())
	case 1:
		return fmt.Sprintf("_ = []int{1}[%s]", f.step())
	case 2:
		return fmt.Sprintf("var m map[int]int; m[%s] = 1", f.step())
	case 3:
		return fmt.Sprintf("_ = %s / zero", f.step())
	case 4:
		return fmt.Sprintf("_ = any(%s).(string)", f.step())
	case 5:
		return "var p *struct{ a, b int }; p.b++"
	case 6:
		return "panic(nil)"
	case 7:
		return "panic(context.Canceled)"
	}
	return fmt.Sprintf("panic(%s)", f.step())
}

// jump writes a jump that is taken sometimes.
func (f *flow) jump(b *block) {
	b.add("if toss(%d) {\n%s", 2+f.IntN(3), f.step())
	var loops []target
	for _, t := range f.labels {
		if t.loop {
			loops = append(loops, t)
		}
	}
	switch n := f.IntN(10); {
	case n < 3 && len(f.labels) > 0:
		b.add("break %s", pick(f.generator, f.labels...).name)
	case n < 6 && len(loops) > 0:
		b.add("continue %s", pick(f.generator, loops...).name)
	case n < 7 && len(loops) > 0:
		b.add("%s", pick(f.generator, "break", "continue"))
	case n < 9:
		b.add("%s", f.returns())
	default:
		b.add("%s", f.panics())
	}
	b.add("}")
}

// labelled writes a statement that break or continue may name.
func (f *flow) labelled(b *block, loop bool, write func(*block)) {
	label := f.local("L")
	f.labels = append(f.labels, target{label, loop})
	var inner block
	write(&inner)
	f.labels = f.labels[:len(f.labels)-1]
	if strings.Contains(inner.String(), " "+label+"\n") {
		b.add("%s:", label)
	}
	b.WriteString(inner.String())
}

func (f *flow) loop(b *block) {
	i, n := f.local("i"), 1+f.IntN(4)
	f.labelled(b, true, func(b *block) {
		switch f.IntN(16) {
		case 0:
			b.add("for %s := range %d {", i, n)
		case 1:
			b.add("for %s := 0; %[1]s < %[2]d; %[1]s++ {", i, n)
			b.add("defer func() { mark(%s) }()", i)
		case 2:
			b.add("for %s := range make([]int, %d) {", i, n)
		case 3:
			b.add("for %s := range [%d]int{} {", i, n)
		case 4:
			b.add("for %s := range filled(1, 2, 3) {", i)
		case 5:
			b.add("for _, %s := range keys(map[int]bool{1: true, 2: false}) {", i)
		case 6:
			b.add("for %s := range pulled(upTo(%d)) {", i, n)
		case 7:
			b.add("for %s := range stubborn(%d) {", i, n)
		case 8:
			b.add("for %s := range catching(%d) {", i, n)
		case 9:
			b.add("for %s, v := range paired(upTo(%d)) {\nmark(v)", i, n)
		case 10:
			b.add("for %s := range through(upTo(%d)) {", i, n)
		case 11:
			b.add("for %s := range func(yield func(int) bool) { for i := range %d { %s; if !yield(i) { %s; return } } } {", i, n, f.step(), f.step())
		case 12:
			b.add("for range times(%d) {\nconst %s = 1", n, i)
		case 13:
			b.add("for %s := range late(%d) {", i, n)
		default:
			b.add("for %s := range upTo(%d) {", i, n)
		}
		b.add("mark(%s)", i)
		f.statements(b)
		b.add("}")
	})
}

// choice writes a switch or a select.
func (f *flow) choice(b *block) {
	f.labelled(b, false, func(b *block) {
		switch f.IntN(4) {
		case 0:
			b.add("switch dice(4) {\ncase 0:")
			f.statements(b)
			b.add("fallthrough\ncase 1:")
			f.statements(b)
			b.add("case 2, 3:")
		case 1:
			b.add("select {\ncase v := <-filled(%s):\nmark(v)", f.step())
			f.statements(b)
			b.add("case <-(chan int)(nil):")
		case 2:
			b.add("switch v := pickOne(%s, %q, 2.5).(type) {\ncase int, string:\nmark(v)", f.step(), f.local("s"))
			f.statements(b)
			b.add("default:\nmark(v)")
		case 3:
			b.add("switch x := dice(3); {\ncase x == 0:")
			f.statements(b)
			b.add("default:")
			f.statements(b)
			b.add("case x == %s:", f.step())
		}
		f.statements(b)
		b.add("}")
	})
}

// literalBody writes the body of a function literal without results.
func (f *flow) literalBody(b *block) {
	saved, inner := f.labels, f.inner
	f.labels, f.inner = nil, true
	f.statements(b)
	f.labels, f.inner = saved, inner
}

// literal writes a call of a function literal, perhaps one that recovers, or on a goroutine of its own.
func (f *flow) literal(b *block) {
	switch f.IntN(5) {
	case 0:
		b.add("apart(func() {")
		f.literalBody(b)
		b.add("if toss(2) { runtime.Goexit() }")
		b.add("})")
	case 1, 2:
		b.add("guard(func() {")
		f.literalBody(b)
		b.add("})")
	default:
		b.add("func() {")
		f.literalBody(b)
		b.add("}()")
	}
}

// deferred writes a defer statement.
func (f *flow) deferred(b *block) {
	switch f.IntN(9) {
	case 0:
		b.add("defer %s", f.step())
		return
	case 1:
		b.add("defer mark(%s)", f.step())
		return
	case 2:
		b.add("if toss(3) { defer recover() }")
		return
	case 3:
		b.add("defer recovering(%s)", f.step())
		return
	case 4:
		b.add("defer marker(%s).mark()", f.step())
		return
	case 5:
		b.add("defer guard(func() {")
		f.literalBody(b)
		b.add("})")
		return
	}
	b.add("defer func() {")
	if f.chance(70) {
		b.add("mark(recover())")
	}
	if f.named && !f.inner && f.chance(60) {
		b.add("r, s = r*2+%s, s+%q", f.step(), f.local("s"))
	}
	f.literalBody(b)
	if f.chance(30) {
		b.add("mark(recover())")
	}
	b.add("}()")
}

// forward writes a goto over a block.
func (f *flow) forward(b *block) {
	label := f.local("to")
	b.add("if toss(2) { goto %s }\n{", label)
	f.statements(b)
	if f.chance(50) {
		b.add("for range upTo(2) {")
		b.add("if toss(2) { goto %s }", label)
		f.statements(b)
		b.add("}")
	}
	b.add("}\n%s:\n%s", label, f.step())
}

// again writes a goto to a place before.
func (f *flow) again(b *block) {
	label, n := f.local("again"), f.local("n")
	b.add("{\n%s := 0\n%s:\n%[1]s++", n, label)
	f.statements(b)
	b.add("if %s < %d { goto %s }\n}", n, 2+f.IntN(2), label)
}
