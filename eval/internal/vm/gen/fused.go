// This file is the table of operations that stand for several: what loops consist of.

package main

import (
	"fmt"
	"strings"
)

func fused() []op {
	var list []op
	add := func(name, doc, body string) { list = append(list, op{name: name, doc: doc, body: body}) }
	for _, o := range []infix{{"Lt", "<"}, {"Le", "<="}, {"Ne", "!="}, {"Gt", ">"}, {"Ge", ">="}} {
		list = append(list, op{
			name: "Inc" + o.name, jump: true, doc: "a = b + c, back to x if a " + o.op + " d",
			body: "v := I(b) + I(c)\nI(a) = v\nif v " + o.op + " I(d) {\nin = (*instr)(in.x)\n" + poll + "\n}",
		})
	}
	for _, first := range intFirst {
		for _, second := range intSecond {
			add(first.name+second.name+"I", "a = "+second.prose("(b "+first.op+" c)", "d"), first.body("I")+"I(a) = "+second.prose("v", "I(d)"))
		}
	}
	for _, first := range []infix{{"Mul", "*"}, {"Add", "+"}} {
		add(first.name+"RemI", "a = (b "+first.op+" c) % d", "m := I(d)\nif m == 0 {\ngoto divide\n}\nI(a) = (I(b) "+first.op+" I(c)) % m")
	}
	for _, first := range floatFirst {
		for _, second := range floatSecond {
			add(first.name+second.name+"F", "float64 a = "+second.prose("(b "+first.op+" c)", "d"), "v := float64(F(b) "+first.op+" F(c)) // rounds, whatever comes next\nF(a) = "+second.prose("v", "F(d)"))
		}
	}
	add("Mul2AddF", "a = b*c + d*e", "F(a) = float64(F(b)*F(c)) + float64(F(d)*F(e))")
	add("Mul2SubF", "a = b*c - d*e", "F(a) = float64(F(b)*F(c)) - float64(F(d)*F(e))")
	add("MulMulAddF", "a = b*c*d + e", "F(a) = float64(F(b)*F(c)*F(d)) + F(e)")
	list = append(list, tests2()...)
	list = append(list, indexed()...)
	list = append(list, fields()...)
	return list
}

// A step is the first or the second of two operations carried out together.
type step struct {
	name, op string
	reversed bool // the second operand comes first
	count    bool // the second operand is a shift count
}

var (
	intFirst = []step{
		{name: "Add", op: "+"}, {name: "Sub", op: "-"}, {name: "Mul", op: "*"}, {name: "And", op: "&"}, {name: "Or", op: "|"}, {name: "Xor", op: "^"},
		{name: "Shl", op: "<<", count: true}, {name: "Shr", op: ">>", count: true},
	}
	intSecond = []step{
		{name: "Add", op: "+"}, {name: "Sub", op: "-"}, {name: "RSub", op: "-", reversed: true}, {name: "Mul", op: "*"},
		{name: "And", op: "&"}, {name: "Or", op: "|"}, {name: "Xor", op: "^"},
	}
	floatFirst  = []step{{name: "Add", op: "+"}, {name: "Sub", op: "-"}, {name: "Mul", op: "*"}, {name: "Div", op: "/"}}
	floatSecond = []step{
		{name: "Add", op: "+"}, {name: "Sub", op: "-"}, {name: "RSub", op: "-", reversed: true}, {name: "Mul", op: "*"},
		{name: "Div", op: "/"}, {name: "RDiv", op: "/", reversed: true},
	}
)

func (s step) prose(x, y string) string {
	if s.reversed {
		x, y = y, x
	}
	return x + " " + s.op + " " + y
}

// body computes v from b and c.
func (s step) body(letter string) string {
	second := letter
	if s.count {
		second = "U"
	}
	return fmt.Sprintf("v := %s(b) %s %s(c)\n", letter, s.op, second)
}

// tests2 are jumps on a comparison of a result: if x%2 == 0, if s&mask != 0.
func tests2() (list []op) {
	for _, first := range []step{{name: "And", op: "&"}, {name: "Rem", op: "%"}, {name: "Add", op: "+"}, {name: "Mul", op: "*"}} {
		for _, cmp := range []infix{{"Eq", "=="}, {"Ne", "!="}, {"Lt", "<"}, {"Le", "<="}, {"Gt", ">"}, {"Ge", ">="}} {
			body := "if I(b) " + first.op + " I(c) " + cmp.op + " I(d) {\nin = (*instr)(in.x)\n"
			if first.op == "%" {
				body = "m := I(c)\nif m == 0 {\ngoto divide\n}\n" + strings.Replace(body, "I(c)", "m", 1)
			}
			doc := "to x if b " + first.op + " c " + cmp.op + " d"
			list = append(list, op{name: "J" + first.name + cmp.name, jump: true, doc: doc, body: body + "}"})
		}
	}
	return list
}

// An indexed element of the slice in slot %s, at I(%s), as a pointer expression.
const (
	sum2 = "i := I(c) + I(%s)\n"
	row  = "o, i := S(%s), I(%s)\nif uint64(i) >= uint64(o.Len) {\nindex, length = int(i), o.Len\ngoto outside\n}\ns := (*rtype.Slice)(unsafe.Add(o.Data, i*24))\n"
)

func indexed() (list []op) {
	add := func(name, doc, body string) { list = append(list, op{name: name, doc: doc, body: body}) }
	for _, w := range widths {
		elem := fmt.Sprintf("*(*%s)(unsafe.Add(s.Data, %s))", w.load, w.scaled("i"))
		add("LoadIdxAdd"+w.name, "a = slice b [c + d]", "s := S(b)\n"+fmt.Sprintf(sum2, "d")+bounds+w.letter+"(a) = "+elem)
		add("StoreIdxAdd"+w.name, "slice a [c + d] = b", "s := S(a)\n"+fmt.Sprintf(sum2, "d")+bounds+elem+" = "+w.letter+"(b)")
		add("LoadRow"+w.name, "a = slice of slices b [c][d]", fmt.Sprintf(row, "b", "c")+"i = I(d)\n"+bounds+w.letter+"(a) = "+elem)
		add("StoreRow"+w.name, "slice of slices a [c][d] = b", fmt.Sprintf(row, "a", "c")+"i = I(d)\n"+bounds+elem+" = "+w.letter+"(b)")
		add("LoadIdxField"+w.name, "a = field at constant e of slice b [c], element size d",
			"s, i := S(b), I(c)\n"+bounds+fmt.Sprintf("%s(a) = *%s(unsafe.Add(s.Data, i*int64(in.d)), in.e)", w.letter, w.slot))
		add("StoreIdxField"+w.name, "field at constant e of slice a [c], element size d = b",
			"s, i := S(a), I(c)\n"+bounds+fmt.Sprintf("*%s(unsafe.Add(s.Data, i*int64(in.d)), in.e) = %s(b)", w.slot, w.letter))
	}
	const f = "*(*float64)(unsafe.Add(s.Data, i*8))"
	const n = "*(*int64)(unsafe.Add(s.Data, i*8))"
	at := "s := S(b)\n" + fmt.Sprintf(sum2, "e") + bounds
	for _, o := range floatSecond {
		if o.name == "Div" || o.name == "RDiv" {
			continue
		}
		add(o.name+"IdxF", "float64 a = "+o.prose("d", "slice b [c + e]"), at+"F(a) = "+o.prose("F(d)", f))
	}
	add("AddIdxI", "int64 a = d + slice b [c + e]", at+"I(a) = I(d) + "+n)
	add("MulAddIdxF", "float64 a += d * slice b [c + e]", at+"F(a) += float64(F(d) * "+f+")")
	add("MulAddRowF", "float64 a += e * slice of slices b [c][d]", fmt.Sprintf(row, "b", "c")+"i = I(d)\n"+bounds+"F(a) += float64(F(e) * "+f+")")
	into := "s, i := S(a), I(c)\n" + bounds
	for _, o := range []infix{{"Add", "+"}, {"Sub", "-"}, {"Mul", "*"}} {
		add("Idx"+o.name+"F", "float64 slice a [c] "+o.op+"= b", into+f+" "+o.op+"= F(b)")
	}
	add("IdxAddI", "int64 slice a [c] += b", into+n+" += I(b)")
	return list
}

const pointer = "p := P(%s)\nif p == nil {\ngoto nilPointer\n}\n"

func fields() (list []op) {
	add := func(name, doc, body string) { list = append(list, op{name: name, doc: doc, body: body}) }
	for _, o := range floatSecond {
		add(o.name+"FieldF", "float64 a = "+o.prose("b", "memory at pointer c plus constant d"), fmt.Sprintf(pointer, "c")+"F(a) = "+o.prose("F(b)", "*f64(p, in.d)"))
	}
	add("AddFieldI", "int64 a = b + memory at pointer c plus constant d", fmt.Sprintf(pointer, "c")+"I(a) = I(b) + *i64(p, in.d)")
	for _, o := range []infix{{"Add", "+"}, {"Sub", "-"}, {"Mul", "*"}} {
		add(o.name+"FieldsF", "float64 a = memory at pointer b plus constant d "+o.op+" memory at pointer c plus constant e",
			"p, q := P(b), P(c)\nif p == nil || q == nil {\ngoto nilPointer\n}\nF(a) = *f64(p, in.d) "+o.op+" *f64(q, in.e)")
		add("Field"+o.name+"F", "float64 memory at pointer a plus constant c "+o.op+"= b", fmt.Sprintf(pointer, "a")+"*f64(p, in.c) "+o.op+"= F(b)")
	}
	add("FieldMulAddF", "float64 memory at pointer a plus constant c += b * d", fmt.Sprintf(pointer, "a")+"*f64(p, in.c) += float64(F(b) * F(d))")
	add("FieldMulSubF", "float64 memory at pointer a plus constant c -= b * d", fmt.Sprintf(pointer, "a")+"*f64(p, in.c) -= float64(F(b) * F(d))")
	add("FieldAddI", "int64 memory at pointer a plus constant c += b", fmt.Sprintf(pointer, "a")+"*i64(p, in.c) += I(b)")
	add("GAddI", "int64 global x += b", "*(*int64)(in.x) += I(b)")
	add("GAddF", "float64 global x += b", "*(*float64)(in.x) += F(b)")
	return list
}
