package eval_test

// This file tests what an editor asks: completion, inspection, completeness. The cursor is written as "¦".

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval"
)

func prepared(t *testing.T, cells ...string) *eval.Session {
	t.Helper()
	s := newSession(t)
	for i, c := range cells {
		if _, err := execute(s, i+1, c); err != nil {
			t.Fatal(traceback(err))
		}
	}
	return s
}

const editorCell = `
import "fmt"

// Point is a place.
type Point struct{ X, Y int; name string }

// Norm is the distance from the origin, squared.
func (p *Point) Norm() int { return p.X*p.X + p.Y*p.Y }

type Named struct { Point; Title string }

// greet says hello.
func greet(who string, times int) string { return fmt.Sprint(who, times) }

const Answer = 42

// Shape is what has an area.
type Shape interface {
	Area() float64 // in square metres
}

// Colours.
const (
	// Red is the first.
	Red = iota
	Green // like grass
	Blue
)

type config struct{ size int }
type option func(*config)
func withSize(n int) option { return func(c *config) { c.size = n } }
func create(name string, options ...option) *config { return &config{} }
func pairOf[T any](a, b T) []T { return []T{a, b} }
func parse(s string) (*Point, error) { return nil, nil }
places := map[string]Point{}
stream := make(chan Point)
point := &Point{X: 3, Y: 4}
numbers := []int{1, 2, 3}
title := "a title"
grid := Zeros[float64](2, 3)
type Weekday int
const (
	Monday Weekday = iota
	Tuesday
)
func plan(day Weekday) {}
`

func TestComplete(t *testing.T) {
	s := prepared(t, editorCell)
	tests := []struct {
		source string
		want   string // matches that must be there, with their types
		not    string
	}{
		{"gre¦", "greet:function", "Answer"},
		{"poi¦", "point:variable Point:type", "title"},
		{"point.¦", "X:field Y:field name:field Norm:method", "point"},
		{"point.N¦", "Norm:method", "X"},
		{"x := point.¦\ny := 3", "X:field Norm:method", ""},
		{"fmt.Print¦", "Print:function Printf:function Println:function", "Sprint"},
		{"strings.Fie¦", "Fields:function FieldsFunc:function", ""},
		{"math.P¦", "Pi:constant Pow:function", "Sin"},
		{`import "str¦"`, "strings:module strconv:module", "fmt"},
		{`import "net/ht¦`, "net/http:module", "fmt"},
		{"import (\n\t\"fmt\"\n\t\"str¦\n)", "strings:module", ""},
		{`fmt.Println("str¦")`, "", "strings"},
		{"// str¦", "", "strings"},
		{"Point{¦}", "X:field Y:field name:field", ""},
		{"Point{X: 1, ¦}", "Y:field", "X"},
		{"Named{Po¦}", "Point:field", ""},
		{"Named{}.¦", "Title:field X:field Norm:method Point:field", ""},
		{"for i, number := range numbers {\n\tnum¦\n}", "number:variable numbers:variable", ""},
		{"func f(first, second int) int {\n\tthird := 3\n\treturn fi¦\n}", "first:variable", "second"},
		{"func f(first, second int) int {\n\tthird := 3\n\treturn th¦", "third:variable", ""},
		{"greet(ti¦", "title:variable", ""},
		{"%ti¦", "%time:keyword %timeit:keyword", "%cd"},
		{"%time gre¦", "greet:function", ""},
		{"sw¦", "switch:keyword", ""},
		{"le¦", "len:function", ""},
		{"local := 1\nlo¦", "local:variable", ""},
		{"type Local struct{ Field int }\nv := Local{}\nv.¦", "Field:field", ""},
		{"if point != nil {\n\tpoint.¦", "X:field", ""},
		{"http.Sta¦", "StatusOK:constant", ""},
		{"var b strings.Builder\nb.Wri¦", "WriteString:method", "Len"},
		{"Point.¦", "", "X"},
		{"(*Point).¦", "Norm:method", "X"},
		{"ans¦", "Answer:constant", ""},
		{`import "enc¦`, "encoding/json:module", "fmt"},
		{`import j "encoding/j¦"`, "encoding/json:module", ""},
		{"create(\"x\", ¦)", "withSize:function", ""},
		{"create(\"x\", withSize(1), with¦", "withSize:function", ""},
		{"LoadCSV[float64](\"testdata/ar¦", "testdata/arrays.txt:module", ""},
		{"Conv(nil, nil, ¦", "Stride:function Padding:function", ""},
		{"parse(title).¦", "X:field Norm:method", ""}, // the error is taken
		{"places[title].¦", "X:field Norm:method", "title"},
		{"(<-stream).¦", "X:field", "title"},
		{"pairOf(point, nil)[0].¦", "Norm:method", "title"},
		{"for _, p := range places { p.¦", "X:field", "title"},
		{"if p, ok := places[title]; ok { p.¦ }", "X:field", "title"},
		{"select { case p := <-stream: p.¦ }", "X:field", "title"},
		{"f := func(p Point) int { return p.¦", "X:field", "title"},
		{"func (n *Named) m() int {\n\treturn n.¦\n}", "Title:field Norm:method", "title"},
		{"foo bar\npoint.¦", "X:field Norm:method", "title"},
		{"func broken( {\npoint.¦", "X:field Norm:method", "title"},
		{"for i := range 3 {\n\tfoo bar\n\tpoint.¦\n}", "X:field", "title"},
		{"x := \npoint.¦\ny := 3", "X:field", "title"},
		{"foo bar point.¦", "", "title"},
		{"defer point.¦", "Norm:method", "title"},
		{"go gre¦", "greet:function", ""},
		{"outer:\nfor { break ou¦ }", "outer:label", "len"},
		{"[]Point{{¦}}", "X:field", ""},
		{"map[string]Point{\"a\": {X: 1, n¦", "name:field", ""},
		{"http.Server{Ad¦", "Addr:field", ""},
		{"var z Po¦", "Point:type", ""},
		{"Zeros[flo¦", "float32:type float64:type", ""},
		{"type T struct { *Poi¦ }", "Point:type", ""},
		{"%env PAT¦", "PATH:variable", ""},
		{"if point.X == point.¦", "X:field Norm:method", "title"},
		{"if point.¦", "X:field", "title"},
		{"defer func() { point.¦", "X:field", "title"},
		{"fmt.Println(grid[0, 1], point.¦)\ntitle := 3", "X:field", "title"},
		{"if x := grid + 1; x.¦", "Shape:method", "title"},
		{"i := 1\ngrid[:, i].Sh¦", "Shape:method", "Sum"},
		{"grid[:, point.¦", "X:field", "title"},
		{"for point.¦", "X:field", "title"},
		{"switch point.¦ {", "X:field", "title"},
		{"func g[T fmt.Str¦", "Stringer:type", "Print"},
		{"grid[point.¦, 0]", "X:field", "title"},
		{"grid[0, point.¦] = 1", "X:field", "title"},
		{"grid[point.X, 0] += point.¦", "X:field", "title"},
		{"x := 2*grid + grid[point.¦", "X:field", "title"},
		{"fmt.Println(2*grid + point.¦, 1)", "X:field", "title"},
		{"(2*grid).Sh¦", "Shape:method", "Sum"},
		{"point := Named{}\npoint.¦\nfmt.Println(point)", "Title:field", "title"},
		{"!ls testdata/ar¦", "testdata/arrays.txt:module", ""},
		{"!le¦", "", "len"},
		{"MaxPool(grid, 2, ¦", "Stride:function PadSame:function", "Groups"},
		{"SlidingWindow(grid, 2, 2, ¦", "Stride:function Dilation:function Writable:function", "Padding"},
		{"MaxPoolGrad(grid, grid, 2, ¦", "Stride:function Padding:function", "Groups"}, // as MaxPool
		{"ConvTranspose(grid, grid, ¦", "Stride:function Groups:function", "PadSame"},
		{"ConvTranspose(grid, grid, ¦", "Stride:function", "Boundary"},
		{"Correlate(grid, grid, ¦", "PadSame:function Boundary:function", "Stride"},
		{"Convolve(grid, grid, ¦", "PadValid:function Boundary:function", "Groups"}, // as Correlate
		{"Picture(grid, ¦", "Title:function Size:function", "Bins"},
		{"func (p *Point) No¦", "Norm:method", "Not"},
		{"func gr¦", "greet:function", "grid"},
		{"LoadNPY[¦", "float32:type uint8:type complex128:type", "string"},
		{"Array[¦", "float64:type bool:type", "string"},
	}
	for _, test := range tests {
		cursor := strings.Index(test.source, "¦")
		source := strings.Replace(test.source, "¦", "", 1)
		got := s.Complete(source, cursor)
		for _, want := range strings.Fields(test.want) {
			name, kind, _ := strings.Cut(want, ":")
			i := slices.Index(got.Matches, name)
			if i < 0 || got.Types[i] != kind {
				t.Errorf("%q: no %s in %v %v", test.source, want, got.Matches, got.Types)
			}
		}
		if len(got.Types) != len(got.Matches) || len(got.Signatures) != len(got.Matches) {
			t.Errorf("%q: %d matches, %d types, %d signatures", test.source, len(got.Matches), len(got.Types), len(got.Signatures))
		}
		if test.not != "" && slices.Contains(got.Matches, test.not) {
			t.Errorf("%q: %s is in %v", test.source, test.not, got.Matches)
		}
		if got.End != cursor || got.Start > cursor || got.Start < 0 {
			t.Errorf("%q: replaces %d to %d", test.source, got.Start, got.End)
		}
	}
}

// TestCompleteFirst checks what comes first, and what signatures say.
func TestCompleteFirst(t *testing.T) {
	s := prepared(t, editorCell)
	tests := []struct{ source, first string }{
		{"greet(¦", "title string"},
		{"create(\"x\", ¦", "withSize func(n int) option"},
		{"Heatmap(nil, C¦", "Center func(v float64) display.Option"},
		{"Point{¦", "X int"},
		{"point.N¦", "Norm func() int"},
		{"poi¦", "point *Point"},
		{"Ans¦", "Answer untyped int"},
		{"Poi¦", "Point struct{X int; Y int; name string}"},
		{"strings.Fie¦", "Fields func(s string) []string"},
		{"appe¦", "append func(s []T, values ...T) []T"},
		{"pairO¦", "pairOf func[T any](a T, b T) []T"},
		{"retu¦", "return "},
		{"plan(¦", "Monday Weekday"},
		{"plan(Tu¦)", "Tuesday Weekday"},
		{"var z P¦", "Point struct{X int; Y int; name string}"},
		{"var z *P¦", "Point struct{X int; Y int; name string}"},
		{"func f(p []P¦) {}", "Point struct{X int; Y int; name string}"},
	}
	for _, test := range tests {
		cursor := strings.Index(test.source, "¦")
		got := s.Complete(strings.Replace(test.source, "¦", "", 1), cursor)
		if len(got.Matches) == 0 || got.Matches[0]+" "+got.Signatures[0] != test.first {
			t.Errorf("%q: %v %v", test.source, got.Matches, got.Signatures)
		}
	}
}

func TestInspect(t *testing.T) {
	s := prepared(t, editorCell)
	tests := []struct{ source, want string }{
		{"gre¦et", "func greet(who string, times int) string|greet says hello."},
		{"greet(¦)", "func greet(who string, times int) string"},
		{"greet(\"a\", ¦", "func greet(who string, times int) string"},
		{"point¦", "var point *Point|value: &{X:3 Y:4 name:\"\"}"},
		{"Point¦", "type Point struct{X int; Y int; name string}|Point is a place.|Norm() int"},
		{"point.Nor¦m()", "Norm() int|the distance from the origin"},
		{"point.¦X", "field X int"},
		{"Answer¦", "const Answer untyped int = 42"},
		{"numbers¦", "value: [1 2 3]"},
		{"fmt.Printl¦n(1)", "func fmt.Println(a ...any) (n int, err error)|formats using the default formats"},
		{"strings¦.Fields(\"\")", "package strings"},
		{"slices.Sort¦", "func slices.Sort[S ~[]E, E cmp.Ordered](x S)|sorts a slice"},
		{"slices.Sort?¦", "func slices.Sort[S"},
		{"import \"maps\"\nmaps.Keys¦", "func maps.Keys["},
		{"array.Zeros¦", "func array.Zeros[T array.Element](shape ...int) *array.Array[T]|zeros"},
		{"pairOf¦", "func pairOf[T any](a T, b T) []T"},
		{"len¦(numbers)", "func len(v T) int"},
		{"append(numbers, ¦", "func append(s []T, values ...T) []T"},
		{"any(point).(Shape).Area¦()", "func (Shape).Area() float64|in square metres"},
		{"Red¦", "const Red untyped int = 0|Red is the first."},
		{"Green¦", "const Green untyped int = 1|like grass"},
		{"Blue¦", "const Blue untyped int = 2|Colours."},
		{"places¦", "var places map[string]Point|value: map[string]Point with 0 entries"},
		{"Named{}.Norm¦()", "func (*Point).Norm() int"},
		{"Einsum(\"i¦j->ji\", nil)", "func array.Einsum[T array.Element](spec string|sums products"},
		{"Heatmap¦", "display.Heatmap|shows a matrix"},
		{"Array¦", "type array.Array[T array.Element] struct{...}|func (*array.Array[T]).At(i ...int) T|strided view"},
		{"http.Server{Addr¦: \"x\"}", "field Addr string|TCP address"},
		{"http¦.Get", "package http (\"net/http\")|HTTP client"},
		{"import \"fm¦t\"", "package fmt"},
		{"os.ErrNotExist¦", "var os.ErrNotExist error"},
		{"foo bar\ngreet¦(\"x\")", "func greet"},
		{"func broken( {\npoint.Norm¦()", "func (*Point).Norm() int"},
		{"for title¦ := range 3 {}", "var title int"},
		{"point := 3\npoi¦nt", "var point int"},
		{"point := 3\n2*grid + po¦int", "var point int"},
		{"grid[po¦int.X, 0]", "var point *Point|value: &{X:3"},
		{"(2*grid).Su¦m()", "func (*array.Array[float64]).Sum(axes ...int)"},
		{"greet?¦", "func greet(who string, times int) string|greet says hello."},
		{"?gre¦et", "func greet"},
		{"%time?¦", "%time statement"},
		{"x := 3\npoint.Norm?¦", "func (*Point).Norm() int"},
		{"title\ngreet¦??", "func greet"},
		{"%time¦it f()", "%timeit statement|run a statement many times"},
		{"%timeit gre¦et(title, 1)", "func greet"},
		{"\"str¦ing\"", ""},
		{"// len¦ght", ""},
		{"func¦ f() {}", ""},
		{"point.Einsum¦", ""},
		{"nosuchname¦", ""},
		{"", ""},
	}
	for _, test := range tests {
		cursor := max(strings.Index(test.source, "¦"), 0)
		got := s.Inspect(strings.Replace(test.source, "¦", "", 1), cursor, 0)
		if got.Found != (test.want != "") {
			t.Errorf("%q: found %v", test.source, got.Found)
		}
		for _, want := range strings.Split(test.want, "|") {
			if strings.HasPrefix(test.want, "var ") && !strings.Contains(test.want, "value") && strings.Contains(test.source, ":=") && strings.Contains(got.Text, "value") {
				t.Errorf("%q shows the value of another variable: %s", test.source, got.Text)
			}
			if !strings.Contains(got.Text, want) {
				t.Errorf("%q: no %q in\n%s", test.source, want, got.Text)
			}
		}
	}
}

func TestIsComplete(t *testing.T) {
	s := newSession(t)
	tests := []struct{ source, status, indent string }{
		{"x := 1", "complete", ""},
		{"", "complete", ""},
		{"func f() {", "incomplete", "\t"},
		{"func f() {\n\tfor {", "incomplete", "\t\t"},
		{"func f() {\n\tfor {\n\t}", "incomplete", "\t"},
		{"    if true {", "incomplete", "    \t"},
		{"switch x {", "incomplete", ""},
		{"if ok {\n\tselect {", "incomplete", "\t"},
		{"switch x {\ncase 1:", "incomplete", "\t"},
		{"switch x {\ncase 1:\n\tf()", "incomplete", "\t"},
		{"func f(a int,", "incomplete", "\t"},
		{"go func() {", "incomplete", "\t"},
		{"for i := 0; i < (", "incomplete", "\t"},
		{"if", "incomplete", "\t"},
		{"for", "incomplete", "\t"},
		{"if x { } else", "incomplete", "\t"},
		{"type T struct", "incomplete", "\t"},
		{"x := 1 +\n\t2 +", "incomplete", "\t"},
		{"for i := 0;", "incomplete", "\t"},
		{"if x := f();", "incomplete", "\t"},
		{"for i := 0; i < 3; i++", "invalid", ""},
		{"!ls \\", "incomplete", ""},
		{"if x", "invalid", ""}, // a new line ends it
		{"var x", "invalid", ""},
		{"go f", "invalid", ""},
		{"else {", "invalid", ""},
		{"} else {", "invalid", ""},
		{"for i in range(3):", "invalid", ""},
		{"int x = 1", "invalid", ""},
		{"import \"fmt", "invalid", ""},
		{"%%time\nfunc f() {", "incomplete", "\t"},
		{"%%time\nx := 1", "complete", ""},
		{"%%timeit\nfor {", "incomplete", "\t"},
		{"%%timeit\nx := 1", "complete", ""},
		{"%time f(", "incomplete", "\t"},
		{"!ls", "complete", ""},
		{"package main\n\nimport \"fmt\"", "incomplete", ""},
		{"package main\n\nfunc main() {\n}", "complete", ""},
		{"f(1,", "incomplete", "\t"},
		{"x := 1 +", "incomplete", "\t"},
		{"x :=", "incomplete", "\t"},
		{"a.", "incomplete", "\t"},
		{"s := `raw", "incomplete", ""},
		{"s := f(`raw\n\ttext", "incomplete", ""},
		{"/* comment", "incomplete", ""},
		{"x := = 1", "invalid", ""},
		{"f(1))", "invalid", ""},
		{"}", "invalid", ""},
		{"import \"fmt\"\nfmt.Println()", "complete", ""},
		{"%who", "complete", ""},
		{"%%writefile x\n}}}", "complete", ""},
		{"x := \"unclosed", "invalid", ""},
	}
	for _, test := range tests {
		got := s.IsComplete(test.source)
		if got.Status != test.status || got.Status == "incomplete" && got.Indent != test.indent {
			t.Errorf("%q: %+v, want %s %q", test.source, got, test.status, test.indent)
		}
	}
}

// TestLinesOfCells types the cells of testdata line by line: no beginning of a correct cell is invalid.
func TestLinesOfCells(t *testing.T) {
	s := newSession(t)
	files, _ := filepath.Glob("testdata/*.txt")
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range readCells(string(text)) {
			if c.errBlock != "" || errorComment.MatchString(c.source) {
				continue
			}
			for i, b := range []byte(c.source) {
				if b == '\n' && s.IsComplete(c.source[:i]).Status == "invalid" {
					t.Errorf("%s:%d: invalid:\n%s", path, c.line, c.source[:i])
				}
			}
			if got := s.IsComplete(c.source).Status; got != "complete" {
				t.Errorf("%s:%d: %s:\n%s", path, c.line, got, c.source)
			}
		}
	}
}
