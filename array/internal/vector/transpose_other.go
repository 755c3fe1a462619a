//go:build !amd64 && !arm64

// This file serves the processors without assembly for transposition and copies past the caches.

package vector

import "unsafe"

func tileEdge(uintptr) int { return 0 }

func transposeTiles(size uintptr, dst, src unsafe.Pointer, dstPitch, srcPitch, n int, past bool) {}

func StoresPast() bool { return false }

func copyLines(dst, src unsafe.Pointer, n int) {}

func storeFence() {}
