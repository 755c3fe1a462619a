// This file tests the command line, and the programs that it exports the notebooks as.

package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

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
