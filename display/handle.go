// This file shows values on an Output and updates them in place through handles.

package display

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// A Handle names the places where one call of [Display] put its values, so that they can be redrawn there.
type Handle struct {
	places []*place
	err    error
}

// Display shows each value on the program's own output: as plain text on stdout. In a notebook cell the name Display is
// bound to [DisplayTo] with the cell's Output instead.
func Display(values ...any) *Handle { return DisplayTo(nil, values...) }

// DisplayTo shows each value on out, one output per value, and returns a handle to redraw them. A nil out is stdout.
func DisplayTo(out Output, values ...any) *Handle {
	h := &Handle{}
	for _, value := range values {
		p := &place{out: orStdout(out), id: rand.Text()}
		if bundle := BundleOf(value); len(bundle.Data) > 0 {
			if err := p.out.Display(bundle, p.id); err != nil && h.err == nil {
				h.err = err
			}
		}
		h.places = append(h.places, p)
	}
	return h
}

// Update redraws the handle's places with new values, one for each value that was displayed. A loop may call it as often
// as it likes: of more than about 30 updates a second the frontend gets the newest, and always the last one.
func (h *Handle) Update(values ...any) error {
	if len(values) != len(h.places) {
		return fmt.Errorf("display: Update: %s for a handle of %d", plural(len(values), "value"), len(h.places))
	}
	for i, value := range values {
		if err := h.places[i].update(BundleOf(value)); err != nil {
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

// frame is the least time between two updates of one place that are sent.
const frame = time.Second / 30

// A place is one output that can be redrawn.
type place struct {
	out Output
	id  string

	mu      sync.Mutex
	sent    time.Time
	held    *Bundle // the newest bundle not sent yet
	waiting bool    // a timer will send what is held
	atEnd   bool    // the end of the cell will send what is held
}

// update shows a bundle now, or holds it until the next frame. It is held only where nothing can be lost: by an Output
// that tells when it ends.
func (p *place) update(b Bundle) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	ending, ends := p.out.(interface{ AtEnd(func()) })
	wait := frame - time.Since(p.sent)
	if !ends || wait <= 0 {
		p.held = nil
		p.sent = time.Now()
		return p.out.Update(b, p.id)
	}
	p.held = &b
	if !p.waiting {
		p.waiting = true
		time.AfterFunc(wait, func() { p.flush(false) })
	}
	if !p.atEnd {
		p.atEnd = true
		ending.AtEnd(func() { p.flush(true) })
	}
	return nil
}

// flush sends what is held. That nobody waits for an error any more is the price of holding it back.
func (p *place) flush(ended bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ended {
		p.atEnd = false
	} else {
		p.waiting = false
	}
	if p.held != nil {
		_ = p.out.Update(*p.held, p.id)
		p.held, p.sent = nil, time.Now()
	}
}

// NewTextOutput returns an Output that writes the plain text of each bundle to w: what is written cannot be taken back, so
// an update is written again and Clear does nothing. Bars of [Progress] take one line: on a terminal it is redrawn, and
// elsewhere written once at the end.
func NewTextOutput(w io.Writer) Output { return &textOutput{w: w, terminal: isTerminal(w)} }

type textOutput struct {
	mu       sync.Mutex
	w        io.Writer
	terminal bool
	line     string // the bar that was written last, without a line end yet
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Display implements Output.
func (o *textOutput) Display(b Bundle, _ string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, err := fmt.Fprintln(o.w, b.Data["text/plain"])
	return err
}

// Update implements Output.
func (o *textOutput) Update(b Bundle, id string) error { return o.Display(b, id) }

// Clear implements Output.
func (o *textOutput) Clear(bool) error { return nil }

// redraw shows the state of a bar: on a terminal over the one before.
func (o *textOutput) redraw(line string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.terminal {
		fmt.Fprintf(o.w, "\r%s%s", line, strings.Repeat(" ", max(0, utf8.RuneCountInString(o.line)-utf8.RuneCountInString(line))))
	}
	o.line = line
}

// endLine ends the line of a bar.
func (o *textOutput) endLine() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.terminal {
		fmt.Fprintln(o.w)
	} else {
		fmt.Fprintln(o.w, o.line)
	}
	o.line = ""
}
