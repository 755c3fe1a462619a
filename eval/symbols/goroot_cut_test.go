// This file makes cells of the Go distribution's run tests.

package symbols_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// The manners in which a program is made into cells.
const (
	whole      = "whole"      // one cell
	again      = "again"      // one for each declaration with its methods, or for a few that mention each other; all but variables twice; then main()
	statements = "statements" // one for each declaration, and for each statement of main
)

// cut makes cells of a program. Each cell finds what it mentions in those before it.
func cut(src, manner string) ([]string, error) {
	if manner == whole {
		return []string{src}, nil
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	c := cutter{owner: map[string]*piece{}, text: func(n ast.Node) string {
		return src[fset.Position(n.Pos()).Offset:fset.Position(n.End()).Offset]
	}}
	imports, last := "", []string{"main()"}
	var methods []*ast.FuncDecl
	for _, d := range file.Decls {
		fn, isFunc := d.(*ast.FuncDecl)
		gen, _ := d.(*ast.GenDecl)
		switch {
		case isFunc && fn.Recv != nil:
			methods = append(methods, fn)
		case isFunc && fn.Name.Name == "main" && manner == statements:
			last = c.body(fn)
		case isFunc:
			c.add(fn, "")
		case gen.Tok == token.IMPORT:
			imports += c.text(gen) + "\n"
		case gen.Tok == token.CONST: // constants may continue one another
			c.add(gen, "")
		default:
			for _, spec := range gen.Specs {
				c.add(spec, gen.Tok.String()+" ")
			}
		}
	}
	for _, fn := range methods {
		c.addMethod(fn)
	}
	c.order()
	if manner == again {
		last = append(c.repeatable, last...)
	}
	return slices.Concat([]string{imports}, c.cells, last), nil
}

// body makes cells of main's statements: one of all if they need one another as those of a function do.
func (c *cutter) body(main *ast.FuncDecl) (cells []string) {
	together := false
	ast.Inspect(main.Body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.LabeledStmt, *ast.DeferStmt, *ast.ReturnStmt:
			together = true
		}
		return true
	})
	if together {
		text := c.text(main.Body)
		return []string{text[1 : len(text)-1]}
	}
	for _, s := range main.Body.List {
		cells = append(cells, c.text(s))
	}
	return cells
}

// A piece is a declaration with the methods of the type that it declares.
type piece struct {
	text     string
	mentions []string
	isInit   bool
	runs     bool // a variable or a function init, which does something

	index, low int // of Tarjan's algorithm; index 0 is not visited
	waiting    bool
}

// A cutter orders pieces: what is mentioned comes first, and pieces that mention each other are one cell (Tarjan, 1972).
type cutter struct {
	text  func(ast.Node) string
	all   []*piece
	owner map[string]*piece // by the names that they declare
	count int
	stack []*piece
	cells []string

	repeatable []string // the cells that may stand twice
}

// add makes a piece of a declaration, or of a specification behind its keyword.
func (c *cutter) add(n ast.Node, keyword string) {
	p := &piece{text: keyword + c.text(n), mentions: mentioned(n)}
	_, p.runs = n.(*ast.ValueSpec)
	for _, name := range declared(n) {
		c.owner[name] = p
		p.isInit = name == "init"
	}
	p.runs = p.runs || p.isInit
	c.all = append(c.all, p)
}

func (c *cutter) addMethod(fn *ast.FuncDecl) {
	p := c.owner[receiver(fn)]
	p.text += "\n\n" + c.text(fn)
	p.mentions = append(p.mentions, mentioned(fn)...)
}

// declared lists the names that a declaration declares.
func declared(n ast.Node) (names []string) {
	switch n := n.(type) {
	case *ast.FuncDecl:
		return []string{n.Name.Name}
	case *ast.TypeSpec:
		return []string{n.Name.Name}
	case *ast.ValueSpec:
		for _, id := range n.Names {
			names = append(names, id.Name)
		}
	case *ast.GenDecl:
		for _, spec := range n.Specs {
			names = append(names, declared(spec)...)
		}
	}
	return names
}

// mentioned lists all identifiers of a declaration.
func mentioned(n ast.Node) (names []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			names = append(names, id.Name)
		}
		return true
	})
	return names
}

// receiver returns the name of a method's type.
func receiver(fn *ast.FuncDecl) string {
	t := fn.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// order makes the cells. Functions init run behind the variables.
func (c *cutter) order() {
	for _, inits := range []bool{false, true} {
		for _, p := range c.all {
			if p.isInit == inits && p.index == 0 {
				c.visit(p)
			}
		}
	}
}

// visit appends the cells that p needs, and the one that p is in unless that waits for more.
func (c *cutter) visit(p *piece) {
	c.count++
	p.index, p.low, p.waiting = c.count, c.count, true
	c.stack = append(c.stack, p)
	for _, name := range p.mentions {
		q := c.owner[name]
		switch {
		case q == nil || q.isInit:
		case q.index == 0:
			c.visit(q)
			p.low = min(p.low, q.low)
		case q.waiting:
			p.low = min(p.low, q.index)
		}
	}
	if p.low < p.index {
		return
	}
	at := slices.Index(c.stack, p)
	group := c.stack[at:]
	c.stack = c.stack[:at]
	slices.SortFunc(group, func(a, b *piece) int { return slices.Index(c.all, a) - slices.Index(c.all, b) })
	var texts []string
	runs := false
	for _, q := range group {
		q.waiting = false
		runs = runs || q.runs
		texts = append(texts, q.text)
	}
	cell := strings.Join(texts, "\n\n")
	c.cells = append(c.cells, cell)
	if !runs {
		c.repeatable = append(c.repeatable, cell)
	}
}
