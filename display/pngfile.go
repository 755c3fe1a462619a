// This file writes paletted pictures as PNG files (W3C PNG specification, third edition), smaller than image/png does.

package display

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
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
	const band, every = 4, 96
	for y := range h {
		if y%every < band {
			asIs, predicted = filter(asIs, y, false), filter(predicted, y, true)
		}
	}
	paeth := len(deflate(predicted)) < len(deflate(asIs))
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
	chunk(&out, "IDAT", deflate(pixels))
	chunk(&out, "IEND", nil)
	return out.Bytes()
}

// paethRow appends the differences of a row from Paeth's prediction out of the pixels to the left and above.
func paethRow(dst, row, above []byte) []byte {
	var left, corner int
	for x, v := range row {
		up := int(above[x])
		toLeft, toUp := distance(up, corner), distance(left, corner) // of the prediction left + up - corner
		toCorner := distance(left+up, 2*corner)
		prediction := corner
		if toLeft <= toUp && toLeft <= toCorner {
			prediction = left
		} else if toUp <= toCorner {
			prediction = up
		}
		dst = append(dst, v-byte(prediction))
		left, corner = int(v), up
	}
	return dst
}

func distance(a, b int) int { return max(a-b, b-a) }

// deflaters keeps the compressors, which are large to make.
var deflaters = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	z := deflaters.Get().(*zlib.Writer)
	defer deflaters.Put(z)
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

// halved is a paletted picture at half its size. Within maps, cells keep their colours; elsewhere, four pixels are mixed.
func halved(img *image.Paletted, maps []image.Rectangle) *image.Paletted {
	small := newCanvas(img.Rect.Dx()/2, img.Rect.Dy()/2)
	same := make([]uint8, len(img.Palette))
	at := func(i uint8) (r, g, b uint32) { r, g, b, _ = img.Palette[i].RGBA(); return r >> 8, g >> 8, b >> 8 }
	for i := range img.Palette {
		r, g, b := at(uint8(i))
		same[i] = small.index(rgb(r<<16 | g<<8 | b))
	}
	for y := range small.h {
		for x := range small.w {
			k := 2*y*img.Stride + 2*x
			four := [4]uint8{img.Pix[k], img.Pix[k+1], img.Pix[k+img.Stride], img.Pix[k+img.Stride+1]}
			i := same[four[0]]
			if (four[1] != four[0] || four[2] != four[0] || four[3] != four[0]) && !inAny(maps, image.Pt(2*x, 2*y)) {
				var r, g, b uint32
				for _, f := range four {
					fr, fg, fb := at(f)
					r, g, b = r+fr, g+fg, b+fb
				}
				i = small.index(rgb((r+2)/4<<16 | (g+2)/4<<8 | (b+2)/4))
			}
			small.pix[y*small.w+x] = i
		}
	}
	return small.image()
}

func inAny(areas []image.Rectangle, p image.Point) bool {
	for _, a := range areas {
		if p.In(a) {
			return true
		}
	}
	return false
}
