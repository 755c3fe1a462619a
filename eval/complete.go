package eval

// This file completes what is being typed, from what the checker knows about the place.

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
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
	c := &completer{s: s, matches: map[string]string{}, end: cursor}
	c.start = cursor - len(identBefore(source[:cursor]))
	c.prefix = source[c.start:cursor]
	if !c.command(source) && !c.quoted(source) {
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
	matches    map[string]string // to their kinds
	first      []string          // matches that fit the place best
}

// offer adds a match if it continues what has been typed, in whatever case.
func (c *completer) offer(name, kind string) {
	if len(name) >= len(c.prefix) && strings.EqualFold(name[:len(c.prefix)], c.prefix) && !strings.Contains(name, "·") && name != "_" && name != placeholder {
		if _, ok := c.matches[name]; !ok {
			c.matches[name] = kind
		}
	}
}

// prefer puts a match before the others.
func (c *completer) prefer(name, kind string) {
	c.offer(name, kind)
	if _, ok := c.matches[name]; ok && !slices.Contains(c.first, name) {
		c.first = append(c.first, name)
	}
}

func (c *completer) result() Completion {
	slices.Sort(c.first)
	rest := slices.SortedFunc(maps.Keys(c.matches), func(a, b string) int {
		// What was typed in this very case comes first.
		if x, y := strings.HasPrefix(a, c.prefix), strings.HasPrefix(b, c.prefix); x != y {
			if x {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	out := Completion{Matches: []string{}, Types: []string{}, Start: c.start, End: c.end}
	for i, name := range slices.Concat(c.first, rest) {
		if i >= len(c.first) && slices.Contains(c.first, name) {
			continue
		}
		out.Matches = append(out.Matches, name)
		out.Types = append(out.Types, c.matches[name])
	}
	return out
}

// command completes kernel commands and the paths some of them take.
func (c *completer) command(source string) bool {
	start := strings.LastIndexByte(source[:c.end], '\n') + 1
	line := strings.TrimLeft(source[start:c.end], " \t")
	if !strings.HasPrefix(line, "%") {
		return false
	}
	name, _, hasArgs := strings.Cut(line, " ")
	switch {
	case !hasArgs:
		c.start, c.prefix = c.end-len(name), name
		for _, command := range commandNames() {
			c.offer(command, "keyword")
		}
	case name == "%cd" || name == "%load" || name == "%%writefile":
		c.files(line[strings.LastIndexByte(line, ' ')+1:])
	default:
		return false // %time takes Go
	}
	return true
}

func (c *completer) files(typed string) {
	c.start, c.prefix = c.end-len(typed), typed
	dir, _ := filepath.Split(typed)
	entries, err := os.ReadDir(filepath.Clean("./" + dir))
	if filepath.IsAbs(typed) {
		entries, err = os.ReadDir(dir)
	}
	if err != nil {
		return
	}
	for _, e := range entries {
		name := dir + e.Name()
		if e.IsDir() {
			name += "/"
		}
		c.offer(name, "module")
	}
}

// quoted completes import paths. Inside other strings and inside comments there is nothing to complete.
func (c *completer) quoted(source string) bool {
	var scan scanner.Scanner
	code := cut(source).code
	if len(code) != len(source) {
		return false // a byte order mark
	}
	file := token.NewFileSet().AddFile("", -1, len(code))
	scan.Init(file, code, func(token.Position, string) {}, scanner.ScanComments)
	importing := false // since "import" or "import (" nothing but names and paths came
	for {
		pos, tok, literal := scan.Scan()
		at := file.Offset(pos)
		if tok == token.EOF || at >= c.end {
			return false
		}
		inside := at < c.end && (c.end < at+len(literal) || c.end == at+len(literal) && !closed(literal))
		switch tok {
		case token.IMPORT:
			importing = true
		case token.STRING:
			if inside {
				if importing {
					c.importPaths(source[at+1 : c.end])
				}
				return true
			}
		case token.COMMENT, token.CHAR:
			if inside || tok == token.COMMENT && c.end == at+len(literal) && strings.HasPrefix(literal, "//") {
				return true
			}
		case token.LPAREN, token.SEMICOLON, token.IDENT, token.PERIOD:
		default:
			importing = false
		}
	}
}

// closed reports whether a string literal has its closing quote.
func closed(literal string) bool {
	return len(literal) > 1 && literal[len(literal)-1] == literal[0] && !strings.HasSuffix(literal, `\"`)
}

func (c *completer) importPaths(typed string) {
	c.start, c.prefix = c.end-len(typed), typed
	for path := range c.s.imports.byPath {
		if !isInternal(path) {
			c.offer(path, "module")
		}
	}
}

// code completes names in Go code.
func (c *completer) code(source string) {
	after := source[c.end:]
	rest := strings.TrimLeftFunc(after, func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) })
	whole := source[:c.start] + placeholder + rest
	a := c.s.analyse(whole)
	if a == nil { // the text is not finished: take what stands before the cursor, and close what is open
		a = c.s.analyse(closedText(source[:c.start] + placeholder))
	}
	if a == nil {
		c.session()
		return
	}
	path, chunk := a.path(c.start)
	if len(path) == 0 {
		c.session()
		return
	}
	if len(path) > 1 {
		switch parent := path[1].(type) {
		case *ast.SelectorExpr:
			if parent.Sel == path[0] {
				c.selector(chunk, parent.X)
				return
			}
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
			c.offer(name, kindOf(pkg.Scope().Lookup(name)))
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
			c.offer(m.Name(), "method")
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
				c.offer(f.Name(), "field")
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
			c.prefer(f.Name(), "field")
		}
	}
}

// arguments puts functions first whose result is what the parameter takes, such as the options of a call.
func (c *completer) arguments(chunk *chunk, call *ast.CallExpr, arg ast.Node) {
	sig, ok := chunk.info.TypeOf(call.Fun).(*types.Signature)
	if !ok {
		return
	}
	want := parameterOf(sig, slices.IndexFunc(call.Args, func(e ast.Expr) bool { return e == arg }))
	named, ok := want.(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return
	}
	c.makers(named, named.Obj().Pkg())
}

// parameterOf returns the type of the parameter that takes argument i, nil if there is none.
func parameterOf(sig *types.Signature, i int) types.Type {
	params := sig.Params()
	switch {
	case i < 0 || params.Len() == 0:
		return nil
	case sig.Variadic() && i >= params.Len()-1:
		if list, ok := params.At(params.Len() - 1).Type().(*types.Slice); ok {
			return list.Elem()
		}
	case i < params.Len():
		return params.At(i).Type()
	}
	return nil
}

// makers offers the functions of pkg that return t, if cells use the package unqualified.
func (c *completer) makers(t *types.Named, pkg *types.Package) {
	if !slices.Contains(c.s.unqualifiedPaths, pkg.Path()) {
		return
	}
	for _, name := range pkg.Scope().Names() {
		fn, ok := pkg.Scope().Lookup(name).(*types.Func)
		if ok && fn.Exported() && fn.Signature().Results().Len() == 1 && types.AssignableTo(fn.Signature().Results().At(0).Type(), t) {
			c.prefer(name, "function")
		}
	}
}

// scopes offers the names declared around a place in the cell.
func (c *completer) scopes(chunk *chunk, syn *syntax, pos token.Pos) {
	for node, scope := range chunk.info.Scopes {
		body := node
		if fn, ok := node.(*ast.FuncType); ok { // a function's scope covers its body too
			body = enclosing(chunk, fn)
		}
		if body == nil || pos < body.Pos() || body.End() < pos {
			continue
		}
		if _, isFile := node.(*ast.File); isFile {
			continue
		}
		for _, name := range scope.Names() {
			if obj := scope.Lookup(name); obj.Pos() < pos {
				c.offer(name, kindOf(obj))
			}
		}
	}
	for _, u := range chunk.units {
		for _, name := range u.names {
			if obj := chunk.pkg.Scope().Lookup(name); obj != nil && !strings.Contains(name, ".") {
				c.offer(name, kindOf(obj))
			}
		}
	}
}

// enclosing returns the function declaration or literal of a function type.
func enclosing(chunk *chunk, t *ast.FuncType) (fn ast.Node) {
	ast.Inspect(chunk.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Type == t {
				fn = n
			}
		case *ast.FuncLit:
			if n.Type == t {
				fn = n
			}
		}
		return fn == nil
	})
	return fn
}

// session offers what can be named anywhere. Names that belong to no declaration of the session come only once
// something has been typed.
func (c *completer) session() {
	for key, d := range c.s.decls {
		if d.obj != nil && d.broken == "" && !strings.Contains(key, ".") {
			c.offer(key, kindOf(d.obj))
		}
	}
	for name := range c.s.packages {
		c.offer(name, "module")
	}
	if c.prefix == "" {
		return
	}
	for _, path := range c.s.unqualifiedPaths {
		if token.IsExported(c.prefix) {
			if pkg, err := c.s.imports.load(path); err == nil {
				c.members(pkg)
			}
		}
	}
	for _, path := range c.s.dots {
		if pkg, err := c.s.imports.load(path); err == nil {
			c.members(pkg)
		}
	}
	for name := range c.s.imports.byName {
		c.offer(name, "module")
	}
	for _, name := range types.Universe.Names() {
		c.offer(name, kindOf(types.Universe.Lookup(name)))
	}
	for tok := token.BREAK; tok <= token.VAR; tok++ {
		c.offer(tok.String(), "keyword")
	}
}

// kindOf names an object's kind as frontends know it.
func kindOf(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.Func:
		if obj.Signature().Recv() != nil {
			return "method"
		}
		return "function"
	case *types.Builtin:
		return "function"
	case *types.TypeName:
		return "type"
	case *types.Const, *types.Nil:
		return "constant"
	case *types.PkgName:
		return "module"
	case *types.Var:
		if obj.IsField() {
			return "field"
		}
	}
	return "variable"
}
