// This file copies matrices that lie across their copies.

package array

import "github.com/arraybook/arraybook/array/internal/vector"

// transposeInto copies a matrix to dst, whose rows lie a pitch apart. In src its rows lie down and its columns right apart,
// and start at position at. past is vector.Transpose's.
func transposeInto[T Element](dst, src []T, at, rows, columns, pitch, down, right int, past bool) {
	if down == 1 && right > 0 {
		vector.Transpose(dst, src[at:], rows, columns, pitch, right, past)
		return
	}
	const edge = 32
	for j0 := 0; j0 < columns; j0 += edge {
		for j := j0; j < min(j0+edge, columns); j++ {
			p, q := j, at+j*right
			for range rows {
				dst[p] = src[q]
				p += pitch
				q += down
			}
		}
	}
}

// columnBytes is the length of the rows of squares that turn makes in scratch.
const columnBytes = 512

// turn is transposeInto where an axis runs backwards, for at most stripRows rows: square by square it copies the matrix as
// if both axes ran forwards, and then its rows in their order, turned round if need be.
func turn[T Element](dst, src []T, at, rows, columns, pitch, down, right int, scratch []T) {
	first, step, forwards := 0, 1, right > 0
	if down < 0 {
		at += (rows - 1) * down
		down, first, step = -down, rows-1, -1
	}
	for j, most := 0, columnBytes/elementBytes[T](); j < columns; j += most {
		n, from := min(most, columns-j), at+j*right
		if !forwards {
			from += (n - 1) * right
		}
		transposeInto(scratch, src, from, rows, n, n, down, max(right, -right), false)
		for i := range rows {
			row, to := scratch[(first+i*step)*n:][:n], dst[i*pitch+j:][:n]
			if forwards {
				copy(to, row)
			} else {
				vector.Gather(to, row, n-1, -1)
			}
		}
	}
}
