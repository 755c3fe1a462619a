// This file runs Go programs on the engine: each file below testdata is a program, and what it prints is compared with
// the comment at its end.

package vm

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/host"
)

// natives is the compiled code that the programs of testdata may use.
var natives = map[string]*host.Symbols{
	"fmt": {Funcs: map[string]any{
		"Println": host.Bound(func(e host.Env) any { return func(a ...any) (int, error) { return fmt.Fprintln(e.Stdout(), a...) } }),
		"Printf": host.Bound(func(e host.Env) any {
			return func(f string, a ...any) (int, error) { return fmt.Fprintf(e.Stdout(), f, a...) }
		}),
		"Print":   host.Bound(func(e host.Env) any { return func(a ...any) (int, error) { return fmt.Fprint(e.Stdout(), a...) } }),
		"Sprintf": fmt.Sprintf, "Sprint": fmt.Sprint, "Errorf": fmt.Errorf, "Sprintln": fmt.Sprintln,
	}},
	"errors":  {Funcs: map[string]any{"New": errors.New, "As": errors.As, "Is": errors.Is}},
	"sort":    {Funcs: map[string]any{"Slice": sort.Slice, "Sort": sort.Sort, "Strings": sort.Strings, "Ints": sort.Ints}},
	"strconv": {Funcs: map[string]any{"Itoa": strconv.Itoa, "Atoi": strconv.Atoi}},
	"strings": {
		Funcs: map[string]any{"Repeat": strings.Repeat, "Fields": strings.Fields, "ToUpper": strings.ToUpper, "Join": strings.Join, "Map": strings.Map},
		Types: typesOf(strings.Builder{}),
	},
	"sync": {Types: typesOf(sync.WaitGroup{}, sync.Mutex{}, sync.Once{})},
	"time": {Funcs: map[string]any{"Sleep": time.Sleep}, Types: typesOf(time.Duration(0), time.Time{})},
}

// A program is a compiled test program.
type program struct {
	m    *Machine
	main *ssa.Function
	init *ssa.Function
	out  output
}

// An output is what a program printed; goroutines that it left may still write while it is read.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func loadProgram(t testing.TB, name string, src any) *program {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	conf := &types.Config{Importer: importer.ForCompiler(fset, "gc", nil)}
	pkg := build(t, fset, conf, file)
	p := &program{m: New(Config{Natives: func(path string) *host.Symbols { return natives[path] }, Fset: fset})}
	p.m.Load(pkg)
	p.main, p.init = pkg.Func("main"), pkg.Func("init")
	return p
}

// build type-checks the file and builds its SSA form.
func build(t testing.TB, fset *token.FileSet, conf *types.Config, file *ast.File) *ssa.Package {
	t.Helper()
	tpkg := types.NewPackage("main", "main")
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, FileVersions: map[*ast.File]string{},
	}
	if err := types.NewChecker(conf, fset, tpkg, info).Files([]*ast.File{file}); err != nil {
		t.Fatal(err)
	}
	mode := ssa.InstantiateGenerics
	if os.Getenv("CONF") == "" {
		mode |= ssa.SanityCheckFunctions
	}
	prog := ssa.NewProgram(fset, mode)
	created := map[*types.Package]bool{}
	var create func([]*types.Package)
	create = func(pkgs []*types.Package) {
		for _, p := range pkgs {
			if !created[p] {
				created[p] = true
				prog.CreatePackage(p, nil, nil, true)
				create(p.Imports())
			}
		}
	}
	create(tpkg.Imports())
	pkg := prog.CreatePackage(tpkg, []*ast.File{file}, info, false)
	pkg.Build()
	return pkg
}

func (p *program) run(ctx context.Context, fn *ssa.Function) error {
	return p.m.Run(&Cell{Number: 1, Ctx: ctx, Stdout: &p.out, Stderr: &p.out}, fn)
}

// programs lists the test programs.
func programs(t *testing.T) (files []string) {
	for _, pattern := range []string{"testdata/*.go", "testdata/*/*.go"} {
		more, err := filepath.Glob(pattern)
		if err != nil || len(more) == 0 {
			t.Fatal("no programs", err)
		}
		files = append(files, more...)
	}
	return files
}

func TestPrograms(t *testing.T) {
	for _, file := range programs(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".go"), func(t *testing.T) {
			p := loadProgram(t, file, nil)
			err := p.run(t.Context(), p.init)
			if err == nil {
				err = p.run(t.Context(), p.main)
			}
			if err != nil {
				fmt.Fprintln(&p.out, "error:", err)
			}
			if got, want := trimLines(p.out.String()), expected(t, file); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// expected returns the text of the comment that starts with "Output:".
func expected(t *testing.T, file string) string {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, out, ok := strings.Cut(string(src), "/* Output:\n")
	if !ok {
		t.Fatal("no expected output")
	}
	return trimLines(strings.TrimSuffix(strings.TrimSpace(out), "*/"))
}

// trimLines removes blanks at the ends of lines, which comments do not keep.
func trimLines(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}
