// This file adds to a picture the script that makes an interactive chart of it where scripts run.

package display

import (
	_ "embed"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"image"
	"math"
	"strings"
	"sync"
)

//go:embed chart.js
var chartSource string

// chartScript is chart.js as it travels in outputs: without comments and indentation.
var chartScript = sync.OnceValue(func() string {
	var lines []string
	for line := range strings.Lines(chartSource) {
		line = strings.TrimSpace(line)
		if code, _, found := strings.Cut(line, " // "); found {
			line = code
		}
		if line != "" && !strings.HasPrefix(line, "//") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
})

// interactive puts a script behind a piece of HTML that replaces it in place by a chart made from spec. Without scripts,
// or without the chart library (echarts), the HTML stays as it is.
func interactive(content string, spec any) string {
	data, err := json.Marshal(spec) // escapes <, > and &, so that no text of the data can end the script
	if err != nil {
		return content
	}
	h := fnv.New64a()
	h.Write(data)
	h.Write([]byte(content))
	id := fmt.Sprintf("%x", h.Sum64())
	return fmt.Sprintf("<div data-arraybook=\"%s\">%s</div><script type=\"text/javascript\">(%s)(document.currentScript,%q,%s)</script>", id, content, chartScript(), id, data)
}

// mapsSpec is what chart.js needs to know of a figure of matrices beyond its picture.
type mapsSpec struct {
	Width  int         `json:"width"` // of the picture in CSS pixels
	Panels []panelSpec `json:"panels"`
	Bars   [][4]int    `json:"bars"`             // colour bars: their colours must not follow the page's
	Gutter int         `json:"gutter,omitempty"` // where the numbers of the vertical axis begin, right of its name
	Values [][]any     `json:"values,omitempty"`
	Packed []string    `json:"packed,omitempty"`
	Colors []string    `json:"colors,omitempty"` // of the scale, when values have to be read from them
	Log    bool        `json:"log,omitempty"`
	Truth  bool        `json:"truth,omitempty"`
	Exact  bool        `json:"exact,omitempty"`
}

// panelSpec is one map: its area and cell size in pixels of the picture, and its scale.
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

// Values travel as they are up to exactCells cells, with 16 bits each up to packedCells, and are read from the colours of
// the picture beyond: a notebook is not the place for a copy of the data.
const (
	exactCells  = 1024
	packedCells = 1 << 15
)

// pack encodes values in 16 bits each: 0 to 65532 from lo to hi, then -Inf, +Inf and NaN.
func pack(values []float64, lo, hi float64) string {
	data := make([]byte, 0, 2*len(values))
	for _, v := range values {
		code := uint16(65535)
		switch {
		case v > math.MaxFloat64:
			code = 65534
		case v < -math.MaxFloat64:
			code = 65533
		case v == v && hi > lo:
			code = uint16(min(max((v/2-lo/2)/(hi/2-lo/2), 0), 1)*65532 + 0.5)
		case v == v:
			code = 0
		}
		data = binary.LittleEndian.AppendUint16(data, code)
	}
	return base64.StdEncoding.EncodeToString(data)
}

// plain lists values for JSON, which knows no NaN and no infinities: those are texts.
func plain(values []float64) []any {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
		if v != v || math.Abs(v) > math.MaxFloat64 {
			list[i] = number(v)
		}
	}
	return list
}

// spec tells chart.js about the maps of a figure, of which each has its area in the picture.
func (m *maps) spec(width int, areas []image.Rectangle, cell cellSize, bars ...image.Rectangle) *mapsSpec {
	s := &mapsSpec{Width: width, Log: m.log, Truth: m.scale.truth}
	if m.yLabel != "" {
		s.Gutter = px(margin + 13)
	}
	cells := 0
	for i := range m.panels {
		p := &m.panels[i]
		cells += len(p.values)
		s.Panels = append(s.Panels, panelSpec{Title: p.title, Area: box(areas[i]), Cell: [2]int{cell.w, cell.h},
			Rows: m.full[0], Cols: m.full[1], Step: cell.step * p.step, Lo: p.scale.lo, Hi: p.scale.hi})
	}
	for _, b := range bars {
		s.Bars = append(s.Bars, box(b))
	}
	sampled := m.panels[0].step > 1
	switch {
	case cells <= exactCells && !sampled:
		s.Exact = true
		for i := range m.panels {
			s.Values = append(s.Values, plain(m.panels[i].values))
		}
	case cells <= packedCells && !sampled:
		for i := range m.panels {
			p := &m.panels[i]
			s.Panels[i].Lo, s.Panels[i].Hi = p.summary.lo, p.summary.hi
			if p.summary.finite == 0 {
				s.Panels[i].Lo, s.Panels[i].Hi = 0, 0
			}
			s.Packed = append(s.Packed, pack(p.values, p.summary.lo, p.summary.hi))
		}
	default:
		for i := range m.scale.colorCount() {
			s.Colors = append(s.Colors, hexColor(m.scale.color(i))[1:])
		}
	}
	return s
}

func box(r image.Rectangle) [4]int { return [4]int{r.Min.X, r.Min.Y, r.Dx(), r.Dy()} }
