package eval

// This file shows the functions that cells end with as their documentation does.

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strconv"
	"strings"
)

// A documented function is what a cell shows that ends with a function's name.
type documented struct{ declaration, doc string }

// Declaration is the function's name and signature.
func (d documented) Declaration() string { return d.declaration }

// Doc is the function's doc comment.
func (d documented) Doc() string { return d.doc }

func (d documented) String() string {
	return strings.Join(nonEmpty(d.declaration, d.doc), "\n\n")
}

// documented is what is shown of a value: a function that the cell names at its end comes with its documentation.
func (run *execution) documented(v any) any {
	if reflect.TypeOf(v).Kind() != reflect.Func {
		return v
	}
	if f := run.functionNamed(); f != nil {
		return *f
	}
	return v
}

// functionNamed describes the function whose name ends the cell, nil if there is none.
func (run *execution) functionNamed() *documented {
	s := run.s
	s.mu.Lock()
	defer s.mu.Unlock()
	text := strings.TrimRight(run.cell.Source, " \t\r\n")
	f, ok := s.objectAt(text, len(text)).(*types.Func)
	if !ok || identBefore(text) != f.Name() {
		return nil
	}
	if f.Pkg() != nil && f.Pkg().Path() == sessionPath { // not the one of the analysis, which declares everything again
		if own := s.decls[docKey(f)]; own != nil {
			if declared, ok := own.obj.(*types.Func); ok {
				f = declared
			}
		}
	}
	d := s.describe(f, false, 0)
	return &documented{d.signature, d.doc}
}

// showGenerics finds last expressions that name a generic function. Nothing tells which of its instances is meant, so it
// is shown without being evaluated.
func (k *checking) showGenerics() bool {
	found := false
	for _, u := range k.c.units {
		expr, ok := u.stmt.(*ast.ExprStmt)
		if !ok || !u.value || u.hide || k.functions[u] != nil {
			continue
		}
		id := lastName(expr.X)
		if id == nil {
			continue
		}
		if f, isFunc := k.c.info.Uses[id].(*types.Func); isFunc && f.Signature().TypeParams().Len() > 0 {
			k.functions[u], found = f, true
		}
	}
	return found
}

// lastName returns the name in x or pkg.x, nil of other expressions.
func lastName(e ast.Expr) *ast.Ident {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	}
	return nil
}

// calledName returns the name in the function of a call, without type arguments, nil if it has none.
func calledName(fun ast.Expr) *ast.Ident {
	switch f := ast.Unparen(fun).(type) {
	case *ast.IndexExpr:
		return lastName(f.X)
	case *ast.IndexListExpr:
		return lastName(f.X)
	}
	return lastName(fun)
}

// documentation is what the function hook is given of a function of a compiled package. Those of the session are looked up
// when the cell has been taken over.
func (k *checking) documentation(f *types.Func, pos token.Pos) []ast.Expr {
	if f.Pkg() == nil || strings.HasPrefix(f.Pkg().Path(), "cell·") || f.Pkg().Path() == sessionPath {
		return nil
	}
	d := k.s.describe(f, false, 0)
	literal := func(text string) ast.Expr {
		return &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(text)}
	}
	return []ast.Expr{literal(d.signature), literal(d.doc)}
}
