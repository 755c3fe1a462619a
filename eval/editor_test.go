package eval_test

// This file tests what an editor asks: completion, inspection, completeness. The cursor is written as "¦".

import (
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
point := &Point{X: 3, Y: 4}
numbers := []int{1, 2, 3}
title := "a title"
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
		if test.not != "" && slices.Contains(got.Matches, test.not) {
			t.Errorf("%q: %s is in %v", test.source, test.not, got.Matches)
		}
		if got.End != cursor || got.Start > cursor || got.Start < 0 {
			t.Errorf("%q: replaces %d to %d", test.source, got.Start, got.End)
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
		{"len¦(numbers)", "builtin len"},
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
		{"f(1,", "incomplete", "\t"},
		{"x := 1 +", "incomplete", "\t"},
		{"x :=", "incomplete", "\t"},
		{"a.", "incomplete", "\t"},
		{"s := `raw", "incomplete", "\t"},
		{"/* comment", "incomplete", "\t"},
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
