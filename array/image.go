// This file reads and writes pictures.

package array

import (
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // LoadImage reads GIF
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// maxPixels bounds the pictures that LoadImage accepts, so that a small hostile file cannot claim all memory.
const maxPixels = 1 << 28

// LoadImage reads a PNG, JPEG or GIF file as an array of shape (height, width, channels): one channel for grey
// pictures, three for red, green, blue, four if a pixel is transparent (alpha is not premultiplied). Samples of 16
// bits keep their upper eight; LoadImage16 keeps all. Of an animation it reads the first frame. It returns an error
// for files of other kinds, damaged ones, and pictures of more than 2^28 pixels.
func LoadImage(path string) (*Array[uint8], error) {
	m, err := decodeImageFile("LoadImage", path)
	if err != nil {
		return nil, err
	}
	return FromImage(m), nil
}

// LoadImage16 is LoadImage with 16 bits per sample; those of 8 bits are spread over the range, 255 becoming 65535.
// It returns an error as LoadImage does.
func LoadImage16(path string) (*Array[uint16], error) {
	m, err := decodeImageFile("LoadImage16", path)
	if err != nil {
		return nil, err
	}
	return FromImage16(m), nil
}

func decodeImageFile(op, path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError(op, path, err)
	}
	defer f.Close()
	m, err := decodeImage(f)
	if err != nil {
		return nil, fileError(op, path, err)
	}
	return m, nil
}

// decodeImage checks the picture's size before its pixels are allocated.
func decodeImage(r io.ReadSeeker) (image.Image, error) {
	config, format, err := image.DecodeConfig(r)
	if err != nil {
		return nil, err
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return nil, fmt.Errorf("the %s picture claims %d x %d pixels, more than %d", format, config.Width, config.Height, maxPixels)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	m, _, err := image.Decode(watchedReader{r, watch()})
	return m, err
}

// watchedReader looks before each read whether it is to go on.
type watchedReader struct {
	r     io.Reader
	check func()
}

func (r watchedReader) Read(p []byte) (int, error) {
	r.check()
	return r.r.Read(p)
}

// fileError wraps what went wrong with a file.
func fileError(op, path string, err error) error {
	text := err.Error()
	if !strings.Contains(text, path) {
		text = path + ": " + text
	}
	return &Error{Op: op, Message: text, Err: err}
}

// FromImage returns a picture's pixels as LoadImage does.
func FromImage(m image.Image) *Array[uint8] {
	channels := channelsOf(m)
	b := m.Bounds()
	a := allocate[uint8]([]int{b.Dy(), b.Dx(), channels})
	eachPixel(m, func(i int, c color.NRGBA64) {
		p := a.data[i*channels : (i+1)*channels]
		p[0] = uint8(c.R >> 8)
		if channels >= 3 {
			p[1], p[2] = uint8(c.G>>8), uint8(c.B>>8)
		}
		if channels == 4 {
			p[3] = uint8(c.A >> 8)
		}
	})
	return a
}

// FromImage16 returns a picture's pixels as LoadImage16 does.
func FromImage16(m image.Image) *Array[uint16] {
	channels := channelsOf(m)
	b := m.Bounds()
	a := allocate[uint16]([]int{b.Dy(), b.Dx(), channels})
	eachPixel(m, func(i int, c color.NRGBA64) {
		p := a.data[i*channels : (i+1)*channels]
		p[0] = c.R
		if channels >= 3 {
			p[1], p[2] = c.G, c.B
		}
		if channels == 4 {
			p[3] = c.A
		}
	})
	return a
}

// channelsOf tells how many channels a picture needs.
func channelsOf(m image.Image) int {
	switch m := m.(type) {
	case *image.Gray, *image.Gray16:
		return 1
	case *image.Paletted:
		if isGrey(m.Palette) && m.Opaque() {
			return 1
		}
	}
	if o, ok := m.(interface{ Opaque() bool }); ok && o.Opaque() {
		return 3
	}
	return 4
}

func isGrey(p color.Palette) bool {
	for _, c := range p {
		if r, g, b, _ := c.RGBA(); r != g || g != b {
			return false
		}
	}
	return true
}

// eachPixel calls f with the pixels in row-major order, alpha not premultiplied.
func eachPixel(m image.Image, f func(i int, c color.NRGBA64)) {
	b := m.Bounds()
	i, check := 0, lookout(b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		check()
		for x := b.Min.X; x < b.Max.X; x++ {
			f(i, pixelAt(m, x, y))
			i++
		}
	}
}

// pixelAt returns a pixel without rounding alpha twice where the picture stores it unmultiplied.
func pixelAt(m image.Image, x, y int) color.NRGBA64 {
	switch m := m.(type) {
	case *image.Gray:
		v := uint16(m.GrayAt(x, y).Y) * 0x101
		return color.NRGBA64{R: v, G: v, B: v, A: 0xffff}
	case *image.NRGBA:
		c := m.NRGBAAt(x, y)
		return color.NRGBA64{R: uint16(c.R) * 0x101, G: uint16(c.G) * 0x101, B: uint16(c.B) * 0x101, A: uint16(c.A) * 0x101}
	case *image.NRGBA64:
		return m.NRGBA64At(x, y)
	}
	return color.NRGBA64Model.Convert(m.At(x, y)).(color.NRGBA64)
}

// SaveImage writes an array of uint8 or uint16 samples as a picture, PNG or JPEG by the path's ending (.png, .jpg,
// .jpeg). The shape is (height, width) or (height, width, channels) with 1, 3 or 4 channels. It returns an error for
// other shapes and endings, for 16 bits or transparency in JPEG, which has neither, or if the file cannot be
// written. The file appears whole or not at all.
func SaveImage[T uint8 | uint16](path string, a *Array[T]) error {
	m, err := toImage(a)
	if err != nil {
		return fileError("SaveImage", path, err)
	}
	encode := func(w io.Writer) error { return png.Encode(w, m) }
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".png":
	case ".jpg", ".jpeg":
		if a.DType() == Uint16 || len(a.shape) == 3 && a.shape[2] == 4 {
			return fileError("SaveImage", path, fmt.Errorf("JPEG holds neither 16-bit samples nor transparency; shape %s of %s does not fit", shapeText(a.shape), a.DType()))
		}
		encode = func(w io.Writer) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: 95}) }
	default:
		return fileError("SaveImage", path, fmt.Errorf("unknown ending %q; use .png, .jpg or .jpeg", ext))
	}
	return writeWhole("SaveImage", path, encode)
}

// ToImage returns a picture with a's samples, laid out as SaveImage describes, or an error for other shapes.
func ToImage[T uint8 | uint16](a *Array[T]) (image.Image, error) {
	m, err := toImage(a)
	if err != nil {
		return nil, &Error{Op: "ToImage", Message: err.Error(), Err: err}
	}
	return m, nil
}

func toImage[T uint8 | uint16](a *Array[T]) (image.Image, error) {
	channels := 1
	if len(a.shape) == 3 {
		channels = a.shape[2]
	}
	if len(a.shape) != 2 && len(a.shape) != 3 || channels != 1 && channels != 3 && channels != 4 || a.Size() == 0 {
		return nil, fmt.Errorf("shape %s is not a picture: want (height, width) or (height, width, 1, 3 or 4)", shapeText(a.shape))
	}
	h, w := a.shape[0], a.shape[1]
	bounds := image.Rect(0, 0, w, h)
	switch a := any(a).(type) {
	case *Array[uint8]:
		if channels == 1 {
			return &image.Gray{Pix: a.Values(), Stride: w, Rect: bounds}, nil
		}
		return &image.NRGBA{Pix: withAlpha(a.Values(), channels), Stride: 4 * w, Rect: bounds}, nil
	case *Array[uint16]:
		if channels == 1 {
			return &image.Gray16{Pix: bigEndian(a.Values()), Stride: 2 * w, Rect: bounds}, nil
		}
		return &image.NRGBA64{Pix: bigEndian(withAlpha(a.Values(), channels)), Stride: 8 * w, Rect: bounds}, nil
	}
	panic("unreachable: T is uint8 or uint16")
}

// withAlpha returns samples of three channels with a fourth that is opaque; those of four as they are.
func withAlpha[T uint8 | uint16](samples []T, channels int) []T {
	if channels == 4 {
		return samples
	}
	out, check := make([]T, 0, len(samples)/3*4), lookout(len(samples))
	for ; len(samples) > 0; samples = samples[3:] {
		check()
		out = append(append(out, samples[:3]...), ^T(0))
	}
	return out
}

func bigEndian(samples []uint16) []byte {
	out := make([]byte, 0, 2*len(samples))
	watched(len(samples), func(lo, hi int) {
		for _, v := range samples[lo:hi] {
			out = append(out, byte(v>>8), byte(v))
		}
	})
	return out
}
