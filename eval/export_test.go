package eval_test

// This file exports cells as programs, builds them all at once, and compares what they print with what a session prints.

import (
	"encoding/json"
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
		out, err := execute(s, i+1, c.source)
		if err != nil && !fails {
			t.Errorf("%s:%d: %s", path, c.line, traceback(err))
		}
		want.WriteString(out)
	}
	program, err := eval.NewProgram(exportConfig(), cells, eval.ProgramOptions{Doc: "Cells of " + path + "."})
	if err != nil {
		t.Fatalf("%s: %s", path, traceback(err))
	}
	return exportedProgram{programName(path), strings.ReplaceAll(want.String(), "=> ", ""), program.Source}
}

// TestPrograms runs the cells of testdata as compiled programs.
func TestPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	var programs []exportedProgram
	for _, path := range cellFiles(t, ".", "spec", "std", "export") {
		programs = append(programs, exportFile(t, path))
	}
	binary := buildPrograms(t, programs)
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			var stderr strings.Builder
			run := exec.Command(binary, p.name)
			run.Stderr = &stderr
			out, err := run.Output()
			if err != nil {
				t.Fatalf("%v\n%s%s", err, out, stderr.String())
			}
			got := strings.NewReplacer(p.packageName()+".", "main.", programsPath+p.name, "main").Replace(string(out))
			if got != p.want {
				t.Errorf("%s\nprogram:\n%s", firstDifference(p.want, got), p.source)
			}
		})
	}
}

// programsPath is the path of a folder that is not there: the programs are laid over it.
const programsPath = "github.com/arraybook/arraybook/eval/testprograms/"

// packageName is the name that a program's package main has as a part of the one executable.
func (p exportedProgram) packageName() string { return "program_" + p.name }

// asPackage turns the program into a package with a function Main.
func (p exportedProgram) asPackage() string {
	text := strings.Replace(string(p.source), "\npackage main\n", "\npackage "+p.packageName()+"\n", 1)
	return strings.Replace(text, "\nfunc main() {", "\nfunc Main() {", 1)
}

// buildPrograms compiles all programs into one executable, which runs the one that is named to it. They are laid over this
// module, so that what they import is not compiled again.
func buildPrograms(t *testing.T, programs []exportedProgram) string {
	t.Helper()
	home, err := filepath.Abs("testprograms")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	overlay := map[string]string{}
	write := func(name, content string) {
		kept := filepath.Join(dir, strings.ReplaceAll(name, "/", "_"))
		if err := os.WriteFile(kept, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		overlay[filepath.Join(home, filepath.FromSlash(name))] = kept
	}
	var imports, cases strings.Builder
	for _, p := range programs {
		write(p.name+"/main.go", p.asPackage())
		fmt.Fprintf(&imports, "\t%q\n", programsPath+p.name)
		fmt.Fprintf(&cases, "\tcase %q:\n\t\t%s.Main()\n", p.name, p.packageName())
	}
	write("main.go", "package main\n\nimport (\n\t\"os\"\n"+imports.String()+")\n\nfunc main() {\n\tswitch os.Args[1] {\n"+cases.String()+"\t}\n}\n")
	text, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	overlayFile, binary := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "programs.exe")
	if err := os.WriteFile(overlayFile, text, 0o666); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("EXPORT_TEST_KEEP"); keep != "" {
		for _, p := range programs {
			if err := os.WriteFile(filepath.Join(keep, p.name+".go"), p.source, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	build := exec.Command("go", "build", "-overlay", overlayFile, "-o", binary, home)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}
