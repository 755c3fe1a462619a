// This file bounds what makes images: the constructors of package image, and decoders, which believe the size that a file claims.

package symbols

import (
	"bufio"
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
	look := func(r io.Reader) {
		if c, err := config(r); err == nil && c.Width > 0 && c.Height > 0 {
			reserve(c.Width*8, c.Height)
		}
	}
	if buffered, ok := r.(*bufio.Reader); ok {
		p := peeking{r: buffered}
		if look(&p); !p.short {
			return r
		}
	}
	if bytewise, ok := r.(byteReader); ok { // decoders take no more than they need of it
		rec := recording{r: bytewise}
		look(&rec)
		return &replaying{rec.head, bytewise}
	}
	var head bytes.Buffer
	look(io.TeeReader(r, &head))
	return io.MultiReader(&head, r)
}

type byteReader interface {
	io.Reader
	io.ByteReader
}

// peeking reads what a bufio.Reader has, and leaves it there.
type peeking struct {
	r     *bufio.Reader
	off   int
	short bool // the buffer is too small for what was asked for
}

func (p *peeking) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if _, err := p.r.Peek(p.off + 1); err != nil {
		p.short = p.short || err == bufio.ErrBufferFull
		return 0, err
	}
	all, _ := p.r.Peek(p.r.Buffered())
	n := copy(b, all[p.off:])
	p.off += n
	return n, nil
}

// recording keeps what is read.
type recording struct {
	r    byteReader
	head bytes.Buffer
}

func (rec *recording) Read(b []byte) (int, error) {
	n, err := rec.r.Read(b)
	rec.head.Write(b[:n])
	return n, err
}

func (rec *recording) ReadByte() (byte, error) {
	c, err := rec.r.ReadByte()
	if err == nil {
		rec.head.WriteByte(c)
	}
	return c, err
}

// replaying reads head, and then on from r.
type replaying struct {
	head bytes.Buffer
	r    byteReader
}

func (rep *replaying) Read(b []byte) (int, error) {
	if rep.head.Len() > 0 {
		return rep.head.Read(b)
	}
	return rep.r.Read(b)
}

func (rep *replaying) ReadByte() (byte, error) {
	if rep.head.Len() > 0 {
		return rep.head.ReadByte()
	}
	return rep.r.ReadByte()
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
