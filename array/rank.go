// This file finds the order of a row's elements. Keys with places behind them are sorted as integers, of which no two are alike, so
// that equal elements keep their order whatever sorts them.

package array

import (
	"math"
	"math/bits"
	"slices"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// rankScratch is what argsortRow needs, kept from row to row of one length.
type rankScratch []int64

// argsortRow stores in order the places of row's elements in rising order, NaN last; equal elements keep their order.
func argsortRow[T Real](order []int, row []T, scratch *rankScratch) {
	switch n := len(row); {
	case n <= shortRow:
		rankShort(order, row)
	case elementBytes[T]() == 1 && n > countMin:
		rankBytes(order, row)
	default:
		if *scratch == nil {
			*scratch = make([]int64, 2*n) // slices.Grow would clear it at once
		}
		rankPacked(order, row, (*scratch)[:n], (*scratch)[n:])
	}
}

// rankShort is argsortRow by insertion.
func rankShort[T Real](order []int, row []T) {
	for i, v := range row {
		at := i
		for ; at > 0 && compareNaNLast(v, row[order[at-1]]) < 0; at-- {
			order[at] = order[at-1]
		}
		order[at] = i
	}
}

// rankPacked is argsortRow by integers that hold, from the upper bits down, the distance of an element's key from the least one,
// and the element's place. Distances too long for that lose their lower bits; elements that agree in the others are sorted by
// comparisons then.
func rankPacked[T Real](order []int, row []T, items, scratch []int64) {
	keys := asKeys[uint64](items)
	watched(len(row), func(lo, hi int) { rankKeys(keys[lo:hi], row[lo:hi]) })
	if elementBytes[T]() == 8 && isFloat[T]() {
		nearInfinities(keys)
	}
	least, greatest := slices.Min(keys), slices.Max(keys)
	places := (bits.Len(uint(len(row)-1)) + 7) &^ 7 // whole digits
	drop := max(0, bits.Len64(greatest-least)+places-63)
	watched(len(keys), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			keys[i] = (keys[i]-least)>>drop<<places | uint64(i)
		}
	})
	if vector.SortsFast() || len(row) < radixMin {
		sortSigned(items, scratch)
	} else {
		byDigits(keys, asKeys[uint64](scratch), places/8)
	}
	mask := uint64(1)<<places - 1
	watched(len(keys), func(lo, hi int) {
		for i, k := range keys[lo:hi] {
			order[lo+i] = int(k & mask)
		}
	})
	if drop > 0 {
		sortAlike(order, row, keys, places)
	}
}

// nearInfinities moves the keys of infinities and NaN next to those of finite float64, so that these alone tell how far keys lie apart.
func nearInfinities(keys []uint64) {
	const below, above = 1<<52 - 1, 0xfff << 52 // the keys of the infinities
	least, greatest := uint64(above), uint64(below)
	finite := 0
	for _, k := range keys {
		if below < k && k < above {
			least, greatest = min(least, k), max(greatest, k)
			finite++
		}
	}
	if finite == 0 || finite == len(keys) {
		return
	}
	for i, k := range keys {
		switch {
		case k == below:
			keys[i] = least - 1
		case k == above:
			keys[i] = greatest + 1
		case k > above:
			keys[i] = greatest + 2
		}
	}
}

// sortAlike sorts the places of elements whose keys agree but for the bits of the places.
func sortAlike[T Real](order []int, row []T, keys []uint64, places int) {
	compare := func(i, j int) int { return compareNaNLast(row[i], row[j]) }
	check := lookout(len(keys))
	for first, i := 0, 1; i <= len(keys); i++ {
		check()
		if i < len(keys) && keys[i]>>places == keys[first]>>places {
			continue
		}
		switch alike := order[first:i]; {
		case len(alike) == 1 || slices.IsSortedFunc(alike, compare):
		case len(alike) <= shortRow:
			slices.SortStableFunc(alike, compare)
		default:
			rankAgain(alike, row)
		}
		first = i
	}
}

// rankAgain sorts the places of elements that lie so close together that their keys are not cut short again.
func rankAgain[T Real](places []int, row []T) {
	near, order := make([]T, len(places)), make([]int, len(places))
	for i, place := range places {
		near[i] = row[place]
	}
	var scratch rankScratch
	argsortRow(order, near, &scratch)
	for i, at := range order {
		order[i] = places[at]
	}
	copy(places, order)
}

// rankKeys stores integers of the same order as row's elements: both zeros are one, and NaN is the greatest.
func rankKeys[T Real](keys []uint64, row []T) {
	switch row := any(row).(type) {
	case []float32:
		for i, v := range row {
			k := math.Float32bits(v + 0)
			if k ^= uint32(int32(k)>>31) | 1<<31; v != v {
				k = math.MaxUint32
			}
			keys[i] = uint64(k)
		}
		return
	case []float64:
		for i, v := range row {
			k := math.Float64bits(v + 0)
			if k ^= uint64(int64(k)>>63) | 1<<63; v != v {
				k = math.MaxUint64
			}
			keys[i] = k
		}
		return
	}
	flip := uint64(0)
	if isSigned[T]() {
		flip = 1 << 63
	}
	for i, v := range row {
		keys[i] = uint64(int64(v)) ^ flip
	}
}

// rankBytes is argsortRow for elements of one byte, by counting them.
func rankBytes[T Real](order []int, row []T) {
	keys, flip := asKeys[uint8](row), uint8(0)
	if isSigned[T]() {
		flip = 0x80
	}
	var places [256]int
	for _, k := range keys {
		places[k^flip]++
	}
	at := 0
	for k, count := range places {
		places[k] = at
		at += count
	}
	watched(len(keys), func(lo, hi int) {
		for i, k := range keys[lo:hi] {
			place := &places[k^flip]
			order[*place] = lo + i
			*place++
		}
	})
}
