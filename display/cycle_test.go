package display

import (
	"strings"
	"testing"
)

// TestCycles shows values that contain themselves.
func TestCycles(t *testing.T) {
	list := []any{1, nil}
	list[1] = list
	table := map[string]any{}
	table["itself"] = table
	var pointer any
	pointer = &pointer
	for name, v := range map[string]any{
		"list": list, "map": table, "pointer": pointer, "in a list": []any{list}, "in a struct": struct{ A any }{list},
		"in a table": []struct{ A, B any }{{list, 1}, {table, 2}},
	} {
		b := BundleOf(v)
		text, _ := b.Data["text/plain"].(string)
		if text == "" || len(text) > 1<<16 {
			t.Errorf("%s: text of %d bytes", name, len(text))
		}
		if html, _ := b.Data["text/html"].(string); strings.Count(html, "<details") > 1000 {
			t.Errorf("%s: %d levels", name, strings.Count(html, "<details"))
		}
	}
}
