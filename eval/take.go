package eval

// This file lowers calls whose last result is an error that the code around them has no place for: LoadImage(p).T(), or
// x := f() where f returns (T, error). The error is taken and fails the cell.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// takePrefix starts the names of the generic functions that take errors, one for each call, since the error's text shows
// the call as it was written.
const takePrefix = "·take"

// A taking walks the statements of a chunk, function literals included. Declared functions are plain Go.
type taking struct {
	k       *checking
	u       *unit
	results []int // of the function literals around the node
	found   bool
}

// takeErrors wraps the calls that the checker rejects for their error result.
func (k *checking) takeErrors() bool {
	if k.c.program {
		return false
	}
	found := false
	for _, u := range k.c.units {
		t := &taking{k: k, u: u}
		u.rewrite(t.enter, t.leave)
		found = found || t.found
	}
	return found
}

func (t *taking) enter(c *astutil.Cursor) bool {
	if lit, ok := c.Node().(*ast.FuncLit); ok {
		t.results = append(t.results, lit.Type.Results.NumFields())
	}
	return true
}

func (t *taking) leave(c *astutil.Cursor) bool {
	e, ok := c.Node().(ast.Expr)
	if !ok {
		return true
	}
	if _, ok := e.(*ast.FuncLit); ok {
		t.results = t.results[:len(t.results)-1]
	}
	tuple, ok := t.k.c.info.TypeOf(e).(*types.Tuple)
	if !ok || tuple.Len() < 2 || !isError(tuple.At(tuple.Len()-1).Type()) || !t.fits(c, e, tuple.Len()-1) {
		return true
	}
	call := t.k.take(e, tuple.Len()-1, t.u.syn.textOf(e))
	t.k.c.rewrites = append(t.k.c.rewrites, rewrite{now: call, was: e})
	t.found = true
	c.Replace(call)
	return true
}

// fits reports whether the place of e wants n values, which plain Go does not give it: e has the error besides.
func (t *taking) fits(c *astutil.Cursor, e ast.Expr, n int) bool {
	switch parent := c.Parent().(type) {
	case *ast.ParenExpr, *ast.ExprStmt, *ast.GoStmt, *ast.DeferStmt:
		return false // the place is that of the parentheses; the results of statements may be ignored
	case *ast.AssignStmt:
		if c.Name() == "Rhs" && len(parent.Rhs) == 1 {
			return len(parent.Lhs) == n
		}
	case *ast.ValueSpec:
		if len(parent.Values) == 1 {
			return len(parent.Names) == n
		}
	case *ast.ReturnStmt:
		if len(parent.Results) == 1 {
			return len(t.results) > 0 && t.results[len(t.results)-1] == n
		}
	case *ast.CallExpr:
		if c.Name() == "Args" && len(parent.Args) == 1 {
			return t.argument(parent, e, n)
		}
	}
	return n == 1
}

// argument is fits for the only argument of a call, which in Go may stand for several.
func (t *taking) argument(call *ast.CallExpr, e ast.Expr, n int) bool {
	fun := t.k.c.info.Types[call.Fun]
	if fun.IsType() || fun.IsBuiltin() {
		return n == 1 && t.k.hasError(call)
	}
	if fun.Type == nil {
		return false
	}
	sig, ok := fun.Type.Underlying().(*types.Signature)
	switch {
	case !ok:
		return false
	case sig.Variadic():
		return n >= sig.Params().Len()-1 && t.k.hasError(e)
	}
	return n == sig.Params().Len()
}

// take makes the call of a function that fails the cell if the error result of e, a call, is not nil, and returns the n
// others. Nothing in the function has a name that a cell could give another meaning.
func (k *checking) take(e ast.Expr, n int, text string) *ast.CallExpr {
	pos := e.Pos()
	ident := func(name string) *ast.Ident { return &ast.Ident{NamePos: pos, Name: name} }
	field := func(name string, t ast.Expr) *ast.Field { return &ast.Field{Names: []*ast.Ident{ident(name)}, Type: t} }
	var types, params, results []*ast.Field
	var values []ast.Expr
	for i := range n + 1 {
		value, typ := "v"+strconv.Itoa(i), "T"+strconv.Itoa(i)
		types = append(types, field(typ, &ast.InterfaceType{Interface: pos, Methods: &ast.FieldList{}}))
		params = append(params, field(value, ident(typ)))
		if i < n {
			results = append(results, &ast.Field{Type: ident(typ)})
			values = append(values, ident(value))
		}
	}
	literal := &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(text)}
	fn := &ast.FuncDecl{
		Name: ident(takePrefix + strconv.Itoa(n) + "_" + strconv.Itoa(len(k.c.takes))),
		Type: &ast.FuncType{Func: pos, TypeParams: &ast.FieldList{List: types}, Params: &ast.FieldList{List: params}, Results: &ast.FieldList{List: results}},
		Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{
			hookCall(mustHook, pos, ident("v"+strconv.Itoa(n)), literal),
			&ast.ReturnStmt{Return: pos, Results: values},
		}},
	}
	k.c.takes = append(k.c.takes, fn)
	return &ast.CallExpr{Fun: ident(fn.Name.Name), Lparen: pos, Args: []ast.Expr{e}, Rparen: e.End() - 1}
}

// takenResults returns how many results besides the error a function made by take has; 0 for other functions.
func takenResults(name string) int {
	rest, ok := strings.CutPrefix(name, takePrefix)
	if !ok {
		return 0
	}
	count, _, _ := strings.Cut(rest, "_")
	n, err := strconv.Atoi(count)
	if err != nil {
		return 0
	}
	return n
}

func takeDecls(takes []*ast.FuncDecl) []ast.Decl {
	decls := make([]ast.Decl, len(takes))
	for i, fn := range slices.All(takes) {
		decls[i] = fn
	}
	return decls
}
