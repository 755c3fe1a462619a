// This file checks that the committed logos are what the drawing gives.

package logo

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

const kernelspecDir = "../.."

func TestCommittedLogos(t *testing.T) {
	committed, err := os.ReadFile(filepath.Join(kernelspecDir, "logo-svg.svg"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, SVG()) {
		t.Errorf("logo-svg.svg differs from the drawing: run go generate in kernelspec")
	}
	for _, size := range []int{32, 64} {
		name := fmt.Sprintf("logo-%dx%d.png", size, size)
		f, err := os.Open(filepath.Join(kernelspecDir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		got, err := png.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		want := Draw(size)
		for y := range size {
			for x := range size {
				r, g, b, a := got.At(x, y).RGBA()
				if wr, wg, wb, wa := want.At(x, y).RGBA(); r != wr || g != wg || b != wb || a != wa {
					t.Fatalf("%s differs from the drawing at %d,%d: run go generate in kernelspec", name, x, y)
				}
			}
		}
	}
}
