package nb

// This file tests the Markdown files of notebooks.

import (
	"strings"
	"testing"
	"testing/fstest"
)

// dot is the smallest PNG, and its base64 form.
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

func markdownBook(t *testing.T) *Notebook {
	t.Helper()
	book, err := NewNotebook([]*Cell{
		{Type: "markdown", Source: "# Title\n\n![a](pictures/a.png) ![b](attachment:b%20b.png) ![web](https://example.org/c.png)"},
		{Type: "code", Source: "x := \"```\"\nx"},
		{Type: "code", Source: "1 / 0", Tags: []string{"solution"}},
		{Type: "raw", Source: "for other tools"},
	})
	if err != nil {
		t.Fatal(err)
	}
	book.Cells[0].Attachments = map[string]Bundle{"b b.png": {"image/png": dot}}
	book.Cells[1].Outputs = []Output{
		{Type: "stream", Name: "stdout", Text: "with \x1b[31mcolour\x1b[0m and ```\n"},
		{Type: "execute_result", Data: Bundle{"text/plain": "heat [map]\nmore", "image/png": dot[:40] + "\n" + dot[40:], "text/html": "<img>"}},
		{Type: "display_data", Data: Bundle{"text/plain": "f", "text/latex": "$$f$$"}},
	}
	book.Cells[2].Outputs = []Output{{Type: "error", ErrName: "panic", ErrValue: "division", Traceback: []string{"panic: \x1b[1mdivision\x1b[0m"}}}
	return book
}

func TestMarkdown(t *testing.T) {
	files := fstest.MapFS{"pictures/a.png": {Data: []byte("picture a")}}
	text, pictures, err := Markdown(markdownBook(t), MarkdownOptions{Files: files, Folder: "book_files"})
	if err != nil {
		t.Fatal(err)
	}
	want := "# Title\n\n![a](book_files/a.png) ![b](book_files/b%20b.png) ![web](https://example.org/c.png)\n\n" +
		"````go\nx := \"```\"\nx\n````\n\n````text\nwith colour and ```\n````\n\n![heat (map)](book_files/cell-2-2.png)\n\n$$f$$\n\n" +
		"<details><summary>Solution</summary>\n\n```go\n1 / 0\n```\n\n</details>\n\n```text\npanic: division\n```\n"
	if string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	if len(pictures) != 3 || pictures[0].Name != "book_files/a.png" || string(pictures[0].Content) != "picture a" || !strings.HasPrefix(string(pictures[2].Content), "\x89PNG") {
		t.Errorf("pictures %v", pictures)
	}
	inside, pictures, err := Markdown(markdownBook(t), MarkdownOptions{Files: files})
	if err != nil || len(pictures) != 0 || strings.Count(string(inside), "](data:image/png;base64,") != 3 {
		t.Errorf("without a folder: %d files, %v\n%s", len(pictures), err, inside)
	}
	if _, _, err := Markdown(markdownBook(t), MarkdownOptions{Files: fstest.MapFS{}}); err == nil || !strings.Contains(err.Error(), "pictures/a.png") {
		t.Errorf("a missing picture gives %v", err)
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add("![a](<b c>) ```", "text\x1b[0m", dot)
	f.Add("![](attachment:x)", "````", "no base64")
	f.Fuzz(func(t *testing.T, source, output, picture string) {
		book := &Notebook{Cells: []*Cell{
			{Type: "markdown", Source: source},
			{Type: "code", Source: source, Outputs: []Output{{Type: "stream", Text: output}, {Type: "display_data", Data: Bundle{"image/png": picture}}}},
		}}
		text, _, err := Markdown(book, MarkdownOptions{Folder: "f"})
		if err == nil && strings.TrimSpace(source) != "" && len(text) == 0 {
			t.Errorf("nothing written of %q", source)
		}
	})
}
