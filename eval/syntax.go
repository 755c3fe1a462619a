package eval

// This file turns a cut cell into its syntax: a list of units in the order of the text, each a statement or one
// declaration, with every position reported at the user's own line and column.

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// Go code is parsed behind one of these, whose length is taken off every position again.
const (
	declPrefix = "package p;\n" // a line of its own: a comment behind the clause would be no doc comment
	stmtPrefix = "package p;func _(){"
	stmtSuffix = "\n}"
)

// A unit is what the session's rules are about: a statement, or the declaration of one thing.
type unit struct {
	kind       unitKind
	syn        *syntax
	start, end int      // byte offsets into the cell's text
	names      []string // what it declares; a method as "Point.String"
	doc        string
	at         token.Position // where it was first written, for declarations that are checked again

	stmt ast.Stmt // statements
	form ast.Stmt // the statement, or what stands for the command, in check form
	decl ast.Decl // functions, methods and constant groups
	typ  *ast.TypeSpec
	vars *variables

	timing    string   // "%time" or "%timeit"
	command   string   // a kernel command in the place of a statement
	mentions  []string // names that occur in it, computed once by (*unit).uses
	value     bool     // the cell's last expression, to be displayed
	hide      bool     // but a semicolon at its end hides the value
	fresh     []string // variables that are new, or of another type than before
	mark      int      // of fresh variables: their number in the cell, from 1 on
	begins    bool     // starts a new chunk
	late      bool     // variables of another type than before, to be declared when their values have been found
	redeclare bool     // a mixed := whose old variables cannot take the new values, and so are declared anew
}

type unitKind int

const (
	stmtUnit unitKind = iota
	varUnit
	constUnit
	typeUnit
	funcUnit
	commandUnit
)

// variables are one specification of a var declaration, or one top-level x := e.
type variables struct {
	names  []*ast.Ident
	typ    ast.Expr
	values []ast.Expr
	define bool // written with :=
	pos    token.Pos

	reused []reuse    // names of a mixed := that were declared before it in the chunk
	from   *variables // the values come from these temporaries (x := x + 1)

	replaced []string // of temporaries: the variables that their values are for

	form *ast.ValueSpec // the declaration in check form
}

// A reuse is a variable on the left of := that exists already: the value goes to temp, and from there to name.
type reuse struct {
	name, temp *ast.Ident
}

// syntax is a parsed cell.
type syntax struct {
	src     *source
	name    string // "cell 3", or the file's name when %load brought it in
	program bool   // starts with package main
	units   []*unit
	imports []*ast.ImportSpec
	files   []parsedFile

	line, column int // where the text begins
}

// A parsedFile is one of the files that a cell's text was parsed in, with the length of the prefix it stands behind.
type parsedFile struct {
	tokens *token.File
	prefix int
}

// parse reads a cell. The error is a *Error that holds all syntax errors found.
func (s *Session) parse(name, text string) (*syntax, error) {
	syn := &syntax{src: cut(text), name: name, line: 1, column: 1}
	decls, stmts, found := syn.parseBoth(s.fset)
	found = append(found, syn.refusals(decls)...)
	if len(found) > 0 {
		return syn, s.syntaxError(syn, found)
	}
	if len(syn.files) == 0 {
		syn.placeCommands(s.fset)
	}
	syn.collect(decls, stmts)
	for _, u := range syn.units {
		s.noteOriginals(u.nodes()...)
	}
	return syn, nil
}

// placeCommands gives a cell that holds no Go positions of its own, for its commands.
func (syn *syntax) placeCommands(fset *token.FileSet) {
	file := fset.AddFile(syn.name, -1, len(syn.src.text))
	file.SetLinesForContent(syn.src.text)
	syn.files = append(syn.files, parsedFile{file, 0})
}

// parseBoth parses declarations and statements, and lists what is wrong with them.
func (syn *syntax) parseBoth(fset *token.FileSet) (decls, stmts *ast.File, found []problem) {
	decls, found = syn.parseMasked(fset, declPrefix, "", func(k itemKind) bool { return k == declItem || k == importItem })
	stmts, more := syn.parseMasked(fset, stmtPrefix, stmtSuffix, func(k itemKind) bool { return k == stmtItem })
	found = append(found, more...)
	if syn.src.stray >= 0 {
		c := syn.src.code[syn.src.stray]
		found = []problem{{offset: syn.src.stray, message: "unexpected '" + string(c) + "' that closes nothing"}}
	}
	return decls, stmts, found
}

// refusals lists what is Go and will not be had in cells.
func (syn *syntax) refusals(decls *ast.File) (found []problem) {
	if decls == nil {
		return nil
	}
	for _, group := range decls.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "//go:embed ") {
				found = append(found, problem{syn.offset(c.Pos()), "cells cannot embed files, since nothing is built; read them with os.ReadFile"})
			}
		}
	}
	for _, d := range decls.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body == nil {
			found = append(found, problem{syn.offset(fn.Name.Pos()), "missing function body"})
		}
	}
	return found
}

// parseMasked parses the wanted items, in a file of their own in which everything stands where it stands in the cell.
func (syn *syntax) parseMasked(fset *token.FileSet, prefix, suffix string, wanted func(itemKind) bool) (*ast.File, []problem) {
	if !syn.src.has(wanted) {
		return nil, nil
	}
	return syn.parseCode(fset, prefix, syn.src.masked(wanted), suffix)
}

// parseCode parses code, which it changes, in a file of its own.
func (syn *syntax) parseCode(fset *token.FileSet, prefix string, code []byte, suffix string) (*ast.File, []problem) {
	exchanged := map[int]indexList{}
	wrong := exchangeViews(code, exchanged)
	for {
		file, tokens, found := syn.parseText(fset, prefix, string(code), suffix)
		if exchangeBrackets(code, found, exchanged) {
			fset.RemoveFile(tokens)
			continue
		}
		syn.files = append(syn.files, parsedFile{tokens, len(prefix)})
		restoreIndexLists(file, exchanged, syn.offset)
		return file, append(wrong, found...)
	}
}

func (syn *syntax) parseText(fset *token.FileSet, prefix, code, suffix string) (*ast.File, *token.File, []problem) {
	file, err := parser.ParseFile(fset, syn.name, prefix+code+suffix, parser.ParseComments|parser.SkipObjectResolution|parser.AllErrors)
	tokens := fset.File(file.FileStart)
	tokens.AddLineColumnInfo(len(prefix), syn.name, syn.line, syn.column)
	list, _ := err.(scanner.ErrorList)
	var found []problem
	for _, e := range list {
		switch {
		case strings.HasPrefix(e.Msg, "imports must appear before"): // a rule of Go's, not of cells
		case strings.HasSuffix(e.Msg, missingIndex):
			leaveOut(file)
		default:
			p := problem{offset: min(max(e.Pos.Offset-len(prefix), 0), len(code)), message: e.Msg}
			if p.offset == len(code) || strings.TrimSpace(code[p.offset:]) == "" {
				p.message = endOfCell.Replace(p.message)
			}
			found = append(found, p)
		}
	}
	return file, tokens, found
}

// endOfCell names the end of a cell in the parser's messages, which come upon what stands behind it.
var endOfCell = strings.NewReplacer("found '}'", "found the end of the cell", "found 'EOF'", "found the end of the cell")

func (src *source) has(wanted func(itemKind) bool) bool {
	for _, it := range src.items {
		if wanted(it.kind) {
			return true
		}
	}
	return false
}

// offset returns the place of pos in the cell's text, or -1 for a position outside it.
func (syn *syntax) offset(pos token.Pos) int {
	for _, f := range syn.files {
		if f.tokens.Base() <= int(pos) && int(pos) <= f.tokens.Base()+f.tokens.Size() {
			return f.tokens.Offset(pos) - f.prefix
		}
	}
	return -1
}

// textOf returns the user's text of a node.
func (syn *syntax) textOf(n ast.Node) string {
	start, end := syn.offset(n.Pos()), syn.offset(n.End())
	if start < 0 || end < start || end > len(syn.src.text) {
		return ""
	}
	return string(syn.src.text[start:end])
}

// collect lists the units of the two files and the commands in the order of the text.
func (syn *syntax) collect(decls, stmts *ast.File) {
	var fromDecls, fromStmts []*unit
	if decls != nil {
		for _, d := range decls.Decls {
			fromDecls = append(fromDecls, syn.declUnits(d)...)
		}
	}
	if stmts != nil {
		for _, stmt := range stmts.Decls[0].(*ast.FuncDecl).Body.List {
			fromStmts = append(fromStmts, syn.stmtUnits(stmt)...)
		}
	}
	take := func(list *[]*unit, end int, timing string) {
		for len(*list) > 0 && (*list)[0].start < end {
			u := (*list)[0]
			*list = (*list)[1:]
			u.timing = timing
			syn.units = append(syn.units, u)
		}
	}
	for i, it := range syn.src.items {
		switch it.kind {
		case packageItem:
			clause := strings.Fields(string(syn.src.text[it.start:it.end]))
			syn.program = i == 0 && len(clause) == 2 && clause[1] == "main"
		case declItem:
			take(&fromDecls, max(it.end, it.start+1), it.timing)
		case stmtItem:
			take(&fromStmts, max(it.end, it.start+1), it.timing)
		case commandItem:
			text := string(syn.src.text[it.start:it.end])
			syn.units = append(syn.units, &unit{kind: commandUnit, syn: syn, start: it.start, end: it.end, command: text})
		}
	}
	if n := len(syn.src.items); n > 0 {
		last := syn.src.items[n-1]
		if u := syn.lastUnit(); u != nil && u.kind == stmtUnit && last.kind == stmtItem && !syn.program {
			_, u.value = u.stmt.(*ast.ExprStmt)
			u.hide = last.semicolon >= 0
		}
	}
}

func (syn *syntax) lastUnit() *unit {
	if len(syn.units) == 0 {
		return nil
	}
	return syn.units[len(syn.units)-1]
}

func (syn *syntax) unit(kind unitKind, n ast.Node, names ...string) *unit {
	return &unit{kind: kind, syn: syn, start: syn.offset(n.Pos()), end: syn.offset(n.End()), names: names}
}

func (syn *syntax) declUnits(d ast.Decl) []*unit {
	switch d := d.(type) {
	case *ast.FuncDecl:
		name := d.Name.Name
		if d.Recv != nil {
			name = methodKey(d)
		}
		u := syn.unit(funcUnit, d, name)
		u.decl, u.doc = d, syn.docOf(d.Doc)
		return []*unit{u}
	case *ast.GenDecl:
		return syn.genUnits(d)
	}
	return nil
}

func (syn *syntax) genUnits(d *ast.GenDecl) []*unit {
	if d.Tok == token.CONST {
		u := syn.unit(constUnit, d)
		u.decl, u.doc = d, syn.docOf(d.Doc)
		for _, spec := range d.Specs {
			u.names = append(u.names, identNames(spec.(*ast.ValueSpec).Names)...)
		}
		return []*unit{u}
	}
	var units []*unit
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.ImportSpec:
			syn.imports = append(syn.imports, spec)
		case *ast.TypeSpec:
			u := syn.unit(typeUnit, spec, spec.Name.Name)
			u.typ, u.doc = spec, syn.docOf(firstDoc(spec.Doc, d.Doc))
			units = append(units, u)
		case *ast.ValueSpec:
			u := syn.unit(varUnit, spec, identNames(spec.Names)...)
			u.vars = &variables{names: spec.Names, typ: spec.Type, values: spec.Values, pos: d.TokPos}
			u.doc = syn.docOf(firstDoc(spec.Doc, d.Doc))
			units = append(units, u)
		}
	}
	return units
}

// stmtUnits makes a variable declaration of every x := e, and splits a label off one.
func (syn *syntax) stmtUnits(stmt ast.Stmt) []*unit {
	if labeled, ok := stmt.(*ast.LabeledStmt); ok {
		inner := syn.stmtUnits(labeled.Stmt)
		if len(inner) == 0 || inner[0].kind != varUnit {
			u := syn.unit(stmtUnit, stmt)
			u.stmt = stmt
			return []*unit{u}
		}
		u := syn.unit(stmtUnit, labeled.Label)
		u.stmt = &ast.LabeledStmt{Label: labeled.Label, Colon: labeled.Colon, Stmt: &ast.EmptyStmt{Semicolon: labeled.Stmt.Pos(), Implicit: true}}
		return append([]*unit{u}, inner...)
	}
	if assign, ok := stmt.(*ast.AssignStmt); ok && assign.Tok == token.DEFINE {
		if names := newNames(assign.Lhs); names != nil {
			u := syn.unit(varUnit, stmt, identNames(names)...)
			u.vars = &variables{names: names, values: assign.Rhs, define: true, pos: assign.Pos()}
			return []*unit{u}
		}
	}
	if empty, ok := stmt.(*ast.EmptyStmt); ok && !empty.Implicit {
		return nil
	}
	u := syn.unit(stmtUnit, stmt)
	u.stmt = stmt
	return []*unit{u}
}

// newNames returns the left side of := as identifiers, or nil when Go would refuse it.
func newNames(lhs []ast.Expr) []*ast.Ident {
	var names []*ast.Ident
	fresh := false
	for _, e := range lhs {
		id, ok := e.(*ast.Ident)
		if !ok {
			return nil
		}
		fresh = fresh || id.Name != "_"
		names = append(names, id)
	}
	if !fresh {
		return nil
	}
	return names
}

// docOf returns a doc comment's text, unless it is a comment at the end of another item's line.
func (syn *syntax) docOf(doc *ast.CommentGroup) string {
	if doc == nil || !firstOnLine(syn.src.text, max(syn.offset(doc.Pos()), 0)) {
		return ""
	}
	return strings.TrimSpace(doc.Text())
}

func firstDoc(docs ...*ast.CommentGroup) *ast.CommentGroup {
	for _, d := range docs {
		if d != nil {
			return d
		}
	}
	return nil
}

// methodKey names a method by its receiver's type: "Point.String".
func methodKey(d *ast.FuncDecl) string {
	return receiverName(d) + "." + d.Name.Name
}

// receiverName returns the name of the type that a method belongs to, "" if it has none.
func receiverName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	t := ast.Unparen(d.Recv.List[0].Type)
	if star, ok := t.(*ast.StarExpr); ok {
		t = ast.Unparen(star.X)
	}
	switch x := t.(type) {
	case *ast.IndexExpr:
		t = x.X
	case *ast.IndexListExpr:
		t = x.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

func identNames(ids []*ast.Ident) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id.Name
	}
	return names
}

// uses lists the names that occur in the unit and may mean something outside it. Names that turn out to be fields or
// local variables do no harm: whatever the session has under them is offered to the checker and not taken.
func (u *unit) uses() []string {
	if u.mentions == nil {
		u.mentions = mentionedIn(u.nodes()...)
	}
	return u.mentions
}

func (u *unit) nodes() []ast.Node {
	switch u.kind {
	case stmtUnit:
		return []ast.Node{u.stmt}
	case constUnit, funcUnit:
		return []ast.Node{u.decl}
	case typeUnit:
		return []ast.Node{u.typ}
	case varUnit:
		var nodes []ast.Node
		if u.vars.typ != nil {
			nodes = append(nodes, u.vars.typ)
		}
		for _, v := range u.vars.values {
			nodes = append(nodes, v)
		}
		return nodes
	}
	return nil
}

// mentionedIn lists the identifiers in nodes, without the selected half of x.f.
func mentionedIn(nodes ...ast.Node) []string {
	names := []string{}
	seen := map[string]bool{}
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			ast.Inspect(n.X, visit)
			return false
		case *ast.Ident:
			if !seen[n.Name] {
				seen[n.Name] = true
				names = append(names, n.Name)
			}
		}
		return true
	}
	for _, n := range nodes {
		ast.Inspect(n, visit)
	}
	return names
}
