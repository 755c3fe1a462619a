// This file tests that the generated tables hold what there is.

package symbols

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval/symbols/own"
	"github.com/arraybook/arraybook/eval/symbols/source"
	"github.com/arraybook/arraybook/eval/symbols/std"
	"github.com/arraybook/arraybook/eval/symbols/table"
)

// TestDrift compares the tables of array and display with what the generator writes now.
func TestDrift(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the go command")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command")
	}
	fresh := t.TempDir()
	cmd := exec.Command("go", "run", ".", "-o", fresh)
	cmd.Dir = "gen"
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("generator: %v\n%s", err, out)
	}
	const remedy = "run: go generate ./eval/symbols"
	written, err := os.ReadDir(filepath.Join(fresh, "own"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range written {
		want, err := os.ReadFile(filepath.Join(fresh, "own", f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("own", f.Name()))
		if err != nil {
			t.Errorf("%v; %s", err, remedy)
		} else if !bytes.Equal(got, want) {
			t.Errorf("own/%s is not what the generator writes (%s); %s", f.Name(), firstDifference(got, want), remedy)
		}
	}
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(got, want []byte) string {
	if bytes.Contains(want, []byte{0}) {
		return "binary data differs"
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "it has " + strings.TrimSpace(g[i]) + ", now " + strings.TrimSpace(w[i])
		}
	}
	return "one is longer"
}

// TestStandardPackages compares the list of packages with the installed standard library's.
func TestStandardPackages(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the go command")
	}
	out, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	have := map[string]bool{}
	for _, t := range std.Tables() {
		have[t.Path] = true
	}
	for path := range strings.FieldsSeq(string(out)) {
		elements := strings.Split(path, "/")
		if elements[0] == "vendor" || slices.Contains(elements, "internal") || slices.Contains([]string{"unsafe", "plugin", "runtime/cgo"}, path) {
			continue
		}
		if !have[path] {
			t.Errorf("package %s has no table; run: go -C eval/symbols/gen run . std", path)
		}
	}
}

func TestTables(t *testing.T) {
	seen := map[string]bool{}
	for _, tab := range slices.Concat(std.Tables(), own.Tables()) {
		for _, list := range []table.List{tab.Funcs, tab.Vars, tab.Types} {
			for name, value := range list.All() {
				if full := tab.Path + "." + name; seen[full] || value == nil {
					t.Errorf("%s is there twice, or nil: %v", full, value)
				} else {
					seen[full] = true
				}
			}
		}
	}
}

func TestPackages(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Packages() {
		if seen[p.Path] {
			t.Errorf("%s is listed twice", p.Path)
		}
		seen[p.Path] = true
		if p.ExportData == nil && p.Source == nil {
			t.Errorf("%s has neither export data nor source", p.Path)
		}
		if p.ExportData != nil {
			if data, err := p.ExportData(); err != nil || len(data) == 0 {
				t.Errorf("%s: %d bytes of export data, %v", p.Path, len(data), err)
			}
		}
		if p.Source != nil && len(p.Source()) == 0 {
			t.Errorf("%s has no source", p.Path)
		}
		p.Symbols()
		for _, need := range p.Needs {
			if !source.Has(need) {
				t.Errorf("%s needs %s, which is not given as source", p.Path, need)
			}
		}
		if p.Docs != nil && p.Unqualified && len(p.Docs()) < 10 {
			t.Errorf("%s has %d doc comments", p.Path, len(p.Docs()))
		}
	}
}

func TestInstances(t *testing.T) {
	funcs := symbolsOf(t, "slices").Funcs
	sort, ok := funcs["Sort[[]string,string]"].(func([]string))
	if !ok {
		t.Fatalf("Sort of strings is %T", funcs["Sort[[]string,string]"])
	}
	s := []string{"b", "a"}
	if sort(s); s[0] != "a" {
		t.Errorf("sorted: %v", s)
	}
	// The names are those that reflect gives to the type arguments.
	for name, f := range funcs {
		if slice := reflect.TypeOf(f).In(0); !strings.HasSuffix(name, "["+slice.String()+","+slice.Elem().String()+"]") &&
			!strings.HasPrefix(name, "Concat[") {
			t.Errorf("%s takes %s", name, slice)
		}
	}
}
