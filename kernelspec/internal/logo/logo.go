// Package logo draws the project's logo: a small heatmap with a window on it, the picture of what arraybook is about.
// The PNG and the SVG files come from one list of shapes. The kernelspec room commits and embeds the result.
package logo

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
)

// side is the edge of the drawing in its own units.
const side = 64.0

// A rect is a rounded rectangle, filled, or outlined with a line of the given width that is centred on its edge.
type rect struct {
	x, y, w, h float64
	radius     float64
	outline    float64
	colour     color.NRGBA
}

var (
	ground = color.NRGBA{0x0b, 0x2a, 0x3c, 0xff}
	window = color.NRGBA{0xff, 0xff, 0xff, 0xff}
)

// cells are the heatmap's colours, row by row, from the viridis scale.
var cells = [3][3]color.NRGBA{
	{{0x2c, 0x72, 0x8e, 0xff}, {0x21, 0x91, 0x8c, 0xff}, {0x28, 0xae, 0x80, 0xff}},
	{{0x21, 0x91, 0x8c, 0xff}, {0x5e, 0xc9, 0x62, 0xff}, {0xad, 0xdc, 0x30, 0xff}},
	{{0x28, 0xae, 0x80, 0xff}, {0xad, 0xdc, 0x30, 0xff}, {0xfd, 0xe7, 0x25, 0xff}},
}

// shapes lists the drawing back to front.
func shapes() []rect {
	const margin, pitch, size = 8.0, 16.5, 15.0
	list := []rect{{0, 0, side, side, 12, 0, ground}}
	for i, row := range cells {
		for j, c := range row {
			list = append(list, rect{margin + pitch*float64(j), margin + pitch*float64(i), size, size, 2.5, 0, c})
		}
	}
	corner := margin + pitch - 2.25
	edge := 2*pitch + 3
	return append(list, rect{corner, corner, edge, edge, 4, 3.5, window})
}

// SVG returns the logo as an SVG document.
func SVG() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" height=\"%g\" viewBox=\"0 0 %g %g\">\n", side, side, side, side)
	for _, r := range shapes() {
		c := fmt.Sprintf("#%02x%02x%02x", r.colour.R, r.colour.G, r.colour.B)
		paint := fmt.Sprintf("fill=%q", c)
		if r.outline > 0 {
			paint = fmt.Sprintf("fill=\"none\" stroke=%q stroke-width=\"%g\"", c, r.outline)
		}
		fmt.Fprintf(&b, " <rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" rx=\"%g\" %s/>\n", r.x, r.y, r.w, r.h, r.radius, paint)
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// Draw returns the logo as a picture of size x size pixels.
func Draw(size int) *image.NRGBA {
	picture := image.NewNRGBA(image.Rect(0, 0, size, size))
	list := shapes()
	for y := range size {
		for x := range size {
			picture.SetNRGBA(x, y, pixel(list, float64(x), float64(y), side/float64(size)))
		}
	}
	return picture
}

// pixel averages the drawing over one pixel, from 8x8 points in it.
func pixel(list []rect, x, y, scale float64) color.NRGBA {
	const grid = 8
	var r, g, b, covered int
	for i := range grid {
		for j := range grid {
			c, hit := at(list, (x+(float64(j)+0.5)/grid)*scale, (y+(float64(i)+0.5)/grid)*scale)
			if hit {
				r, g, b, covered = r+int(c.R), g+int(c.G), b+int(c.B), covered+1
			}
		}
	}
	if covered == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(r / covered), uint8(g / covered), uint8(b / covered), uint8(covered * 255 / (grid * grid))}
}

// at returns the colour of the topmost shape that covers the point.
func at(list []rect, x, y float64) (color.NRGBA, bool) {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].covers(x, y) {
			return list[i].colour, true
		}
	}
	return color.NRGBA{}, false
}

func (r rect) covers(x, y float64) bool {
	d := r.distance(x, y)
	if r.outline > 0 {
		return math.Abs(d) <= r.outline/2
	}
	return d <= 0
}

// distance is the signed distance from the edge, negative inside.
func (r rect) distance(x, y float64) float64 {
	dx := math.Abs(x-r.x-r.w/2) - r.w/2 + r.radius
	dy := math.Abs(y-r.y-r.h/2) - r.h/2 + r.radius
	outside := math.Hypot(max(dx, 0), max(dy, 0))
	return outside + min(max(dx, dy), 0) - r.radius
}
