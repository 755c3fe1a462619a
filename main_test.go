// This file tests the command line, the programs that it exports the notebooks as, and the evaluator with the arrays: interrupts of
// long contractions, and what a cell's call costs.

package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/arraybook/arraybook/array"
	"github.com/arraybook/arraybook/display"
	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/notebooks/nb"
)

func TestUsage(t *testing.T) {
	for args, want := range map[string]string{
		"":                          "usage: arraybook COMMAND",
		"help":                      "usage: arraybook COMMAND",
		"run -h":                    "usage: arraybook run [flags] NOTEBOOK...",
		"rn":                        `no command "rn"; the commands are run,`,
		"run":                       "run: NOTEBOOK... is missing",
		"run --nonsense a.ipynb":    "run: flag provided but not defined: -nonsense",
		"run a.ipynb -p 5":          `parameter "5": want NAME=VALUE`,
		"run none.ipynb":            "none.ipynb: no such notebook",
		"version now":               `version: unexpected "now"`,
		"kernel":                    "kernel: CONNECTION_FILE is missing",
		"kernel a b":                "kernel: want one connection file, got 2",
		"export a.ipynb --to table": `unknown format "table"; the formats are`,
		"install --user --system":   "exclude each other",
	} {
		var help bytes.Buffer
		err := dispatch(t.Context(), strings.Fields(args), &help)
		if got := fmt.Sprint(help.String(), err); !strings.Contains(got, want) {
			t.Errorf("arraybook %s: %s, want %q", args, got, want)
		}
	}
}

// TestDebug prints cells that depend on each other at each stage.
func TestDebug(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cells.go")
	if err := os.WriteFile(file, []byte("x := 1\n// %%\nfunc f(n int) int { return n + x }\nf(2)\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cells, err := debugCells([]string{file})
	if err != nil {
		t.Fatal(err)
	}
	for stage, want := range map[string]string{
		"lower": "func f(n int) int { return n + x }", "check": "f: func(n int) int (uses x)", "ssa": "func f(n int) int:", "code": "func f: ",
	} {
		var out strings.Builder
		if err := dump(&out, cells, stage); err != nil || !strings.Contains(out.String(), want) {
			t.Errorf("%s: %v\n%s", stage, err, out.String())
		}
	}
	if err := dump(io.Discard, []string{"x := y\n"}, "lower"); err == nil || !strings.Contains(err.Error(), "cell 1:1:6: undefined: y\n") {
		t.Error(err)
	}
	if err := dispatch(t.Context(), []string{"debug", file, "--stage", "none"}, io.Discard); err == nil || !strings.Contains(err.Error(), `no stage "none"`) {
		t.Error(err)
	}
}

func TestParse(t *testing.T) {
	flags := flag.NewFlagSet("test", flag.ContinueOnError)
	html, out := flags.Bool("html", false, ""), flags.String("o", "", "")
	operands, err := parse(flags, []string{"a", "--html", "b", "-o", "dir", "--", "-c"})
	if want := []string{"a", "b", "-c"}; err != nil || !reflect.DeepEqual(operands, want) || !*html || *out != "dir" {
		t.Errorf("operands %q, html %v, out %q, error %v", operands, *html, *out, err)
	}
}

func TestInstallAndUninstall(t *testing.T) {
	prefix := t.TempDir()
	for _, command := range []string{"install", "uninstall"} {
		if err := dispatch(t.Context(), []string{command, "--prefix", prefix, "--name", "trial"}, io.Discard); err != nil {
			t.Fatal(err)
		}
		_, err := os.Stat(filepath.Join(prefix, "share", "jupyter", "kernels", "trial", "kernel.json"))
		if installed := err == nil; installed != (command == "install") {
			t.Errorf("after %s: installed %v", command, installed)
		}
	}
}

// TestExportedTutorials exports every notebook as a program, compiles it, and compares what it prints with what is saved
// in the notebook. What is tagged volatile may differ, and so may the earlier states of what was updated in place.
func TestExportedTutorials(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles and runs programs")
	}
	paths, err := filepath.Glob("notebooks/*.ipynb")
	if err != nil || len(paths) == 0 {
		t.Fatal("no notebooks", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			dir := t.TempDir()
			if err := dispatch(t.Context(), []string{"export", path, "-o", dir}, io.Discard); err != nil {
				t.Fatal(err)
			}
			for _, command := range []string{"vet", "build"} {
				tool := exec.Command("go", command, ".")
				tool.Dir = dir
				if out, err := tool.CombinedOutput(); err != nil {
					t.Fatalf("go %s: %v\n%s", command, err, out)
				}
			}
			checkProgram(t, path, dir)
		})
	}
}

// checkProgram runs the program in dir, in a copy of the notebook's folder, and compares.
func checkProgram(t *testing.T, path, dir string) {
	t.Helper()
	book, err := nb.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	data, err := filepath.Abs("notebooks/data")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(data, filepath.Join(folder, "data")); err != nil {
		t.Fatal(err)
	}
	name := strings.TrimSuffix(filepath.Base(path), ".ipynb")
	program := exec.Command(filepath.Join(dir, name))
	program.Dir = folder
	var stdout, stderr bytes.Buffer
	program.Stdout, program.Stderr = &stdout, &stderr
	if err := program.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	rest := stdout.String()
	pictures := 0
	for i, c := range book.Cells {
		if c.HasTag("volatile") || c.HasTag("raises-exception") {
			continue
		}
		for _, o := range c.Outputs {
			if _, ok := o.Data.Text("image/png"); ok {
				pictures++
			}
			text, _ := o.Data.Text("text/plain")
			if o.Type == "stream" && o.Name == "stdout" {
				text = o.Text
			}
			_, after, found := strings.Cut(rest, strings.TrimRight(text, "\n"))
			if !found {
				t.Fatalf("cell %d: the program did not print\n%s\nThe rest of its output is\n%.2000s", i+1, text, rest)
			}
			rest = after
		}
	}
	saved, err := filepath.Glob(filepath.Join(folder, name+"_files", "*.png"))
	if err != nil || len(saved) < pictures {
		t.Errorf("the program wrote %d pictures (%v), the notebook has %d", len(saved), err, pictures)
	}
}

// writerFunc is called when something is written.
type writerFunc func()

func (f writerFunc) Write(p []byte) (int, error) {
	f()
	return len(p), nil
}

// TestInterruptContractions interrupts contractions that would go on for hours: their operands repeat few elements. It
// waits until nothing of them runs on.
func TestInterruptContractions(t *testing.T) {
	sources := map[string]string{
		"matrix product":     "a := Ones[float32](1, 1).BroadcastTo(3000, 1<<30)\nprintln(\"started\")\nEinsum(\"ij,kj->ik\", a, a)",
		"float64":            "a := Ones[float64](1, 1).BroadcastTo(300, 1<<30)\nprintln(\"started\")\nEinsum(\"ij,kj->ik\", a, a)",
		"complex128":         "a := Ones[complex128](1, 1).BroadcastTo(300, 1<<30)\nprintln(\"started\")\nEinsum(\"ij,kj->ik\", a, a)",
		"int32":              "a := Ones[int32](1, 1).BroadcastTo(300, 1<<30)\nprintln(\"started\")\nEinsum(\"ij,kj->ik\", a, a)",
		"bool":               "a := Full(true, 1, 1).BroadcastTo(300, 1<<30)\nprintln(\"started\")\nEinsum(\"ij,kj->ik\", a, a)",
		"tall":               "a, b := Ones[float32](1, 1).BroadcastTo(1<<14, 64), Ones[float32](1, 1, 1).BroadcastTo(1<<26, 64, 64)\nprintln(\"started\")\nEinsum(\"ij,njk->ik\", a, b)",
		"dot products":       "a := Ones[float64](1).BroadcastTo(1<<40)\nprintln(\"started\")\nEinsum(\"i,i->\", a, a)",
		"side by side":       "a := Ones[float64](1, 3000).BroadcastTo(1<<34, 3000)\nprintln(\"started\")\nEinsum(\"ij,ij->j\", a, a)",
		"chain":              "a := Ones[float32](1, 1).BroadcastTo(2000, 1<<26)\nb := Ones[float32](300, 2000)\nprintln(\"started\")\nEinsum(\"ij,kj,li->lk\", a, a, b)",
		"convolution":        "x, w := Ones[float32](1, 1, 64, 64).BroadcastTo(1, 1<<26, 64, 64), Ones[float32](64, 1, 3, 3).BroadcastTo(64, 1<<26, 3, 3)\nprintln(\"started\")\nConv(x, w, Padding(1))",
		"gradients":          "x, w, dy := Ones[float32](16, 64, 56, 56), Ones[float32](64, 64, 3, 3), Ones[float32](16, 64, 56, 56)\nprintln(\"started\")\nfor { ConvGrad(x, w, dy, Padding(1)) }",
		"Fourier":            "x, k := Ones[float64](2048, 2048), Full(1.5, 300, 300)\nk.Set(2, 0, 0)\nprintln(\"started\")\nfor { Correlate(x, k) }",
		"element by element": "x := Ones[float64](1<<20)\nprintln(\"started\")\nfor { x.Copy() }",
	}
	s, err := newInterruptible(evalConfig())
	if err != nil {
		t.Fatal(err)
	}
	number := 0
	execute := func(source string) (string, error) {
		number++
		var out strings.Builder
		err := s.Execute(context.Background(), eval.Cell{Number: number, Source: source, Stdout: &out, Stderr: &out})
		return out.String(), err
	}
	if out, err := execute("kept := Einsum(\"ij,jk->ik\", Arange[float32](0, 900, 1).Reshape(30, 30), Arange[float32](0, 900, 1).Reshape(30, 30))"); err != nil {
		t.Fatal(out, err)
	}
	for name, source := range sources {
		var times []time.Duration
		for range 2 {
			ctx, cancel := context.WithCancel(t.Context())
			var began time.Time
			number++
			err := s.Execute(ctx, eval.Cell{Number: number, Source: source, Stdout: io.Discard, Stderr: writerFunc(func() {
				time.AfterFunc(20*time.Millisecond, func() {
					began = time.Now()
					cancel()
				})
			})})
			if err == nil || !strings.Contains(err.Error(), "interrupt") {
				t.Fatalf("%s: %v", name, err)
			}
			times = append(times, time.Since(began))
		}
		slices.Sort(times)
		t.Logf("%-20s %v, %v", name, times[len(times)/2], times[len(times)-1])
		if out, err := execute("if !slices.Equal(kept.Values(), Einsum(\"ij,jk->ik\", Arange[float32](0, 900, 1).Reshape(30, 30), Arange[float32](0, 900, 1).Reshape(30, 30)).Values()) { panic(\"changed\") }"); err != nil {
			t.Errorf("after %s: %s %v", name, out, err)
		}
	}
	for strings.Contains(stacks(), "internal/contract.") {
		runtime.Gosched()
	}
}

// TestLateContraction has a cell that was left behind begin a contraction while the next cell runs: that one alone ends, and not
// what the first cell defers, or a goroutine of an earlier cell does, before and after both interrupts.
func TestLateContraction(t *testing.T) {
	called, goOn, ended, deferred, background := make(chan struct{}), make(chan struct{}), make(chan any), make(chan any), make(chan any)
	returned := make(chan struct{})
	compute := func() { // looks again and again once the cell has returned
		array.Map(array.Zeros[float32](1<<18), func(v float32) float32 { <-returned; return v })
	}
	multiply := func() {
		a := array.Ones[float32](30, 40)
		array.Einsum("ij,kj->ik", a, a)
	}
	config := evalConfig()
	config.Packages = append(config.Packages, &eval.Package{
		Path: "waits", Name: "waits",
		Source: func() map[string]string {
			return map[string]string{"waits.go": "package waits\nfunc First()\nfunc Second()\nfunc Deferred()\nfunc Background()"}
		},
		Symbols: func() eval.Symbols {
			return eval.Symbols{Funcs: map[string]any{
				"First": func() {
					defer func() { ended <- recover() }()
					close(called)
					<-goOn
					multiply()
				},
				"Deferred": func() {
					defer func() { deferred <- recover() }()
					compute()
				},
				"Background": func() {
					defer func() { background <- recover() }()
					compute()
				},
				"Second": func() {
					close(goOn)
					if r := <-ended; r != array.ErrInterrupted {
						t.Errorf("the late contraction ended with %v", r)
					}
					multiply()
				},
			}}
		},
	})
	s, err := newInterruptible(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Execute(t.Context(), eval.Cell{Number: 0, Source: "import \"waits\"\ngo waits.Background()", Stdout: io.Discard, Stderr: io.Discard}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-called
		cancel()
	}()
	err = s.Execute(ctx, eval.Cell{Number: 1, Source: "import \"waits\"\ndefer waits.Deferred()\nwaits.First()", Stdout: io.Discard, Stderr: io.Discard})
	if err == nil || !strings.Contains(err.Error(), "interrupt") {
		t.Fatalf("the first cell ended with %v", err)
	}
	close(returned)
	if err := s.Execute(t.Context(), eval.Cell{Number: 2, Source: "import \"waits\"\nwaits.Second()", Stdout: io.Discard, Stderr: io.Discard}); err != nil {
		t.Errorf("the second cell ended with %v", err)
	}
	if r := <-deferred; r != nil {
		t.Errorf("the deferred computation ended with %v", r)
	}
	if r := <-background; r != nil {
		t.Errorf("the computation of an earlier cell ended with %v", r)
	}
}

// TestReplacedType shows values of a type that a later cell replaced: they say whose they are.
func TestReplacedType(t *testing.T) {
	session, err := eval.New(evalConfig())
	if err != nil {
		t.Fatal(err)
	}
	var shown display.Bundle
	for number, source := range []string{
		"type Point struct{ X int }\np, list := Point{1}, []Point{{1}, {2}}\np",
		"type Point struct{ X, Y int }",
	} {
		show := func(v any) { shown = display.BundleOf(v) }
		if err := session.Execute(t.Context(), eval.Cell{Number: number + 1, Source: source, Stdout: io.Discard, Stderr: io.Discard, Show: show}); err != nil {
			t.Fatal(err)
		}
	}
	if got := shown.Data["text/plain"]; got != "{X:1}" {
		t.Errorf("before: %v", got)
	}
	for source, want := range map[string]string{
		"p": "Point (cell 1){X:1}", "&p": "&Point (cell 1){X:1}", "Point{1, 2}": "{X:1 Y:2}", "list": "elements of type Point (cell 1)",
	} {
		show := func(v any) { shown = display.BundleOf(v) }
		if err := session.Execute(t.Context(), eval.Cell{Number: 3, Source: source, Stdout: io.Discard, Stderr: io.Discard, Show: show}); err != nil {
			t.Fatal(err)
		}
		html, _ := shown.Data["text/html"].(string)
		if text := shown.Data["text/plain"].(string); text != want && !strings.Contains(html, want) {
			t.Errorf("%s: %q %q, want %q", source, text, html, want)
		}
	}
}

// stacks returns what all goroutines are doing.
func stacks() string {
	text := make([]byte, 1<<20)
	return string(text[:runtime.Stack(text, true)])
}

const (
	benchmarkSpec = "ij,jk->ik"
	benchmarkSize = 4
)

// BenchmarkEinsumCompiled is what a cell's call of the contraction engine, BenchmarkEinsumInCell, is compared with.
func BenchmarkEinsumCompiled(b *testing.B) {
	x := array.Ones[float64](benchmarkSize, benchmarkSize)
	for b.Loop() {
		array.Einsum(benchmarkSpec, x, x)
	}
}

func BenchmarkEinsumInCell(b *testing.B) {
	session, err := eval.New(evalConfig())
	if err != nil {
		b.Fatal(err)
	}
	number := 0
	execute := func(source string) {
		number++
		if err := session.Execute(context.Background(), eval.Cell{Number: number, Source: source, Stdout: io.Discard, Stderr: io.Discard}); err != nil {
			b.Fatal(err)
		}
	}
	execute(fmt.Sprintf("x := Ones[float64](%d, %[1]d)\nfunc repeat(n int) { for range n { Einsum(%q, x, x) } }", benchmarkSize, benchmarkSpec))
	execute("repeat(10)")
	b.ResetTimer()
	execute(fmt.Sprintf("repeat(%d)", b.N))
}
