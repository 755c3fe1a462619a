// This file holds the sums and what is made of them: Sum, Prod, Mean, Var, Std, cumulative sums.

package array

import (
	"fmt"
	"math"
	"unsafe"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// Sum returns the sums over the given axes, none meaning all; the axes disappear, and ExpandDims(axes...) brings them
// back with length 1 (NumPy's keepdims). Sums of floats are pairwise. 64-bit integers wrap around; a sum that does not
// fit a narrower integer type panics, and so do sums of bool: Cast first. The sum of no elements is 0. It panics if an
// axis is out of range or given twice. NumPy: sum.
func (a *Array[T]) Sum(axes ...int) *Array[T] { return fold("Sum", a, axes, 0).(*Array[T]) }

// Total lists the types that SumAs sums in.
type Total interface {
	int | int64 | float64 | complex128
}

// SumAs returns what Cast[U](a).Sum(axes...) does, without making the copy: the sums of a picture's bytes as int, of
// float32 numbers in float64, the number of true bools. It panics if an axis is out of range or given twice. NumPy: sum
// with dtype.
func SumAs[U Total, T Element](a *Array[T], axes ...int) *Array[U] {
	defer named("SumAs")
	if same, ok := any(a).(*Array[U]); ok {
		return same.Sum(axes...)
	}
	if a.Size() == 0 {
		return emptyFold[U]("SumAs", a.shape, axes, 0)
	}
	return reduce("SumAs", a, axes, reducer[T, U]{run: sumRunAs[U, T], rows: addRowsAs[U, T], join: addRows[U], lift: convertRun[U, T], many: addManyAs[U, T]})
}

func sumRunAs[U Total, T Element](s []T) U {
	if sum, ok := sumWhole(s); ok {
		return convert[U](sum)
	}
	var converted [leafRun]U
	convertRun(converted[:len(s)], s)
	return sumRun(converted[:len(s)])
}

// sumWhole sums integers in 64 bits, if the elements are of a narrow integer type.
func sumWhole[T Element](s []T) (sum int64, ok bool) {
	switch s := any(s).(type) {
	case []bool:
		return vector.SumWide(vector.Bytes(s)), true
	case []int8:
		return vector.SumWide(s), true
	case []int16:
		return vector.SumWide(s), true
	case []int32:
		return vector.SumWide(s), true
	case []uint8:
		return vector.SumWide(s), true
	case []uint16:
		return vector.SumWide(s), true
	case []uint32:
		return vector.SumWide(s), true
	}
	return 0, false
}

func addRowsAs[U Total, T Element](acc []U, src []T) { addManyAs(acc, [][]T{src}) }

func addManyAs[U Total, T Element](acc []U, rows [][]T) {
	switch acc := any(acc).(type) {
	case []int64:
		if addWhole(acc, rows) {
			return
		}
	case []int:
		if elementBytes[int]() == 8 && addWhole(unsafe.Slice((*int64)(unsafe.Pointer(&acc[0])), len(acc)), rows) {
			return
		}
	}
	var converted [blockLen]U
	for _, row := range rows {
		for at := 0; at < len(row); at += blockLen {
			end := min(at+blockLen, len(row))
			convertRun(converted[:end-at], row[at:end])
			vector.Add(acc[at:end], acc[at:end], converted[:end-at])
		}
	}
}

// addWhole adds rows to sums in 64 bits, if the elements are of a narrow integer type.
func addWhole[T Element](acc []int64, rows [][]T) bool {
	switch rows := any(rows).(type) {
	case [][]bool:
		addManyWide(acc, *(*[][]uint8)(unsafe.Pointer(&rows)))
	case [][]int8:
		addManyWide(acc, rows)
	case [][]int16:
		addManyWide(acc, rows)
	case [][]int32:
		addManyWide(acc, rows)
	case [][]uint8:
		addManyWide(acc, rows)
	case [][]uint16:
		addManyWide(acc, rows)
	case [][]uint32:
		addManyWide(acc, rows)
	default:
		return false
	}
	return true
}

// addManyWide adds rows to sums in 64 bits, those of 8 and 16 bits in twice as many first: fewer than leafRows rows fit.
func addManyWide[T Integer](acc []int64, rows [][]T) {
	switch elementBytes[T]() {
	case 1:
		addThroughNarrow[int16](acc, rows)
	case 2:
		addThroughNarrow[int32](acc, rows)
	default:
		for _, row := range rows {
			vector.AddWide(acc, row)
		}
	}
}

func addThroughNarrow[N int16 | int32, T Integer](acc []int64, rows [][]T) {
	threes := len(rows) / 3 * 3
	var sums [blockLen]N
	for at := 0; at < len(acc) && threes > 0; at += blockLen {
		end := min(at+blockLen, len(acc))
		sums := sums[:end-at]
		clear(sums)
		for i := 0; i < threes; i += 3 {
			vector.AddNarrow3(sums, rows[i][at:end], rows[i+1][at:end], rows[i+2][at:end])
		}
		vector.AddWide(acc[at:end], sums)
	}
	for _, row := range rows[threes:] {
		vector.AddWide(acc, row)
	}
}

// Prod returns the products over the given axes, none meaning all, as Sum does sums. The product of no elements is 1.
// It panics as Sum does. NumPy: prod.
func (a *Array[T]) Prod(axes ...int) *Array[T] { return fold("Prod", a, axes, 1).(*Array[T]) }

// fold computes sums (unit 0) or products (unit 1) of an array of any element type. Like the other functions of this
// package that switch on the element type, it is not generic: else every program that uses one type would compile the
// code for all of them.
func fold(op string, a any, axes []int, unit uint8) any {
	switch a := a.(type) {
	case *Array[bool]:
		fail(op, "bool arrays have no arithmetic; use Cast[int](a).%s", op)
	case *Array[int]:
		if elementBytes[int]() < 8 {
			return foldNarrow[int, int64](op, a, axes, unit)
		}
		return foldWide(op, a, axes, unit)
	case *Array[int8]:
		return foldNarrow[int8, int64](op, a, axes, unit)
	case *Array[int16]:
		return foldNarrow[int16, int64](op, a, axes, unit)
	case *Array[int32]:
		return foldNarrow[int32, int64](op, a, axes, unit)
	case *Array[int64]:
		return foldWide(op, a, axes, unit)
	case *Array[uint]:
		if elementBytes[uint]() < 8 {
			return foldNarrow[uint, int64](op, a, axes, unit)
		}
		return foldWide(op, a, axes, unit)
	case *Array[uint8]:
		return foldNarrow[uint8, int64](op, a, axes, unit)
	case *Array[uint16]:
		return foldNarrow[uint16, int64](op, a, axes, unit)
	case *Array[uint32]:
		return foldNarrow[uint32, int64](op, a, axes, unit)
	case *Array[uint64]:
		return foldWide(op, a, axes, unit)
	case *Array[float32]:
		return foldWide(op, a, axes, unit)
	case *Array[float64]:
		return foldWide(op, a, axes, unit)
	case *Array[complex64]:
		return foldWide(op, a, axes, unit)
	case *Array[complex128]:
		return foldWide(op, a, axes, unit)
	}
	panic("unreachable: every array is one of these")
}

// foldWide folds in the element type itself.
func foldWide[T Number](op string, a *Array[T], axes []int, unit uint8) *Array[T] {
	if a.Size() == 0 {
		return emptyFold(op, a.shape, axes, convert[T](unit))
	}
	if unit == 0 {
		return reduce(op, a, axes, reducer[T, T]{run: sumRun[T], rows: addRows[T], join: addRows[T], lift: copyRow[T], many: byThree(vector.Add3[T], addRows[T]), free: isInteger[T]()})
	}
	return reduce(op, a, axes, reducer[T, T]{run: prodRun[T], rows: mulRows[T], join: mulRows[T], lift: copyRow[T]})
}

// foldNarrow folds small integers in a wide type and checks that the results fit.
func foldNarrow[T int | int8 | int16 | int32 | uint | uint8 | uint16 | uint32, W int64](op string, a *Array[T], axes []int, unit uint8) *Array[T] {
	if a.Size() == 0 {
		return emptyFold(op, a.shape, axes, convert[T](unit))
	}
	r := reducer[T, int64]{run: vector.SumWide[T], rows: vector.AddWide[T], join: addRows[int64], lift: widenRow[T], free: true, many: addManyWide[T]}
	if unit == 1 {
		r = reducer[T, int64]{run: prodWide[T], rows: mulWide[T], join: mulSaturated, lift: widenRow[T]}
	}
	wide := reduce(op, a, axes, r)
	out := allocate[T](wide.shape)
	for i, v := range wide.data {
		out.data[i] = T(v)
		if int64(out.data[i]) != v {
			result := fmt.Sprint(v)
			if v == math.MaxInt64 {
				result = "beyond int64"
			}
			fail(op, "a result over shape %s, %s, does not fit %s; Cast[int] it first", shapeText(a.shape), result, a.DType())
		}
	}
	return out
}

// emptyFold returns the result of folding an array without elements.
func emptyFold[T Element](op string, shape, axes []int, unit T) *Array[T] {
	l := splitAxes(op, shape, make([]int, len(shape)), 0, axes)
	return Full(unit, l.kept...)
}

// sumRun sums a leaf.
func sumRun[T Number](s []T) T {
	switch s := any(s).(type) {
	case []float32:
		return any(vector.Sum(s)).(T)
	case []float64:
		return any(vector.Sum(s)).(T)
	case []int:
		return any(int(vector.SumWide(s))).(T)
	case []int64:
		return any(vector.SumWide(s)).(T)
	case []uint:
		return any(uint(vector.SumWide(s))).(T)
	case []uint64:
		return any(uint64(vector.SumWide(s))).(T)
	}
	sum := s[0]
	for _, v := range s[1:] {
		sum += v
	}
	return sum
}

func prodRun[T Number](s []T) T {
	p := s[0]
	for _, v := range s[1:] {
		p *= v
	}
	return p
}

func addRows[T Number](acc, src []T) { vector.Add(acc, acc, src) }

func mulRows[T Number](acc, src []T) { vector.Mul(acc, acc, src) }

func copyRow[T Element](acc, src []T) { copy(acc, src) }

func widenRow[T Integer](acc []int64, src []T) { convertRun(acc, src[:len(acc)]) }

func prodWide[T Integer](s []T) int64 {
	p := int64(s[0])
	for _, v := range s[1:] {
		p = mulClamped(p, int64(v))
	}
	return p
}

func mulWide[T Integer](acc []int64, src []T) {
	for i := range acc {
		acc[i] = mulClamped(acc[i], int64(src[i]))
	}
}

func mulSaturated(acc, later []int64) {
	for i := range acc {
		acc[i] = mulClamped(acc[i], later[i])
	}
}

// mulClamped multiplies; a product beyond int64 stays at its end, where no narrower type reaches, until a zero comes.
func mulClamped(x, y int64) int64 {
	if p, ok := mulInt(x, y); ok {
		return p
	}
	return math.MaxInt64
}

// Mean returns the arithmetic means over the given axes, none meaning all. Only floating-point and complex types hold
// means: for others it panics, Cast[float64] first. The mean of no elements is NaN. The axes disappear. It panics if an
// axis is out of range or given twice. NumPy: mean.
func (a *Array[T]) Mean(axes ...int) *Array[T] { return moments("Mean", a, axes).(*Array[T]) }

// Var returns the variances over the given axes, none meaning all: the means of the squared distances from the mean,
// divided by n as NumPy does by default; SampleVar divides by n-1. It panics as Mean does. The axes disappear. NumPy:
// var.
func (a *Array[T]) Var(axes ...int) *Array[T] { return moments("Var", a, axes).(*Array[T]) }

// Std returns the standard deviations, the square roots of Var. It panics as Mean does. NumPy: std.
func (a *Array[T]) Std(axes ...int) *Array[T] { return moments("Std", a, axes).(*Array[T]) }

// SampleVar returns the variances over the given axes, none meaning all, divided by one less than the number of
// elements: estimates, from a sample, of the variance of all that it was drawn from. NaN for fewer than two elements.
// It panics if an axis is out of range or given twice. NumPy: var with ddof=1.
func SampleVar[T Inexact](a *Array[T], axes ...int) *Array[T] {
	return variance("SampleVar", a, axes, 1)
}

// SampleStd returns the square roots of SampleVar. It panics as SampleVar does. NumPy: std with ddof=1.
func SampleStd[T Inexact](a *Array[T], axes ...int) *Array[T] {
	return Sqrt(variance("SampleStd", a, axes, 1))
}

// moments computes what op names: means, variances or standard deviations.
func moments(op string, a Untyped, axes []int) any {
	switch a := a.(type) {
	case *Array[float32]:
		return momentsOf(op, a, axes)
	case *Array[float64]:
		return momentsOf(op, a, axes)
	case *Array[complex64]:
		return momentsOf(op, a, axes)
	case *Array[complex128]:
		return momentsOf(op, a, axes)
	}
	fail(op, "%s elements cannot hold the result; use Cast[float64](a).%s", a.DType(), op)
	return nil
}

func momentsOf[T Inexact](op string, a *Array[T], axes []int) *Array[T] {
	switch op {
	case "Mean":
		return mean(op, a, axes)
	case "Var":
		return variance(op, a, axes, 0)
	}
	return Sqrt(variance(op, a, axes, 0))
}

func mean[T Inexact](op string, a *Array[T], axes []int) *Array[T] {
	return shareOut(foldWide(op, a, axes, 0), a.Size(), 0)
}

// shareOut divides sums of so many elements by how many each one has, less the degrees of freedom that are lost.
func shareOut[T Inexact](sums *Array[T], elements, lost int) *Array[T] {
	n := convert[T](max(0, elements/max(1, len(sums.data))-lost))
	for i := range sums.data {
		sums.data[i] /= n
	}
	return sums
}

func variance[T Inexact](op string, a *Array[T], axes []int, lost int) *Array[T] {
	over := checkAxes(op, axes, a.shape)
	if len(over) == 0 {
		over = allAxes(len(a.shape))
	}
	means := mean(op, a, over)
	if a.Size() == 0 {
		return means
	}
	sums := reduce(op, a, over, reducer[T, T]{join: addRows[T], about: func(at, stride int) reducer[T, T] {
		return aboutMeans(means.data[at:], stride)
	}})
	return shareOut(sums, a.Size(), lost)
}

// aboutMeans is the reducer that sums squared distances from means, which lie stride apart.
func aboutMeans[T Inexact](means []T, stride int) reducer[T, T] {
	adjacent := means
	if stride != 1 {
		adjacent = nil // until it is known how many there are; the results of one reducer are then made by one goroutine
	}
	return reducer[T, T]{
		run: func(s []T) T {
			var distances [leafRun]T
			squaresFrom(distances[:len(s)], s, means[0])
			return sumRun(distances[:len(s)])
		},
		lift: func(acc, first []T) {
			if adjacent == nil {
				adjacent = make([]T, len(acc))
				gather(adjacent, means, 0, stride)
			}
			clear(acc)
			addSquares(acc, first, adjacent)
		},
		rows: func(acc, src []T) { addSquares(acc, src, adjacent) },
		join: addRows[T],
	}
}

// squaresFrom stores the squares of the distances of a's elements from v in dst. Each product is rounded, so that no processor
// fuses it with a later sum.
func squaresFrom[T Inexact](dst, a []T, v T) {
	switch dst := any(dst).(type) {
	case []float32:
		vector.SquaresFrom(dst, any(a).([]float32), any(v).(float32))
		return
	case []float64:
		vector.SquaresFrom(dst, any(a).([]float64), any(v).(float64))
		return
	}
	for i := range dst {
		distance := a[i] - v
		dst[i] = distance * conj(distance)
	}
}

// addSquares adds the squares of the distances between a and b to sums.
func addSquares[T Inexact](sums, a, b []T) {
	switch sums := any(sums).(type) {
	case []float32:
		vector.AddSquares(sums, any(a).([]float32), any(b).([]float32))
		return
	case []float64:
		vector.AddSquares(sums, any(a).([]float64), any(b).([]float64))
		return
	}
	for i := range sums {
		distance := a[i] - b[i]
		square := distance * conj(distance)
		sums[i] += square
	}
}

// squareBlock squares magnitudes.
func squareBlock[T Inexact](dst, a []T) { squaresFrom(dst, a, 0) }

// conj returns the complex conjugate, for floats v itself.
func conj[T Inexact](v T) T {
	switch v := any(v).(type) {
	case complex64:
		return any(complex(real(v), -imag(v))).(T)
	case complex128:
		return any(complex(real(v), -imag(v))).(T)
	}
	return v
}

// CumSum returns the running sums along one axis, or of all elements in row-major order under one axis if none is
// given; the shape stays. Integers wrap around. It panics if the axis is out of range, and for bool. NumPy: cumsum.
func (a *Array[T]) CumSum(axis ...int) *Array[T] { return accumulate("CumSum", a, axis, false) }

// CumProd returns the running products, as CumSum does sums. It panics as CumSum does. NumPy: cumprod.
func (a *Array[T]) CumProd(axis ...int) *Array[T] { return accumulate("CumProd", a, axis, true) }

func accumulate[T Element](op string, a *Array[T], axis []int, product bool) *Array[T] {
	if len(axis) > 1 {
		fail(op, "%d axes %v, want one or none", len(axis), axis)
	}
	along := 0
	if len(axis) > 0 {
		along = checkAxis(op, axis[0], a.shape)
	}
	var out *Array[T]
	if a.IsContiguous() {
		out = unwritten[T](a.shape)
	} else {
		out = a.Copy() // and the sums go where the elements were
		a = out
	}
	if len(axis) == 0 {
		a, out = a.flattened(), out.flattened()
	}
	accumulateAlong(op, out, a, along, product)
	return out
}

// flattened is Ravel for adjacent elements.
func (a *Array[T]) flattened() *Array[T] {
	v := a.viewOfRank(1)
	v.shape[0], v.strides[0], v.offset = a.Size(), 1, a.offset
	return v
}

// accumulateAlong is accumulate for operands of one element type, both row-major.
func accumulateAlong(op string, out, a any, along int, product bool) {
	switch out := out.(type) {
	case *Array[bool]:
		fail(op, "bool arrays have no arithmetic; use Cast[int](a).%s", op)
	case *Array[int]:
		runAlong(out, a.(*Array[int]), along, product)
	case *Array[int8]:
		runAlong(out, a.(*Array[int8]), along, product)
	case *Array[int16]:
		runAlong(out, a.(*Array[int16]), along, product)
	case *Array[int32]:
		runAlong(out, a.(*Array[int32]), along, product)
	case *Array[int64]:
		runAlong(out, a.(*Array[int64]), along, product)
	case *Array[uint]:
		runAlong(out, a.(*Array[uint]), along, product)
	case *Array[uint8]:
		runAlong(out, a.(*Array[uint8]), along, product)
	case *Array[uint16]:
		runAlong(out, a.(*Array[uint16]), along, product)
	case *Array[uint32]:
		runAlong(out, a.(*Array[uint32]), along, product)
	case *Array[uint64]:
		runAlong(out, a.(*Array[uint64]), along, product)
	case *Array[float32]:
		runAlong(out, a.(*Array[float32]), along, product)
	case *Array[float64]:
		runAlong(out, a.(*Array[float64]), along, product)
	case *Array[complex64]:
		runAlong(out, a.(*Array[complex64]), along, product)
	case *Array[complex128]:
		runAlong(out, a.(*Array[complex128]), along, product)
	}
}

// runAlong stores in out, for each element of a, the sum or product of those up to it along one axis. Both are row-major.
func runAlong[T Number](out, a *Array[T], axis int, product bool) {
	if a.Size() == 0 {
		return
	}
	step := sizeOf(a.shape[axis+1:]) // strides may be anything on axes of length 1
	block := step * a.shape[axis]
	dst, src := out.run(), a.run()
	streamed := &dst[0] != &src[0] && streams(len(dst)*elementBytes[T](), true)
	parallel(len(src)/block, 1+blockLen/block, len(src), func(lo, hi int) {
		var scratch []T
		if streamed {
			scratch = make([]T, streamBlock/elementBytes[T]())
			defer vector.Fence()
		}
		for i := lo; i < hi; i++ {
			d, s := dst[i*block:(i+1)*block], src[i*block:(i+1)*block]
			switch {
			case step == 1 && product:
				runningProduct(d, s)
			case step == 1 && streamed:
				runPast(d, s, scratch)
			case step == 1 && block <= watchedElements:
				runningSum(d, s, nil)
			case step == 1:
				runningParts(d, s)
			default:
				runRows(d, s, step, product)
			}
		}
	})
}

// runningSum stores the sums of the elements of src up to each one in dst, and returns the last. before, if there is one, is the
// sum of those before them: it is not 0 + src[0] else, which would lose the sign of -0.
func runningSum[T Number](dst, src []T, before *T) T {
	dst = dst[:len(src)]
	var sum T
	if before != nil {
		sum = *before
	} else if len(src) > 0 {
		sum = src[0]
		dst[0] = sum
		dst, src = dst[1:], src[1:]
	}
	if isInteger[T]() {
		if n := vector.RunningSum(dst, src, sum); n > 0 {
			sum = dst[n-1]
			dst, src = dst[n:], src[n:]
		}
		for len(src) >= 4 && len(dst) >= 4 { // a sum waits for one addition in four
			pair := src[0] + src[1]
			third := pair + src[2]
			fourth := pair + (src[2] + src[3])
			dst[0], dst[1], dst[2], dst[3] = sum+src[0], sum+pair, sum+third, sum+fourth
			sum += fourth
			dst, src = dst[4:], src[4:]
		}
	}
	for len(src) >= 4 && len(dst) >= 4 { // so that checks of the index do not take longer than the additions
		first := sum + src[0]
		second := first + src[1]
		third := second + src[2]
		sum = third + src[3]
		dst[0], dst[1], dst[2], dst[3] = first, second, third, sum
		dst, src = dst[4:], src[4:]
	}
	for i, v := range src {
		sum += v
		dst[i] = sum
	}
	return sum
}

// runningParts is runningSum in parts.
func runningParts[T Number](dst, src []T) {
	var sum T
	var before *T
	watched(len(src), func(lo, hi int) {
		sum = runningSum(dst[lo:hi], src[lo:hi], before)
		before = &sum
	})
}

// runPast is runningSum past the caches.
func runPast[T Number](dst, src, scratch []T) {
	var sum T
	var before *T
	check := lookout(len(src))
	for at := 0; at < len(src); at += len(scratch) {
		check()
		end := min(at+len(scratch), len(src))
		sum = runningSum(scratch[:end-at], src[at:end], before)
		before = &sum
		vector.CopyPast(dst[at:end], scratch[:end-at])
	}
}

func runningProduct[T Number](dst, src []T) {
	product := T(1)
	watched(len(dst), func(lo, hi int) {
		p, to := product, dst[lo:hi]
		for i, v := range src[lo:hi] {
			p *= v
			to[i] = p
		}
		product = p
	})
}

// runRows adds or multiplies whole rows of the given length.
func runRows[T Number](dst, src []T, row int, product bool) {
	copy(dst[:row], src)
	check := lookout(len(dst))
	for at := row; at < len(dst); at += row {
		check()
		next, before := dst[at:at+row], dst[at-row:at]
		if product {
			vector.Mul(next, before, src[at:])
		} else {
			vector.Add(next, before, src[at:])
		}
	}
}
