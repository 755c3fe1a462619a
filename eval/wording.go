package eval

// This file puts what the checker says about generated calls in terms of the operation that the user wrote: about 2 * x, not
// about the call of Mul it was lowered to.

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// wording returns an error in the user's words. It is not ok if what is left is about generated names.
func (k *checking) wording(e types.Error) (worded types.Error, ok bool) {
	for i := range k.c.rewrites { // inner forms come first
		rw := &k.c.rewrites[i]
		if call, arg := generatedCall(rw.now, e); call != nil {
			e = k.operationError(e, rw, call, arg)
			break
		}
	}
	for _, rw := range k.c.rewrites {
		if block, ok := rw.now.(*ast.BlockStmt); ok && rw.covers(e.Pos) {
			e = withoutTemporaries(block, e)
		}
	}
	for _, rw := range k.c.spellings { // the right side of an operation on an element
		if paren, ok := rw.now.(*ast.ParenExpr); ok && e.Pos == paren.Lparen {
			if rest, found := strings.CutPrefix(e.Msg, types.ExprString(paren)); found {
				e.Msg = types.ExprString(paren.X) + rest
			}
		}
	}
	text := k.c.originalText(e.Msg)
	return e, !strings.Contains(chunkName.ReplaceAllString(text, ""), "·")
}

// withoutTemporaries puts what the variables of an assignment in order hold into a message.
func withoutTemporaries(block *ast.BlockStmt, e types.Error) types.Error {
	for _, stmt := range slices.Backward(block.List) {
		define, ok := stmt.(*ast.AssignStmt)
		if !ok || define.Tok != token.DEFINE || len(define.Lhs) != 1 {
			continue
		}
		name := types.ExprString(define.Lhs[0])
		if strings.HasPrefix(e.Msg, "cannot use "+name+" (variable ") {
			e.Pos = define.Rhs[0].Pos()
			e.Msg = strings.Replace(e.Msg, "(variable ", "(value ", 1)
		}
		e.Msg = strings.ReplaceAll(e.Msg, name, types.ExprString(define.Rhs[0]))
	}
	return e
}

// start returns where the user's form begins of which a position is about the lowered form.
func (k *checking) start(pos token.Pos) token.Pos {
	for again := true; again; {
		again = false
		for _, rw := range k.c.rewrites {
			if rw.now.Pos() == pos && rw.was.Pos() < pos {
				pos, again = rw.was.Pos(), true
			}
		}
	}
	return pos
}

// isGenerated reports whether a call is not in the user's text.
func isGenerated(call *ast.CallExpr) bool { return call.Lparen == call.Rparen }

// generatedCall returns the generated call in a lowered form that an error is about, and the index of the argument, -1 if it is
// about the whole.
func generatedCall(form ast.Node, e types.Error) (call *ast.CallExpr, arg int) {
	ast.Inspect(form, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if call != nil || !ok || !isGenerated(c) {
			return call == nil
		}
		at := slices.IndexFunc(c.Args, func(a ast.Expr) bool { return a.Pos() == e.Pos })
		name := types.ExprString(c.Fun)
		about := strings.Contains(e.Msg, "argument to "+name) || strings.Contains(e.Msg, "in call to "+name+",")
		if about && at >= 0 || strings.Contains(e.Msg, " does not satisfy ") && (at >= 0 || c.Fun.Pos() == e.Pos || c.Lparen == e.Pos) {
			call, arg = c, at
		}
		return call == nil
	})
	return call, arg
}

// operationError says of the operation that rw stands for what e says of a call in its lowered form.
func (k *checking) operationError(e types.Error, rw *rewrite, call *ast.CallExpr, arg int) types.Error {
	name := types.ExprString(call.Fun)
	if fun, ok := call.Fun.(*ast.SelectorExpr); ok && !k.isPackage(fun.X) {
		place := "index of " + types.ExprString(fun.X)
		if fun.Sel.Name == "Set" && arg == 0 {
			place = "assignment"
		}
		e.Msg = strings.Replace(e.Msg, "argument to "+name, place, 1)
		return e
	}
	switch was := rw.was.(type) {
	case *ast.UnaryExpr:
		return k.notDefined(e, was.OpPos, was.Op, was.X)
	case *ast.BinaryExpr:
		return k.mismatched(e, was.OpPos, was.Op, was.X, was.Y, rw.was)
	case *ast.AssignStmt:
		return k.mismatched(e, was.TokPos, was.Tok, was.Lhs[0], was.Rhs[0], rw.was)
	case *ast.IncDecStmt:
		return k.notDefined(e, was.TokPos, was.Tok, was.X)
	case ast.Expr: // an argument that was made an operand
		if of := k.callWith(rw.now); of != nil {
			e.Msg = strings.Replace(e.Msg, "argument to "+name, "argument to "+types.ExprString(of.Fun), 1)
		}
	}
	return e
}

func (k *checking) isPackage(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	_, ok = k.c.info.Uses[id].(*types.PkgName)
	return ok
}

func (k *checking) callWith(arg ast.Node) *ast.CallExpr {
	return find(k, func(n *ast.CallExpr) bool {
		return slices.ContainsFunc(n.Args, func(a ast.Expr) bool { return a == arg })
	})
}

// argumentType finds the type of an argument in what the checker says of it.
var argumentType = regexp.MustCompile(`^cannot use .* \((?:(untyped \w+) constant.*|(?:\w+ )*(?:constant .*)?of (?:\w+ type|type) (.*))\) as .* value in argument to `)

func (k *checking) mismatched(e types.Error, pos token.Pos, op token.Token, x, y ast.Expr, was ast.Node) types.Error {
	a, b := k.typeText(x), k.typeText(y)
	if m := argumentType.FindStringSubmatch(e.Msg); m != nil {
		if given := m[1] + m[2]; e.Pos == x.Pos() {
			a = given
		} else {
			b = given
		}
	}
	if a == b || a == "" || b == "" || strings.Contains(e.Msg, " does not satisfy ") && !k.isPlain(x) && !k.isPlain(y) {
		return k.notDefined(e, pos, op, x)
	}
	e.Pos, e.Msg = pos, "invalid operation: "+spelled(was)+" (mismatched types "+a+" and "+b+")"
	return e
}

func (k *checking) notDefined(e types.Error, pos token.Pos, op token.Token, x ast.Expr) types.Error {
	kind := "value"
	if id, ok := ast.Unparen(x).(*ast.Ident); ok && k.c.info.Uses[id] != nil {
		kind = "variable"
	}
	e.Pos = pos
	e.Msg = "invalid operation: operator " + op.String() + " not defined on " + types.ExprString(x) + " (" + kind + " of type " + k.typeText(x) + ")"
	return e
}

// isPlain reports whether e is a constant or a variable of a basic type.
func (k *checking) isPlain(e ast.Expr) bool {
	t := k.c.info.TypeOf(e)
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

// typeText writes the type of a checked expression, "" if it has none.
func (k *checking) typeText(e ast.Expr) string {
	t := k.c.info.TypeOf(e)
	if t != nil && t != types.Typ[types.Invalid] {
		return types.TypeString(t, byName)
	}
	if pkg, ix := k.operatorsPackage(), indexOf(e); pkg != nil && ix != nil { // entries of an operand, whose type it is
		if newOperatorLowering(k, pkg).element(ix.array) != nil {
			return k.typeText(ix.array)
		}
	}
	return ""
}

// spelled writes an operation as it stands in the text.
func spelled(n ast.Node) string {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return types.ExprString(n.Lhs[0]) + " " + n.Tok.String() + " " + types.ExprString(n.Rhs[0])
	case ast.Expr:
		return types.ExprString(n)
	}
	return ""
}

// checkUnused reports operations whose result nothing uses. Lowered they are calls, which may stand alone.
func (k *checking) checkUnused() {
	kept := map[ast.Stmt]bool{}
	for _, u := range k.c.units {
		if u.value || u.timing != "" {
			kept[u.stmt] = true
		}
		if block, ok := u.stmt.(*ast.BlockStmt); ok && u.timing == "%timeit" {
			for _, stmt := range block.List {
				kept[stmt] = true
			}
		}
	}
	operations := map[ast.Expr]ast.Expr{}
	for _, rw := range k.c.rewrites {
		switch was := rw.was.(type) {
		case *ast.BinaryExpr, *ast.UnaryExpr, *ast.IndexExpr, *ast.IndexListExpr, *ast.SliceExpr:
			if now, ok := rw.now.(*ast.CallExpr); ok && isGenerated(now) {
				operations[now] = was.(ast.Expr)
			}
		}
	}
	if len(operations) == 0 {
		return
	}
	ast.Inspect(k.c.file, func(n ast.Node) bool {
		if stmt, ok := n.(*ast.ExprStmt); ok && !kept[stmt] {
			if was := operations[ast.Unparen(stmt.X)]; was != nil {
				if t := k.typeText(stmt.X); t != "" {
					k.errs = append(k.errs, types.Error{Fset: k.s.fset, Pos: was.Pos(), Msg: types.ExprString(was) + " (value of type " + t + ") is not used"})
				}
			}
		}
		return true
	})
}
