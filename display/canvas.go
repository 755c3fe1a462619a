// This file is the drawing surface of all pictures: a paletted image with anti-aliased text, lines and areas.

package display

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Pictures are drawn at twice the size they are shown at, so that they are sharp on dense screens and in print.
const pixelRatio = 2

// The colours of everything that is not data. Light paper under every picture keeps it readable on a dark page too.
var (
	paperColor = rgb(0xffffff)
	inkColor   = rgb(0x1f2430)
	mutedColor = rgb(0x667085)
	gridColor  = rgb(0xe4e7ec)
	errorColor = rgb(0xc62828)
)

// A canvas is drawn in its pixels (pixelRatio to a CSS pixel) with one byte each: an index into a palette that grows
// with the colours used. That keeps files small, and drawing fast, since figures are mostly flat areas and colour-map
// steps. Once the palette is full, a further colour becomes the nearest one in it.
type canvas struct {
	pix     []uint8
	w, h    int
	palette []color.RGBA
	indices map[color.RGBA]uint8
	blends  map[blend]uint8
	recent  [256]mixed // the blends of late: nearly all pixels of a text find theirs here
	fonts   *fontSet
}

// mixed is a blend with the index of its colour. That of alpha 0 does not occur, so the zero value is no blend.
type mixed struct {
	key   blend
	index uint8
}

// A blend is a colour index painted over another one at an opacity of 0 to alphaSteps.
type blend struct{ below, above, alpha uint8 }

// alphaSteps is how finely edges are smoothed: few enough that text over paper leaves room in the palette for data.
const alphaSteps = 12

// newCanvas returns a canvas filled with paper.
func newCanvas(w, h int) *canvas {
	c := &canvas{pix: make([]uint8, w*h), w: w, h: h, indices: map[color.RGBA]uint8{}, blends: map[blend]uint8{}, fonts: newFontSet()}
	c.index(paperColor) // index 0, what pix is already filled with
	c.index(inkColor)
	return c
}

// index returns the palette index of an opaque colour.
func (c *canvas) index(col color.RGBA) uint8 {
	if i, ok := c.indices[col]; ok {
		return i
	}
	i := c.nearest(col)
	if len(c.palette) < 256 {
		i = uint8(len(c.palette))
		c.palette = append(c.palette, col)
	}
	c.indices[col] = i
	return i
}

func (c *canvas) nearest(col color.RGBA) uint8 {
	best, bestDistance := 0, math.MaxInt
	for i, p := range c.palette {
		dr, dg, db := int(p.R)-int(col.R), int(p.G)-int(col.G), int(p.B)-int(col.B)
		if d := 2*dr*dr + 4*dg*dg + 3*db*db; d < bestDistance {
			best, bestDistance = i, d
		}
	}
	return uint8(best)
}

// paint lays a colour over one pixel with an opacity of 0 to 255.
func (c *canvas) paint(x, y int, above uint8, opacity uint8) {
	if x < 0 || y < 0 || x >= c.w || y >= c.h {
		return
	}
	at := y*c.w + x
	switch alpha := (int(opacity)*alphaSteps + 127) / 255; alpha {
	case 0:
	case alphaSteps:
		c.pix[at] = above
	default:
		key := blend{c.pix[at], above, uint8(alpha)}
		slot := &c.recent[(int(key.below)*31+int(above)*7+alpha)%len(c.recent)]
		if slot.key != key {
			*slot = mixed{key, c.blended(key)}
		}
		c.pix[at] = slot.index
	}
}

// blended is the palette index of a blend.
func (c *canvas) blended(key blend) uint8 {
	i, ok := c.blends[key]
	if !ok {
		i = c.index(mix(c.palette[key.below], c.palette[key.above], float64(key.alpha)/alphaSteps))
		c.blends[key] = i
	}
	return i
}

// fill paints a rectangle with one colour.
func (c *canvas) fill(r image.Rectangle, col color.RGBA) {
	r = r.Intersect(image.Rect(0, 0, c.w, c.h))
	if r.Empty() {
		return
	}
	i := c.index(col)
	first := c.pix[r.Min.Y*c.w+r.Min.X : r.Min.Y*c.w+r.Max.X]
	for x := range first {
		first[x] = i
	}
	for y := r.Min.Y + 1; y < r.Max.Y; y++ {
		copy(c.pix[y*c.w+r.Min.X:], first)
	}
}

// frame draws the outline of r, its width outside of r.
func (c *canvas) frame(r image.Rectangle, width int, col color.RGBA) {
	o := r.Inset(-width)
	c.fill(image.Rect(o.Min.X, o.Min.Y, o.Max.X, r.Min.Y), col)
	c.fill(image.Rect(o.Min.X, r.Max.Y, o.Max.X, o.Max.Y), col)
	c.fill(image.Rect(o.Min.X, r.Min.Y, r.Min.X, r.Max.Y), col)
	c.fill(image.Rect(r.Max.X, r.Min.Y, o.Max.X, r.Max.Y), col)
}

// A point is a place on the canvas in pixels.
type point struct{ x, y float64 }

// shape paints what path encloses, with an opacity of 0 to 1, within the rectangle clip. The path is given in pixels
// relative to the origin that path is handed.
func (c *canvas) shape(clip image.Rectangle, col color.RGBA, opacity float64, path func(r *vector.Rasterizer, origin point)) {
	bounds := image.Rect(0, 0, c.w, c.h).Intersect(clip)
	if bounds.Empty() {
		return
	}
	raster := vector.NewRasterizer(bounds.Dx(), bounds.Dy())
	path(raster, point{float64(bounds.Min.X), float64(bounds.Min.Y)})
	mask := image.NewAlpha(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	raster.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	i := c.index(col)
	for y := range bounds.Dy() {
		for x, alpha := range mask.Pix[y*mask.Stride:][:bounds.Dx()] {
			if alpha != 0 {
				c.paint(bounds.Min.X+x, bounds.Min.Y+y, i, uint8(float64(alpha)*opacity+0.5))
			}
		}
	}
}

// polygon adds a closed outline to a path.
func polygon(r *vector.Rasterizer, origin point, outline ...point) {
	at := func(p point) (float32, float32) {
		// Far outside, the exact place does not matter, and the rasteriser's arithmetic would overflow.
		return float32(min(max(p.x-origin.x, -1e5), 1e5)), float32(min(max(p.y-origin.y, -1e5), 1e5))
	}
	r.MoveTo(at(outline[0]))
	for _, p := range outline[1:] {
		r.LineTo(at(p))
	}
	r.ClosePath()
}

// line draws lines through points in one stroke, with round joints. A point that is not finite leaves a gap.
func (c *canvas) line(clip image.Rectangle, col color.RGBA, width float64, points ...point) {
	c.shape(clip, col, 1, func(r *vector.Rasterizer, origin point) {
		for i, b := range points {
			if i == 0 || !b.finite() || !points[i-1].finite() {
				continue
			}
			a := points[i-1]
			dx, dy := b.x-a.x, b.y-a.y
			length := math.Hypot(dx, dy)
			if length == 0 {
				continue
			}
			nx, ny := -dy/length*width/2, dx/length*width/2
			polygon(r, origin, point{a.x + nx, a.y + ny}, point{a.x - nx, a.y - ny}, point{b.x - nx, b.y - ny}, point{b.x + nx, b.y + ny})
			if width > 2 {
				polygon(r, origin, circle(b, width/2, 10)...)
			}
		}
	})
}

// discs paints filled circles of the same radius in one stroke: where they overlap, they are no darker.
func (c *canvas) discs(clip image.Rectangle, col color.RGBA, opacity, radius float64, centers ...point) {
	c.shape(clip, col, opacity, func(r *vector.Rasterizer, origin point) {
		for _, p := range centers {
			if p.finite() {
				polygon(r, origin, circle(p, radius, 14)...)
			}
		}
	})
}

// circle is a polygon around a centre, turning the same way as the strokes of lines do.
func circle(center point, radius float64, corners int) []point {
	outline := make([]point, corners)
	for i := range outline {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(corners))
		outline[i] = point{center.x + radius*cos, center.y + radius*sin}
	}
	return outline
}

func (p point) finite() bool {
	return math.Abs(p.x) <= math.MaxFloat64 && math.Abs(p.y) <= math.MaxFloat64
}

// An anchor is the point of a text that is put at the given place: a fraction of its width and of its height, where
// (0, 0) is the top left of a capital letter and (1, 1) the right end of the base line.
type anchor struct{ x, y float64 }

// text writes one line of text.
func (c *canvas) text(s string, style textStyle, at point, a anchor) {
	face := c.fonts.face(style)
	x := at.x - a.x*c.width(s, style)
	y := at.y + (1-a.y)*c.capHeight(style)
	ink := c.index(style.color)
	c.glyphs(s, face, fixed.Point26_6{X: fixed.Int26_6(math.Round(x) * 64), Y: fixed.Int26_6(math.Round(y) * 64)}, func(px, py int, alpha uint8) {
		c.paint(px, py, ink, alpha)
	})
}

// textUp writes one line of text turned a quarter to the left, as along a vertical axis; its middle is at the point.
func (c *canvas) textUp(s string, style textStyle, middle point) {
	x := middle.x + c.capHeight(style)/2
	y := middle.y + c.width(s, style)/2
	ink := c.index(style.color)
	c.glyphs(s, c.fonts.face(style), fixed.Point26_6{}, func(px, py int, alpha uint8) {
		c.paint(int(math.Round(x))+py, int(math.Round(y))-px, ink, alpha)
	})
}

// glyphs calls put for every pixel that the text covers.
func (c *canvas) glyphs(s string, face *styledFace, dot fixed.Point26_6, put func(x, y int, alpha uint8)) {
	previous := rune(-1)
	for _, r := range s {
		if previous >= 0 {
			dot.X += face.Kern(previous, r)
		}
		g := glyphOf(face, r, dot.X&63)
		left, top := g.bounds.Min.X+dot.X.Floor(), g.bounds.Min.Y+dot.Y.Floor()
		w := g.bounds.Dx()
		for i, alpha := range g.coverage {
			if alpha != 0 {
				put(left+i%w, top+i/w, alpha)
			}
		}
		dot.X += g.advance
		previous = r
	}
}

// width is the advance of a text in pixels.
func (c *canvas) width(s string, style textStyle) float64 { return c.fonts.width(s, style) }

func (c *canvas) capHeight(style textStyle) float64 {
	return float64(c.fonts.face(style).Metrics().CapHeight) / 64
}

// image returns the canvas as a paletted image that shares its pixels.
func (c *canvas) image() *image.Paletted {
	palette := make(color.Palette, len(c.palette))
	for i, p := range c.palette {
		palette[i] = p
	}
	return &image.Paletted{Pix: c.pix, Stride: c.w, Rect: image.Rect(0, 0, c.w, c.h), Palette: palette}
}

// picture is the finished canvas, with what an interactive chart needs to know of it.
func (c *canvas) picture(spec any) picture { return picture{c.image(), pixelRatio, spec} }
