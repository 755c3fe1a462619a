package eval

// This file lowers index expressions on operands whose items other operands are, as in NumPy: a[mask] becomes a call of Mask, a[indices]
// and a[:, indices] calls of Take, and what is assigned to them goes through AssignMask and Put.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"
)

// A gathering is an index expression in which a mask or an array of indices chooses entries.
type gathering struct {
	array ast.Expr // the operand, or a view of it
	by    ast.Expr // a mask of the leading axes, or indices of one
	mask  bool
	axis  int // of indices; negative ones count from the last axis
	pos   token.Pos
	elem  types.Type
}

// gathered takes a gathering apart. It returns nil if e is none, or one that NumPy takes and we do not: one with several arrays, with a mask
// beside other items, or with indices that a view stands between, whose axis comes first in NumPy.
func (o *operatorLowering) gathered(e ast.Expr) *gathering {
	ix := indexOf(e)
	if ix == nil {
		return nil
	}
	elem := o.element(ix.array)
	if elem == nil {
		return nil
	}
	at, chosen := -1, types.Type(nil)
	for i, item := range ix.indices { // each is looked into once: lists may be nested
		if t := o.choosing(item); t != nil {
			if at >= 0 {
				return nil
			}
			at, chosen = i, t
		}
	}
	if at < 0 {
		return nil
	}
	g := &gathering{array: ix.array, by: ix.indices[at], pos: ix.pos, elem: elem}
	before, after := ix.indices[:at], ix.indices[at+1:]
	if isBool(chosen) {
		g.mask = true
		if len(before) > 0 || !all(after, isWhole) {
			return nil
		}
		return g
	}
	if !o.together(before, after) {
		return nil
	}
	g.axis = len(slices.DeleteFunc(slices.Clone(before), o.isNumberItem))
	if slices.ContainsFunc(before, isEllipsis) {
		g.axis = -1 - len(slices.DeleteFunc(slices.Clone(after), o.isNumberItem))
	}
	if !all(before, isWhole) || !all(after, isWhole) {
		every := &ast.SliceExpr{X: &ast.BadExpr{From: ix.pos, To: ix.pos}, Lbrack: ix.pos, Rbrack: ix.pos}
		g.array = o.view(ix.array, slices.Concat(before, []ast.Expr{every}, after), ix.pos)
	}
	return g
}

// choosing returns the element type of an item that chooses entries, bool or an integer; nil for any other item.
func (o *operatorLowering) choosing(item ast.Expr) types.Type {
	if t := o.element(item); t != nil {
		if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&(types.IsBoolean|types.IsInteger) != 0 {
			return t
		}
		return nil
	}
	if t := o.k.c.info.TypeOf(item); t != nil && isSliceOf(t, types.Typ[types.Int]) {
		return types.Typ[types.Int]
	}
	return nil
}

// isNumberItem reports whether an item is an index of one entry, which leaves no axis behind.
func (o *operatorLowering) isNumberItem(item ast.Expr) bool { return !o.isView([]ast.Expr{item}) }

// together reports whether no view stands between indices of single entries and the array of indices between before and after.
func (o *operatorLowering) together(before, after []ast.Expr) bool {
	before, after = slices.Clone(before), slices.Clone(after)
	slices.Reverse(before)
	for _, items := range [][]ast.Expr{before, after} {
		first := slices.IndexFunc(items, func(item ast.Expr) bool { return !o.isNumberItem(item) })
		if first >= 0 && slices.ContainsFunc(items[first:], o.isNumberItem) {
			return false
		}
	}
	return true
}

// isWhole reports whether an item takes all of an axis, or of several.
func isWhole(item ast.Expr) bool {
	bounds, ellipsis := isBounds(item)
	return ellipsis || bounds != nil && bounds.Low == nil && bounds.High == nil && bounds.Max == nil
}

func isEllipsis(item ast.Expr) bool {
	_, ellipsis := isBounds(item)
	return ellipsis
}

// gather makes the call that takes the entries.
func (o *operatorLowering) gather(g *gathering) ast.Expr {
	call := o.call("Mask", g.pos, g.array, g.by)
	if !g.mask {
		call = o.call("Take", g.pos, g.array, o.indices(g.by), axisLit(g.axis, g.pos))
	}
	o.known[call] = g.elem
	return call
}

func axisLit(axis int, pos token.Pos) ast.Expr {
	if axis < 0 {
		return &ast.UnaryExpr{OpPos: pos, Op: token.SUB, X: axisLit(-axis, pos)}
	}
	return &ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: strconv.Itoa(axis)}
}

// indices makes an operand of ints of what chooses entries by their indices.
func (o *operatorLowering) indices(by ast.Expr) ast.Expr {
	elem := o.element(by)
	if elem == nil {
		return o.call("From", by.Pos(), by)
	}
	if types.Identical(elem, types.Typ[types.Int]) {
		return by
	}
	call := o.call("Cast", by.Pos(), by)
	call.Fun = &ast.IndexExpr{X: call.Fun, Lbrack: by.Pos(), Index: &ast.Ident{NamePos: by.Pos(), Name: "int"}, Rbrack: by.Pos()}
	return call
}

// scatter lowers an assignment to a gathering.
func (o *operatorLowering) scatter(c *astutil.Cursor, n *ast.AssignStmt, was ast.Stmt, g *gathering) {
	if !o.force && !o.settled(n.Rhs[0]) {
		return
	}
	t := &temporaries{pos: n.TokPos}
	value := o.operand(n.Rhs[0], g.elem)
	if n.Tok != token.ASSIGN {
		name := binaryFuncs[n.Tok-token.ADD_ASSIGN+token.ADD] // the tokens stand in the same order
		if assignFuncs[n.Tok] == "" || !o.offers(name) {
			return
		}
		if !pure(g.array) || !pure(n.Rhs[0]) { // both are mentioned twice
			g.array = t.hold(g.array)
		}
		if !pure(g.by) || !pure(n.Rhs[0]) {
			chosen := o.element(g.by)
			g.by = t.hold(g.by)
			o.known[g.by] = chosen
		}
		value = o.call(name, n.TokPos, o.temporary(o.gather(g)), value)
	}
	call := o.call("AssignMask", g.pos, g.array, g.by, value)
	if !g.mask {
		call = o.call("Put", g.pos, g.array, o.indices(g.by), value, axisLit(g.axis, g.pos))
	}
	o.keepItems(n.Lhs[0])
	o.replaceStmt(c, was, inPlace(c, n, append(t.stmts, &ast.ExprStmt{X: call})))
}
