// This file writes paletted pictures as PNG files (W3C PNG specification, third edition), smaller than image/png does.

package display

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"math"
	"sync"
)

// encodePaletted encodes a picture of up to 256 colours. Package image/png leaves paletted rows unfiltered, which suits
// noise; smooth maps, whose palette is in the order of their values, take a quarter less space when every pixel is stored
// as its difference from Paeth's prediction. A sample of the rows decides which it is.
func encodePaletted(img *image.Paletted) []byte {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	row := func(y int) []byte { return img.Pix[y*img.Stride : y*img.Stride+w] }
	blank := make([]byte, w)
	above := func(y int) []byte {
		if y == 0 {
			return blank
		}
		return row(y - 1)
	}
	filter := func(dst []byte, y int, paeth bool) []byte {
		switch {
		case bytes.Equal(row(y), above(y)):
			return append(append(dst, 2), blank...) // Up, all zeros: most rows of enlarged cells repeat the one above
		case paeth:
			return paethRow(append(dst, 4), row(y), above(y))
		}
		return append(append(dst, 0), row(y)...)
	}
	var asIs, predicted []byte
	const band = 4
	every := 96
	if w*h <= 1<<15 {
		every = 12 // a small picture needs more of itself as its sample
	}
	for y := range h {
		if y%every < band {
			asIs, predicted = filter(asIs, y, false), filter(predicted, y, true)
		}
	}
	// In noise, repetitions are dearer than they are worth. Elsewhere the thorough search for them takes three times as long
	// as the fast one, and has to be worth a sixth.
	paeth, level, least := false, flate.HuffmanOnly, math.MaxInt
	samples := map[bool][]byte{false: asIs, true: predicted}
	for _, l := range []int{flate.HuffmanOnly, flate.BestSpeed} {
		for _, filtered := range []bool{false, true} {
			if n := len(deflate(samples[filtered], l)); n < least {
				paeth, level, least = filtered, l, n
			}
		}
	}
	if level == flate.BestSpeed && len(deflate(samples[paeth], flate.DefaultCompression))*6 < least*5 {
		level = flate.DefaultCompression
	}
	pixels := make([]byte, 0, (w+1)*h)
	for y := range h {
		pixels = filter(pixels, y, paeth)
	}

	var out bytes.Buffer
	out.WriteString("\x89PNG\r\n\x1a\n")
	header := binary.BigEndian.AppendUint32(nil, uint32(w))
	header = binary.BigEndian.AppendUint32(header, uint32(h))
	chunk(&out, "IHDR", append(header, 8, 3, 0, 0, 0)) // 8 bits, indexed, deflate, adaptive filters, not interlaced
	var palette []byte
	for _, c := range img.Palette {
		r, g, b, _ := c.RGBA()
		palette = append(palette, byte(r>>8), byte(g>>8), byte(b>>8))
	}
	chunk(&out, "PLTE", palette)
	chunk(&out, "IDAT", deflate(pixels, level))
	chunk(&out, "IEND", nil)
	return out.Bytes()
}

// paethRow appends the differences of a row from Paeth's prediction out of the pixels to the left and above.
func paethRow(dst, row, above []byte) []byte {
	left, corner := 0, 0
	for x, v := range row {
		up := int(above[x])
		dst = append(dst, v-byte(paeth(left, up, corner)))
		left, corner = int(v), up
	}
	return dst
}

// paeth is the one of three neighbours that is nearest to left + up - corner.
func paeth(left, up, corner int) int {
	toLeft, toUp, toCorner := distance(up, corner), distance(left, corner), distance(left+up, 2*corner)
	switch {
	case toLeft <= toUp && toLeft <= toCorner:
		return left
	case toUp <= toCorner:
		return up
	}
	return corner
}

func distance(a, b int) int { return max(a-b, b-a) }

// deflaters keeps the compressors of each level, which are large to make.
var deflaters = map[int]*sync.Pool{flate.DefaultCompression: newDeflaters(flate.DefaultCompression), flate.BestSpeed: newDeflaters(flate.BestSpeed),
	flate.HuffmanOnly: newDeflaters(flate.HuffmanOnly)}

func newDeflaters(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		z, err := zlib.NewWriterLevel(nil, level)
		if err != nil {
			panic(err) // there are these levels
		}
		return z
	}}
}

func deflate(data []byte, level int) []byte {
	var b bytes.Buffer
	z := deflaters[level].Get().(*zlib.Writer)
	defer deflaters[level].Put(z)
	z.Reset(&b)
	z.Write(data) // a bytes.Buffer takes everything
	z.Close()
	return b.Bytes()
}

// chunk writes one chunk with its length and checksum.
func chunk(out *bytes.Buffer, kind string, data []byte) {
	body := append([]byte(kind), data...)
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
	out.Write(body)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
}
