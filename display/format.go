// This file writes counts, shapes and sizes for people.

package display

import (
	"fmt"
	"strconv"
	"strings"
)

// grouped writes a count with commas between groups of three digits, from five digits on.
func grouped(n int) string {
	s := strconv.Itoa(n)
	if n < 0 || len(s) < 5 {
		return s
	}
	var b strings.Builder
	for i, digit := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return b.String()
}

// times writes a shape as 3×224×224.
func times(shape []int) string {
	if len(shape) == 0 {
		return "0-d"
	}
	parts := make([]string, len(shape))
	for i, n := range shape {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, "×")
}

// tuple writes a list of integers as (3, 224, 224).
func tuple(list []int) string {
	return "(" + strings.Join(strings.Fields(strings.Trim(fmt.Sprint(list), "[]")), ", ") + ")"
}

// byteSize writes a number of bytes with a binary prefix.
func byteSize(n int) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"}
	v, unit := float64(n), 0
	for v >= 1024 && unit < len(units)-1 {
		v /= 1024
		unit++
	}
	if unit == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return strconv.FormatFloat(v, 'f', 1, 64) + " " + units[unit]
}

// plural writes a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}
