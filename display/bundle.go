// Package display turns any Go value into a MIME bundle: plain text for terminals, HTML and images for notebooks.
//
// Its job is what a value looks like. It does not know Jupyter messages, sockets or the evaluator: a frontend is
// anything that implements [Output], and a value describes itself with a method MimeBundle (see [MimeBundler]).
//
// Three rules hold for every bundle made here. It always has text/plain. What it shows needs no script: a picture is
// an image inside the HTML, and a script, where it may run, only replaces that picture in place. And it costs a bounded
// amount of time and space whatever the value is.
package display

import (
	"fmt"
	"time"
)

// A Bundle is one value in several forms, by MIME type. Data holds a string for text types (text/plain, text/html,
// image/svg+xml ...), []byte for binary types (image/png; the sender encodes it), and any JSON-able value for JSON types.
// Metadata is likewise keyed by MIME type, for instance the width and height at which an image is to be shown.
//
// A Bundle without Data means that there is nothing to show, and a frontend then sends nothing.
type Bundle struct {
	Data     map[string]any
	Metadata map[string]any
}

// A MimeBundler is a value that says itself how it is shown. A cell's own types may implement it.
type MimeBundler interface {
	MimeBundle() (Bundle, error)
}

// An Output is where displayed values go: one cell's place in a frontend. Its methods may be called from any goroutine,
// also after the cell has ended.
//
// An Output that has an end may also implement AtEnd(func()): the function is then called once, before the cell is
// reported as finished. Handles use it to send the newest of the updates they held back for being too frequent.
type Output interface {
	// Display shows a bundle (display_data). An id other than "" names the place, so that Update can find it.
	Display(b Bundle, id string) error
	// Update replaces what every place called id shows (update_display_data).
	Update(b Bundle, id string) error
	// Clear removes the cell's output; with wait, when the next output arrives, which avoids flicker.
	Clear(wait bool) error
}

// renderLimit bounds the time a value may take to describe itself. It is far above what anything in this package needs,
// and only stops methods of other people's types that hang. Tests, which may share a busy machine, have longer.
var renderLimit = 5 * time.Second

// BundleOf returns the bundle that shows value. It never panics and returns within a few seconds: a value whose methods
// panic or hang costs an error in its own output and nothing else. The bundle is empty for values that show nothing
// (a [Handle], whose value is on the screen already).
func BundleOf(value any) Bundle {
	return within(renderLimit, func() Bundle { return render(value) }, func(problem string) Bundle {
		return textBundle(fmt.Sprintf("%T: %s", value, problem))
	})
}

// within returns f's bundle, or what otherwise makes of the problem when f panics, exits its goroutine or takes longer
// than limit. In the last case f's goroutine is abandoned: Go offers no way to stop it.
func within(limit time.Duration, f func() Bundle, otherwise func(problem string) Bundle) Bundle {
	type result struct {
		bundle  Bundle
		problem string
	}
	done := make(chan result, 1)
	go func() {
		r := result{problem: "its MimeBundle, String or Error method ended the goroutine"}
		defer func() {
			if p := recover(); p != nil {
				r = result{problem: "showing this value panicked: " + panicText(p)}
			}
			done <- r
		}()
		r = result{bundle: f()}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case r := <-done:
		if r.problem != "" {
			return otherwise(r.problem)
		}
		return r.bundle
	case <-timer.C:
		return otherwise(fmt.Sprintf("showing this value took longer than %v and was abandoned", limit))
	}
}

// panicText formats a recovered value without trusting its methods.
func panicText(p any) (text string) {
	defer func() {
		if recover() != nil {
			text = fmt.Sprintf("a %T whose own Error or String method panics", p)
		}
	}()
	if err, ok := p.(error); ok {
		return err.Error()
	}
	return fmt.Sprint(p)
}

// textBundle is a bundle of plain text only.
func textBundle(text string) Bundle {
	return Bundle{Data: map[string]any{"text/plain": text}}
}

// withText adds a text/plain form to a bundle that has data but no text, since every frontend can show that one.
func withText(b Bundle, name string) Bundle {
	if _, ok := b.Data["text/plain"]; ok || len(b.Data) == 0 {
		return b
	}
	data := map[string]any{"text/plain": "<" + name + ">"}
	for mime, content := range b.Data {
		data[mime] = content
	}
	return Bundle{Data: data, Metadata: b.Metadata}
}
