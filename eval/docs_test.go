package eval

// This file tests where doc comments of the standard library are looked for.

import (
	"go/build"
	"os"
	"path/filepath"
	"testing"
)

// TestFindDistribution asks a go command for the distribution where the binary does not know it, and has neither.
func TestFindDistribution(t *testing.T) {
	defer func(root string) { build.Default.GOROOT = root }(build.Default.GOROOT)
	root, bin := t.TempDir(), t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "src", "builtin"), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	build.Default.GOROOT = ""
	if got := findDistribution(); got != "" {
		t.Errorf("without a go command: %q", got)
	}
	if err := os.WriteFile(filepath.Join(bin, "go"), []byte("#!/bin/sh\n[ \"$*\" = 'env GOROOT' ] && echo '"+root+"'\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	if got := findDistribution(); got != root {
		t.Errorf("with a go command: %q, want %q", got, root)
	}
	other := t.TempDir() // no distribution
	build.Default.GOROOT = other
	if got := findDistribution(); got != root {
		t.Errorf("with a stale GOROOT: %q, want %q", got, root)
	}
	if err := os.MkdirAll(filepath.Join(other, "src", "builtin"), 0o777); err != nil {
		t.Fatal(err)
	}
	if got := findDistribution(); got != other {
		t.Errorf("with a GOROOT: %q, want %q", got, other)
	}
}
