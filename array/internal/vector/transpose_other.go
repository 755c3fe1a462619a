//go:build !amd64

// This file serves the processors without assembly for transposition.

package vector

import "unsafe"

func tileEdge(uintptr) int { return 0 }

func transposeTiles(size uintptr, dst, src unsafe.Pointer, dstPitch, srcPitch, n int) {}
