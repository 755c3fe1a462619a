// This file chooses where the ticks of an axis or colour bar stand and how numbers are written.

package display

import (
	"math"
	"strconv"
	"strings"
)

// linearTicks returns round values within [lo, hi], about count of them: multiples of 1, 2, 2.5 or 5 times a power of ten.
func linearTicks(lo, hi float64, count int) []float64 {
	if !(hi > lo) || count < 1 || math.IsInf(hi-lo, 0) {
		return []float64{lo}
	}
	step := niceStep((hi - lo) / float64(count))
	first, last := math.Ceil(lo/step-1e-9), math.Floor(hi/step+1e-9)
	var ticks []float64
	for i := first; i <= last && len(ticks) <= 4*count; i++ {
		ticks = append(ticks, roundTo(i*step, step))
	}
	return ticks
}

// niceStep is the smallest round number that is at least x.
func niceStep(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*power >= x*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// roundTo removes the rounding error of a multiple of step, so that 3*0.1 is written 0.3.
func roundTo(v, step float64) float64 {
	digits := max(0, 2-int(math.Floor(math.Log10(step))))
	if digits > 300 {
		return v
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', digits, 64), 64)
	if err != nil || r == 0 {
		return 0
	}
	return r
}

// indexTicks returns round indices in [0, n), at most about count of them: 0, then equal steps of 1, 2 or 5 times a power of
// ten.
func indexTicks(n, count int) []int {
	step := 1
	for k := 0; (n+step-1)/step > count; k++ {
		step = []int{1, 2, 5}[k%3] * int(math.Pow10(k/3))
	}
	var ticks []int
	for i := 0; i < n; i += step {
		ticks = append(ticks, i)
	}
	return ticks
}

// logTicks returns the powers of ten within [lo, hi], thinned to about count; a range of under two decades gets 1, 2, 5
// steps between.
func logTicks(lo, hi float64, count int) []float64 {
	first, last := math.Floor(math.Log10(lo)+1e-9), math.Ceil(math.Log10(hi)-1e-9)
	multiples := []float64{1}
	if math.Log10(hi)-math.Log10(lo) < 2 {
		multiples = []float64{1, 2, 5}
	}
	step := max(1, math.Ceil((last-first)/float64(count)))
	var ticks []float64
	for e := first; e <= last && len(ticks) <= 4*count; e += step {
		for _, m := range multiples {
			if v := m * math.Pow(10, e); v >= lo*(1-1e-9) && v <= hi*(1+1e-9) {
				ticks = append(ticks, v)
			}
		}
	}
	if len(ticks) < 2 {
		return []float64{lo, hi}
	}
	return ticks
}

// tickLabels writes ticks with as many digits as tell them apart and no more, all in the same form.
func tickLabels(ticks []float64) []string {
	labels := make([]string, len(ticks))
	largest, step := 0.0, math.Inf(1)
	for i, t := range ticks {
		largest = max(largest, math.Abs(t))
		if i > 0 {
			step = min(step, math.Abs(t-ticks[i-1]))
		}
	}
	fixedForm := largest < 1e5 && step >= 1e-4
	digits := 0
	if fixedForm && !math.IsInf(step, 0) && step > 0 {
		for digits < 6 && math.Abs(step*math.Pow10(digits)-math.Round(step*math.Pow10(digits))) > 1e-6 {
			digits++
		}
	}
	for i, t := range ticks {
		if fixedForm && !math.IsInf(step, 0) {
			labels[i] = minus(strconv.FormatFloat(t, 'f', digits, 64))
		} else {
			labels[i] = number(t)
		}
	}
	return labels
}

// number writes a value for people: four significant digits, no exponent where it can be avoided, a real minus sign.
func number(v float64) string { return significant(v, 4) }

// brief writes a value where there is little room: with three significant digits.
func brief(v float64) string { return significant(v, 3) }

func significant(v float64, digits int) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case v == 0:
		return "0" // also for a negative zero
	case math.IsInf(v, 1):
		return "+Inf"
	case math.IsInf(v, -1):
		return minus("-Inf")
	case v == math.Trunc(v) && math.Abs(v) < 1e6:
		return minus(strconv.FormatFloat(v, 'f', 0, 64))
	case math.Abs(v) >= 1e5 || math.Abs(v) < 1e-3:
		return minus(shortExponent(strconv.FormatFloat(v, 'g', digits, 64)))
	}
	text := strconv.FormatFloat(v, 'g', digits, 64)
	if strings.ContainsRune(text, 'e') {
		text = strconv.FormatFloat(v, 'f', 0, 64)
	}
	return minus(text)
}

// minus replaces the hyphens of a number by minus signs, which are as wide as digits and do not break.
func minus(s string) string { return strings.ReplaceAll(s, "-", "−") }

// shortExponent turns 1e+06 into 1e6 and 1e-06 into 1e-6.
func shortExponent(s string) string {
	mantissa, exponent, found := strings.Cut(s, "e")
	if !found {
		return s
	}
	sign := ""
	if strings.HasPrefix(exponent, "-") {
		sign = "-"
	}
	return mantissa + "e" + sign + strings.TrimLeft(exponent, "+-0")
}

// each applies f to every element.
func each[T, U any](list []T, f func(T) U) []U {
	out := make([]U, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
