package eval

// This file describes what stands under the cursor: its declaration, its value now, its documentation.

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
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
	obj := s.objectAt(source, cursor)
	if obj == nil {
		return Inspection{}
	}
	d := s.describe(obj, idle, detail)
	return Inspection{Found: true, Text: d.text(), Markdown: d.markdown()}
}

// A description is what is known of a name.
type description struct {
	signature string
	value     string
	doc       string
	source    string
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

// objectAt finds what the text at the cursor means.
func (s *Session) objectAt(source string, cursor int) types.Object {
	start := cursor - len(identBefore(source[:cursor]))
	end := cursor + len(identAfter(source[cursor:]))
	a := s.analyse(source)
	if a == nil {
		a = s.analyse(closedText(source[:end]))
	}
	if a == nil {
		return s.byName(source[start:end])
	}
	path, chunk := a.path(cursor)
	for i, n := range path {
		switch n := n.(type) {
		case *ast.Ident:
			if obj := chunk.object(n); obj != nil {
				return obj
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
	if start < end {
		return s.byName(source[start:end])
	}
	return nil
}

func identAfter(text string) string {
	rest := strings.TrimLeftFunc(text, func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) })
	return text[:len(text)-len(rest)]
}

func callee(chunk *chunk, call *ast.CallExpr) types.Object {
	fun := ast.Unparen(call.Fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = x.X
	case *ast.IndexListExpr:
		fun = x.X
	}
	switch f := fun.(type) {
	case *ast.Ident:
		return chunk.object(f)
	case *ast.SelectorExpr:
		return chunk.object(f.Sel)
	}
	return nil
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
	v := &view{s: s}
	d := &description{signature: s.userText(v, declaration(obj))}
	own := s.declOf(obj)
	switch {
	case own != nil:
		d.doc = own.doc
		if own.broken != "" {
			d.doc = strings.Join(nonEmpty("broken: "+own.broken, d.doc), "\n\n")
		}
		if detail > 0 {
			d.source = own.text
		}
		if _, isVar := obj.(*types.Var); isVar && idle {
			d.value = s.shortValue(own.key)
		}
	case obj.Pkg() != nil:
		d.doc = s.imports.doc(docPath(obj), docKey(obj))
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
	}
	return types.ObjectString(obj, byName)
}

// byName qualifies names with their packages' names, which userText understands.
func byName(p *types.Package) string { return p.Name() }

// typeDeclaration writes a type with its fields and the signatures of its exported methods.
func typeDeclaration(t *types.TypeName) string {
	var b strings.Builder
	b.WriteString(types.ObjectString(t, byName))
	named, ok := t.Type().(*types.Named)
	if !ok {
		return b.String()
	}
	for m := range named.Methods() {
		if m.Exported() || t.Pkg().Path() == sessionPath {
			b.WriteString("\n" + types.ObjectString(m, byName))
		}
	}
	return b.String()
}

// declOf returns the session's declaration of obj.
func (s *Session) declOf(obj types.Object) *decl {
	if obj.Pkg() == nil || obj.Pkg().Path() != sessionPath {
		return nil
	}
	d := s.decls[docKey(obj)]
	if d == nil || d.obj == nil || d.obj.Pos() != obj.Pos() && d.obj.Name() != obj.Name() {
		return nil
	}
	return d
}

// docKey names an object within its package: "Einsum", "Array.At".
func docKey(obj types.Object) string {
	fn, ok := obj.(*types.Func)
	if !ok || fn.Signature().Recv() == nil {
		return obj.Name()
	}
	t := fn.Signature().Recv().Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj().Name() + "." + obj.Name()
	}
	return obj.Name()
}

func docPath(obj types.Object) string {
	if p, ok := obj.(*types.PkgName); ok {
		return p.Imported().Path()
	}
	return obj.Pkg().Path()
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
