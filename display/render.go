// This file picks the form of a value: its own description first, then what this package knows of its type.

package display

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"image"
	"reflect"
	"strings"

	"github.com/go-echarts/go-echarts/v2/components"

	"github.com/arraybook/arraybook/array"
)

// render returns the bundle of any value. It may panic or hang where a method of the value does; [BundleOf] guards it.
func render(value any) Bundle {
	if isNil(value) {
		return textBundle(plainText(value))
	}
	switch v := value.(type) {
	case *Handle:
		return Bundle{}
	case Bundle:
		return withText(v, "Bundle")
	case MimeBundler:
		bundle, err := v.MimeBundle()
		if err != nil {
			return errorBundle(fmt.Sprintf("%T: MimeBundle: %v", value, err))
		}
		return withText(bundle, fmt.Sprintf("%T", value))
	case error:
		return errorValueBundle(v)
	case array.Untyped:
		return arrayBundle(v)
	case *array.ContractionPath:
		return render(&Figure{shape: newContraction(v)})
	case image.Image:
		return imageBundle(v)
	case echart:
		return echartBundle(v)
	case *components.Page:
		return pageBundle(v)
	case matrix:
		return matrixBundle(v)
	case documented:
		return documentedBundle(v)
	case json.RawMessage:
		return render(JSON(v))
	case fmt.Stringer, fmt.Formatter:
		return textBundle(cut(fmt.Sprint(v), 4*maxText))
	}
	return reflectedBundle(reflect.ValueOf(value))
}

// reflectedBundle shows a value by its structure: as a table or a tree where it has one, and always as text.
func reflectedBundle(v reflect.Value) Bundle {
	if b, ok := plotterBundle(v); ok {
		return b
	}
	if t, ok := tableOf(v); ok {
		text := ""
		if t.inText {
			text = plainText(v.Interface())
		} else {
			text = t.text()
		}
		return Bundle{Data: map[string]any{"text/plain": text, "text/html": t.html()}}
	}
	bundle := textBundle(plainText(v.Interface()))
	if isNested(v) {
		bundle.Data["text/html"] = treeHTML(v)
	}
	return bundle
}

// A documented value is a function with its declaration and doc comment, as an evaluator knows them of a name.
type documented interface {
	Declaration() string
	Doc() string
}

// documentedBundle shows a function as its documentation does.
func documentedBundle(d documented) Bundle {
	declaration, doc := cut(d.Declaration(), maxText), cut(d.Doc(), maxText)
	page := `<pre style="margin:0;white-space:pre-wrap"><b>` + html.EscapeString(declaration) + "</b></pre>"
	if doc != "" {
		page += `<div style="white-space:pre-wrap;max-width:80ch;margin:4px 0 0 2em;line-height:1.45">` + html.EscapeString(doc) + "</div>"
	}
	return Bundle{Data: map[string]any{"text/plain": strings.TrimSpace(declaration + "\n\n" + doc), "text/html": page}}
}

// errorValueBundle shows an error with the errors it wraps.
func errorValueBundle(err error) Bundle {
	text := err.Error()
	bundle := errorBundle(text)
	var lines []string
	for inner := errors.Unwrap(err); inner != nil && len(lines) < 10; inner = errors.Unwrap(inner) {
		lines = append(lines, fmt.Sprintf("%T: %v", inner, inner))
	}
	if len(lines) > 0 {
		bundle.Data["text/html"] = bundle.Data["text/html"].(string) + `<details><summary style="opacity:.7">` + html.EscapeString(fmt.Sprintf("%T", err)) +
			` wraps</summary><pre style="white-space:pre-wrap">` + html.EscapeString(strings.Join(lines, "\n")) + "</pre></details>"
	}
	return bundle
}
