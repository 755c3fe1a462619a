package progen

// This file writes statements.

import (
	"fmt"
	"strings"
)

// statements writes some statements in a scope of their own.
func (g *generator) statements(b *block) {
	vars, facts := len(g.vars), len(g.facts)
	for n := 1 + g.IntN(4); n > 0 && g.size > 0; n-- {
		g.size--
		g.risk = 0
		g.statement(b)
	}
	g.vars, g.facts = g.vars[:vars], g.facts[:facts]
}

// nested writes a block in braces behind its head.
func (g *generator) nested(b *block, head string, used ...string) {
	b.add("%s {", head)
	for _, name := range used {
		b.add("_ = %s", name)
	}
	g.statements(b)
	b.add("}")
}

func (g *generator) statement(b *block) {
	if g.fn.effects && g.chance(25) {
		if g.chance(50) && len(g.procs) > 0 && g.fn.loops == 0 {
			g.callStatement(b, pick(g, g.procs...))
		} else {
			g.effect(b)
		}
		return
	}
	switch g.IntN(22) {
	case 0, 1, 2:
		g.declaration(b)
	case 3, 4, 5, 6:
		g.assignment(b)
	case 7, 8:
		g.ifStatement(b)
	case 9, 10, 11, 12:
		if g.fn.loops < 3 {
			g.loop(b)
		}
	case 13:
		g.switchStatement(b)
	case 14:
		g.typeSwitch(b)
	case 15:
		g.channels(b)
	case 16:
		g.closure(b)
	case 17:
		g.jump(b)
	case 18:
		g.mapStatement(b)
	case 19:
		g.growth(b)
	case 20, 21:
		if g.fn.loops == 0 {
			g.loopNest(b)
		}
	}
}

// scope puts a new local variable into scope, where nothing may use it.
func (g *generator) scope(b *block, v variable) *variable {
	b.add("_ = %s", v.name)
	g.vars = append(g.vars, &v)
	return &v
}

func (g *generator) declaration(b *block) {
	t := g.randomType(2)
	if g.chance(40) {
		if vars := g.choose(func(v *variable) bool { return v.t.number() }); len(vars) > 0 {
			t = pick(g, vars...).t
		}
	}
	v := variable{name: g.local("x"), t: t}
	switch g.IntN(6) {
	case 0:
		b.add("var %s %s", v.name, t.src)
	case 1:
		b.add("var %s %s = %s", v.name, t.src, g.expr(t, 3).src)
	case 2:
		if t.shares() {
			b.add("var %s %s", v.name, t.src)
			break
		}
		p := g.pointerTo(t)
		b.add("%s := new(%s)", v.name, t.src)
		v.t, v.full, v.fixed, v.solo = p, true, true, !g.fn.effects
	case 3:
		if t.kind == sliceKind || t.kind == mapKind {
			b.add("%s := make(%s, %d)", v.name, t.src, g.IntN(6))
			v.full = t.kind == mapKind
			v.fixed = v.full
			break
		}
		fallthrough
	default:
		b.add("%s := %s", v.name, g.expr(t, 3).src)
	}
	g.scope(b, v)
}

func (g *generator) assignment(b *block) {
	var t *typ
	if vars := g.choose(func(v *variable) bool { return !v.fixed }); len(vars) > 0 {
		t = pick(g, vars...).t
	}
	if t == nil || g.chance(40) {
		t = g.basic()
	}
	if t.param && t.kind == structKind {
		return
	}
	dst, ok := g.place(t, true)
	if !ok {
		return
	}
	switch {
	case t.number() && g.chance(50):
		g.update(b, t, dst)
	case t.kind == stringKind && g.chance(30):
		b.add("if len(%s) < 40 { %s += %s }", dst, dst, g.expr(t, 2).src)
	case g.chance(15):
		if other, ok := g.place(t, true); ok && g.risk == 0 {
			b.add("%s, %s = %s, %s", dst, other, other, dst)
			return
		}
		fallthrough
	default:
		b.add("%s = %s", dst, g.bounded(t, g.expr(t, 3).src))
	}
}

// bounded keeps strings and slices from doubling in loops.
func (g *generator) bounded(t *typ, src string) string {
	if g.fn.loops == 0 {
		return src
	}
	switch t.kind {
	case stringKind:
		return fmt.Sprintf("short(%s)", src)
	case sliceKind:
		return fmt.Sprintf("few(%s)", src)
	}
	return src
}

func (g *generator) update(b *block, t *typ, dst string) {
	if g.chance(25) {
		b.add("%s%s", dst, pick(g, "++", "--"))
		return
	}
	op := pick(g, "+=", "-=")
	if t.integer() {
		op = pick(g, "+=", "-=", "*=", "&=", "|=", "^=", "&^=", "<<=", ">>=")
	}
	if strings.Contains(op, "<<") || strings.Contains(op, ">>") {
		b.add("%s %s %s %% %d", dst, op, g.value(pick(g, byteType, uintType), 1), 1+g.IntN(t.bits))
		return
	}
	b.add("%s %s %s", dst, op, g.expr(t, 2).src)
}

func (g *generator) ifStatement(b *block) {
	head := g.expr(boolType, 3).src
	if g.chance(20) {
		t := g.basic()
		name := g.local("c")
		head = fmt.Sprintf("%s := %s; %s == %s", name, g.expr(t, 2).src, name, g.operand(t, 1))
	}
	g.nested(b, "if "+head)
	if g.chance(40) {
		b.WriteString("else ")
		trimNewline(b)
		if g.chance(30) {
			g.risk = 1
			g.nested(b, "if "+g.expr(boolType, 2).src)
			b.WriteString("else ")
			trimNewline(b)
		}
		g.nested(b, "")
	}
}

// trimNewline joins what follows with a closing brace.
func trimNewline(b *block) {
	s := b.String()
	i := strings.LastIndex(s, "\nelse ")
	s = s[:i] + " else " + s[i+len("\nelse "):]
	b.Reset()
	b.WriteString(s)
}

// loop writes a loop of one form or another, perhaps with a label.
func (g *generator) loop(b *block) {
	label := g.local("L")
	vars, facts := len(g.vars), len(g.facts)
	g.fn.labels = append(g.fn.labels, label)
	g.fn.loops++
	var inner block
	switch g.IntN(9) {
	case 0, 1:
		n := 1 + g.IntN(8)
		i := g.counter(pick(g, intType, intType, byteType, int32Type, uintType), n)
		g.vars = append(g.vars, i)
		head := fmt.Sprintf("for %s := %s(0); %[1]s < %[3]d; %[1]s++", i.name, i.t.src, n)
		if g.chance(25) {
			head = fmt.Sprintf("for %s := %s(%d); %[1]s > 0; %[1]s--", i.name, i.t.src, n)
			i.bound = n + 1
		}
		g.nested(&inner, head, i.name)
	case 2:
		n := 1 + g.IntN(8)
		i := g.counter(intType, n)
		g.vars = append(g.vars, i)
		g.nested(&inner, fmt.Sprintf("for %s := range %d", i.name, n), i.name)
	case 3, 4, 5:
		g.rangeSlice(b, &inner)
	case 6:
		g.rangeOther(&inner)
	case 7:
		n := g.local("n")
		b.add("%s := 0", n)
		g.vars = append(g.vars, &variable{name: n, t: intType, fixed: true})
		inner.add("for {")
		inner.add("if %s++; %s > %d { break }", n, n, 1+g.IntN(6))
		g.statements(&inner)
		inner.add("}")
	case 8:
		g.rangeFunc(&inner)
	}
	g.fn.labels = g.fn.labels[:len(g.fn.labels)-1]
	g.fn.loops--
	g.vars, g.facts = g.vars[:vars], g.facts[:facts]
	if strings.Contains(inner.String(), " "+label+"\n") {
		b.add("%s:", label)
	}
	b.WriteString(inner.String())
}

func (g *generator) counter(t *typ, n int) *variable {
	return &variable{name: g.local("i"), t: t, fixed: true, bound: n}
}

// rangeSlice ranges over a slice or array that does not change meanwhile, by index, so that its elements can be used.
func (g *generator) rangeSlice(before, b *block) {
	e := pick(g, float64Type, intType, byteType, float32Type, g.basic(), g.randomType(1))
	t := pick(g, g.sliceOf(e), g.sliceOf(g.sliceOf(e)), g.sliceOf(g.arrayOf(4, e)))
	if vars := g.choose(func(v *variable) bool { return v.t.kind == sliceKind }); len(vars) > 0 && g.chance(50) {
		t = pick(g, vars...).t
	}
	v := &variable{name: g.local("s"), t: t, fixed: true}
	if g.chance(40) {
		v.solo = true
		before.add("%s := make(%s, %d)", v.name, t.src, 1+g.IntN(6))
	} else {
		before.add("%s := few(%s)", v.name, g.expr(t, 3).src)
	}
	g.vars = append(g.vars, v)
	if t.elem.kind == sliceKind && g.chance(60) {
		before.add("for i := range %s { %[1]s[i] = make(%s, 3) }", v.name, t.elem.src)
	}
	i := &variable{name: g.local("i"), t: intType, fixed: true}
	head := fmt.Sprintf("for %s := 0; %[1]s < len(%s); %[1]s++", i.name, v.name)
	switch g.IntN(3) {
	case 0:
		head = fmt.Sprintf("for %s := range %s", i.name, v.name)
	case 1:
		elem := &variable{name: g.local("e"), t: t.elem}
		head = fmt.Sprintf("for %s, %s := range %s", i.name, elem.name, v.name)
		elem.fixed = elem.t.shares() && !g.fn.effects
		g.vars = append(g.vars, elem)
		g.vars, g.facts = append(g.vars, i), append(g.facts, fact{v.name, i.name})
		b.add("%s {", head)
		b.add("_, _ = %s, %s", i.name, elem.name)
		g.statements(b)
		b.add("}")
		return
	}
	g.vars, g.facts = append(g.vars, i), append(g.facts, fact{v.name, i.name})
	b.add("%s {\n_ = %s", head, i.name)
	if t.elem.kind == sliceKind && g.chance(70) {
		j := &variable{name: g.local("j"), t: intType, fixed: true}
		row := v.name + "[" + i.name + "]"
		g.facts, g.vars = append(g.facts, fact{row, j.name}), append(g.vars, j)
		g.fn.loops++
		g.nested(b, fmt.Sprintf("for %s := range %s", j.name, row), j.name)
		g.fn.loops--
	} else {
		g.statements(b)
	}
	b.add("}")
}

// rangeOther ranges over a string, an array, a map or a channel.
func (g *generator) rangeOther(b *block) {
	k, e := &variable{name: g.local("k"), t: intType}, &variable{name: g.local("e"), t: int32Type}
	var over string
	switch g.IntN(4) {
	case 0:
		over = fmt.Sprintf("short(%s)", g.expr(stringType, 2).src)
	case 1:
		e.t = g.randomType(1)
		over = parenthesized(g.expr(g.arrayOf(pick(g, 1, 2, 3, 4, 8), e.t), 2).src)
	case 2:
		k.t = g.comparableType()
		over = fmt.Sprintf("keys(%s)", g.asVariable(g.mapOf(k.t, g.basic()), 2))
		e.t, k.t = k.t, intType
	case 3:
		e.t = g.randomType(1)
		b.add("for %s := range filled(%s, %s) {", e.name, g.asVariable(e.t, 1), g.asVariable(e.t, 1))
		g.vars = append(g.vars, e)
		b.add("_ = %s", e.name)
		g.statements(b)
		b.add("}")
		return
	}
	for _, v := range []*variable{k, e} {
		v.fixed = v.t.shares() && !g.fn.effects
	}
	b.add("for %s, %s := range %s {", k.name, e.name, over)
	b.add("_, _ = %s, %s", k.name, e.name)
	g.vars = append(g.vars, k, e)
	g.statements(b)
	b.add("}")
}

// rangeFunc ranges over a function.
func (g *generator) rangeFunc(b *block) {
	e := &variable{name: g.local("e"), t: g.randomType(1)}
	e.fixed = e.t.shares() && !g.fn.effects
	saved, vars := g.risk, len(g.vars)
	i := g.counter(intType, 5)
	g.vars = append(g.vars, i)
	value := g.expr(e.t, 2).src
	g.vars, g.risk = g.vars[:vars], saved
	b.add("for %s, %s := range func(yield func(int, %s) bool) {", i.name, e.name, e.t.src)
	b.add("for %s := range %d { if !yield(%s, %s) { return } }", i.name, 1+g.IntN(5), i.name, value)
	b.add("} {\n_, _ = %s, %s", i.name, e.name)
	if g.fn.effects && g.chance(20) {
		g.deferStatement(b)
	}
	g.vars = append(g.vars, i, e)
	g.statements(b)
	b.add("}")
}

// jump leaves a loop or the function, or repeats some statements by goto.
func (g *generator) jump(b *block) {
	if len(g.fn.labels) > 0 && g.chance(80) {
		what := pick(g, "break", "continue")
		if g.chance(60) {
			what += " " + pick(g, g.fn.labels...)
		}
		b.add("if %s {\n%s\n}", g.expr(boolType, 2).src, what)
		return
	}
	if g.fn.inner == 0 && g.chance(50) {
		cond := g.expr(boolType, 2).src
		b.add("if %s {\n%s}", cond, g.returnStatement())
		return
	}
	label, n := g.local("again"), g.local("n")
	b.add("%s := 0", n)
	b.add("%s:\nif %s < %d {\n%[2]s++", label, n, 1+g.IntN(4))
	g.fn.loops++
	labels := g.fn.labels
	g.fn.labels = nil
	g.statements(b)
	g.fn.labels = labels
	g.fn.loops--
	b.add("goto %s\n}", label)
}

func (g *generator) switchStatement(b *block) {
	t := g.basic()
	for t.kind == complexKind || t.kind == boolKind || t.kind == floatKind {
		t = g.basic()
	}
	labels := g.fn.labels
	if g.chance(30) {
		b.add("switch {")
		for range 1 + g.IntN(3) {
			g.risk = 1
			b.add("case %s:", g.value(boolType, 2))
			g.statements(b)
		}
	} else {
		b.add("switch %s {", g.value(t, 2))
		used := map[string]bool{}
		for range 1 + g.IntN(4) {
			lit := g.literal(t, 0).src
			if used[g.constantKey(lit)] {
				continue
			}
			used[g.constantKey(lit)] = true
			g.risk = 1
			b.add("case %s, %s:", lit, g.value(t, 1))
			g.statements(b)
			if g.chance(20) {
				b.add("fallthrough\ncase %s:", g.value(t, 0))
				g.statements(b)
			}
		}
	}
	g.risk = 0
	if g.chance(60) {
		b.add("default:")
		g.statements(b)
	}
	b.add("}")
	g.fn.labels = labels
}

func (g *generator) typeSwitch(b *block) {
	subject, name := fmt.Sprintf("any(%s)", g.argument(g.randomType(2), 2)), g.local("t")
	if vars := g.choose(func(v *variable) bool { return v.t.kind == interfaceKind }); len(vars) > 0 && g.chance(50) {
		v := pick(g, vars...)
		subject = v.name
		if len(v.t.impls) > 0 {
			subject = "any(" + subject + ")"
		}
	}
	b.add("switch %s := %s.(type) {", name, subject)
	used := map[string]bool{}
	for range 1 + g.IntN(4) {
		t := g.randomType(2)
		if t == anyType || used[t.src] {
			continue
		}
		used[t.src] = true
		if g.chance(20) {
			o := g.basic()
			if !used[o.src] {
				used[o.src] = true
				b.add("case %s, %s:\n_ = %s", t.src, o.src, name)
				g.statements(b)
				continue
			}
		}
		b.add("case %s:\n_ = %s", t.src, name)
		g.vars = append(g.vars, &variable{name: name, t: t, fixed: t.shares() && !g.fn.effects})
		g.statements(b)
		g.vars = g.vars[:len(g.vars)-1]
	}
	b.add("default:\n_ = %s\n}", name)
}

// channels passes values through channels whose state is known.
func (g *generator) channels(b *block) {
	t := g.randomType(1)
	v := variable{name: g.local("x"), t: t, fixed: t.shares() && !g.fn.effects}
	ch := g.local("ch")
	switch g.IntN(3) {
	case 0:
		b.add("%s := make(chan %s, 1)", ch, t.src)
		b.add("%s <- %s", ch, g.expr(t, 2).src)
		b.add("%s := <-%s", v.name, ch)
	case 1:
		b.add("%s := make(chan %s)", ch, t.src)
		g.risk = 1
		b.add("go func() { defer close(%s); %[1]s <- %s }()", ch, g.expr(t, 2).src)
		ok := g.local("ok")
		b.add("%s, %s := <-%s", v.name, ok, ch)
		g.scope(b, variable{name: ok, t: boolType})
	case 2:
		b.add("%s := filled(%s)", ch, g.asVariable(t, 2))
		b.add("var %s %s", v.name, t.src)
		b.add("select {")
		b.add("case %s = <-%s:", v.name, ch)
		g.statements(b)
		b.add("case <-(chan int)(nil):")
		if g.chance(50) {
			b.add("case (chan %s)(nil) <- %s:", t.src, v.name)
		}
		b.add("}")
	}
	g.scope(b, v)
}

// closure declares a function variable that changes what it captured, and calls it.
func (g *generator) closure(b *block) {
	if g.fn.inner > 1 {
		return
	}
	f := g.local("f")
	params, results := []*typ{g.basic()}, []*typ{g.randomType(1)}
	b.add("%s := func%s {", f, "("+g.parametersOf(params)+") "+results[0].src)
	outer := *g.fn
	size := g.size
	g.fn.results, g.fn.named, g.fn.labels = results, nil, nil
	g.fn.inner++
	g.size = min(3, size)
	g.statements(b)
	b.WriteString(g.returnStatement())
	b.add("}")
	*g.fn = outer
	g.size = size
	g.vars = g.vars[:len(g.vars)-len(params)]
	for range 1 + g.IntN(2) {
		v := variable{name: g.local("x"), t: results[0], fixed: results[0].shares() && !g.fn.effects}
		g.risk = 0
		b.add("%s := %s(%s)", v.name, f, g.argument(params[0], 1))
		g.scope(b, v)
	}
}

func (g *generator) parametersOf(types []*typ) string {
	var parts []string
	for _, t := range types {
		v := &variable{name: g.local("a"), t: t}
		parts = append(parts, v.name+" "+t.src)
		g.vars = append(g.vars, v)
	}
	return strings.Join(parts, ", ")
}

func (g *generator) mapStatement(b *block) {
	k, e := g.comparableType(), g.randomType(1)
	t := g.mapOf(k, e)
	m := variable{name: g.local("m"), t: t, full: true, fixed: true, solo: !g.fn.effects}
	b.add("%s := make(%s)", m.name, t.src)
	g.scope(b, m)
	for range 1 + g.IntN(3) {
		g.risk = 0
		b.add("%s[%s] = %s", m.name, g.expr(k, 2).src, g.expr(e, 1).src)
	}
	switch g.IntN(4) {
	case 0:
		b.add("delete(%s, %s)", m.name, g.expr(k, 2).src)
	case 1:
		b.add("for k := range %s { delete(%[1]s, k) }", m.name)
	case 2:
		v, ok := variable{name: g.local("x"), t: e, fixed: e.shares() && !g.fn.effects}, variable{name: g.local("ok"), t: boolType}
		b.add("%s, %s := %s[%s]", v.name, ok.name, m.name, g.expr(k, 2).src)
		g.scope(b, v)
		g.scope(b, ok)
	case 3:
		b.add("clear(%s)", m.name)
	}
}

// growth appends to a slice in a loop.
func (g *generator) growth(b *block) {
	t := g.sliceOf(g.randomType(1))
	v := variable{name: g.local("acc"), t: t, solo: true, fixed: true}
	b.add("var %s %s", v.name, t.src)
	b.add("for i := range %d {\n_ = i", 1+g.IntN(6))
	g.vars = append(g.vars, &variable{name: "i", t: intType, fixed: true})
	g.fn.loops++
	b.add("%s = append(%[1]s, %s)", v.name, g.expr(t.elem, 2).src)
	g.fn.loops--
	g.vars = g.vars[:len(g.vars)-1]
	b.add("}")
	g.scope(b, v)
	if g.chance(50) {
		copied := variable{name: g.local("x"), t: t, fixed: t.elem.shares() && !g.fn.effects}
		b.add("%s := make(%s, %d)", copied.name, t.src, g.IntN(4))
		b.add("copy(%s, %s)", copied.name, v.name)
		g.scope(b, copied)
	}
}

// effect prints, or changes what others see.
func (g *generator) effect(b *block) {
	switch g.IntN(5) {
	case 0:
		if g.fn.loops < 2 {
			b.add("emit(%q, %s)", g.local("e"), g.argument(g.randomType(2), 3))
		}
	case 1:
		if g.fn.inner < 2 && g.fn.loops < 2 {
			outer := *g.fn
			g.fn.results, g.fn.named, g.fn.labels = nil, nil, nil
			g.fn.inner++
			b.add("attempt(func() {")
			g.statements(b)
			b.add("})")
			*g.fn = outer
		}
	case 2:
		if g.mayPanic(30) {
			b.add("if %s { panic(%s) }", g.expr(boolType, 2).src, g.argument(g.randomType(1), 1))
		}
	default:
		g.assignment(b)
	}
}

// deferStatement defers a function that may recover, and may change results.
func (g *generator) deferStatement(b *block) {
	if g.fn.loops > 1 {
		return
	}
	if g.chance(30) {
		b.add("defer emit(%q, %s)", g.local("d"), g.argument(g.basic(), 2))
		return
	}
	named := g.fn.named
	results := g.fn.results
	outer := *g.fn
	g.fn.results, g.fn.named, g.fn.labels = nil, nil, nil
	g.fn.inner++
	b.add("defer func() {")
	if g.chance(60) {
		b.add("note(recover())")
	}
	for i, name := range named {
		if g.chance(40) {
			g.risk = 1
			b.add("%s = %s", name, g.expr(results[i], 1).src)
		}
	}
	size := g.size
	g.size = 2
	g.statements(b)
	g.size = size
	b.add("}()")
	*g.fn = outer
}

// callStatement calls a function with effects; its results are new variables.
func (g *generator) callStatement(b *block, f *function) {
	g.risk = 1
	call := g.callOf(f, 2).src
	if len(f.results) == 0 {
		b.add("%s", call)
		return
	}
	var names []string
	for range f.results {
		names = append(names, g.local("x"))
	}
	b.add("%s := %s", strings.Join(names, ", "), call)
	for i, t := range f.results {
		g.scope(b, variable{name: names[i], t: t})
	}
}
