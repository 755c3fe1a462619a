package eval

// This file compares types across a redefinition: equal but for named types that have taken each other's place.

import "go/types"

// sameDeclaration reports whether now declares the same type as was, given that each type in pairs stands for its
// successor.
func sameDeclaration(was, now *types.TypeName, pairs map[*types.TypeName]*types.TypeName) bool {
	a, ok1 := was.Type().(*types.Named)
	b, ok2 := now.Type().(*types.Named)
	if !ok1 || !ok2 || a.TypeParams().Len() != b.TypeParams().Len() {
		return false
	}
	c := comparison{pairs: pairs, params: map[*types.TypeParam]*types.TypeParam{}}
	for i := range a.TypeParams().Len() {
		c.params[a.TypeParams().At(i)] = b.TypeParams().At(i)
	}
	for i := range a.TypeParams().Len() {
		if !c.same(a.TypeParams().At(i).Constraint(), b.TypeParams().At(i).Constraint()) {
			return false
		}
	}
	return c.same(a.Underlying(), b.Underlying())
}

type comparison struct {
	pairs  map[*types.TypeName]*types.TypeName
	params map[*types.TypeParam]*types.TypeParam
}

func (c *comparison) same(a, b types.Type) bool {
	a, b = types.Unalias(a), types.Unalias(b)
	switch a := a.(type) {
	case *types.Named:
		b, ok := b.(*types.Named)
		return ok && c.sameNamed(a, b)
	case *types.TypeParam:
		if mapped, ok := c.params[a]; ok {
			return mapped == b
		}
	case *types.Pointer:
		b, ok := b.(*types.Pointer)
		return ok && c.same(a.Elem(), b.Elem())
	case *types.Slice:
		b, ok := b.(*types.Slice)
		return ok && c.same(a.Elem(), b.Elem())
	case *types.Array:
		b, ok := b.(*types.Array)
		return ok && a.Len() == b.Len() && c.same(a.Elem(), b.Elem())
	case *types.Map:
		b, ok := b.(*types.Map)
		return ok && c.same(a.Key(), b.Key()) && c.same(a.Elem(), b.Elem())
	case *types.Chan:
		b, ok := b.(*types.Chan)
		return ok && a.Dir() == b.Dir() && c.same(a.Elem(), b.Elem())
	case *types.Tuple:
		b, ok := b.(*types.Tuple)
		return ok && c.sameTuple(a, b)
	case *types.Signature:
		b, ok := b.(*types.Signature)
		return ok && a.Variadic() == b.Variadic() && c.sameTuple(a.Params(), b.Params()) && c.sameTuple(a.Results(), b.Results())
	case *types.Struct:
		b, ok := b.(*types.Struct)
		return ok && c.sameStruct(a, b)
	case *types.Interface:
		b, ok := b.(*types.Interface)
		return ok && c.sameInterface(a, b)
	case *types.Union:
		b, ok := b.(*types.Union)
		return ok && c.sameUnion(a, b)
	}
	return types.Identical(a, b)
}

func (c *comparison) sameNamed(a, b *types.Named) bool {
	if a.TypeArgs().Len() != b.TypeArgs().Len() {
		return false
	}
	for i := range a.TypeArgs().Len() {
		if !c.same(a.TypeArgs().At(i), b.TypeArgs().At(i)) {
			return false
		}
	}
	origin := a.Origin().Obj()
	if successor, ok := c.pairs[origin]; ok {
		origin = successor
	}
	return origin == b.Origin().Obj()
}

func (c *comparison) sameTuple(a, b *types.Tuple) bool {
	if a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		if !c.same(a.At(i).Type(), b.At(i).Type()) {
			return false
		}
	}
	return true
}

func (c *comparison) sameStruct(a, b *types.Struct) bool {
	if a.NumFields() != b.NumFields() {
		return false
	}
	for i := range a.NumFields() {
		f, g := a.Field(i), b.Field(i)
		if f.Embedded() != g.Embedded() || f.Id() != g.Id() || a.Tag(i) != b.Tag(i) || !c.same(f.Type(), g.Type()) {
			return false
		}
	}
	return true
}

func (c *comparison) sameInterface(a, b *types.Interface) bool {
	if a.NumMethods() != b.NumMethods() || a.NumEmbeddeds() != b.NumEmbeddeds() {
		return false
	}
	for i := range a.NumMethods() {
		if a.Method(i).Id() != b.Method(i).Id() || !c.same(a.Method(i).Type(), b.Method(i).Type()) {
			return false
		}
	}
	for i := range a.NumEmbeddeds() {
		if !c.same(a.EmbeddedType(i), b.EmbeddedType(i)) {
			return false
		}
	}
	return true
}

func (c *comparison) sameUnion(a, b *types.Union) bool {
	if a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		if a.Term(i).Tilde() != b.Term(i).Tilde() || !c.same(a.Term(i).Type(), b.Term(i).Type()) {
			return false
		}
	}
	return true
}

// sessionTypes lists the named types declared in cells that t mentions, without looking into them.
func sessionTypes(t types.Type) []*types.TypeName {
	var list []*types.TypeName
	seen := map[types.Type]bool{}
	var walk func(t types.Type)
	tuple := func(t *types.Tuple) {
		for i := range t.Len() {
			walk(t.At(i).Type())
		}
	}
	walk = func(t types.Type) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		switch t := t.(type) {
		case *types.Alias:
			walk(types.Unalias(t))
		case *types.Named:
			if p := t.Obj().Pkg(); p != nil && p.Path() == sessionPath {
				list = append(list, t.Origin().Obj())
			}
			for i := range t.TypeArgs().Len() {
				walk(t.TypeArgs().At(i))
			}
		case *types.Map:
			walk(t.Key())
			walk(t.Elem())
		case interface{ Elem() types.Type }:
			walk(t.Elem())
		case *types.Tuple:
			tuple(t)
		case *types.Signature:
			tuple(t.Params())
			tuple(t.Results())
		case *types.Struct:
			for i := range t.NumFields() {
				walk(t.Field(i).Type())
			}
		case *types.Interface:
			for i := range t.NumExplicitMethods() {
				walk(t.ExplicitMethod(i).Type())
			}
			for i := range t.NumEmbeddeds() {
				walk(t.EmbeddedType(i))
			}
		}
	}
	walk(t)
	return list
}
