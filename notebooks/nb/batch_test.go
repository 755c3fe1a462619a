// This file tests runs over files, their progress lines and their reports.

package nb

import (
	"bytes"
	"encoding/xml"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

// bookFile writes a notebook of the sources into dir.
func bookFile(t *testing.T, dir, name string, sources ...string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := bookOf(t, sources...).Write(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func readOutputs(t *testing.T, path string) [][]string {
	t.Helper()
	book, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	var list [][]string
	for _, c := range book.Cells {
		list = append(list, sketch(c.Outputs))
	}
	return list
}

var durations = regexp.MustCompile(`[0-9]+\.[0-9]+s`)

func TestRunFiles(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "new", "folder")
	good := bookFile(t, dir, "good.ipynb", "print a", "print b")
	bad := bookFile(t, dir, "bad.ipynb", "fail here", "print never")
	var lines bytes.Buffer
	results, err := RunFiles(t.Context(), []string{good, bad}, BatchOptions{
		Run: RunOptions{Kernel: fakeKernel(t)}, Jobs: 1, OutDir: out, HTML: true, Progress: NewProgress(&lines, false)})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].Err != nil || results[1].Err == nil || len(results[0].Cells) != 2 || len(results[1].Cells) != 1 {
		t.Errorf("results %+v", results)
	}
	if got, want := readOutputs(t, filepath.Join(out, "good.ipynb")), [][]string{{"stdout:a\n"}, {"stdout:b\n"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("good.ipynb: %q, want %q", got, want)
	}
	if got, want := readOutputs(t, filepath.Join(out, "bad.ipynb")), [][]string{{"error:here"}, {}}; !reflect.DeepEqual(got, want) {
		t.Errorf("bad.ipynb: %q, want %q", got, want)
	}
	for _, name := range []string{"good.html", "bad.html"} {
		if page, err := os.ReadFile(filepath.Join(out, name)); err != nil || !bytes.Contains(page, []byte("</html>")) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := readOutputs(t, good); got[0][0] != "stdout:old" {
		t.Errorf("the notebook itself changed: %q", got)
	}
	want := strings.NewReplacer("GOOD", good, "BAD", bad, "OUT", out).Replace(`GOOD: cell 1/2 ok 0s
GOOD: cell 2/2 ok 0s
GOOD: ok, 2 cells in 0s -> OUT/good.ipynb, OUT/good.html
BAD: cell 1/2 failed 0s
BAD: FAILED, 1 cells in 0s -> OUT/bad.ipynb, OUT/bad.html
  cell 1 failed:
  failure: here
`)
	if got := durations.ReplaceAllString(lines.String(), "0s"); got != want {
		t.Errorf("progress:\n%s\nwant\n%s", got, want)
	}
}

func TestRunFilesInPlaceWithParameters(t *testing.T) {
	path := bookFile(t, t.TempDir(), "a.ipynb", "print a", "#parameters print b")
	results, err := RunFiles(t.Context(), []string{path}, BatchOptions{Run: RunOptions{Kernel: fakeKernel(t)}, Parameters: []Parameter{{"n", "5"}}})
	if err != nil || results[0].Err != nil {
		t.Fatal(err, results)
	}
	if got, want := readOutputs(t, path), [][]string{{"stdout:a\n"}, {"stdout:b\n"}, {}}; !reflect.DeepEqual(got, want) {
		t.Errorf("outputs %q, want %q", got, want)
	}
}

func TestVerifyFiles(t *testing.T) {
	dir := t.TempDir()
	path := bookFile(t, dir, "a.ipynb", "print a", "#volatile print b")
	verify := BatchOptions{Run: RunOptions{Kernel: fakeKernel(t)}, Verify: true}
	check := func() error {
		t.Helper()
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		results, err := RunFiles(t.Context(), []string{path}, verify)
		if err != nil {
			t.Fatal(err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
			t.Errorf("verifying changed the file: %v", err)
		}
		return results[0].Err
	}
	if err := check(); err == nil || err.Error() != "cell 1 (print a):\n  output 1 (stdout), line 1:\n  - old\n  + a" {
		t.Errorf("stale outputs: %v", err)
	}
	if _, err := RunFiles(t.Context(), []string{path}, BatchOptions{Run: verify.Run}); err != nil {
		t.Fatal(err)
	}
	if err := check(); err != nil {
		t.Errorf("fresh outputs: %v", err)
	}
}

func TestRunFilesRefusesSameName(t *testing.T) {
	_, err := RunFiles(t.Context(), []string{"a/x.ipynb", "b/x.ipynb"}, BatchOptions{OutDir: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "a/x.ipynb and b/x.ipynb") {
		t.Errorf("error %v", err)
	}
}

func TestExpand(t *testing.T) {
	dir := t.TempDir()
	a, b := bookFile(t, dir, "a.ipynb", "x"), bookFile(t, dir, "b[1].ipynb", "x")
	got, err := Expand([]string{b, filepath.Join(dir, "*.ipynb")})
	if err != nil || !reflect.DeepEqual(got, []string{b, a}) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := Expand([]string{filepath.Join(dir, "none*")}); err == nil || !strings.Contains(err.Error(), "none*") {
		t.Errorf("error %v", err)
	}
}

func TestProgressOnTerminal(t *testing.T) {
	var out bytes.Buffer
	p := NewProgress(&out, true)
	p.cell("a", Event{Cell: 1, Cells: 2, Title: "x := 1"})
	p.cell("b", Event{Cell: 1, Cells: 1, Title: strings.Repeat("y", 50)})
	p.cell("a", Event{Cell: 1, Cells: 2, Title: "x := 1", Done: true})
	p.finished(Result{Path: "a", Cells: make([]CellResult, 2), Duration: time.Second}, nil)
	const up = "\x1b[1A\x1b[2K"
	y := strings.Repeat("y", 39) + "…"
	none, half := strings.Repeat("░", 16), strings.Repeat("█", 8)+strings.Repeat("░", 8)
	want := "\ra " + none + " 1/2 x := 1\n" +
		up + "\ra " + none + " 1/2 x := 1\nb " + none + " 1/1 " + y + "\n" +
		up + up + "\ra " + half + " 1/2 x := 1\nb " + none + " 1/1 " + y + "\n" +
		up + up + "\ra: ok, 2 cells in 1.00s\nb " + none + " 1/1 " + y + "\n"
	if out.String() != want {
		t.Errorf("%q\nwant\n%q", out.String(), want)
	}
}

func TestJUnit(t *testing.T) {
	report, err := JUnit([]Result{
		{Path: "a.ipynb", Cells: []CellResult{{Title: "x < 1 \x1b[1m", Duration: time.Second}}, Duration: 2 * time.Second},
		{Path: "b.ipynb", Err: &CellError{Index: 0, Traceback: []string{"\x1b[31mpanic\x1b[0m: boom\x00"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	checkGolden(t, "junit.xml", report)
	var read junitSuites
	if err := xml.Unmarshal(report, &read); err != nil || read.Tests != 3 || read.Failures != 1 {
		t.Errorf("%v, %+v", err, read)
	}
	expected, failure := &CellError{Name: "panic"}, &CellError{Index: 1, Name: "panic", Value: "stop"}
	report, err = JUnit([]Result{{Path: "c.ipynb", Cells: []CellResult{{Title: "a", Err: expected}, {Title: "b", Err: failure}}, Err: errors.Join(failure, nil)}})
	if err != nil {
		t.Fatal(err)
	}
	read = junitSuites{}
	if err := xml.Unmarshal(report, &read); err != nil || read.Failures != 1 || read.Suites[0].Cases[0].Failure != nil || read.Suites[0].Cases[1].Failure == nil || read.Suites[0].Cases[2].Failure != nil {
		t.Errorf("%v\n%s", err, report)
	}
}
