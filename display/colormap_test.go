package display

import (
	"bufio"
	"image/color"
	"math"
	"os"
	"strings"
	"testing"
)

// TestColormapTables compares the maps with Matplotlib's tables of 256 entries.
func TestColormapTables(t *testing.T) {
	file, err := os.Open("testdata/colormaps-matplotlib-3.11.2.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	tables := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		name, hex, _ := strings.Cut(lines.Text(), " ")
		if name == "#" {
			continue
		}
		tables++
		m, ok := colormapNamed(name)
		if !ok {
			t.Errorf("no map %s", name)
			continue
		}
		want := unpackColors(hex)
		if len(want) != 256 {
			t.Fatalf("%s: %d entries", name, len(want))
		}
		worst := 0
		for i, w := range want {
			worst = max(worst, channelDistance(w, m.at(float64(i)/255)))
		}
		if worst > 3 {
			t.Errorf("%s differs by %d of 255", name, worst)
		}
	}
	if tables != len(colormaps)-1 { // gray is computed
		t.Errorf("%d tables for %d maps", tables, len(colormaps))
	}
}

func channelDistance(a, b color.RGBA) int {
	d := func(x, y uint8) int { return int(max(x, y) - min(x, y)) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B))
}

// TestColormapLightness checks what makes the sequential maps readable in gray and without colour vision: lightness grows
// all the way. Diverging maps are lightest in the middle.
func TestColormapLightness(t *testing.T) {
	for _, m := range colormaps {
		if m.name == "twilight" {
			continue
		}
		for i := range 64 {
			a, b := luminance(m.at(float64(i)/64)), luminance(m.at(float64(i+1)/64))
			if m.diverging && i >= 32 {
				a, b = b, a
			}
			if b < a-0.002 {
				t.Errorf("%s: luminance goes from %.3f to %.3f at %d/64", m.name, a, b, i)
			}
		}
	}
}

// TestSignalColours checks that the colours of NaN and infinities can be told from all colours of the map.
func TestSignalColours(t *testing.T) {
	for _, m := range colormaps {
		for _, signal := range []color.RGBA{m.signals.nan, m.signals.posInf, m.signals.negInf} {
			nearest := math.Inf(1)
			for i := range 256 {
				c := m.at(float64(i) / 255)
				d := math.Hypot(math.Hypot(float64(c.R)-float64(signal.R), float64(c.G)-float64(signal.G)), float64(c.B)-float64(signal.B))
				nearest = min(nearest, d)
			}
			if nearest < 50 {
				t.Errorf("%s: %v is only %.0f from a colour of the map", m.name, signal, nearest)
			}
		}
	}
}

func TestColormapReversed(t *testing.T) {
	m, r := mustColormap("viridis"), mustColormap("viridis_r")
	for i := range 10 {
		if x := float64(i) / 9; channelDistance(m.at(x), r.at(1-x)) > 1 {
			t.Errorf("viridis_r at %v is %v, want %v", 1-x, r.at(1-x), m.at(x))
		}
	}
}

func TestReadableInk(t *testing.T) {
	for _, m := range colormaps {
		for i := range 101 {
			c := m.at(float64(i) / 100)
			ink := readableOn(c)
			a, b := luminance(c)+0.05, luminance(ink)+0.05
			if contrast := max(a, b) / min(a, b); contrast < 4.5 {
				t.Errorf("%s at %d%%: contrast %.1f", m.name, i, contrast)
			}
		}
	}
}
