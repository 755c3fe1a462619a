// This file runs the Go distribution's own run tests as cells, where they lie. It is asked for with ARRAYBOOK_GOROOT_TESTS=1,
// since it takes minutes; ARRAYBOOK_GOROOT_TESTS=all also tries the programs that are excepted, and says which pass.

package symbols_test

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols"
)

const (
	wanted    = "ARRAYBOOK_GOROOT_TESTS"
	oneFile   = "ARRAYBOOK_GOROOT_FILE"
	oneManner = "ARRAYBOOK_GOROOT_MANNER"
)

// A run test is a program with this first line; flags behind run are for the compiler.
var runTest = regexp.MustCompile(`^// run\s*\n`)

// Programs that mention these are not for cells: they reach around the type system, or start the compiler.
var notForCells = regexp.MustCompile(`"unsafe"|go:linkname|import "C"|"os/exec"|"runtime/cgo"|"syscall/js"|"plugin"|"\./`)

func TestGoDistribution(t *testing.T) {
	if file := os.Getenv(oneFile); file != "" {
		os.Exit(runAsCells(file, os.Getenv(oneManner)))
	}
	if os.Getenv(wanted) == "" {
		t.Skip("asked for with " + wanted + "=1")
	}
	root := filepath.Join(goroot(t), "test")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("this Go comes without its tests, as some distributions do: %v", err)
	}
	programs := runTests(t, root)
	reasons := exceptions(t)
	for name := range reasons {
		if name, _, _ := strings.Cut(name, ", "); !slices.Contains(programs, name) {
			t.Logf("an exception is for a program that this Go does not have: %s", name)
		}
	}
	for _, manner := range []string{whole, again, statements} {
		counts := tally{}
		t.Run(manner, func(t *testing.T) {
			for _, name := range programs {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					counts.run(t, root, name, manner, cmp.Or(reasons[name], reasons[name+", "+manner]))
				})
			}
		})
		t.Logf("%d programs: %d passed, %d excepted with a reason, %d failed (%s)", len(programs), counts.passed, counts.excepted, counts.failed, manner)
	}
}

// A tally counts how programs end.
type tally struct {
	sync.Mutex
	passed, excepted, failed int
}

// run runs a program and counts it. The reason is why it may fail, "" if it may not.
func (c *tally) run(t *testing.T, root, name, manner, reason string) {
	if reason != "" && os.Getenv(wanted) != "all" {
		c.Lock()
		defer c.Unlock()
		c.excepted++
		t.Skip(reason)
	}
	err := runProgram(filepath.Join(root, name), manner)
	c.Lock()
	defer c.Unlock()
	switch {
	case err == nil:
		c.passed++
		if reason != "" {
			t.Logf("passes, although the list of exceptions says: %s", reason)
		}
	case reason != "":
		c.excepted++
	default:
		c.failed++
		t.Error(err)
	}
}

// runTests lists the programs below root that cells should run.
func runTests(t *testing.T, root string) (names []string) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if runTest.Match(src) && bytes.Contains(src, []byte("package main")) && !notForCells.Match(src) {
			name, _ := filepath.Rel(root, path)
			names = append(names, filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// exceptions reads the programs that are not expected to pass: a name, perhaps a manner, and a reason in each line.
func exceptions(t *testing.T) map[string]string {
	f, err := os.Open("testdata/goroot_exceptions.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reasons := map[string]string{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		name, reason, ok := strings.Cut(lines.Text(), ": ")
		if ok {
			reasons[name] = reason
		}
	}
	return reasons
}

// endless is how long a program may run before it is taken for one that never ends, on the slowest machine.
const endless = 20 * time.Minute

// runProgram runs the program in a process of its own and compares what it prints with the file beside it, if any.
func runProgram(file, manner string) error {
	ctx, cancel := context.WithTimeout(context.Background(), endless)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run", "^TestGoDistribution$")
	cmd.Env = append(os.Environ(), oneFile+"="+file, oneManner+"="+manner)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, head(out))
	}
	want, err := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && !bytes.Equal(out, want) {
		err = fmt.Errorf("printed\n%s\nnot\n%s", head(out), head(want))
	}
	return err
}

func head(b []byte) []byte { return b[:min(len(b), 1000)] }

// runAsCells executes the file as cells and returns the exit code of the process that would have run it.
func runAsCells(file, manner string) int {
	src, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	cells, err := cut(string(src), manner)
	if err != nil {
		panic(err)
	}
	session, err := eval.New(eval.Config{Packages: symbols.Packages()})
	if err != nil {
		panic(err)
	}
	for i, source := range cells {
		err := session.Execute(context.Background(), eval.Cell{Number: i + 1, Source: source, Stdout: os.Stdout, Stderr: os.Stderr, Show: func(any) {}})
		var exit interface{ ExitCode() int }
		if errors.As(err, &exit) {
			return exit.ExitCode()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
	}
	return 0
}

// goroot asks the installed toolchain where it lies.
func goroot(t *testing.T) string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skipf("no Go toolchain: %v", err)
	}
	return string(bytes.TrimSpace(out))
}
