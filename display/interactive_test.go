package display

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/components"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/arraybook/arraybook/array"
)

// specOf returns the data that a page hands to chart.js.
func specOf(t *testing.T, page any) map[string]any {
	t.Helper()
	text := fmt.Sprint(page)
	call := ""
	for _, script := range packedScripts() {
		if at := strings.Index(text, script); at >= 0 {
			call = text[at+len(script):]
		}
	}
	if call == "" {
		t.Fatalf("no script in %.200q", text)
	}
	from, to := strings.Index(call, "{"), strings.LastIndex(call, "}")
	var spec map[string]any
	if err := json.Unmarshal([]byte(call[from:to+1]), &spec); err != nil {
		t.Fatalf("%v in %s", err, call)
	}
	return spec
}

func TestChartScripts(t *testing.T) {
	for kind, own := range map[string]string{"maps": "function heatmap(", "option": "function option(", "scene": "function scene("} {
		script := chartScript(kind)
		if strings.Contains(script, " // ") || strings.Contains(script, "\n//") || strings.Contains(script, "\n ") {
			t.Errorf("%s: the script travels with comments or indentation", kind)
		}
		if !strings.Contains(script, own) || strings.Count(script, "{") != strings.Count(script, "}") {
			t.Errorf("%s: the script is not whole", kind)
		}
		if strings.Contains(script, "echarts") != (mentions[kind] != "") {
			t.Errorf("%s: the exporter finds figures that need the library by its name", kind)
		}
	}
}

func TestMapSpec(t *testing.T) {
	small := specOf(t, BundleOf(Heatmap(odd(), YLabel("y"))).Data["text/html"])
	if kind := small["values"].(map[string]any)["kind"]; kind != "f4" {
		t.Errorf("small whole numbers with NaN travel as %v", kind)
	}
	for _, c := range []struct {
		a    array.Untyped
		kind string
	}{{ramp[int](9, 9), "i1"}, {ramp[uint8](120, 120), "i2"}, {ramp[int](150, 250), "i4"}, {waves(40, 50), "f8"}, {array.Cast[float32](waves(60, 60)), "f4"}, {noise(80, 80), "q2"}} {
		if spec := specOf(t, BundleOf(Heatmap(c.a)).Data["text/html"]); spec["values"].(map[string]any)["kind"] != c.kind {
			t.Errorf("%v of %v travels as %v", c.a.Shape(), c.a.DType(), spec["values"].(map[string]any)["kind"])
		}
	}
	large := specOf(t, BundleOf(Heatmap(noise(300, 300))).Data["text/html"])
	if large["values"] != nil || large["colors"] == nil {
		t.Error("a large map travels with its values, or without its colours")
	}
	panels := specOf(t, BundleOf(FeatureMaps(channels(6, 8, 8))).Data["text/html"])["panels"].([]any)
	if len(panels) != 6 || panels[3].(map[string]any)["title"] != "3" {
		t.Errorf("panels %v", panels)
	}
}

// noise is normally distributed, the same on every machine.
func noise(shape ...int) *array.Array[float64] { return array.Normal(array.NewRand(1), shape...) }

// TestPanelAreas checks that the areas told to chart.js are where the maps are: the colours of two cells are there.
func TestPanelAreas(t *testing.T) {
	check := func(name string, img image.Image, p *panel, spec panelSpec) {
		for _, at := range []int{0, 62} {
			row, col := at/7, at%7
			got := color.RGBAModel.Convert(img.At(spec.Area[0]+col*spec.Cell[0], spec.Area[1]+row*spec.Cell[1]))
			if want := p.scale.colorOf(p.values[at]); got != want {
				t.Errorf("%s: cell %d: colour %v, want %v", name, at, got, want)
			}
		}
	}
	f := Heatmap(waves(9, 7), Title("t"))
	p := f.shape.draw()
	check("heatmap", p, &f.shape.(*maps).panels[0], p.spec.(*mapsSpec).Panels[0])
	m := FeatureMaps(channels(3, 9, 7)).shape.(*maps)
	for i := range m.panels {
		data, area, cell := panelImage(&m.panels[i], m.gridLayout(newFontSet()))
		file, err := base64.StdEncoding.DecodeString(data)
		if err != nil {
			t.Fatal(err)
		}
		check("grid", decode(t, file), &m.panels[i], m.panelSpecOf(i, area, cell))
	}
}

// TestPackedValues unpacks what packValues packed, for each kind of values.
func TestPackedValues(t *testing.T) {
	for kind, values := range map[string][]float64{
		"i1": {-128, 127, 0}, "i2": {-129, 32767}, "i4": {1 << 30, -5},
		"f4": {0.5, math.NaN(), math.Inf(1), -0.25}, "f8": {0.1, -2, math.Inf(-1)},
	} {
		p := packValues([][]float64{values}, summarize(values))
		if p.Kind != kind {
			t.Errorf("%v travel as %s, want %s", values, p.Kind, kind)
			continue
		}
		for i, got := range unpackValues(t, p) {
			if got != values[i] && (got == got || values[i] == values[i]) {
				t.Errorf("%s: %v comes back as %v", kind, values[i], got)
			}
		}
	}
	values := []float64{-2, 0, 2, math.NaN(), math.Inf(1), math.Inf(-1), 1.2345}
	p := &packedData{Kind: "q2", Data: packBytes(planes(values, "q2", -2, 2)), Lo: -2, Hi: 2}
	for i, got := range unpackValues(t, p) {
		if want := values[i]; got != want && !(math.Abs(got-want) < 4.0/65532) && !(got != got && want != want) {
			t.Errorf("%v comes back as %v", want, got)
		}
	}
}

// unpackValues reads packed values as chart.js does.
func unpackValues(t *testing.T, p *packedData) []float64 {
	t.Helper()
	packed, err := base64.StdEncoding.DecodeString(p.Data)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		t.Fatal(err)
	}
	width := int(p.Kind[1] - '0')
	n := len(data) / width
	values := make([]float64, n)
	for i := range n {
		var bits uint64
		for k := range width {
			bits |= uint64(data[k*n+i]) << (8 * k)
		}
		switch p.Kind {
		case "f8":
			values[i] = math.Float64frombits(bits)
		case "f4":
			values[i] = float64(math.Float32frombits(uint32(bits)))
		case "i1":
			values[i] = float64(int8(bits))
		case "i2":
			values[i] = float64(int16(bits))
		case "i4":
			values[i] = float64(int32(bits))
		default:
			values[i] = p.Lo + float64(bits)/65532*(p.Hi-p.Lo)
			if bits > 65532 {
				values[i] = []float64{math.Inf(-1), math.Inf(1), math.NaN()}[bits-65533]
			}
		}
	}
	return values
}

// TestNotebookSize keeps dense maps small in a saved notebook: a grid of 16 maps of 112x112, whatever is in them.
func TestNotebookSize(t *testing.T) {
	const n = 16 * 112 * 112
	rectified, photographs := make([]float64, n), make([]float64, 0, n)
	for i := range rectified { // edges and flat parts, as rectified feature maps have them
		c, y, x := i/(112*112), i/112%112, i%112
		rectified[i] = max(0, math.Sin(float64(x*(c%4+1))/9)*math.Cos(float64(y*(c/4+1))/11)-0.2)
	}
	photo, err := array.LoadImage("../notebooks/data/camera.png")
	if err != nil {
		t.Fatal(err)
	}
	for c := range 16 {
		part := photo.Slice(fmt.Sprintf("%d:%d, %d:%d, 0", 100*(c/4), 100*(c/4)+112, 100*(c%4), 100*(c%4)+112))
		photographs = append(photographs, part.Float64s()...)
	}
	for name, a := range map[string]array.Untyped{
		"rectified": array.From(rectified, 16, 112, 112), "photographs": array.From(photographs, 16, 112, 112),
		"normal": noise(16, 112, 112), "uniform": array.Uniform(array.NewRand(2), 16, 112, 112),
	} {
		b := BundleOf(FeatureMaps(a))
		picture := b.Data["image/png"].([]byte)
		html := len(b.Data["text/html"].(string))
		size := html + len(b.Data["text/plain"].(string)) + base64.StdEncoding.EncodedLen(len(picture))
		if size > 150_000 {
			t.Errorf("a grid of 16 maps of 112x112, %s, takes %d bytes, of them %d in HTML", name, size, html)
		}
		t.Logf("%s: %d bytes, %d in HTML, copy %d", name, size, html, len(picture))
	}
}

func TestCharts(t *testing.T) {
	line := charts.NewLine()
	line.SetGlobalOptions(charts.WithTitleOpts(opts.Title{Title: "</script><b>"}), charts.WithInitializationOpts(opts.Initialization{Width: "500px", Height: "300px"}))
	line.SetXAxis([]string{"a", "b"}).AddSeries("<series>", []opts.LineData{{Value: 1}, {Value: 2}})
	line.AddJSFuncs("console.log(1)")
	b := BundleOf(line)
	golden(t, "echart.txt", fmt.Sprint(b.Data["text/plain"]))
	page := fmt.Sprint(b.Data["text/html"])
	spec := specOf(t, page)
	if spec["width"] != 500.0 || spec["height"] != 300.0 || len(spec["functions"].([]any)) != 1 {
		t.Errorf("spec %v", spec)
	}
	if strings.Count(page, "</script>") != 1 || strings.Contains(page, "<series>") {
		t.Errorf("texts of the chart are not escaped: %s", page)
	}
	p := components.NewPage()
	p.AddCharts(line, charts.NewPie())
	if n := strings.Count(fmt.Sprint(BundleOf(p).Data["text/html"]), "data-arraybook=\""); n < 2 {
		t.Errorf("a page of two charts shows %d", n)
	}
	for _, other := range []any{charts.NewGraph(), charts.NewSankey(), charts.NewTree(), charts.NewBar3D(), charts.NewGauge(), charts.NewHeatMap(), charts.NewLiquid()} {
		if b := BundleOf(other); b.Data["text/html"] == nil || !strings.Contains(fmt.Sprint(b.Data["text/plain"]), "(") {
			t.Errorf("%T shows %v", other, b.Data["text/plain"])
		}
	}
	if text := fmt.Sprint(BundleOf(charts.NewLiquid()).Data["text/plain"]); !strings.Contains(text, "which is not part of the chart library") {
		t.Errorf("a chart that needs an extension does not say so: %s", text)
	}
}

func TestPaletted(t *testing.T) {
	for name, f := range map[string]*Figure{"smooth": Heatmap(waves(100, 100)), "rough": Heatmap(ramp[uint8](90, 90)), "small": Heatmap(ramp[int](1))} {
		img := f.shape.draw().Image.(*image.Paletted)
		got := decode(t, encodePaletted(img))
		if got.Bounds() != img.Bounds() {
			t.Fatalf("%s: size %v, want %v", name, got.Bounds(), img.Bounds())
		}
		for y := range img.Rect.Dy() {
			for x := range img.Rect.Dx() {
				if r, g, b, _ := got.At(x, y).RGBA(); color.RGBAModel.Convert(img.At(x, y)) != (color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}) {
					t.Fatalf("%s: pixel %d, %d differs", name, x, y)
				}
			}
		}
	}
}
