// This file runs the tutorials: their saved results are what a run gives, what NumPy gives for the same code, and the hidden
// solutions of their exercises work.

package notebooks

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/notebooks/nb"
)

// sizeLimit keeps the saved notebooks quick to open, also on a code host.
const sizeLimit = 1_650_000

func TestNotebooks(t *testing.T) {
	command := filepath.Join(t.TempDir(), "arraybook")
	if out, err := exec.Command("go", "build", "-o", command, "..").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	paths, err := filepath.Glob("*.ipynb")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	t.Run("all", func(t *testing.T) { // returns when the parallel tests have ended, before the command is removed
		for _, path := range paths {
			t.Run(strings.TrimSuffix(path, ".ipynb"), func(t *testing.T) {
				t.Parallel()
				testNotebook(t, path, command)
			})
		}
	})
}

func testNotebook(t *testing.T, path, command string) {
	book, err := nb.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() > sizeLimit {
		t.Errorf("%v bytes, want at most %d (%v)", info.Size(), sizeLimit, err)
	}
	checkSaved(t, book)
	saved := map[*nb.Cell][]nb.Output{}
	for _, c := range book.Cells {
		saved[c] = slices.Clone(c.Outputs)
	}
	tutorial := slices.Clone(book.Cells)
	solutions := insertSolutions(book)
	numpy := readOracle(t, path)
	report := &nb.Cell{Type: "code", Source: numpy.question()}
	book.Cells = append(book.Cells, report)

	if err := nb.Run(t.Context(), book, nb.RunOptions{Kernel: []string{command, "kernel", nb.ConnectionFile}}); err != nil {
		t.Fatal(err)
	}
	for i, c := range tutorial {
		if c.Type != "code" || c.HasTag(nb.TagVolatile) {
			continue
		}
		if difference := nb.Compare(saved[c], c.Outputs, 0); difference != "" {
			t.Errorf("cell %d: the saved outputs are not those of a run:\n%s", i+1, difference)
		}
	}
	for _, s := range solutions {
		if got := printed(s.cell); s.text != "" && got != s.text {
			t.Errorf("the solution\n%s\nprints\n%s\nthe notebook says\n%s", s.cell.Source, got, s.text)
		}
	}
	numpy.compare(t, printed(report))
}

// checkSaved checks that every code cell was run, in order, and failed only where that is the lesson.
func checkSaved(t *testing.T, book *nb.Notebook) {
	count := 0
	for i, c := range book.Cells {
		if c.Type != "code" {
			continue
		}
		count++
		if c.ExecutionCount != count {
			t.Errorf("cell %d has execution count %d, want %d: save the notebook executed", i+1, c.ExecutionCount, count)
		}
		failed := slices.ContainsFunc(c.Outputs, func(o nb.Output) bool { return o.Type == "error" })
		if failed != c.HasTag(nb.TagRaises) {
			t.Errorf("cell %d: saved with an error: %v; tagged %s: %v", i+1, failed, nb.TagRaises, c.HasTag(nb.TagRaises))
		}
	}
}

// A solution is the Go code that a details element of a Markdown cell hides, and the text that it is said to print.
type solution struct {
	cell *nb.Cell
	text string
}

var (
	details    = regexp.MustCompile(`(?s)<details>.*?</details>`)
	goBlock    = regexp.MustCompile("(?s)```go\n(.*?)```(?:\n+```text\n(.*?)```)?")
	pythonCode = regexp.MustCompile("(?s)```python\n(.*?)```")
)

// insertSolutions puts the solutions behind the Markdown cells that hold them, as cells to be run.
func insertSolutions(book *nb.Notebook) (solutions []solution) {
	var cells []*nb.Cell
	for _, c := range book.Cells {
		cells = append(cells, c)
		if c.Type != "markdown" {
			continue
		}
		for _, hidden := range details.FindAllString(c.Source, -1) {
			for _, m := range goBlock.FindAllStringSubmatch(hidden, -1) {
				s := solution{&nb.Cell{Type: "code", Source: m[1]}, m[2]}
				solutions, cells = append(solutions, s), append(cells, s.cell)
			}
		}
	}
	book.Cells = cells
	return solutions
}

// printed is what a cell wrote to stdout.
func printed(c *nb.Cell) string {
	var text strings.Builder
	for _, o := range c.Outputs {
		if o.Type == "stream" && o.Name == "stdout" {
			text.WriteString(o.Text)
		}
	}
	return text.String()
}

// An oracle is a file of testdata: what NumPy computes for the Python code in a notebook, written by oracle.py there. Its
// variables have the names that they have in the Go cells.
type oracle struct {
	NumPy     string
	Code      string // SHA-256 of the Python code
	Variables map[string]numpyValue
}

type numpyValue struct {
	Shape     []int
	Every     int // of the elements in row-major order, each Every-th is in Values, with its modulus if it is complex
	Values    []float64
	Tolerance float64 // relative to the value, or absolute below 1: both sides round, perhaps in another order
}

func readOracle(t *testing.T, path string) oracle {
	t.Helper()
	book, err := nb.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, c := range book.Cells {
		if c.Type == "markdown" {
			for _, m := range pythonCode.FindAllStringSubmatch(c.Source, -1) {
				code.WriteString(m[1])
			}
		}
	}
	file := filepath.Join("testdata", strings.TrimSuffix(path, ".ipynb")+".json")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var o oracle
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(code.String()))); o.Code != sum || len(o.Variables) == 0 {
		t.Fatalf("%s is not of the NumPy code in %s; run testdata/oracle.py", file, path)
	}
	return o
}

// question is a cell that prints the values which the oracle knows, in its form.
func (o oracle) question() string {
	var source strings.Builder
	source.WriteString("func() {\n\tanswer := map[string]any{}\n\ttell := func(name string, every int, value any) {\n" +
		"\t\tswitch v := value.(type) {\n\t\tcase int:\n\t\t\tvalue = Scalar(v)\n\t\tcase float64:\n\t\t\tvalue = Scalar(v)\n" +
		"\t\tcase bool:\n\t\t\tvalue = Scalar(v)\n\t\tcase []int:\n\t\t\tvalue = From(v)\n\t\tcase []float64:\n\t\t\tvalue = From(v)\n\t\t}\n" +
		"\t\ta := value.(interface {\n\t\t\tShape() []int\n\t\t\tFloat64s() []float64\n\t\t})\n" +
		"\t\tvar some []float64\n\t\tfor i, v := range a.Float64s() {\n\t\t\tif i%every == 0 {\n\t\t\t\tsome = append(some, v)\n\t\t\t}\n\t\t}\n" +
		"\t\tanswer[name] = map[string]any{\"Shape\": append([]int{}, a.Shape()...), \"Values\": some}\n\t}\n")
	for name, v := range o.Variables {
		fmt.Fprintf(&source, "\ttell(%q, %d, %s)\n", name, v.Every, name)
	}
	source.WriteString("\ttext, err := json.Marshal(answer)\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\tfmt.Println(string(text))\n}()\n")
	return source.String()
}

func (o oracle) compare(t *testing.T, answer string) {
	var got map[string]numpyValue
	if err := json.Unmarshal([]byte(answer), &got); err != nil {
		t.Fatalf("%v in %q", err, answer)
	}
	for name, want := range o.Variables {
		g := got[name]
		if !reflect.DeepEqual(g.Shape, want.Shape) || len(g.Values) != len(want.Values) {
			t.Errorf("%s has shape %v, NumPy's has %v", name, g.Shape, want.Shape)
			continue
		}
		for i, v := range want.Values {
			if math.Abs(g.Values[i]-v) > want.Tolerance*max(1, math.Abs(v)) {
				t.Errorf("%s: element %d is %v, NumPy %s has %v", name, i*want.Every, g.Values[i], o.NumPy, v)
				break
			}
		}
	}
}
