// This file tests the HTML page.

package nb

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "write the golden files")

// checkGolden compares got with a file in testdata.
func checkGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s: %s", path, firstDifference(got, want))
	}
}

func TestHTML(t *testing.T) {
	for _, name := range []string{"features", "page"} {
		book, err := Read(filepath.Join("testdata", name+".ipynb"))
		if err != nil {
			t.Fatal(err)
		}
		files := fstest.MapFS{"data/dot.png": {Data: []byte("png")}}
		got, err := HTML(book, HTMLOptions{Files: files, ChartLibrary: []byte("var echarts = '</script>';")})
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(string(got), "</style>\n")
		checkGolden(t, name+".html", []byte(body))
	}
}

func TestHTMLMissingPicture(t *testing.T) {
	for _, source := range []string{"![x](attachment:none.png)", "![x](none.png)", "![x](../outside.png)", "![x](notes.txt)"} {
		book := &Notebook{Cells: []*Cell{{Type: "markdown", Source: source}}}
		files := fstest.MapFS{"notes.txt": {Data: []byte("text")}}
		if _, err := HTML(book, HTMLOptions{Files: files}); err == nil || !strings.Contains(err.Error(), source[5:len(source)-1]) {
			t.Errorf("%s: error %v", source, err)
		}
	}
}
