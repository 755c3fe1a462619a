// This file tests convolutions, correlations and pooling against results recorded from onnxruntime, PyTorch and SciPy, and their
// gradients against finite differences.

package array

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// readRecorded decodes a data file under testdata.
func readRecorded(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// TestConvONNX compares with the operators of ONNX.
func TestConvONNX(t *testing.T) {
	var recorded struct {
		Cases []struct {
			Op                              string
			X, W, Stride, Dilation, Padding []int
			Groups, Include                 int
			Shape                           []int
			Values                          []float32
		}
	}
	readRecorded(t, "conv_onnx.json", &recorded)
	for _, c := range recorded.Cases {
		x := numpyFill[float32](0, c.X)
		opts := []Option{Stride(c.Stride...), Dilation(c.Dilation...), Padding(c.Padding...)}
		var got *Array[float32]
		switch c.Op {
		case "Conv":
			got = Conv(x, numpyFill[float32](1, c.W), append(opts, Groups(c.Groups))...)
		case "ConvTranspose":
			got = ConvTranspose(x, numpyFill[float32](1, c.W), append(opts, Groups(c.Groups))...)
		case "MaxPool":
			got = MaxPool(x, append([]any{c.W}, Stride(c.Stride...), Dilation(c.Dilation...), Padding(c.Padding...))...)
		case "AveragePool":
			if c.Include == 0 && slices.Max(c.Padding) > 0 {
				continue // PyTorch's default, which AvgPool follows, includes the padding
			}
			got = AvgPool(x, append([]any{c.W}, Stride(c.Stride...), Padding(c.Padding...))...)
			for i, v := range got.data {
				got.data[i] = float32(math.Round(float64(v)*1e6) / 1e6)
			}
		}
		if !slices.Equal(got.shape, c.Shape) || !slices.Equal(got.Values(), c.Values) {
			t.Errorf("%s %v %v stride %v dilation %v padding %v groups %d: got %v %v\nwant %v %v",
				c.Op, c.X, c.W, c.Stride, c.Dilation, c.Padding, c.Groups, got.shape, got.Values(), c.Shape, c.Values)
		}
	}
}

// TestCorrelateSciPy compares with scipy.signal and scipy.ndimage.
func TestCorrelateSciPy(t *testing.T) {
	var recorded struct {
		Cases []struct {
			Call           string
			X, K           []int
			Mode, Boundary string
			Shape          []int
			Values         []int64
		}
	}
	readRecorded(t, "correlate_scipy.json", &recorded)
	modes := map[string]Option{"full": PadFull(), "same": PadSame(), "valid": PadValid()}
	boundaries := map[string]BoundaryMode{"zero": Zero, "reflect": Reflect, "mirror": Mirror, "nearest": Nearest, "wrap": Wrap}
	for _, c := range recorded.Cases {
		f := Correlate[int64]
		if c.Call == "scipy.signal.convolve" || c.Call == "scipy.ndimage.convolve" {
			f = Convolve[int64]
		}
		got := f(numpyFill[int64](0, c.X), numpyFill[int64](1, c.K), modes[c.Mode], Boundary(boundaries[c.Boundary]))
		if !slices.Equal(got.shape, c.Shape) || !slices.Equal(got.Values(), c.Values) {
			t.Errorf("%s x %v k %v %s %s: got %v %v\nwant %v %v", c.Call, c.X, c.K, c.Mode, c.Boundary, got.shape, got.Values(), c.Shape, c.Values)
		}
	}
}

func TestConvGrad(t *testing.T) {
	for _, c := range []struct {
		x, w []int
		opts []Option
	}{
		{[]int{2, 3, 7}, []int{4, 3, 3}, nil},
		{[]int{1, 2, 6, 5}, []int{3, 2, 3, 3}, []Option{Padding(1)}},
		{[]int{2, 4, 7, 6}, []int{4, 2, 3, 2}, []Option{Stride(2), Groups(2), Padding(1)}},
		{[]int{1, 2, 8, 8}, []int{2, 1, 3, 3}, []Option{Stride(3, 2), Dilation(2), Groups(2), PadSame()}},
		{[]int{1, 2, 5, 6}, []int{2, 2, 3, 3}, []Option{PadSame(), Boundary(Reflect)}},
		{[]int{1, 1, 4, 4}, []int{1, 1, 2, 3}, []Option{Padding(3), Boundary(Wrap), Stride(2)}},
		{[]int{1, 1, 4, 3}, []int{1, 1, 3, 3}, []Option{PadFull(), Boundary(Nearest)}},
		{[]int{1, 1, 3, 4, 4}, []int{2, 1, 2, 2, 3}, []Option{Padding(0, 1, 1), Boundary(Mirror)}},
	} {
		x, w := numpyFill[float64](0, c.x), numpyFill[float64](1, c.w)
		dy := numpyFill[float64](2, Conv(x, w, c.opts...).shape)
		dx, dw := ConvGrad(x, w, dy, c.opts...)
		compareGradient(t, "dx", x, dx, dy, func() *Array[float64] { return Conv(x, w, c.opts...) })
		compareGradient(t, "dw", w, dw, dy, func() *Array[float64] { return Conv(x, w, c.opts...) })
	}
}

// compareGradient compares grad with central differences of the sum of f() times dy; f is linear in a.
func compareGradient(t *testing.T, name string, a, grad, dy *Array[float64], f func() *Array[float64]) {
	t.Helper()
	loss := func() (sum float64) {
		for i, y := range f().Values() {
			sum += y * dy.data[i]
		}
		return sum
	}
	for i, kept := range a.data {
		a.data[i] = kept + 0.5
		up := loss()
		a.data[i] = kept - 0.5
		down := loss()
		a.data[i] = kept
		if want := up - down; math.Abs(grad.data[i]-want) > 1e-9 {
			t.Fatalf("%s of shape %v at %d is %v, want %v", name, a.shape, i, grad.data[i], want)
		}
	}
}

func TestConvErrors(t *testing.T) {
	x, w := Zeros[float32](1, 3, 5, 5), Zeros[float32](2, 3, 3, 3)
	for want, f := range map[string]func() any{
		"array: Conv: x has shape (3, 5), want (N, C, spatial...) with 1, 2 or 3 spatial axes": func() any { return Conv(Zeros[float32](3, 5), w) },
		"array: Conv: x of shape (1, 3, 5, 5) has 3 channels, w of shape (2, 2, 3, 3) takes 2 in 1 groups": func() any {
			return Conv(x, Zeros[float32](2, 2, 3, 3))
		},
		"array: Conv: Groups(2) does not divide the 3 channels of x (1, 3, 5, 5) (w is (2, 3, 3, 3))":                       func() any { return Conv(x, w, Groups(2)) },
		"array: Conv: a window of 3 elements with dilation 3 does not fit spatial axis 0 of shape (5, 5) padded by 0 and 0": func() any { return Conv(x, w, Dilation(3)) },
		"array: Conv: Padding([1]) excludes PadSame, PadValid and PadFull":                                                  func() any { return Conv(x, w, Padding(1), PadSame()) },
		"array: Conv: Groups(0) is below 1":                                func() any { return Conv(x, w, Groups(0)) },
		"array: ConvTranspose: Groups(-1) is below 1":                      func() any { return ConvTranspose(x, w, Groups(-1)) },
		"array: Conv: options PadSame and PadFull exclude each other":      func() any { return Conv(x, w, PadSame(), Stride(1), PadFull()) },
		"array: Convolve: options PadValid and PadSame exclude each other": func() any { return Convolve(x, x, PadValid(), PadSame()) },
		"array: Correlate: PadValid wants one of x of shape (2, 5) and k of shape (3, 4) to be as long as the other on every axis": func() any {
			return Correlate(Zeros[int](2, 5), Zeros[int](3, 4), PadValid())
		},
		"array: ConvGrad: the result of Conv has shape (1, 2, 3, 3), its derivative (1, 2, 5, 5)":       func() any { dx, _ := ConvGrad(x, w, Zeros[float32](1, 2, 5, 5)); return dx },
		"array: ConvTranspose: x of shape (1, 3, 5, 5) has 3 channels, w of shape (2, 3, 3, 3) takes 2": func() any { return ConvTranspose(x, w) },
		"array: Correlate: x of shape (1, 3, 5, 5) and k of shape (2,) differ in rank":                  func() any { return Correlate(x, Zeros[float32](2)) },
	} {
		if _, err := try(f); err == nil || err.Error() != want {
			t.Errorf("got error %v\nwant %s", err, want)
		}
	}
}

// TestPoolGrad compares with finite differences; distinct elements keep each greatest one the greatest.
func TestPoolGrad(t *testing.T) {
	for _, arguments := range [][]any{
		{2, 2}, {3, 2, Stride(2, 1)}, {3, 3, Stride(2), Padding(1)}, {2, 2, Dilation(2), Stride(1)}, {[]int{3}, PadSame(), Stride(1)},
	} {
		x := Zeros[float64](2, 1, 5, 6)
		for i := range x.data {
			x.data[i] = float64(i * 37 % 61 * 4)
		}
		dy := numpyFill[float64](2, MaxPool(x, arguments...).shape)
		compareGradient(t, "MaxPoolGrad", x, MaxPoolGrad(x, dy, arguments...), dy, func() *Array[float64] { return MaxPool(x, arguments...) })
		compareGradient(t, "AvgPoolGrad", x, AvgPoolGrad(x, dy, arguments...), dy, func() *Array[float64] { return AvgPool(x, arguments...) })
	}
}

func TestMaxPoolSpecial(t *testing.T) {
	if got := MaxPool(Of(1, math.NaN(), 3, 2), 2).Values(); !math.IsNaN(got[0]) || got[1] != 3 {
		t.Errorf("with NaN: got %v", got)
	}
	if got := MaxPool(Of[int8](-128, -5, -7, -9), 2, Padding(1)).Values(); !slices.Equal(got, []int8{-128, -5, -9}) {
		t.Errorf("int8 with padding: got %v", got)
	}
	_, err := try(func() any { return MaxPool(Zeros[float64](4, 4), 2, 2, Padding(2)) })
	if want := "array: MaxPool: padding 2 on spatial axis 0 leaves windows of 2 elements without any of shape (4, 4)"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

// TestConvTorch compares results and derivatives with PyTorch's. The derivatives of ConvTranspose are a Conv and the dw of
// ConvGrad.
func TestConvTorch(t *testing.T) {
	var recorded struct {
		Cases []struct {
			Op                              string
			X, W, Stride, Dilation, Padding []int
			Groups                          int
			Shape                           []int
			Y, DX, DW                       []float64
		}
	}
	readRecorded(t, "conv_torch.json", &recorded)
	for _, c := range recorded.Cases {
		x, dy := numpyFill[float64](0, c.X), numpyFill[float64](2, c.Shape)
		opts := []Option{Stride(c.Stride...), Dilation(c.Dilation...), Padding(c.Padding...), Groups(c.Groups)}
		window := []any{c.W, opts[0], opts[1], opts[2]}
		var y, dx, dw *Array[float64]
		switch op := strings.TrimRight(c.Op, "123d"); op {
		case "conv":
			w := numpyFill[float64](1, c.W)
			y = Conv(x, w, opts...)
			dx, dw = ConvGrad(x, w, dy, opts...)
		case "conv_transpose":
			w := numpyFill[float64](1, c.W)
			y, dx = ConvTranspose(x, w, opts...), Conv(dy, w, opts...)
			_, dw = ConvGrad(dy, w, x, opts...)
		case "max_pool":
			y, dx = MaxPool(x, window...), MaxPoolGrad(x, dy, window...)
		case "avg_pool":
			y, dx = AvgPool(x, window...), AvgPoolGrad(x, dy, window...)
		default:
			t.Fatalf("unknown operation %q", op)
		}
		compareRecorded(t, c.Op+" y", y, From(c.Y, c.Shape...))
		compareRecorded(t, c.Op+" dx", dx, From(c.DX, c.X...))
		if c.DW != nil {
			compareRecorded(t, c.Op+" dw", dw, From(c.DW, c.W...))
		}
	}
}

// compareRecorded compares within the rounding of means.
func compareRecorded(t *testing.T, name string, got, want *Array[float64]) {
	t.Helper()
	if !slices.Equal(got.shape, want.shape) || !AllClose(got, want, 1e-14, 1e-14) {
		t.Errorf("%s: got %v\nwant %v", name, got, want)
	}
}
