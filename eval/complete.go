package eval

// This file completes what is being typed, from what the checker knows about the place.

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// placeholder stands for the name that is being typed, so that the text before it parses.
const placeholder = "arraybookPlaceholder"

// Complete lists what may stand at the cursor, a byte offset into source.
func (s *Session) Complete(source string, cursor int) Completion {
	s.mu.Lock()
	defer s.mu.Unlock()
	cursor = min(max(cursor, 0), len(source))
	c := &completer{s: s, matches: map[string]match{}, end: cursor}
	c.start = cursor - len(identBefore(source[:cursor]))
	c.prefix = source[c.start:cursor]
	if !c.command(source) && !c.quoted(source) && !c.declaration(source) {
		c.code(source)
	}
	return c.result()
}

// identBefore returns the identifier that text ends with.
func identBefore(text string) string {
	i := len(text)
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		i -= size
	}
	return text[i:]
}

type completer struct {
	s          *Session
	start, end int
	prefix     string
	matches    map[string]match
	first      []string // matches that fit the place best
	typePlace  bool     // types come before anything else
}

// A match is what a name stands for.
type match struct {
	kind string
	obj  types.Object // nil for what has no type
}

// offer adds a match if it continues what has been typed, in whatever case.
func (c *completer) offer(name string, m match) {
	if len(name) >= len(c.prefix) && strings.EqualFold(name[:len(c.prefix)], c.prefix) && !strings.Contains(name, "·") && name != "_" && name != placeholder {
		if _, ok := c.matches[name]; !ok {
			c.matches[name] = m
		}
	}
}

func (c *completer) offerWord(name, kind string) { c.offer(name, match{kind: kind}) }

func (c *completer) offerObject(obj types.Object) { c.offer(obj.Name(), match{kindOf(obj), obj}) }

// prefer puts an object before the others.
func (c *completer) prefer(obj types.Object) {
	c.offerObject(obj)
	if _, ok := c.matches[obj.Name()]; ok && !slices.Contains(c.first, obj.Name()) {
		c.first = append(c.first, obj.Name())
	}
}

func (c *completer) result() Completion {
	slices.Sort(c.first)
	rest := slices.SortedFunc(maps.Keys(c.matches), func(a, b string) int {
		if x, y := c.rank(a), c.rank(b); x != y {
			return x - y
		}
		// What was typed in this very case comes first.
		if x, y := strings.HasPrefix(a, c.prefix), strings.HasPrefix(b, c.prefix); x != y {
			if x {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	out := Completion{Matches: []string{}, Types: []string{}, Signatures: []string{}, Start: c.start, End: c.end}
	for i, name := range slices.Concat(c.first, rest) {
		if i >= len(c.first) && slices.Contains(c.first, name) {
			continue
		}
		m := c.matches[name]
		out.Matches = append(out.Matches, name)
		out.Types = append(out.Types, m.kind)
		out.Signatures = append(out.Signatures, c.s.signature(m.obj))
	}
	return out
}

// rank orders the matches where a type is wanted: the session's types, other types, packages, the rest.
func (c *completer) rank(name string) int {
	m := c.matches[name]
	switch {
	case !c.typePlace:
		return 0
	case m.kind == "module":
		return 2
	case m.kind != "type":
		return 3
	case m.obj != nil && m.obj.Pkg() != nil && m.obj.Pkg().Path() == sessionPath:
		return 0
	}
	return 1
}

// signature writes an object's type in one line, as it stands in a list of matches.
func (s *Session) signature(obj types.Object) string {
	const most = 200
	switch obj.(type) {
	case nil, *types.PkgName, *types.Nil:
		return ""
	case *types.Builtin:
		return builtinSignatures[obj.Name()]
	}
	t := obj.Type()
	if _, isType := obj.(*types.TypeName); isType {
		t = t.Underlying()
	}
	text := s.userText(&view{s: s}, types.TypeString(t, byName))
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "..."
	}
	return text
}

// code completes names in Go code.
func (c *completer) code(source string) {
	a := c.analysed(source)
	var path []ast.Node
	var chunk *chunk
	if a != nil {
		path, chunk = a.path(c.start)
	}
	if len(path) == 0 {
		if !strings.HasSuffix(strings.TrimRight(source[:c.start], " \t\r\n"), ".") {
			c.session()
		}
		return
	}
	c.typePlace = wantsType(chunk, path)
	if len(path) > 1 {
		switch parent := path[1].(type) {
		case *ast.SelectorExpr:
			if parent.Sel == path[0] {
				c.selector(chunk, parent.X)
				return
			}
		case *ast.BranchStmt:
			c.labels(a.syn)
			return
		case *ast.IndexExpr:
			if parent.Index == path[0] {
				c.typeArguments(chunk, parent.X, 0)
			}
		case *ast.IndexListExpr:
			c.typeArguments(chunk, parent.X, slices.IndexFunc(parent.Indices, func(e ast.Expr) bool { return e == path[0] }))
		case *ast.CompositeLit:
			c.keys(chunk, parent)
		case *ast.KeyValueExpr:
			if lit, ok := outer(path, 2).(*ast.CompositeLit); ok && parent.Key == path[0] {
				c.keys(chunk, lit)
			}
		case *ast.CallExpr:
			c.arguments(chunk, parent, path[0])
		}
	}
	c.scopes(chunk, a.syn, path[0].Pos())
	c.session()
}

// analysed checks the source with a name where the cursor is: as a whole, or what stands before the cursor, with what is
// open closed and what does not parse left out.
func (c *completer) analysed(source string) *analysis {
	rest := strings.TrimLeftFunc(source[c.end:], func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) })
	before := source[:c.start] + placeholder
	for _, text := range []string{before + rest, closedText(before), before + "()" + rest, closedText(before + "()"), // go and defer want calls
		closedText(before + rest), closedText(before + " {}"), closedText(before) + "() {}", closedText(before) + "()"} { // as do if, for and switch bodies
		if a := c.s.analyse(text); a != nil {
			return a
		}
	}
	for _, text := range []string{before + rest, closedText(before), closedText(lastLine(before))} {
		if a := c.s.analyseMended(text, c.start); a != nil {
			return a
		}
	}
	return nil
}

// labels completes the label of a break, continue or goto.
func (c *completer) labels(syn *syntax) {
	for _, u := range syn.units {
		for _, n := range u.nodes() {
			ast.Inspect(n, func(n ast.Node) bool {
				if l, ok := n.(*ast.LabeledStmt); ok {
					c.offerWord(l.Label.Name, "label")
				}
				return true
			})
		}
	}
}

func outer(path []ast.Node, i int) ast.Node {
	if i < len(path) {
		return path[i]
	}
	return nil
}

// closedText closes the brackets that text leaves open.
func closedText(text string) string {
	open := cut(text).open
	for _, b := range slices.Backward(open) {
		switch b.tok {
		case token.LPAREN:
			text += ")"
		case token.LBRACK:
			text += "]"
		case token.LBRACE:
			text += "}"
		}
	}
	return text
}

// selector completes x.name.
func (c *completer) selector(chunk *chunk, x ast.Expr) {
	if id, ok := ast.Unparen(x).(*ast.Ident); ok {
		if pkg, ok := chunk.object(id).(*types.PkgName); ok {
			c.members(pkg.Imported())
			return
		}
	}
	tv := chunk.info.Types[x]
	if tv.Type == nil || tv.Type == types.Typ[types.Invalid] {
		c.maybePackage(x)
		return
	}
	c.fieldsAndMethods(chunk.pkg, tv.Type, !tv.IsType())
}

// maybePackage completes members of a package that the cell does not import, since it will be by itself.
func (c *completer) maybePackage(x ast.Expr) {
	id, ok := x.(*ast.Ident)
	if !ok {
		return
	}
	for _, path := range c.s.imports.named(id.Name) {
		if pkg, err := c.s.imports.Import(path); err == nil {
			c.members(pkg)
		}
	}
}

func (c *completer) members(pkg *types.Package) {
	for _, name := range pkg.Scope().Names() {
		if token.IsExported(name) {
			c.offerObject(pkg.Scope().Lookup(name))
		}
	}
}

// fieldsAndMethods offers what can be selected from a value of type t, or from t itself.
func (c *completer) fieldsAndMethods(from *types.Package, t types.Type, value bool) {
	visible := func(obj types.Object) bool {
		return obj.Exported() || obj.Pkg() != nil && obj.Pkg().Path() == from.Path()
	}
	of := t
	if _, isPointer := t.Underlying().(*types.Pointer); value && !isPointer && !types.IsInterface(t) {
		of = types.NewPointer(t) // a variable's pointer methods can be called too
	}
	set := types.NewMethodSet(of)
	for i := range set.Len() {
		if m := set.At(i).Obj(); visible(m) {
			c.offerObject(m)
		}
	}
	if !value {
		return
	}
	seen := map[*types.Struct]bool{}
	var fields func(t types.Type)
	fields = func(t types.Type) {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		str, ok := t.Underlying().(*types.Struct)
		if !ok || seen[str] {
			return
		}
		seen[str] = true
		for i := range str.NumFields() {
			if f := str.Field(i); visible(f) {
				c.offerObject(f)
			}
		}
		for i := range str.NumFields() {
			if f := str.Field(i); f.Embedded() {
				fields(f.Type())
			}
		}
	}
	fields(t)
}

// keys completes the fields of a struct literal that are not set yet.
func (c *completer) keys(chunk *chunk, lit *ast.CompositeLit) {
	t := chunk.info.TypeOf(lit)
	if t == nil {
		return
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	str, ok := t.Underlying().(*types.Struct)
	if !ok {
		return
	}
	set := map[string]bool{}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				set[id.Name] = true
			}
		}
	}
	for i := range str.NumFields() {
		if f := str.Field(i); !set[f.Name()] && (f.Exported() || f.Pkg().Path() == sessionPath) {
			c.prefer(f)
		}
	}
}
