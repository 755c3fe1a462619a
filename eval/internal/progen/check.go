package progen

// This file asks the type checker about source that the generator cannot judge itself: which constants fit a type, which names
// are promoted.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
)

// check type-checks declarations that import nothing.
func check(decls ...string) (*types.Package, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", "package p\n"+strings.Join(decls, "\n"), 0)
	if err != nil {
		return nil, err
	}
	return new(types.Config).Check("p", fset, []*ast.File{f}, nil)
}
