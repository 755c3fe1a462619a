package eval

// This file gets a[:, 1:k] and a[i, j+1] past Go's parser, which takes the second item of an index list for a type. The brackets
// are exchanged for parentheses and the bounds for arguments, and the call that comes out is turned into an index expression
// again. Nothing moves: what cannot stand in a call is exchanged byte for byte. Lists with bounds are never Go; of the others
// those are exchanged over which the parser stumbles.

import (
	"bytes"
	"go/ast"
	"go/scanner"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/astutil"
)

// An indexList is a bracketed list behind an operand: where its brackets and its items are.
type indexList struct {
	open, close int
	items       []indexItem
}

// An indexItem is an index, i, bounds, i:j:k, of which each may be left out, or an ellipsis.
type indexItem struct {
	start    int    // behind the bracket or comma before it
	parts    []bool // between its colons; whether they are there
	colons   []int
	ellipsis int // -1 if it is none
}

func (it indexItem) isView() bool { return len(it.colons) > 0 || it.ellipsis >= 0 }

// isView reports whether the list is of a view of several axes.
func (l *indexList) isView() bool { return slices.ContainsFunc(l.items, indexItem.isView) }

// isAll reports whether the list is an ellipsis and nothing else.
func (l *indexList) isAll() bool { return len(l.items) == 1 && l.items[0].ellipsis >= 0 }

// beginsType reports whether a token that follows an operand's bracket can only be that of a type.
func beginsType(tok token.Token) bool {
	switch tok {
	case token.IDENT, token.FUNC, token.MAP, token.CHAN, token.STRUCT, token.INTERFACE:
		return true
	}
	return false
}

// problem reports what is wrong with an item.
func (it indexItem) problem() (p problem, bad bool) {
	switch {
	case len(it.colons) > 2:
		return problem{it.colons[2], "expected ']', found ':'"}, true
	case it.ellipsis >= 0 && (len(it.colons) > 0 || it.parts[0]):
		return problem{it.ellipsis, "an ellipsis stands alone between commas"}, true
	}
	return problem{}, false
}

// begin adds an item.
func (l *indexList) begin(start int) {
	l.items = append(l.items, indexItem{start: start, parts: []bool{false}, ellipsis: -1})
}

// indexLists finds the index lists in code that have several items or an ellipsis.
func indexLists(code []byte) []indexList {
	var lists []indexList
	var levels []indexList // open brackets; those that are no index lists have no items
	var scan scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	scan.Init(file, code, func(token.Position, string) {}, 0)
	previous, closed := token.ILLEGAL, -1 // the offset of the last token, if it closed a list
	for {
		pos, tok, _ := scan.Scan()
		if tok == token.EOF {
			return lists
		}
		offset := file.Offset(pos)
		if n := len(lists); n > 0 && lists[n-1].close == closed && lists[n-1].isAll() && beginsType(tok) {
			lists = lists[:n-1] // [...]int behind a name
		}
		closed = -1
		closes := tok == token.RPAREN || tok == token.RBRACE || tok == token.RBRACK
		if n := len(levels); n > 0 && closes {
			last := levels[n-1]
			levels = levels[:n-1]
			if tok == token.RBRACK && (len(last.items) > 1 || last.isAll()) {
				last.close, closed = offset, offset
				lists = append(lists, last)
			}
		} else if n > 0 && len(levels[n-1].items) > 0 {
			levels[n-1].read(offset, tok)
		}
		if tok == token.LPAREN || tok == token.LBRACE || tok == token.LBRACK {
			level := indexList{open: offset}
			if tok == token.LBRACK && (previous == token.IDENT || previous == token.RPAREN || previous == token.RBRACK) {
				level.begin(offset + 1)
			}
			levels = append(levels, level)
		}
		previous = tok
	}
}

// read adds what a token of the list, or the first one of something in further brackets, says about its items.
func (l *indexList) read(offset int, tok token.Token) {
	last := &l.items[len(l.items)-1]
	switch tok {
	case token.COMMA:
		l.begin(offset + 1)
	case token.COLON:
		last.colons, last.parts = append(last.colons, offset), append(last.parts, false)
	case token.ELLIPSIS:
		last.ellipsis = offset
	default:
		last.parts[len(last.parts)-1] = true
	}
}

// exchangeViews makes calls of the index lists that have bounds or an ellipsis, and adds these to exchanged, by their open brackets.
func exchangeViews(code []byte, exchanged map[int]indexList) (found []problem) {
	if bytes.IndexByte(code, '[') < 0 {
		return nil
	}
	for _, list := range indexLists(code) {
		if !list.isView() {
			continue
		}
		for _, it := range list.items {
			if p, bad := it.problem(); bad {
				found = append(found, p)
			}
		}
		list.exchange(code)
		exchanged[list.open] = list
	}
	return found
}

// exchangeBrackets does the same with the other index lists that problems lie in. It reports whether there were any.
func exchangeBrackets(code []byte, problems []problem, exchanged map[int]indexList) bool {
	if len(problems) == 0 {
		return false
	}
	found := false
	for _, list := range indexLists(code) {
		for _, p := range problems {
			if list.items[1].start <= p.offset && p.offset <= list.close {
				list.exchange(code)
				exchanged[list.open] = list
				found = true
				break
			}
		}
	}
	return found
}

// exchange makes a call of the list in code. Bounds become arguments of their own; where an item has none, a blank stands for it.
func (l *indexList) exchange(code []byte) {
	code[l.open], code[l.close] = '(', ')'
	for _, it := range l.items {
		if it.ellipsis >= 0 {
			copy(code[it.ellipsis:], "_  ")
		}
		before := it.parts[0]
		for i, colon := range it.colons {
			after := it.parts[i+1]
			code[colon] = ' '
			if before && after {
				code[colon] = ','
			}
			before = before || after
		}
		if len(it.colons) > 0 && !before {
			code[it.colons[0]] = '_'
		}
	}
}

// restoreIndexLists turns the calls that were put in place of index lists into index expressions.
func restoreIndexLists(file *ast.File, exchanged map[int]indexList, offset func(token.Pos) int) {
	if len(exchanged) == 0 {
		return
	}
	astutil.Apply(file, nil, func(c *astutil.Cursor) bool {
		call, ok := c.Node().(*ast.CallExpr)
		if !ok {
			return true
		}
		if was, ok := exchanged[offset(call.Lparen)]; ok {
			list := &ast.IndexListExpr{X: call.Fun, Lbrack: call.Lparen, Indices: was.restore(call), Rbrack: call.Rparen}
			switch c.Parent().(type) {
			case *ast.GoStmt, *ast.DeferStmt: // want a call; the checker will say that an element is no function
				c.Replace(&ast.CallExpr{Fun: list, Lparen: call.Rparen, Rparen: call.Rparen + 1})
			default:
				c.Replace(list)
			}
		}
		return true
	})
}

// restore makes the items of the call's arguments: of bounds, a slice expression of nothing, which the checker passes over.
func (l *indexList) restore(call *ast.CallExpr) []ast.Expr {
	rest := call.Args
	next := func() (arg ast.Expr) {
		if len(rest) > 0 { // there are fewer where the parser found something else that is wrong
			arg, rest = rest[0], rest[1:]
		}
		return arg
	}
	var indices []ast.Expr
	for _, it := range l.items {
		parts := make([]ast.Expr, len(it.parts))
		for i, there := range it.parts {
			if there {
				parts[i] = next()
			}
		}
		if !it.isView() {
			if parts[0] != nil {
				indices = append(indices, parts[0])
			}
			continue
		}
		if !slices.Contains(it.parts, true) {
			next() // the blank
		}
		pos := call.Lparen + token.Pos(it.start-l.open)
		if it.ellipsis >= 0 {
			indices = append(indices, &ast.Ellipsis{Ellipsis: pos})
			continue
		}
		bounds := &ast.SliceExpr{X: &ast.BadExpr{From: pos, To: pos}, Lbrack: pos, Low: parts[0], High: parts[1], Rbrack: pos}
		if len(parts) > 2 {
			bounds.Max, bounds.Slice3 = parts[2], true
		}
		indices = append(indices, bounds)
	}
	return indices
}

// boundsAlone is what the checker calls the operand of bounds.
const boundsAlone = "(ast: *ast.BadExpr)"

// isBounds reports whether an item of an index list is bounds, or an ellipsis.
func isBounds(item ast.Expr) (bounds *ast.SliceExpr, ellipsis bool) {
	switch e := item.(type) {
	case *ast.Ellipsis:
		return nil, true
	case *ast.SliceExpr:
		if _, nothing := e.X.(*ast.BadExpr); nothing {
			return e, false
		}
	}
	return nil, false
}

// boundsOf returns the bounds of a slice expression as an item.
func boundsOf(slice *ast.SliceExpr) *ast.SliceExpr {
	bounds := *slice
	bounds.X = &ast.BadExpr{From: slice.Lbrack, To: slice.Lbrack}
	return &bounds
}
