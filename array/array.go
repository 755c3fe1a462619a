// Package array is the n-dimensional array of arraybook: strided, typed views onto shared buffers and everything that
// computes on them. It gives Go what NumPy gives Python: views that never copy, broadcasting element-wise operations,
// reductions, sorting and arranging, Einsum and convolution, random numbers and files.
//
// An *Array[T] describes how to read a buffer: its shape, and for each axis the stride, the distance in elements from
// one index to the next. A transpose, a slice with a step, a reversed axis or a sliding window are other strides on the
// same buffer; writing through one view shows in all others. Element types are Go's basic types and never convert by
// themselves; [Cast] converts.
//
// A mistake in a shape, an axis or an index is a bug of the caller and panics with an [*Error], whose text names the
// operation, the shapes and the axis. Everything that touches files returns an error instead.
//
// New arrays are row-major, but for results of element-wise operations, which lie in memory as their operands do (NumPy's
// order "K"): the sum of two transposes is a transpose. [Array.Copy] makes a row-major array of any.
//
// Results do not depend on the number of processors: sums follow a fixed tree and random numbers come from a counter.
//
// For those who come from NumPy: doc comments name NumPy's name, and the file NUMPY.md lists all of NumPy's functions with what
// stands for them.
//
// The package knows nothing of Jupyter, of cells or of how an array is shown beyond [Array.String].
package array

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Element lists the types an array can hold: exactly Go's basic types, without named types derived from them.
type Element interface{ bool | Number }

// Number lists the element types with arithmetic.
type Number interface{ Real | Complex }

// Real lists the element types with an order.
type Real interface{ Integer | Float }

// Integer lists the integer element types.
type Integer interface {
	int | int8 | int16 | int32 | int64 | uint | uint8 | uint16 | uint32 | uint64
}

// Float lists the floating-point element types.
type Float interface{ float32 | float64 }

// Complex lists the complex element types.
type Complex interface{ complex64 | complex128 }

// Inexact lists the element types of analysis: floating-point and complex.
type Inexact interface{ Float | Complex }

// Bits lists the element types of the logical operations: bool, and integers bit by bit.
type Bits interface{ bool | Integer }

// maxRank bounds the number of axes, so that loop state fits on the stack.
const maxRank = 32

// Array is a strided view onto a buffer of elements that other arrays may share. The element at index i lies at
// data[offset + Σ i[k]·strides[k]]. Arrays are made by this package's functions; the zero Array is not usable.
//
// Reading an array from several goroutines is safe; writing needs the same care as writing a slice.
type Array[T Element] struct {
	data     []T
	shape    []int
	strides  []int // in elements; negative for reversed axes, 0 for broadcast ones
	offset   int   // of the element with index 0, 0, ... in data
	readonly bool  // elements overlap or the buffer is not ours to write
	overlaps bool  // elements may overlap and yet be written: see Writable

	temporary bool // the next operation may write its result here: see Temporary
}

// Untyped is what every *Array[T] offers to code that does not know T.
type Untyped interface {
	Shape() []int
	Strides() []int
	Rank() int
	Size() int
	Offset() int
	DType() DType
	Element(i ...int) any
	Float64s() []float64
	IsContiguous() bool
	ReadOnly() bool
	BufferLen() int
	String() string
}

// Error is the value this package panics with, and the error its file functions return.
type Error struct {
	Op      string // the operation, such as "Reshape"
	Message string // what is wrong, with the shapes, axes or values at fault
	Err     error  // the cause, if another package reported it
}

// Error returns "array: Op: message".
func (e *Error) Error() string { return "array: " + e.Op + ": " + e.Message }

// Unwrap returns the cause, so that errors.Is finds fs.ErrNotExist and the like.
func (e *Error) Unwrap() error { return e.Err }

// fail panics with an *Error.
func fail(op, format string, args ...any) {
	panic(&Error{Op: op, Message: fmt.Sprintf(format, args...)})
}

// named, deferred, gives an *Error that the other operations an operation is made of panic with the name of the one that was
// called.
func named(op string) {
	if r := recover(); r != nil {
		if e, ok := r.(*Error); ok {
			r = &Error{Op: op, Message: e.Message, Err: e.Err}
		}
		panic(r)
	}
}

// Must returns v, or panics with err if it is not nil. It turns functions that return an error into expressions:
//
//	photo := array.Must(array.LoadImage("camera.png"))
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Zeros returns a new array of the given shape, filled with T's zero value. No shape gives rank 0, one element. It
// panics if a length is negative or the rank exceeds 32. NumPy: zeros.
func Zeros[T Element](shape ...int) *Array[T] {
	checkShape("Zeros", shape)
	return allocate[T](shape)
}

// Ones returns a new array filled with one (true for bool). It panics as Full does. NumPy: ones.
func Ones[T Element](shape ...int) *Array[T] {
	checkShape("Ones", shape)
	a := allocate[T](shape)
	a.Fill(one[T]())
	return a
}

// Full returns a new array filled with v. It panics if a length is negative or the rank exceeds 32, as all functions
// that take a shape do. NumPy: full.
func Full[T Element](v T, shape ...int) *Array[T] {
	checkShape("Full", shape)
	a := allocate[T](shape)
	a.Fill(v)
	return a
}

// From returns an array that shares the slice's elements in row-major order: writing to one shows in the other. Without
// a shape it is (len(data),). It panics if the shape's size is not len(data). NumPy: asarray(data).reshape(shape).
func From[T Element](data []T, shape ...int) *Array[T] {
	if len(shape) == 0 {
		shape = []int{len(data)}
	}
	if n := checkShape("From", shape); n != len(data) {
		fail("From", "shape %s has %d elements, but the slice has %d", shapeText(shape), n, len(data))
	}
	return wrap(data, shape)
}

// Of returns a new array of shape (len(v),) that holds the given values. NumPy: array.
func Of[T Element](v ...T) *Array[T] { return wrap(slices.Clone(v), []int{len(v)}) }

// Scalar returns a new array of rank 0 that holds v; it broadcasts against any shape. NumPy: array(v).
func Scalar[T Element](v T) *Array[T] { return wrap([]T{v}, nil) }

// Shape returns a copy of the length of each axis. NumPy: shape.
func (a *Array[T]) Shape() []int { return slices.Clone(a.shape) }

// Strides returns a copy of the distance, in elements, between neighbours along each axis. NumPy: strides, in bytes.
func (a *Array[T]) Strides() []int { return slices.Clone(a.strides) }

// Rank returns the number of axes.
func (a *Array[T]) Rank() int { return len(a.shape) }

// Size returns the number of elements, the product of the shape; 1 for rank 0.
func (a *Array[T]) Size() int { return sizeOf(a.shape) }

// Len returns the length of one axis; negative axes count from the last. It panics if the axis is out of range.
func (a *Array[T]) Len(axis int) int { return a.shape[checkAxis("Len", axis, a.shape)] }

// Offset returns the position in the buffer of the element with index 0, 0, ....
func (a *Array[T]) Offset() int { return a.offset }

// BufferLen returns the length, in elements, of the buffer behind the view.
func (a *Array[T]) BufferLen() int { return len(a.data) }

// DType returns the element type as a value.
func (a *Array[T]) DType() DType { return dtypeOf[T]() }

// ReadOnly tells whether writing to the array panics: elements of the view overlap and it was not made Writable, it is
// broadcast, or its buffer is a read-only file mapping.
func (a *Array[T]) ReadOnly() bool { return a.readonly }

// IsContiguous tells whether the elements lie in the buffer without gaps in row-major order.
func (a *Array[T]) IsContiguous() bool {
	run := 1
	for k := len(a.shape) - 1; k >= 0; k-- {
		if a.shape[k] == 0 {
			return true
		}
		if a.shape[k] != 1 && a.strides[k] != run {
			return false
		}
		run *= a.shape[k]
	}
	return true
}

// At returns the element at an index; negative indices count from the end of their axis. It panics if the number of
// indices is not the rank or one is out of range. NumPy: a[i, j].item().
func (a *Array[T]) At(i ...int) T { return a.data[a.position("At", i)] }

// Set stores v at an index. It panics as At does, and if the array is read-only. NumPy: a[i, j] = v.
func (a *Array[T]) Set(v T, i ...int) {
	p := a.position("Set", i)
	a.mustWrite("Set")
	a.data[p] = v
}

// Element is At for callers that do not know T. It panics as At does.
func (a *Array[T]) Element(i ...int) any { return a.data[a.position("Element", i)] }

// Item returns the only element. It panics if the array does not have exactly one.
func (a *Array[T]) Item() T {
	if n := a.Size(); n != 1 {
		fail("Item", "shape %s has %d elements, want 1", shapeText(a.shape), n)
	}
	return a.data[a.offset]
}

// Values returns a new slice with the elements in row-major order. NumPy: ravel().tolist().
func (a *Array[T]) Values() []T {
	out := make([]T, a.Size())
	copyInto(out, a, true)
	return out
}

// Data returns the part of the buffer the array covers, without copying. It panics unless the array is contiguous and
// writable; Values works for every array.
func (a *Array[T]) Data() []T {
	if !a.IsContiguous() {
		fail("Data", "shape %s with strides %v is not contiguous in row-major order; Values returns a copy", shapeText(a.shape), a.strides)
	}
	a.mustWrite("Data")
	return a.run()
}

// run returns the elements of a contiguous array as a slice of its buffer.
func (a *Array[T]) run() []T {
	n := a.Size()
	if n == 0 {
		return nil
	}
	return a.data[a.offset : a.offset+n : a.offset+n]
}

// position returns where in data the element with index i lies.
func (a *Array[T]) position(op string, i []int) int {
	if len(i) != len(a.shape) {
		hint := ""
		if len(i) < len(a.shape) {
			hint = "; Index gives a view of the other axes"
		}
		fail(op, "%d indices for shape %s, want %d%s", len(i), shapeText(a.shape), len(a.shape), hint)
	}
	p := a.offset
	for k, x := range i {
		n := a.shape[k]
		if uint(x) >= uint(n) {
			x = checkIndex(op, x, k, a.shape)
		}
		p += x * a.strides[k]
	}
	return p
}

// mustWrite panics if the array is read-only.
func (a *Array[T]) mustWrite(op string) {
	if a.readonly {
		fail(op, "the array of shape %s and strides %v is read-only: its elements overlap or belong to a read-only buffer; Copy makes a writable one", shapeText(a.shape), a.strides)
	}
}

// view returns another view onto the same buffer. The slices are kept, not copied.
func (a *Array[T]) view(shape, strides []int, offset int) *Array[T] {
	return &Array[T]{data: a.data, shape: shape, strides: strides, offset: offset, readonly: a.readonly, overlaps: a.overlaps}
}

// viewOfRank returns another view onto the same buffer, whose shape, strides and offset are to be filled in.
func (a *Array[T]) viewOfRank(r int) *Array[T] {
	out, layout := withLayout[T](r)
	out.data, out.shape, out.strides, out.readonly, out.overlaps = a.data, layout[:r:r], layout[r:], a.readonly, a.overlaps
	return out
}

// allocate returns a new row-major array of a checked shape.
func allocate[T Element](shape []int) *Array[T] {
	n := sizeOf(shape)
	if n <= inlineSize && len(shape) <= inlineRank {
		all := &struct {
			Array[T]
			layout [2 * inlineRank]int
			data   [inlineSize]T
		}{}
		return fresh(&all.Array, all.layout[:2*len(shape)], all.data[:n:n], shape)
	}
	reserve[T](shape)
	return wrap(make([]T, n), shape)
}

// inlineSize is the number of elements up to which they are allocated together with the Array.
const inlineSize = 16

// wrap returns a row-major array over data, whose length must be the size of the shape. The shape is copied.
func wrap[T Element](data []T, shape []int) *Array[T] {
	a, layout := withLayout[T](len(shape))
	return fresh(a, layout, data, shape)
}

// withLayout returns an array and room for its shape and strides.
func withLayout[T Element](r int) (a *Array[T], layout []int) {
	if r > inlineRank {
		return &Array[T]{}, make([]int, 2*r)
	}
	// A small array is one allocation, for operations on small arrays are mostly allocation.
	both := &struct {
		array  Array[T] // not embedded: no program needs these methods twice
		layout [2 * inlineRank]int
	}{}
	return &both.array, both.layout[:2*r]
}

// inlineRank is the rank up to which shape and strides are allocated together with the Array.
const inlineRank = 4

// fresh fills in a new row-major array whose shape and strides are to lie in layout.
func fresh[T Element](a *Array[T], layout []int, data []T, shape []int) *Array[T] {
	r := len(shape)
	copy(layout, shape)
	rowMajor(layout[r:], shape)
	a.data, a.shape, a.strides = data, layout[:r:r], layout[r:]
	return a
}

// rowMajor fills strides with those of a contiguous array.
func rowMajor(strides, shape []int) {
	run := 1
	for k := len(shape) - 1; k >= 0; k-- {
		strides[k] = run
		run *= max(shape[k], 1)
	}
}

// sizeOf returns the product of a checked shape.
func sizeOf(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// checkShape panics for a shape with negative lengths, too many axes, or a size beyond int; it returns the size.
func checkShape(op string, shape []int) int {
	if len(shape) > maxRank {
		fail(op, "rank %d exceeds %d", len(shape), maxRank)
	}
	n, wide := 1, 1 // wide ignores empty axes, so that strides never overflow either
	for k, d := range shape {
		if d < 0 {
			fail(op, "axis %d of shape %s is negative", k, shapeText(shape))
		}
		n *= d
		hi, lo := bits.Mul64(uint64(wide), uint64(max(d, 1)))
		if hi != 0 || lo > maxElements {
			fail(op, "shape %s has more elements than memory can address", shapeText(shape))
		}
		wide = int(lo)
	}
	return n
}

// maxElements keeps every size in bytes within an int (complex128 has 16 bytes).
const maxElements = math.MaxInt >> 5

// checkAxis turns a negative axis into a position in shape and panics if it is out of range.
func checkAxis(op string, axis int, shape []int) int {
	r := len(shape)
	if axis < -r || axis >= r {
		fail(op, "axis %d is out of range for shape %s of rank %d", axis, shapeText(shape), r)
	}
	if axis < 0 {
		axis += r
	}
	return axis
}

// checkIndex turns a negative index along axis k into a position and panics if it is out of range.
func checkIndex(op string, i, k int, shape []int) int {
	n := shape[k]
	if i < -n || i >= n {
		fail(op, "index %d is out of range for axis %d of shape %s", i, k, shapeText(shape))
	}
	if i < 0 {
		i += n
	}
	return i
}

// fill sets every element of a slice.
func fill[T any](s []T, v T) {
	n := min(len(s), 16)
	for i := range s[:n] {
		s[i] = v
	}
	for n < len(s) {
		n += copy(s[n:], s[:min(n, copyPiece)])
	}
}

// one returns T's one, true for bool.
func one[T Element]() T {
	return convert[T](true)
}
