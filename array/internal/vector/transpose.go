// This file transposes matrices.

package vector

import "unsafe"

// blockEdge is the edge of the blocks in which Transpose goes: their rows, in source and destination, stay in the
// first-level cache and the first-level address cache.
const blockEdge = 32

// Transpose stores the transpose of a matrix: row i of dst, at dst[i·dstPitch], is column i of src, whose rows lie srcPitch
// apart. rows and columns count in dst; its rows and those of src hold adjacent elements.
//
// With past, which TransposesPast must have allowed, it stores past the caches.
func Transpose[T Element](dst, src []T, rows, columns, dstPitch, srcPitch int, past bool) {
	if rows == 0 || columns == 0 {
		return
	}
	_, _ = dst[(rows-1)*dstPitch+columns-1], src[(columns-1)*srcPitch+rows-1]
	high := max(blockEdge, lineBytes/sizeOf[T]()) // whole lines of the source
	for i := 0; i < rows; i += high {
		for j := 0; j < columns; j += blockEdge {
			transposeBlock(dst[i*dstPitch+j:], src[j*srcPitch+i:], min(high, rows-i), min(blockEdge, columns-j), dstPitch, srcPitch, past)
		}
	}
	if past {
		storeFence()
	}
}

// TransposesPast tells whether Transpose can store past the caches and is good at it: all rows that begin at a multiple of
// dstPitch or of columns after dst must be aligned, and long enough for a few whole cache lines.
func TransposesPast[T Element](dst []T, columns, dstPitch int) bool {
	size := sizeOf[T]()
	aligned := func(n int) bool { return n%vectorBytes == 0 }
	return StoresPast() && (size == 4 || size == 8) && columns*size >= 4*lineBytes &&
		aligned(int(uintptr(pointer(dst)))) && aligned(dstPitch*size) && (dstPitch == columns || aligned(columns*size))
}

// transposeBlock transposes whole tiles, and then what is left at the right and below.
func transposeBlock[T Element](dst, src []T, rows, columns, dstPitch, srcPitch int, past bool) {
	size := unsafe.Sizeof(dst[0])
	edge := tileEdge(size)
	wholeRows, wholeColumns := 0, 0
	if edge > 0 && rows >= edge && columns >= edge {
		wholeRows, wholeColumns = rows/edge*edge, columns/edge*edge
		if !past && srcPitch*int(size)%setBytes == 0 {
			transposeLines(dst, src, wholeRows, wholeColumns, edge, dstPitch, srcPitch)
		} else {
			for i := 0; i < wholeRows; i += edge {
				transposeTiles(size, pointer(dst[i*dstPitch:]), pointer(src[i:]), dstPitch*int(size), srcPitch*int(size), wholeColumns/edge, past)
			}
		}
	}
	transposePlain(dst, src, 0, wholeRows, wholeColumns, columns, dstPitch, srcPitch)
	transposePlain(dst, src, wholeRows, rows, 0, columns, dstPitch, srcPitch)
}

// setBytes is a distance at which lines take the same few places of the first-level cache: more than eight of them drive each
// other out.
const setBytes = 4096

// transposeLines transposes whole tiles of a source whose rows lie a multiple of setBytes apart: all of a few rows before the next
// ones, so that their lines are used up while they are in the cache.
func transposeLines[T Element](dst, src []T, rows, columns, edge, dstPitch, srcPitch int) {
	size := unsafe.Sizeof(dst[0])
	for j := 0; j < columns; j += edge {
		for i := 0; i < rows; i += edge {
			transposeTiles(size, pointer(dst[i*dstPitch+j:]), pointer(src[j*srcPitch+i:]), dstPitch*int(size), srcPitch*int(size), 1, false)
		}
	}
}

// transposePlain transposes the part of a block whose rows and columns in dst are given.
func transposePlain[T Element](dst, src []T, firstRow, rows, firstColumn, columns, dstPitch, srcPitch int) {
	for i := firstRow; i < rows; i++ {
		to, from := dst[i*dstPitch:], i+firstColumn*srcPitch
		for j := firstColumn; j < columns; j++ {
			to[j] = src[from]
			from += srcPitch
		}
	}
}
