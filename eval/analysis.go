package eval

// This file checks a cell that is being written, as far as it goes, to answer questions about it. Nothing in the session
// changes.

import (
	"context"
	"go/ast"
	"go/types"
	"strings"
)

// An analysis is what the checker could find out about a cell.
type analysis struct {
	s      *Session
	view   *view
	syn    *syntax
	chunks []*chunk
}

// analyse parses and checks text, for which the session's lock must be held. It returns nil for text that does not
// parse.
func (s *Session) analyse(text string) (a *analysis) {
	defer func() {
		if r := recover(); r != nil {
			a = nil // running the cell will report it
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), checkLimit)
	defer cancel()
	defer s.checkUntil(ctx)()
	syn, err := s.parse("", text)
	if err != nil {
		return nil
	}
	imports, dots, err := s.importNames(syn)
	if err != nil {
		imports, dots = nil, nil
	}
	var imported []string
	for name := range imports {
		imported = append(imported, name)
	}
	a = &analysis{s: s, syn: syn, view: &view{s: s}}
	var units []*unit
	for _, u := range syn.units {
		if u.kind != commandUnit {
			units = append(units, u)
		}
	}
	for i, group := range cutChunks(units, imported) {
		c := s.newChunk(0, group, syn.program)
		if i == 0 {
			for name, path := range imports {
				c.imports[name] = path
			}
			c.dots = dots
		}
		a.view.after = append(a.view.after, c)
		if s.check(a.view, c) != nil {
			c.changes = declared(c)
		}
		a.chunks = append(a.chunks, c)
	}
	return a
}

// declared lists what a chunk with errors declares, for the chunks after it.
func declared(c *chunk) map[string]*decl {
	changes := map[string]*decl{}
	for _, u := range c.units {
		for _, name := range u.names {
			if obj := c.pkg.Scope().Lookup(name); obj != nil && obj.Type() != nil {
				changes[name] = &decl{key: name, kind: u.kind, obj: obj, doc: u.doc}
			}
		}
	}
	return changes
}

// path returns the nodes around the smallest one that covers the offset, the innermost first, and their chunk.
func (a *analysis) path(offset int) ([]ast.Node, *chunk) {
	for _, c := range a.chunks {
		for _, u := range c.units {
			for _, root := range u.checkedNodes() {
				if path := a.pathIn(root, offset); path != nil {
					return path, c
				}
			}
		}
	}
	return nil, nil
}

func (u *unit) checkedNodes() []ast.Node {
	nodes := u.nodes()
	if u.vars != nil {
		for _, id := range u.vars.names {
			nodes = append(nodes, id)
		}
	}
	return nodes
}

func (a *analysis) pathIn(root ast.Node, offset int) []ast.Node {
	path, _, _ := a.covering(root, offset)
	return path
}

// covering returns the nodes around offset, the innermost first, and the range of the text that n was made of, which for what
// has been lowered is that of its parts.
func (a *analysis) covering(n ast.Node, offset int) (path []ast.Node, start, end int) {
	start, end = a.syn.offset(n.Pos()), a.syn.offset(n.End())
	call, generated := n.(*ast.CallExpr)
	generated = generated && isGenerated(call)
	if generated {
		start, end = len(a.syn.src.text)+1, -1
	}
	for _, part := range parts(n) {
		inner, from, to := a.covering(part, offset)
		if path == nil {
			path = inner
		}
		if from >= 0 && to >= 0 {
			start, end = min(start, from), max(end, to)
		}
	}
	if start < 0 || offset < start || offset > end {
		return nil, start, end
	}
	if !generated {
		path = append(path, n)
	}
	return path, start, end
}

// parts lists a node's children; of a generated call those that the user wrote.
func parts(n ast.Node) (list []ast.Node) {
	if call, ok := n.(*ast.CallExpr); ok && isGenerated(call) {
		if fun, ok := call.Fun.(*ast.SelectorExpr); ok {
			if id, ok := fun.X.(*ast.Ident); !ok || !strings.HasPrefix(id.Name, "·") {
				list = append(list, fun.X)
			}
		}
		args := call.Args
		if isViewCall(call) {
			args = args[1:] // the notation
		}
		for _, arg := range args {
			list = append(list, arg)
		}
		return list
	}
	ast.Inspect(n, func(m ast.Node) bool {
		if m != nil && m != n {
			list = append(list, m)
		}
		return m == n
	})
	return list
}

// object returns what an identifier means.
func (c *chunk) object(id *ast.Ident) types.Object { return c.info.ObjectOf(id) }

// analyseMended analyses what is left of text without the lines that do not parse, unless that at offset keep is one.
func (s *Session) analyseMended(text string, keep int) *analysis {
	if text = mended(text, keep); text == "" {
		return nil
	}
	return s.analyse(text)
}

// mended blanks out the lines of text that do not parse, but for the one at offset keep. It returns "" if that one is at
// fault.
func mended(text string, keep int) string {
	const most = 20
	for range most {
		found := syntaxProblems(text)
		if len(found) == 0 {
			return text
		}
		first := found[0].offset
		for _, p := range found {
			first = min(first, p.offset)
		}
		start := strings.LastIndexByte(text[:min(first, len(text))], '\n') + 1
		end := lineEnd([]byte(text), start)
		line := []byte(text[start:end])
		if start <= keep && keep <= end || strings.TrimSpace(string(line)) == "" {
			return ""
		}
		blank(line)
		text = text[:start] + string(line) + text[end:]
	}
	return ""
}

// lastLine blanks out all lines but the last.
func lastLine(text string) string {
	start := strings.LastIndexByte(text, '\n') + 1
	before := []byte(text[:start])
	blank(before)
	return string(before) + text[start:]
}
