// This file makes interactive charts with go-echarts: of the figures that are charts, and of any chart of that library
// that is itself the value of a cell.

package display

import (
	"encoding/json"
	"fmt"
	"html"
	"math"
	"path"
	"reflect"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/components"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// optionSpec is what chart.js needs to know of a chart that is an option of the library.
type optionSpec struct {
	Width     int      `json:"width"`
	Height    int      `json:"height"`
	Option    any      `json:"option"`
	Functions []string `json:"functions,omitempty"`
}

// maxPoints is the number of points of a series up to which an interactive chart has all of them.
const maxPoints = 2000

// spec makes the interactive form of a chart.
func (p *plot) spec() any {
	w, h := plotWidth, plotHeight
	if p.has("Size") {
		w, h = p.width, p.height
	}
	x, y := opts.XAxis{Type: "value", Name: p.xLabel, NameLocation: "middle", NameGap: 26, Scale: opts.Bool(true)}, opts.YAxis{Name: p.yLabel, Scale: opts.Bool(p.kind == linePlot || p.kind == scatterPlot)}
	y.AxisLine = &opts.AxisLine{Show: opts.Bool(false)} // it would stand at x = 0, amid the data
	if p.log {
		y.Type = "log"
	}
	if p.has("Range") {
		y.Min, y.Max = p.lo, p.hi
	}
	trigger := "axis"
	if p.kind == scatterPlot {
		trigger = "item"
	}
	bottom := "26"
	if len(p.notes) > 0 {
		bottom = "42"
	}
	var colors []string
	for _, c := range seriesColors {
		colors = append(colors, hexColor(c))
	}
	global := []charts.GlobalOpts{
		charts.WithTitleOpts(opts.Title{Title: p.title, TitleStyle: &opts.TextStyle{FontSize: 14}}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: trigger}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(len(p.series) > 1), Right: "10", Type: "scroll", Left: "30%"}),
		charts.WithDataZoomOpts(opts.DataZoom{Type: "inside", XAxisIndex: 0, FilterMode: "none"}),
		charts.WithGridOpts(opts.Grid{Left: "12", Right: "16", Top: "40", Bottom: bottom, ContainLabel: opts.Bool(true)}),
		charts.WithColorsOpts(colors), charts.WithAnimation(false),
	}
	var chart interface {
		Validate()
		JSON() map[string]any
	}
	switch p.kind {
	case barPlot, histogramPlot:
		names, gap := p.categories(), "20%"
		c := charts.NewBar()
		if p.kind == histogramPlot { // the bars stand on an axis of numbers; their names, the ends of the bins, are for the pointer
			gap = "2%"
			x.SplitLine = &opts.SplitLine{Show: opts.Bool(false)}
			x.Min, x.Max = p.edges[0], p.edges[len(p.edges)-1]
			global = append(global, charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "axis", Formatter: binLabel}))
		} else {
			x.Type, x.Data = "category", names
			c.SetXAxis(names)
		}
		c.SetGlobalOptions(append(global, charts.WithXAxisOpts(x), charts.WithYAxisOpts(y))...)
		for _, s := range p.series {
			data := make([]opts.BarData, len(s.y))
			for i, v := range s.y {
				data[i].Value = jsonNumber(v)
				if p.kind == histogramPlot {
					data[i] = opts.BarData{Name: names[i], Value: []any{s.x[i], jsonNumber(v)}}
				}
			}
			c.AddSeries(s.name, data, charts.WithBarChartOpts(opts.BarChart{BarCategoryGap: gap}))
		}
		chart = c
	case linePlot:
		c := charts.NewLine()
		c.SetGlobalOptions(append(global, charts.WithXAxisOpts(x), charts.WithYAxisOpts(y))...)
		for _, s := range p.series {
			var data []opts.LineData
			for _, i := range kept(s.y) {
				data = append(data, opts.LineData{Value: []any{jsonNumber(s.x[i]), jsonNumber(s.y[i])}})
			}
			c.AddSeries(s.name, data, charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(len(s.y) <= 30), Symbol: "circle"}))
		}
		chart = c
	case scatterPlot:
		c := charts.NewScatter()
		c.SetGlobalOptions(append(global, charts.WithXAxisOpts(x), charts.WithYAxisOpts(y))...)
		for _, s := range p.series {
			var data []opts.ScatterData
			for i := 0; i < len(s.y); i += 1 + (len(s.y)-1)/maxPoints {
				data = append(data, opts.ScatterData{Value: []any{jsonNumber(s.x[i]), jsonNumber(s.y[i])}, SymbolSize: 6})
			}
			c.AddSeries(s.name, data)
		}
		chart = c
	}
	chart.Validate()
	option := chart.JSON()
	if len(p.notes) > 0 { // what the caption of the picture says
		option["title"] = []any{option["title"], opts.Title{Title: strings.Join(p.notes, ", "), Left: "8", Bottom: "0",
			TitleStyle: &opts.TextStyle{FontSize: 11, FontWeight: "normal"}}}
	}
	return optionSpec{Width: w, Height: h, Option: option}
}

// binLabel is the label over a bar of a histogram: the ends of its bin, which are numbers, and its count.
var binLabel = opts.FuncOpts(`function (bars) { return bars[0].name + ": " + bars[0].value[1]; }`)

// categories names the bars of a chart.
func (p *plot) categories() []string {
	names := make([]string, len(p.series[0].y))
	for i := range names {
		switch {
		case p.kind == histogramPlot:
			names[i] = number(p.edges[i]) + " to " + number(p.edges[i+1])
		case i < len(p.names):
			names[i] = p.names[i]
		default:
			names[i] = strconv.Itoa(i)
		}
	}
	return names
}

// kept returns the indices of the points of a line that an interactive chart has.
func kept(y []float64) []int {
	if len(y) > maxPoints {
		return extremes(y, maxPoints/2)
	}
	all := make([]int, len(y))
	for i := range all {
		all[i] = i
	}
	return all
}

// jsonNumber is a value for JSON, to six digits; the library takes "-" for a missing one.
func jsonNumber(v float64) any {
	if v != v || math.Abs(v) > math.MaxFloat64 {
		return "-"
	}
	return json.RawMessage(strconv.FormatFloat(v, 'g', 6, 64))
}

// An echart is any chart of go-echarts.
type echart interface {
	Validate()
	Type() string
	JSON() map[string]any
	GetAssets() opts.Assets
}

// echartBundle shows a chart of go-echarts: interactive where scripts run, and as a list of its series where not.
func echartBundle(c echart) Bundle {
	c.Validate()
	option := c.JSON()
	w, h := 640, 400
	var functions []string
	if base := reflect.Indirect(reflect.ValueOf(c)); base.Kind() == reflect.Struct {
		if f := base.FieldByName("Initialization"); f.IsValid() {
			init := f.Interface().(opts.Initialization)
			w, h = pixelSize(init.Width, w), pixelSize(init.Height, h)
		}
		if f := base.FieldByName("JSFunctions"); f.IsValid() {
			for _, fn := range f.Interface().(opts.JSFunctions).Fns {
				functions = append(functions, strings.ReplaceAll(strings.ReplaceAll(string(fn), "__f__", ""), "%MY_ECHARTS%", "chart"))
			}
		}
	}
	data, err := json.Marshal(option)
	if err != nil {
		return errorBundle(fmt.Sprintf("%T: %v", c, err))
	}
	text, fallback := describeOption(c.Type(), data)
	for _, asset := range c.GetAssets().JSAssets.Values {
		if name := path.Base(asset); name != "echarts.min.js" {
			text += "\nIt needs " + name + ", which is not part of the chart library that comes with the kernel."
		}
	}
	return Bundle{Data: map[string]any{
		"text/plain": text,
		"text/html":  interactive(`<div style="overflow:auto">`+fallback+`</div>`, optionSpec{w, h, json.RawMessage(data), functions}),
	}}
}

// pageBundle shows the charts of a go-echarts page below each other.
func pageBundle(p *components.Page) Bundle {
	var texts, pages []string
	for _, c := range p.Charts {
		b := BundleOf(c)
		texts = append(texts, fmt.Sprint(b.Data["text/plain"]))
		if page, ok := b.Data["text/html"].(string); ok {
			pages = append(pages, "<div>"+page+"</div>")
		}
	}
	return Bundle{Data: map[string]any{"text/plain": strings.Join(texts, "\n\n"), "text/html": strings.Join(pages, "")}}
}

// pixelSize reads a size such as "900px".
func pixelSize(s string, otherwise int) int {
	if n, err := strconv.Atoi(strings.TrimSuffix(s, "px")); err == nil && n >= 40 && n <= 4000 {
		return n
	}
	return otherwise
}

// describeOption lists a chart's title and series for readers without scripts.
func describeOption(kind string, option []byte) (text, page string) {
	var read struct {
		Title  any
		Series []struct {
			Name string
			Type string
			Data []any
		}
	}
	if json.Unmarshal(option, &read) != nil { // a shape of its own: nothing to list
		return "Chart (" + kind + ")", "<p>Chart (" + html.EscapeString(kind) + ")</p>"
	}
	t := table{header: []string{"series", "type", "points", "first values"}, numeric: []bool{false, false, true, false}}
	for _, s := range read.Series {
		var first []string
		for _, d := range s.Data[:min(len(s.Data), 12)] {
			if m, ok := d.(map[string]any); ok {
				if name, ok := m["name"].(string); ok && name != "" {
					first = append(first, name+": "+fmt.Sprint(m["value"]))
					continue
				}
				d = m["value"]
			}
			first = append(first, fmt.Sprint(d))
		}
		t.rows = append(t.rows, []string{s.Name, s.Type, strconv.Itoa(len(s.Data)), cut(strings.Join(first, ", "), cellText)})
	}
	title := fmt.Sprintf("Chart (%s)", kind)
	if m, ok := read.Title.(map[string]any); ok {
		if s, ok := m["text"].(string); ok && s != "" {
			title = s + " (" + kind + ")"
		}
	}
	return title + "\n" + t.text(), "<b>" + html.EscapeString(title) + "</b>" + t.html()
}
