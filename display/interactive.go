// This file adds to a picture the script that makes an interactive chart of it where scripts run.

package display

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"image"
	"slices"
	"strings"
	"sync"
)

//go:embed chart.js
var chartSource string

// chartScript is what of chart.js a kind of figure needs (maps, option or scene), without comments and indentation.
func chartScript(kind string) string {
	var lines []string
	wanted := true
	for line := range strings.Lines(chartSource) {
		line = strings.TrimSpace(line)
		if kinds, ok := strings.CutPrefix(line, "// section: "); ok {
			wanted = slices.Contains(strings.Fields(kinds), kind)
		} else if line == "// end" {
			wanted = true
		}
		if code, _, found := strings.Cut(line, " // "); found {
			line = code
		}
		if wanted && line != "" && !strings.HasPrefix(line, "//") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// packedScripts are the scripts of each kind as they travel in outputs, a third as long.
var packedScripts = sync.OnceValue(func() map[string]string {
	packed := map[string]string{}
	for _, kind := range []string{"maps", "option", "scene"} {
		packed[kind] = packBytes([]byte(chartScript(kind)))
	}
	return packed
})

// kindOf is the kind of figure that a specification is for.
func kindOf(spec any) string {
	switch spec.(type) {
	case *mapsSpec:
		return "maps"
	case optionSpec:
		return "option"
	}
	return "scene"
}

// packBytes compresses data (raw deflate, RFC 1951) and writes it as base64.
func packBytes(data []byte) string {
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		panic(err) // there is that level
	}
	z.Write(data) // a bytes.Buffer takes everything
	z.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// starter unpacks the script once for the page and calls it for the element before its own. A browser that cannot unpack
// (all have been able to since 2023) leaves the page as it is.
const starter = `(function(script,id,packed,spec){function bytes(t){return Uint8Array.from(atob(t),function(c){return c.charCodeAt(0)})}` +
	`function inflate(t){return new Response(new Blob([bytes(t)]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer()}` +
	`var all=window.arraybookScripts=window.arraybookScripts||{},key=packed.length+packed.slice(-24);` +
	`try{(all[key]=all[key]||inflate(packed).then(function(b){return new Function("return "+new TextDecoder().decode(b))()})).then(function(f){f(script,id,spec,inflate)}).catch(function(){})}catch(e){}` +
	`})`

// mentions tells an exporter, which looks for the library's name, whether a figure draws with it.
var mentions = map[string]string{"maps": "/* echarts */", "option": "/* echarts */"}

// interactive puts a script behind a piece of HTML that replaces it in place by what chart.js makes of spec, a chart drawn
// with echarts or a figure that moves. Without scripts, or without the chart library, the HTML stays as it is.
func interactive(content string, spec any) string {
	data, err := json.Marshal(spec) // escapes <, > and &, so that no text of the data can end the script
	if err != nil {
		return content
	}
	h := fnv.New64a()
	h.Write(data)
	h.Write([]byte(content))
	id := fmt.Sprintf("%x", h.Sum64())
	return fmt.Sprintf("<div data-arraybook=\"%s\">%s</div><script type=\"text/javascript\">%s%s(document.currentScript,%q,%q,%s)</script>", id, content, mentions[kindOf(spec)], starter, id, packedScripts()[kindOf(spec)], data)
}

// mapsSpec is what chart.js needs to know of a figure of matrices beyond its picture.
type mapsSpec struct {
	Width  int         `json:"width"`          // of the picture in CSS pixels
	Grid   bool        `json:"grid,omitempty"` // each map is an image of its own
	Panels []panelSpec `json:"panels"`
	Bars   [][4]int    `json:"bars,omitempty"`   // colour bars: their colours must not follow the page's
	Gutter int         `json:"gutter,omitempty"` // where the numbers of the vertical axis begin, right of its name
	Values *packedData `json:"values,omitempty"` // of all panels
	Colors []string    `json:"colors,omitempty"` // of the scale, when values have to be read from them
	Log    bool        `json:"log,omitempty"`
	Truth  bool        `json:"truth,omitempty"`

	cell cellSize // as drawn
}

// panelSpec is one map: its area and cell size in pixels of its image, and its scale.
type panelSpec struct {
	Title string  `json:"title,omitempty"`
	Area  [4]int  `json:"area"`
	Cell  [2]int  `json:"cell"`
	Rows  int     `json:"rows"`
	Cols  int     `json:"cols"`
	Step  int     `json:"step"`
	Lo    float64 `json:"lo"`
	Hi    float64 `json:"hi"`
}

// panelSpecOf tells chart.js about the i-th map, drawn in an area of its image.
func (m *maps) panelSpecOf(i int, area image.Rectangle, cell cellSize) panelSpec {
	p := &m.panels[i]
	return panelSpec{Title: p.title, Area: box(area), Cell: [2]int{cell.w, cell.h},
		Rows: m.full[0], Cols: m.full[1], Step: cell.step * p.step, Lo: p.scale.lo, Hi: p.scale.hi}
}

// spec tells chart.js about the map of a heatmap.
func (m *maps) spec(width int, area image.Rectangle, cell cellSize, bar image.Rectangle) *mapsSpec {
	s := &mapsSpec{Width: width, Panels: []panelSpec{m.panelSpecOf(0, area, cell)}, Bars: [][4]int{box(bar)}, cell: cell}
	if m.yLabel != "" {
		s.Gutter = px(margin + 13)
	}
	m.valuesFor(s)
	return s
}

// valuesFor adds the values that a pointer finds: those of the array where they fit, else the colours to read them from.
func (m *maps) valuesFor(s *mapsSpec) {
	s.Log, s.Truth = m.log, m.scale.truth
	if m.panels[0].step == 1 {
		parts := make([][]float64, len(m.panels))
		for i := range m.panels {
			parts[i] = m.panels[i].values
		}
		s.Values = packValues(parts, m.total)
	}
	if s.Values == nil {
		for i := range m.scale.colorCount() {
			s.Colors = append(s.Colors, hexColor(m.scale.color(i))[1:])
		}
	}
}

func box(r image.Rectangle) [4]int { return [4]int{r.Min.X, r.Min.Y, r.Dx(), r.Dy()} }
