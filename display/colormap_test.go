package display

import (
	"bufio"
	"fmt"
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

// TestPerceptualUniformity measures the maps where distance is what people see: in CAM02-UCS, with coordinates computed by
// colorspacious. Equal steps of the data are nearly equal steps of colour, and lightness changes all the way: up, or for
// maps with a middle up to it and down. The map jet, which is not one of ours, shows that the measure tells.
func TestPerceptualUniformity(t *testing.T) {
	file, err := os.Open("testdata/cam02ucs-colorspacious-1.1.2.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	type place struct{ j, a, b float64 }
	places := map[string][]place{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var name, hex string
		var p place
		if _, err := fmt.Sscan(lines.Text(), &name, &hex, &p.j, &p.a, &p.b); err != nil {
			continue // the heading
		}
		if m, ours := colormapNamed(name); ours {
			if c := m.at(float64(len(places[name])) / 64); c != unpackColors(hex)[0] {
				t.Fatalf("%s is %v at %d/64, the table has %s", name, c, len(places[name]), hex)
			}
		}
		places[name] = append(places[name], p)
	}
	// spread is the longest and the shortest step, as a ratio to the mean.
	spread := func(p []place) (longest, shortest float64) {
		shortest = math.Inf(1)
		total := 0.0
		for i := range p[1:] {
			d := math.Hypot(math.Hypot(p[i+1].j-p[i].j, p[i+1].a-p[i].a), p[i+1].b-p[i].b)
			longest, shortest, total = max(longest, d), min(shortest, d), total+d
		}
		mean := total / float64(len(p)-1)
		return longest / mean, shortest / mean
	}
	const longestStep, shortestStep = 1.65, 0.6
	for _, m := range colormaps {
		p := places[m.name]
		if len(p) != 65 {
			t.Errorf("%s: %d places", m.name, len(p))
			continue
		}
		if m.name == "gray" { // photographs are expected to look as they do, and sRGB has a steep beginning
			p = p[2:]
		}
		if longest, shortest := spread(p); longest > longestStep || shortest < shortestStep {
			t.Errorf("%s: steps from %.2f to %.2f of their mean", m.name, shortest, longest)
		}
		for i := range p[1:] {
			rises := p[i+1].j > p[i].j
			switch {
			case m.name == "twilight": // down and up again, and a little more than once around
			case rises == (m.diverging && i >= len(p)/2):
				t.Errorf("%s: lightness goes from %.2f to %.2f at %d", m.name, p[i].j, p[i+1].j, i)
			}
		}
	}
	if longest, _ := spread(places["jet"]); longest <= longestStep {
		t.Errorf("jet passes: its longest step is %.2f of the mean", longest)
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
