package eval

// This file lowers what a notebook writes beyond Go, once the type checker has rejected it: packages that nobody
// imported, names used without their package, values at the end of a cell.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A rewrite says what generated syntax stands for, to report errors in the user's form.
type rewrite struct {
	now, was ast.Node
}

func (rw *rewrite) covers(pos token.Pos) bool { return rw.was.Pos() <= pos && pos < rw.was.End() }

// rewriteAt returns the rewrite whose user's form covers pos, the innermost.
func (k *checking) rewriteAt(pos token.Pos) *rewrite {
	var best *rewrite
	for i := range k.c.rewrites {
		rw := &k.c.rewrites[i]
		if rw.covers(pos) && (best == nil || best.covers(rw.was.Pos())) {
			best = rw
		}
	}
	return best
}

// originalText puts the user's form of rewritten expressions into an error text.
func (c *chunk) originalText(message string) string {
	for _, rw := range slices.Backward(slices.Concat(c.rewrites, c.spellings)) {
		now, ok := rw.now.(ast.Expr)
		if _, paren := now.(*ast.ParenExpr); ok && !paren && spelled(rw.was) != "" {
			message = strings.ReplaceAll(message, types.ExprString(now), spelled(rw.was))
		}
	}
	return strings.NewReplacer("."+markTemporary+"()", "", boundsAlone, "", "invalid syntax tree: ", "").Replace(message)
}

// repair applies every rule that fits what the checker rejected. It reports whether one did.
func (k *checking) repair() (bool, error) {
	if len(k.errs) == 0 {
		return false, nil
	}
	progress := k.findNames()
	if k.takeErrors() {
		progress = true
	}
	if k.displayUnused() {
		progress = true
	}
	if k.keyFields() {
		progress = true
	}
	if k.showGenerics() {
		progress = true
	}
	if k.lowerOperators(false) {
		progress = true
	}
	if progress {
		return true, nil
	}
	if k.tryOtherPackages() {
		return true, nil
	}
	return false, k.redeclareMixed()
}

// findNames looks for undefined names in the packages that cells use unqualified, and for undefined x in x.F among the
// packages that may be imported.
func (k *checking) findNames() bool {
	found := false
	for _, e := range k.errs {
		name, ok := strings.CutPrefix(e.Msg, "undefined: ")
		if !ok || k.c.learned[name] || k.c.imports[name] != "" {
			continue
		}
		if d := k.v.lookup(name); d != nil {
			continue // broken
		}
		if k.unqualified(name) != nil {
			k.c.learned[name] = true
			found = true
		} else if paths := k.s.imports.named(name); len(paths) == 1 && k.selects(e.Pos) {
			k.c.imports[name] = paths[0]
			found = true
		}
	}
	return found
}

// selects reports whether the identifier at pos is the x of a selector x.F.
func (k *checking) selects(pos token.Pos) bool {
	return find(k, func(n *ast.SelectorExpr) bool {
		id, ok := n.X.(*ast.Ident)
		return ok && id.Pos() == pos
	}) != nil
}

// keyFields names the fields in struct literals of earlier cells' types: the chunk is another package to the checker, which
// refuses to set unexported fields by their order alone.
func (k *checking) keyFields() bool {
	found := false
	ast.Inspect(k.c.file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		str := k.structOf(lit)
		if str == nil || len(lit.Elts) != str.NumFields() || !k.setsByOrder(lit) {
			return true
		}
		for i, value := range lit.Elts {
			lit.Elts[i] = &ast.KeyValueExpr{Key: ast.NewIdent(str.Field(i).Name()), Colon: value.Pos(), Value: value}
		}
		found = true
		return true
	})
	return found
}

// structOf returns the struct type of a literal if all its fields may be set in cells, else nil.
func (k *checking) structOf(lit *ast.CompositeLit) *types.Struct {
	t := k.c.info.TypeOf(lit)
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok { // &T left out inside another literal
		t = p.Elem()
	}
	str, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for f := range str.Fields() {
		if !f.Exported() && f.Pkg().Path() != sessionPath || f.Name() == "_" {
			return nil
		}
	}
	return str
}

// setsByOrder reports whether the checker rejected the literal for an unexported field without a key.
func (k *checking) setsByOrder(lit *ast.CompositeLit) bool {
	return slices.ContainsFunc(k.errs, func(e types.Error) bool {
		return strings.HasPrefix(e.Msg, "implicit assignment to unexported field") &&
			slices.ContainsFunc(lit.Elts, func(v ast.Expr) bool { return v.Pos() == e.Pos })
	})
}

// displayUnused displays a last expression that turned out to be a value Go does not let stand alone, such as len(x).
func (k *checking) displayUnused() bool {
	found := false
	for _, u := range k.c.units {
		if !u.value || k.values[u] {
			continue
		}
		expr := u.stmt.(*ast.ExprStmt)
		for _, e := range k.errs {
			if strings.HasSuffix(e.Msg, "is not used") && expr.Pos() <= e.Pos && e.Pos < expr.End() {
				k.values[u] = true
				found = true
				break
			}
		}
	}
	return found
}

// tryOtherPackages gives calls of names that several packages offer unqualified to the next of these packages, when the
// first one's function did not type-check.
func (k *checking) tryOtherPackages() bool {
	found := false
	ast.Inspect(k.c.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		id, ok := call.Fun.(*ast.Ident)
		if !ok || !k.hasError(call) {
			return true
		}
		obj := k.c.info.Uses[id]
		if obj == nil || obj.Pkg() == nil || !slices.Contains(k.s.unqualifiedPaths, obj.Pkg().Path()) {
			return true
		}
		at := slices.Index(k.s.unqualifiedPaths, obj.Pkg().Path())
		for _, path := range k.s.unqualifiedPaths[at+1:] {
			if pkg, err := k.s.imports.load(path); err == nil && token.IsExported(id.Name) && pkg.Scope().Lookup(id.Name) != nil {
				sel := k.qualified(pkg, id.Name, id.Pos())
				k.c.rewrites = append(k.c.rewrites, rewrite{now: sel, was: id})
				call.Fun = sel
				found = true
				return true
			}
		}
		return true
	})
	return found
}

func (k *checking) hasError(n ast.Node) bool {
	return slices.ContainsFunc(k.errs, func(e types.Error) bool { return n.Pos() <= e.Pos && e.Pos < n.End() })
}

// redeclareMixed asks for another cut when the old variables of a mixed := cannot take the new values.
func (k *checking) redeclareMixed() error {
	again := false
	for _, u := range k.c.units {
		if u.kind != varUnit {
			continue
		}
		for _, r := range u.vars.reused {
			for _, e := range k.errs {
				if strings.Contains(e.Msg, r.temp.Name) && e.Pos == r.name.Pos() {
					u.redeclare, again = true, true
				}
			}
		}
	}
	if again {
		return errCutAgain
	}
	return nil
}

func isCall(e ast.Expr) bool {
	_, ok := ast.Unparen(e).(*ast.CallExpr)
	return ok
}

var errorType = types.Universe.Lookup("error").Type()

func isError(t types.Type) bool { return types.Identical(t, errorType) }
