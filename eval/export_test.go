package eval_test

// This file exports cells as programs, builds them all at once, and compares what they print with what a session prints.

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols"
)

func exportConfig() eval.Config {
	return eval.Config{
		Packages:  symbols.Packages(),
		Operators: eval.Operators{Path: "github.com/arraybook/arraybook/array", Type: "Array"},
		Version:   "test",
	}
}

// sessionOnly matches cells whose output is about the session, which a program does not have.
var sessionOnly = regexp.MustCompile(`(?m)^%(who|history|help|version)\b|os\.Exit|ARRAYBOOK_NOT_THERE`)

// A program is a file of cells on its way to an executable.
type exportedProgram struct {
	name, want string
	source     []byte
}

// exportFile exports the cells of a file. Cells that cannot be part of a program are left out.
func exportFile(t *testing.T, path string) exportedProgram {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := newSession(t)
	var cells []eval.ProgramCell
	var want strings.Builder
	for i, c := range readCells(string(text)) {
		if sessionOnly.MatchString(c.source) {
			continue
		}
		fails := c.errBlock != "" || errorComment.MatchString(c.source)
		cells = append(cells, eval.ProgramCell{Number: i + 1, Source: c.source, Fails: fails})
		out, _ := execute(s, i+1, c.source)
		want.WriteString(out)
	}
	program, err := eval.NewProgram(exportConfig(), cells, eval.ProgramOptions{Doc: "Cells of " + path + "."})
	if err != nil {
		t.Fatalf("%s: %s", path, traceback(err))
	}
	return exportedProgram{strings.TrimSuffix(filepath.Base(path), ".txt"), strings.ReplaceAll(want.String(), "=> ", ""), program.Source}
}

// TestPrograms builds a program of each file in testdata and testdata/export, and runs it.
func TestPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	files, _ := filepath.Glob("testdata/*.txt")
	more, _ := filepath.Glob("testdata/export/*.txt")
	var programs []exportedProgram
	for _, path := range append(files, more...) {
		programs = append(programs, exportFile(t, path))
	}
	bin := buildPrograms(t, programs)
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			run := exec.Command(filepath.Join(bin, p.name))
			var stdout, stderr bytes.Buffer
			run.Stdout, run.Stderr = &stdout, &stderr
			if err := run.Run(); err != nil {
				t.Fatalf("%v\n%s%s", err, stdout.String(), stderr.String())
			}
			if stdout.String() != p.want {
				t.Errorf("the program printed\n%s\nthe session printed\n%s\nprogram:\n%s", stdout.String(), p.want, p.source)
			}
		})
	}
}

// buildPrograms compiles and vets programs in a module of their own, and returns where the executables are.
func buildPrograms(t *testing.T, programs []exportedProgram) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bin := filepath.Join(dir, "bin")
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	_, needs, _ := strings.Cut(string(mod), "\n")
	text := fmt.Sprintf("module programs\n%s\nrequire github.com/arraybook/arraybook v0.0.0\nreplace github.com/arraybook/arraybook => %s\n", needs, root)
	write := func(name string, content []byte) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", []byte(text))
	write("go.sum", sum)
	for _, p := range programs {
		write(filepath.Join(p.name, "main.go"), p.source)
	}
	build := exec.Command("go", "build", "-o", bin+string(filepath.Separator), "./...")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if dir := os.Getenv("EXPORT_TEST_KEEP"); dir != "" {
		for _, p := range programs {
			if err := os.WriteFile(filepath.Join(dir, p.name+".go"), p.source, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	return bin
}
