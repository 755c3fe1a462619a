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

// counterpart finds the sentence of a doc comment that says what another library calls the same: "NumPy: name." or "SciPy:
// name." A point within a name, as in linalg.det or a[..., i], has no space after it.
var counterpart = regexp.MustCompile(`(?:^|[.:)]\s+)(NumPy|SciPy|PyTorch):\s+(.*?)\.(?:\s|$)`)

// recordedFor says which function the operations of other data files belong to.
var recordedFor = map[string]string{
	"AveragePool": "AvgPool", "avg_pool": "AvgPool AvgPoolGrad", "max_pool": "MaxPool MaxPoolGrad", "conv": "Conv ConvGrad", "conv_transpose": "ConvTranspose",
	"scipy.signal.correlate": "Correlate", "scipy.ndimage.correlate": "Correlate", "scipy.signal.convolve": "Convolve", "scipy.ndimage.convolve": "Convolve",
	"fftn": "FFT", "ifftn": "IFFT", "rfftn": "RFFT", "irfftn": "IRFFT", "fftshift": "FFTShift", "ifftshift": "IFFTShift", "fftfreq": "FFTFreq",
}

// countCases returns how many results of other libraries each function is compared with.
func countCases(t *testing.T) map[string]int {
	t.Helper()
	cases := map[string]int{}
	for _, c := range loadNumPyCases(t) {
		cases[c.Op]++
	}
	for _, file := range []string{"einsum_numpy.json", "einsum_lists.json", "fft_numpy.json", "index_numpy.json", "conv_onnx.json", "conv_torch.json", "correlate_scipy.json"} {
		var recorded struct {
			Cases []struct{ Op, Call, Spec string }
		}
		readRecorded(t, file, &recorded)
		for _, c := range recorded.Cases {
			op := strings.TrimRight(c.Op, "123d") + c.Call
			if c.Spec != "" {
				op = "Einsum"
			}
			if names, ok := recordedFor[op]; ok {
				op = names
			}
			for name := range strings.FieldsSeq(op) {
				cases[name]++
			}
		}
	}
	for name := range numpyFiles(t) {
		switch {
		case strings.HasSuffix(name, ".npy"):
			cases["ReadNPY"]++
			cases["LoadNPY"]++
		case strings.HasSuffix(name, ".npz"):
			cases["LoadNPZ"]++
		}
	}
	return cases
}

const tableHead = `Written by TestNumPyTable with -update: all functions of the package and methods of an Array, but for the Into forms.

Counterpart: what the documentation names, "—" where it names nothing. Cases: how many results of the other library are compared
with, in the files beside this one: numpy_cases.json.gz (NumPy 2.4.6, in several types and memory orders; those of an operation also
check its Into form), einsum_numpy.json and einsum_lists.json, fft_numpy.json, index_numpy.json, numpy_files.zip, conv_onnx.json,
conv_torch.json and correlate_scipy.json. "—" where there are none: the tests compute what is right themselves (random numbers are
checked by the known answers of their bits and by their moments, files by round trips, orders of EinsumPath beside its package).

| name | counterpart | cases |
|---|---|---|
`

func TestNumPyTable(t *testing.T) {
	cases := countCases(t)
	set := token.NewFileSet()
	files, _ := parsePackage(t, set)
	p, err := doc.NewFromFiles(set, files, "github.com/arraybook/arraybook/array")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString(tableHead)
	row := func(name, short, text string) {
		if strings.HasSuffix(name, "Into") {
			return
		}
		other := "—"
		if m := counterpart.FindStringSubmatch(strings.ReplaceAll(text, "\n", " ")); m != nil {
			other = m[1] + " " + strings.ReplaceAll(m[2], "|", "\\|")
		}
		count := "—"
		if n := cases[short]; n > 0 {
			count = fmt.Sprint(n)
		}
		fmt.Fprintf(&table, "| %s | %s | %s |\n", name, other, count)
	}
	for _, f := range p.Funcs {
		row(f.Name, f.Name, f.Doc)
	}
	for _, kind := range p.Types {
		for _, f := range kind.Funcs {
			row(f.Name, f.Name, f.Doc)
		}
		if kind.Name != "Array" {
			continue
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
