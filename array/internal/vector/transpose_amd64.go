// This file declares amd64's transposition of tiles and copies past the caches.

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

//go:noescape
func transpose8Past(dst, src unsafe.Pointer, dstPitch, srcPitch, n int)

//go:noescape
func transpose4Past(dst, src unsafe.Pointer, dstPitch, srcPitch, n int)

// StoresPast tells whether there is assembly that stores past the caches.
func StoresPast() bool { return assembly }

// copyLines copies n times 64 bytes past the caches to dst, which begins at a multiple of 64.
//
//go:noescape
func copyLines(dst, src unsafe.Pointer, n int)

func storeFence()

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

// transposeTiles transposes n tiles, one below the other in src and side by side in dst. Pitches are in bytes. past is
// for elements of 4 and 8 bytes.
func transposeTiles(size uintptr, dst, src unsafe.Pointer, dstPitch, srcPitch, n int, past bool) {
	switch {
	case past && size == 4:
		transpose4Past(dst, src, dstPitch, srcPitch, n)
		return
	case past:
		transpose8Past(dst, src, dstPitch, srcPitch, n)
		return
	}
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
