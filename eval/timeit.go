package eval

// This file holds what %timeit makes of a statement.

import (
	"fmt"
	"go/ast"
	"go/token"
	"io"
	"slices"
	"strconv"
	"time"
)

// A timedLoop runs a statement as often as there are turns: an argument without a type's name, which a cell may shadow.
type timedLoop = func(turns []struct{})

// timeit wraps a statement into a timedLoop for the hook. The loop is the cell's, so that what is timed is the statement
// and no call of it; where the statement would leave the loop, it gets a function of its own.
func timeit(stmt ast.Stmt) ast.Stmt {
	const turns = "·turns"
	at := stmt.Pos()
	body := []ast.Stmt{withoutValues(stmt)}
	if leaves(stmt) {
		body = []ast.Stmt{&ast.ExprStmt{X: &ast.CallExpr{Fun: function(at, &ast.FieldList{}, body), Lparen: at, Rparen: stmt.End()}}}
	}
	loop := &ast.RangeStmt{For: at, X: &ast.Ident{NamePos: at, Name: turns}, Body: &ast.BlockStmt{Lbrace: at, List: body, Rbrace: stmt.End()}}
	empty := &ast.StructType{Struct: at, Fields: &ast.FieldList{Opening: at, Closing: at}}
	params := &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{{NamePos: at, Name: turns}}, Type: &ast.ArrayType{Lbrack: at, Elt: empty}}}}
	return hookCall(timeitHook, at, function(at, params, []ast.Stmt{loop}))
}

func function(at token.Pos, params *ast.FieldList, body []ast.Stmt) *ast.FuncLit {
	return &ast.FuncLit{
		Type: &ast.FuncType{Func: at, Params: params},
		Body: &ast.BlockStmt{Lbrace: at, List: body, Rbrace: body[len(body)-1].End()},
	}
}

// leaves reports whether a statement may leave a loop that it stands in, or leave something to the end of its function.
func leaves(stmt ast.Stmt) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt, *ast.BranchStmt, *ast.DeferStmt:
			found = true
		}
		return !found
	})
	return found
}

// withoutValues is a statement to be timed in which values that would be shown are given to blanks.
func withoutValues(stmt ast.Stmt) ast.Stmt {
	switch s := stmt.(type) {
	case *ast.ExprStmt:
		if !isCall(s.X) {
			return toBlank(s)
		}
	case *ast.BlockStmt: // a cell behind %%timeit
		block := *s
		block.List = make([]ast.Stmt, len(s.List))
		for i, inner := range s.List {
			block.List[i] = inner
			if expr, ok := inner.(*ast.ExprStmt); ok {
				block.List[i] = withoutValues(expr)
			}
		}
		return &block
	}
	return stmt
}

// timeMany runs a loop in seven rounds of about 0.1 s and prints the median of their means, and how these spread.
func timeMany(w io.Writer, loop timedLoop) {
	const rounds, round = 7, 100 * time.Millisecond
	n := 1
	var took time.Duration
	for {
		took = timed(loop, n)
		if took > round/10 || n >= 1e9 {
			break
		}
		n *= 10
	}
	n = max(1, int(float64(n)*float64(round)/float64(max(took, 1))))
	var means []float64
	for range rounds {
		means = append(means, float64(timed(loop, n))/float64(n))
	}
	slices.Sort(means)
	fmt.Fprintf(w, "%s per run (median of %d rounds of %s runs; %s to %s)\n", perRun(means[rounds/2]), rounds, strconv.Itoa(n), perRun(means[0]), perRun(means[rounds-1]))
}

func timed(loop timedLoop, n int) time.Duration {
	turns := make([]struct{}, n)
	start := time.Now()
	loop(turns)
	return time.Since(start)
}

// perRun prints nanoseconds, with a fraction where a Duration would show none.
func perRun(ns float64) string {
	if ns < 100 {
		return strconv.FormatFloat(ns, 'f', 2, 64) + "ns"
	}
	return rounded(time.Duration(ns)).String()
}
