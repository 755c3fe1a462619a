package display

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
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
	script := chartScript()
	at := strings.Index(text, script)
	if at < 0 {
		t.Fatalf("no script in %.200q", text)
	}
	call := text[at+len(script):]
	from, to := strings.Index(call, "{"), strings.LastIndex(call, "}")
	var spec map[string]any
	if err := json.Unmarshal([]byte(call[from:to+1]), &spec); err != nil {
		t.Fatalf("%v in %s", err, call)
	}
	return spec
}

func TestChartScriptIsStripped(t *testing.T) {
	script := chartScript()
	if strings.Contains(script, " // ") || strings.Contains(script, "\n//") || strings.Contains(script, "\n ") {
		t.Error("the script travels with comments or indentation")
	}
	if strings.Contains(script, "</") || strings.Contains(script, "<!--") {
		t.Error("the script contains what could end its element")
	}
	if !strings.Contains(script, "echarts") {
		t.Error("the exporter finds interactive outputs by the word echarts")
	}
}

func TestMapSpec(t *testing.T) {
	small := specOf(t, BundleOf(Heatmap(odd(), YLabel("y"))).Data["text/html"])
	values := small["values"].([]any)[0].([]any)
	if values[10] != "NaN" || values[23] != "+Inf" || values[1] != 1.0 || len(values) != 54 {
		t.Errorf("values %v", values)
	}
	middle := specOf(t, BundleOf(Heatmap(waves(50, 60))).Data["text/html"])
	if data, err := base64.StdEncoding.DecodeString(middle["packed"].([]any)[0].(string)); err != nil || len(data) != 2*3000 {
		t.Errorf("packed values: %d bytes, %v", len(data), err)
	}
	large := specOf(t, BundleOf(Heatmap(waves(300, 300))).Data["text/html"])
	if large["values"] != nil || large["packed"] != nil || len(large["colors"].([]any)) != fewLevels {
		t.Error("a large map travels with its values, or without its colours")
	}
	panels := specOf(t, BundleOf(FeatureMaps(channels(6, 8, 8))).Data["text/html"])["panels"].([]any)
	if len(panels) != 6 || panels[3].(map[string]any)["title"] != "3" {
		t.Errorf("panels %v", panels)
	}
}

// TestPanelAreas checks that the areas told to chart.js are where the maps are: the colour of the first cell is there.
func TestPanelAreas(t *testing.T) {
	for name, f := range map[string]*Figure{"heatmap": Heatmap(waves(9, 7), Title("t")), "grid": FeatureMaps(channels(3, 9, 7), SharedScale())} {
		p := f.shape.draw()
		m := f.shape.(*maps)
		for i, panel := range p.spec.(*mapsSpec).Panels {
			area := panel.Area
			for _, at := range []int{0, 62} {
				row, col := at/7, at%7
				got := p.At(area[0]+col*panel.Cell[0], area[1]+row*panel.Cell[1])
				if want := m.panels[i].scale.colorOf(m.panels[i].values[at]); got != want {
					t.Errorf("%s: panel %d, cell %d: colour %v, want %v", name, i, at, got, want)
				}
			}
		}
	}
}

func TestPack(t *testing.T) {
	values := []float64{-2, 0, 2, math.NaN(), math.Inf(1), math.Inf(-1), 1.2345}
	data, err := base64.StdEncoding.DecodeString(pack(values, -2, 2))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range values {
		q := int(data[2*i]) | int(data[2*i+1])<<8
		got := -2 + float64(q)/65532*4
		switch q {
		case 65535:
			got = math.NaN()
		case 65534:
			got = math.Inf(1)
		case 65533:
			got = math.Inf(-1)
		}
		if got != want && !(math.Abs(got-want) < 4.0/65532) && !(got != got && want != want) {
			t.Errorf("%v comes back as %v", want, got)
		}
	}
}

// TestNotebookSize keeps dense maps from growing in a saved notebook. They take about 173 kB; the 150 kB that we want are
// reached by sparser ones only.
func TestNotebookSize(t *testing.T) {
	rows := make([]float64, 16*112*112)
	for i := range rows { // edges and flat parts, as rectified feature maps have them
		c, y, x := i/(112*112), i/112%112, i%112
		rows[i] = max(0, math.Sin(float64(x*(c%4+1))/9)*math.Cos(float64(y*(c/4+1))/11)-0.2)
	}
	b := BundleOf(FeatureMaps(array.From(rows, 16, 112, 112)))
	size := len(b.Data["text/html"].(string)) + len(b.Data["text/plain"].(string)) + base64.StdEncoding.EncodedLen(len(b.Data["image/png"].([]byte)))
	if size > 180_000 {
		t.Errorf("a grid of 16 maps of 112×112 takes %d bytes", size)
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
