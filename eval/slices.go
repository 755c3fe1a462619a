package eval

// This file gets x[::2] past Go's parser, which wants all but the first of three indices. For slices, that is left to the checker.

import (
	"go/ast"
	"go/types"
	"strings"
)

const missingIndex = " index required in 3-index slice" // the parser's words: middle or final

// leaveOut makes the indices that the parser missed ones that are left out.
func leaveOut(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if slice, ok := n.(*ast.SliceExpr); ok && slice.Slice3 {
			slice.High, slice.Max = known(slice.High), known(slice.Max)
		}
		return true
	})
}

func known(e ast.Expr) ast.Expr {
	if _, bad := e.(*ast.BadExpr); bad {
		return nil
	}
	return e
}

// missingIndices says what the parser would have said, of what is no array.
func missingIndices(e types.Error) types.Error {
	if strings.HasSuffix(e.Msg, "2nd and 3rd index required in 3-index slice") {
		e.Msg = "middle and final" + missingIndex + " (a slice has no step; x[::2] is for arrays)"
	}
	return e
}
