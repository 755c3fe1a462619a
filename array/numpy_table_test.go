// This file keeps the table of names beside their counterparts in NumPy, with the number of cases that compare them.

package array

import (
	"flag"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/numpy_table.md anew")

// counterpart finds, in a doc comment, what another library calls the same: "NumPy: name", "SciPy: name".
var counterpart = regexp.MustCompile(`(NumPy|SciPy|PyTorch):\s+([^.]*(?:\.[^\s.][^.]*)*)\.`)

func TestNumPyTable(t *testing.T) {
	cases := map[string]int{}
	for _, c := range loadNumPyCases(t) {
		cases[c.Op]++
	}
	set := token.NewFileSet()
	files, _ := parsePackage(t, set)
	p, err := doc.NewFromFiles(set, files, "github.com/arraybook/arraybook/array")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("Written by TestNumPyTable with -update. Cases: testdata/numpy_cases.json.gz, from NumPy 2.4.6, in several types and\nmemory orders; those of an operation also check its Into form.\n\n| name | counterpart | cases |\n|---|---|---|\n")
	row := func(name, short, text string) {
		if m := counterpart.FindStringSubmatch(strings.ReplaceAll(text, "\n", " ")); m != nil && !strings.HasSuffix(name, "Into") {
			fmt.Fprintf(&table, "| %s | %s %s | %d |\n", name, m[1], strings.ReplaceAll(m[2], "|", "\\|"), cases[short])
		}
	}
	for _, f := range p.Funcs {
		row(f.Name, f.Name, f.Doc)
	}
	for _, kind := range p.Types {
		for _, f := range kind.Funcs {
			row(f.Name, f.Name, f.Doc)
		}
		for _, m := range kind.Methods {
			row("a."+m.Name, m.Name, m.Doc)
		}
	}
	const path = "testdata/numpy_table.md"
	if *update {
		if err := os.WriteFile(path, []byte(table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != table.String() {
		t.Errorf("%s is not up to date (%v); run go test -run TestNumPyTable -update", path, err)
	}
}

var codeSpan = regexp.MustCompile("`([^`]+)`")

// TestNumPyNames checks NUMPY.md: it says of each of NumPy's names, in testdata/numpy_names.txt, what stands for it, and what it
// names exists.
func TestNumPyNames(t *testing.T) {
	list, err := os.ReadFile("testdata/numpy_names.txt")
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("NUMPY.md")
	if err != nil {
		t.Fatal(err)
	}
	version, names, _ := strings.Cut(string(list), "\n")
	if !strings.Contains(string(table), version) {
		t.Errorf("NUMPY.md is not of %s", version)
	}
	known, answered := packageNames(t), map[string]bool{}
	for _, line := range strings.Split(string(table), "\n") {
		columns := strings.Split(line, "|")
		if len(columns) != 4 {
			continue
		}
		for _, m := range codeSpan.FindAllStringSubmatch(columns[1], -1) {
			answered[m[1]] = true
		}
		for _, m := range codeSpan.FindAllStringSubmatch(columns[2], -1) {
			e, err := parser.ParseExpr(m[1])
			if err != nil {
				t.Errorf("%s: %v", m[1], err)
				continue
			}
			eachName(e, func(name string) {
				if !known[name] {
					t.Errorf("NUMPY.md names %s, which does not exist", name)
				}
			})
		}
	}
	for _, name := range strings.Fields(names) {
		name = strings.TrimPrefix(name, "np.")
		if !answered[name] {
			t.Errorf("NUMPY.md says nothing of %s", name)
		}
		delete(answered, name)
	}
	for name := range answered {
		t.Errorf("NumPy has no %s", name)
	}
}

// packageNames returns the names of exported functions, and of methods after a point.
func packageNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	files, _ := parsePackage(t, token.NewFileSet())
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
				names["."+fn.Name.Name] = true
			} else if ok {
				names[fn.Name.Name] = true
			}
		}
	}
	return names
}

// eachName calls f with the names of this package in an expression, methods after a point.
func eachName(e ast.Expr, f func(name string)) {
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && (x.Name == "fmt" || x.Name == "math" || x.Name == "slices") {
				return false
			}
			if n.Sel.IsExported() {
				f("." + n.Sel.Name)
			}
			eachName(n.X, f)
			return false
		case *ast.Ident:
			if n.IsExported() {
				f(n.Name)
			}
		}
		return true
	})
}
