// This file is what all figures have in common: a bundle with a picture, its text and its description.

package display

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
)

// A Figure is a picture with its text form, made by [Heatmap], [FeatureMaps], [Line] and the others. It shows itself as
// the value of a cell. Its data was read when it was made: later changes to the array do not show in it.
type Figure struct {
	err   error
	shape drawing
}

// A drawing is what a kind of figure knows how to make of its data.
type drawing interface {
	draw() picture       // the picture
	text() string        // the same for a terminal
	description() string // what the picture shows, in words, for a reader who cannot see it
}

// figureError is a figure that shows only what was wrong with the call.
func figureError(err error) *Figure { return &Figure{err: err} }

// Err returns what was wrong with the call that made the figure: a shape it cannot show, an option it does not take.
func (f *Figure) Err() error { return f.err }

// PNG returns the picture, drawn at twice the size at which it is meant to be shown.
func (f *Figure) PNG() ([]byte, error) {
	if f.err != nil {
		return nil, f.err
	}
	return f.shape.draw().png()
}

// Save writes the picture to a .png file, whole or not at all.
func (f *Figure) Save(path string) error {
	if ext := filepath.Ext(path); !strings.EqualFold(ext, ".png") {
		return fmt.Errorf("display: Save %s: a figure is saved as .png, not %q", path, ext)
	}
	data, err := f.PNG()
	if err != nil {
		return err
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a link stays a link
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("display: Save %s: %w", path, err)
	}
	_, err = temporary.Write(data)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		os.Remove(temporary.Name())
		return fmt.Errorf("display: Save %s: %w", path, err)
	}
	return nil
}

// String returns the text form of the figure.
func (f *Figure) String() string {
	if f.err != nil {
		return f.err.Error()
	}
	return f.shape.text()
}

// MimeBundle implements [MimeBundler].
func (f *Figure) MimeBundle() (Bundle, error) {
	if f.err != nil {
		return errorBundle(f.err.Error()), nil
	}
	if own, ok := f.shape.(interface{ bundle() (Bundle, error) }); ok {
		return own.bundle()
	}
	return f.shape.draw().bundle(f.shape.text(), f.shape.description())
}

// A picture is an image with the number of its pixels to one CSS pixel.
type picture struct {
	image.Image
	ratio int
	spec  any // what an interactive chart of it needs to know, or nil
}

// largeFile is the size in bytes from which the picture that stands beside the HTML, for readers without HTML, is a
// smaller one: it is the second copy of the same.
const largeFile = 24 << 10

// png encodes the picture.
func (p picture) png() ([]byte, error) {
	if img, ok := p.Image.(*image.Paletted); ok && p.ratio == pixelRatio {
		return encodePaletted(img), nil
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, compact(p.Image)); err != nil {
		return nil, fmt.Errorf("display: encode picture: %w", err)
	}
	return buf.Bytes(), nil
}

// bundle shows the picture with a text for terminals and a description for readers who cannot see it.
func (p picture) bundle(text, description string) (Bundle, error) {
	data, err := p.png()
	if err != nil {
		return Bundle{}, err
	}
	w, h := max(1, p.Bounds().Dx()/p.ratio), max(1, p.Bounds().Dy()/p.ratio)
	page := pictureHTML(data, w, h, description)
	if p.spec != nil {
		page = interactive(page, p.spec)
	}
	mime := "image/png"
	if p.ratio == 1 && len(data) > largeFile { // not drawn here: a photograph
		if smaller, ok := photographic(p.Image); ok && len(smaller) < len(data) {
			mime, data = "image/jpeg", smaller
		}
	}
	return Bundle{
		Data:     map[string]any{"text/plain": text, "text/html": page, mime: data},
		Metadata: map[string]any{mime: map[string]any{"width": w, "height": h}},
	}, nil
}

// errorBundle shows what was wrong, in red where there is colour.
func errorBundle(message string) Bundle {
	return Bundle{Data: map[string]any{
		"text/plain": message,
		"text/html":  `<pre style="color:` + hexColor(errorColor) + `;white-space:pre-wrap">` + html.EscapeString(message) + `</pre>`,
	}}
}
