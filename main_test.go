// This file tests the command line, and runs the project's own notebook through the real kernel as a child process.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/array"
	"github.com/arraybook/arraybook/notebooks/nb"
)

// commandEnv makes the test binary the command, so that tests can start kernels as child processes.
const commandEnv = "ARRAYBOOK_TEST_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(commandEnv) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

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

// numpyResults is notebooks/testdata/convolution.json: what numpy.einsum gives for the calls of the notebook, written by
// convolution.py beside it.
type numpyResults struct {
	NumPy   string
	Results map[string]struct {
		Spec   string
		Shape  []int
		Every  int // of the elements in row-major order, each Every-th is in Values
		Values []float64
	}
}

// TestConvolutionNotebook runs the notebook through the kernel and compares what its variables hold with NumPy's results.
func TestConvolutionNotebook(t *testing.T) {
	t.Setenv(commandEnv, "1")
	want := readNumPyResults(t)
	book, err := nb.Read("notebooks/convolution.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var save strings.Builder
	for name := range want.Results {
		fmt.Fprintf(&save, "SaveNPY(%q, %s)\n", filepath.Join(dir, name+".npy"), name)
	}
	book.Append(save.String())
	run := nb.RunOptions{Kernel: []string{os.Args[0], "kernel", nb.ConnectionFile}, Dir: "notebooks"}
	if err := nb.Run(context.Background(), book, run); err != nil {
		t.Fatal(err)
	}
	for name, expected := range want.Results {
		got, err := array.LoadNPY[float64](filepath.Join(dir, name+".npy"))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got.Shape(), expected.Shape) {
			t.Errorf("%s (%s) has shape %v, NumPy's has %v", name, expected.Spec, got.Shape(), expected.Shape)
			continue
		}
		values := got.Values()
		for i, v := range expected.Values {
			// Both sum the same products, perhaps in another order.
			if g := values[i*expected.Every]; math.Abs(g-v) > 1e-12*max(1, math.Abs(v)) {
				t.Errorf("%s (%s): element %d is %v, NumPy %s has %v", name, expected.Spec, i*expected.Every, g, want.NumPy, v)
				break
			}
		}
	}
}

func readNumPyResults(t *testing.T) numpyResults {
	t.Helper()
	text, err := os.ReadFile("notebooks/testdata/convolution.json")
	if err != nil {
		t.Fatal(err)
	}
	var r numpyResults
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Results) == 0 {
		t.Fatal("no results from NumPy")
	}
	return r
}
