// This file is the table of operations.

package main

import (
	"fmt"
	"strings"
)

func ops() []op {
	var list []op
	add := func(more ...op) { list = append(list, more...) }
	add(op{name: "Bad", body: "goto bad", doc: "stands before the first instruction"})
	add(jumps()...)
	add(arithmetic()...)
	add(moves()...)
	add(memory()...)
	add(fused()...)
	add(elements()...)
	add(calls()...)
	return list
}

// A test is a comparison of two slots that a jump makes.
type test struct{ name, cond string }

var intTests = []test{
	{"EqI", "I(b) == I(c)"}, {"NeI", "I(b) != I(c)"}, {"LtI", "I(b) < I(c)"}, {"LeI", "I(b) <= I(c)"},
	{"LtU", "U(b) < U(c)"}, {"LeU", "U(b) <= U(c)"},
}

var otherTests = []test{
	{"EqF", "F(b) == F(c)"}, {"NeF", "F(b) != F(c)"}, {"LtF", "F(b) < F(c)"}, {"LeF", "F(b) <= F(c)"},
	{"NltF", "!(F(b) < F(c))"}, {"NleF", "!(F(b) <= F(c))"},
	{"Eq32", "W(b) == W(c)"}, {"Ne32", "W(b) != W(c)"}, {"Eq8", "B(b) == B(c)"}, {"Ne8", "B(b) != B(c)"},
	{"t", "T(b)"}, {"f", "!T(b)"},
}

const poll = "if atomic.LoadUint32(&t.stop) != 0 {\ngoto stopped\n}"

// jumps: those that go back look whether the thread shall stop.
func jumps() []op {
	list := []op{
		{name: "Jmp", doc: "to x", body: "in = (*instr)(in.x)"},
		{name: "Loop", doc: "back to x", body: "in = (*instr)(in.x)\n" + poll},
	}
	for _, t := range append(intTests, otherTests...) {
		doc := "to x if " + plain(t.cond)
		list = append(list, op{name: "J" + t.name, doc: doc, body: "if " + t.cond + " {\nin = (*instr)(in.x)\n}"})
	}
	for _, t := range append(intTests, otherTests...) {
		doc := "back to x if " + plain(t.cond)
		list = append(list, op{name: "L" + t.name, doc: doc, body: "if " + t.cond + " {\nin = (*instr)(in.x)\n" + poll + "\n}"})
	}
	for i := range list {
		list[i].jump = true
	}
	return list
}

// plain turns the macros of a condition into prose: I(b) < I(c) into b < c.
func plain(s string) string {
	return strings.NewReplacer("I(", "", "U(", "unsigned ", "F(", "float64 ", "W(", "int32 ", "B(", "byte ", "T(", "bool ", "!(", "not ", ")", "", "!", "not ").Replace(s)
}

// An infix is a binary operation.
type infix struct{ name, op string }

func arithmetic() (list []op) {
	add := func(name, format string, args ...any) {
		list = append(list, op{name: name, body: fmt.Sprintf(format, args...)})
	}
	for _, o := range []infix{{"Add", "+"}, {"Sub", "-"}, {"Mul", "*"}, {"And", "&"}, {"Or", "|"}, {"Xor", "^"}, {"AndNot", "&^"}} {
		add(o.name+"I", "I(a) = I(b) %s I(c)", o.op)
	}
	list[0].doc = "int64 a = b + c; wraps, so unsigned too; likewise below"
	for _, o := range []infix{{"Quo", "/"}, {"Rem", "%"}} {
		add(o.name+"I", "v := I(c)\nif v == 0 {\ngoto divide\n}\nI(a) = I(b) %s v", o.op)
	}
	add("ShlI", "I(a) = I(b) << U(c)")
	list[len(list)-1].doc = "the shift count is a uint64"
	add("ShrI", "I(a) = I(b) >> U(c)")
	add("ShrU", "U(a) = U(b) >> U(c)")
	for _, k := range []string{"F", "G"} {
		suffix := map[string]string{"F": "F", "G": "F32"}[k]
		for _, o := range []infix{{"Add", "+"}, {"Sub", "-"}, {"Mul", "*"}, {"Div", "/"}} {
			add(o.name+suffix, "%[1]s(a) = %[1]s(b) %[2]s %[1]s(c)", k, o.op)
		}
	}
	add("NegF", "F(a) = -F(b)")
	add("Sqrt", "F(a) = math.Sqrt(F(b))")
	add("Abs", "F(a) = math.Abs(F(b))")
	for _, o := range []infix{{"Add", "+"}, {"Sub", "-"}, {"Mul", "*"}} {
		add(o.name+"32", "W(a) = W(b) %s W(c)", o.op)
	}
	for _, o := range []infix{{"Eq", "=="}, {"Ne", "!="}, {"Lt", "<"}, {"Le", "<="}} {
		add(o.name+"I", "T(a) = I(b) %s I(c)", o.op)
	}
	add("LtF", "T(a) = F(b) < F(c)")
	add("LeF", "T(a) = F(b) <= F(c)")
	add("NotB", "T(a) = !T(b)")
	add("I2F", "F(a) = float64(I(b))")
	add("F2I", "I(a) = int64(F(b))")
	add("U8ToI", "I(a) = int64(B(b))")
	return list
}

func moves() []op {
	return []op{
		{name: "Mov8", body: "B(a) = B(b)", doc: "a = b"},
		{name: "Mov64", body: "I(a) = I(b)"},
		{name: "MovP", body: "P(a) = P(b)"},
		{name: "MovStr", body: "*ptr(fp, in.a), *i64(fp, in.a+wordSize) = P(b), *i64(fp, in.b+wordSize)"},
		{name: "MovIface", body: "*ptr(fp, in.a), *ptr(fp, in.a+wordSize) = P(b), *ptr(fp, in.b+wordSize)"},
		{name: "MovSlice", body: "s := *S(b)\n*S(a) = s"},
	}
}

// A width is a class of values that single instructions load and store.
type width struct{ name, letter, slot, load, size string }

var widths = []width{
	{"8", "B", "u8", "uint8", "1"}, {"32", "W", "i32", "int32", "4"}, {"64", "I", "i64", "int64", "8"}, {"P", "P", "ptr", "unsafe.Pointer", "8"},
}

// scaled is an index times the size of the element.
func (w width) scaled(index string) string {
	if w.size == "1" {
		return index
	}
	return index + "*" + w.size
}

// element puts the address of element i of slice s into p, or goes to the failure.
const bounds = "if uint64(i) >= uint64(s.Len) {\nindex, length = int(i), s.Len\ngoto outside\n}\n"

func memory() (list []op) {
	add := func(name, doc, format string, args ...any) {
		list = append(list, op{name: name, doc: doc, body: fmt.Sprintf(format, args...)})
	}
	for _, w := range widths {
		add("Load"+w.name, "a = memory at pointer b, plus constant c", "p := P(b)\nif p == nil {\ngoto nilPointer\n}\n%s(a) = *%s(p, in.c)", w.letter, w.slot)
	}
	for _, w := range widths {
		add("Store"+w.name, "memory at pointer a, plus constant c = b", "p := P(a)\nif p == nil {\ngoto nilPointer\n}\n*%s(p, in.c) = %s(b)", w.slot, w.letter)
	}
	add("GLoad64", "a = global x", "I(a) = *(*int64)(in.x)")
	add("GStore64", "global x = b", "*(*int64)(in.x) = I(b)")
	for _, w := range widths {
		add("LoadIdx"+w.name, "a = slice b [int c]", "s, i := S(b), I(c)\n%s%s(a) = *(*%s)(unsafe.Add(s.Data, %s))", bounds, w.letter, w.load, w.scaled("i"))
	}
	for _, w := range widths {
		add("StoreIdx"+w.name, "slice a [int c] = b", "s, i := S(a), I(c)\n%s*(*%s)(unsafe.Add(s.Data, %s)) = %s(b)", bounds, w.load, w.scaled("i"), w.letter)
	}
	add("IdxAddr", "pointer a = &slice b [int c], element size d", "s, i := S(b), I(c)\n%sP(a) = unsafe.Add(s.Data, i*int64(in.d))", bounds)
	add("FieldAddr", "pointer a = pointer b + constant c, b not nil", "p := P(b)\nif p == nil {\ngoto nilPointer\n}\nP(a) = unsafe.Add(p, uintptr(in.c))")
	add("StrIdx", "byte a = string b [int c]", "s, i := S(b), I(c) // the first words of a string are those of a slice\n%sB(a) = *(*uint8)(unsafe.Add(s.Data, i))", bounds)
	add("Len", "int a = second word of b: the length of a string or slice", "I(a) = *i64(fp, in.b+wordSize)")
	return list
}

// enter makes nf, whose arguments are in place, the running frame.
const enter = `h := head(nf)
h.ret.set(unsafe.Pointer(in))
h.dst = in.a
fp, in = nf, c.entry
t.fp.set(fp)
` + poll

const arguments = `words := site.words
for k := range words {
	w := &words[k]
	*u64(nf, w.dst) = *u64(fp, w.src)
}
pointers := site.pointers
for k := range pointers {
	w := &pointers[k]
	*ptr(nf, w.dst) = *ptr(fp, w.src)
}
`

// callee finds the frame kept for calls of c from here, in the slot at, or below this frame.
const callee = `nf := *ptr(fp, at)
if head(nf).code != c {
	nf = head(fp).child
	if head(nf).code != c {
		goto link
	}
}
`

const ret = `in = (*instr)(h.ret.get())
fp = h.caller
t.fp.set(fp)`

func calls() []op {
	return []op{
		{name: "Call", doc: "static call: x is a *callSite", body: `site := (*callSite)(in.x)
at = in.e
c = site.slot.code.Load()
` + callee + arguments + enter},
		{name: "CallW", doc: "static call with one argument, b, that is no pointer", body: `site := (*callSite)(in.x)
at = in.e
c = site.slot.code.Load()
` + callee + "*u64(nf, headerSize) = U(b)\n" + enter},
		{name: "CallClosure", doc: "call of the func value at b", body: `site := (*callSite)(in.x)
cl := (*closure)(P(b))
if cl == nil || cl.entry != site.entry {
	goto slow
}
c = cl.slot.code.Load()
if !c.bindsPointers { // or not yet translated
	goto slow
}
at = in.e + c.lane
` + callee + arguments + `for k, p := range cl.env {
	*ptr(nf, c.bound+uint32(k)*wordSize) = p
}
` + enter},
		{name: "Invoke", doc: "call through the interface at b", body: `site := (*callSite)(in.x)
tab := P(b)
e := site.cache[0].Load()
if e.itab != tab {
	e = site.cache[1].Load()
	if e.itab != tab {
		e = site.cache[2].Load()
		if e.itab != tab {
			e = site.cache[3].Load()
			if e.itab != tab {
				goto slow
			}
		}
	}
}
tg := e.target
if tg.receiver == receiverOther {
	goto slow
}
c = tg.slot.code.Load()
if c.entry == nil {
	goto slow
}
at = in.e + c.lane
` + callee + arguments + `if tg.receiver == receiverPointer {
	*ptr(nf, c.receiver) = *ptr(fp, in.b+wordSize)
} else if tg.receiver == receiverWord {
	*u64(nf, c.receiver) = *(*uint64)(*ptr(fp, in.b+wordSize))
}
` + enter},
		{name: "RetW", doc: "return b, one word without a pointer", body: `h := head(fp)
if h.ret == 0 {
	goto done
}
if h.dst != noResult {
	*u64(h.caller, h.dst) = U(b)
}
` + ret},
		{name: "Ret0", doc: "return nothing", body: `h := head(fp)
if h.ret == 0 {
	goto done
}
` + ret},
		{name: "Ret", doc: "return the values listed in x, a *retSite", body: `h := head(fp)
if h.ret == 0 {
	goto done
}
if h.dst != noResult {
	site := (*retSite)(in.x)
	words := site.words
	for k := range words {
		w := &words[k]
		*u64(h.caller, h.dst+w.dst) = *u64(fp, w.src)
	}
	pointers := site.pointers
	for k := range pointers {
		w := &pointers[k]
		*ptr(h.caller, h.dst+w.dst) = *ptr(fp, w.src)
	}
}
` + ret},
	}
}
