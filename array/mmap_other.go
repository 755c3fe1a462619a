//go:build !unix

// This file reads files where they cannot be mapped into memory.

package array

import (
	"io"
	"os"
)

// mapFile reads the first n bytes of a file.
func mapFile(f *os.File, n int) ([]byte, error) {
	memory := make([]byte, n)
	_, err := io.ReadFull(f, memory)
	return memory, err
}

func unmap([]byte) error { return nil }
