// This file writes a notebook as one HTML page that opens without a network.

package nb

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
)

// HTMLOptions say how a page is made.
type HTMLOptions struct {
	Title string // of the page; "" takes the first heading
	Files fs.FS  // the notebook's folder, from which pictures in Markdown cells are taken; may be nil
	// ChartLibrary is the source of the ECharts library. It is put into the page once if an output draws with it.
	ChartLibrary []byte
}

//go:embed page.html
var pageSource string

//go:embed page.css
var pageStyle string

var page = template.Must(template.New("page").Parse(pageSource))

// pageCell is a cell as the template sees it.
type pageCell struct {
	ID            string
	Type          string
	Body          template.HTML // Markdown as HTML, or coloured code
	Count         int
	SourceHidden  bool
	OutputsHidden bool
	Summary       string // what a folded source is called
	Outputs       []template.HTML
}

// HTML returns the notebook as a page: Markdown, code and outputs in reading width, in the reader's light or dark scheme,
// every picture inside. It needs no script of its own; outputs keep theirs.
func HTML(book *Notebook, opts HTMLOptions) ([]byte, error) {
	markdown := newMarkdownWriter(opts.Files)
	var cells []pageCell
	for i, c := range book.Cells {
		p := pageCell{ID: c.ID, Type: c.Type, Count: c.ExecutionCount, SourceHidden: c.SourceHidden, OutputsHidden: c.OutputsHidden, Summary: "Code"}
		if c.HasTag("solution") {
			p.SourceHidden, p.Summary = true, "Solution"
		}
		if p.ID == "" {
			p.ID = fmt.Sprintf("cell-%d", i+1)
		}
		switch {
		case c.Type == "markdown":
			body, err := markdown.render(c.Source, c.Attachments)
			if err != nil {
				return nil, fmt.Errorf("cell %d: %w", i+1, err)
			}
			p.Body = template.HTML(body)
		case c.Type == "raw":
			p.Body = template.HTML(template.HTMLEscapeString(c.Source))
		case book.Language == "go" || book.Language == "":
			p.Body = template.HTML(highlightGo(c.Source))
		default:
			p.Body = template.HTML(template.HTMLEscapeString(c.Source))
		}
		for n, o := range c.Outputs {
			html, err := outputHTML(o, markdown)
			if err != nil {
				return nil, fmt.Errorf("cell %d: output %d: %w", i+1, n+1, err)
			}
			p.Outputs = append(p.Outputs, template.HTML(html))
		}
		cells = append(cells, p)
	}
	if len(markdown.missing) > 0 {
		return nil, fmt.Errorf("picture %q: not attached to its cell, nor an image file beside the notebook", markdown.missing[0])
	}
	title := opts.Title
	if title == "" && len(markdown.headings) > 0 {
		title = markdown.headings[0].Text
	}
	var out bytes.Buffer
	err := page.Execute(&out, map[string]any{
		"Title":    title,
		"Style":    template.CSS(pageStyle),
		"Charts":   chartScript(book, opts.ChartLibrary),
		"Sections": sections(markdown.headings),
		"Cells":    cells,
	})
	return out.Bytes(), err
}

// sections are the headings for the table of contents: those of the second level, if there are enough to need one.
func sections(all []heading) []heading {
	var list []heading
	for _, h := range all {
		if h.Level == 2 {
			list = append(list, h)
		}
	}
	if len(list) < 3 {
		return nil
	}
	return list
}

// chartScript returns the chart library if an output uses it. It stands behind everything, as text that the first chart in
// view runs: a page must show its pictures before a megabyte of script is read, and may never need it.
func chartScript(book *Notebook, library []byte) template.HTML {
	for _, c := range book.Cells {
		for _, o := range c.Outputs {
			if text, ok := o.Data.Text("text/html"); ok && strings.Contains(text, "echarts") {
				// "</script" in a string of the library would end the element.
				return template.HTML(strings.ReplaceAll(string(library), "</script", `<\/script`))
			}
		}
	}
	return ""
}

// imageTypes are the picture types in the order of preference.
var imageTypes = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// outputHTML returns one output in its richest form.
func outputHTML(o Output, markdown *markdownWriter) (string, error) {
	switch o.Type {
	case "stream":
		class := "stream"
		if o.Name == "stderr" {
			class = "stream stderr"
		}
		return pre(class, o.Text), nil
	case "error":
		text := strings.Join(o.Traceback, "\n")
		if text == "" {
			text = o.ErrName + ": " + o.ErrValue
		}
		return pre("error", text), nil
	}
	if text, ok := o.Data.Text("text/html"); ok {
		return `<div class="rich">` + text + "</div>", nil
	}
	if text, ok := o.Data.Text("image/svg+xml"); ok {
		return `<div class="rich">` + text + "</div>", nil
	}
	for _, mimeType := range imageTypes {
		if data, ok := o.Data.Text(mimeType); ok {
			alt, _ := o.Data.Text("text/plain")
			return fmt.Sprintf(`<img src="%s" alt="%s">`, dataURL(mimeType, strings.TrimSpace(data)), template.HTMLEscapeString(alt)), nil
		}
	}
	if text, ok := o.Data.Text("text/markdown"); ok {
		body, err := markdown.render(text, nil)
		return `<div class="rich">` + body + "</div>", err
	}
	for _, mimeType := range []string{"text/latex", "text/plain"} {
		if text, ok := o.Data.Text(mimeType); ok {
			return pre("plain", text), nil
		}
	}
	return "", nil // only types that no page can show
}

func pre(class, text string) string {
	return `<pre class="` + class + `">` + ansiToHTML(strings.TrimRight(text, "\n")) + "</pre>"
}
