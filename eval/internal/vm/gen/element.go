// This file is the table of operations on elements of compiled arrays.

package main

import (
	"fmt"
	"strings"
)

func elements() (list []op) {
	add := func(name, doc, body string) { list = append(list, op{name: name, doc: doc, body: body}) }
	for _, set := range []bool{false, true} {
		for rank := 1; rank <= 3; rank++ {
			for _, w := range widths[:3] {
				if set {
					add(fmt.Sprintf("SetElem%d%s", rank, wide(w)), "element of the array at a = b, indices from c on; x is an *elementSite", position(rank, "a", true)+
						fmt.Sprintf("*(*%s)(unsafe.Add(data.Data, %s)) = %s(b)", w.load, w.scaled("i"), w.letter))
				} else {
					add(fmt.Sprintf("GetElem%d%s", rank, wide(w)), "a = element of the array at b, indices from c on; x is an *elementSite", position(rank, "b", false)+
						fmt.Sprintf("%s(a) = *(*%s)(unsafe.Add(data.Data, %s))", w.letter, w.load, w.scaled("i")))
				}
			}
		}
	}
	const f = "*(*float64)(unsafe.Add(data.Data, i*8))"
	for _, o := range floatSecond {
		if o.name != "Div" && o.name != "RDiv" {
			add(o.name+"Elem2F", "float64 a = "+o.prose("e", "element of the array at b, indices c and d")+"; x is an *elementSite", position(2, "b", false)+"F(a) = "+o.prose("F(e)", f))
		}
	}
	add("MulAddElem2F", "float64 a += e * element of the array at b, indices c and d; x is an *elementSite", position(2, "b", false)+"F(a) += float64(F(e) * "+f+")")
	return append(list, vectors()...)
}

// vectors are operations on an element c + e of a vector; x is an *elementSite.
func vectors() (list []op) {
	add := func(name, doc, vec, body string) {
		list = append(list, op{name: name, doc: doc + "; x is an *elementSite", body: fmt.Sprintf(along, vec) + body})
	}
	widths := append(widths[:3:3], width{"16", "H", "u16", "uint16", "2"})
	for _, w := range widths {
		add("GetVec"+w.name, "a = vector b [c + e]", "b", fmt.Sprintf("%s(a) = *(*%s)(p)", w.letter, w.load))
	}
	for _, w := range widths {
		add("SetVec"+w.name, "vector a [c + e] = b", "a", fmt.Sprintf("*(*%s)(p) = %s(b)", w.load, w.letter))
	}
	const f, n = "*(*float64)(p)", "*(*int64)(p)"
	for _, o := range floatSecond {
		if o.name != "Div" && o.name != "RDiv" {
			add(o.name+"VecF", "float64 a = "+o.prose("d", "vector b [c + e]"), "b", "F(a) = "+o.prose("F(d)", f))
		}
	}
	add("MulAddVecF", "float64 a += d * vector b [c + e]", "b", "F(a) += float64(F(d) * "+f+")")
	add("AddVecI", "int64 a = d + vector b [c + e]", "b", "I(a) = I(d) + "+n)
	for _, o := range []infix{{"Add", "+"}, {"Sub", "-"}, {"Mul", "*"}} {
		add("Vec"+o.name+"F", "float64 vector a [c + e] "+o.op+"= b", "a", f+" "+o.op+"= F(b)")
	}
	add("VecAddI", "int64 vector a [c + e] += b", "a", n+" += I(b)")
	return list
}

// along is the element's place p.
const along = "v, i := vectorAt(fp, in.%s), I(c)+I(e)\nif uint64(i) >= uint64(v.n) {\ngoto element\n}\np := unsafe.Add(v.data, i*int64(v.step))\n"

// wide is nothing for bytes, after which the wider operations stand.
func wide(w width) string {
	if w.name == "8" {
		return ""
	}
	return "_" + w.name
}

// position computes the element's place i in its buffer.
func position(rank int, recv string, set bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "v := (*host.View)(P(%s))\nif v == nil {\ngoto element\n}\n", recv)
	if set {
		b.WriteString("if v.ReadOnly {\ngoto element\n}\n")
	}
	fmt.Fprintf(&b, "if len(v.Shape) != %d || len(v.Strides) != %[1]d {\ngoto element\n}\ni := int64(v.Offset)\n", rank)
	for k := range rank {
		fmt.Fprintf(&b, "if n := I(%c); uint64(n) < uint64(v.Shape[%d]) {\ni += n * int64(v.Strides[%d])\n} else {\ngoto element\n}\n", 'c'+k, k, k)
	}
	b.WriteString("data := &v.Data\nif uint64(i) >= uint64(data.Len) {\ngoto element\n}\n")
	return b.String()
}
