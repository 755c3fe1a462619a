package eval

// This file cuts long switches and chains of else if into parts. The ssa package notes for each branch all the conditions before it,
// if all branches end at one place: 20,000 cases keep it busy for longer than anybody waits, and it cannot be interrupted.

import (
	"go/ast"
	"go/token"
	"go/types"
)

// maxBranches is how many branches may end at one place.
const maxBranches = 1000

// cutSwitches makes switch x { case 1: A; case 2: B; default: C }, if it is long,
//
//	switch t := x; t { case 1: A; default: switch t { case 2: B; default: C }; end = 0 }
//
// The assignment keeps the end of each part a place of its own. Else if chains are cut in the same way.
func (b *builder) cutSwitches() {
	ast.Inspect(b.c.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SwitchStmt:
			b.cutSwitch(n)
		case *ast.IfStmt:
			b.cutChain(n)
		}
		return true
	})
}

func (b *builder) cutSwitch(s *ast.SwitchStmt) {
	clauses := s.Body.List
	if len(clauses) <= maxBranches {
		return
	}
	var last *ast.CaseClause // the default clause
	var cases []ast.Stmt
	for _, c := range clauses {
		switch c := c.(*ast.CaseClause); {
		case fallsThrough(c):
			return
		case c.List == nil:
			last = c
		default:
			cases = append(cases, c)
		}
	}
	parts := (len(cases) + maxBranches - 1) / maxBranches
	tag := b.shareTag(s)
	for i := parts - 1; i >= 0; i-- {
		part := cases[i*maxBranches : min((i+1)*maxBranches, len(cases))]
		body := append(append([]ast.Stmt{}, part...), clausesOf(last)...)
		if i == 0 {
			s.Body.List = body
			return
		}
		rest := &ast.SwitchStmt{Switch: part[0].Pos(), Tag: tag(), Body: &ast.BlockStmt{Lbrace: part[0].Pos(), List: body, Rbrace: s.Body.Rbrace}}
		last = &ast.CaseClause{Case: part[0].Pos(), Colon: part[0].Pos(), Body: b.ending(rest)}
	}
}

func clausesOf(c *ast.CaseClause) []ast.Stmt {
	if c == nil {
		return nil
	}
	return []ast.Stmt{c}
}

func fallsThrough(c *ast.CaseClause) bool {
	if len(c.Body) == 0 {
		return false
	}
	jump, ok := c.Body[len(c.Body)-1].(*ast.BranchStmt)
	return ok && jump.Tok == token.FALLTHROUGH
}

// shareTag evaluates the switch's tag once, for all parts, and returns what makes uses of it.
func (b *builder) shareTag(s *ast.SwitchStmt) func() ast.Expr {
	if s.Tag == nil {
		return func() ast.Expr { return nil }
	}
	id := b.define(types.Default(b.c.info.TypeOf(s.Tag)), s.Tag.Pos())
	use := func() ast.Expr { return b.use(id) }
	list := []ast.Stmt{&ast.AssignStmt{Lhs: []ast.Expr{id}, TokPos: s.Tag.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{s.Tag}}}
	if s.Init != nil {
		list = append([]ast.Stmt{s.Init}, list...)
	}
	s.Init, s.Tag = &ast.BlockStmt{Lbrace: s.Switch, List: list, Rbrace: s.Tag.End()}, use()
	return use
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
