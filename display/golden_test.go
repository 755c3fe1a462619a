// This file compares pictures and bundles with golden files: go test ./display -update rewrites them.

package display

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares text with testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got\n%s\nwant\n%s", path, got, want)
	}
}

// goldenPicture compares a PNG with testdata/name pixel by pixel. Rasterisers round differently on other processors, so a
// few pixels may differ by little.
func goldenPicture(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, have := decode(t, file), decode(t, got)
	if want.Bounds() != have.Bounds() {
		t.Fatalf("%s: size %v, want %v", path, have.Bounds(), want.Bounds())
	}
	different := 0
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			r, g, b, _ := want.At(x, y).RGBA()
			r2, g2, b2, _ := have.At(x, y).RGBA()
			if far(r, r2) || far(g, g2) || far(b, b2) {
				different++
			}
		}
	}
	if limit := want.Bounds().Dx() * want.Bounds().Dy() / 2000; different > limit {
		t.Errorf("%s: %d pixels differ, more than %d", path, different, limit)
	}
}

func far(a, b uint32) bool { return max(a, b)-min(a, b) > 0x1800 }

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}
