// This file checks that every exported name is documented, and that functions and methods have an example that runs.

package array

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
)

// exampleInOther lists the names that the example of another name shows: options and parts of results, which mean nothing
// alone.
var exampleInOther = map[string]string{
	"Boundary": "Pad", "Dilation": "SlidingWindow", "Stride": "SlidingWindow", "Writable": "AsStrided", "Groups": "Conv", "PadFull": "Conv", "PadSame": "Conv",
	"PadValid": "Conv", "Padding": "Conv", "Mapping_Array": "OpenNPY", "Mapping_Close": "OpenNPY", "BoundaryMode_String": "Pad",
	"ContractionPath_SpeedUp": "EinsumPath", "ContractionPath_String": "EinsumPath", "Interrupt": "Einsum", "InterruptIf": "Einsum", "QuantileMethod_String": "Quantiles",
}

func TestDocumented(t *testing.T) {
	set := token.NewFileSet()
	files, examples := parsePackage(t, set)
	p, err := doc.NewFromFiles(set, files, "github.com/arraybook/arraybook/array")
	if err != nil {
		t.Fatal(err)
	}
	check := func(name, text string) {
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s has no documentation", name)
		}
		shown := name
		if other, ok := exampleInOther[name]; ok {
			shown = other
		}
		if !examples["Example"+shown] {
			t.Errorf("%s has no example", name)
		}
	}
	functions := slices.Clone(p.Funcs)
	for _, kind := range p.Types {
		if kind.Doc == "" {
			t.Errorf("type %s has no documentation", kind.Name)
		}
		functions = append(functions, kind.Funcs...)
		for _, m := range kind.Methods {
			check(kind.Name+"_"+m.Name, m.Doc)
		}
	}
	for _, f := range functions {
		check(f.Name, f.Doc)
	}
}

// parsePackage returns the package's files, and the names of the examples beside them.
func parsePackage(t *testing.T, set *token.FileSet) (files []*ast.File, examples map[string]bool) {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	examples = map[string]bool{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		f, err := parser.ParseFile(set, e.Name(), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(e.Name(), "_test.go") {
			files = append(files, f)
			continue
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(fn.Name.Name, "Example") {
				examples[fn.Name.Name] = true
			}
		}
	}
	return files, examples
}
