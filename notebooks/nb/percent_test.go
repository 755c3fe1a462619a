// This file tests the percent format.

package nb

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestPercentRoundTrip(t *testing.T) {
	cells := []*Cell{
		{Type: "markdown", Source: "# Title\n\n* a\n  // b\n// %% c"},
		{Type: "code", Source: "x := 1\n\n// a comment\n// 100% of it"},
		{Type: "code", Source: "%time f()\n!ls\n// %time g()\n// // %% twice", Tags: []string{"parameters", "a \"b\""}},
		{Type: "code", Source: "%%writefile a.txt\ntext"},
		{Type: "raw", Source: "<b>"},
		{Type: "code", Source: ""},
		{Type: "code", Source: "y := x %\n\t3"},
	}
	book, err := NewNotebook(cells)
	if err != nil {
		t.Fatal(err)
	}
	text, err := Percent(book)
	if err != nil {
		t.Fatal(err)
	}
	checkGolden(t, "percent.go.txt", text)
	again, err := ParsePercent(text)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range again.Cells {
		if want := cells[i]; c.Source != want.Source || c.Type != want.Type || !reflect.DeepEqual(c.Tags, want.Tags) {
			t.Errorf("cell %d: %q %s %q, want %q %s %q", i+1, c.Source, c.Type, c.Tags, want.Source, want.Type, want.Tags)
		}
	}
	if len(again.Cells) != len(cells) {
		t.Errorf("%d cells, want %d", len(again.Cells), len(cells))
	}
}

// The text is what jupytext 1.17 writes for a notebook of a Go kernel.
func TestParseJupytext(t *testing.T) {
	const text = "// ---\r\n// jupyter:\r\n//   jupytext:\r\n//     text_representation:\r\n//       extension: .go\r\n//       format_name: percent\r\n// ---\r\n" +
		"\r\n// %% [markdown] slideshow={\"slide_type\": \"slide\"} tags=[\"a\", \"b\"]\r\n// # Title\r\n//\r\n// text\r\n\r\n// %% a title\r\nimport \"fmt\"\r\n\r\nfmt.Println()\r\n"
	book, err := ParsePercent([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sources(book), []string{"# Title\n\ntext", "import \"fmt\"\n\nfmt.Println()"}; !reflect.DeepEqual(got, want) {
		t.Errorf("cells %q, want %q", got, want)
	}
	if got := book.Cells[0].Tags; !reflect.DeepEqual(got, []string{"a", "b"}) {
		t.Errorf("tags %q", got)
	}
}

// The text is one that jupytext 1.19.6 wrote, with its line about the encoding, titles, and metadata of several kinds. It comes
// back byte for byte, also by way of an .ipynb file.
func TestJupytextRoundTrip(t *testing.T) {
	text, err := os.ReadFile("testdata/jupytext.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	book, err := ParsePercent(text)
	if err != nil {
		t.Fatal(err)
	}
	ipynb, err := book.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if book, err = Parse(ipynb); err != nil {
		t.Fatal(err)
	}
	back, err := Percent(book)
	if err != nil {
		t.Fatal(err)
	}
	if string(back) != string(text) {
		t.Errorf("got\n%s\nwant\n%s", back, text)
	}
	if got, want := len(book.Cells), 6; got != want {
		t.Errorf("%d cells, want %d", got, want)
	}
	if c := book.Cells[1]; c.Type != "markdown" || !reflect.DeepEqual(c.Tags, []string{"a"}) || c.Source != "text" {
		t.Errorf("cell 2: %+v", c)
	}
}

func TestPercentErrors(t *testing.T) {
	for text, want := range map[string]string{
		"// ---\n// x":                    "does not end",
		"// %% [table]\n":                 `"table"`,
		"// %% tags=[1]\n":                "// %% tags=[1]",
		"// %% [markdown]\nnot comment\n": `"not comment"`,
	} {
		if _, err := ParsePercent([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
	book := &Notebook{Cells: []*Cell{{Type: "markdown", Attachments: map[string]Bundle{"a.png": {}}}}}
	if _, err := Percent(book); err == nil || !strings.Contains(err.Error(), "a.png") {
		t.Errorf("attachment: error %v", err)
	}
}

func FuzzPercent(f *testing.F) {
	f.Add("// %%\nx := 1\n// %% [markdown]\n// text\n")
	f.Add("%time\n// // %%\n!")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "\r") {
			return // line ends become "\n"
		}
		book, err := ParsePercent([]byte(text))
		if err != nil {
			return
		}
		written, err := Percent(book)
		if err != nil {
			return // a line of Markdown that cannot be written
		}
		again, err := ParsePercent(written)
		if err != nil {
			t.Fatalf("%v in %q", err, written)
		}
		if stable, err := Percent(again); err != nil || string(stable) != string(written) {
			t.Fatalf("%q becomes %q (%v)", written, stable, err)
		}
		if got, want := len(again.Cells), len(book.Cells); got != want {
			t.Fatalf("%d cells became %d: %q", want, got, written)
		}
		for i, c := range again.Cells {
			want := strings.Trim(book.Cells[i].Source, "\n")
			if strings.TrimRight(c.Source, " ") != strings.TrimRight(want, " ") && !strings.Contains(want, " \n") {
				t.Fatalf("cell %d was %q, is %q", i+1, want, c.Source)
			}
		}
	})
}

// TestReadPercent tells what to do with a Go file where a notebook is wanted.
func TestReadPercent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cells.go")
	if err := os.WriteFile(path, []byte("// %%\n1 + 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); err == nil || !strings.Contains(err.Error(), path+": a Go file of cells holds no results") {
		t.Error(err)
	}
	if book, err := ReadAny(path); err != nil || len(book.Cells) != 1 {
		t.Error(book, err)
	}
}
