package main

import (
	"bytes"
	"os"
	"testing"
)

// TestDrift fails when the committed assembly is not what the generator writes.
func TestDrift(t *testing.T) {
	for name, want := range files() {
		got, err := os.ReadFile("../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from the generator's output; run go generate in array/internal/contract", name)
		}
	}
}
