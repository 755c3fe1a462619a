// This file shows frames one after the other, as an animated GIF that needs no script.

package display

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/gif"
	"reflect"
	"slices"

	"golang.org/x/image/draw"

	"github.com/arraybook/arraybook/array"
)

// maxFrames is the number of frames that an animation has of a longer sequence.
const maxFrames = 200

// Animate shows frames one after the other, over and over: an array of shape (frames, rows, columns), or a slice of arrays of
// shape (rows, columns), as heatmaps of one scale; or a slice of figures or of images, all drawn as large as the first. FramesPerSecond sets the pace; without it
// there are 10. Of more than 200 frames, equally many between each two are left out, and the title says so.
//
// Options: FramesPerSecond; for arrays also Title, Colormap, Range, Center, Log, Size, XLabel, YLabel.
func Animate(frames any, opts ...Option) *Figure {
	takes := []string{"FramesPerSecond"}
	arrays, rank := arraysIn(frames)
	if rank > 0 {
		takes = append(takes, "Title", "Colormap", "Range", "Center", "Log", "Size", "XLabel", "YLabel")
	}
	s, err := collect("Animate", opts, takes...)
	if err != nil {
		return figureError(err)
	}
	if isNil(frames) {
		return figureError(errors.New("display: Animate: the frames are nil"))
	}
	var pictures []picture
	if rank > 0 {
		pictures, err = arrayFrames(arrays, rank, s)
	} else {
		pictures, err = framesOf(frames)
	}
	if err != nil {
		return figureError(fmt.Errorf("display: Animate: %w", err))
	}
	perSecond := s.perSecond
	if perSecond == 0 {
		perSecond = 10
	}
	return &Figure{shape: &animation{frames: pictures, perSecond: perSecond}}
}

// FramesPerSecond is the pace of an animation, from 1 to 50.
func FramesPerSecond(n int) Option {
	return Option{"FramesPerSecond", func(s *settings) error {
		if n < 1 || n > 50 {
			return fmt.Errorf("FramesPerSecond(%d): a GIF shows from 1 to 50 frames a second", n)
		}
		s.perSecond = n
		return nil
	}}
}

// arraysIn returns the arrays that frames are: one of shape (frames, rows, columns), or one for each frame.
// Their rank is 0 if frames are something else.
func arraysIn(frames any) (arrays []array.Untyped, rank int) {
	if a, ok := frames.(array.Untyped); ok {
		return []array.Untyped{a}, 3
	}
	list := reflect.ValueOf(frames)
	if list.Kind() != reflect.Slice || !list.Type().Elem().Implements(reflect.TypeFor[array.Untyped]()) {
		return nil, 0
	}
	arrays = make([]array.Untyped, list.Len())
	for i := range arrays {
		arrays[i], _ = list.Index(i).Interface().(array.Untyped)
	}
	return arrays, 2
}

// readFrames reads the matrices of one array of rank 3, or of arrays of rank 2 and one shape.
func readFrames(arrays []array.Untyped, rank int) (grids []grid, err error) {
	size := 0
	for i, a := range arrays {
		if isNil(a) {
			return nil, fmt.Errorf("frame %d is nil", i)
		}
		if size += a.Size(); size > readLimit {
			break
		}
		shape := a.Shape()
		if first := arrays[0].Shape(); len(arrays) > 1 && !slices.Equal(shape, first) {
			return nil, fmt.Errorf("frame %d has shape %s, frame 0 %s", i, tuple(shape), tuple(first))
		}
		if len(shape) != rank {
			return nil, fmt.Errorf("shape %s; it takes (frames, rows, columns), or a slice of arrays of shape (rows, columns)", tuple(shape))
		}
	}
	if len(arrays) == 0 {
		return nil, errors.New("no frames")
	}
	if size == 0 || size > readLimit {
		return nil, fmt.Errorf("%s elements; it takes 1 to %s", grouped(size), grouped(readLimit))
	}
	for _, a := range arrays {
		more, _ := readGrids(a, readLimit)
		grids = append(grids, more...)
	}
	return grids, nil
}

// arrayFrames draws the matrices of arrays as heatmaps of one scale.
func arrayFrames(arrays []array.Untyped, rank int, s *settings) ([]picture, error) {
	grids, err := readFrames(arrays, rank)
	if err != nil {
		return nil, err
	}
	full := []int{grids[0].rows, grids[0].cols}
	base := maps{settings: s, shape: append([]int{len(grids)}, full...), dtype: arrays[0].DType(), single: true, full: full}
	base.add(grids, "")
	var out []picture
	for _, i := range keptFrames(len(grids)) {
		one, own := base, *s
		own.title = s.title
		if own.title != "" {
			own.title += "  "
		}
		own.title += fmt.Sprintf("frame %d of %d", i, len(grids))
		one.settings, one.panels = &own, base.panels[i:i+1]
		out = append(out, one.draw())
	}
	return out, nil
}

// framesOf draws figures and images.
func framesOf(frames any) ([]picture, error) {
	var out []picture
	switch list := frames.(type) {
	case []*Figure:
		for _, i := range keptFrames(len(list)) {
			if list[i] == nil {
				return nil, fmt.Errorf("frame %d is nil", i)
			}
			if list[i].err != nil {
				return nil, fmt.Errorf("frame %d: %w", i, list[i].err)
			}
			out = append(out, list[i].shape.draw())
		}
	case []image.Image:
		for _, i := range keptFrames(len(list)) {
			if isNil(list[i]) {
				return nil, fmt.Errorf("frame %d is nil", i)
			}
			out = append(out, fitImage(list[i], 0, 0))
		}
	default:
		return nil, fmt.Errorf("frames of type %T; it takes an array, a slice of arrays, []*Figure or []image.Image", frames)
	}
	if len(out) == 0 {
		return nil, errors.New("no frames")
	}
	return out, nil
}

// keptFrames are the indices of the frames that are shown.
func keptFrames(n int) []int {
	step := 1 + (n-1)/maxFrames
	var kept []int
	for i := 0; i < n; i += step {
		kept = append(kept, i)
	}
	return kept
}

// An animation is a figure of several pictures.
type animation struct {
	frames    []picture
	perSecond int
	about     string // what it shows, for readers who cannot see it
	still     int    // the frame that stands for all where nothing moves
	scene     *scene // the same for a page that may run scripts, or nil
}

// draw implements drawing: one frame, for readers that show no GIF.
func (a *animation) draw() picture {
	p := a.frames[a.still]
	p.spec = nil
	return p
}

// text implements drawing.
func (a *animation) text() string {
	s := fmt.Sprintf("Animation of %s, %d a second", plural(len(a.frames), "frame"), a.perSecond)
	if a.about != "" {
		s += ". " + a.about
	}
	return s
}

// description implements drawing.
func (a *animation) description() string { return a.text() }

// bundle is the animation as a GIF in the page, and one frame for readers without HTML.
func (a *animation) bundle() (Bundle, error) {
	data, err := a.gif()
	if err != nil {
		return Bundle{}, fmt.Errorf("display: encode animation: %w", err)
	}
	first := a.draw()
	b, err := first.bundle(a.text(), a.description())
	if err != nil {
		return Bundle{}, err
	}
	size := first.Bounds()
	page := fmt.Sprintf(`<img src="data:image/gif;base64,%s" width="%d" height="%d" alt="%s" style="max-width:100%%;height:auto;border-radius:4px">`,
		base64.StdEncoding.EncodeToString(data), size.Dx()/first.ratio, size.Dy()/first.ratio, html.EscapeString(a.description()))
	if a.scene != nil {
		page = moving(page, *a.scene)
	}
	b.Data["text/html"] = page
	return b, nil
}

// gif encodes the frames: the first whole, the others where they differ from the one before.
func (a *animation) gif() ([]byte, error) {
	size := a.frames[0].Bounds().Size()
	out := gif.GIF{Config: image.Config{Width: size.X, Height: size.Y}}
	var before *image.Paletted
	for _, f := range a.frames {
		img, ok := f.Image.(*image.Paletted)
		if !ok || img.Bounds() != (image.Rectangle{Max: size}) {
			img = paletted(f.Image, size)
		}
		if before == nil {
			out.Image = append(out.Image, img)
		} else {
			out.Image = append(out.Image, difference(before, img))
		}
		before = img
		out.Delay = append(out.Delay, max(2, 100/a.perSecond))
	}
	var buf bytes.Buffer
	err := gif.EncodeAll(&buf, &out)
	return buf.Bytes(), err
}

// difference returns what has to be drawn over one frame to get the next: the part in which they differ, and there, if the
// palette has a place left, transparency where they agree. Long runs of one index are what GIF compresses well.
func difference(before, now *image.Paletted) *image.Paletted {
	var equal [256][256]bool // by the two palettes' indices
	for i, a := range before.Palette {
		for j, b := range now.Palette {
			equal[i][j] = a == b
		}
	}
	same := func(x, y int) bool {
		return equal[before.Pix[before.PixOffset(x, y)]][now.Pix[now.PixOffset(x, y)]]
	}
	var box image.Rectangle
	for y := now.Rect.Min.Y; y < now.Rect.Max.Y; y++ {
		left, right := now.Rect.Min.X, now.Rect.Max.X
		for left < right && same(left, y) {
			left++
		}
		for left < right && same(right-1, y) {
			right--
		}
		box = box.Union(image.Rect(left, y, right, y+1))
	}
	if box.Empty() {
		box = image.Rectangle{now.Rect.Min, now.Rect.Min.Add(image.Pt(1, 1))} // a GIF has no empty frames
	}
	out := image.NewPaletted(box, slices.Clone(now.Palette))
	transparent := len(now.Palette) < 256
	if transparent {
		out.Palette = append(out.Palette, color.RGBA{})
	}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := out.Pix[out.PixOffset(box.Min.X, y):][:box.Dx()]
		copy(row, now.Pix[now.PixOffset(box.Min.X, y):])
		for i := range row {
			if transparent && same(box.Min.X+i, y) {
				row[i] = uint8(len(out.Palette) - 1)
			}
		}
	}
	return out
}

// paletted turns any image into one of 255 colours and the given size: gray steps and a cube of 6 x 6 x 6.
func paletted(img image.Image, size image.Point) *image.Paletted {
	palette := color.Palette{}
	for i := range 216 {
		palette = append(palette, rgb(uint32(i/36*51)<<16|uint32(i/6%6*51)<<8|uint32(i%6*51)))
	}
	for i := range 39 { // one place stays free, see difference
		level := uint32(i * 255 / 38)
		palette = append(palette, rgb(level<<16|level<<8|level))
	}
	out := image.NewPaletted(image.Rectangle{Max: size}, palette)
	draw.FloydSteinberg.Draw(out, out.Rect.Intersect(img.Bounds().Sub(img.Bounds().Min)), img, img.Bounds().Min)
	return out
}
