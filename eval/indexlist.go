package eval

// This file gets a[i, j+1] past Go's parser, which takes the second item of an index list for a type. Where it stumbles
// over such a list, the brackets are exchanged for parentheses, and the call that comes out is turned into an index
// expression again.

import (
	"go/ast"
	"go/scanner"
	"go/token"

	"golang.org/x/tools/go/ast/astutil"
)

// An indexList is a bracketed list behind an operand: its brackets, and the offset of its first comma.
type indexList struct {
	open, comma, close int
}

// indexLists finds the index lists in code that have a comma.
func indexLists(code []byte) []indexList {
	type level struct {
		indexList
		operand bool
	}
	var lists []indexList
	var levels []level
	var scan scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	scan.Init(file, code, func(token.Position, string) {}, 0)
	previous := token.ILLEGAL
	for {
		pos, tok, _ := scan.Scan()
		offset := file.Offset(pos)
		switch tok {
		case token.EOF:
			return lists
		case token.LPAREN, token.LBRACE:
			levels = append(levels, level{})
		case token.LBRACK:
			operand := previous == token.IDENT || previous == token.RPAREN || previous == token.RBRACK
			levels = append(levels, level{indexList{offset, -1, -1}, operand})
		case token.COMMA:
			if n := len(levels); n > 0 && levels[n-1].operand && levels[n-1].comma < 0 {
				levels[n-1].comma = offset
			}
		case token.RPAREN, token.RBRACE, token.RBRACK:
			if n := len(levels); n > 0 {
				last := levels[n-1]
				levels = levels[:n-1]
				if last.comma >= 0 && tok == token.RBRACK {
					last.close = offset
					lists = append(lists, last.indexList)
				}
			}
		}
		previous = tok
	}
}

// exchangeBrackets puts parentheses around the index lists that problems lie in, and adds these to exchanged. It reports
// whether there were any.
func exchangeBrackets(code []byte, problems []problem, exchanged map[int]bool) bool {
	if len(problems) == 0 {
		return false
	}
	found := false
	for _, list := range indexLists(code) {
		for _, p := range problems {
			if list.comma < p.offset && p.offset <= list.close {
				code[list.open], code[list.close] = '(', ')'
				exchanged[list.open] = true
				found = true
				break
			}
		}
	}
	return found
}

// restoreIndexLists turns the calls whose parentheses were put in place of brackets into index expressions.
func restoreIndexLists(file *ast.File, exchanged map[int]bool, offset func(token.Pos) int) {
	if len(exchanged) == 0 {
		return
	}
	astutil.Apply(file, nil, func(c *astutil.Cursor) bool {
		if call, ok := c.Node().(*ast.CallExpr); ok && exchanged[offset(call.Lparen)] {
			list := &ast.IndexListExpr{X: call.Fun, Lbrack: call.Lparen, Indices: call.Args, Rbrack: call.Rparen}
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
