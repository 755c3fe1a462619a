package eval

// This file cuts long switches and chains of else if into parts. The ssa package notes for each branch all the conditions before it,
// if all branches end at one place: 20,000 cases keep it busy for longer than anybody waits, and it cannot be interrupted.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// maxBranches is how many branches may end at one place.
const maxBranches = 1000

// cutSwitches makes switch x { case 1: A; case 2: B; default: C }, if it is long,
//
//	switch t := x; t { case 1: A; default: switch t { case 2: B; default: C }; end = 0 }
//
// The assignment keeps the end of each part a place of its own. Type switches and else if chains are cut in the same way.
func (b *builder) cutSwitches() {
	ast.Inspect(b.c.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SwitchStmt:
			b.cutSwitch(n)
		case *ast.TypeSwitchStmt:
			b.cutTypeSwitch(n)
		case *ast.IfStmt:
			b.cutChain(n)
		}
		return true
	})
}

func (b *builder) cutSwitch(s *ast.SwitchStmt) {
	if len(s.Body.List) <= maxBranches || slices.ContainsFunc(s.Body.List, fallsThrough) {
		return
	}
	tag := b.shareTag(s)
	b.cutClauses(s.Body, func(body *ast.BlockStmt) ast.Stmt {
		return &ast.SwitchStmt{Switch: body.Lbrace, Tag: tag(), Body: body}
	})
}

func (b *builder) cutTypeSwitch(s *ast.TypeSwitchStmt) {
	if len(s.Body.List) <= maxBranches {
		return
	}
	assign := b.shareOperand(s)
	b.cutClauses(s.Body, func(body *ast.BlockStmt) ast.Stmt {
		return &ast.TypeSwitchStmt{Switch: body.Lbrace, Assign: assign(), Body: body}
	})
}

// cutClauses leaves the first clauses in the body of a switch, and behind them one for all others, in switches that rest makes.
func (b *builder) cutClauses(body *ast.BlockStmt, rest func(*ast.BlockStmt) ast.Stmt) {
	var last []ast.Stmt // the default clause
	var cases []ast.Stmt
	for _, c := range body.List {
		if c.(*ast.CaseClause).List == nil {
			last = []ast.Stmt{c}
		} else {
			cases = append(cases, c)
		}
	}
	for i := (len(cases) - 1) / maxBranches; i >= 0; i-- {
		part := cases[i*maxBranches : min((i+1)*maxBranches, len(cases))]
		list := slices.Concat(part, last)
		if i == 0 {
			body.List = list
			return
		}
		pos := part[0].Pos()
		last = []ast.Stmt{&ast.CaseClause{Case: pos, Colon: pos, Body: b.ending(rest(&ast.BlockStmt{Lbrace: pos, List: list, Rbrace: body.Rbrace}))}}
	}
}

func fallsThrough(clause ast.Stmt) bool {
	body := clause.(*ast.CaseClause).Body
	if len(body) == 0 {
		return false
	}
	jump, ok := body[len(body)-1].(*ast.BranchStmt)
	return ok && jump.Tok == token.FALLTHROUGH
}

// shareTag evaluates the switch's tag once, for all parts, and returns what makes uses of it.
func (b *builder) shareTag(s *ast.SwitchStmt) func() ast.Expr {
	if s.Tag == nil {
		return func() ast.Expr { return nil }
	}
	var use func() ast.Expr
	s.Init, use = b.evaluated(s.Init, s.Tag, s.Switch)
	s.Tag = use()
	return use
}

// shareOperand is shareTag for the x of y := x.(type). The y of a clause belongs to the clause.
func (b *builder) shareOperand(s *ast.TypeSwitchStmt) func() ast.Stmt {
	var use func() ast.Expr
	s.Init, use = b.evaluated(s.Init, operand(s), s.Switch)
	assign := func() ast.Stmt { return &ast.ExprStmt{X: &ast.TypeAssertExpr{X: use()}} }
	s.Assign = assign()
	return assign
}

// operand is the x of switch y := x.(type).
func operand(s *ast.TypeSwitchStmt) ast.Expr {
	if assign, ok := s.Assign.(*ast.AssignStmt); ok {
		return ast.Unparen(assign.Rhs[0]).(*ast.TypeAssertExpr).X
	}
	return ast.Unparen(s.Assign.(*ast.ExprStmt).X).(*ast.TypeAssertExpr).X
}

// evaluated returns an initial statement that evaluates x after init, and what makes uses of its value.
func (b *builder) evaluated(init ast.Stmt, x ast.Expr, pos token.Pos) (ast.Stmt, func() ast.Expr) {
	id := b.define(types.Default(b.c.info.TypeOf(x)), x.Pos())
	list := []ast.Stmt{&ast.AssignStmt{Lhs: []ast.Expr{id}, TokPos: x.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{x}}}
	if init != nil {
		list = append([]ast.Stmt{init}, list...)
	}
	return &ast.BlockStmt{Lbrace: pos, List: list, Rbrace: x.End()}, func() ast.Expr { return b.use(id) }
}

// ending makes a statement that ends at a place of its own.
func (b *builder) ending(s ast.Stmt) []ast.Stmt {
	end := b.define(types.Typ[types.Bool], s.Pos())
	decl := &ast.GenDecl{TokPos: s.Pos(), Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{Names: []*ast.Ident{end}}}}
	return []ast.Stmt{&ast.DeclStmt{Decl: decl}, s, &ast.AssignStmt{Lhs: []ast.Expr{b.use(end)}, TokPos: s.End(), Tok: token.ASSIGN, Rhs: []ast.Expr{b.use(end)}}}
}

// cutChain cuts if a { A } else if b { B } ... after some branches. The rest is cut when the walk comes to it.
func (b *builder) cutChain(s *ast.IfStmt) {
	for range maxBranches {
		next, ok := s.Else.(*ast.IfStmt)
		if !ok {
			return
		}
		s = next
	}
	if rest, ok := s.Else.(*ast.IfStmt); ok {
		s.Else = &ast.BlockStmt{Lbrace: rest.Pos(), List: b.ending(rest), Rbrace: rest.End()}
	}
}
