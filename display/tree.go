// This file shows nested values as trees that fold.

package display

import (
	"html"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/arraybook/arraybook/array"
)

// Limits of a tree.
const (
	treeChildren = 50
	treeDepth    = 6
	treeOpen     = 2 // levels that are unfolded at first
	treeText     = 1 << 17
)

// isNested reports values that a tree shows better than a line: containers that hold containers.
func isNested(v reflect.Value) bool {
	for range treeDepth { // a pointer may lead to itself
		if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
			v = v.Elem()
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if isContainer(v.Field(i)) {
				return true
			}
		}
	case reflect.Slice, reflect.Array:
		return holdsContainers(v, 0)
	case reflect.Map:
		for _, e := range entries(v, treeChildren) {
			if isContainer(e.value) {
				return true
			}
		}
	}
	return false
}

// holdsContainers reports a list among whose first items is a container.
func holdsContainers(v reflect.Value, depth int) bool {
	for i := range min(v.Len(), treeChildren) {
		if isContainerAt(v.Index(i), depth+1) {
			return true
		}
	}
	return false
}

func isContainer(v reflect.Value) bool { return isContainerAt(v, 0) }

// isContainerAt looks no deeper than a tree does: a list may hold itself.
func isContainerAt(v reflect.Value, depth int) bool {
	if depth > treeDepth {
		return true
	}
	if a, ok := arrayOf(v); ok {
		return a.Rank() > 0 && a.Size() > 0
	}
	if _, own := ownText(v); own {
		return false
	}
	switch v.Kind() {
	case reflect.Struct:
		return v.NumField() > 0
	case reflect.Slice, reflect.Array:
		return v.Len() > 8 || holdsContainers(v, depth) // a short list of plain values reads best in its line
	case reflect.Map:
		return v.Len() > 0
	case reflect.Pointer, reflect.Interface:
		return !v.IsNil() && isContainerAt(v.Elem(), depth+1)
	}
	return false
}

// treeHTML writes a value as nested details elements, which fold without a script.
func treeHTML(v reflect.Value) string {
	t := tree{}
	t.b.WriteString(`<div style="font-family:monospace;line-height:1.5">`)
	t.node("", v, 0)
	t.b.WriteString("</div>")
	return t.b.String()
}

type tree struct {
	b    strings.Builder
	path []uintptr // pointers that are being followed, to stop at cycles
}

// node writes one value with its name. It says its type, and on the folded line the beginning of its text.
func (t *tree) node(name string, v reflect.Value, depth int) {
	label := ""
	if name != "" {
		label = `<b>` + html.EscapeString(name) + `</b> `
	}
	if a, ok := arrayOf(v); ok && isContainer(v) && t.b.Len() <= treeText {
		t.array(label, a)
		return
	}
	for v.IsValid() && (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && !v.IsNil() && isContainer(v) {
		if v.Kind() == reflect.Pointer {
			if slices.Contains(t.path, v.Pointer()) {
				t.b.WriteString("<div>" + label + "↺ " + html.EscapeString(v.Type().String()) + "</div>")
				return
			}
			t.path = append(t.path, v.Pointer())
			defer func() { t.path = t.path[:len(t.path)-1] }()
		}
		v = v.Elem()
	}
	if !v.IsValid() || !isContainer(v) || depth >= treeDepth || t.b.Len() > treeText {
		text := "&lt;nil&gt;"
		if v.IsValid() {
			text = html.EscapeString(cellOf(v))
		}
		t.b.WriteString(`<div style="padding-left:1.1em">` + label + text + "</div>")
		return
	}
	open := ""
	if depth < treeOpen {
		open = " open"
	}
	t.b.WriteString("<details" + open + "><summary>" + label + `<span style="opacity:.6">` + html.EscapeString(typeAndSize(v)) + "</span></summary>")
	t.b.WriteString(`<div style="padding-left:1.1em;border-left:1px solid rgba(128,128,128,.3)">`)
	t.children(v, depth+1)
	t.b.WriteString("</div></details>")
}

// array writes an array as its form and range, with its elements folded.
func (t *tree) array(label string, a array.Untyped) {
	stats, _ := statistics(a)
	t.b.WriteString("<details><summary>" + label + `<span style="opacity:.6">` + html.EscapeString(strings.TrimSpace("array "+tuple(a.Shape())+" "+a.DType().String()+"  "+stats)) + "</span></summary>")
	t.b.WriteString(`<div style="padding-left:1.1em">` + elementsHTML(a) + "</div></details>")
}

func (t *tree) children(v reflect.Value, depth int) {
	left := 0
	switch v.Kind() {
	case reflect.Struct:
		for i := range min(v.NumField(), treeChildren) {
			t.node(v.Type().Field(i).Name, v.Field(i), depth)
		}
		left = v.NumField() - treeChildren
	case reflect.Map:
		for _, e := range entries(v, treeChildren) {
			t.node(cellOf(e.key), e.value, depth)
		}
		left = v.Len() - treeChildren
	case reflect.Slice, reflect.Array:
		if !holdsContainers(v, 0) {
			t.b.WriteString("<div>" + html.EscapeString(cellOf(v)) + "</div>")
			return
		}
		for i := range min(v.Len(), treeChildren) {
			t.node(strconv.Itoa(i), v.Index(i), depth)
		}
		left = v.Len() - treeChildren
	}
	if left > 0 {
		t.b.WriteString(`<div style="padding-left:1.1em;opacity:.6">… ` + plural(left, "more item") + "</div>")
	}
}

// typeAndSize names a container's type, with the number of its items where the type does not say it.
func typeAndSize(v reflect.Value) string {
	name := cut(v.Type().String(), 80)
	if v.Kind() == reflect.Map || v.Kind() == reflect.Slice {
		name += " · " + plural(v.Len(), "item")
	}
	return name
}
