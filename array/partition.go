// This file orders elements in part, and by several keys.

package array

import (
	"math"
	"math/bits"
	"slices"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// Partition returns a copy in which the element at index kth of each row of an axis, the last if none is given, is the
// one that sorting would put there; none before it is greater and none after it less, in no order that is promised. NaN
// counts as greatest. A negative kth counts from the end. It takes time in proportion to the elements, where Sort takes
// more. It panics if kth or the axis is out of range. NumPy: partition.
func Partition[T Real](a *Array[T], kth int, axis ...int) *Array[T] {
	k := sortAxis("Partition", axis, a.shape)
	kth = checkIndex("Partition", kth, k, a.shape)
	return alongRows("Partition", a, []int{k}, a.Copy(), func(row, scratch []T) { selectKth(row, scratch, kth) })
}

// Argpartition returns the indices that Partition's result would have: at kth the place of the element that sorting
// would put there, before it those of lesser ones, after it those of greater ones, each in rising order, equal ones
// where there is room. It panics as Partition does. NumPy: argpartition.
func Argpartition[T Real](a *Array[T], kth int, axis ...int) *Array[int] {
	k := sortAxis("Argpartition", axis, a.shape)
	kth = checkIndex("Argpartition", kth, k, a.shape)
	out := unwritten[int](a.shape)
	from, to := a.MoveAxis(k, -1), out.MoveAxis(k, -1)
	n := a.shape[k]
	parallel(a.Size()/n, 1+blockLen/n, a.Size(), func(lo, hi int) {
		c, w := newCursor(from), newCursor(to)
		c.seek(lo * n)
		w.seek(lo * n)
		gathered, copied, scratch, places := make([]T, n), make([]T, n), make([]T, n), make([]int, n)
		for range hi - lo {
			row := c.read(n, gathered)
			copy(copied, row)
			selectKth(copied, scratch, kth)
			placesAround(places, row, copied[kth])
			w.write(places)
		}
	})
	return out
}

// selectKth puts the element of rank kth in its place, those before it in order on one side, those after it on the other.
// scratch is as long as row.
func selectKth[T Real](row, scratch []T, kth int) {
	if len(row) <= shortRow {
		sortShort(row, len(row), 1)
		return
	}
	row = withoutNaN(row)
	if kth >= len(row) {
		return
	}
	scratch = scratch[:len(row)]
	switch elementBytes[T]() {
	case 4:
		selectBits(row, asKeys[int32](row), asKeys[int32](scratch), kth)
	case 8:
		selectBits(row, asKeys[int64](row), asKeys[int64](scratch), kth)
	default: // few digits
		sortRow(row, scratch)
	}
}

// selectBits is selectKth for numbers whose bits keys holds.
func selectBits[T Real, K vector.Key](row []T, keys, scratch []K, kth int) {
	signedOrder(row)
	selectSigned(keys, scratch, kth)
	signedOrder(row)
}

// selectSigned is selectKth for integers. What is looked at goes from one buffer into the other and back; what is left aside on
// the way is put into keys.
func selectSigned[K vector.Key](keys, scratch []K, kth int) {
	from, to, home := keys, scratch, true // home says that from is part of keys
	check := lookout(len(keys))
	for rounds := 3 * bits.Len(uint(len(keys))); len(from) > 2*pivotSample && rounds > 0; rounds-- {
		check()
		pivot := pivotBeside(from, kth)
		first, end := 0, vector.Partition(to, from, pivot)
		switch {
		case end == len(from) && pivot-1 > pivot: // all are the least of all integers
			first = end
		case end == len(from): // the pivot is the greatest: its equals come last
			if end = vector.Partition(to, from, pivot-1); kth >= end {
				first = end
			}
		case kth >= end:
			first, end = end, len(from)
		}
		if home {
			copy(from[:first], to)
			copy(from[end:], to[end:])
		}
		if first == end {
			return
		}
		from, to, home, kth = to[first:end], from[first:end], !home, kth-first
	}
	if !home {
		copy(to, from)
		from, to = to, from
	}
	sortSigned(from, to)
}

// pivotSample is the number of elements among which a pivot is looked for.
const pivotSample = 32

// pivotNear returns an element whose rank is near kth.
func pivotNear[K vector.Key](s []K, kth int) K {
	var sample [pivotSample]K
	sortSample(sample[:], s)
	return sample[kth*pivotSample/len(s)]
}

// pivotBeside returns an element whose rank is near kth, but far enough from it, towards the middle, for the rank to be most likely
// among the fewer elements.
func pivotBeside[K vector.Key](s []K, kth int) K {
	var room [wideSample]K
	sample := room[:pivotSample]
	if len(s) >= 64*wideSample {
		sample = room[:]
	}
	sortSample(sample, s)
	at, n := kth*len(sample)/len(s), len(sample)
	if at < n/2 {
		return sample[at+int(math.Sqrt(float64(at+1)))]
	}
	return sample[at-int(math.Sqrt(float64(n-at)))]
}

// wideSample is the length of the sample where it costs little beside the elements.
const wideSample = 128

func sortSample[K vector.Key](sample, s []K) {
	n := len(sample)
	for i := range sample {
		sample[i] = s[(2*i+1)*len(s)/(2*n)]
	}
	vector.SortFew(sample, sample)
}

// placesAround stores the places of a row's elements below pivot, then those of its equals, then the rest.
func placesAround[T Real](places []int, row []T, pivot T) {
	below, equal := 0, 0
	watched(len(row), func(lo, hi int) {
		for _, v := range row[lo:hi] {
			switch compareNaNLast(v, pivot) {
			case -1:
				below++
			case 0:
				equal++
			}
		}
	})
	next := [3]int{0, below, below + equal}
	watched(len(row), func(lo, hi int) {
		for i, v := range row[lo:hi] {
			place := &next[compareNaNLast(v, pivot)+1]
			places[*place] = lo + i
			*place++
		}
	})
}

// Lexsort returns the indices that sort by several keys of one shape, along the last axis: by the last key, those
// that are equal there by the one before it, and so on. Elements equal in all keep their order. The shape is that of
// the keys. Keys of another type become one of this by their places in order: the inverse that UniqueAll returns. It
// panics if there is no key, if shapes differ, or if they have rank 0. NumPy: lexsort.
func Lexsort[T Real](keys ...*Array[T]) *Array[int] {
	if len(keys) == 0 {
		fail("Lexsort", "there are no keys")
	}
	for i, k := range keys {
		if !slices.Equal(k.shape, keys[0].shape) {
			fail("Lexsort", "key %d has shape %s, key 0 has shape %s", i, shapeText(k.shape), shapeText(keys[0].shape))
		}
	}
	order := Argsort(keys[0])
	for _, k := range keys[1:] {
		order = TakeAlong(order, Argsort(TakeAlong(k, order, -1)), -1)
	}
	return order
}
