// This file tests parameters from outside.

package nb

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestParseParameter(t *testing.T) {
	for text, want := range map[string]Parameter{
		"n=5":               {"n", "5"},
		"n=-1.5e-3":         {"n", "-1.5e-3"},
		"z = 2i":            {"z", "2i"},
		"ok=true":           {"ok", "true"},
		`s="a b"`:           {"s", `"a b"`},
		"s=camera.png":      {"s", `"camera.png"`},
		"s=":                {"s", `""`},
		"s=a=b":             {"s", `"a=b"`},
		"s=os.Exit(1)":      {"s", `"os.Exit(1)"`},
		"shape=[]int{3, 4}": {"shape", "[]int{3, 4}"},
	} {
		if got, err := ParseParameter(text); err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "n", "=5", "a b=1", "for=1", "1x=2"} {
		if _, err := ParseParameter(text); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%q: error %v", text, err)
		}
	}
}

func TestInject(t *testing.T) {
	book := bookOf(t, "print a", "#parameters print b", "print c")
	book.Inject([]Parameter{{"n", "5"}, {"s", `"x"`}})
	again := reparse(t, book)
	want := []string{"print a", "print b", "// Parameters\nn = 5\ns = \"x\"", "print c"}
	if got := sources(again); !reflect.DeepEqual(got, want) {
		t.Errorf("cells %q, want %q", got, want)
	}
	if c := again.Cells[2]; !c.HasTag(TagInjected) || c.ID == "" {
		t.Errorf("injected cell: %+v", c)
	}
	again.Inject([]Parameter{{"n", "6"}})
	want[2] = "// Parameters\nn = 6"
	if got := sources(reparse(t, again)); !reflect.DeepEqual(got, want) {
		t.Errorf("injected again: %q, want %q", got, want)
	}

	first := bookOf(t, "print a")
	first.Inject([]Parameter{{"n", "5"}})
	if got, want := sources(reparse(t, first)), []string{"// Parameters\nn := 5", "print a"}; !reflect.DeepEqual(got, want) {
		t.Errorf("without a parameters cell: %q, want %q", got, want)
	}

	empty, err := Parse([]byte("{\n \"cells\": [],\n \"metadata\": {},\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n"))
	if err != nil {
		t.Fatal(err)
	}
	empty.Inject([]Parameter{{"n", "5"}})
	if got, want := sources(reparse(t, empty)), []string{"// Parameters\nn := 5"}; !reflect.DeepEqual(got, want) {
		t.Errorf("in an empty notebook: %q, want %q", got, want)
	}
}

// An injected cell is laid out like the cells around it.
func TestInjectKeepsStyle(t *testing.T) {
	text, err := os.ReadFile("testdata/features.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	book, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	book.Inject([]Parameter{{"x", "2"}})
	got, err := book.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	checkGolden(t, "injected.json", got)
}

func reparse(t *testing.T, book *Notebook) *Notebook {
	t.Helper()
	text, err := book.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return again
}

func sources(book *Notebook) []string {
	var list []string
	for _, c := range book.Cells {
		list = append(list, c.Source)
	}
	return list
}
