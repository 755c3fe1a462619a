// This file finds values below which parts of the elements lie.

package array

import (
	"math"
	"slices"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// QuantileMethod says what stands for a quantile that falls between two elements. The names are NumPy's.
type QuantileMethod uint8

// The methods. Those from Weibull on estimate the quantiles of what a sample was drawn from; see Hyndman and Fan, "Sample
// quantiles in statistical packages", The American Statistician 50 (1996), whose types 1, 2 and 4 to 9 these are.
const (
	Linear                  QuantileMethod = iota // interpolates; the default of Quantile (type 7)
	Lower                                         // the lesser neighbour
	Higher                                        // the greater one
	NearestRank                                   // the nearer one; of two equally near ones that of even index
	Midpoint                                      // the mean of both
	Weibull                                       // type 6
	Hazen                                         // type 5
	MedianUnbiased                                // type 8
	NormalUnbiased                                // type 9
	InvertedCDF                                   // type 1: the first element that has at least this part up to it
	AveragedInvertedCDF                           // type 2: as type 1, but the mean with the next where the part is met exactly
	InterpolatedInvertedCDF                       // type 4
)

// String returns NumPy's name of the method.
func (m QuantileMethod) String() string {
	names := [...]string{"linear", "lower", "higher", "nearest", "midpoint", "weibull", "hazen", "median_unbiased", "normal_unbiased", "inverted_cdf",
		"averaged_inverted_cdf", "interpolated_inverted_cdf"}
	if int(m) >= len(names) {
		return "invalid"
	}
	return names[m]
}

// place returns between which two of n sorted elements the quantile q lies: the index of the lesser one, and the fraction of
// the way to the next.
func (m QuantileMethod) place(q float64, n int) (lo int, weight float64) {
	last, size := float64(n-1), float64(n)
	plotted := func(alpha, beta float64) float64 {
		return float64(size*q) + (alpha + float64(q*(1-alpha-beta))) - 1
	}
	var at float64
	switch m {
	case Linear:
		at = float64(q * last)
	case Lower:
		at = math.Floor(q * last)
	case Higher:
		at = math.Ceil(q * last)
	case NearestRank:
		at = math.RoundToEven(q * last)
	case Midpoint:
		at = 0.5 * (math.Floor(q*last) + math.Ceil(q*last))
	case Weibull:
		at = plotted(0, 0)
	case Hazen:
		at = plotted(0.5, 0.5)
	case MedianUnbiased:
		at = plotted(1.0/3, 1.0/3)
	case NormalUnbiased:
		at = plotted(3.0/8, 3.0/8)
	case InvertedCDF:
		at = math.Ceil(float64(size*q) - 1)
	case AveragedInvertedCDF:
		if at = float64(size*q) - 1; at == math.Floor(at) {
			at += 0.5
		} else {
			at = math.Ceil(at)
		}
	case InterpolatedInvertedCDF:
		at = plotted(0, 1)
	}
	at = min(max(at, 0), last)
	low := math.Floor(at)
	return int(low), at - low
}

// Quantile returns the value below which the fraction q of the elements lies, along an axis or of all elements if none
// is given, interpolating linearly between neighbours; NaN if there is one. It panics unless q is from 0 to 1, and if
// there are no elements. NumPy: quantile.
func Quantile[T Float](a *Array[T], q float64, axis ...int) *Array[T] {
	checkFraction("Quantile", q)
	return quantile("Quantile", a, []float64{q}, Linear, axis).Squeeze(0)
}

// Quantiles returns several quantiles by a method, which is Linear for Quantile: one for each fraction along the first axis of
// the result, whose others are a's without the given one, or none. It panics as Quantile does. NumPy: quantile with several
// fractions and method, and percentile of a hundred times them.
func Quantiles[T Float](a *Array[T], q []float64, method QuantileMethod, axis ...int) *Array[T] {
	for _, q := range q {
		checkFraction("Quantiles", q)
	}
	if method > InterpolatedInvertedCDF {
		fail("Quantiles", "there is no method %d", method)
	}
	return quantile("Quantiles", a, q, method, axis)
}

// Percentile returns the value below which q percent of the elements lie, as Quantile of q/100 does. It panics unless q
// is from 0 to 100, and as Quantile does. NumPy: percentile.
func Percentile[T Float](a *Array[T], q float64, axis ...int) *Array[T] {
	if !(q >= 0 && q <= 100) {
		fail("Percentile", "%v percent is not from 0 to 100", q)
	}
	return quantile("Percentile", a, []float64{q / 100}, Linear, axis).Squeeze(0)
}

// Median returns the middle values along an axis, or of all elements if none is given, as Quantile of 0.5 does. It
// panics as Quantile does. NumPy: median.
func Median[T Float](a *Array[T], axis ...int) *Array[T] {
	return quantile("Median", a, []float64{0.5}, Linear, axis).Squeeze(0)
}

func checkFraction(op string, q float64) {
	if !(q >= 0 && q <= 1) {
		fail(op, "fraction %v is not from 0 to 1", q)
	}
}

func quantile[T Float](op string, a *Array[T], q []float64, method QuantileMethod, axis []int) *Array[T] {
	if len(axis) == 0 {
		a, axis = a.Ravel(), []int{0}
	}
	k := sortAxis(op, axis, a.shape)
	checkChoice(op, a, []int{k})
	n := a.shape[k]
	shape := slices.Delete(a.Shape(), k, k+1)
	out := allocate[T](append([]int{len(q)}, shape...))
	if n == 0 || out.Size() == 0 {
		return out
	}
	rows := a.MoveAxis(k, -1).Copy() // which are ours to reorder
	places, weights := make([]int, len(q)), make([]float64, len(q))
	var ranks []int
	for i, q := range q {
		places[i], weights[i] = method.place(q, n)
		ranks = append(ranks, places[i], min(places[i]+1, n-1))
	}
	slices.Sort(ranks)
	ranks = slices.Compact(ranks)
	count := len(rows.data) / n
	parallel(count, 1+blockLen/n, len(rows.data), func(lo, hi int) {
		scratch := make([]T, n)
		for at := lo; at < hi; at++ {
			row := rows.data[at*n : (at+1)*n]
			if greatest := vector.MaxOf(row); greatest != greatest {
				for i := range q {
					out.data[i*count+at] = greatest
				}
				continue
			}
			selectRanks(row, scratch, ranks)
			for i, p := range places {
				out.data[i*count+at] = T(between(float64(row[p]), float64(row[min(p+1, n-1)]), weights[i]))
			}
		}
	})
	return out
}

// manyRanks is the number of ranks from which on a row is sorted rather than selected from.
const manyRanks = 12

// selectRanks puts the elements of several ranks, which rise, in their places of a row without NaN.
func selectRanks[T Float](row, scratch []T, ranks []int) {
	if len(ranks) >= manyRanks {
		sortRow(row, scratch)
		return
	}
	for _, rank := range slices.Backward(ranks) {
		if rank == len(row)-1 {
			greatestLast(row)
		} else {
			selectKth(row, scratch, rank)
		}
		row = row[:rank] // all that come before
	}
}

// greatestLast exchanges the last element of a row without NaN for a greatest one; 0 is above -0.
func greatestLast[T Float](row []T) {
	last := len(row) - 1
	greatest := vector.MaxOf(row)
	at := vector.Index(row, greatest)
	if greatest == 0 {
		for math.Signbit(float64(row[at])) != math.Signbit(float64(greatest)) {
			at++
		}
	}
	row[at], row[last] = row[last], row[at]
}

// between returns the point that lies a fraction of the way, less than all of it, from x to y, reckoned from the nearer end;
// equal ends, even infinite ones, are the result. What lies on x is x, and what lies between is infinite if one end is: NumPy's
// quantile says NaN, though its median does not.
func between(x, y, fraction float64) float64 {
	switch d := y - x; {
	case x == y || fraction == 0:
		return x
	case d-d != 0: // infinite ends, or so far apart
		return float64(x*(1-fraction)) + float64(y*fraction)
	case fraction < 0.5:
		return x + float64(d*fraction)
	default:
		return y - float64(d*(1-fraction))
	}
}
