// This file sorts rows of numbers of 4 and 8 bytes where there is assembly for it: quicksort over vectors, from one buffer into
// another and back (C. A. R. Hoare, "Quicksort", 1962; J. Wassenberg and others, "Vectorized and performance-portable Quicksort",
// 2022). All elements that compare equal have the same bits, so that the result has those of any other way to sort.

package array

import "github.com/arraybook/arraybook/array/internal/vector"

// quicksort sorts a, with b as scratch of the same length; into b, if so wanted. At most so many parts lie in each other; those
// that are left then have bad pivots, again and again, and are sorted by their digits. check is called before each long part.
func quicksort[K vector.Key](a, b []K, intoB bool, rounds int, check func()) {
	for few := vector.Few[K](); len(a) > few; rounds-- {
		if len(a) > watchedElements {
			check()
		}
		if rounds == 0 {
			signedByDigits(a, b)
			if intoB {
				copy(b, a)
			}
			return
		}
		pivot := pivotOf(a)
		n := vector.Partition(b, a, pivot)
		if n == len(a) { // the pivot is the greatest: its equals are in their places, if there are others
			if n = 0; pivot-1 < pivot { // else it is the least of all integers as well
				n = vector.Partition(b, a, pivot-1)
			}
			if !intoB {
				fill(a[n:], pivot)
			}
		} else {
			quicksort(b[n:], a[n:], !intoB, rounds-1, check)
		}
		a, b, intoB = b[:n], a[:n], !intoB
	}
	if !intoB {
		b = a
	}
	vector.SortFew(b, a)
}

// pivotOf returns an element that is likely to be near the middle: the median of a few, or of some medians.
func pivotOf[K vector.Key](s []K) K {
	n := len(s)
	switch {
	case n < 256:
		return median3(s[n/4], s[n/2], s[3*n/4])
	case n < 4096:
		var medians [3]K
		for i := range medians {
			medians[i] = median3(s[(6*i+1)*n/18], s[(6*i+3)*n/18], s[(6*i+5)*n/18])
		}
		return median3(medians[0], medians[1], medians[2])
	}
	return pivotNear(s, (n+1)/2)
}

func median3[K vector.Key](x, y, z K) K { return max(min(x, y), min(max(x, y), z)) }
