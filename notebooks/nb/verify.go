// This file compares the outputs of a run with those that were saved.

package nb

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // formats of saved pictures
	_ "image/jpeg"
	_ "image/png"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// TagVolatile marks a cell whose outputs differ from run to run, such as one that prints times.
const TagVolatile = "volatile"

// outputs returns the outputs of all cells, by their place in Cells.
func (n *Notebook) outputs() [][]Output {
	list := make([][]Output, len(n.Cells))
	for i, c := range n.Cells {
		list[i] = slices.Clone(c.Outputs)
	}
	return list
}

// differences compares the outputs of the executed notebook with the saved ones and returns them as an error, or nil.
func differences(book *Notebook, saved [][]Output, tolerance float64) error {
	var errs []error
	for i, c := range book.Cells {
		if !c.executed || c.HasTag(TagVolatile) {
			continue
		}
		if text := Compare(saved[i], c.Outputs, tolerance); text != "" {
			errs = append(errs, fmt.Errorf("cell %d (%s):\n%s", i+1, shorten(title(c.Source), 40), indent(text)))
		}
	}
	return errors.Join(errs...)
}

// Compare returns how the outputs of a run differ from those that were saved, "" when they do not. Text is compared exactly, apart
// from numbers in it, which may differ by the tolerance relative to the larger (0: exactly); pictures by their pixels,
// also those inside HTML; execution counts not at all.
func Compare(saved, got []Output, tolerance float64) string {
	c := comparison{tolerance: tolerance}
	for i := range max(len(saved), len(got)) {
		switch {
		case i >= len(got):
			c.say("output %d is missing: %s", i+1, describe(saved[i]))
		case i >= len(saved):
			c.say("output %d is new: %s", i+1, describe(got[i]))
		default:
			c.output(i+1, saved[i], got[i])
		}
	}
	return strings.Join(c.found, "\n")
}

type comparison struct {
	tolerance float64
	found     []string
}

func (c *comparison) say(format string, values ...any) {
	c.found = append(c.found, fmt.Sprintf(format, values...))
}

func describe(o Output) string {
	switch o.Type {
	case "stream":
		return o.Name + " " + strconv.Quote(shorten(o.Text, 60))
	case "error":
		return fmt.Sprintf("%s: %s", o.ErrName, o.ErrValue)
	}
	return fmt.Sprintf("%s of %s", o.Type, strings.Join(slices.Sorted(maps.Keys(o.Data)), ", "))
}

func (c *comparison) output(n int, saved, got Output) {
	if saved.Type != got.Type || saved.Name != got.Name {
		c.say("output %d was %s, is %s", n, describe(saved), describe(got))
		return
	}
	what := fmt.Sprintf("output %d", n)
	switch saved.Type {
	case "stream":
		c.text(what+" ("+saved.Name+")", saved.Text, got.Text)
	case "error":
		c.text(what+" (error)", saved.ErrName+": "+saved.ErrValue, got.ErrName+": "+got.ErrValue)
	default:
		c.bundles(what, withoutVolatile(saved, got.Metadata), withoutVolatile(got, got.Metadata))
	}
}

// withoutVolatile is an output's bundle without the forms of which the metadata of this run's output say that they differ from run to run.
func withoutVolatile(o Output, metadata json.RawMessage) Bundle {
	data := maps.Clone(o.Data)
	var forms map[string]json.RawMessage
	if json.Unmarshal(metadata, &forms) != nil {
		return data
	}
	for mime, raw := range forms {
		var form struct{ Volatile bool }
		if json.Unmarshal(raw, &form) == nil && form.Volatile {
			delete(data, mime)
		}
	}
	return data
}

func (c *comparison) bundles(what string, saved, got Bundle) {
	types := slices.Sorted(maps.Keys(saved))
	if now := slices.Sorted(maps.Keys(got)); !slices.Equal(types, now) {
		c.say("%s was of types %s, is of %s", what, strings.Join(types, ", "), strings.Join(now, ", "))
		return
	}
	for _, mime := range types {
		name := what + " (" + mime + ")"
		switch a := saved[mime].(type) {
		case string:
			b, _ := got[mime].(string)
			if strings.HasPrefix(mime, "image/") && mime != "image/svg+xml" {
				c.pictures(name, a, b)
			} else {
				c.richText(name, a, b)
			}
		default:
			if !sameJSON(saved[mime], got[mime]) {
				c.say("%s was %s, is %s", name, saved[mime], got[mime])
			}
		}
	}
}

func sameJSON(a, b any) bool {
	first, ok1 := a.(json.RawMessage)
	second, ok2 := b.(json.RawMessage)
	if !ok1 || !ok2 {
		return false
	}
	var x, y any
	return json.Unmarshal(first, &x) == nil && json.Unmarshal(second, &y) == nil && reflect.DeepEqual(x, y)
}

// embedded matches a picture inside HTML.
var embedded = regexp.MustCompile(`data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+`)

// richText compares HTML and other text that may hold pictures.
func (c *comparison) richText(what, saved, got string) {
	before, now := embedded.FindAllString(saved, -1), embedded.FindAllString(got, -1)
	if len(before) != len(now) {
		c.say("%s held %d pictures, holds %d", what, len(before), len(now))
		return
	}
	for i := range before {
		_, a, _ := strings.Cut(before[i], ",")
		_, b, _ := strings.Cut(now[i], ",")
		c.pictures(fmt.Sprintf("%s, picture %d", what, i+1), a, b)
	}
	c.text(what, embedded.ReplaceAllString(saved, "(picture)"), embedded.ReplaceAllString(got, "(picture)"))
}

// text compares two texts and says where they first differ.
func (c *comparison) text(what, saved, got string) {
	if c.sameText(saved, got) {
		return
	}
	before, now := strings.Split(saved, "\n"), strings.Split(got, "\n")
	for i := range max(len(before), len(now)) {
		a, b := lineAt(before, i), lineAt(now, i)
		if a == nil || b == nil || !c.sameText(*a, *b) {
			c.say("%s, line %d:\n- %s\n+ %s", what, i+1, excerptAt(a, b), excerptAt(b, a))
			return
		}
	}
	c.say("%s: numbers differ", what) // a number that a line end cuts
}

func lineAt(lines []string, i int) *string {
	if i >= len(lines) {
		return nil
	}
	return &lines[i]
}

// excerptAt shows the part of a line around the place where it begins to differ from the other.
func excerptAt(line, other *string) string {
	if line == nil {
		return "(nothing)"
	}
	at := 0
	for other != nil && at < len(*line) && at < len(*other) && (*line)[at] == (*other)[at] {
		at++
	}
	const around = 60
	from, to := max(0, at-around), min(len(*line), at+around)
	text := strings.ToValidUTF8((*line)[from:to], "")
	if from > 0 {
		text = "…" + text
	}
	if to < len(*line) {
		text += "…"
	}
	return text
}

var number = regexp.MustCompile(`[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?`)

// sameText reports whether two texts are equal but for numbers within the tolerance.
func (c *comparison) sameText(saved, got string) bool {
	if saved == got {
		return true
	}
	if c.tolerance == 0 || number.ReplaceAllString(saved, "#") != number.ReplaceAllString(got, "#") {
		return false
	}
	now := number.FindAllString(got, -1)
	for i, text := range number.FindAllString(saved, -1) {
		a, err1 := strconv.ParseFloat(text, 64)
		b, err2 := strconv.ParseFloat(now[i], 64)
		if err1 != nil || err2 != nil || math.Abs(a-b) > c.tolerance*max(math.Abs(a), math.Abs(b)) {
			return false
		}
	}
	return true
}

// pictures compares two base64 texts by the pixels of their pictures.
func (c *comparison) pictures(what, saved, got string) {
	if strings.TrimSpace(saved) == strings.TrimSpace(got) {
		return
	}
	before, err1 := decodePicture(saved)
	now, err2 := decodePicture(got)
	switch {
	case err1 != nil:
		c.say("%s, saved: %v", what, err1)
	case err2 != nil:
		c.say("%s: %v", what, err2)
	case before.Bounds().Size() != now.Bounds().Size():
		c.say("%s was %v pixels, is %v", what, before.Bounds().Size(), now.Bounds().Size())
	default:
		if n, first := differingPixels(before, now); n > 0 {
			c.say("%s: %d of %d pixels differ, the first at %v", what, n, before.Bounds().Dx()*before.Bounds().Dy(), first)
		}
	}
}

func decodePicture(text string) (image.Image, error) {
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, err
	}
	picture, _, err := image.Decode(strings.NewReader(string(data)))
	return picture, err
}

func differingPixels(a, b image.Image) (n int, first image.Point) {
	size := a.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			r1, g1, b1, a1 := a.At(a.Bounds().Min.X+x, a.Bounds().Min.Y+y).RGBA()
			r2, g2, b2, a2 := b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y).RGBA()
			if r1 != r2 || g1 != g2 || b1 != b2 || a1 != a2 {
				if n == 0 {
					first = image.Pt(x, y)
				}
				n++
			}
		}
	}
	return n, first
}
