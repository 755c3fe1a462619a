// This file bounds what makes images: the constructors of package image, and decoders, which believe the size that a file claims.

package symbols

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
)

// bindImage bounds the functions that make images of any size.
func bindImage(funcs map[string]any) {
	bound := func(r image.Rectangle, size int) {
		if !r.Empty() {
			reserve(r.Dx()*size, r.Dy())
		}
	}
	funcs["Decode"] = func(r io.Reader) (image.Image, string, error) { return image.Decode(claimed(r, anyConfig)) }
	funcs["NewRGBA"] = func(r image.Rectangle) *image.RGBA { bound(r, 4); return image.NewRGBA(r) }
	funcs["NewRGBA64"] = func(r image.Rectangle) *image.RGBA64 { bound(r, 8); return image.NewRGBA64(r) }
	funcs["NewNRGBA"] = func(r image.Rectangle) *image.NRGBA { bound(r, 4); return image.NewNRGBA(r) }
	funcs["NewNRGBA64"] = func(r image.Rectangle) *image.NRGBA64 { bound(r, 8); return image.NewNRGBA64(r) }
	funcs["NewAlpha"] = func(r image.Rectangle) *image.Alpha { bound(r, 1); return image.NewAlpha(r) }
	funcs["NewAlpha16"] = func(r image.Rectangle) *image.Alpha16 { bound(r, 2); return image.NewAlpha16(r) }
	funcs["NewGray"] = func(r image.Rectangle) *image.Gray { bound(r, 1); return image.NewGray(r) }
	funcs["NewGray16"] = func(r image.Rectangle) *image.Gray16 { bound(r, 2); return image.NewGray16(r) }
	funcs["NewCMYK"] = func(r image.Rectangle) *image.CMYK { bound(r, 4); return image.NewCMYK(r) }
	funcs["NewPaletted"] = func(r image.Rectangle, p color.Palette) *image.Paletted {
		bound(r, 1)
		return image.NewPaletted(r, p)
	}
	funcs["NewYCbCr"] = func(r image.Rectangle, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
		bound(r, 3)
		return image.NewYCbCr(r, ratio)
	}
	funcs["NewNYCbCrA"] = func(r image.Rectangle, ratio image.YCbCrSubsampleRatio) *image.NYCbCrA {
		bound(r, 4)
		return image.NewNYCbCrA(r, ratio)
	}
}

// claimed looks at the size that an image file claims before it is decoded. It returns a reader of the whole file.
func claimed(r io.Reader, config func(io.Reader) (image.Config, error)) io.Reader {
	if r == nil {
		return r
	}
	var head bytes.Buffer
	if c, err := config(io.TeeReader(r, &head)); err == nil && c.Width > 0 && c.Height > 0 {
		reserve(c.Width*8, c.Height)
	}
	return io.MultiReader(&head, r)
}

func anyConfig(r io.Reader) (image.Config, error) {
	c, _, err := image.DecodeConfig(r)
	return c, err
}

func bindPNG(funcs map[string]any) {
	funcs["Decode"] = func(r io.Reader) (image.Image, error) { return png.Decode(claimed(r, png.DecodeConfig)) }
}

func bindJPEG(funcs map[string]any) {
	funcs["Decode"] = func(r io.Reader) (image.Image, error) { return jpeg.Decode(claimed(r, jpeg.DecodeConfig)) }
}

func bindGIF(funcs map[string]any) {
	funcs["Decode"] = func(r io.Reader) (image.Image, error) { return gif.Decode(claimed(r, gif.DecodeConfig)) }
	funcs["DecodeAll"] = func(r io.Reader) (*gif.GIF, error) { return gif.DecodeAll(claimed(r, gif.DecodeConfig)) }
}
