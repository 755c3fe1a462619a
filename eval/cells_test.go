package eval_test

// This file runs the cells of the files below testdata: its own are about the session; spec walks through the language, std
// through the standard library, both also as compiled programs (export_test.go); those of session make no sense as a program
// that is built. Each file is one session. A cell stands between lines of dashes:
//
//	--- cell
//	x := 1
//	x + 1
//	--- out
//	=> 2
//
// The out block holds what the cell prints, and "=> v" for each value it displays. A cell that must not compile, or must
// panic, says so on the line that the error is reported for: // ERROR "regexp". A block "--- error" holds a regular
// expression for the whole traceback instead.

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/internal/memory"
	"github.com/arraybook/arraybook/eval/symbols"
)

var update = flag.Bool("update", false, "write the output of the cells in testdata into their out blocks")

func newSession(t testing.TB) *eval.Session { return newSessionOf(t, true) }

// newSessionOf makes a session in which what go/ssa builds is checked or not.
func newSessionOf(t testing.TB, sanity bool) *eval.Session {
	s, err := eval.New(eval.Config{
		Packages:  symbols.Packages(),
		Operators: eval.Operators{Path: "github.com/arraybook/arraybook/array", Type: "Array"},
		Version:   "test",
		Sanity:    sanity,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A lockedBuilder collects output of several goroutines.
type lockedBuilder struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lockedBuilder) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuilder) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// execute runs one cell and returns what it printed and displayed.
func execute(s *eval.Session, number int, source string) (string, error) {
	var out lockedBuilder
	err := s.Execute(context.Background(), eval.Cell{
		Number: number, Source: source, Stdout: &out, Stderr: &out,
		Show: func(v any) { fmt.Fprintf(&out, "=> %v\n", v) },
	})
	return out.String(), err
}

type testCell struct {
	line                  int
	source, out, errBlock string
	hasOut                bool
}

func readCells(text string) []testCell {
	var cells []testCell
	var block *string
	for i, line := range strings.SplitAfter(text, "\n") {
		switch strings.TrimSpace(line) {
		case "--- cell":
			cells = append(cells, testCell{line: i + 2})
			block = &cells[len(cells)-1].source
		case "--- out":
			cells[len(cells)-1].hasOut = true
			block = &cells[len(cells)-1].out
		case "--- error":
			block = &cells[len(cells)-1].errBlock
		default:
			if block != nil {
				*block += line
			}
		}
	}
	return cells
}

// cellFiles lists the files of cells in folders below testdata; "." is testdata itself.
func cellFiles(t testing.TB, folders ...string) (files []string) {
	t.Helper()
	for _, folder := range folders {
		found, err := filepath.Glob(filepath.Join("testdata", folder, "*.txt"))
		if err != nil || len(found) == 0 {
			t.Fatal("no cells in ", folder, err)
		}
		files = append(files, found...)
	}
	return files
}

// programName names a file of cells by its folder, if it has one, and itself.
func programName(path string) string {
	path = strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(path), "testdata/"), ".txt")
	return strings.ReplaceAll(path, "/", "_")
}

func TestCells(t *testing.T) {
	for _, path := range cellFiles(t, ".", "spec", "std", "session") {
		t.Run(programName(path), func(t *testing.T) { runFile(t, path) })
	}
}

func runFile(t *testing.T, path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer memory.SetLimit(memory.Limit()) // cells may set it, and it is the process's
	s := newSession(t)
	cells := readCells(string(text))
	for i := range cells {
		c := &cells[i]
		out, err := execute(s, i+1, c.source)
		if c.errBlock != "" {
			checkErrorBlock(t, path, c, err)
		} else {
			checkError(t, path, c, err)
		}
		if *update {
			c.out, c.hasOut = out, out != ""
		} else if strings.TrimRight(out, "\n") != strings.TrimRight(c.out, "\n") {
			t.Errorf("%s:%d: cell %d printed\n%s\nwant\n%s", path, c.line, i+1, out, c.out)
		}
	}
	if *update {
		head, _, _ := strings.Cut(string(text), "--- cell")
		writeCells(t, path, head, cells)
	}
}

func writeCells(t *testing.T, path, head string, cells []testCell) {
	var b strings.Builder
	b.WriteString(head)
	for _, c := range cells {
		b.WriteString("--- cell\n" + c.source)
		if c.errBlock != "" {
			b.WriteString("--- error\n" + c.errBlock)
		}
		if c.hasOut {
			b.WriteString("--- out\n" + c.out)
			if !strings.HasSuffix(c.out, "\n") {
				b.WriteString("\n")
			}
		}
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

type notebookError interface {
	error
	Name() string
	Traceback() []string
}

func traceback(err error) string {
	var e notebookError
	if errors.As(err, &e) {
		return strings.Join(e.Traceback(), "\n")
	}
	return fmt.Sprint(err)
}

func checkErrorBlock(t *testing.T, path string, c *testCell, err error) {
	t.Helper()
	pattern := strings.TrimSpace(c.errBlock)
	if err == nil {
		t.Errorf("%s:%d: no error, want %s", path, c.line, pattern)
	} else if ok, bad := regexp.MatchString("(?s)"+pattern, traceback(err)); !ok || bad != nil {
		t.Errorf("%s:%d: got\n%s\nwant %s (%v)", path, c.line, traceback(err), pattern, bad)
	}
}

var errorComment = regexp.MustCompile(`// ERROR ("(?:[^"\\]|\\.)*")`)

// checkError compares an error's lines with the ERROR comments of the cell.
func checkError(t *testing.T, path string, c *testCell, err error) {
	t.Helper()
	wanted := 0
	for i, line := range strings.Split(c.source, "\n") {
		for _, match := range errorComment.FindAllStringSubmatch(line, -1) {
			wanted++
			pattern, bad := strconv.Unquote(match[1])
			if bad != nil {
				t.Fatalf("%s:%d: %v", path, c.line+i, bad)
			}
			if !reported(err, i+1, regexp.MustCompile(pattern)) {
				t.Errorf("%s:%d: got\n%s\nwant at line %d: %s", path, c.line+i, traceback(err), i+1, pattern)
			}
		}
	}
	if wanted == 0 && err != nil {
		t.Errorf("%s:%d: %s", path, c.line, traceback(err))
	}
}

// reported says whether err is about that line of the cell and matches.
func reported(err error, line int, pattern *regexp.Regexp) bool {
	if err == nil {
		return false
	}
	text := traceback(err)
	place := regexp.MustCompile(fmt.Sprintf(`cell \d+(:%d:|, line %d\b)`, line, line))
	if !place.MatchString(text) {
		return false
	}
	if strings.HasPrefix(text, "panic") || strings.HasPrefix(text, "error") {
		return pattern.MatchString(text)
	}
	for _, l := range strings.Split(text, "\n") {
		if place.MatchString(l) && pattern.MatchString(l) {
			return true
		}
	}
	return pattern.MatchString(text) && place.MatchString(text)
}
