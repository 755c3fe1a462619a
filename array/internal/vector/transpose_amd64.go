// This file declares amd64's transposition of tiles.

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
	switch {
	case !assembly:
		return 0
	case size == 8:
		return 4
	case size < 8:
		return 8
	}
	return 0
}

// transposeTiles transposes n tiles, one below the other in src and side by side in dst. Pitches are in bytes.
func transposeTiles(size uintptr, dst, src unsafe.Pointer, dstPitch, srcPitch, n int) {
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
