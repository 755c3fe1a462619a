// This file compiles and carries out conversions to interfaces and type assertions.

package vm

import (
	"errors"
	"go/types"
	"slices"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/rtype"
)

var errNoMethods = errors.New("its methods are not known at run time")

// A boxSite tells how to put a value into an interface.
type boxSite struct {
	first  unsafe.Pointer // the interface's first word
	ty     *typ
	direct bool
}

func (c *compiler) makeInterface(in *ssa.MakeInterface) {
	ty, iface := c.m.slotTyp(in.X.Type()), c.m.typ(in.Type())
	first, ok := rtype.Itab(iface.rt, ty.rt)
	if !ok {
		panic(&typeError{in.X.Type(), errNoMethods})
	}
	c.m.noteSource(ty.rt, in.X.Type())
	site := &boxSite{first: first, ty: ty, direct: isDirect(ty)}
	if site.direct {
		c.emit(instr{op: opBoxPtr, a: c.slot(in), b: c.slot(in.X), x: first})
		return
	}
	c.emit(instr{op: opBox, a: c.slot(in), b: c.slot(in.X), x: unsafe.Pointer(site)})
}

var (
	opBoxPtr = register("box ptr", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, twoWords{in.x, get[unsafe.Pointer](fp, in.b)})
	})

	opBox = register("box", func(_ *thread, fp unsafe.Pointer, in *instr) {
		s := (*boxSite)(in.x)
		p := newValue(s.ty)
		copyValue(p, at(fp, in.b), s.ty.class, s.ty)
		put(fp, in.a, twoWords{s.first, p})
	})
)

// An assertSite tells what a type assertion or a change of interface asks for.
type assertSite struct {
	from, to *typ // from is an interface
	commaOk  bool
	nilCheck bool // of the operand of a method value: it fails as a call would
	okOff    uint32
}

func (c *compiler) changeInterface(in *ssa.ChangeInterface) {
	site := &assertSite{from: c.m.typ(in.X.Type()), to: c.m.typ(in.Type())}
	c.emit(instr{op: opChangeIface, a: c.slot(in), b: c.slot(in.X), x: unsafe.Pointer(site)})
}

func (c *compiler) typeAssert(in *ssa.TypeAssert) {
	site := &assertSite{from: c.m.typ(in.X.Type()), to: c.m.typ(in.AssertedType), commaOk: in.CommaOk}
	site.nilCheck = checksMethodValue(in)
	dst := c.slot(in)
	if in.CommaOk {
		site.okOff = dst + uint32(site.to.slotSize())
	}
	op := opAssert
	if types.IsInterface(in.AssertedType) {
		op = opAssertIface
	}
	c.emit(instr{op: op, a: dst, b: c.slot(in.X), x: unsafe.Pointer(site)})
}

// checksMethodValue reports whether in is what ssa puts in front of a method value of an interface, which may not be nil.
func checksMethodValue(in *ssa.TypeAssert) bool {
	instrs := in.Block().Instrs
	next := slices.Index(instrs, ssa.Instruction(in)) + 1
	if len(*in.Referrers()) > 0 || next == len(instrs) {
		return false
	}
	if v, ok := instrs[next].(ssa.Value); ok && unchanged(v) != v {
		next++
	}
	closure, ok := instrs[next].(*ssa.MakeClosure)
	return ok && len(closure.Bindings) == 1 && unchanged(closure.Bindings[0]) == unchanged(in.X)
}

// unchanged returns the value of which v is the same with another interface type.
func unchanged(v ssa.Value) ssa.Value {
	switch change := v.(type) {
	case *ssa.ChangeInterface:
		return change.X
	case *ssa.ChangeType: // between interfaces of the same methods
		return change.X
	}
	return v
}

// dynamic returns the type word of the value in the interface at off, nil for a nil interface.
func (s *assertSite) dynamic(fp unsafe.Pointer, off uint32) unsafe.Pointer {
	w := get[unsafe.Pointer](fp, off)
	if w != nil && s.from.rt.NumMethod() > 0 {
		w = rtype.ItabType(w)
	}
	return w
}

// first returns the first word of an interface of type s.to that holds a value of the type with this word, nil if that
// type lacks methods.
func (s *assertSite) first(tw unsafe.Pointer) unsafe.Pointer {
	if s.to.rt.NumMethod() == 0 {
		return tw
	}
	tab, ok := rtype.Itab(s.to.rt, rtype.FromPtr(tw))
	if !ok {
		return nil
	}
	return tab
}

var (
	opChangeIface = register("changeiface", func(_ *thread, fp unsafe.Pointer, in *instr) {
		s := (*assertSite)(in.x)
		words := get[twoWords](fp, in.b)
		if words[0] != nil {
			words[0] = s.first(s.dynamic(fp, in.b))
		}
		put(fp, in.a, words)
	})

	opAssertIface = register("assertiface", func(_ *thread, fp unsafe.Pointer, in *instr) {
		s := (*assertSite)(in.x)
		tw := s.dynamic(fp, in.b)
		var words twoWords
		if tw != nil {
			if first := s.first(tw); first != nil {
				words = twoWords{first, get[twoWords](fp, in.b)[1]}
			}
		}
		ok := words[0] != nil
		if !ok && !s.commaOk {
			panic(s.failure(tw))
		}
		put(fp, in.a, words)
		if s.commaOk {
			put(fp, s.okOff, ok)
		}
	})

	opAssert = register("assert", func(_ *thread, fp unsafe.Pointer, in *instr) {
		s := (*assertSite)(in.x)
		tw := s.dynamic(fp, in.b)
		ok := tw == s.to.p
		switch {
		case ok:
			s.unbox(fp, in.a, in.b)
		case s.commaOk:
			clearValue(at(fp, in.a), s.to)
		default:
			panic(s.failure(tw))
		}
		if s.commaOk {
			put(fp, s.okOff, ok)
		}
	})
)

func (s *assertSite) unbox(fp unsafe.Pointer, dst, src uint32) {
	data := get[twoWords](fp, src)[1]
	if isDirect(s.to) {
		put(fp, dst, data)
		return
	}
	copyValue(at(fp, dst), data, s.to.class, s.to)
}

func (s *assertSite) failure(tw unsafe.Pointer) error {
	if s.nilCheck {
		return nilDereference()
	}
	missing := ""
	if s.to.kind == interfaceKind {
		if tw == nil {
			return assertionError(nil, nil, s.to.p, "")
		}
		missing = missingMethod(s.to.rt, rtype.FromPtr(tw))
	}
	return assertionError(s.from.p, tw, s.to.p, missing)
}
