package eval

// This file lets function literals keep a variable that their own declaration replaces: in f := func(x int) int { return f(x) + 1 }
// the f inside is the one from before, as in Go. But storage goes by name, and the new f has that of the old one.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/astutil"
)

// keptBy lists the variables that function literals among the values mention although the declaration replaces them, each once.
// Literals that are called where they stand are done with them by then.
func (vs *variables) keptBy(info *types.Info) (kept []types.Object, mentions []*ast.Ident) {
	if vs.replaced == nil {
		return nil, nil
	}
	called := map[*ast.FuncLit]bool{}
	inside := 0
	mention := func(c *astutil.Cursor) bool {
		switch n := c.Node().(type) {
		case *ast.CallExpr:
			if lit, ok := ast.Unparen(n.Fun).(*ast.FuncLit); ok {
				called[lit] = true
			}
		case *ast.FuncLit:
			if !called[n] {
				inside++
			}
		case *ast.Ident:
			obj, ok := info.Uses[n].(*types.Var)
			if inside == 0 || !ok || !packageLevel(obj) || !slices.Contains(vs.replaced, n.Name) {
				break
			}
			mentions = append(mentions, n)
			if !slices.Contains(kept, types.Object(obj)) {
				kept = append(kept, obj)
			}
		}
		return true
	}
	leave := func(c *astutil.Cursor) bool {
		if lit, ok := c.Node().(*ast.FuncLit); ok && !called[lit] {
			inside--
		}
		return true
	}
	for _, e := range vs.values {
		astutil.Apply(&ast.ParenExpr{X: e}, mention, leave)
	}
	return kept, mentions
}

// keepReplaced puts the old value into a local variable, which such literals have instead.
func (b *builder) keepReplaced(vs *variables) {
	kept, mentions := vs.keptBy(b.c.info)
	for _, obj := range kept {
		old := &ast.Ident{NamePos: vs.pos, Name: obj.Name()}
		b.c.info.Uses[old] = obj
		local := b.define(obj.Type(), vs.pos)
		b.add(&ast.AssignStmt{Lhs: []ast.Expr{local}, TokPos: vs.pos, Tok: token.DEFINE, Rhs: []ast.Expr{old}})
		for _, id := range mentions {
			if b.c.info.Uses[id] == obj {
				b.c.info.Uses[id] = b.c.info.Defs[local]
			}
		}
	}
}
