// This file declares arm64's transposition of tiles.

package vector

import "unsafe"

//go:noescape
func transpose8(dst, src unsafe.Pointer, dstPitch, srcPitch, n int)

//go:noescape
func transpose4(dst, src unsafe.Pointer, dstPitch, srcPitch, n int)

//go:noescape
func transpose2(dst, src unsafe.Pointer, dstPitch, srcPitch, n int)

//go:noescape
func transpose1(dst, src unsafe.Pointer, dstPitch, srcPitch, n int)

// tileEdge returns the edge of the square tiles of elements of a size that transposeTiles takes, 0 if it takes none.
func tileEdge(size uintptr) int {
	if !assembly {
		return 0
	}
	switch size {
	case 1, 2:
		return 8
	case 4:
		return 4
	case 8:
		return 2
	}
	return 0
}

// transposeTiles transposes n tiles, one below the other in src and side by side in dst. Pitches are in bytes. Nothing
// is stored past the caches.
func transposeTiles(size uintptr, dst, src unsafe.Pointer, dstPitch, srcPitch, n int, past bool) {
	switch size {
	case 1:
		transpose1(dst, src, dstPitch, srcPitch, n)
	case 2:
		transpose2(dst, src, dstPitch, srcPitch, n)
	case 4:
		transpose4(dst, src, dstPitch, srcPitch, n)
	case 8:
		transpose8(dst, src, dstPitch, srcPitch, n)
	}
}

// StoresPast tells whether there is assembly that stores past the caches.
func StoresPast() bool { return false }

func copyLines(dst, src unsafe.Pointer, n int) {}

func storeFence() {}
