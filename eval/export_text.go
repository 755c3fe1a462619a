package eval

// This file carries the user's text into the program. Text is copied, comments and all; what lowering replaced, and names
// that are different in the program, are edits of it. Only syntax that lowering made is printed.

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A texter writes syntax of one unit in the program's terms.
type texter struct {
	x     *exporter
	c     *chunk
	syn   *syntax
	spans map[ast.Node]span // of the user's forms that made nodes stand for
	edits []edit
	kept  map[*ast.Ident]string // names of variables that keep what a declaration replaces
	err   error
}

// A span is a range of byte offsets in a cell's text.
type span struct{ start, end int }

type edit struct {
	span
	text string
}

func (x *exporter) texter(c *chunk, u *unit) *texter {
	t := &texter{x: x, c: c, syn: u.syn, spans: map[ast.Node]span{}, kept: map[*ast.Ident]string{}}
	for _, rw := range c.rewrites { // inner forms come before outer ones
		if s, ok := t.extent(rw.was); ok {
			t.spans[rw.now] = s
		}
	}
	return t
}

// rewrites counts the forms in a unit that were lowered.
func (t *texter) rewrites(u *unit) int {
	n := 0
	for _, s := range t.spans {
		if u.start <= s.start && s.end <= u.end {
			n++
		}
	}
	return n
}

// extent returns the range of the user's text that n was made of. Positions of nodes whose first or last part was
// replaced say little, so all parts are looked at. It is false for nodes of other units' texts.
func (t *texter) extent(n ast.Node) (span, bool) {
	whole := span{len(t.syn.src.text) + 1, -1}
	ast.Inspect(n, func(m ast.Node) bool {
		if m == nil {
			return false
		}
		if s, ok := t.spans[m]; ok {
			whole.start, whole.end = min(whole.start, s.start), max(whole.end, s.end)
			return false
		}
		if t.x.s.originals[m] {
			if start := t.offset(m.Pos()); start >= 0 {
				whole.start = min(whole.start, start)
			}
			if end := t.offset(m.End()); end >= 0 {
				whole.end = max(whole.end, end)
			}
		}
		return true
	})
	return whole, whole.start <= whole.end
}

func (t *texter) offset(pos token.Pos) int {
	if !pos.IsValid() {
		return -1
	}
	return t.syn.offset(pos)
}

func (t *texter) fail(n ast.Node, format string, values ...any) {
	if t.err == nil {
		t.err = compileFailure([]report{t.x.s.reportAt(n.Pos(), fmt.Sprintf(format, values...))})
	}
}

// node returns a node's text.
func (t *texter) node(n ast.Node) string {
	if !t.x.s.originals[n] {
		return t.made(n)
	}
	s, ok := t.extent(n)
	if !ok {
		t.fail(n, "%T has no text", n)
		return ""
	}
	return t.between(s.start, s.end, n)
}

// between returns the text from start to end, in which the nodes stand.
func (t *texter) between(start, end int, nodes ...ast.Node) string {
	outer := t.edits
	t.edits = nil
	for _, n := range nodes {
		t.collect(n)
	}
	edits := t.edits
	t.edits = outer
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var out strings.Builder
	at := start
	for _, e := range edits {
		if e.start < at || e.end > end {
			continue
		}
		out.Write(t.syn.src.text[at:e.start])
		out.WriteString(e.text)
		at = e.end
	}
	out.Write(t.syn.src.text[at:end])
	return out.String()
}

// nodes returns a list of nodes with what stands between them.
func (t *texter) nodes(list []ast.Expr) string {
	whole := span{-1, -1}
	var all []ast.Node
	for i, n := range list {
		s, ok := t.spans[n]
		if !ok {
			s, ok = t.extent(n)
		}
		if !ok {
			return t.join(list)
		}
		if i == 0 {
			whole.start = s.start
		}
		whole.end = s.end
		all = append(all, n)
	}
	if whole.start < 0 {
		return ""
	}
	return t.between(whole.start, whole.end, all...)
}

func (t *texter) join(list []ast.Expr) string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = t.node(e)
	}
	return strings.Join(parts, ", ")
}

func (t *texter) edit(s span, text string) { t.edits = append(t.edits, edit{s, text}) }

// collect notes the edits inside n.
func (t *texter) collect(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		if s, ok := t.spans[n]; ok {
			t.edit(s, t.made(n))
			return false
		}
		switch n := n.(type) {
		case *ast.ParenExpr:
			if inner := ast.Unparen(n); t.isMadeCall(inner) {
				t.edit(span{t.offset(n.Lparen), t.offset(n.Rparen) + 1}, t.made(inner))
				return false
			}
		case *ast.SelectorExpr:
			if sel := t.x.s.originals[n.Sel]; sel {
				t.field(n.Sel)
			}
			t.collect(n.X)
			return false
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok && t.isField(id) {
				t.field(id)
				t.collect(n.Value)
				return false
			}
		case *ast.Ident:
			t.rename(n, t.name(n))
			return false
		}
		return true
	})
}

func (t *texter) isMadeCall(n ast.Node) bool {
	if _, ok := t.spans[n]; !ok {
		return false
	}
	_, call := n.(*ast.CallExpr)
	return call
}

func (t *texter) rename(id *ast.Ident, name string) {
	start := t.offset(id.Pos())
	if start < 0 {
		return
	}
	text := t.syn.src.text[start:]
	length := 0
	for length < len(text) && (text[length] == '_' || text[length] >= 0x80 || isAlphanumeric(text[length])) {
		length++
	}
	if string(text[:length]) != name {
		t.edit(span{start, start + length}, name)
	}
}

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// name returns what an identifier is called in the program.
func (t *texter) name(id *ast.Ident) string {
	if name := t.kept[id]; name != "" {
		return name
	}
	obj := t.c.info.Uses[id]
	if obj == nil {
		obj = t.c.info.Defs[id]
	}
	if obj == nil {
		return id.Name
	}
	if e := t.x.of[obj]; e != nil {
		if e.variable != "" {
			return e.variable
		}
		return e.name
	}
	if name, ok := obj.(*types.PkgName); ok {
		return t.x.alias(name.Imported().Path())
	}
	pkg := obj.Pkg()
	if pkg == nil || pkg.Path() == sessionPath || pkg.Scope().Lookup(obj.Name()) != obj {
		return id.Name
	}
	return t.x.alias(pkg.Path()) + "." + obj.Name()
}

func (t *texter) isField(id *ast.Ident) bool {
	v, ok := t.c.info.Uses[id].(*types.Var)
	return ok && v.IsField()
}

// field renames a use of an embedded field, which has the name of its type.
func (t *texter) field(id *ast.Ident) {
	v, ok := t.c.info.Uses[id].(*types.Var)
	if !ok || !v.Embedded() {
		return
	}
	typ := v.Type()
	if p, ok := types.Unalias(typ).(*types.Pointer); ok {
		typ = p.Elem()
	}
	var obj types.Object
	switch typ := typ.(type) {
	case *types.Named:
		obj = typ.Obj()
	case *types.Alias:
		obj = typ.Obj()
	}
	if e := t.x.of[obj]; obj != nil && e != nil {
		t.rename(id, e.name)
	}
}

// made prints syntax that lowering made; parts of it are the user's own.
func (t *texter) made(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Ident:
		return t.madeIdent(n)
	case *ast.BasicLit:
		return n.Value
	case *ast.ParenExpr:
		if isSimple(n.X) {
			return t.node(n.X)
		}
		return "(" + t.node(n.X) + ")"
	case *ast.CallExpr:
		if marked, ok := n.Fun.(*ast.SelectorExpr); ok && marked.Sel.Name == markTemporary {
			return t.node(marked.X) // formulas read better without, and compute the same
		}
		return t.node(n.Fun) + "(" + t.join(n.Args) + ")"
	case *ast.SelectorExpr:
		if id, ok := n.X.(*ast.Ident); ok && strings.HasPrefix(id.Name, "·") {
			if name, ok := t.c.info.Uses[id].(*types.PkgName); ok {
				return t.x.alias(name.Imported().Path()) + "." + n.Sel.Name
			}
		}
		return t.operand(n.X) + "." + n.Sel.Name
	case *ast.IndexExpr:
		return t.operand(n.X) + "[" + t.node(n.Index) + "]"
	case *ast.StarExpr:
		return "*" + t.operand(n.X)
	case *ast.UnaryExpr: // of a number
		return n.Op.String() + t.node(n.X)
	case *ast.BinaryExpr:
		right := n.Y
		if p, ok := right.(*ast.ParenExpr); ok && !t.x.s.originals[p] {
			if inner, ok := p.X.(*ast.BinaryExpr); ok && inner.Op.Precedence() > n.Op.Precedence() {
				right = inner
			}
		}
		return t.node(n.X) + " " + n.Op.String() + " " + t.node(right)
	case *ast.AssignStmt:
		return t.join(n.Lhs) + " " + n.Tok.String() + " " + t.join(n.Rhs)
	case *ast.ExprStmt:
		return t.node(n.X)
	case *ast.BlockStmt:
		text, declares := t.madeBlock(n)
		if !declares {
			return text
		}
		return "{\n" + text + "\n}"
	case *ast.FuncLit:
		text, _ := t.madeBlock(n.Body)
		return "func() {\n" + text + "\n}"
	case ast.Expr:
		if text, err := t.x.typeText(t.c.info.TypeOf(n)); err == nil && t.c.info.Types[n].IsType() {
			return text
		}
	}
	t.fail(n, "this form cannot be exported (%T)", n)
	return ""
}

// madeBlock prints the statements of a block, and tells whether one declares a variable.
func (t *texter) madeBlock(n *ast.BlockStmt) (text string, declares bool) {
	var lines []string
	for _, s := range n.List {
		if assign, ok := s.(*ast.AssignStmt); ok && assign.Tok == token.DEFINE {
			declares = true
		}
		lines = append(lines, t.node(s))
	}
	return strings.Join(lines, "\n"), declares
}

// operand puts parentheses around what a selector cannot stand behind.
func (t *texter) operand(n ast.Expr) string {
	switch n.(type) {
	case *ast.StarExpr, *ast.UnaryExpr, *ast.BinaryExpr, *ast.FuncLit:
		return "(" + t.node(n) + ")"
	}
	return t.node(n)
}

func (t *texter) madeIdent(id *ast.Ident) string {
	if n := takenResults(id.Name); n > 0 {
		return t.x.must(n)
	}
	if name := t.name(id); !strings.HasPrefix(name, "·") {
		return name
	}
	return t.x.temporary(id.Name)
}

// temporary names a variable of lowering.
func (x *exporter) temporary(name string) string {
	base := strings.TrimPrefix(name, "·")
	for x.inner[base] || x.taken[base] {
		base += "_"
	}
	return base
}

// isSimple reports whether an operand needs no parentheses.
func isSimple(e ast.Expr) bool {
	switch ast.Unparen(e).(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr, *ast.StarExpr:
		return false
	}
	return true
}
