package cycle

// This file finds syntax trees and types of the Go language that are nested so deep that packages go/printer, go/ast and go/types, which
// call themselves for each level, use up the stack.

import (
	"go/ast"
	"go/printer"
	"go/types"
	"reflect"
)

// maxTree is how deep trees and types may be nested. The parser allows 100,000 levels, too; a level takes compiled code some kilobytes of
// the gigabyte that it has.
const maxTree = 100_000

// deepTree reports whether v is a syntax tree or a type, or a slice of such, that contains itself or is nested too deep.
func deepTree(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case ast.Node:
		return deepSyntax(v)
	case *printer.CommentedNode:
		return v != nil && deepTree(v.Node)
	case types.Type:
		return typeHeights{}.height(v, 0) > maxTree
	case types.Object:
		return !isNil(v) && typeHeights{}.height(v.Type(), 0) > maxTree
	}
	if s := reflect.ValueOf(v); s.Kind() == reflect.Slice && treeParameter(s.Type().Elem()) {
		for i := range s.Len() {
			if deepTree(s.Index(i).Interface()) {
				return true
			}
		}
	}
	return false
}

func isNil(v any) bool {
	p := reflect.ValueOf(v)
	return p.Kind() == reflect.Pointer && p.IsNil()
}

// TreeParameter reports whether what is passed as a t may be a syntax tree or a type.
func TreeParameter(t reflect.Type) bool {
	return treeParameter(t) || t.Kind() == reflect.Slice && treeParameter(t.Elem())
}

func treeParameter(t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[ast.Node]()) || t.Implements(reflect.TypeFor[types.Type]()) || t.Implements(reflect.TypeFor[types.Object]())
}

// deepSyntax walks through a tree as far as may be. What is no tree, since something is missing, is left to whoever it is meant for.
func deepSyntax(root ast.Node) (deep bool) {
	defer func() { _ = recover() }()
	depth := 0
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			depth--
			return false
		}
		depth++
		deep = deep || depth > maxTree
		if deep {
			depth-- // Inspect does not tell of the end of what it is kept out of
		}
		return !deep
	})
	return deep
}

// typeHeights holds the heights of types, which may lie in many others.
type typeHeights map[types.Type]int

// height is how deep the types that t is made of are nested, where t lies depth levels deep itself. It is too large as soon as the sum
// is. What a named type is, is not looked into.
func (h typeHeights) height(t types.Type, depth int) int {
	if depth > maxTree {
		return maxTree + 1
	}
	if t == nil || isNil(t) {
		return 0
	}
	n, known := h[t]
	if !known {
		n = 1
		parts(t, func(part types.Type) {
			if depth+n <= maxTree {
				n = max(n, 1+h.height(part, depth+1))
			}
		})
		h[t] = n
	}
	if depth+n > maxTree {
		return maxTree + 1
	}
	return n
}

// parts calls f for the types that t is made of.
func parts(t types.Type, f func(types.Type)) {
	arguments := func(list *types.TypeList) {
		for arg := range list.Types() {
			f(arg)
		}
	}
	switch t := t.(type) {
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels, maps
		if m, ok := t.(*types.Map); ok {
			f(m.Key())
		}
		f(t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			f(v.Type())
		}
	case *types.Signature:
		f(t.Params())
		f(t.Results())
	case *types.Struct:
		for v := range t.Fields() {
			f(v.Type())
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			f(m.Type())
		}
		for e := range t.EmbeddedTypes() {
			f(e)
		}
	case *types.Union:
		for term := range t.Terms() {
			f(term.Type())
		}
	case *types.Named:
		arguments(t.TypeArgs())
	case *types.Alias:
		arguments(t.TypeArgs())
		f(t.Rhs())
	}
}
