// This file provides the letters of pictures: the Go fonts, rasterised at the sizes that figures use.

package display

import (
	"image/color"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
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
type fontSet struct{ faces map[textStyle]font.Face }

func newFontSet() *fontSet { return &fontSet{faces: map[textStyle]font.Face{}} }

func (s *fontSet) face(style textStyle) font.Face {
	style.color = color.RGBA{}
	if face, ok := s.faces[style]; ok {
		return face
	}
	face, err := opentype.NewFace(style.typeface.parsed(), &opentype.FaceOptions{Size: style.size * pixelRatio, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // NewFace reports no error for valid options
	}
	s.faces[style] = face
	return face
}

// width is the advance of a text in pixels of the canvas.
func (s *fontSet) width(text string, style textStyle) float64 {
	return float64(font.MeasureString(s.face(style), text)) / 64
}
