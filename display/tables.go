// This file shows slices of structs and maps as tables.

package display

import (
	"html"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of a table.
const (
	tableRows    = 60 // shown of a longer one, two thirds from its beginning
	tableColumns = 30
	cellText     = 200 // bytes of one cell
)

// A table is what a value looks like in rows and columns.
type table struct {
	header  []string
	rows    [][]string // an empty row stands for those left out
	numeric []bool     // columns that align at the right
	note    string
	inText  bool // as text, the value reads as well without the table
}

// tableOf returns the table of a value that has one: a slice or array of structs (or of pointers to structs) with exported
// fields, a slice of maps from strings, or a map of values without parts of their own.
func tableOf(v reflect.Value) (table, bool) {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		elem := v.Type().Elem()
		if elem.Kind() == reflect.Pointer {
			elem = elem.Elem()
		}
		if v.Len() > 0 && elem.Kind() == reflect.Struct && !describesItself(v.Type().Elem()) {
			return structTable(v, elem)
		}
		if v.Len() > 0 && elem.Kind() == reflect.Map && elem.Key().Kind() == reflect.String {
			return recordTable(v), true
		}
		if v.Len() > 0 && (elem.Kind() == reflect.Slice || elem.Kind() == reflect.Array) && isPlain(elem.Elem()) && !describesItself(elem) {
			return listTable(v), true
		}
	case reflect.Map:
		if v.Len() > 0 && !isNested(v) {
			return mapTable(v), true
		}
	}
	return table{}, false
}

// listTable has a row for every inner list, as a matrix in nested slices has.
func listTable(v reflect.Value) table {
	longest := 0
	for _, i := range shownIndices(v.Len(), tableRows, tableRows/2) {
		if i >= 0 {
			longest = max(longest, v.Index(i).Len())
		}
	}
	columns := shownIndices(longest, tableColumns, tableColumns/2)
	numeric := isNumeric(v.Type().Elem().Elem())
	t := table{header: []string{""}, numeric: []bool{true}, inText: numeric}
	for _, c := range columns {
		name := "…"
		if c >= 0 {
			name = strconv.Itoa(c)
		}
		t.header, t.numeric = append(t.header, name), append(t.numeric, numeric)
	}
	t.fill(v.Len(), func(i int) []string {
		row := []string{strconv.Itoa(i)}
		for _, c := range columns {
			switch list := v.Index(i); {
			case c < 0:
				row = append(row, "…")
			case c < list.Len():
				row = append(row, cellOf(list.Index(c)))
			default:
				row = append(row, "")
			}
		}
		return row
	})
	return t
}

// describesItself reports types whose text is their own: their fields are not shown.
func describesItself(t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[error]()) || t.Implements(reflect.TypeFor[interface{ String() string }]())
}

// structTable has a column for every exported field.
func structTable(v reflect.Value, elem reflect.Type) (table, bool) {
	t := table{header: []string{""}, numeric: []bool{true}}
	if name := replacedType(elem); name != "" {
		t.note = "elements of type " + name
	}
	var fields []int
	for i := range elem.NumField() {
		f := elem.Field(i)
		if !f.IsExported() {
			continue
		}
		if len(fields) == tableColumns {
			t.note = joined(t.note, "the first "+strconv.Itoa(tableColumns)+" of "+plural(elem.NumField(), "field"))
			break
		}
		fields = append(fields, i)
		t.header = append(t.header, f.Name)
		t.numeric = append(t.numeric, isNumeric(f.Type))
	}
	t.fill(v.Len(), func(i int) []string {
		row := []string{strconv.Itoa(i)}
		item := v.Index(i)
		if item.Kind() == reflect.Pointer {
			if item.IsNil() {
				return append(row, "<nil>")
			}
			item = item.Elem()
		}
		for _, f := range fields {
			row = append(row, cellOf(item.Field(f)))
		}
		return row
	})
	return t, len(fields) > 0
}

// recordTable has a column for every key of the maps shown.
func recordTable(v reflect.Value) table {
	t := table{header: []string{""}, numeric: []bool{true}}
	columns := map[string]int{}
	for _, i := range shownIndices(v.Len(), tableRows, tableRows/2) {
		if i < 0 || v.Index(i).Kind() != reflect.Map {
			continue
		}
		for _, e := range entries(v.Index(i), tableColumns) {
			if name := e.key.String(); columns[name] == 0 && len(columns) < tableColumns {
				columns[name] = len(t.header)
				t.header = append(t.header, name)
				value := e.value
				if value.Kind() == reflect.Interface {
					value = value.Elem()
				}
				t.numeric = append(t.numeric, value.IsValid() && isNumeric(value.Type()))
			}
		}
	}
	t.fill(v.Len(), func(i int) []string {
		row := make([]string, len(t.header))
		row[0] = strconv.Itoa(i)
		for _, e := range entries(v.Index(i), tableColumns) {
			if k := columns[e.key.String()]; k > 0 {
				row[k] = cellOf(e.value)
			}
		}
		return row
	})
	return t
}

// mapTable has a row for every key.
func mapTable(v reflect.Value) table {
	t := table{inText: true, header: []string{"key", "value"}, numeric: []bool{isNumeric(v.Type().Key()), isNumeric(v.Type().Elem())}}
	for _, e := range entries(v, tableRows) {
		t.rows = append(t.rows, []string{cellOf(e.key), cellOf(e.value)})
	}
	if v.Len() > tableRows {
		t.note = strconv.Itoa(tableRows) + " of " + plural(v.Len(), "key")
	}
	return t
}

// fill makes the rows, leaving out the middle of many.
func (t *table) fill(n int, row func(i int) []string) {
	for _, i := range shownIndices(n, tableRows, tableRows/2) {
		if i < 0 {
			t.rows = append(t.rows, nil)
			continue
		}
		t.rows = append(t.rows, row(i))
	}
	if n > tableRows {
		t.note = joined(t.note, plural(n, "row"))
	}
}

// joined makes one note of two, of which the first may be empty.
func joined(a, b string) string { return strings.TrimPrefix(a+"; "+b, "; ") }

// isPlain reports types whose values have no parts.
func isPlain(t reflect.Type) bool {
	return t.Kind() >= reflect.Bool && t.Kind() <= reflect.Complex128 || t.Kind() == reflect.String || t.Implements(reflect.TypeFor[interface{ String() string }]())
}

func isNumeric(t reflect.Type) bool {
	return t.Kind() >= reflect.Int && t.Kind() <= reflect.Complex128 && !describesItself(t)
}

// cellOf is the text of one cell: one line, cut if it is long.
func cellOf(v reflect.Value) string {
	p := printer{}
	p.value(v, maxDepth-3)
	return cut(strings.ReplaceAll(p.String(), "\n", "⏎"), cellText)
}

// html writes the table. Every text in it is escaped.
func (t table) html() string {
	var b strings.Builder
	align := func(k int) string {
		if k < len(t.numeric) && t.numeric[k] {
			return "right"
		}
		return "left"
	}
	b.WriteString(`<table style="border-collapse:collapse"><thead><tr>`)
	for k, name := range t.header {
		b.WriteString(`<th style="padding:1px 8px;text-align:` + align(k) + `">` + html.EscapeString(name) + "</th>")
	}
	b.WriteString("</tr></thead><tbody>")
	for _, row := range t.rows {
		b.WriteString("<tr>")
		if row == nil {
			b.WriteString(`<td colspan="` + strconv.Itoa(len(t.header)) + `" style="text-align:center">⋮</td>`)
		}
		for k, cell := range row {
			b.WriteString(`<td style="padding:1px 8px;text-align:` + align(k) + `;white-space:pre-wrap">` + html.EscapeString(cell) + "</td>")
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
	if t.note != "" {
		b.WriteString(`<div style="opacity:.7">` + html.EscapeString(t.note) + "</div>")
	}
	return b.String()
}

// text writes the table with spaces between columns.
func (t table) text() string {
	const widestColumn = 40
	widths := make([]int, len(t.header))
	measure := func(row []string) {
		for k, cell := range row {
			widths[k] = max(widths[k], min(utf8.RuneCountInString(cell), widestColumn))
		}
	}
	measure(t.header)
	for _, row := range t.rows {
		measure(row)
	}
	var b strings.Builder
	write := func(row []string) {
		line := ""
		for k, cell := range row {
			if letters := []rune(cell); len(letters) > widestColumn {
				cell = string(letters[:widestColumn-1]) + "…"
			}
			pad := strings.Repeat(" ", widths[k]-utf8.RuneCountInString(cell))
			if t.numeric[k] {
				line += pad + cell + "  "
			} else {
				line += cell + pad + "  "
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	write(t.header)
	for _, row := range t.rows {
		if row == nil {
			b.WriteString("⋮\n")
			continue
		}
		write(row)
	}
	return strings.TrimRight(b.String()+t.note, "\n")
}
