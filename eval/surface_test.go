package eval_test

// This file tests what testdata/surface.txt and testdata/session/surface.txt cannot show of what cells can say: the Go that
// the forms beyond Go are lowered to, output of goroutines whose cell is over, and all packages that there are.

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval"
)

// TestFormsLower exports each form and looks for the Go that it stands for.
func TestFormsLower(t *testing.T) {
	const arrays = "a, b := Of(1.0, 2), Of(3.0, 4)\nm := Zeros[float64](2, 2)\n"
	for _, test := range []struct{ source, want string }{
		{"x := 1\nx++\nfmt.Println(x)", "x := 1\n\tx++\n\tfmt.Println(x)\n"},
		{"x := 1\nfmt.Println(x)\nx := \"text\"\nfmt.Println(x)", ":= \"text\""},
		{"unused := 1", "_ = unused"},
		{"strings.Fields(\"a b\")", "import (\n\t\"fmt\"\n\t\"strings\"\n)"},
		{"strings.Fields(\"a b\")", "(strings.Fields(\"a b\"))"},
		{"strings.Fields(\"a b\");", "\tstrings.Fields(\"a b\")"},
		{"Einsum(\"i->\", Ones[float64](3)).Item();", "\tarray.Einsum(\"i->\", array.Ones[float64](3)).Item()"},
		{"Heatmap(Eye[float64](2));", "\tdisplay.Heatmap(array.Eye[float64](2))"},
		{"x := strconv.Atoi(\"1\")\nfmt.Println(x)", "x := must(strconv.Atoi(\"1\"))"},
		{"os.Remove(\"/nonexistent/file\")", "check(os.Remove(\"/nonexistent/file\"))"},
		{arrays + "(a + b).Values();", "array.Add(a, b)"},
		{arrays + "(2 * a).Values();", "array.Mul(array.Scalar[float64](2), a)"},
		{arrays + "(-a).Values();", "array.Neg(a)"},
		{arrays + "(a / b).Values();", "array.Div(a, b)"},
		{arrays + "a += b", "array.AddInto(a, a, b)"},
		{arrays + "fmt.Println(m[0, 1])", "fmt.Println(m.At(0, 1))"},
		{arrays + "m[0, 1] = 5", "m.Set(5, 0, 1)"},
		{"package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"whole\") }", "fmt.Println(\"whole\")"},
	} {
		program, err := eval.NewProgram(exportConfig(), []eval.ProgramCell{{Number: 1, Source: test.source}}, eval.ProgramOptions{})
		if err != nil {
			t.Errorf("%q: %s", test.source, traceback(err))
		} else if !strings.Contains(string(program.Source), test.want) {
			t.Errorf("%q: no %q in\n%s", test.source, test.want, program.Source)
		}
	}
}

// TestGoroutinesPrintIntoTheirCell starts goroutines that print, and panic, after later cells have begun.
func TestGoroutinesPrintIntoTheirCell(t *testing.T) {
	s := newSession(t)
	var first lockedBuilder
	err := s.Execute(context.Background(), eval.Cell{
		Number: 1, Stdout: &first, Stderr: &first, Show: func(any) {},
		Source: "turn := make(chan string)\n" +
			"go func() {\n\tfor text := range turn {\n\t\tfmt.Println(text)\n\t\tturn <- \"done\"\n\t}\n}()\n" +
			"fmt.Println(\"started\")",
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := 2; n < 4; n++ {
		out, err := execute(s, n, fmt.Sprintf("turn <- \"during cell %d\"\nfmt.Println(<-turn)", n))
		if err != nil || out != "done\n" {
			t.Errorf("cell %d: %q %v", n, out, err)
		}
	}
	if got, want := first.String(), "started\nduring cell 2\nduring cell 3\n"; got != want {
		t.Errorf("the first cell's output is %q, want %q", got, want)
	}
}

// TestEveryPackageIsImported imports the whole standard library into one cell.
func TestEveryPackageIsImported(t *testing.T) {
	out, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	var source strings.Builder
	for path := range strings.FieldsSeq(string(out)) {
		elements := strings.Split(path, "/")
		if elements[0] == "vendor" || slices.Contains(elements, "internal") || slices.Contains([]string{"unsafe", "plugin", "runtime/cgo"}, path) {
			continue
		}
		fmt.Fprintf(&source, "import _ %q\n", path)
	}
	if n := strings.Count(source.String(), "\n"); n < 150 {
		t.Fatalf("the standard library has %d packages", n)
	}
	if out, err := execute(newSession(t), 1, source.String()+"1"); err != nil || out != "=> 1\n" {
		t.Errorf("%s %s", out, traceback(err))
	}
}
