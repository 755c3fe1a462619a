// This file tests that loops beside the contractions look again and again whether they are to go on: a count of looks, not a
// time.

package array

import (
	"bytes"
	"errors"
	"image"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// looking makes watches count the looks, and panic at the last of them, as after an interrupt.
func looking(t *testing.T, last int) (looks *int) {
	before, least := watch, parallelMin
	watch, parallelMin = func() func() {
		return func() {
			if *looks++; *looks == last {
				panic(ErrInterrupted)
			}
		}
	}, math.MaxInt
	t.Cleanup(func() { watch, parallelMin = before, least })
	return new(int)
}

// interruptAt checks that f looks so many times at least, and ends at a look in the middle.
func interruptAt(t *testing.T, least int, f func()) {
	t.Helper()
	looks := looking(t, 0)
	f()
	all := *looks
	if all < least {
		t.Errorf("%d looks, want at least %d", all, least)
	}
	looks = looking(t, 1+all/2)
	defer func() {
		if err, _ := recover().(error); !errors.Is(err, ErrInterrupted) || *looks != 1+all/2 {
			t.Errorf("ended with %v after %d looks of %d", err, *looks, all)
		}
	}()
	f()
}

// TestLooks checks that each operation looks once in so many elements of its work, and ends at a look in the middle.
func TestLooks(t *testing.T) {
	const lookEvery = 1 << 18
	picture, planes := Ones[float64](1200, 1500), Ones[float64](1, 1, 1200, 1500)
	for _, c := range []struct {
		name string
		work int // elements that it goes through
		f    func()
	}{
		{"MaxPool", 1200 * 1500, func() { MaxPool(picture, 2, 2) }},
		{"MaxPool with padding", 1200 * 1500, func() { MaxPool(picture, 3, 3, Stride(2), Padding(1)) }},
		{"MaxPoolGrad", 1200 * 1500, func() { MaxPoolGrad(picture, Ones[float64](600, 750), 2, 2) }},
		{"AvgPool", 1200 * 1500, func() { AvgPool(picture, 1, 1) }},
		{"padded copies", 1200 * 1500, func() { Conv(planes, Ones[float64](1, 1, 3, 3), Padding(1), Boundary(Wrap)) }},
		{"folded gradients", 1200 * 1500, func() {
			ConvGrad(planes, Ones[float64](1, 1, 3, 3), planes, Padding(1), Boundary(Wrap))
		}},
		{"conjugates", 1200 * 1500, func() { conjugate(Ones[complex64](1200, 1500)) }},
		{"FFT", 20 * 1200 * 1500, func() { FFT(Ones[complex128](1200, 1500)) }},
		{"RFFT of one signal", 20 << 20, func() { RFFT(Ones[float64](1 << 21)) }},
		{"FFT of a prime length", 3 * 20 * 300007, func() { FFT(Ones[complex128](300007)) }},
		{"Convolve by transforms", 20 * 1200 * 1500, func() { Convolve(picture, Add(Ones[float64](300, 300), Eye[float64](300))) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			interruptAt(t, c.work/lookEvery, c.f)
		})
	}
}

// TestLongLoopsLook does so for the loops of all other operations, in the forms that they have.
func TestLongLoopsLook(t *testing.T) {
	const n = 2 * watchedWork
	x := Arange(0, n, 1.0)
	wide, tall, few := x.Reshape(-1, 4).T(), x.Reshape(-1, 4), x.Reshape(4, -1)
	small, places, edges := Cast[uint8](x), Arange(n-1, -1, -1), Of(0.0, 5, 1e6)
	windows := AsStrided(x.Copy(), []int{n - 2, 3}, []int{1, 1}, Writable())
	rng := NewRand(1)
	var file bytes.Buffer
	if err := WriteNPY(&file, x); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]func(){
		"adjacent elements":    func() { AddInto(x.Copy(), x, x) },
		"adjacent, one number": func() { Mul(x, Scalar(2.0)) },
		"strided elements":     func() { Exp(x.Slice("::-1")) },
		"elements across":      func() { AddInto(Zeros[float64](2*1024, 1024), x.Reshape(2*1024, 1024), x.Reshape(1024, 2*1024).T()) },
		"overlapping windows":  func() { AddInto(windows, windows, windows) },
		"Cast":                 func() { Cast[float32](x) },
		"Copy":                 func() { x.Copy() },
		"Copy of a transpose":  func() { x.Reshape(2*1024, 1024).T().Copy() },
		"Assign":               func() { Assign(x.Copy().Flip(), x) },
		"Fill":                 func() { x.Copy().Fill(3) },
		"Where":                func() { Where(Less(x, Scalar(9.0)), x, Scalar(1.0)) },
		"Map":                  func() { Map(x, math.Sqrt) },
		"Zip":                  func() { Zip(x, x, math.Max) },
		"All": func() {
			for range x.All() {
			}
		},
		"Sum":                  func() { x.Sum() },
		"Sum of short columns": func() { wide.Sum(0) },
		"Sum of long rows":     func() { few.Sum(1) },
		"Sum of long columns":  func() { tall.Sum(0) },
		"Var":                  func() { x.Var() },
		"Argmax of a view":     func() { x.Slice("::-1").Argmax() },
		"Argmax of columns":    func() { x.Reshape(-1, 16).Argmax(0) },
		"NanArgmax":            func() { NanArgmax(x) },
		"CumSum":               func() { x.CumSum() },
		"CumSum in place":      func() { x.Flip().CumSum() },
		"CumSum of columns":    func() { tall.CumSum(0) },
		"CumProd":              func() { x.CumProd() },
		"Sort":                 func() { Sort(x.Flip()) },
		"Sort of rows":         func() { Sort(x.Reshape(-1, 1024)) },
		"Sort of columns":      func() { Sort(tall, 0) },
		"Argsort":              func() { Argsort(x.Flip()) },
		"Argsort of bytes":     func() { Argsort(small) },
		"Argsort, 32 bits":     func() { Argsort(Cast[float32](x)) },
		"Partition":            func() { Partition(x, n/3) },
		"Argpartition":         func() { Argpartition(x, n/3) },
		"Median":               func() { Median(x) },
		"NanMedian":            func() { NanMedian(x) },
		"Unique":               func() { Unique(small) },
		"UniqueAll":            func() { UniqueAll(small) },
		"Bincount":             func() { Bincount(small, 0) },
		"HistogramCounts":      func() { HistogramCounts(x, 10) },
		"HistogramOver":        func() { HistogramOver(x, edges) },
		"Histogram2D":          func() { Histogram2D(x, x, edges, edges) },
		"SearchSorted":         func() { SearchSorted(edges, x) },
		"Take":                 func() { Take(x, places, 0) },
		"Take of rows":         func() { Take(tall, Mod(places, Scalar(1000)), 0) },
		"TakeAlong":            func() { TakeAlong(x, places, 0) },
		"Put":                  func() { Put(x.Copy(), places, x, 0) },
		"AddAt of rows":        func() { AddAt(tall.Copy(), places.Slice("-200000:"), Scalar(1.0), 0) },
		"PutAlong":             func() { PutAlong(x.Copy(), places, x, 0) },
		"PutMask over windows": func() { PutMask(windows, Scalar(true), Scalar(1.0)) },
		"Mask":                 func() { Mask(x, Less(x, Scalar(1e6))) },
		"Argwhere":             func() { Argwhere(x) },
		"Pad":                  func() { Pad(tall, 1, Boundary(Reflect)) },
		"Repeat":               func() { Repeat(x, 2) },
		"Tile":                 func() { Tile(x, 2, 2) },
		"Concat":               func() { Concat(0, x, x) },
		"SharesMemory":         func() { SharesMemory(x.Slice("::2"), x.Slice("1::2")) },
		"Arange":               func() { Arange(0, n, 1.0) },
		"Linspace":             func() { Linspace(0, 1, n) },
		"Ones":                 func() { Ones[float64](n) },
		"Hanning":              func() { Hanning(n) },
		"Uniform":              func() { Uniform(rng, n) },
		"Normal":               func() { Normal(rng, n) },
		"Integers":             func() { Integers(rng, 0, 9, n) },
		"Permutation":          func() { Permutation(rng, n) },
		"Poisson":              func() { Poisson(rng, 1, n) },
		"Multinomial":          func() { Multinomial(rng, 1, []float64{0.5, 0.5}, n/2) },
		"ToImage":              func() { ToImage(Zeros[uint16](1024, 1024, 3)) },
		"FromImage":            func() { FromImage(image.NewNRGBA(image.Rect(0, 0, 512, 512))) },
		"WriteNPY":             func() { WriteNPY(io.Discard, x) },
		"ReadNPY":              func() { ReadNPY[float64](bytes.NewReader(file.Bytes())) },
		"WriteCSV":             func() { WriteCSV(io.Discard, small.Slice(":200000")) },
		"ReadCSV":              func() { ReadCSV[int](strings.NewReader(strings.Repeat("1\n", 1000))) },
	} {
		t.Run(name, func(t *testing.T) { interruptAt(t, 3, f) })
	}
}

// TestInterruptedSave checks that a file that was being saved when it was interrupted is what it was before, and nothing is left beside it.
func TestInterruptedSave(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	saves := 0
	interruptAt(t, 100, func() {
		saves++
		SaveNPY(path, Full(saves, 1<<20))
	})
	if a := Must(LoadNPY[int](path)); saves != 2 || !ArrayEqual(a, Full(1, 1<<20)) {
		t.Errorf("after %d saves the file holds %v", saves, a)
	}
	if files := Must(os.ReadDir(filepath.Dir(path))); len(files) != 1 {
		t.Errorf("the folder holds %v", files)
	}
}
