// This file shows images: Go's own image.Image, and arrays that hold one.

package display

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"

	"golang.org/x/image/draw"

	"github.com/arraybook/arraybook/array"
)

// Images larger than this in either direction are shown smaller; small ones are enlarged in whole steps, so that their
// pixels can be seen.
const (
	largestImage  = 1024
	smallestImage = 96
)

// Picture shows an array as an image: (rows, columns) in gray, (rows, columns, 1) likewise, (rows, columns, 3) in colour
// and (rows, columns, 4) with opacity. Integers go from 0 to 255, floats from 0 to 1; values beyond are cut off. Range
// sets another pair of values for dark and bright.
//
// Options: Title, Range, Size.
func Picture(a array.Untyped, opts ...Option) *Figure {
	s, err := collect("Picture", opts, "Title", "Range", "Size")
	if err != nil {
		return figureError(err)
	}
	if isNil(a) {
		return figureError(errors.New("display: Picture: the array is nil"))
	}
	shape := a.Shape()
	channels := 1
	if len(shape) == 3 {
		channels = shape[2]
	}
	if len(shape) < 2 || len(shape) > 3 || channels != 1 && channels != 3 && channels != 4 {
		return figureError(fmt.Errorf("display: Picture: shape %s is not (rows, columns) or (rows, columns, 1, 3 or 4)", tuple(shape)))
	}
	if a.Size() == 0 || a.Size() > readLimit {
		return figureError(fmt.Errorf("display: Picture: shape %s has %s; a picture has from 1 to %s", tuple(shape), plural(a.Size(), "element"), grouped(readLimit)))
	}
	lo, hi := 0.0, 1.0
	if isInteger(a.DType()) {
		hi = 255
	}
	if s.has("Range") {
		lo, hi = s.lo, s.hi
	}
	return &Figure{shape: &photograph{s, shape, a.DType(), pixels(a.Float64s(), shape[0], shape[1], channels, lo, hi)}}
}

// pixels turns values in row-major order into an image.
func pixels(values []float64, rows, cols, channels int, lo, hi float64) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, cols, rows))
	level := func(v float64) uint8 {
		if v != v {
			return 0
		}
		return uint8(min(max((v-lo)/(hi-lo), 0), 1)*255 + 0.5)
	}
	for i := range rows * cols {
		v := values[i*channels : (i+1)*channels]
		p := img.Pix[4*i : 4*i+4]
		p[3] = 255
		switch channels {
		case 1:
			p[0] = level(v[0])
			p[1], p[2] = p[0], p[0]
		case 4:
			p[3] = level(v[3])
			fallthrough
		default:
			p[0], p[1], p[2] = level(v[0]), level(v[1]), level(v[2])
		}
	}
	return img
}

// A photograph is the figure of an image array.
type photograph struct {
	*settings
	shape []int
	dtype array.DType
	img   *image.NRGBA
}

// draw implements drawing.
func (p *photograph) draw() picture {
	shown := fitImage(p.img, p.width, p.height)
	if p.title == "" {
		return shown
	}
	strip := newCanvas(max(shown.Bounds().Dx(), 120), 24)
	style := titleStyle
	style.size /= pixelRatio // an image is drawn at its own size, not at twice that
	strip.text(strip.fitted(p.title, style, float64(strip.w)), style, point{0, 5}, anchor{0, 0})
	whole := image.NewNRGBA(image.Rect(0, 0, strip.w, strip.h+shown.Bounds().Dy()))
	draw.Draw(whole, whole.Rect, image.NewUniform(paperColor), image.Point{}, draw.Src)
	draw.Draw(whole, strip.image().Rect, strip.image(), image.Point{}, draw.Src)
	draw.Draw(whole, shown.Bounds().Add(image.Pt(0, strip.h)), shown.Image, shown.Bounds().Min, draw.Src)
	return picture{Image: whole, ratio: 1}
}

// text implements drawing.
func (p *photograph) text() string {
	return p.description()
}

// description implements drawing.
func (p *photograph) description() string {
	s := fmt.Sprintf("Picture of %s pixels from a %s array of shape %s", times([]int{p.shape[1], p.shape[0]}), p.dtype, tuple(p.shape))
	if p.title != "" {
		s = p.title + ". " + s
	}
	return s
}

// fitImage scales an image to be shown: within width x height if those are given, else small ones up and large ones down.
func fitImage(img image.Image, width, height int) picture {
	b := img.Bounds()
	if b.Empty() {
		return picture{Image: image.NewNRGBA(image.Rect(0, 0, 1, 1)), ratio: 1}
	}
	factor := 1.0
	switch long := max(b.Dx(), b.Dy()); {
	case width > 0:
		factor = min(float64(width)/float64(b.Dx()), float64(height)/float64(b.Dy()))
		if factor > 1 {
			factor = float64(int(factor))
		}
	case long > largestImage:
		factor = largestImage / float64(long)
	case long < smallestImage:
		factor = float64((smallestImage + long - 1) / long)
	}
	if factor == 1 {
		return picture{Image: img, ratio: 1}
	}
	scaled := image.NewNRGBA(image.Rect(0, 0, max(1, int(float64(b.Dx())*factor)), max(1, int(float64(b.Dy())*factor))))
	var scaler draw.Scaler = draw.NearestNeighbor // whole pixels, and no more work than the result is large
	if factor < 1 && b.Dx() <= readLimit/b.Dy() {
		scaler = draw.ApproxBiLinear
	}
	scaler.Scale(scaled, scaled.Rect, img, b, draw.Src, nil)
	return picture{Image: scaled, ratio: 1}
}

// imageBundle shows an image.
func imageBundle(img image.Image) Bundle {
	b := img.Bounds()
	alt := fmt.Sprintf("Image of %s pixels (%T)", times([]int{b.Dx(), b.Dy()}), img)
	bundle, err := fitImage(img, 0, 0).bundle(alt, alt)
	if err != nil {
		return errorBundle(err.Error())
	}
	return bundle
}

// likelyImage reports whether an array is shown as an image when nobody asked: bytes with three or four channels.
func likelyImage(a array.Untyped) (image.Image, bool) {
	shape := a.Shape()
	if a.DType() != array.Uint8 || len(shape) != 3 || shape[2] != 3 && shape[2] != 4 || shape[0] < 8 || shape[1] < 8 || a.Size() > readLimit {
		return nil, false
	}
	return pixels(a.Float64s(), shape[0], shape[1], shape[2], 0, 255), true
}

// compact is an image with a third of the data if it has only grays.
func compact(img image.Image) image.Image {
	color, ok := img.(*image.NRGBA)
	if !ok {
		return img
	}
	b := color.Rect
	gray := image.NewGray(b)
	for y := range b.Dy() {
		row := color.Pix[y*color.Stride:][:4*b.Dx()]
		for x := range b.Dx() {
			p := row[4*x : 4*x+4]
			if p[0] != p[1] || p[1] != p[2] || p[3] != 255 {
				return img
			}
			gray.Pix[y*gray.Stride+x] = p[0]
		}
	}
	return gray
}

// photographic encodes an image as JPEG, if it is opaque.
func photographic(img image.Image) (data []byte, ok bool) {
	if o, known := img.(interface{ Opaque() bool }); !known || !o.Opaque() {
		return nil, false
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, compact(img), &jpeg.Options{Quality: 80})
	return b.Bytes(), err == nil
}
