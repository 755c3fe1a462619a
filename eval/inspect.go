package eval

// This file describes what stands under the cursor: its declaration, its value now, its documentation.

import (
	"fmt"
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"strconv"
	"strings"
	"unicode"
)

// Inspect describes the name at the cursor, a byte offset into source, or the function whose arguments the cursor is in.
// With detail above 0 a declaration of the session is shown with its source.
func (s *Session) Inspect(source string, cursor, detail int) Inspection {
	idle := s.running.TryLock() // while a cell runs, its variables are its own
	if idle {
		defer s.running.Unlock()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	cursor = min(max(cursor, 0), len(source))
	if name := questioned(source, cursor); name != "" {
		source, cursor = name, len(name)
	}
	if command := commandAt(source, cursor); command != nil {
		d := command.description()
		return Inspection{Found: true, Text: d.text(), Markdown: d.markdown()}
	}
	obj := s.objectAt(source, cursor)
	if obj == nil {
		return Inspection{}
	}
	d := s.describe(obj, idle, detail)
	return Inspection{Found: true, Text: d.text(), Markdown: d.markdown()}
}

// questioned returns what the line at the cursor asks about, name? or ?name, "" if it does not.
func questioned(source string, cursor int) string {
	start := strings.LastIndexByte(source[:cursor], '\n') + 1
	line := strings.TrimSpace(source[start:lineEnd([]byte(source), start)])
	if !isQuestion([]byte(line)) {
		return ""
	}
	return strings.TrimSpace(strings.Trim(line, "?"))
}

// A description is what is known of a name.
type description struct {
	signature string
	value     string
	doc       string
	source    string
}

func (c *lineCommand) description() *description {
	return &description{signature: strings.TrimSpace(c.name + " " + c.args), doc: c.help}
}

func (d *description) text() string {
	return strings.Join(nonEmpty(d.signature, prefixed("value: ", d.value), d.doc, d.source), "\n\n")
}

func (d *description) markdown() string {
	code := func(text string) string {
		if text == "" {
			return ""
		}
		return "```go\n" + text + "\n```"
	}
	value := ""
	if d.value != "" {
		value = "value: `" + strings.ReplaceAll(d.value, "`", "'") + "`"
	}
	return strings.Join(nonEmpty(code(d.signature), value, d.doc, code(d.source)), "\n\n")
}

func nonEmpty(parts ...string) []string {
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	return list
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// commandAt returns the kernel command whose name the cursor is at.
func commandAt(source string, cursor int) *lineCommand {
	start := strings.LastIndexByte(source[:cursor], '\n') + 1
	line := source[start:lineEnd([]byte(source), start)]
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	word := firstWord([]byte(line[indent:]))
	if !strings.HasPrefix(word, "%") || cursor-start < indent || cursor-start > indent+len(word) {
		return nil
	}
	if c := findCommand(lineCommands, word); c != nil || start > 0 {
		return c
	}
	return findCommand(cellCommands, word)
}

// objectAt finds what the text at the cursor means.
func (s *Session) objectAt(source string, cursor int) types.Object {
	start := cursor - len(identBefore(source[:cursor]))
	end := cursor + len(identAfter(source[cursor:]))
	name := ""
	if namedAt(source, start) {
		name = source[start:end]
	}
	if pkg := s.importedAt(source, cursor); pkg != nil {
		return pkg
	}
	a := s.analysedAt(source, start, end)
	if a == nil {
		return s.byName(name)
	}
	path, chunk := a.path(cursor)
	for i, n := range path {
		switch n := n.(type) {
		case *ast.Ident:
			if obj := chunk.object(n); obj != nil {
				return obj
			}
			if sel, ok := outer(path, i+1).(*ast.SelectorExpr); ok && sel.Sel == n {
				return chunk.selected(sel)
			}
			if obj := s.byName(n.Name); obj != nil && i == 0 {
				return obj
			}
		case *ast.CallExpr:
			if obj := callee(chunk, n); obj != nil && cursor > a.syn.offset(n.Lparen) {
				return obj
			}
		}
	}
	return s.byName(name)
}

// analysedAt checks the source, or what stands before end, with what is open closed and what does not parse left out.
func (s *Session) analysedAt(source string, start, end int) *analysis {
	for _, text := range []string{source, closedText(source[:end])} {
		if a := s.analyse(text); a != nil {
			return a
		}
	}
	for _, text := range []string{source, closedText(source[:end]), closedText(lastLine(source[:end]))} {
		if a := s.analyseMended(text, start); a != nil {
			return a
		}
	}
	return nil
}

// importedAt returns the package whose import path the cursor is in.
func (s *Session) importedAt(source string, cursor int) types.Object {
	syn := &syntax{src: cut(source)}
	decls, _, _ := syn.parseBoth(token.NewFileSet())
	if decls == nil {
		return nil
	}
	for _, spec := range decls.Imports {
		if start, end := syn.offset(spec.Path.Pos()), syn.offset(spec.Path.End()); cursor < start || end < cursor {
			continue
		}
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			if pkg, err := s.imports.Import(path); err == nil {
				return types.NewPkgName(token.NoPos, nil, pkg.Name(), pkg)
			}
		}
	}
	return nil
}

// namedAt reports whether the word at an offset is a name, not a part of a text or comment.
func namedAt(source string, offset int) bool {
	var scan scanner.Scanner
	code := cut(source).code
	if len(code) != len(source) {
		return true // a byte order mark
	}
	file := token.NewFileSet().AddFile("", -1, len(code))
	scan.Init(file, code, func(token.Position, string) {}, 0)
	for {
		pos, tok, _ := scan.Scan()
		if at := file.Offset(pos); tok == token.EOF || at >= offset {
			return tok == token.IDENT && at == offset
		}
	}
}

// selected finds what x.f means where the whole is wrong, such as a pointer's method of a value without an address.
func (c *chunk) selected(sel *ast.SelectorExpr) types.Object {
	t := c.info.TypeOf(sel.X)
	if t == nil || t == types.Typ[types.Invalid] {
		return nil
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, c.pkg, sel.Sel.Name)
	return obj
}

func identAfter(text string) string {
	rest := strings.TrimLeftFunc(text, func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) })
	return text[:len(text)-len(rest)]
}

func callee(chunk *chunk, call *ast.CallExpr) types.Object {
	id := calledName(call.Fun)
	if id == nil {
		return nil
	}
	return chunk.object(id)
}

// byName finds a name that no text surrounds.
func (s *Session) byName(name string) types.Object {
	if name == "" {
		return nil
	}
	if d := s.decls[name]; d != nil && d.obj != nil {
		return d.obj
	}
	for _, path := range s.unqualifiedPaths {
		if !token.IsExported(name) {
			break
		}
		if pkg, err := s.imports.load(path); err == nil {
			if obj := pkg.Scope().Lookup(name); obj != nil {
				return obj
			}
		}
	}
	if paths := s.imports.named(name); len(paths) > 0 {
		if pkg, err := s.imports.Import(paths[0]); err == nil {
			return types.NewPkgName(token.NoPos, nil, name, pkg)
		}
	}
	return types.Universe.Lookup(name)
}

func (s *Session) describe(obj types.Object, idle bool, detail int) *description {
	d := &description{signature: s.userText(&view{s: s}, declaration(obj))}
	own := s.declOf(obj)
	pkg, isPackage := obj.(*types.PkgName)
	switch {
	case isPackage:
		d.doc = s.imports.doc(pkg.Imported().Path(), pkg.Imported().Name())
	case own != nil:
		d.doc = own.docOf(obj.Name())
		if own.broken != "" {
			d.doc = strings.Join(nonEmpty("broken: "+own.broken, d.doc), "\n\n")
		}
		if detail > 0 {
			d.source = own.text
		}
		if _, isVar := obj.(*types.Var); isVar && idle {
			d.value = s.shortValue(own.key)
		}
	case obj.Pkg() == nil:
		d.doc = s.imports.doc("builtin", obj.Name())
	case obj.Pkg().Path() == sessionPath:
		d.doc = s.memberDoc(obj)
	default:
		d.doc = s.imports.doc(obj.Pkg().Path(), docKey(obj))
	}
	return d
}

// declaration writes an object as its declaration, with packages by name.
func declaration(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.TypeName:
		if !obj.IsAlias() && obj.Pkg() != nil {
			return typeDeclaration(obj)
		}
	case *types.Const:
		return types.ObjectString(obj, byName) + " = " + obj.Val().String()
	case *types.Builtin:
		return "func " + obj.Name() + strings.TrimPrefix(builtinSignatures[obj.Name()], "func")
	}
	return types.ObjectString(obj, byName)
}

// byName qualifies names with their packages' names, which userText understands.
func byName(p *types.Package) string { return p.Name() }

// typeDeclaration writes a type with its fields and the signatures of its methods, those that cells can use.
func typeDeclaration(t *types.TypeName) string {
	named, ok := t.Type().(*types.Named)
	if !ok {
		return types.ObjectString(t, byName)
	}
	own := t.Pkg().Path() == sessionPath
	var b strings.Builder
	b.WriteString(types.ObjectString(t, byName))
	if str, ok := named.Underlying().(*types.Struct); ok && !own {
		b.Reset()
		head, _, _ := strings.Cut(types.ObjectString(t, byName), " struct{")
		b.WriteString(head + " " + exportedFields(str))
	}
	for m := range named.Methods() {
		if m.Exported() || own {
			b.WriteString("\n" + types.ObjectString(m, byName))
		}
	}
	return b.String()
}

// exportedFields writes a struct type as its package's users see it.
func exportedFields(str *types.Struct) string {
	var fields []string
	hidden := false
	for f := range str.Fields() {
		switch {
		case !f.Exported():
			hidden = true
		case f.Embedded():
			fields = append(fields, types.TypeString(f.Type(), byName))
		default:
			fields = append(fields, f.Name()+" "+types.TypeString(f.Type(), byName))
		}
	}
	if hidden {
		fields = append(fields, "...")
	}
	return "struct{" + strings.Join(fields, "; ") + "}"
}

// declOf returns the session's declaration of obj.
func (s *Session) declOf(obj types.Object) *decl {
	if obj.Pkg() == nil || obj.Pkg().Path() != sessionPath {
		return nil
	}
	if v, ok := obj.(*types.Var); ok && !v.IsField() && v.Parent() != nil && v.Parent() != v.Pkg().Scope() {
		return nil // local
	}
	d := s.decls[docKey(obj)]
	if d == nil || d.obj == nil || d.obj.Pos() != obj.Pos() && d.obj.Name() != obj.Name() {
		return nil
	}
	if v, ok := obj.(*types.Var); ok && !v.IsField() && d.obj.Pos() != obj.Pos() {
		return nil // another, which the text declares
	}
	return d
}

// docKey names an object within its package: "Einsum", "Array.At", "Server.Addr".
func docKey(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.Var:
		if obj.IsField() {
			return ownerOf(obj) + "." + obj.Name()
		}
	case *types.Func:
		if obj.Signature().Recv() == nil {
			break
		}
		t := obj.Signature().Recv().Type()
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		if named, ok := t.(*types.Named); ok {
			return named.Obj().Name() + "." + obj.Name()
		}
	}
	return obj.Name()
}

// ownerOf names the type that declares a field, "" if it has no name.
func ownerOf(field *types.Var) string {
	if field.Pkg() == nil {
		return ""
	}
	field = field.Origin()
	scope := field.Pkg().Scope()
	for _, name := range scope.Names() {
		t, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || t.IsAlias() {
			continue
		}
		if str, ok := t.Type().Underlying().(*types.Struct); ok {
			for f := range str.Fields() {
				if f == field {
					return name
				}
			}
		}
	}
	return ""
}

// shortValue prints a session variable's value in one short line.
func (s *Session) shortValue(name string) (text string) {
	const most = 200
	value, ok := s.engine.variable(name)
	if !ok {
		return ""
	}
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprintf("(its text panics: %v)", r)
		}
	}()
	text = plainValue(value, most)
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "..."
	}
	return text
}
