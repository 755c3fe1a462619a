package display

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"math/big"
	"runtime"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"

	"github.com/arraybook/arraybook/array"
)

type person struct {
	Name  string
	Age   int
	Score float64
	Tags  []string
}

type node struct {
	Label string
	Next  *node
	Attrs map[string]int
}

func loop() *node {
	n := &node{Label: "a <b>", Attrs: map[string]int{"z": 1, "a": 2}}
	n.Next = &node{Label: "second", Next: n}
	return n
}

// A layer has an array in a field that other packages cannot read.
type layer struct {
	Name    string
	weights *array.Array[float64]
	Bias    *array.Array[float32]
}

// documentedFunction is a function as an evaluator shows it.
type documentedFunction struct{}

func (documentedFunction) Declaration() string { return "func Max[T Real](a, b T) T" }
func (documentedFunction) Doc() string {
	return "Max is the larger of a and b: a if !(a < b).\n\nIt has no units."
}

// values have golden files of their text and HTML.
var values = map[string]any{
	"array-2d":      ramp[int](3, 4),
	"array-float":   waves(30, 25),
	"array-3d":      ramp[uint8](7, 12, 12),
	"array-view":    ramp[int](6, 6).T(),
	"array-complex": array.From([]complex128{1 + 2i, complex(math.NaN(), 0), -3i}, 3),
	"array-bool":    array.From([]bool{true, false, true}, 3),
	"array-0d":      array.Scalar(2.5),
	"array-empty":   array.Zeros[float32](0, 3),
	"array-odd":     odd(),
	"structs":       []person{{"Ada", 36, 9.75, []string{"x"}}, {"<script>alert(1)</script>", -4, 10, nil}},
	"pointers":      []*person{{Name: "Ada"}, nil},
	"records":       []map[string]any{{"a": 1, "b": "x"}, {"a": 2.5, "c": nil}},
	"map":           map[string]int{"one": 1, "<two>": 2},
	"matrix":        [][]float64{{1, 2.5}, {3}},
	"tree":          loop(),
	"error":         fmt.Errorf("open <f>: %w", errors.New("no such file")),
	"ints":          []int{1, 2, 3},
	"string":        "two\nlines",
	"func":          strings.ToUpper,
	"literal":       func(int) (string, error) { return "", nil },
	"duration":      1500 * time.Millisecond,
	"nil":           nil,
	"documented":    documentedFunction{},
	"layer":         layer{"first", ramp[float64](2, 3), array.Zeros[float32](3)},
	"arrays":        map[string]*array.Array[int]{"w": ramp[int](2, 2), "<b>": ramp[int](3)},
	"mixed":         []any{1, "x", person{Name: "Ada"}, []int{1, 2}},
	"texts":         [][]string{{"a", "<b>"}, {"c"}},
	"raw-json":      json.RawMessage(`{"a": [1, 2]}`),
	"big":           big.NewInt(12345678901234),
	"markdown":      Markdown("# Title"),
	"latex":         LaTeX(`\sum_k a_{ik} b_{kj}`),
	"html":          HTML("<b>bold</b>"),
	"json":          JSON(map[string]any{"a": []int{1, 2}}),
	"bad-json":      JSON(math.NaN()),
	"bad-png":       PNG([]byte("no image")),
	"bad-svg":       SVG("circle"),
}

func TestValues(t *testing.T) {
	for name, value := range values {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			bundle := BundleOf(value)
			for _, mime := range []string{"text/plain", "text/html", "text/markdown", "text/latex", "application/json"} {
				if data, ok := bundle.Data[mime]; ok {
					if text, isText := data.(string); isText && strings.HasPrefix(name, "array-") && mime == "text/plain" {
						data, _, _ = strings.Cut(text, "\n[") // how array writes its elements is not tested here
					}
					fmt.Fprintf(&b, "== %s\n%s\n", mime, data)
				}
			}
			golden(t, "value-"+name+".txt", b.String())
		})
	}
}

func TestScalarsAsFmtWritesThem(t *testing.T) {
	for _, v := range []any{1, -2.5, "text", 'x', uint8(7), true, 2i, [3]int{1, 2, 3}, []string{"a", "b"}, map[string]int{"b": 1, "a": 2},
		struct {
			X int
			Y string
		}{1, "s"}, []any{1, "a", nil}, float32(0.1), []byte("ab"), time.March, &struct{ A int }{3}} {
		if got, want := BundleOf(v).Data["text/plain"], fmt.Sprintf("%+v", v); got != want {
			t.Errorf("%T: %q, want %q", v, got, want)
		}
	}
}

func TestAudio(t *testing.T) {
	b := BundleOf(Audio([][]float64{{0, 2, -2, math.NaN()}, {1, 0, 0, 0}}, 8000))
	data := b.Data["audio/wav"].([]byte)
	want := "RIFF\x34\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00\x40\x1f\x00\x00\x00\x7d\x00\x00\x04\x00\x10\x00data\x10\x00\x00\x00" +
		"\x00\x00\x00\x40\xff\x7f\x00\x00\x01\x80\x00\x00\x00\x00\x00\x00"
	if string(data) != want {
		t.Errorf("file %q, want %q", data, want)
	}
	for _, bad := range []Rich{Audio("x", 8000), Audio([]int{1}, 1), Audio([][]float64{{1}, {1, 2}}, 8000)} {
		if b := BundleOf(bad); !strings.HasPrefix(fmt.Sprint(b.Data["text/plain"]), "display: Audio: ") {
			t.Errorf("shown: %v", b.Data)
		}
	}
}

func TestGonum(t *testing.T) {
	b := BundleOf(mat.NewDense(2, 3, []float64{1, 2, 3, 4, 5, 6.5}))
	if text := fmt.Sprint(b.Data["text/plain"]); !strings.HasPrefix(text, "*mat.Dense (2, 3)  min 1  mean 3.583  max 6.5") {
		t.Errorf("a matrix shows %q", text)
	}
	if !strings.Contains(fmt.Sprint(b.Data["text/html"]), "*mat.Dense") {
		t.Error("a matrix shows no table")
	}
	BundleOf(&mat.Dense{}) // of no size
}

// points and gonumPlot look like a length and a plot of gonum.org/v1/plot.
type points float64

type gonumPlot struct{ fail bool }

func (p gonumPlot) WriterTo(w, h points, format string) (io.WriterTo, error) {
	if p.fail {
		return nil, errors.New("cannot draw")
	}
	return bytes.NewBufferString(format), nil
}

func TestGonumPlot(t *testing.T) {
	if b := BundleOf(gonumPlot{}); string(b.Data["image/png"].([]byte)) != "png" {
		t.Errorf("shown: %v", b.Data)
	}
	if b := BundleOf(gonumPlot{fail: true}); b.Data["text/plain"] != "display.gonumPlot: cannot draw" {
		t.Errorf("shown: %v", b.Data)
	}
}

type panicking struct{}

func (panicking) MimeBundle() (Bundle, error) { panic("no <picture>") }

type failing struct{}

func (failing) MimeBundle() (Bundle, error) { return Bundle{}, errors.New("no data") }

type leaving struct{}

func (leaving) MimeBundle() (Bundle, error) { runtime.Goexit(); return Bundle{}, nil }

type panickingError struct{}

func (panickingError) Error() string { panic(panickingError{}) }

type bare struct{}

func (bare) MimeBundle() (Bundle, error) {
	return Bundle{Data: map[string]any{"image/svg+xml": "<svg/>"}}, nil
}

func TestHostileMethods(t *testing.T) {
	for _, c := range []struct {
		value any
		want  string
	}{
		{panicking{}, "display.panicking: showing this value panicked: no <picture>"},
		{failing{}, "display.failing: MimeBundle: no data"},
		{leaving{}, "ended the goroutine"},
		{panickingError{}, "showing this value panicked"},
		{bare{}, "<display.bare>"},
	} {
		if got := fmt.Sprint(BundleOf(c.value).Data["text/plain"]); !strings.Contains(got, c.want) {
			t.Errorf("%T shows %q, want %q in it", c.value, got, c.want)
		}
	}
}

func TestHangingMethod(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	b := within(time.Nanosecond, func() Bundle { <-release; return Bundle{} }, textBundle)
	if got := fmt.Sprint(b.Data["text/plain"]); !strings.Contains(got, "took longer than 1ns") {
		t.Errorf("a hanging method shows %q", got)
	}
}

// huge is an image that pretends to be larger than any memory.
type huge struct{}

func (huge) ColorModel() color.Model { return color.GrayModel }
func (huge) Bounds() image.Rectangle { return image.Rect(-1<<30, -1<<30, 1<<30, 1<<30) }
func (huge) At(x, y int) color.Color { return color.Gray{uint8(x >> 20)} }

// TestHostileSizes bounds what large values cost in the saved notebook; that they are shown at all within the test's
// patience bounds the time.
func TestHostileSizes(t *testing.T) {
	million := make(map[int]string, 1_000_000)
	for i := range 1_000_000 {
		million[i] = "v"
	}
	deep := &node{Label: "bottom"}
	for range 100_000 {
		deep = &node{Label: "n", Next: deep}
	}
	axes := make([]int, 25)
	for i := range axes {
		axes[i] = 2
	}
	for name, value := range map[string]any{
		"broadcast array":   array.Scalar(1.5).BroadcastTo(1000, 1000, 1000),
		"heatmap":           Heatmap(array.Scalar(1.5).BroadcastTo(100_000, 10_000)),
		"feature maps":      FeatureMaps(array.Scalar(1.5).BroadcastTo(1000, 1000, 1000)),
		"many axes":         array.Scalar(1.5).BroadcastTo(axes...),
		"map":               million,
		"slice":             make([]int, 10_000_000),
		"slice of structs":  make([]person, 1_000_000),
		"slices":            make([][]int, 1_000_000),
		"long string":       strings.Repeat("x", 100_000_000),
		"deep list":         deep,
		"image":             huge{},
		"map of long texts": map[string]string{strings.Repeat("k", 1_000_000): strings.Repeat("v", 1_000_000)},
	} {
		size := 0
		for _, data := range BundleOf(value).Data {
			size += len(fmt.Sprintf("%s", data))
		}
		if size == 0 || size > 400_000 {
			t.Errorf("%s: %d bytes", name, size)
		}
	}
}

// TestEscaping looks for markup from data in the HTML of every kind of value.
func TestEscaping(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>`
	for name, v := range map[string]any{
		"string in struct": []person{{Name: evil, Tags: []string{evil}}},
		"map":              map[string]string{evil: evil},
		"tree":             &node{Label: evil, Next: &node{Label: evil}, Attrs: map[string]int{evil: 1}},
		"error":            errors.New(evil),
		"title":            Heatmap(ramp[int](2, 2), Title(evil), XLabel(evil)),
		"panel":            FeatureMaps(ramp[int](1, 2, 2), Titles(evil)),
		"picture":          Picture(ramp[uint8](2, 2), Title(evil)),
		"records":          []map[string]any{{evil: evil}},
		"bad colormap":     Heatmap(ramp[int](2, 2), Colormap(evil)),
	} {
		b := BundleOf(v)
		page := fmt.Sprint(b.Data["text/html"])
		if strings.Contains(page, "<script>alert") || strings.Contains(page, "<img src=x") {
			t.Errorf("%s: markup from data in %s", name, page)
		}
	}
}

func TestImage(t *testing.T) {
	img := image.NewRGBA(image.Rect(10, 10, 14, 12))
	img.Set(11, 11, color.RGBA{255, 0, 0, 255})
	b := BundleOf(img)
	shown := decode(t, b.Data["image/png"].([]byte))
	if shown.Bounds() != image.Rect(0, 0, 96, 48) {
		t.Errorf("a 4×2 image is shown in %v, want 24 times its size", shown.Bounds())
	}
	if r, _, _, _ := shown.At(24+12, 24+12).RGBA(); r != 0xffff {
		t.Error("the red pixel is not in its place")
	}
}

func TestPicture(t *testing.T) {
	f := Picture(array.From([]float64{0, 0.5, 1, 2, -1, math.NaN()}, 2, 3))
	data, err := f.PNG()
	if err != nil {
		t.Fatal(err)
	}
	img := decode(t, data)
	for i, want := range []uint8{0, 128, 255, 255, 0, 0} {
		if r, _, _, _ := img.At(16+32*(i%3), 16+32*(i/3)).RGBA(); uint8(r>>8) != want {
			t.Errorf("pixel %d is %d, want %d", i, r>>8, want)
		}
	}
}

// TestMapOfContainers folds what lies deep in a map, and leaves a flat map a table.
func TestMapOfContainers(t *testing.T) {
	for _, c := range []struct {
		value any
		want  string
	}{
		{map[string]any{"shape": []int{3, 4}, "layers": []map[string]int{{"in": 3}}}, "<details"},
		{map[string][]int{"a": {1, 2}}, "<table"},
		{map[string]any{"a": 1, "b": nil}, "<table"},
	} {
		if page := BundleOf(c.value).Data["text/html"].(string); !strings.Contains(page, c.want) {
			t.Errorf("%v: no %s in %s", c.value, c.want, page)
		}
	}
}
