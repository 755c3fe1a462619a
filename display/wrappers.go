// This file holds the wrappers that say in which form a text or value is to be shown.

package display

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"strings"
)

// A Rich is content in a form of the caller's choice, made by [HTML], [Markdown] and the others.
type Rich struct {
	mime string
	data any
	text string
	page string // the same in HTML, where the form itself needs it
	err  error
}

// HTML shows a fragment of HTML as it is. What it takes from data it has to escape itself, with html.EscapeString.
func HTML(fragment string) Rich { return Rich{mime: "text/html", data: fragment, text: fragment} }

// Markdown shows CommonMark text, with formulas between dollar signs.
func Markdown(text string) Rich { return Rich{mime: "text/markdown", data: text, text: text} }

// SVG shows a drawing, the text of one svg element.
func SVG(document string) Rich {
	r := Rich{mime: "image/svg+xml", data: document, text: "SVG drawing of " + plural(len(document), "byte")}
	if !strings.Contains(document, "<svg") {
		r.err = fmt.Errorf("display: SVG: no <svg element in %.40q", document)
	}
	return r
}

// LaTeX shows a formula. One that does not say how it is set off, as $...$ does, is put on a line of its own.
func LaTeX(formula string) Rich {
	set := strings.TrimSpace(formula)
	if !strings.HasPrefix(set, "$") && !strings.HasPrefix(set, `\[`) && !strings.HasPrefix(set, `\(`) && !strings.HasPrefix(set, `\begin`) {
		set = "$$" + set + "$$"
	}
	return Rich{mime: "text/latex", data: set, text: formula}
}

// JSON shows a value as JSON, which frontends draw as a tree that can be searched.
func JSON(v any) Rich {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return Rich{err: fmt.Errorf("display: JSON: %w", err)}
	}
	return Rich{mime: "application/json", data: json.RawMessage(text), text: cut(string(text), maxText)}
}

// PNG shows an encoded image.
func PNG(data []byte) Rich {
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Rich{err: fmt.Errorf("display: PNG: %w", err)}
	}
	return Rich{mime: "image/png", data: data, text: fmt.Sprintf("PNG image of %s pixels", times([]int{config.Width, config.Height}))}
}

// MimeBundle implements [MimeBundler].
func (r Rich) MimeBundle() (Bundle, error) {
	if r.err != nil {
		return errorBundle(r.err.Error()), nil
	}
	b := Bundle{Data: map[string]any{"text/plain": r.text, r.mime: r.data}}
	if r.page != "" {
		b.Data["text/html"] = r.page
	}
	return b, nil
}
