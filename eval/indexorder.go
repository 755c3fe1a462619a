package eval

// This file keeps the order of an index expression: the string or array is evaluated before the index. The ssa package evaluates
// the index first where it cannot take the array's address.

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

// orderIndices makes x[i], where both call something and x is a string or an array that has no address,
// func(x X, i I) E { return x[i] }(x, i).
func (b *builder) orderIndices() {
	astutil.Apply(b.c.file, nil, func(c *astutil.Cursor) bool {
		index, ok := c.Node().(*ast.IndexExpr)
		if !ok || !b.hasCalls(index.Index) || !b.hasCalls(index.X) {
			return true
		}
		of, at, elem := b.c.info.Types[index.X], b.c.info.Types[index.Index], b.c.info.Types[index]
		if of.Addressable() || !of.IsValue() || !at.IsValue() || elem.Value != nil || !indexedByValue(of.Type) {
			return true
		}
		c.Replace(b.indexing(index, of.Type, at.Type, elem))
		return true
	})
}

// indexedByValue reports whether values of the type are indexed without taking their address.
func indexedByValue(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Array:
		return true
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Interface: // the constraint of a type parameter
		return types.IsInterface(t) && !isMapOrSlice(u)
	}
	return false
}

// isMapOrSlice reports whether some type of a constraint is a map, slice or pointer.
func isMapOrSlice(constraint *types.Interface) bool {
	for e := range constraint.EmbeddedTypes() {
		union, ok := e.(*types.Union)
		if !ok {
			union = types.NewUnion([]*types.Term{types.NewTerm(false, e)})
		}
		for term := range union.Terms() {
			if !indexedByValue(term.Type()) {
				return true
			}
		}
	}
	return false
}

// indexing makes a call of a function literal that indexes its first argument with its second.
func (b *builder) indexing(index *ast.IndexExpr, of, at types.Type, elem types.TypeAndValue) ast.Expr {
	x, i := b.define(of, index.X.Pos()), b.define(types.Default(at), index.Index.Pos())
	result := types.NewVar(index.Pos(), b.c.pkg, "", elem.Type)
	params := types.NewTuple(b.c.info.Defs[x].(*types.Var), b.c.info.Defs[i].(*types.Var))
	inner := &ast.IndexExpr{X: b.use(x), Lbrack: index.Lbrack, Index: b.use(i), Rbrack: index.Rbrack}
	b.c.info.Types[inner] = elem
	lit := &ast.FuncLit{
		Type: &ast.FuncType{Func: index.Pos(), Params: &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{x}}, {Names: []*ast.Ident{i}}}}, Results: &ast.FieldList{List: []*ast.Field{{}}}},
		Body: &ast.BlockStmt{Lbrace: index.Pos(), List: []ast.Stmt{&ast.ReturnStmt{Return: index.Pos(), Results: []ast.Expr{inner}}}, Rbrace: index.End()},
	}
	signature := types.TypeAndValue{Type: types.NewSignatureType(nil, nil, nil, params, types.NewTuple(result), false)}
	b.c.info.Types[lit], b.c.info.Types[lit.Type] = signature, signature
	call := &ast.CallExpr{Fun: lit, Lparen: index.Lbrack, Args: []ast.Expr{index.X, index.Index}, Rparen: index.Rbrack}
	b.c.info.Types[call] = elem
	return call
}
