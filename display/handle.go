// This file shows values on an Output and updates them in place through handles.

package display

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"sync"
)

// A Handle names the places where one call of [Display] put its values, so that they can be redrawn there.
type Handle struct {
	out Output
	ids []string
	err error
}

// Display shows each value on the program's own output: as plain text on stdout. In a notebook cell the name Display is
// bound to [DisplayTo] with the cell's Output instead.
func Display(values ...any) *Handle { return DisplayTo(nil, values...) }

// DisplayTo shows each value on out, one output per value, and returns a handle to redraw them. A nil out is stdout.
func DisplayTo(out Output, values ...any) *Handle {
	h := &Handle{out: orStdout(out)}
	for _, value := range values {
		id := ""
		if bundle := BundleOf(value); len(bundle.Data) > 0 {
			id = rand.Text()
			if err := h.out.Display(bundle, id); err != nil && h.err == nil {
				h.err = err
			}
		}
		h.ids = append(h.ids, id)
	}
	return h
}

// Update redraws the handle's places with new values, one for each value that was displayed.
func (h *Handle) Update(values ...any) error {
	if len(values) != len(h.ids) {
		return fmt.Errorf("display: Update: %d values for a handle of %d", len(values), len(h.ids))
	}
	for i, value := range values {
		if err := h.out.Update(BundleOf(value), h.ids[i]); err != nil {
			return err
		}
	}
	return nil
}

// Err returns the first error that the output reported when the values were displayed.
func (h *Handle) Err() error { return h.err }

// ClearOutput clears the program's own output, which on a plain stdout does nothing. In a cell it is bound to
// [ClearOutputTo].
func ClearOutput(wait bool) error { return ClearOutputTo(nil, wait) }

// ClearOutputTo removes what was shown on out; with wait, only when the next value is shown, which avoids flicker.
func ClearOutputTo(out Output, wait bool) error { return orStdout(out).Clear(wait) }

func orStdout(out Output) Output {
	if out == nil {
		return stdout
	}
	return out
}

// stdout is the Output of compiled programs.
var stdout Output = &textOutput{w: os.Stdout}

// A textOutput writes the plain text of each bundle to a stream: what is written cannot be taken back, so an update is
// written again and Clear does nothing.
type textOutput struct {
	mu sync.Mutex
	w  io.Writer
}

func (o *textOutput) Display(b Bundle, _ string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, err := fmt.Fprintln(o.w, b.Data["text/plain"])
	return err
}

func (o *textOutput) Update(b Bundle, id string) error { return o.Display(b, id) }

func (o *textOutput) Clear(bool) error { return nil }
