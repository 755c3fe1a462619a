package eval_test

// This file runs random programs compiled and as cells, and compares what they print. The cells cut the programs in four ways.

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
	files := map[string]string{"prelude.go": progen.Prelude, "trail.go": progen.Trail, "go.mod": "module random\n\ngo 1.26\n"}
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
	build := exec.Command("go", "build", "-gcflags=-N -l", "-ldflags=-s -w", "-o", "random.exe", ".") // not optimized, since it runs once
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var stderr strings.Builder
	random := exec.Command(filepath.Join(dir, "random.exe"))
	random.Stderr = &stderr
	out, err := random.Output()
	if err != nil {
		t.Fatalf("%v after\n%s\n%s", err, out[max(0, len(out)-1000):], stderr.String())
	}
	return strings.Split(string(out), programMark)
}

// The ways to cut a program into cells.
const (
	fewInEach  = iota // some declarations in each cell
	statements        // also the statements of main, at the top level
	replacing         // one declaration in each cell, most of them in the place of another one; then some once more
	wholeInOne        // one cell that is a whole program
	waysToCut
)

// cut returns the cells of a program. The last one runs it, or those from the index run on.
func cut(p *progen.Program) (cells []string, run int) {
	if p.Whole || p.Seed%waysToCut == wholeInOne {
		text := func(source string) string { _, rest, _ := strings.Cut(source, "package main\n"); return rest }
		return []string{"package main\n" + mergedImports(text(progen.Prelude), text(progen.Trail), p.Source(), "func main() { "+p.Main+"() }")}, 0
	}
	for _, shared := range []string{progen.Prelude, progen.Trail} {
		_, rest, _ := strings.Cut(shared, "package main\n")
		cells = append(cells, rest)
	}
	random := rand.New(rand.NewPCG(p.Seed, 1))
	for rest := p.Decls; len(rest) > 0; {
		n := 1
		if p.Seed%waysToCut != replacing {
			n = min(1+random.IntN(6), len(rest))
		} else if other := otherMeaning(rest[0]); other != "" && random.IntN(3) > 0 {
			cells = append(cells, other)
		}
		cells = append(cells, strings.Join(rest[:n], "\n"))
		rest = rest[n:]
	}
	if p.Seed%waysToCut == replacing {
		for range 10 {
			cells = append(cells, again(p.Decls[random.IntN(len(p.Decls))]))
		}
	}
	run = len(cells)
	if p.Seed%waysToCut == statements {
		return append(cells, p.Body...), run
	}
	return append(cells, p.Main+"()"), run
}

// mergedImports puts the imports of several files in front of what they declare, each once.
func mergedImports(files ...string) string {
	seen, imports, all := map[string]bool{}, "", ""
	for _, file := range files {
		decls := ""
		for line := range strings.Lines(file) {
			path := strings.TrimSpace(strings.TrimPrefix(line, "import "))
			switch {
			case strings.HasPrefix(line, "import (") || line == ")\n" && decls == "":
			case line == "\n" && decls == "":
			case strings.HasPrefix(line, "import ") || strings.HasPrefix(line, "\t\"") && decls == "":
				if !seen[path] {
					imports += "import " + path + "\n"
				}
				seen[path] = true
			default:
				decls += line
			}
		}
		all += decls + "\n"
	}
	return imports + all
}

var (
	declaredType = regexp.MustCompile(`^type (\w+)`)
	declaredFunc = regexp.MustCompile(`^func (\w+)([^\n]*) \{\n`)
)

// otherMeaning returns a declaration of the same name as something else.
func otherMeaning(decl string) string {
	if m := declaredType.FindStringSubmatch(decl); m != nil {
		return fmt.Sprintf("type %s struct{ other string }\nfunc (x %[1]s) Other() string { return x.other }", m[1])
	}
	if m := declaredFunc.FindStringSubmatch(decl); m != nil {
		if len(decl)%2 == 0 {
			return fmt.Sprintf("func %s%s { panic(\"replaced\") }", m[1], m[2])
		}
		return fmt.Sprintf("func %s() string { return \"another signature\" }", m[1])
	}
	return ""
}

// again returns a declaration that may stand once more without a change of anything.
func again(decl string) string {
	if strings.HasPrefix(decl, "func ") {
		return decl
	}
	return ""
}

// runAsCells evaluates the program.
func runAsCells(t *testing.T, p *progen.Program) string {
	t.Helper()
	s := newSessionOf(t, p.Seed%10 == 0) // what go/ssa built is checked for some, since that takes time
	cells, run := cut(p)
	var printed string
	for i, source := range cells {
		out, err := execute(s, i+1, source)
		if err != nil {
			return printed + out + traceback(err)
		}
		if i >= run {
			printed += out
		}
	}
	return printed
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
