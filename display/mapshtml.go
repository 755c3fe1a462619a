// This file writes figures of matrices as pages: a heatmap as its picture, a grid as one image for each map, with titles and
// numbers as text, so that it takes the width and the colours of the page.

package display

import (
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"strings"
)

// bundle shows the figure. The copy for readers without HTML has maps of a quarter of the cells where they are many.
func (m *maps) bundle() (Bundle, error) {
	rough := *m
	if m.single {
		p := m.drawHeatmap()
		b, err := p.bundle(m.text(), m.description())
		if data, ok := b.Data["image/png"].([]byte); ok && len(data) > largeFile {
			rough.coarse = coarseStep(m.panels, p.spec.(*mapsSpec).cell)
			b.Data["image/png"], err = rough.drawHeatmap().png()
		}
		return b, err
	}
	layout := m.gridLayout(newFontSet())
	if layout.dense {
		rough.coarse = coarseStep(m.panels, layout.cell)
	}
	p := rough.drawGrid()
	data, err := p.png()
	if err != nil {
		return Bundle{}, err
	}
	w, h := p.Bounds().Dx()/p.ratio, p.Bounds().Dy()/p.ratio
	return Bundle{
		Data:     map[string]any{"text/plain": m.text(), "text/html": m.gridHTML(layout), "image/png": data},
		Metadata: map[string]any{"image/png": map[string]any{"width": w, "height": h}},
	}, nil
}

// gridHTML writes the maps of a grid in rows that wrap where the page is narrower.
func (m *maps) gridHTML(g gridLayout) string {
	spec := &mapsSpec{Grid: true}
	width := max(g.size.X, g.pitch.X-px(panelGap)) / pixelRatio
	if g.label > g.size.X {
		width += width / 4 // the page's letters are larger than those of the picture
	}
	var b strings.Builder
	b.WriteString(`<div style="font-size:12px;line-height:1.35">`)
	if m.title != "" {
		fmt.Fprintf(&b, `<div style="font-weight:600;font-size:13px;margin-bottom:6px">%s</div>`, html.EscapeString(m.title))
	}
	fmt.Fprintf(&b, `<div style="display:flex;flex-wrap:wrap;gap:8px %dpx;max-width:%dpx">`, panelGap, g.columns*(width+panelGap)-panelGap+1)
	for i := range m.panels {
		p := &m.panels[i]
		data, area, cell := panelImage(p, g)
		spec.Panels = append(spec.Panels, m.panelSpecOf(i, area, cell))
		fmt.Fprintf(&b, `<div style="width:%dpx"><b>%s</b>`+
			`<img src="data:image/png;base64,%s" width="%d" height="%d" alt="%s" style="display:block;image-rendering:%s">`,
			width, html.EscapeString(p.title), data, max(g.size.X/pixelRatio, 1), max(g.size.Y/pixelRatio, 1), html.EscapeString(m.describePanel(p)), rendering(g))
		if !m.sharedScale {
			fmt.Fprintf(&b, `<div style="display:flex;justify-content:space-between;gap:6px;font-size:10px"><span>%s</span><span>%s</span></div>`, number(p.scale.lo), number(p.scale.hi))
		}
		b.WriteString("</div>")
	}
	b.WriteString("</div>")
	b.WriteString(m.scaleHTML() + m.captionHTML(g.cell) + "</div>")
	m.valuesFor(spec)
	return interactive(b.String(), spec)
}

// rendering says how a browser scales the images of a grid: cells stay sharp if they are whole pixels.
func rendering(g gridLayout) string {
	if g.cell.w < pixelRatio {
		return "auto"
	}
	return "pixelated"
}

// panelImage is a map in base64, with its area and the size of its cells. The maps of a dense grid have one pixel for each
// cell.
func panelImage(p *panel, g gridLayout) (data string, area image.Rectangle, cell cellSize) {
	shown := p.shrink(g.cell.step)
	cell = g.cell
	if g.dense {
		cell.w, cell.h = 1, 1
	}
	c := newCanvas(shown.cols*cell.w, shown.rows*cell.h)
	area = image.Rect(0, 0, c.w, c.h)
	c.cells(area, shown, &p.scale, cell)
	return base64.StdEncoding.EncodeToString(encodePaletted(c.image())), area, cell
}

// describePanel says what one map shows for a reader who cannot see it.
func (m *maps) describePanel(p *panel) string {
	s := "map " + p.title
	if p.summary.finite > 0 {
		s += fmt.Sprintf(": %s to %s", number(p.summary.lo), number(p.summary.hi))
	}
	return s
}

// scaleHTML is the colour bar of a grid: with numbers at its ends if all maps have them in common.
func (m *maps) scaleHTML() string {
	const width, height = 220, 9
	c := newCanvas(width, 1)
	c.ramp(image.Rect(0, 0, width, 1), &m.scale, false)
	lo, hi := number(m.scale.lo), number(m.scale.hi)
	switch {
	case m.scale.truth:
		lo, hi = "false", "true"
	case !m.sharedScale:
		lo, hi = "low", "high, for each map the numbers below it"
	}
	return fmt.Sprintf(`<div style="display:flex;align-items:center;gap:8px;margin-top:8px;font-size:11px"><span>%s</span>`+
		`<img src="data:image/png;base64,%s" width="%d" height="%d" alt="colours from low to high" style="display:block;margin:0;height:%[4]dpx"><span>%[5]s</span></div>`,
		lo, base64.StdEncoding.EncodeToString(encodePaletted(c.image())), width, height, hi)
}

// captionHTML is the caption as text.
func (m *maps) captionHTML(cell cellSize) string {
	var parts []string
	for _, l := range m.scale.legends(m.total) {
		parts = append(parts, fmt.Sprintf(`<span style="background-color:%s;border:1px solid rgba(128,128,128,.6)">&nbsp;&nbsp;</span> %s`, hexColor(l.color), html.EscapeString(l.text)))
	}
	for _, n := range m.allNotes(cell) {
		parts = append(parts, html.EscapeString(n))
	}
	if len(parts) == 0 {
		return ""
	}
	return `<div style="font-size:11px;opacity:.75;margin-top:4px">` + strings.Join(parts, " &nbsp; ") + "</div>"
}
