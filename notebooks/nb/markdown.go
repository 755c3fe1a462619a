// This file turns Markdown cells into HTML that needs no other file.

package nb

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"mime"
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// A markdownWriter renders the Markdown cells of one notebook.
type markdownWriter struct {
	engine   goldmark.Markdown
	files    fs.FS      // the notebook's folder, for pictures that stand beside it; nil leaves their links as they are
	ids      parser.IDs // shared by all cells, so that two headings never have the same id
	headings []heading  // of levels 1 to 3, in order
	missing  []string   // pictures that could not be read
}

type heading struct {
	Level int
	ID    string
	Text  string
}

func newMarkdownWriter(files fs.FS) *markdownWriter {
	engine := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(html.WithUnsafe()), // HTML in Markdown is part of the notebook, like its code
	)
	return &markdownWriter{engine: engine, files: files, ids: parser.NewContext().IDs()}
}

// render returns a Markdown text as HTML, with its pictures inside.
func (w *markdownWriter) render(source string, attachments map[string]Bundle) (string, error) {
	content := []byte(source)
	document := w.engine.Parser().Parse(text.NewReader(content), parser.WithContext(parser.NewContext(parser.WithIDs(w.ids))))
	var blocks []*ast.FencedCodeBlock
	err := ast.Walk(document, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.Image:
			node.Destination = []byte(w.embed(string(node.Destination), attachments))
		case *ast.FencedCodeBlock:
			blocks = append(blocks, node)
		case *ast.Heading:
			if id, ok := node.AttributeString("id"); ok && node.Level <= 3 {
				w.headings = append(w.headings, heading{node.Level, string(id.([]byte)), plainText(node, content)})
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return "", err
	}
	for _, block := range blocks { // not during the walk, which goes from sibling to sibling
		highlightBlock(block, content)
	}
	var out bytes.Buffer
	err = w.engine.Renderer().Render(&out, content, document)
	return out.String(), err
}

// highlightBlock puts coloured code in the place of a fenced block of Go.
func highlightBlock(block *ast.FencedCodeBlock, content []byte) {
	if string(block.Language(content)) != "go" {
		return
	}
	var source strings.Builder
	for i := range block.Lines().Len() {
		line := block.Lines().At(i)
		source.Write(line.Value(content))
	}
	coloured := ast.NewString([]byte(`<pre><code class="language-go">` + highlightGo(source.String()) + "</code></pre>\n"))
	coloured.SetCode(true) // the bytes are written as they are
	block.Parent().ReplaceChild(block.Parent(), block, coloured)
}

// embed returns what an image's destination becomes: a data URL for an attachment and for a file of the notebook's
// folder, itself otherwise.
func (w *markdownWriter) embed(destination string, attachments map[string]Bundle) string {
	if name, ok := strings.CutPrefix(destination, "attachment:"); ok {
		if decoded, err := url.PathUnescape(name); err == nil {
			name = decoded
		}
		for mimeType, data := range attachments[name] {
			if text, ok := data.(string); ok {
				return dataURL(mimeType, strings.TrimSpace(text))
			}
		}
		w.missing = append(w.missing, destination)
		return destination
	}
	link, err := url.Parse(destination)
	if err != nil || link.Scheme != "" || link.Host != "" || w.files == nil {
		return destination
	}
	content, err := fs.ReadFile(w.files, path.Clean(link.Path))
	mimeType := mime.TypeByExtension(path.Ext(link.Path))
	if err != nil || !strings.HasPrefix(mimeType, "image/") {
		w.missing = append(w.missing, destination)
		return destination
	}
	return dataURL(mimeType, base64.StdEncoding.EncodeToString(content))
}

func dataURL(mimeType, base64Text string) string {
	return fmt.Sprintf("data:%s;base64,%s", mimeType, strings.ReplaceAll(base64Text, "\n", ""))
}

// plainText is the text of a node without its markup.
func plainText(node ast.Node, content []byte) string {
	var b strings.Builder
	// The visitor never fails, so neither does the walk.
	_ = ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			b.Write(t.Value(content))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
