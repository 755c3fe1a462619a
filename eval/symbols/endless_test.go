// This file tests what reads on behalf of a cell, and what looks at pictures before they are decoded.

package symbols

import (
	"bufio"
	"bytes"
	"context"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval"
)

// An owningSession knows whose goroutine calls.
type owningSession struct {
	*fakeSession
	own eval.Env
}

func (s owningSession) Own(eval.Env) eval.Env { return s.own }

// TestCommandWriter writes as a goroutine of package exec does, where a panic would end the process.
func TestCommandWriter(t *testing.T) {
	s := newSession()
	var b bytes.Buffer
	cell := s.cell
	streams := &commandStreams{env: cell}
	w := streams.writer(&b)
	if w != streams.writer(&b) {
		t.Error("standard output and standard error into one buffer would have two pipes")
	}
	if n, err := w.Write([]byte("text")); n != 4 || err != nil || b.String() != "text" {
		t.Errorf("%d, %v, %q in the buffer", n, err, &b)
	}
	if _, err := streams.writer((*bytes.Buffer)(nil)).Write([]byte("text")); err == nil {
		t.Error("a write that panics succeeded")
	}
	if log := cell.log.String(); !strings.HasPrefix(log, "[the output of a command is cut: ") {
		t.Errorf("the cell printed %q", log)
	}
	cell.cancel()
	if n, err := w.Write([]byte("more")); n != 0 || err == nil || b.String() != "text" {
		t.Errorf("after the cell: %d, %v, %q in the buffer", n, err, &b)
	}
}

func TestReaderContext(t *testing.T) {
	s := newSession()
	first, second := s.next(""), s.next("")
	second.cancel()
	if err := readerContext(owningSession{s, first}, first).Err(); err != nil {
		t.Errorf("a goroutine of a living cell, after another was interrupted: %v", err)
	}
	if err := readerContext(owningSession{s, second}, first).Err(); err == nil {
		t.Error("a goroutine of an interrupted cell reads on")
	}
}

func TestPicturesInARow(t *testing.T) {
	img := image.NewPaletted(image.Rect(0, 0, 3, 2), color.Palette{color.Black, color.White})
	var pngs, gifs bytes.Buffer
	for range 2 {
		if png.Encode(&pngs, img) != nil || gif.Encode(&gifs, img, nil) != nil {
			t.Fatal("not encoded")
		}
	}
	decoders := map[string]map[string]any{"image": {}, "png": {}, "gif": {}}
	bindImage(decoders["image"])
	bindPNG(decoders["png"])
	bindGIF(decoders["gif"])
	decode := decoders["image"]["Decode"].(func(io.Reader) (image.Image, string, error))
	whole := func(r io.Reader) (image.Image, error) { m, _, err := decode(r); return m, err }
	for name, c := range map[string]struct {
		r      io.Reader
		decode func(io.Reader) (image.Image, error)
	}{
		"image, png":       {bufio.NewReader(bytes.NewReader(pngs.Bytes())), whole},
		"image, gif":       {bufio.NewReader(bytes.NewReader(gifs.Bytes())), whole},
		"png":              {bufio.NewReader(bytes.NewReader(pngs.Bytes())), decoders["png"]["Decode"].(func(io.Reader) (image.Image, error))},
		"gif":              {bufio.NewReader(bytes.NewReader(gifs.Bytes())), decoders["gif"]["Decode"].(func(io.Reader) (image.Image, error))},
		"gif, no Peek":     {bytes.NewReader(gifs.Bytes()), decoders["gif"]["Decode"].(func(io.Reader) (image.Image, error))},
		"gif, small":       {bufio.NewReaderSize(bytes.NewReader(gifs.Bytes()), 16), decoders["gif"]["Decode"].(func(io.Reader) (image.Image, error))},
		"png, small":       {bufio.NewReaderSize(bytes.NewReader(pngs.Bytes()), 16), decoders["png"]["Decode"].(func(io.Reader) (image.Image, error))},
		"png, bytes alone": {bytes.NewReader(pngs.Bytes()), decoders["png"]["Decode"].(func(io.Reader) (image.Image, error))},
	} {
		for i := range 2 {
			if m, err := c.decode(c.r); err != nil || m.Bounds().Dx() != 3 {
				t.Errorf("%s: picture %d: %v", name, i, err)
			}
			if rest := c.r.(byteReader); strings.Contains(name, "gif") {
				if b, err := rest.ReadByte(); b != ';' || err != nil { // which Decode leaves
					t.Errorf("%s: %q, %v after picture %d", name, b, err, i)
				}
			}
		}
	}
}

func TestDescriptorOfFile(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	n := int(fd(f))
	if !isOwned(n) {
		t.Error("the descriptor of an open file is not the cell's")
	}
	f.Close()
	if isOwned(n) {
		t.Error("the descriptor of a closed file is the cell's")
	}
}

func TestCopiesOfFiles(t *testing.T) {
	src, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	dst, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer dst.Close()
	const size = copyPiece + 5
	if err := src.Truncate(size); err != nil {
		t.Fatal(err)
	}
	env := newSession().next("")
	for i, c := range []struct {
		copy func() (int64, error)
		want int64
		err  error
	}{
		{func() (int64, error) { return copyAll(env, dst, src, nil) }, size, nil},
		{func() (int64, error) { return copyAll(env, dst, src, nil) }, 0, nil},
		{func() (int64, error) { src.Seek(0, io.SeekStart); return copyN(env, dst, src, copyPiece+3) }, copyPiece + 3, nil},
		{func() (int64, error) { return copyN(env, dst, src, 9) }, 2, io.EOF},
		{func() (int64, error) { src.Seek(0, io.SeekStart); env.cancel(); return copyAll(env, dst, src, nil) }, 0, context.Canceled},
	} {
		n, err := c.copy()
		if n != c.want || err != c.err {
			t.Errorf("copy %d: %d bytes, %v, want %d, %v", i, n, err, c.want, c.err)
		}
	}
}
