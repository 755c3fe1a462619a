// This file compiles and carries out maps and iteration over maps and strings.

package vm

import (
	"go/types"
	"reflect"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/rtype"
)

func (c *compiler) makeMap(in *ssa.MakeMap) {
	size := c.intConst(0)
	if in.Reserve != nil {
		size = c.intSlot(in.Reserve)
	}
	c.emit(instr{op: opMakeMap, a: c.slot(in), b: size, x: unsafe.Pointer(c.m.typ(in.Type()))})
}

// A lookupSite tells how to index a map.
type lookupSite struct {
	m, elem *typ
	commaOk bool
	okOff   uint32
}

func (c *compiler) lookup(in *ssa.Lookup) {
	mt, ok := in.X.Type().Underlying().(*types.Map)
	if !ok {
		c.emit(instr{op: opStrIdx, a: c.slot(in), b: c.slot(in.X), c: c.intSlot(in.Index)})
		return
	}
	site := &lookupSite{m: c.m.typ(in.X.Type()), elem: c.m.typ(mt.Elem()), commaOk: in.CommaOk}
	dst := c.slot(in)
	if in.CommaOk {
		site.okOff = dst + uint32(site.elem.slotSize())
	}
	c.emit(instr{op: opLookup, a: dst, b: c.slot(in.X), c: c.slot(in.Index), x: unsafe.Pointer(site)})
}

var (
	opMakeMap = register("makemap", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, rtype.MakeMap((*typ)(in.x).p, max(0, min(get[int](fp, in.b), 1<<20))))
	})

	opLookup = register("lookup", func(t *thread, fp unsafe.Pointer, in *instr) {
		m := get[unsafe.Pointer](fp, in.b)
		(*lookupSite)(in.x).m.checkKey(at(fp, in.c))
		if m == nil || !t.guarded() {
			(*lookupSite)(in.x).lookup(m, fp, in)
			return
		}
		t.readMap(m, func() { (*lookupSite)(in.x).lookup(m, fp, in) })
	})

	opMapUpdate = register("mapupdate", func(t *thread, fp unsafe.Pointer, in *instr) {
		m := get[unsafe.Pointer](fp, in.a)
		if m == nil {
			panic(plainError("assignment to entry in nil map"))
		}
		(*typ)(in.x).checkKey(at(fp, in.b))
		if !t.guarded() {
			rtype.MapAssign((*typ)(in.x).p, m, at(fp, in.b), at(fp, in.c))
			return
		}
		t.writeMap(m, func() { rtype.MapAssign((*typ)(in.x).p, m, at(fp, in.b), at(fp, in.c)) })
	})

	opMapDelete = register("mapdelete", func(t *thread, fp unsafe.Pointer, in *instr) {
		m := get[unsafe.Pointer](fp, in.b)
		(*typ)(in.x).checkKey(at(fp, in.c))
		t.writeMap(m, func() { rtype.MapDelete((*typ)(in.x).p, m, at(fp, in.c)) })
	})

	opMapClear = register("mapclear", func(t *thread, fp unsafe.Pointer, in *instr) {
		v := (*typ)(in.x).value(at(fp, in.b))
		if v.Kind() == reflect.Slice {
			clearSlice(v)
			return
		}
		t.writeMap(get[unsafe.Pointer](fp, in.b), v.Clear)
	})

	opMapLen = register("maplen", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, rtype.MapLen(get[unsafe.Pointer](fp, in.b)))
	})
)

func (s *lookupSite) lookup(m, fp unsafe.Pointer, in *instr) {
	p := rtype.MapAccess(s.m.p, m, at(fp, in.c))
	if p != nil {
		copyValue(at(fp, in.a), p, s.elem.class, s.elem)
	} else {
		clearValue(at(fp, in.a), s.elem)
	}
	if s.commaOk {
		put(fp, s.okOff, p != nil)
	}
}

// A mapRange is the state of a range over a map.
type mapRange struct {
	iter *reflect.MapIter
	m    unsafe.Pointer
}

// A stringRange is the state of a range over a string.
type stringRange struct {
	s string
	i int
}

func (c *compiler) rangeOver(in *ssa.Range) {
	op := opRangeString
	var x unsafe.Pointer
	if _, ok := in.X.Type().Underlying().(*types.Map); ok {
		op, x = opRangeMap, unsafe.Pointer(c.m.typ(in.X.Type()))
	}
	c.emit(instr{op: op, a: c.slot(in), b: c.slot(in.X), x: x})
}

// A nextSite tells where the parts of an iteration step go; a nil type is a part nobody wants.
type nextSite struct {
	key, val       *typ
	keyOff, valOff uint32
}

func (c *compiler) nextOf(in *ssa.Next) {
	tuple := in.Type().(*types.Tuple)
	offs, _ := blockOffsets(c.tuple(in))
	dst := c.slot(in)
	site := &nextSite{keyOff: dst + offs[1], valOff: dst + offs[2]}
	if wanted(tuple.At(1).Type()) {
		site.key = c.m.typ(tuple.At(1).Type())
	}
	if wanted(tuple.At(2).Type()) {
		site.val = c.m.typ(tuple.At(2).Type())
	}
	op := opNextMap
	if in.IsString {
		op = opNextString
	}
	c.emit(instr{op: op, a: dst, b: c.slot(in.Iter), x: unsafe.Pointer(site)})
}

func wanted(t types.Type) bool { return t != types.Typ[types.Invalid] }

var (
	opRangeMap = register("range map", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, &mapRange{(*typ)(in.x).value(at(fp, in.b)).MapRange(), get[unsafe.Pointer](fp, in.b)})
	})

	opRangeString = register("range string", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, &stringRange{s: get[string](fp, in.b)})
	})

	opNextMap = register("next map", func(t *thread, fp unsafe.Pointer, in *instr) {
		r, s := get[*mapRange](fp, in.b), (*nextSite)(in.x)
		var ok bool
		t.readMap(r.m, func() { ok = r.iter.Next() })
		put(fp, in.a, ok)
		if !ok {
			return
		}
		if s.key != nil {
			s.key.value(at(fp, s.keyOff)).SetIterKey(r.iter)
		}
		if s.val != nil {
			s.val.value(at(fp, s.valOff)).SetIterValue(r.iter)
		}
	})

	opNextString = register("next string", func(_ *thread, fp unsafe.Pointer, in *instr) {
		r, s := get[*stringRange](fp, in.b), (*nextSite)(in.x)
		ok := r.i < len(r.s)
		put(fp, in.a, ok)
		if !ok {
			return
		}
		c, size := utf8.DecodeRuneInString(r.s[r.i:])
		if s.key != nil {
			put(fp, s.keyOff, r.i)
		}
		if s.val != nil {
			put(fp, s.valOff, c)
		}
		r.i += size
	})
)
