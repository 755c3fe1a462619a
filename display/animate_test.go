package display

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/array"
)

// gifOf is the animation in a page.
func gifOf(t *testing.T, b Bundle) []byte {
	t.Helper()
	_, rest, _ := strings.Cut(b.Data["text/html"].(string), "data:image/gif;base64,")
	data, _, _ := strings.Cut(rest, `"`)
	out, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnimate(t *testing.T) {
	f := Animate(channels(5, 10, 12), Title("growing"), FramesPerSecond(5))
	b := BundleOf(f)
	g, err := gif.DecodeAll(bytes.NewReader(gifOf(t, b)))
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Image) != 5 || g.Delay[0] != 20 {
		t.Errorf("%d frames with a delay of %d hundredths", len(g.Image), g.Delay[0])
	}
	goldenPicture(t, "animate.png", b.Data["image/png"].([]byte))
	if !strings.Contains(b.Data["text/html"].(string), "data:image/gif;base64,") {
		t.Error("the HTML does not hold the animation")
	}
}

func TestAnimateLists(t *testing.T) {
	figures := []*Figure{Line([]int{1, 2}), Line([]int{2, 1}), Heatmap(ramp[int](3, 3))} // the last of another size
	images := []image.Image{image.NewRGBA(image.Rect(0, 0, 20, 20)), image.NewGray(image.Rect(5, 5, 9, 9))}
	for _, frames := range []any{figures, images} {
		b := BundleOf(Animate(frames))
		if g, err := gif.DecodeAll(bytes.NewReader(gifOf(t, b))); err != nil || len(g.Image) < 2 {
			t.Errorf("%T: %v", frames, err)
		}
	}
	a := channels(5, 10, 12)
	list := make([]*array.Array[float64], 5)
	for i := range list {
		list[i] = a.Index(i)
	}
	gifOf(t, BundleOf(Animate(list[:1])))
	if one, other := gifOf(t, BundleOf(Animate(a))), gifOf(t, BundleOf(Animate(list))); !bytes.Equal(one, other) {
		t.Error("an array and a slice of its matrices are different animations")
	}
	if f := Animate(array.Zeros[float32](1000, 2, 2)); len(f.shape.(*animation).frames) != 200 {
		t.Errorf("%d frames of 1000", len(f.shape.(*animation).frames))
	}
}

// TestAnimateDifferences plays an animation and compares every frame with its picture.
func TestAnimateDifferences(t *testing.T) {
	frames := []*Figure{Line([]int{1, 2}), Line([]int{2, 1}), Line([]int{2, 1}), Heatmap(ramp[int](3, 3), Size(300, 200))}
	g, err := gif.DecodeAll(bytes.NewReader(gifOf(t, BundleOf(Animate(frames)))))
	if err != nil {
		t.Fatal(err)
	}
	screen := image.NewRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	for i, part := range g.Image {
		draw.Draw(screen, part.Rect, part, part.Rect.Min, draw.Over)
		var want image.Image = frames[i].shape.draw().Image
		if p, ok := want.(*image.Paletted); !ok || p.Rect != screen.Rect {
			want = paletted(want, screen.Rect.Size())
		}
		for y := range screen.Rect.Dy() {
			for x := range screen.Rect.Dx() {
				if got, want := screen.RGBAAt(x, y), color.RGBAModel.Convert(want.At(x, y)); got != want {
					t.Fatalf("frame %d, pixel %d, %d is %v, want %v", i, x, y, got, want)
				}
			}
		}
	}
	if area := g.Image[2].Rect.Size(); area != image.Pt(1, 1) {
		t.Errorf("a frame like the one before it takes %v pixels", area)
	}
}

func TestAnimateErrors(t *testing.T) {
	for _, c := range []struct {
		figure *Figure
		want   string
	}{
		{Animate(nil), "the frames are nil"},
		{Animate(3), "frames of type int"},
		{Animate([]*Figure{}), "no frames"},
		{Animate([]*Figure{nil}), "frame 0 is nil"},
		{Animate([]*Figure{Heatmap(nil)}), "frame 0: display: Heatmap: the array is nil"},
		{Animate(ramp[int](2, 2)), "shape (2, 2)"},
		{Animate(array.Zeros[int](0, 2, 2)), "0 elements"},
		{Animate([]*array.Array[int]{}), "no frames"},
		{Animate([]*array.Array[int]{ramp[int](2, 2), nil}), "frame 1 is nil"},
		{Animate([]*array.Array[int]{ramp[int](2, 2), ramp[int](2, 3)}), "frame 1 has shape (2, 3), frame 0 (2, 2)"},
		{Animate([]*array.Array[int]{ramp[int](2, 2, 2)}), "shape (2, 2, 2)"},
		{Animate([]*array.Array[int]{ramp[int](2, 2, 2), ramp[int](2, 2, 2)}), "shape (2, 2, 2)"},
		{Animate(ramp[int](2, 2, 2), FramesPerSecond(0)), "FramesPerSecond(0)"},
		{Animate([]*Figure{Line([]int{1})}, Title("x")), "Animate takes no option Title"},
	} {
		if err := c.figure.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
	}
}
