package eval

// This file refuses what would keep the type checker busy, or fill the memory, before it comes to it: the checker walks through
// a type once for each field that leads there, and joins constant texts without a bound.

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
)

// maxWeight bounds the fields of a type, those of its fields counted, maxText a constant text in bytes, and maxJumps the jumps of a
// function, since the ssa package takes time as their square: some 5 s for 5,000, and longer than anybody waits for 20,000.
const (
	maxWeight = 1 << 20
	maxText   = 1 << 26
	maxJumps  = 5000
)

// bounds sizes up what a chunk says.
type bounds struct {
	k       *checking
	types   map[string][]ast.Expr // of all declarations of a name in the chunk
	consts  map[string][]ast.Expr
	weights map[any]int // of ast.Exprs, names and *types.TypeNames; 0 while one is being computed
	texts   map[any]int
}

// checkBounds returns an error if the chunk says what is too large.
func (k *checking) checkBounds() error {
	b := &bounds{k: k, types: map[string][]ast.Expr{}, consts: map[string][]ast.Expr{}, weights: map[any]int{}, texts: map[any]int{}}
	var nodes []ast.Node
	for _, u := range k.c.units {
		nodes = append(nodes, u.checkedNodes()...)
	}
	for _, n := range nodes {
		ast.Inspect(n, b.collect)
	}
	var found []types.Error
	jumps := 0 // of the statements, which are one function
	for _, n := range nodes {
		jumps += jumpsOf(n)
	}
	if jumps > maxJumps {
		found = append(found, types.Error{Fset: k.s.fset, Pos: nodes[0].Pos(), Msg: tooManyJumps(jumps, "the cell's statements have")})
	}
	for _, n := range nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if len(found) > 0 {
				return false
			}
			if message := b.excess(n); message != "" {
				found = append(found, types.Error{Fset: k.s.fset, Pos: n.Pos(), Msg: message})
			}
			return true
		})
	}
	if len(found) > 0 {
		return k.s.typeErrors(k.v, found)
	}
	return nil
}

func (b *bounds) collect(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.TypeSpec:
		b.types[n.Name.Name] = append(b.types[n.Name.Name], n.Type)
	case *ast.GenDecl:
		if n.Tok != token.CONST {
			break
		}
		for _, spec := range n.Specs {
			if spec, ok := spec.(*ast.ValueSpec); ok && len(spec.Values) == len(spec.Names) {
				for i, name := range spec.Names {
					b.consts[name.Name] = append(b.consts[name.Name], spec.Values[i])
				}
			}
		}
	}
	return true
}

// excess says what is too large about a node, "" if nothing is.
func (b *bounds) excess(n ast.Node) string {
	switch n := n.(type) {
	case *ast.StructType, *ast.InterfaceType:
		if w := b.weight(n.(ast.Expr)); w > maxWeight {
			return fmt.Sprintf("type too large: it has more than %d fields and methods, those of its fields counted", maxWeight)
		}
	case *ast.BinaryExpr:
		if size := b.text(n); size > maxText {
			return fmt.Sprintf("constant text too long: it has more than %d MB", maxText>>20)
		}
	case *ast.FuncDecl:
		if n.Body != nil {
			return b.jumping(n.Body)
		}
	case *ast.FuncLit:
		return b.jumping(n.Body)
	}
	return ""
}

// jumping is excess for the body of a function.
func (b *bounds) jumping(body *ast.BlockStmt) string {
	if jumps := jumpsOf(body); jumps > maxJumps {
		return tooManyJumps(jumps, "the function has")
	}
	return ""
}

func tooManyJumps(jumps int, who string) string {
	return fmt.Sprintf("too many jumps: %s %d cases of select, break, continue, fallthrough and goto statements; %d are the most", who, jumps, maxJumps)
}

// jumpsOf counts the jumps of a function's body, or of statements, but not those of functions in it.
func jumpsOf(n ast.Node) (jumps int) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		case *ast.BranchStmt, *ast.CommClause:
			jumps++
		}
		return true
	})
	return jumps
}

// sum adds sizes that are larger than any bound without overflow.
func sum(a, b int) int { return min(a+b, 1<<40) }

// memo computes the size of what goes by key once; what contains itself counts nothing there.
func memo(known map[any]int, key any, compute func() int) int {
	if n, ok := known[key]; ok {
		return n
	}
	known[key] = 0
	known[key] = compute()
	return known[key]
}

// weight is how many fields and methods a type has, those of its fields counted, and 1 for each field of another type.
func (b *bounds) weight(t ast.Expr) int {
	switch t := t.(type) {
	case *ast.ParenExpr:
		return b.weight(t.X)
	case *ast.ArrayType:
		if t.Len != nil {
			return b.weight(t.Elt)
		}
	case *ast.IndexExpr:
		return b.weight(t.X)
	case *ast.IndexListExpr:
		return b.weight(t.X)
	case *ast.StructType:
		return memo(b.weights, t, func() int { return b.fields(t.Fields) })
	case *ast.InterfaceType:
		return memo(b.weights, t, func() int { return b.fields(t.Methods) })
	case *ast.Ident:
		return memo(b.weights, t.Name, func() int {
			w := 1
			if declared, ok := b.types[t.Name]; ok {
				for _, d := range declared {
					w = max(w, b.weight(d))
				}
			} else if d := b.k.v.lookup(t.Name); d != nil {
				if name, ok := d.obj.(*types.TypeName); ok {
					w = b.known(name.Type())
				}
			}
			return w
		})
	}
	return 1
}

func (b *bounds) fields(list *ast.FieldList) int {
	total := 1
	for _, f := range list.List {
		w := b.weight(f.Type)
		for range max(1, len(f.Names)) {
			total = sum(total, w)
		}
	}
	return total
}

// known is weight for a type of an earlier cell or of a package.
func (b *bounds) known(t types.Type) int {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return memo(b.weights, t.Obj(), func() int { return b.known(t.Underlying()) })
	case *types.Array:
		return b.known(t.Elem())
	case *types.Struct:
		total := 1
		for f := range t.Fields() {
			total = sum(total, b.known(f.Type()))
		}
		return total
	}
	return 1
}

// text is the length of a text, 0 for what is none or not known.
func (b *bounds) text(e ast.Expr) int {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return b.text(e.X)
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			if len(e.Value) < maxText {
				return len(e.Value) - 2
			}
			s, _ := strconv.Unquote(e.Value)
			return len(s)
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return memo(b.texts, e, func() int { return sum(b.text(e.X), b.text(e.Y)) })
		}
	case *ast.Ident:
		return memo(b.texts, e.Name, func() int {
			longest := 0
			if declared, ok := b.consts[e.Name]; ok {
				for _, d := range declared {
					longest = max(longest, b.text(d))
				}
			} else if d := b.k.v.lookup(e.Name); d != nil {
				if c, ok := d.obj.(*types.Const); ok && c.Val().Kind() == constant.String {
					longest = len(constant.StringVal(c.Val()))
				}
			}
			return longest
		})
	}
	return 0
}
