// This file shows arrays: a line about their form and range, and a table of their elements with its middle left out.

package display

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"

	"github.com/arraybook/arraybook/array"
)

// Limits of the table of an array.
const (
	shownEdge   = 4       // rows and columns at each end of a longer axis
	shownWhole  = 10      // rows and columns up to which an axis is shown whole
	shownBlocks = 4       // matrices of an array of higher rank
	statsLimit  = 1 << 22 // elements up to which all are read for the range; of more, a sample
)

// arrayBundle shows an array; one of shape (rows, columns, 3 or 4) and type uint8 also as the image it probably is.
func arrayBundle(a array.Untyped) Bundle {
	facts := describeArray(a)
	page := `<div style="font-size:13px">` + facts.html()
	plain := facts.text()
	data := map[string]any{}
	if img, ok := likelyImage(a); ok {
		b := imageBundle(img)
		page += b.Data["text/html"].(string)
		page += "<details><summary>elements</summary>" + elementsHTML(a) + "</details>"
		data["image/png"] = b.Data["image/png"]
	} else if a.Rank() > 0 && a.Size() > 0 {
		page += elementsHTML(a)
	}
	if a.Size() > 0 {
		plain += "\n" + elementsText(a)
	}
	data["text/plain"], data["text/html"] = plain, page+"</div>"
	return Bundle{Data: data}
}

// arrayFacts are what is said of an array before its elements.
type arrayFacts struct {
	shape, dtype, strides string
	memory                string
	view                  string // how the array reads its buffer, if not simply in order
	stats                 string
	histogram             string
	value                 string // of an array of rank 0
}

func describeArray(a array.Untyped) arrayFacts {
	f := arrayFacts{shape: tuple(a.Shape()), dtype: a.DType().String(), strides: tuple(a.Strides())}
	f.memory = byteSize(a.Size() * elementBytes(a.DType()))
	buffer := a.BufferLen()
	switch {
	case buffer != a.Size() || !a.IsContiguous():
		f.view = fmt.Sprintf("view of a buffer of %s", plural(buffer, "element"))
		if a.Offset() != 0 {
			f.view += fmt.Sprintf(" from %s on", grouped(a.Offset()))
		}
		f.memory = byteSize(buffer*elementBytes(a.DType())) + " buffer"
	case a.Offset() != 0:
		f.view = fmt.Sprintf("view from element %s on", grouped(a.Offset()))
	}
	if a.ReadOnly() {
		f.view = strings.TrimPrefix(f.view+", read-only", ", ")
	}
	if a.Rank() == 0 {
		f.value = elementFormat([]any{a.Element()})(a.Element())
	}
	if a.Size() > 1 {
		f.stats, f.histogram = statistics(a)
	}
	return f
}

// text writes the facts in one or two lines.
func (f arrayFacts) text() string {
	line := fmt.Sprintf("array %s %s  strides %s  %s", f.shape, f.dtype, f.strides, f.memory)
	if f.view != "" {
		line += "  " + f.view
	}
	if f.stats != "" {
		line += "\n" + f.stats
	}
	if f.histogram != "" {
		line += "  " + f.histogram
	}
	return line
}

func (f arrayFacts) html() string {
	line := fmt.Sprintf(`<b>%s</b> %s <span style="opacity:.7">&nbsp;strides %s&nbsp; %s`,
		strings.ReplaceAll(strings.Trim(f.shape, "()"), ", ", " × "), f.dtype, f.strides, f.memory)
	if f.shape == "()" {
		line = fmt.Sprintf(`<b>%s</b> &nbsp;<span style="opacity:.7">0-d %s`, html.EscapeString(f.value), f.dtype)
	}
	if f.view != "" {
		line += "&nbsp; " + html.EscapeString(f.view)
	}
	line += "</span>"
	if f.stats != "" {
		line += `<br><span style="opacity:.7">` + html.EscapeString(f.stats) + `</span>`
	}
	if f.histogram != "" {
		line += ` <span title="histogram of the values">` + f.histogram + `</span>`
	}
	return `<div style="margin-bottom:4px;line-height:1.5">` + line + `</div>`
}

// statistics says the range of the values and what of them is not finite, with a histogram of one line.
func statistics(a array.Untyped) (stats, histogram string) {
	values, whole := sampleValues(a, statsLimit)
	s := summarize(values)
	var parts []string
	switch {
	case a.DType() == array.Bool:
		parts = append(parts, fmt.Sprintf("%s true of %s", grouped(int(s.sum)), grouped(s.finite)))
	case s.finite > 0:
		what := ""
		if isComplex(a.DType()) {
			what = "modulus "
		}
		parts = append(parts, fmt.Sprintf("%smin %s  mean %s  max %s", what, number(s.lo), number(s.mean()), number(s.hi)))
		if s.lo < s.hi && s.finite >= 16 {
			histogram = sparkline(values, s)
		}
	}
	for _, odd := range []struct {
		n    int
		name string
	}{{s.nan, "NaN"}, {s.posInf, "+Inf"}, {s.negInf, "−Inf"}} {
		if odd.n > 0 {
			parts = append(parts, grouped(odd.n)+" "+odd.name)
		}
	}
	if !whole {
		parts = append(parts, fmt.Sprintf("(of a sample of %s)", grouped(len(values))))
	}
	return strings.Join(parts, "  "), histogram
}

// sampleValues reads an array whole, or a sample of it if it has more than limit elements: at equal distances along every
// axis, so that a broadcast array of any size is read as fast as a small one.
func sampleValues(a array.Untyped, limit int) (values []float64, whole bool) {
	if a.Size() <= limit {
		return a.Float64s(), true
	}
	const wanted = 1 << 16
	shape := a.Shape()
	counts := make([]int, len(shape))
	for k := range counts {
		counts[k] = 1
	}
	for grew := true; grew && product(counts) < wanted; {
		grew = false
		for k := len(shape) - 1; k >= 0; k-- {
			if n := min(2*counts[k], shape[k]); n > counts[k] && product(counts) < wanted {
				counts[k], grew = n, true
			}
		}
	}
	index := make([]int, len(shape))
	for i := range product(counts) {
		for k, j := range unravel(i, counts) {
			index[k] = j * shape[k] / counts[k]
		}
		values = append(values, asFloat(a.Element(index...)))
	}
	return values, false
}

// sparkline is a histogram in one line of block characters.
func sparkline(values []float64, s summary) string {
	bins := 24
	if span := s.hi - s.lo + 1; !s.fraction && span < float64(bins) {
		bins = int(span) // one for each whole number
	}
	counts := make([]int, bins)
	highest := 0
	for _, v := range values {
		if v >= s.lo && v <= s.hi {
			i := min(int((v/2-s.lo/2)/(s.hi/2-s.lo/2)*float64(bins)), bins-1)
			counts[i]++
			highest = max(highest, counts[i])
		}
	}
	var b strings.Builder
	for _, n := range counts {
		level := 0
		if n > 0 {
			level = 1 + n*6/highest
		}
		b.WriteRune([]rune("▁▂▃▄▅▆▇█")[level])
	}
	return b.String()
}

func isComplex(d array.DType) bool { return d == array.Complex64 || d == array.Complex128 }

func elementBytes(d array.DType) int {
	switch d {
	case array.Bool, array.Int8, array.Uint8:
		return 1
	case array.Int16, array.Uint16:
		return 2
	case array.Int32, array.Uint32, array.Float32:
		return 4
	case array.Complex128:
		return 16
	}
	return 8
}

// shownIndices lists the indices in [0, n) that a table shows; -1 stands for those left out.
func shownIndices(n, whole, edge int) []int {
	var out []int
	for i := range n {
		if n > whole && i == edge {
			out = append(out, -1)
		}
		if n <= whole || i < edge {
			out = append(out, i)
		}
		if n > whole && i >= edge {
			break
		}
	}
	if n > whole {
		for i := n - edge; i < n; i++ {
			out = append(out, i)
		}
	}
	return out
}

// A block is one matrix of an array as text: the last two axes at fixed indices of the others.
type block struct {
	lead       []int
	rows, cols []int // the indices shown
	cells      [][]string
}

// blocksOf returns the matrices of an array that are shown, with all numbers written alike; lead -1 stands for those left
// out. A vector is one row.
func blocksOf(a array.Untyped) []block {
	shape := a.Shape()
	if len(shape) == 1 {
		shape = []int{1, shape[0]}
	}
	lead := shape[:len(shape)-2]
	rows := shownIndices(shape[len(shape)-2], shownWhole, shownEdge)
	cols := shownIndices(shape[len(shape)-1], shownWhole, shownEdge)
	var blocks []block
	var values []any
	for _, i := range shownIndices(product(lead), shownBlocks, shownBlocks/2) {
		b := block{rows: rows, cols: cols}
		if i >= 0 {
			b.lead = unravel(i, lead)
			for _, r := range rows {
				for _, c := range cols {
					if r >= 0 && c >= 0 {
						index := append(append([]int{}, b.lead...), r, c)
						values = append(values, a.Element(index[len(index)-a.Rank():]...))
					}
				}
			}
		}
		blocks = append(blocks, b)
	}
	write := elementFormat(values)
	next := 0
	for i := range blocks {
		b := &blocks[i]
		if b.lead == nil {
			continue
		}
		for _, r := range b.rows {
			line := make([]string, len(b.cols))
			for k, c := range b.cols {
				line[k] = "…"
				if r >= 0 && c >= 0 {
					line[k] = write(values[next])
					next++
				} else if r < 0 {
					line[k] = "⋮"
				}
			}
			b.cells = append(b.cells, line)
		}
	}
	return blocks
}

// elementFormat chooses one form for all the elements of a table: integers as they are; floats with as many decimals as
// four significant digits of the largest need, and only as many as any of them uses; with exponents if sizes differ much.
func elementFormat(values []any) func(any) string {
	smallest, largest := math.Inf(1), 0.0
	decimals := 0
	note := func(f float64) {
		if m := math.Abs(f); m > 0 && m <= math.MaxFloat64 {
			smallest, largest = min(smallest, m), max(largest, m)
			for decimals < 4 && math.Abs(f*math.Pow10(decimals)-math.Round(f*math.Pow10(decimals))) > 1e-7*math.Pow10(decimals)*max(1, m) {
				decimals++
			}
		}
	}
	for _, v := range values {
		switch x := v.(type) {
		case float32:
			note(float64(x))
		case float64:
			note(x)
		case complex64:
			note(float64(real(x)))
			note(float64(imag(x)))
		case complex128:
			note(real(x))
			note(imag(x))
		}
	}
	form := byte('f')
	if largest >= 1e8 || largest > 0 && (smallest < 1e-4 && largest < 1 || largest/smallest > 1e7) {
		form, decimals = 'e', 3
	}
	float := func(f float64, bits int) string {
		text := strconv.FormatFloat(f, form, decimals, bits)
		if strings.Trim(text, "-0.") == "" { // rounded to zero, which needs no sign
			return strings.TrimPrefix(text, "-")
		}
		return text
	}
	both := func(re, im float64, bits int) string {
		s := float(im, bits)
		if s[0] != '-' && s[0] != '+' {
			s = "+" + s
		}
		return float(re, bits) + s + "i"
	}
	return func(v any) string {
		switch x := v.(type) {
		case float32:
			return float(float64(x), 32)
		case float64:
			return float(x, 64)
		case complex64:
			return both(float64(real(x)), float64(imag(x)), 32)
		case complex128:
			return both(real(x), imag(x), 64)
		}
		return fmt.Sprint(v)
	}
}

// leadText names the indices of a matrix within a larger array.
func leadText(lead []int) string {
	if lead == nil {
		return "…"
	}
	return "[" + strings.Trim(tuple(lead), "()") + ", :, :]"
}

// elementsText is the array's own text, unless it has so many axes that even its ends are too many to read.
func elementsText(a array.Untyped) string {
	ends := 1
	for _, n := range a.Shape() {
		ends *= min(n, 7)
		if ends > maxText {
			return "(too many axes to list the elements)"
		}
	}
	return cut(a.String(), maxText)
}

// elementsHTML writes the table with its indices along the edges.
func elementsHTML(a array.Untyped) string {
	if a.Rank() == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<div style="display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start">`)
	for _, bl := range blocksOf(a) {
		if bl.lead == nil {
			b.WriteString(`<div style="align-self:center">…</div>`)
			continue
		}
		b.WriteString(`<div>`)
		if a.Rank() > 2 {
			fmt.Fprintf(&b, `<div style="opacity:.7;font-family:monospace">%s</div>`, leadText(bl.lead))
		}
		writeBlockTable(&b, bl, a.Rank() > 1)
		b.WriteString(`</div>`)
	}
	return b.String() + `</div>`
}

func writeBlockTable(b *strings.Builder, bl block, rowNames bool) {
	const name = `<th style="padding:0 5px;opacity:.5;font-weight:normal;text-align:right">`
	index := func(i int) string {
		if i < 0 {
			return ""
		}
		return strconv.Itoa(i)
	}
	b.WriteString(`<table style="font-family:monospace;border-collapse:collapse;margin:0"><thead><tr>`)
	if rowNames {
		b.WriteString("<th></th>")
	}
	for _, c := range bl.cols {
		b.WriteString(name + index(c) + "</th>")
	}
	b.WriteString("</tr></thead><tbody>")
	for i, line := range bl.cells {
		b.WriteString("<tr>")
		if rowNames {
			b.WriteString(name + index(bl.rows[i]) + "</th>")
		}
		for _, cell := range line {
			b.WriteString(`<td style="padding:0 5px;text-align:right">` + html.EscapeString(cell) + "</td>")
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
}
