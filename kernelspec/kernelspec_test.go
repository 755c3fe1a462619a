// This file tests installing and uninstalling in temporary folders.

package kernelspec

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestInstall(t *testing.T) {
	prefix := t.TempDir()
	executable := filepath.Join(t.TempDir(), "bin", "arraybook")
	opts := Options{Place: Place{Prefix: prefix}, Name: "GoTest", Executable: executable}
	dir, err := Install(opts)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(prefix, "share", "jupyter", "kernels", "gotest"); dir != want {
		t.Errorf("installed in %s, want %s", dir, want)
	}
	spec := readSpec(t, dir)
	if got, want := fmt.Sprint(spec.Argv), fmt.Sprint([]string{executable, "kernel", "{connection_file}"}); got != want {
		t.Errorf("argv = %s, want %s", got, want)
	}
	if spec.Language != "go" || spec.InterruptMode != "message" || spec.DisplayName != "Go (arraybook)" {
		t.Errorf("kernel.json = %+v", spec)
	}
	for name, content := range assets() {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%s: %v, %d bytes, want %d", name, err, len(got), len(content))
		}
	}

	if _, err := Install(opts); err != nil {
		t.Errorf("installing again: %v", err)
	}
	if left := names(t, filepath.Dir(dir)); fmt.Sprint(left) != "[gotest]" {
		t.Errorf("kernels folder holds %v, want gotest alone", left)
	}
	if _, err := Uninstall(opts); err != nil {
		t.Fatal(err)
	}
	if _, err := Uninstall(opts); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("second uninstall: %v, want an error that names %s", err, dir)
	}
}

func TestInstallCopiesVolatileExecutable(t *testing.T) {
	cache := filepath.Join(t.TempDir(), "go-build123", "b001", "exe")
	if err := os.MkdirAll(cache, 0o755); err != nil {
		t.Fatal(err)
	}
	executable := filepath.Join(cache, "arraybook")
	if err := os.WriteFile(executable, []byte("binary"), 0o755); err != nil {
		t.Fatal(err)
	}
	dir, err := Install(Options{Place: Place{Prefix: t.TempDir()}, Executable: executable})
	if err != nil {
		t.Fatal(err)
	}
	started := readSpec(t, dir).Argv[0]
	if filepath.Dir(started) != dir {
		t.Errorf("kernel.json starts %s, which is not in %s", started, dir)
	}
	if content, err := os.ReadFile(started); err != nil || string(content) != "binary" {
		t.Errorf("copied executable: %q, %v", content, err)
	}
}

func TestInstallRefuses(t *testing.T) {
	here := Place{Prefix: t.TempDir()}
	for _, c := range []struct {
		opts Options
		want string
	}{
		{Options{Place: here, Name: "no spaces", Executable: "/bin/arraybook"}, `"no spaces"`},
		{Options{Place: here, Name: "..", Executable: "/bin/arraybook"}, `".."`},
		{Options{Place: here, Name: "a/b", Executable: "/bin/arraybook"}, `"a/b"`},
		{Options{Place: here, Executable: "arraybook"}, `"arraybook"`},
		{Options{Place: Place{User: true, SysPrefix: true}, Executable: "/bin/arraybook"}, "exclude"},
	} {
		if dir, err := Install(c.opts); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Install(%+v) = %q, %v; want an error with %s", c.opts, dir, err, c.want)
		}
	}
}

func TestAssets(t *testing.T) {
	for name, size := range map[string]int{"logo-32x32.png": 32, "logo-64x64.png": 64} {
		picture, err := png.Decode(bytes.NewReader(assets()[name]))
		if err != nil || picture.Bounds().Dx() != size || picture.Bounds().Dy() != size {
			t.Errorf("%s: %v, %v", name, picture.Bounds(), err)
		}
	}
	// The sum of dist/echarts.min.js in the npm package echarts 5.6.0, as in echarts/pack.go.
	const want = "bf4a223524e40b77c304bec67e1222cf551f14880cf42c69dc046558e11c07b1"
	if got := fmt.Sprintf("%x", sha256.Sum256(ECharts())); got != want {
		t.Errorf("chart library has SHA-256 %s, want %s", got, want)
	}
}

func readSpec(t *testing.T, dir string) file {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "kernel.json"))
	if err != nil {
		t.Fatal(err)
	}
	var spec file
	if err := json.Unmarshal(content, &spec); err != nil {
		t.Fatal(err)
	}
	return spec
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}
