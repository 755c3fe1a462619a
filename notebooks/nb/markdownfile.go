// This file writes a notebook as one Markdown file, for code hosts, books and static sites.

package nb

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"mime"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// MarkdownOptions say how a Markdown file is made.
type MarkdownOptions struct {
	Files fs.FS // the notebook's folder, from which pictures in Markdown cells are taken; may be nil
	// Folder is the name of the folder for pictures beside the file. Without one they are put into the text, as data URLs,
	// which not every reader of Markdown shows.
	Folder string
}

// Markdown returns the notebook as CommonMark with tables: Markdown cells as they are, code in fences, and of each output
// the form that Markdown can hold: a picture, Markdown, a formula, else its text. Sources tagged as solutions are folded,
// and hidden sources and outputs left out. The pictures are returned beside the text.
func Markdown(book *Notebook, opts MarkdownOptions) (text []byte, pictures []File, err error) {
	w := &markdownFile{opts: opts}
	for i, c := range book.Cells {
		if err := w.cell(i, c, book.Language); err != nil {
			return nil, nil, fmt.Errorf("cell %d: %w", i+1, err)
		}
	}
	return w.out.Bytes(), w.pictures, nil
}

type markdownFile struct {
	opts     MarkdownOptions
	out      bytes.Buffer
	pictures []File
}

// block writes a block with a blank line before it.
func (w *markdownFile) block(text string) {
	if text = strings.TrimRight(text, "\n"); text == "" {
		return
	}
	if w.out.Len() > 0 {
		w.out.WriteString("\n")
	}
	w.out.WriteString(text + "\n")
}

func (w *markdownFile) cell(i int, c *Cell, language string) error {
	switch c.Type {
	case "markdown":
		text, err := w.links(c)
		w.block(text)
		return err
	case "raw":
		return nil // for other tools
	}
	if !c.SourceHidden {
		code := fenced(cmpOr(language, "go"), c.Source)
		if c.HasTag("solution") {
			code = "<details><summary>Solution</summary>\n\n" + code + "\n\n</details>"
		}
		if strings.TrimSpace(c.Source) != "" {
			w.block(code)
		}
	}
	if c.OutputsHidden {
		return nil
	}
	for n, o := range c.Outputs {
		text, err := w.output(fmt.Sprintf("cell-%d-%d", i+1, n+1), o)
		if err != nil {
			return fmt.Errorf("output %d: %w", n+1, err)
		}
		w.block(text)
	}
	return nil
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// output returns an output in the richest form that Markdown has.
func (w *markdownFile) output(name string, o Output) (string, error) {
	switch o.Type {
	case "stream":
		return fenced("text", withoutColours(o.Text)), nil
	case "error":
		text := strings.Join(o.Traceback, "\n")
		if text == "" {
			text = o.ErrName + ": " + o.ErrValue
		}
		return fenced("text", withoutColours(text)), nil
	}
	plain, _ := o.Data.Text("text/plain")
	if svg, ok := o.Data.Text("image/svg+xml"); ok {
		return w.picture(name, "image/svg+xml", []byte(svg), plain), nil
	}
	for _, mimeType := range imageTypes {
		if data, ok := o.Data.Text(mimeType); ok {
			content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
			if err != nil {
				return "", fmt.Errorf("%s: %w", mimeType, err)
			}
			return w.picture(name, mimeType, content, plain), nil
		}
	}
	for _, mimeType := range []string{"text/markdown", "text/latex"} {
		if text, ok := o.Data.Text(mimeType); ok {
			return text, nil
		}
	}
	if plain == "" {
		return "", nil
	}
	return fenced("text", withoutColours(plain)), nil
}

var endings = map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/svg+xml": ".svg"}

// picture returns an image and keeps its file. The first line of the text form describes it.
func (w *markdownFile) picture(name, mimeType string, content []byte, text string) string {
	about, _, _ := strings.Cut(text, "\n")
	about = strings.NewReplacer("[", "(", "]", ")", "\\", "/").Replace(about)
	return fmt.Sprintf("![%s](%s)", about, w.place(name+endings[mimeType], mimeType, content))
}

// place returns what refers to a picture: the name of its file, or its content.
func (w *markdownFile) place(name, mimeType string, content []byte) string {
	if w.opts.Folder == "" {
		return dataURL(mimeType, base64.StdEncoding.EncodeToString(content))
	}
	name = path.Join(w.opts.Folder, name)
	if !slices.ContainsFunc(w.pictures, func(f File) bool { return f.Name == name }) {
		w.pictures = append(w.pictures, File{Name: name, Content: content})
	}
	return (&url.URL{Path: name}).EscapedPath()
}

// imageLink matches an image in Markdown: its text and its destination.
var imageLink = regexp.MustCompile(`(!\[[^\]]*\]\()(<[^>]*>|[^)\s]+)`)

// links returns a Markdown cell's text with its pictures beside the new file: attached ones, and those of the notebook's
// folder.
func (w *markdownFile) links(c *Cell) (string, error) {
	var failed error
	text := imageLink.ReplaceAllStringFunc(c.Source, func(match string) string {
		part := imageLink.FindStringSubmatch(match)
		destination := strings.Trim(part[2], "<>")
		name, mimeType, content, err := w.read(destination, c.Attachments)
		if err != nil && failed == nil {
			failed = err
		}
		if content == nil {
			return match
		}
		return part[1] + w.place(name, mimeType, content)
	})
	return text, failed
}

// read returns the picture at a destination, or nothing for one on the web.
func (w *markdownFile) read(destination string, attachments map[string]Bundle) (name, mimeType string, content []byte, err error) {
	if name, ok := strings.CutPrefix(destination, "attachment:"); ok {
		if decoded, err := url.PathUnescape(name); err == nil {
			name = decoded
		}
		for mimeType, data := range attachments[name] {
			if text, ok := data.(string); ok {
				content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
				return path.Base(name), mimeType, content, err
			}
		}
		return "", "", nil, fmt.Errorf("picture %q is not attached to the cell", destination)
	}
	link, err := url.Parse(destination)
	if err != nil || link.Scheme != "" || link.Host != "" || w.opts.Files == nil {
		return "", "", nil, nil //nolint:nilerr // such a destination stays as it is
	}
	content, err = fs.ReadFile(w.opts.Files, path.Clean(link.Path))
	if err != nil {
		return "", "", nil, fmt.Errorf("picture %q: %w", destination, err)
	}
	return path.Base(link.Path), mime.TypeByExtension(path.Ext(link.Path)), content, nil
}

// fenced puts text into a fence that is longer than any run of backquotes in it.
func fenced(language, text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + language + "\n" + strings.TrimRight(text, "\n") + "\n" + fence
}

var escapeSequence = regexp.MustCompile("\x1b\\[[0-9;?]*[A-Za-z]")

// withoutColours is terminal output as plain text.
func withoutColours(text string) string { return escapeSequence.ReplaceAllString(text, "") }
