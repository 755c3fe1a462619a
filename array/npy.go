// This file reads and writes NumPy's .npy files.

package array

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
)

// readChunk is how many bytes of a file are decoded at once. Memory for the elements is claimed no faster than their
// bytes arrive, so that a header cannot claim more than the file holds.
const readChunk = 1 << 16

// LoadNPY reads a .npy file of versions 1 to 3, in either byte order and memory order. T must hold every value of the
// file's element type: LoadNPY[float64] reads a file of float32, float16 or int32, but the other way round is an error
// that names the type to ask for. NumPy: load.
func LoadNPY[T Element](path string) (*Array[T], error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError("LoadNPY", path, err)
	}
	defer f.Close()
	a, err := ReadNPY[T](f)
	if err != nil {
		return nil, fileError("LoadNPY", path, cause(err))
	}
	return a, nil
}

// ReadNPY is LoadNPY for any source of bytes, and returns an error for what LoadNPY refuses or if the data ends
// early. It reads no further than the array's last byte, but for what it buffers.
func ReadNPY[T Element](r io.Reader) (*Array[T], error) {
	buffered := bufio.NewReaderSize(r, readChunk)
	h, err := readNPYHeader(buffered)
	if err == nil {
		err = fits(dtypeOf[T](), &h)
	}
	if err != nil {
		return nil, &Error{Op: "ReadNPY", Message: err.Error(), Err: err}
	}
	a, err := readElements[T](buffered, &h)
	if err != nil {
		return nil, &Error{Op: "ReadNPY", Message: err.Error(), Err: err}
	}
	return a, nil
}

// cause takes an error of this package apart, so that it can be told under the operation the user called.
func cause(err error) error {
	if e, ok := errors.AsType[*Error](err); ok && e.Err != nil {
		return e.Err
	}
	return err
}

// readElements reads the data after the header.
func readElements[T Element](r io.Reader, h *npyHeader) (*Array[T], error) {
	per := readChunk / 16
	raw := make([]byte, min(per, h.size)*h.bytes)
	values, check := make([]T, 0, min(h.size, per)), watch()
	for len(values) < h.size {
		check()
		n := min(per, h.size-len(values))
		if got, err := io.ReadFull(r, raw[:n*h.bytes]); err != nil {
			return nil, fmt.Errorf("the file ends after %d of %d bytes of data for shape %s: %w", len(values)*h.bytes+got, h.size*h.bytes, shapeText(h.shape), unexpectedEnd(err))
		}
		values = grow(values, n, h.size)
		decode(values[len(values)-n:], raw[:n*h.bytes], h)
	}
	return arrangeNPY(values, h), nil
}

// grow extends s by n elements, doubling its capacity as needed but never beyond limit.
func grow[T any](s []T, n, limit int) []T {
	if len(s)+n > cap(s) {
		bigger := make([]T, len(s), min(limit, max(2*cap(s), len(s)+n)))
		copy(bigger, s)
		s = bigger
	}
	return s[:len(s)+n]
}

// arrangeNPY gives the elements their shape; Fortran order is rearranged to row-major.
func arrangeNPY[T Element](values []T, h *npyHeader) *Array[T] {
	if !h.fortran || len(h.shape) < 2 {
		return wrap(values, h.shape)
	}
	reversed := slices.Clone(h.shape)
	slices.Reverse(reversed)
	return wrap(values, reversed).T().Copy()
}

// fits returns an error unless every value of the file's element type is a T.
func fits(t DType, h *npyHeader) error {
	from := h.dtypeName()
	if holds(t, h.kind, 8*h.bytes) {
		return nil
	}
	suggestion := from
	if from == "float16" {
		suggestion = "float32"
	}
	return fmt.Errorf("the file holds %s, which %s cannot hold; ask for [%s] and Cast", from, t, suggestion)
}

// holds tells whether T holds every value of a kind with the given number of bits.
func holds(t DType, kind byte, width int) bool {
	own, name := 8*t.Bytes(), t.String()[0]
	digits := map[DType]int{Float32: 24, Float64: 53, Complex64: 24, Complex128: 53}[t]
	switch kind {
	case 'b':
		return true
	case 'u':
		return name == 'u' && own >= width || name == 'i' && own > width || digits >= width
	case 'i':
		return name == 'i' && own >= width || digits >= width-1
	case 'f':
		return name == 'f' && own >= width || name == 'c' && own >= 2*width
	}
	return name == 'c' && own >= width
}

// decode converts raw elements of the file's type.
func decode[T Element](dst []T, raw []byte, h *npyHeader) {
	switch {
	case h.kind == 'b':
		decodeAs(dst, raw, 1, func(b []byte) bool { return b[0] != 0 })
	case h.kind == 'i' && h.bytes == 1:
		decodeAs(dst, raw, 1, func(b []byte) int8 { return int8(b[0]) })
	case h.kind == 'u' && h.bytes == 1:
		decodeAs(dst, raw, 1, func(b []byte) uint8 { return b[0] })
	case h.kind == 'i' && h.bytes == 2:
		decodeAs(dst, raw, 2, func(b []byte) int16 { return int16(h.order.Uint16(b)) })
	case h.kind == 'u' && h.bytes == 2:
		decodeAs(dst, raw, 2, h.order.Uint16)
	case h.kind == 'i' && h.bytes == 4:
		decodeAs(dst, raw, 4, func(b []byte) int32 { return int32(h.order.Uint32(b)) })
	case h.kind == 'u' && h.bytes == 4:
		decodeAs(dst, raw, 4, h.order.Uint32)
	case h.kind == 'i':
		decodeAs(dst, raw, 8, func(b []byte) int64 { return int64(h.order.Uint64(b)) })
	case h.kind == 'u':
		decodeAs(dst, raw, 8, h.order.Uint64)
	case h.kind == 'f' && h.bytes == 2:
		decodeAs(dst, raw, 2, func(b []byte) float32 { return halfToFloat(h.order.Uint16(b)) })
	case h.kind == 'f' && h.bytes == 4:
		decodeAs(dst, raw, 4, func(b []byte) float32 { return math.Float32frombits(h.order.Uint32(b)) })
	case h.kind == 'f':
		decodeAs(dst, raw, 8, func(b []byte) float64 { return math.Float64frombits(h.order.Uint64(b)) })
	case h.bytes == 8:
		decodeAs(dst, raw, 8, func(b []byte) complex64 {
			return complex(math.Float32frombits(h.order.Uint32(b)), math.Float32frombits(h.order.Uint32(b[4:])))
		})
	default:
		decodeAs(dst, raw, 16, func(b []byte) complex128 {
			return complex(math.Float64frombits(h.order.Uint64(b)), math.Float64frombits(h.order.Uint64(b[8:])))
		})
	}
}

func decodeAs[T, F Element](dst []T, raw []byte, width int, one func([]byte) F) {
	var block [blockLen]F
	for len(dst) > 0 {
		n := min(blockLen, len(dst))
		for i := range n {
			block[i] = one(raw[i*width:])
		}
		convertBlock(dst[:n], block[:n])
		dst, raw = dst[n:], raw[n*width:]
	}
}

// halfToFloat converts an IEEE 754 binary16 number, which float32 always holds.
func halfToFloat(h uint16) float32 {
	sign, exponent, fraction := uint32(h>>15)<<31, uint32(h>>10)&31, uint32(h)&1023
	switch exponent {
	case 0: // zero or subnormal: fraction · 2^-24
		v := float32(fraction) / (1 << 24)
		return math.Float32frombits(math.Float32bits(v) | sign)
	case 31: // infinity or NaN
		return math.Float32frombits(sign | 255<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}

// SaveNPY writes a .npy file, version 1, little-endian, row-major, which numpy.load reads. int and uint are stored
// with the bits they have here, mostly 64. It returns an error if the file cannot be written. The file appears whole or not at all. NumPy:
// save.
func SaveNPY[T Element](path string, a *Array[T]) error {
	return writeWhole("SaveNPY", path, func(w io.Writer) error { return cause(WriteNPY(w, a)) })
}

// WriteNPY is SaveNPY for any sink of bytes. It returns an error if writing fails.
func WriteNPY[T Element](w io.Writer, a *Array[T]) error {
	err := writeNPYHeader(w, a.DType(), a.shape)
	if err == nil {
		err = writeElements(w, a)
	}
	if err != nil {
		return &Error{Op: "WriteNPY", Message: err.Error(), Err: err}
	}
	return nil
}

// writeElements writes the elements in row-major order, little-endian.
func writeElements[T Element](w io.Writer, a *Array[T]) error {
	in := newInput(a, 0)
	var raw []byte
	check := lookout(a.Size())
	for left := a.Size(); left > 0; {
		check()
		n := min(blockLen, left)
		raw = encode(raw[:0], in.next(n))
		if _, err := w.Write(raw); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// encode appends the little-endian bytes of the elements.
func encode[T Element](to []byte, s []T) []byte {
	order := binary.LittleEndian
	switch s := any(s).(type) {
	case []bool:
		for _, v := range s {
			to = append(to, convert[uint8](v))
		}
	case []int8:
		for _, v := range s {
			to = append(to, byte(v))
		}
	case []uint8:
		to = append(to, s...)
	case []int16:
		for _, v := range s {
			to = order.AppendUint16(to, uint16(v))
		}
	case []uint16:
		for _, v := range s {
			to = order.AppendUint16(to, v)
		}
	case []int32:
		for _, v := range s {
			to = order.AppendUint32(to, uint32(v))
		}
	case []uint32:
		for _, v := range s {
			to = order.AppendUint32(to, v)
		}
	case []float32:
		for _, v := range s {
			to = order.AppendUint32(to, math.Float32bits(v))
		}
	case []float64:
		for _, v := range s {
			to = order.AppendUint64(to, math.Float64bits(v))
		}
	case []complex64:
		for _, v := range s {
			to = order.AppendUint32(order.AppendUint32(to, math.Float32bits(real(v))), math.Float32bits(imag(v)))
		}
	case []complex128:
		for _, v := range s {
			to = order.AppendUint64(order.AppendUint64(to, math.Float64bits(real(v))), math.Float64bits(imag(v)))
		}
	case []int:
		to = encodeNative(to, s)
	case []int64:
		to = encodeWide(to, s)
	case []uint:
		to = encodeNative(to, s)
	case []uint64:
		to = encodeWide(to, s)
	}
	return to
}

// encodeNative writes integers of the machine's size.
func encodeNative[T int | uint](to []byte, s []T) []byte {
	if strconv.IntSize == 64 {
		return encodeWide(to, s)
	}
	for _, v := range s {
		to = binary.LittleEndian.AppendUint32(to, uint32(v))
	}
	return to
}

func encodeWide[T int | int64 | uint | uint64](to []byte, s []T) []byte {
	for _, v := range s {
		to = binary.LittleEndian.AppendUint64(to, uint64(v))
	}
	return to
}
