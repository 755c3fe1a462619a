// This file keeps the table of names beside their counterparts in NumPy, with the number of cases that compare them.

package array

import (
	"flag"
	"fmt"
	"go/doc"
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
