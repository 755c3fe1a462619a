// This file tests the comparison of outputs.

package nb

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func stream(text string) Output { return Output{Type: "stream", Name: "stdout", Text: text} }

func shownAs(mime string, v any) Output {
	return Output{Type: "display_data", Data: Bundle{mime: v}}
}

// pictureOf returns a base64 PNG of 2x2 pixels, of which one is lit.
func pictureOf(t *testing.T, x, y int, level png.CompressionLevel) string {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 2, 2))
	picture.SetGray(x, y, color.Gray{255})
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: level}
	if err := encoder.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func TestCompare(t *testing.T) {
	lit := pictureOf(t, 1, 0, png.BestSpeed)
	same := pictureOf(t, 1, 0, png.NoCompression)
	other := pictureOf(t, 0, 1, png.BestSpeed)
	inHTML := func(picture string) string { return `<b>x</b><img src="data:image/png;base64,` + picture + `">` }
	for _, c := range []struct {
		name       string
		saved, got []Output
		tolerance  float64
		want       string // "" for equal
	}{
		{"equal", []Output{stream("a\n")}, []Output{stream("a\n")}, 0, ""},
		{"text", []Output{stream("a\nbc\n")}, []Output{stream("a\nbd\n")}, 0, "output 1 (stdout), line 2:\n- bc\n+ bd"},
		{"shorter", []Output{stream("a\nb")}, []Output{stream("a")}, 0, "line 2:\n- b\n+ (nothing)"},
		{"missing", []Output{stream("a")}, nil, 0, `output 1 is missing: stdout "a"`},
		{"new", nil, []Output{stream("a")}, 0, `output 1 is new: stdout "a"`},
		{"kind", []Output{stream("a")}, []Output{{Type: "error", ErrName: "panic", ErrValue: "x"}}, 0, `output 1 was stdout "a", is panic: x`},
		{"number, exact", []Output{stream("x=1.0000")}, []Output{stream("x=1.0001")}, 0, "line 1"},
		{"number, tolerated", []Output{stream("x=1.0000 -2e5")}, []Output{stream("x=1.0001 -2.0001e5")}, 1e-3, ""},
		{"number, too far", []Output{stream("x=1.0")}, []Output{stream("x=1.1")}, 1e-3, "- x=1.0\n+ x=1.1"},
		{"words are exact", []Output{stream("x=1")}, []Output{stream("y=1")}, 1, "- x=1\n+ y=1"},
		{"more numbers", []Output{stream("1 2")}, []Output{stream("1 2 3")}, 1, "+ 1 2 3"},
		{"same pixels", []Output{shownAs("image/png", lit)}, []Output{shownAs("image/png", same+"\n")}, 0, ""},
		{"other pixels", []Output{shownAs("image/png", lit)}, []Output{shownAs("image/png", other)}, 0, "2 of 4 pixels differ, the first at (1,0)"},
		{"same pixels in HTML", []Output{shownAs("text/html", inHTML(lit))}, []Output{shownAs("text/html", inHTML(same))}, 0, ""},
		{"other pixels in HTML", []Output{shownAs("text/html", inHTML(lit))}, []Output{shownAs("text/html", inHTML(other))}, 0, "picture 1: 2 of 4 pixels"},
		{"volatile", []Output{shownAs("text/plain", "in 2 s")}, []Output{{Type: "display_data", Data: Bundle{"text/plain": "in 3 s"}, Metadata: []byte(`{"text/plain": {"volatile": true}}`)}}, 0, ""},
		{"volatile in one form", []Output{shownAs("text/plain", "in 2 s")}, []Output{{Type: "display_data", Data: Bundle{"text/plain": "in 3 s"}, Metadata: []byte(`{"text/html": {"volatile": true}}`)}}, 0, "- in 2 s\n+ in 3 s"},
		{"broken picture", []Output{shownAs("image/png", lit)}, []Output{shownAs("image/png", "AAAA")}, 0, "unknown format"},
		{"types", []Output{shownAs("text/plain", "a")}, []Output{shownAs("text/html", "a")}, 0, "was of types text/plain, is of text/html"},
		{"JSON", []Output{shownAs("application/json", rawJSON(`{"a":1,"b":[]}`))}, []Output{shownAs("application/json", rawJSON(`{"b":[],"a":1.0}`))}, 0, ""},
		{"other JSON", []Output{shownAs("application/json", rawJSON(`1`))}, []Output{shownAs("application/json", rawJSON(`2`))}, 0, "was 1, is 2"},
	} {
		got := Compare(c.saved, c.got, c.tolerance)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
