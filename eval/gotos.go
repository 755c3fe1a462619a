package eval

// This file explains why a goto cannot reach its label: they are in different chunks of the cell, and so in different functions.

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// strayGoto puts what the checker says about a label that a goto of another chunk leads to in terms of the cell.
func (k *checking) strayGoto(e types.Error) types.Error {
	rest, ok := strings.CutPrefix(e.Msg, "label ")
	name, _, _ := strings.Cut(rest, " ")
	if !ok || len(k.c.units) == 0 {
		return e
	}
	units := k.c.units[0].syn.units
	label := slices.IndexFunc(units, func(u *unit) bool { return u.kind == stmtUnit && slices.Contains(labelsOf(u.stmt), name) })
	jump, at := -1, token.NoPos
	for i, u := range units {
		if pos := gotoIn(u, name); pos.IsValid() && jump < 0 {
			jump, at = i, pos
		}
	}
	if label < 0 || jump < 0 {
		return e
	}
	between := units[min(label, jump)+1 : max(label, jump)+1]
	i := slices.IndexFunc(between, func(u *unit) bool { return u.begins })
	if i < 0 {
		return e
	}
	what := "%reset"
	if len(between[i].names) > 0 {
		what = "new declaration of " + strings.Join(between[i].names, ", ")
	}
	e.Pos = at
	e.Msg = fmt.Sprintf("goto %s cannot pass the %s in line %d (assign with =, or put the statements into a function)", name, what, between[i].line())
	return e
}

// gotoIn finds a goto to a label in the function that a statement stands in.
func gotoIn(u *unit, label string) (pos token.Pos) {
	if u.kind != stmtUnit {
		return token.NoPos
	}
	ast.Inspect(u.stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			if n.Tok == token.GOTO && n.Label.Name == label {
				pos = n.Label.Pos()
			}
		}
		return true
	})
	return pos
}
