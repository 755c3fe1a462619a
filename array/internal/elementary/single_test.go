// This file measures the functions of float32 against those of float64, which TestAccuracy measures against 1300 bits: the
// error of a reference is below 2^-28 of a unit in the last place here.

package elementary

import (
	"math"
	"testing"
)

// singles holds, for each function of float32, its reference and the greatest error allowed in units in the last place.
var singles = map[string]struct {
	single func(x, y float32) float32
	double func(x, y float64) float64
	limit  float64
}{
	"Exp":     {func(x, _ float32) float32 { return ExpSingle(x) }, func(x, _ float64) float64 { return Exp(x) }, 0.51},
	"Log":     {func(x, _ float32) float32 { return LogSingle(x) }, func(x, _ float64) float64 { return Log(x) }, 0.52},
	"Sin":     {func(x, _ float32) float32 { return SinSingle(x) }, func(x, _ float64) float64 { return Sin(x) }, 0.51},
	"Cos":     {func(x, _ float32) float32 { return CosSingle(x) }, func(x, _ float64) float64 { return Cos(x) }, 0.51},
	"Tanh":    {func(x, _ float32) float32 { return TanhSingle(x) }, func(x, _ float64) float64 { return Tanh(x) }, 0.51},
	"Sigmoid": {func(x, _ float32) float32 { return SigmoidSingle(x) }, func(x, _ float64) float64 { return Sigmoid(x) }, 0.52},
	"Pow":     {PowSingle, Pow, 0.51},
	"Exp2":    {func(x, _ float32) float32 { return Exp2Single(x) }, func(x, _ float64) float64 { return Exp2(x) }, 0.51},
	"Expm1":   {func(x, _ float32) float32 { return Expm1Single(x) }, func(x, _ float64) float64 { return Expm1(x) }, 0.51},
	"Log1p":   {func(x, _ float32) float32 { return Log1pSingle(x) }, func(x, _ float64) float64 { return Log1p(x) }, 0.51},
	"Log2":    {func(x, _ float32) float32 { return Log2Single(x) }, func(x, _ float64) float64 { return Log2(x) }, 0.52},
	"Log10":   {func(x, _ float32) float32 { return Log10Single(x) }, func(x, _ float64) float64 { return Log10(x) }, 0.51},
	"Tan":     {func(x, _ float32) float32 { return TanSingle(x) }, func(x, _ float64) float64 { return Tan(x) }, 0.51},
	"Sinh":    {func(x, _ float32) float32 { return SinhSingle(x) }, func(x, _ float64) float64 { return Sinh(x) }, 0.51},
	"Cosh":    {func(x, _ float32) float32 { return CoshSingle(x) }, func(x, _ float64) float64 { return Cosh(x) }, 0.51},
	"Asin":    {func(x, _ float32) float32 { return AsinSingle(x) }, func(x, _ float64) float64 { return Asin(x) }, 0.51},
	"Acos":    {func(x, _ float32) float32 { return AcosSingle(x) }, func(x, _ float64) float64 { return Acos(x) }, 0.51},
	"Atan":    {func(x, _ float32) float32 { return AtanSingle(x) }, func(x, _ float64) float64 { return Atan(x) }, 0.51},
	"Asinh":   {func(x, _ float32) float32 { return AsinhSingle(x) }, func(x, _ float64) float64 { return Asinh(x) }, 0.51},
	"Acosh":   {func(x, _ float32) float32 { return AcoshSingle(x) }, func(x, _ float64) float64 { return Acosh(x) }, 0.51},
	"Atanh":   {func(x, _ float32) float32 { return AtanhSingle(x) }, func(x, _ float64) float64 { return Atanh(x) }, 0.51},
	"Cbrt":    {func(x, _ float32) float32 { return CbrtSingle(x) }, func(x, _ float64) float64 { return Cbrt(x) }, 0.51},
	"Atan2":   {Atan2Single, Atan2, 0.51},
	"Hypot":   {HypotSingle, Hypot, 0.51},
}

func TestSingleAccuracy(t *testing.T) {
	for name, f := range singles {
		worst, at, count := 0.0, [2]float32{}, 0
		bits := uint32(1)
		for range 400000 { // of all signs and magnitudes
			bits = bits*1664525 + 1013904223
			x, y := math.Float32frombits(bits), float32(int32(bits*2654435761))/(1<<28)
			if name == "Pow" {
				x = math.Float32frombits(0x3f000000 + bits%0x1800000) // from 0.5 to 8
			}
			want := f.double(float64(x), float64(y))
			got := f.single(x, y)
			if nearest := float32(want); want-want != 0 || math.IsInf(float64(nearest), 0) {
				if got != nearest && (got == got || nearest == nearest) {
					t.Fatalf("%s(%v, %v) is %v, want %v", name, x, y, got, nearest)
				}
				continue
			}
			size := float32(math.Abs(want))
			ulp := float64(math.Nextafter32(size, math.MaxFloat32) - size)
			if e := math.Abs(float64(got)-want) / ulp; !(e <= worst) {
				worst, at = e, [2]float32{x, y}
			}
			count++
		}
		t.Logf("%-8s %6d values, worst error %.4f ulp", name, count, worst)
		if count < 1000 || !(worst <= f.limit) {
			t.Errorf("%s: worst of %d errors is %.4g ulp at %v, more than %v", name, count, worst, at, f.limit)
		}
	}
}
