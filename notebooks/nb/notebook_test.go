// This file tests that notebooks are read right and written back byte for byte.

package nb

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	book, err := Read("testdata/features.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	if book.Language != "go" || len(book.Cells) != 5 {
		t.Fatalf("language %q, %d cells", book.Language, len(book.Cells))
	}
	title, code := book.Cells[0], book.Cells[1]
	if title.Type != "markdown" || title.Source != "# Title\n![dot](attachment:dot.png)" || title.ID != "intro" {
		t.Errorf("first cell: %+v", title)
	}
	if png, ok := title.Attachments["dot.png"].Text("image/png"); !ok || png != "iVBORw0=" {
		t.Errorf("attachment: %+v", title.Attachments)
	}
	if !code.HasTag("parameters") || code.ExecutionCount != 7 || code.Source != "x := 1\nx" {
		t.Errorf("second cell: %+v", code)
	}
	want := []Output{
		{Type: "stream", Name: "stdout", Text: "one\ntwo\n"},
		{Type: "execute_result", ExecutionCount: 7, Metadata: []byte("{}"),
			Data: Bundle{"text/plain": "1\n2", "image/png": "iVBORw0=\n", "application/json": rawJSON(`{"a":[1,2.50]}`)}},
		{Type: "error", ErrName: "panic", ErrValue: "boom", Traceback: []string{"panic: boom", "cell 1"}},
	}
	if !reflect.DeepEqual(code.Outputs, want) {
		t.Errorf("outputs:\n%+v\nwant\n%+v", code.Outputs, want)
	}
	if hidden := book.Cells[2]; !hidden.SourceHidden || !hidden.OutputsHidden {
		t.Errorf("third cell is not hidden: %+v", hidden)
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		``:                                    "not JSON",
		"{\n \"cells\": [\n ,]}":              "line 3",
		`[]`:                                  "not an object",
		`{}`:                                  "no nbformat",
		`{"nbformat": 3}`:                     "nbformat 3.0",
		`{"nbformat": 4}`:                     "no list of cells",
		`{"nbformat": 4, "cells": 5}`:         "cells",
		`{"nbformat": 4, "cells": [null]}`:    "cell 1 is not an object",
		`{"nbformat": 4, "cells": [{}]}`:      `cell_type ""`,
		`{"nbformat": 4, "nbformat": "four"}`: "not a notebook",
		`{"nbformat": 4, "cells": [{"cell_type": "code", "outputs": [{"output_type": "pyout"}]}]}`: `"pyout"`,
	} {
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%s): %v, want an error with %q", text, err, want)
		}
	}
}

func TestUnchangedFilesStayTheSame(t *testing.T) {
	for _, path := range notebookFiles(t) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for name, variant := range variants(text) {
			book, err := Parse(variant)
			if err != nil {
				t.Fatal(err)
			}
			got, err := book.Bytes()
			if err != nil || !bytes.Equal(got, variant) {
				t.Errorf("%s, %s: %v, text changed", path, name, err)
			}
		}
	}
}

// The same results set again give the same file, in every layout: this covers indentation, key order and line lists.
func TestSameResultsGiveTheSameFile(t *testing.T) {
	for _, path := range notebookFiles(t) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		book, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range book.Cells {
			if c.Type == "code" {
				c.SetResult(c.ExecutionCount, c.Outputs)
			}
		}
		got, err := book.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, text) {
			t.Errorf("%s changed: %s", path, firstDifference(got, text))
		}
	}
}

func TestSetResult(t *testing.T) {
	const before = "{\"nbformat\": 4, \"cells\": [\n {\"cell_type\": \"code\", \"id\": \"a\", \"source\": \"x\",  \"outputs\" : [ ]}]  }"
	book, err := Parse([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	book.Cells[0].SetResult(3, []Output{{Type: "stream", Name: "stdout", Text: "<&>\u2028\\u2028"}})
	got, err := book.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	const want = "{\"nbformat\": 4, \"cells\": [\n {\"cell_type\": \"code\", \"id\": \"a\", \"source\": \"x\",  " +
		"\"outputs\" : [{\"name\":\"stdout\",\"output_type\":\"stream\",\"text\":[\"<&>\u2028\",\"\\\\u2028\"]}],\"execution_count\":3}]  }"
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.ipynb")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.ipynb")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	if err := WriteFile(link, []byte("new")); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	info, statErr := os.Lstat(path)
	if err != nil || statErr != nil || string(content) != "new" || info.Mode() != 0o600 {
		t.Errorf("%q, %v, %v, %v", content, info.Mode(), err, statErr)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("files left behind: %v", entries)
	}
	if err := WriteFile(filepath.Join(dir, "none", "a"), nil); err == nil {
		t.Error("no error for a folder that is not there")
	}
}

func TestLinesOf(t *testing.T) {
	// The pieces are those of Python 3.11's "".splitlines(True).
	for _, want := range [][]string{
		{}, {"a"}, {"a\n"}, {"a\n", "b"}, {"\n", "\n"}, {"a\r\n", "b\r", "c"}, {"a\r"}, {"é\u2028", "\u2029", "b\u0085", "c\x1c", "\x1d", "\x1e", "\v", "\f", "\x1fz"},
	} {
		if got := linesOf(strings.Join(want, "")); !slices.Equal(got, want) {
			t.Errorf("linesOf = %q, want %q", got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, path := range notebookFiles(f) {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		if len(text) < 1<<16 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		book, err := Parse(bytes.Clone(text))
		if err != nil {
			return
		}
		if same, err := book.Bytes(); err != nil || !bytes.Equal(same, text) {
			t.Fatalf("unchanged notebook: %v\n%q\n%q", err, same, text)
		}
		for _, c := range book.Cells {
			c.SetResult(1, []Output{{Type: "stream", Name: "stdout", Text: "ok\n"}})
		}
		changed, err := book.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(changed)
		if err != nil {
			t.Fatalf("%v: %q", err, changed)
		}
		for i, c := range again.Cells {
			if c.Source != book.Cells[i].Source || len(c.Outputs) != 1 || c.Outputs[0].Text != "ok\n" {
				t.Fatalf("cell %d: %+v", i+1, c)
			}
		}
	})
}

func notebookFiles(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.ipynb")
	if err != nil || len(paths) == 0 {
		t.Fatal("no notebooks in testdata", err)
	}
	return paths
}

func variants(text []byte) map[string][]byte {
	return map[string][]byte{
		"as it is":            text,
		"CRLF":                bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")),
		"no trailing newline": bytes.TrimRight(text, "\n"),
		"tabs":                bytes.ReplaceAll(text, []byte("\n "), []byte("\n\t")),
	}
}

func firstDifference(a, b []byte) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-60)
	return string(a[from:min(len(a), i+60)]) + "\n-- want --\n" + string(b[from:min(len(b), i+60)])
}

func rawJSON(text string) any { return json.RawMessage(text) }
