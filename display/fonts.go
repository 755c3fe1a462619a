// This file provides the letters of pictures: the Go fonts, rasterised at the sizes that figures use.

package display

import (
	"image"
	"image/color"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// A textStyle is how a text is drawn; size is in CSS pixels.
type textStyle struct {
	typeface *typeface
	size     float64
	color    color.RGBA
}

// A typeface is a font file, parsed when it is first used.
type typeface struct{ parsed func() *opentype.Font }

var (
	regular = newTypeface(goregular.TTF)
	medium  = newTypeface(gomedium.TTF)
)

var (
	titleStyle   = textStyle{medium, 13, inkColor}
	labelStyle   = textStyle{regular, 11.5, inkColor}
	tickStyle    = textStyle{regular, 10, mutedColor}
	captionStyle = textStyle{regular, 10, mutedColor}
	panelStyle   = textStyle{medium, 11, inkColor}
)

func (s textStyle) in(c color.RGBA) textStyle { s.color = c; return s }

func newTypeface(ttf []byte) *typeface {
	return &typeface{parsed: sync.OnceValue(func() *opentype.Font {
		f, err := opentype.Parse(ttf)
		if err != nil {
			panic(err) // the fonts are compiled in, so this is a broken build
		}
		return f
	})}
}

// A fontSet keeps the faces of one canvas: a face has scratch space and must not be shared between goroutines.
type fontSet struct{ faces map[textStyle]*styledFace }

func newFontSet() *fontSet { return &fontSet{faces: map[textStyle]*styledFace{}} }

// A styledFace is a face that knows its style, under which the glyphs of all canvases are kept.
type styledFace struct {
	font.Face
	style textStyle
}

func (s *fontSet) face(style textStyle) *styledFace {
	style.color = color.RGBA{}
	if face, ok := s.faces[style]; ok {
		return face
	}
	face, err := opentype.NewFace(style.typeface.parsed(), &opentype.FaceOptions{Size: style.size * pixelRatio, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // NewFace reports no error for valid options
	}
	s.faces[style] = &styledFace{face, style}
	return s.faces[style]
}

// width is the advance of a text in pixels of the canvas.
func (s *fontSet) width(text string, style textStyle) float64 {
	face := s.face(style)
	total, previous := fixed.Int26_6(0), rune(-1)
	for _, r := range text {
		if previous >= 0 {
			total += face.Kern(previous, r)
		}
		total += glyphOf(face, r, 0).advance
		previous = r
	}
	return float64(total) / 64
}

// A glyph is a letter as it is painted: its coverage, row by row within bounds, relative to the whole pixel of its origin.
type glyph struct {
	bounds   image.Rectangle
	coverage []uint8
	advance  fixed.Int26_6
}

type glyphKey struct {
	style    textStyle
	letter   rune
	fraction fixed.Int26_6 // of a pixel by which its origin is to the right
}

// glyphs keeps what was rasterised, which is most of the work of drawing a figure: figures repeat the same few letters. It
// is emptied when texts of many different letters have filled it.
var glyphs = struct {
	sync.RWMutex
	known map[glyphKey]*glyph
}{known: map[glyphKey]*glyph{}}

const maxGlyphs = 1 << 13

// glyphOf rasterises a letter, or finds it among those that were.
func glyphOf(face *styledFace, letter rune, fraction fixed.Int26_6) *glyph {
	key := glyphKey{face.style, letter, fraction}
	glyphs.RLock()
	g, ok := glyphs.known[key]
	glyphs.RUnlock()
	if ok {
		return g
	}
	g = &glyph{}
	bounds, mask, at, advance, ok := face.Glyph(fixed.Point26_6{X: fraction}, letter)
	if coverage, isAlpha := mask.(*image.Alpha); ok && isAlpha {
		g.bounds, g.advance = bounds, advance
		for y := range bounds.Dy() {
			g.coverage = append(g.coverage, coverage.Pix[coverage.PixOffset(at.X, at.Y+y):][:bounds.Dx()]...)
		}
	}
	glyphs.Lock()
	defer glyphs.Unlock()
	if len(glyphs.known) >= maxGlyphs {
		clear(glyphs.known)
	}
	glyphs.known[key] = g
	return g
}
