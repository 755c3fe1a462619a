package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestDrift fails when the committed files are not what the generator writes.
func TestDrift(t *testing.T) {
	for name, want := range files() {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator writes (%v): run go generate ./eval/internal/vm", name, err)
		}
	}
}
