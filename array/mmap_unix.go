//go:build unix

// This file maps files into memory.

package array

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapFile returns the first n bytes of a file as read-only memory.
func mapFile(f *os.File, n int) ([]byte, error) {
	return unix.Mmap(int(f.Fd()), 0, n, unix.PROT_READ, unix.MAP_SHARED)
}

// unmap ends a mapping.
func unmap(memory []byte) error { return unix.Munmap(memory) }
