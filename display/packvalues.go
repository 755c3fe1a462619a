// This file packs the values of maps for the page: all of them exactly where that takes little room, else rounded, else not.

package display

import (
	"encoding/binary"
	"math"
)

// valuesBudget is the number of bytes that the packed values of one figure may take in the page: beyond, a notebook is not
// the place for a copy of the data.
const valuesBudget = 24_000

// packedData is a list of numbers as chart.js reads it: deflated and in base64, in planes of the first bytes of all
// numbers, then of the second ones and so on, little endian, which compresses better than whole numbers in a row.
type packedData struct {
	Kind string  `json:"kind"` // f8, f4 (IEEE 754), i1, i2, i4 (two's complement), q2: 0 to 65532 from Lo to Hi, then -Inf, +Inf, NaN
	Data string  `json:"data"`
	Lo   float64 `json:"lo,omitempty"` // of q2
	Hi   float64 `json:"hi,omitempty"`
}

// packValues packs lists of values, one behind the other, in the shortest form that keeps them exactly, or if that is
// too long in 16 bits each; nil if that is too long as well.
func packValues(parts [][]float64, sum summary) *packedData {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	if n > 4*valuesBudget { // integers of one byte may compress that far
		return nil
	}
	values := make([]float64, 0, n)
	for _, p := range parts {
		values = append(values, p...)
	}
	exact := "f8"
	switch {
	case sum.nan+sum.posInf+sum.negInf == 0 && !sum.fraction && math.Abs(sum.lo) < 1<<31 && math.Abs(sum.hi) < 1<<31:
		exact = "i4"
		if sum.lo >= math.MinInt8 && sum.hi <= math.MaxInt8 {
			exact = "i1"
		} else if sum.lo >= math.MinInt16 && sum.hi <= math.MaxInt16 {
			exact = "i2"
		}
	case allFloat32(values):
		exact = "f4"
	}
	p := &packedData{Kind: exact}
	if n*int(exact[1]-'0') <= 8*valuesBudget {
		if p.Data = packBytes(planes(values, exact, 0, 0)); len(p.Data) <= valuesBudget {
			return p
		}
	}
	if n*2 <= 2*valuesBudget && sum.finite > 0 {
		p = &packedData{Kind: "q2", Lo: sum.lo, Hi: sum.hi}
		if p.Data = packBytes(planes(values, "q2", sum.lo, sum.hi)); len(p.Data) <= valuesBudget {
			return p
		}
	}
	return nil
}

func allFloat32(values []float64) bool {
	for _, v := range values {
		if v == v && float64(float32(v)) != v {
			return false
		}
	}
	return true
}

// planes encodes values in one of the kinds of packedData.
func planes(values []float64, kind string, lo, hi float64) []byte {
	width := int(kind[1] - '0')
	out := make([]byte, width*len(values))
	var one [8]byte
	for i, v := range values {
		switch kind {
		case "f8":
			binary.LittleEndian.PutUint64(one[:], math.Float64bits(v))
		case "f4":
			binary.LittleEndian.PutUint32(one[:], math.Float32bits(float32(v)))
		case "q2":
			binary.LittleEndian.PutUint16(one[:], rounded16(v, lo, hi))
		default:
			binary.LittleEndian.PutUint64(one[:], uint64(int64(v)))
		}
		for k := range width {
			out[k*len(values)+i] = one[k]
		}
	}
	return out
}

// rounded16 is a value in 16 bits: 0 to 65532 from lo to hi, then -Inf, +Inf and NaN.
func rounded16(v, lo, hi float64) uint16 {
	switch {
	case v > math.MaxFloat64:
		return 65534
	case v < -math.MaxFloat64:
		return 65533
	case v != v:
		return 65535
	case hi > lo:
		return uint16(min(max((v/2-lo/2)/(hi/2-lo/2), 0), 1)*65532 + 0.5)
	}
	return 0
}
