package eval

// This file keeps ranges over arrays from evaluating what they range over, where the specification says that they do not: with
// at most one iteration variable and an array of known length. The ssa package evaluates it, and fails for a nil pointer.

import (
	"go/ast"
	"go/token"
	"go/types"
)

// skipArrays makes for i := range x, where len(x) is constant, a range over that number.
func (b *builder) skipArrays() {
	ast.Inspect(b.c.file, func(n ast.Node) bool {
		loop, ok := n.(*ast.RangeStmt)
		if !ok || !isBlank(loop.Value) {
			return true
		}
		t := b.c.info.TypeOf(loop.X)
		if t == nil {
			return true
		}
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		if array, ok := t.Underlying().(*types.Array); ok && !b.hasCalls(loop.X) {
			loop.X, loop.Value = b.number(int(array.Len()), loop.X.Pos()), nil
		}
		return true
	})
}

func isBlank(e ast.Expr) bool {
	if e == nil {
		return true
	}
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// hasCalls reports whether evaluating e calls functions or receives from channels.
func (b *builder) hasCalls(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			tv := b.c.info.Types[n]
			found = found || tv.Value == nil && !b.c.info.Types[n.Fun].IsType()
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		}
		return !found
	})
	return found
}
