package eval_test

// This file runs random programs compiled and as cells, and compares what they print.

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval/internal/progen"
)

// More programs than the usual ones are asked for with these variables; without a seed one is drawn.
const (
	randomPrograms = "ARRAYBOOK_RANDOM_PROGRAMS"
	randomSeed     = "ARRAYBOOK_RANDOM_SEED"
)

func TestRandomPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	seed, count := uint64(1), 40
	if n, err := strconv.Atoi(os.Getenv(randomPrograms)); err == nil {
		seed, count = rand.Uint64(), n
	}
	if n, err := strconv.ParseUint(os.Getenv(randomSeed), 10, 64); err == nil {
		seed = n
	}
	t.Logf("%s=%d %s=%d", randomPrograms, count, randomSeed, seed)
	const batch = 100
	for first := 0; first < count; first += batch {
		compareRandom(t, seed+uint64(first), min(batch, count-first))
	}
}

// compareRandom compares the programs of count seeds. They are built as one program.
func compareRandom(t *testing.T, seed uint64, count int) {
	programs := make([]*progen.Program, count)
	for i := range programs {
		programs[i] = progen.Generate(seed+uint64(i), fmt.Sprintf("P%d_", i))
	}
	want := runCompiled(t, programs)
	for i, p := range programs {
		if got := runAsCells(t, p); got != want[i] {
			t.Errorf("seed %d: %s", p.Seed, firstDifference(got, want[i]))
			if dir := os.Getenv("EXPORT_TEST_KEEP"); dir != "" {
				for suffix, text := range map[string]string{".go": p.Source(), ".got": got, ".want": want[i]} {
					os.WriteFile(filepath.Join(dir, fmt.Sprint(p.Seed, suffix)), []byte(text), 0o666)
				}
			}
		}
	}
}

const programMark = "\n-- next program --\n"

// runCompiled builds the programs and returns what each prints.
func runCompiled(t *testing.T, programs []*progen.Program) []string {
	t.Helper()
	dir := t.TempDir()
	var main strings.Builder
	main.WriteString("package main\n\nimport \"fmt\"\n\nfunc main() {\n")
	files := map[string]string{"prelude.go": progen.Prelude, "go.mod": "module random\n\ngo 1.26\n"}
	for i, p := range programs {
		files[fmt.Sprintf("p%d.go", i)] = "package main\n\n" + p.Source()
		fmt.Fprintf(&main, "\t%s()\n\tfmt.Print(%q)\n", p.Main, programMark)
	}
	main.WriteString("}\n")
	files["main.go"] = main.String()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", "build", "-o", "random.exe", ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(filepath.Join(dir, "random.exe")).Output()
	if err != nil {
		t.Fatalf("%v after\n%s", err, out[max(0, len(out)-1000):])
	}
	return strings.Split(string(out), programMark)
}

// runAsCells evaluates the program, a few declarations in each cell.
func runAsCells(t *testing.T, p *progen.Program) string {
	t.Helper()
	s := newSession(t)
	_, prelude, _ := strings.Cut(progen.Prelude, "package main\n")
	cells := []string{prelude}
	random := rand.New(rand.NewPCG(p.Seed, 1))
	for rest := p.Decls; len(rest) > 0; {
		n := min(1+random.IntN(6), len(rest))
		cells = append(cells, strings.Join(rest[:n], "\n"))
		rest = rest[n:]
	}
	cells = append(cells, p.Main+"()")
	var last string
	for i, source := range cells {
		out, err := execute(s, i+1, source)
		if err != nil {
			return out + traceback(err)
		}
		last = out
	}
	return last
}

// firstDifference shows the first line that differs, with those before it.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	i := 0
	for i < len(g) && i < len(w) && g[i] == w[i] {
		i++
	}
	from := max(0, i-2)
	return fmt.Sprintf("line %d: cells print\n%s\nthe program prints\n%s", i+1,
		strings.Join(g[from:min(i+3, len(g))], "\n"), strings.Join(w[from:min(i+1, len(w))], "\n"))
}
