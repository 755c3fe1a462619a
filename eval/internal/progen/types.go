package progen

// This file holds the types of programs: which there are, which of them are compared, and how they are written.

import (
	"fmt"
	"strings"
)

type kind uint8

const (
	boolKind kind = iota
	intKind
	uintKind
	floatKind
	complexKind
	stringKind
	sliceKind
	arrayKind
	mapKind
	structKind
	pointerKind
	funcKind
	interfaceKind
)

// A typ is a type. A named one has the kind and parts of its underlying type.
type typ struct {
	kind    kind
	src     string
	bits    int // of numbers
	elem    *typ
	key     *typ
	len     int
	fields  []field
	params  []*typ
	results []*typ
	methods []*function
	named   bool
	param   bool // a type parameter, with the kind of its constraint
	impls   []*typ
}

type field struct {
	name     string
	t        *typ
	embedded bool
}

var basics = []*typ{
	{kind: boolKind, src: "bool"}, {kind: stringKind, src: "string"},
	{kind: intKind, src: "int", bits: 64}, {kind: intKind, src: "int8", bits: 8}, {kind: intKind, src: "int16", bits: 16},
	{kind: intKind, src: "int32", bits: 32}, {kind: intKind, src: "int64", bits: 64},
	{kind: uintKind, src: "uint", bits: 64}, {kind: uintKind, src: "uint8", bits: 8}, {kind: uintKind, src: "uint16", bits: 16},
	{kind: uintKind, src: "uint32", bits: 32}, {kind: uintKind, src: "uint64", bits: 64}, {kind: uintKind, src: "uintptr", bits: 64},
	{kind: floatKind, src: "float64", bits: 64}, {kind: floatKind, src: "float32", bits: 32},
	{kind: complexKind, src: "complex128", bits: 128}, {kind: complexKind, src: "complex64", bits: 64},
}

var (
	boolType, stringType, intType      = basics[0], basics[1], basics[2]
	int32Type, uintType, byteType      = basics[5], basics[7], basics[8]
	float64Type, float32Type           = basics[13], basics[14]
	anyType                       *typ = &typ{kind: interfaceKind, src: "any"}
	interesting                        = []string{"0", "1", "2", "3", "5", "7", "10", "100", "127", "128", "255", "256", "32767", "65535", "2147483647", "4294967295", "9223372036854775807", "18446744073709551615"}
)

func (t *typ) integer() bool { return t.kind == intKind || t.kind == uintKind }
func (t *typ) number() bool  { return t.kind >= intKind && t.kind <= complexKind }
func (t *typ) ordered() bool { return t.kind >= intKind && t.kind <= floatKind || t.kind == stringKind }

// comparable says that == compiles and cannot panic.
func (t *typ) comparable() bool {
	switch t.kind {
	case sliceKind, mapKind, funcKind, interfaceKind, pointerKind:
		return false
	case arrayKind:
		return t.elem.comparable()
	case structKind:
		for _, f := range t.fields {
			if !f.t.comparable() {
				return false
			}
		}
	}
	return true
}

// intern returns the one typ for a type's text.
func (g *generator) intern(t *typ) *typ {
	if old := g.types[t.src]; old != nil {
		return old
	}
	g.types[t.src] = t
	return t
}

func (g *generator) sliceOf(e *typ) *typ {
	return g.intern(&typ{kind: sliceKind, src: "[]" + e.src, elem: e})
}

func (g *generator) arrayOf(n int, e *typ) *typ {
	return g.intern(&typ{kind: arrayKind, src: fmt.Sprintf("[%d]%s", n, e.src), elem: e, len: n})
}

func (g *generator) mapOf(k, e *typ) *typ {
	return g.intern(&typ{kind: mapKind, src: "map[" + k.src + "]" + e.src, key: k, elem: e})
}

func (g *generator) pointerTo(e *typ) *typ {
	return g.intern(&typ{kind: pointerKind, src: "*" + e.src, elem: e})
}

func (g *generator) funcOf(params, results []*typ) *typ {
	return g.intern(&typ{kind: funcKind, src: "func" + signature(params, results), params: params, results: results})
}

func list(types []*typ) string {
	var s []string
	for _, t := range types {
		s = append(s, t.src)
	}
	return strings.Join(s, ", ")
}

func signature(params, results []*typ) string {
	s := "(" + list(params) + ")"
	switch len(results) {
	case 0:
		return s
	case 1:
		return s + " " + results[0].src
	}
	return s + " (" + list(results) + ")"
}

// basic returns a random basic type.
func (g *generator) basic() *typ {
	if len(g.likes) > 0 && g.chance(65) {
		return pick(g, g.likes...)
	}
	if g.chance(30) {
		return pick(g, intType, float64Type, byteType, stringType)
	}
	return pick(g, basics...)
}

// comparableType returns a type for keys of maps.
func (g *generator) comparableType() *typ {
	for range 5 {
		if t := g.randomType(1); t.comparable() && t.kind != floatKind && t.kind != complexKind && !t.containsFloat() {
			return t
		}
	}
	return pick(g, intType, stringType, byteType)
}

// containsFloat is for keys: a NaN is a key that cannot be found again.
func (t *typ) containsFloat() bool {
	switch t.kind {
	case floatKind, complexKind:
		return true
	case arrayKind:
		return t.elem.containsFloat()
	case structKind:
		for _, f := range t.fields {
			if f.t.containsFloat() {
				return true
			}
		}
	}
	return false
}

// randomType returns a type that needs at most depth levels of literals.
func (g *generator) randomType(depth int) *typ {
	if depth <= 0 {
		return g.basic()
	}
	switch g.IntN(14) {
	case 0, 1, 2, 3:
		return g.basic()
	case 4, 5, 6:
		if len(g.pool) > 0 {
			return pick(g, g.pool...)
		}
		return g.basic()
	case 7, 8:
		return g.sliceOf(g.randomType(depth - 1))
	case 9:
		return g.arrayOf(pick(g, 1, 2, 3, 4, 8), g.randomType(depth-1))
	case 10:
		return g.mapOf(g.comparableType(), g.randomType(depth-1))
	case 11:
		return g.pointerTo(g.randomType(depth - 1))
	case 12:
		return pick(g, anyType, g.funcOf([]*typ{g.basic()}, []*typ{g.basic()}))
	}
	return g.structOf(depth)
}

// structOf returns a struct type without a name.
func (g *generator) structOf(depth int) *typ {
	var fields []field
	for i := range 1 + g.IntN(3) {
		fields = append(fields, field{name: string(rune('A'+i)) + pick(g, "", "x"), t: g.randomType(depth - 1)})
	}
	return g.intern(&typ{kind: structKind, src: structSource(fields), fields: fields})
}

func structSource(fields []field) string {
	var parts []string
	for _, f := range fields {
		if f.embedded {
			parts = append(parts, f.t.src)
		} else {
			parts = append(parts, f.name+" "+f.t.src)
		}
	}
	return "struct { " + strings.Join(parts, "; ") + " }"
}
