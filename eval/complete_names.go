package eval

// This file lists the names that completion offers at a place: those of the scopes around it, and those of the session.

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strings"
)

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
				c.offerObject(obj)
			}
		}
	}
	for _, u := range chunk.units {
		for _, name := range u.names {
			if obj := chunk.pkg.Scope().Lookup(name); obj != nil && !strings.Contains(name, ".") {
				c.offerObject(obj)
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
			c.offerObject(d.obj)
		}
	}
	for name := range c.s.packages {
		c.offerWord(name, "module")
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
		c.offerWord(name, "module")
	}
	for _, name := range types.Universe.Names() {
		c.offerObject(types.Universe.Lookup(name))
	}
	for tok := token.BREAK; tok <= token.VAR; tok++ {
		c.offerWord(tok.String(), "keyword")
	}
}

// funcHead matches the beginning of a function's declaration: the receiver's type is its first group.
var funcHead = regexp.MustCompile(`^func[ \t]+(?:\([ \t]*(?:[\pL_][\pL_\pN]*[ \t]+)?\*?([\pL_][\pL_\pN]*)(?:\[[^\[\]]*\])?[ \t]*\)[ \t]*)?$`)

// declaration completes the name of a function that is being declared: only one that it is to replace is known, a function of the
// session or a method of the receiver's type.
func (c *completer) declaration(source string) bool {
	m := funcHead.FindStringSubmatch(source[strings.LastIndexByte(source[:c.start], '\n')+1 : c.start])
	if m == nil {
		return false
	}
	for key, d := range c.s.decls {
		receiver, _, isMethod := strings.Cut(key, ".")
		if _, isFunc := d.obj.(*types.Func); isFunc && isMethod == (m[1] != "") && (!isMethod || receiver == m[1]) {
			c.offerObject(d.obj)
		}
	}
	return true
}

// wantsType reports whether the innermost node of path stands where a type must.
func wantsType(chunk *chunk, path []ast.Node) bool {
	n := path[0]
	for _, parent := range path[1:] {
		if _, isPointer := parent.(*ast.StarExpr); !isPointer {
			break
		}
		n, path = parent, path[1:]
	}
	for _, u := range chunk.units {
		if u.vars != nil && u.vars.typ != nil && u.vars.typ == n {
			return true
		}
	}
	switch parent := outer(path, 1).(type) {
	case *ast.Field:
		return parent.Type == n
	case *ast.ArrayType:
		return parent.Elt == n
	case *ast.MapType, *ast.ChanType, *ast.Ellipsis:
		return true
	case *ast.ValueSpec:
		return parent.Type == n
	case *ast.TypeSpec:
		return parent.Type == n
	case *ast.TypeAssertExpr:
		return parent.Type == n
	}
	return false
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
