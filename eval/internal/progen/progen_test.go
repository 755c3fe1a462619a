package progen

// This file checks that the programs are Go, and the same for the same seed.

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

func TestProgramsTypeCheck(t *testing.T) {
	imp := importer.Default()
	for seed := range uint64(60) {
		p := Generate(seed, "P")
		src := p.Source()
		if again := Generate(seed, "P").Source(); again != src {
			t.Fatalf("seed %d gives two programs", seed)
		}
		fset := token.NewFileSet()
		var files []*ast.File
		for i, text := range []string{Prelude, Trail, "package main\n" + src} {
			f, err := parser.ParseFile(fset, fmt.Sprint(seed, ".", i, ".go"), text, 0)
			if err != nil {
				t.Fatalf("%v\n%s", err, numbered(text))
			}
			files = append(files, f)
		}
		var errs []string
		conf := types.Config{Importer: imp, Error: func(err error) { errs = append(errs, err.Error()) }}
		conf.Check("main", fset, files, nil)
		if len(errs) > 0 {
			t.Errorf("%s\n%s", strings.Join(errs, "\n"), numbered("package main\n"+src))
		}
	}
}

func numbered(src string) string {
	var b strings.Builder
	for i, line := range strings.Split(src, "\n") {
		fmt.Fprintf(&b, "%4d %s\n", i+1, line)
	}
	return b.String()
}
