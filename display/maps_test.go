package display

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/array"
)

// waves is a smooth matrix with values of both signs.
func waves(rows, cols int) *array.Array[float64] {
	v := make([]float64, rows*cols)
	for i := range v {
		v[i] = math.Sin(float64(i%cols)/3) * math.Cos(float64(i/cols)/4)
	}
	return array.From(v, rows, cols)
}

func ramp[T array.Real](shape ...int) *array.Array[T] {
	v := make([]T, product(shape))
	for i := range v {
		v[i] = T(i)
	}
	return array.From(v, shape...)
}

func odd() *array.Array[float64] {
	a := ramp[float64](6, 9)
	a.Set(math.NaN(), 1, 1)
	a.Set(math.NaN(), 1, 2)
	a.Set(math.Inf(1), 2, 5)
	a.Set(math.Inf(-1), 4, 7)
	return a
}

// figures are the pictures with golden files.
var figures = map[string]func() *Figure{
	"heatmap": func() *Figure {
		return Heatmap(ramp[float64](12, 20), Title("Ramp <b>"), XLabel("column"), YLabel("row"))
	},
	"heatmap-signs":     func() *Figure { return Heatmap(waves(30, 40), Title("sin × cos")) },
	"heatmap-odd":       func() *Figure { return Heatmap(odd(), Colormap("magma")) },
	"heatmap-bool":      func() *Figure { return Heatmap(array.From([]bool{true, false, false, true, true, false}, 2, 3)) },
	"heatmap-int":       func() *Figure { return Heatmap(ramp[int](2, 4), Annotate()) },
	"heatmap-annotated": func() *Figure { return Heatmap(waves(4, 5), Annotate(), Colormap("coolwarm")) },
	"heatmap-log":       func() *Figure { return Heatmap(array.From([]float64{0, 1, 10, 100, 1e4, 1e6}, 2, 3), Log()) },
	"heatmap-range":     func() *Figure { return Heatmap(ramp[float64](8, 8), Range(10, 40), Colormap("gray_r")) },
	"heatmap-center":    func() *Figure { return Heatmap(ramp[float64](8, 8), Center(10)) },
	"heatmap-size":      func() *Figure { return Heatmap(waves(20, 20), Size(420, 200), Title("of a given size")) },
	"heatmap-row":       func() *Figure { return Heatmap(ramp[float64](40)) },
	"heatmap-blocks":    func() *Figure { return Heatmap(ramp[float64](700, 1500)) },
	"heatmap-zero":      func() *Figure { return Heatmap(array.Zeros[float64](3, 3)) },
	"maps":              func() *Figure { return FeatureMaps(channels(6, 24, 24), Title("Six maps")) },
	"maps-shared":       func() *Figure { return FeatureMaps(channels(6, 24, 24), SharedScale(), Columns(3)) },
	"maps-batch":        func() *Figure { return FeatureMaps(channels(2, 3, 12, 12), Titles("red", "green", "blue")) },
}

// channels are waves, each map larger than the one before.
func channels(shape ...int) *array.Array[float64] {
	rows, cols := shape[len(shape)-2], shape[len(shape)-1]
	var v []float64
	for i := range product(shape[:len(shape)-2]) {
		for _, x := range waves(rows, cols).Values() {
			v = append(v, x*float64(i+1))
		}
	}
	return array.From(v, shape...)
}

func TestFigures(t *testing.T) {
	for name, figure := range figures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := figure()
			data, err := f.PNG()
			if err != nil {
				t.Fatal(err)
			}
			goldenPicture(t, name+".png", data)
			golden(t, name+".txt", f.String()+"\n\n"+f.shape.description()+"\n")
		})
	}
}

func TestFigureErrors(t *testing.T) {
	a := ramp[float64](2, 3, 4)
	for _, c := range []struct {
		figure *Figure
		want   string
	}{
		{Heatmap(a), "shape (2, 3, 4) is not a matrix"},
		{Heatmap(nil), "the array is nil"},
		{Heatmap((*array.Array[int])(nil)), "the array is nil"},
		{Heatmap(array.Zeros[int](0, 3)), "shape (0, 3) has no elements"},
		{Heatmap(ramp[int](2, 2), Columns(2)), "Heatmap takes no option Columns; it takes Title, "},
		{Heatmap(ramp[int](2, 2), Colormap("jet")), `no colour map "jet"; there are viridis`},
		{Heatmap(ramp[int](2, 2), Range(2, 1)), "Range(2, 1)"},
		{Heatmap(ramp[int](2, 2), Center(math.NaN())), "Center(NaN)"},
		{Heatmap(ramp[int](2, 2), Log(), Center(1)), "exclude each other"},
		{Heatmap(ramp[int](2, 2), Log(), Range(-1, 1)), "needs a lower end above 0"},
		{Heatmap(ramp[int](2, 2), Size(1, 1)), "Size(1, 1)"},
		{Heatmap(ramp[int](2, 2), Option{}), "an empty Option"},
		{FeatureMaps(ramp[int](2, 2)), "shape (2, 2) has 2 axes"},
		{FeatureMaps(a, Titles("a", "b", "c")), "3 Titles for 2 maps"},
		{FeatureMaps(a, Columns(0)), "Columns(0)"},
		{FeatureMaps(a, Annotate()), "FeatureMaps takes no option Annotate"},
		{Picture(ramp[int](2, 3, 2)), "shape (2, 3, 2) is not"},
	} {
		if err := c.figure.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
			continue
		}
		if b := BundleOf(c.figure); b.Data["text/plain"] != c.figure.Err().Error() || b.Data["image/png"] != nil {
			t.Errorf("an erroneous figure shows %v", b.Data)
		}
	}
}

// TestEveryScale draws all combinations of values and options that a scale may meet: none may panic or give a scale whose
// ends are not in order.
func TestEveryScale(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	data := [][]float64{{0}, {5}, {-5}, {nan}, {inf}, {-inf, inf, nan}, {0, 1}, {-1, 1}, {math.MaxFloat64, -math.MaxFloat64},
		{math.SmallestNonzeroFloat64, 0}, {1e-300, 1e300}, {3, 3, 3}}
	options := [][]Option{nil, {Log()}, {Center(0)}, {Center(5)}, {Range(1, 2)}, {Colormap("coolwarm")}, {Colormap("gray_r"), Log()}, {Annotate()}}
	for _, values := range data {
		for i, opts := range options {
			f := Heatmap(array.From(values), opts...)
			if f.Err() != nil {
				t.Errorf("%v with options %d: %v", values, i, f.Err())
				continue
			}
			m := f.shape.(*maps)
			if !(m.scale.lo < m.scale.hi) && m.scale.steps == 0 {
				t.Errorf("%v with options %d: scale from %v to %v", values, i, m.scale.lo, m.scale.hi)
			}
			if _, err := f.PNG(); err != nil {
				t.Errorf("%v with options %d: %v", values, i, err)
			}
			if f.String() == "" {
				t.Errorf("%v with options %d: no text", values, i)
			}
		}
	}
}

// TestEveryShape draws maps of all proportions, with and without a size.
func TestEveryShape(t *testing.T) {
	for _, rows := range []int{1, 2, 7, 100, 1100} {
		for _, cols := range []int{1, 3, 50, 1025, 3000} {
			for _, opts := range [][]Option{nil, {Title("t"), Size(40, 40)}, {Title("t"), Size(900, 300), XLabel("x"), YLabel("y")}} {
				f := Heatmap(array.Zeros[float32](rows, cols), opts...)
				img := f.shape.draw()
				if w := f.shape.(*maps).width; opts != nil && (img.Bounds().Dx() != 2*w && w > 100 || img.Bounds().Dx() < 2*w) { // small ones grow around their labels
					t.Errorf("%d×%d: width %d", rows, cols, img.Bounds().Dx())
				}
				if area := img.Bounds().Dx() * img.Bounds().Dy(); area > 3<<20 && opts == nil {
					t.Errorf("%d×%d: picture of %v", rows, cols, img.Bounds())
				}
			}
		}
	}
	for n := range 12 {
		for _, side := range []int{40, 60, 150} {
			for _, opt := range []Option{Size(side, side), SharedScale(), Columns(2)} {
				f := FeatureMaps(array.Normal(array.NewRand(1), n+1, 5, 9), Title("a title"), Size(side, side), opt)
				if img := f.shape.draw(); img.Bounds().Dx() < 2*side || img.Bounds().Dy() < 2*side {
					t.Errorf("%d maps of size %d: picture of %v", n+1, side, img.Bounds())
				}
			}
		}
	}
	for n := range 70 {
		f := FeatureMaps(array.Zeros[float32](n+1, 5, 9), Title(fmt.Sprint(n)))
		if f.Err() != nil {
			t.Fatal(f.Err())
		}
		if n%10 == 0 {
			f.shape.draw()
		}
	}
}
