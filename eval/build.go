package eval

// This file brings a checked chunk into build form and builds its SSA. In build form the initializers of variables are
// assignments in the body of func ·cell, at their place among the statements, so that one function runs everything in
// the order of the text, and defer, return, goto and labels work across it.

import (
	"context"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"strconv"
	"sync"

	"golang.org/x/tools/go/ssa"
)

// build makes the SSA of a cell's chunks, which have been checked.
func (s *Session) build(ctx context.Context, chunks []*chunk) (err error) {
	defer internalFailure("building", &err)
	for i, c := range chunks {
		b := &builder{c: c, hooks: s.hooks, nobody: s.nobody}
		if c.program {
			b.program()
		} else {
			for _, u := range c.units {
				b.unit(u)
			}
		}
		if i < len(chunks)-1 {
			b.callNext(chunks[i+1])
		}
		c.entry.Body.List = b.body
		b.skipArrays()
		b.cutSwitches()
		b.orderIndices()
		c.info.InitOrder = nil
		c.ssa = s.prog.CreatePackage(c.pkg, []*ast.File{c.file}, c.info, false)
	}
	for _, c := range chunks {
		if ctx.Err() != nil {
			return interruption()
		}
		c.ssa.Build()
	}
	return nil
}

// callNext takes the next chunk over and calls its statements.
func (b *builder) callNext(next *chunk) {
	call := &ast.CallExpr{Fun: &ast.Ident{Name: entryName}, Lparen: b.nobody}
	b.c.info.Uses[call.Fun.(*ast.Ident)] = next.pkg.Scope().Lookup(entryName)
	b.c.info.Types[call] = types.TypeAndValue{Type: (*types.Tuple)(nil)}
	b.add(b.hook(nextHook, token.NoPos), &ast.ExprStmt{X: call})
}

// A program is the session's ssa.Program, to which packages can be added while goroutines of cells translate methods.
type program struct {
	*ssa.Program
	adding sync.RWMutex
}

// CreatePackage is that of ssa.Program, which has no lock of its own for it.
func (p *program) CreatePackage(pkg *types.Package, files []*ast.File, info *types.Info, importable bool) *ssa.Package {
	p.adding.Lock()
	defer p.adding.Unlock()
	return p.Program.CreatePackage(pkg, files, info, importable)
}

// drop lets go of a package that nothing built later can refer to. The ssa package has no call for it: a program that
// grows for ever is not among its uses.
func (p *program) drop(pkg *types.Package) {
	p.adding.Lock()
	defer p.adding.Unlock()
	field := reflect.ValueOf(p.Program).Elem().FieldByName("packages")
	if packages, ok := reflect.NewAt(field.Type(), field.Addr().UnsafePointer()).Interface().(*map[*types.Package]*ssa.Package); ok {
		delete(*packages, pkg)
	}
}

// A builder collects the body of func ·cell in build form. The syntax it makes gets its types by hand.
type builder struct {
	c      *chunk
	hooks  *types.Package
	nobody token.Pos // of calls that traces leave out
	body   []ast.Stmt
	temps  int
}

func (b *builder) add(stmts ...ast.Stmt) { b.body = append(b.body, stmts...) }

func (b *builder) unit(u *unit) {
	if u.timing == "%time" {
		b.add(b.hook(timeStartHook, u.pos()))
		defer func() { b.add(b.hook(timeStopHook, u.pos())) }()
	}
	switch u.kind {
	case varUnit:
		b.variables(u)
	case commandUnit:
		b.add(u.form)
	case stmtUnit:
		b.statement(u)
	}
}

// variables assigns a top-level variable's initial value where its declaration stands.
func (b *builder) variables(u *unit) {
	vs := u.vars
	spec := vs.form
	b.keepReplaced(vs)
	switch {
	case len(spec.Values) > 0:
		b.add(b.assign(vs, b.targets(spec.Names), spec.Values))
	default:
		for _, id := range spec.Names {
			if obj, ok := b.c.info.Defs[id].(*types.Var); ok && id.Name != "_" {
				b.zero(id, obj)
			}
		}
	}
	b.reuse(vs)
	if u.mark > 0 {
		b.add(b.hook(reachedHook, u.pos(), b.number(u.mark-1, u.pos())))
	}
}

// targets returns the names as operands of an assignment. The nodes that define them serve as uses too.
func (b *builder) targets(names []*ast.Ident) []ast.Expr {
	exprs := make([]ast.Expr, len(names))
	for i, id := range names {
		exprs[i] = id
	}
	return exprs
}

func (b *builder) assign(vs *variables, lhs, rhs []ast.Expr) *ast.AssignStmt {
	return &ast.AssignStmt{Lhs: lhs, TokPos: vs.pos, Tok: token.ASSIGN, Rhs: rhs}
}

// reuse passes values on to variables of a mixed := that existed before it.
func (b *builder) reuse(vs *variables) {
	for _, r := range vs.reused {
		stmt := r.assignment()
		scope := b.c.pkg.Scope()
		b.c.info.Uses[stmt.Lhs[0].(*ast.Ident)] = scope.Lookup(r.name.Name)
		b.c.info.Uses[stmt.Rhs[0].(*ast.Ident)] = scope.Lookup(r.temp.Name)
		b.add(stmt)
	}
}

// zero sets a variable that is declared without a value: it may hold one from an earlier run of the cell.
func (b *builder) zero(id *ast.Ident, obj *types.Var) {
	local := b.define(obj.Type(), id.Pos())
	decl := &ast.GenDecl{TokPos: id.Pos(), Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{Names: []*ast.Ident{local}}}}
	b.add(&ast.DeclStmt{Decl: decl}, &ast.AssignStmt{Lhs: []ast.Expr{id}, TokPos: id.Pos(), Tok: token.ASSIGN, Rhs: []ast.Expr{b.use(local)}})
}

// define makes the identifier that defines a local variable of func ·cell.
func (b *builder) define(t types.Type, pos token.Pos) *ast.Ident {
	b.temps++
	id := &ast.Ident{NamePos: pos, Name: "·v" + strconv.Itoa(b.temps)}
	b.c.info.Defs[id] = types.NewVar(pos, b.c.pkg, id.Name, t)
	return id
}

func (b *builder) use(def *ast.Ident) *ast.Ident {
	id := &ast.Ident{NamePos: def.NamePos, Name: def.Name}
	b.c.info.Uses[id] = b.c.info.Defs[def]
	return id
}

// hook makes a call of a hook.
func (b *builder) hook(name string, pos token.Pos, args ...ast.Expr) ast.Stmt {
	stmt := hookCall(name, pos, args...)
	call := stmt.X.(*ast.CallExpr)
	b.c.info.Uses[call.Fun.(*ast.Ident)] = b.hooks.Scope().Lookup(name)
	b.c.info.Types[call] = types.TypeAndValue{Type: (*types.Tuple)(nil)}
	return stmt
}

// text makes a string constant.
func (b *builder) text(s string, pos token.Pos) ast.Expr {
	lit := &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(s)}
	b.c.info.Types[lit] = types.TypeAndValue{Type: types.Typ[types.String], Value: constant.MakeString(s)}
	return lit
}

// number makes an integer constant.
func (b *builder) number(n int, pos token.Pos) ast.Expr {
	lit := &ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: strconv.Itoa(n)}
	b.c.info.Types[lit] = types.TypeAndValue{Type: types.Typ[types.Int], Value: constant.MakeInt64(int64(n))}
	return lit
}

// results evaluates a call into local variables, one for each result.
func (b *builder) results(call ast.Expr) []*ast.Ident {
	tuple := b.c.info.TypeOf(call).(*types.Tuple)
	define := &ast.AssignStmt{TokPos: call.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{call}}
	var ids []*ast.Ident
	for i := range tuple.Len() {
		id := b.define(tuple.At(i).Type(), call.Pos())
		ids = append(ids, id)
		define.Lhs = append(define.Lhs, id)
	}
	b.add(define)
	return ids
}

// must fails the cell when a call's error result is not nil.
func (b *builder) must(u *unit, call, err ast.Expr) {
	b.add(b.hook(mustHook, call.Pos(), err, b.text(u.syn.textOf(call), call.Pos())))
}

// statement adds a statement as it is, unless it is a call whose value is displayed or whose error nobody takes.
func (b *builder) statement(u *unit) {
	if u.synthetic() { // the user wrote the function, not its call
		u.stmt.(*ast.ExprStmt).X.(*ast.CallExpr).Lparen = b.nobody
	}
	results, fails, shown := b.c.outcome(u)
	if !fails && !shown {
		b.add(u.form)
		return
	}
	expr := u.form.(*ast.ExprStmt)
	if _, several := b.c.info.TypeOf(expr.X).(*types.Tuple); !several {
		if fails {
			b.must(u, expr.X, expr.X)
		} else {
			b.add(b.hook(showHook, expr.Pos(), expr.X))
		}
		return
	}
	ids := b.results(expr.X)
	if fails {
		b.must(u, expr.X, b.use(ids[len(results)-1]))
		ids = ids[:len(results)-1]
	}
	if shown {
		var values []ast.Expr
		for _, id := range ids {
			values = append(values, b.use(id))
		}
		b.add(b.hook(showHook, expr.Pos(), values...))
	}
}

// outcome tells what becomes of the results of a call that stands as a statement: a last error that nobody takes fails
// the cell, and what a cell's last call returns beside it is displayed. Other statements just run.
func (c *chunk) outcome(u *unit) (results []types.Type, fails, shown bool) {
	expr, ok := u.form.(*ast.ExprStmt)
	if !ok || u.form != u.stmt || !isCall(expr.X) || c.prints(expr.X) {
		return nil, false, false
	}
	switch t := c.info.TypeOf(expr.X).(type) {
	case nil:
	case *types.Tuple:
		for v := range t.Variables() {
			results = append(results, v.Type())
		}
	default:
		results = []types.Type{t}
	}
	n := len(results)
	if n == 0 {
		return nil, false, false
	}
	fails = isError(results[n-1])
	return results, fails, u.value && !u.hide && !(fails && n == 1)
}

// prints reports whether e calls one of fmt's printing functions, whose results nobody wants to see.
func (c *chunk) prints(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.CallExpr).Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	obj := c.info.Uses[sel.Sel]
	if obj == nil || obj.Pkg() == nil || obj.Pkg().Path() != "fmt" {
		return false
	}
	switch obj.Name() {
	case "Print", "Printf", "Println", "Fprint", "Fprintf", "Fprintln":
		return true
	}
	return false
}

// program makes the body for a whole program: variables in the order of their dependencies, the init functions, main.
func (b *builder) program() {
	for _, init := range b.c.info.InitOrder {
		lhs := make([]ast.Expr, len(init.Lhs))
		for i, v := range init.Lhs {
			id := &ast.Ident{NamePos: v.Pos(), Name: v.Name()}
			if v.Name() != "_" {
				b.c.info.Uses[id] = v
			}
			lhs[i] = id
		}
		b.add(&ast.AssignStmt{Lhs: lhs, TokPos: init.Rhs.Pos(), Tok: token.ASSIGN, Rhs: []ast.Expr{init.Rhs}})
	}
	for _, u := range b.c.units {
		switch {
		case u.kind == stmtUnit:
			b.statement(u)
		case u.kind == commandUnit:
			b.add(u.form)
		}
	}
}

func (u *unit) pos() token.Pos {
	for _, f := range u.syn.files {
		return f.tokens.Pos(f.prefix + u.start)
	}
	return token.NoPos
}
