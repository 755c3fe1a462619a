// This file transposes matrices.

package vector

import "unsafe"

// blockEdge is the edge of the blocks in which Transpose goes: their rows, in source and destination, stay in the
// first-level cache and the first-level address cache.
const blockEdge = 32

// Transpose stores the transpose of a matrix: row i of dst, at dst[i·dstPitch], is column i of src, whose rows lie srcPitch
// apart. rows and columns count in dst; its rows and those of src hold adjacent elements.
func Transpose[T Element](dst, src []T, rows, columns, dstPitch, srcPitch int) {
	if rows == 0 || columns == 0 {
		return
	}
	_, _ = dst[(rows-1)*dstPitch+columns-1], src[(columns-1)*srcPitch+rows-1]
	for i := 0; i < rows; i += blockEdge {
		for j := 0; j < columns; j += blockEdge {
			transposeBlock(dst[i*dstPitch+j:], src[j*srcPitch+i:], min(blockEdge, rows-i), min(blockEdge, columns-j), dstPitch, srcPitch)
		}
	}
}

// transposeBlock transposes whole tiles, and then what is left at the right and below.
func transposeBlock[T Element](dst, src []T, rows, columns, dstPitch, srcPitch int) {
	size := unsafe.Sizeof(dst[0])
	edge := tileEdge(size)
	wholeRows, wholeColumns := 0, 0
	if edge > 0 && rows >= edge && columns >= edge {
		wholeRows, wholeColumns = rows/edge*edge, columns/edge*edge
		for i := 0; i < wholeRows; i += edge {
			transposeTiles(size, pointer(dst[i*dstPitch:]), pointer(src[i:]), dstPitch*int(size), srcPitch*int(size), wholeColumns/edge)
		}
	}
	transposePlain(dst, src, 0, wholeRows, wholeColumns, columns, dstPitch, srcPitch)
	transposePlain(dst, src, wholeRows, rows, 0, columns, dstPitch, srcPitch)
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
