// This file is one cell's way to the frontends: streams, displays and results.

package kernel

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/arraybook/arraybook/display"
	"github.com/arraybook/arraybook/protocol"
)

const (
	// maxText is how much text is gathered before it is sent whatever the time.
	maxText = 128 << 10
	// The first text of a burst is sent after firstDelay. While text keeps coming the delay doubles up to lastDelay: a
	// single line shows at once, and a flood costs few messages.
	firstDelay = 15 * time.Millisecond
	lastDelay  = 240 * time.Millisecond
)

// An output belongs to one execution and publishes with its header as parent, for ever: goroutines of a cell may print
// after it ended. It gathers text into few messages; everything is published in the order in which it was produced. Its
// methods are safe for concurrent use. It implements display.Output.
type output struct {
	iopub  *publisher
	parent protocol.Header
	count  int  // execution count
	silent bool // publish nothing

	mu      sync.Mutex
	name    string // stream of text
	text    []byte // gathered and not published
	armed   bool   // a timer will publish it
	delay   time.Duration
	sent    time.Time // when text was last published by the timer
	results int
	atEnd   []func()
}

var _ display.Output = (*output)(nil)

// A stream writes to an output under a name.
type stream struct {
	out  *output
	name string
}

// Write takes text; it may wait while frontends are behind with reading.
func (s stream) Write(p []byte) (int, error) {
	s.out.write(s.name, p)
	return len(p), nil
}

func (o *output) write(name string, p []byte) {
	if o.silent || len(p) == 0 {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.name != name {
		o.publishText(true)
		o.name = name
	}
	for len(p) > 0 {
		n := min(len(p), maxText-len(o.text))
		o.text, p = append(o.text, p[:n]...), p[n:]
		if len(o.text) == maxText {
			o.publishText(false)
		}
	}
	if len(o.text) > 0 && !o.armed {
		o.arm()
	}
}

// arm has the text published after a delay.
func (o *output) arm() {
	if time.Since(o.sent) < 2*lastDelay {
		o.delay = min(2*o.delay, lastDelay)
	} else {
		o.delay = firstDelay
	}
	o.armed = true
	time.AfterFunc(o.delay, func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.armed = false
		o.sent = time.Now()
		o.publishText(false)
	})
}

// publishText sends the gathered text. Unless whole is set it keeps back a last character of which only the first bytes
// have been written. The caller holds the lock.
func (o *output) publishText(whole bool) {
	n := len(o.text)
	if !whole {
		n -= cutCharacter(o.text)
	}
	if n == 0 {
		return
	}
	o.iopub.must(o.iopub.bulk(protocol.TypeStream, o.parent, protocol.Stream{Name: o.name, Text: string(o.text[:n])}))
	o.text = append(o.text[:0], o.text[n:]...)
}

// cutCharacter returns the number of bytes at the end of text that begin a character and do not end it.
func cutCharacter(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if last := text[len(text)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

// flush publishes the text gathered so far.
func (o *output) flush() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.publishText(true)
}

// AtEnd has f called once, before the execution is reported as finished. It is part of what package display offers to
// outputs that have an end.
func (o *output) AtEnd(f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.atEnd = append(o.atEnd, f)
}

// finish publishes what has been held back. Later output is still taken.
func (o *output) finish() {
	o.mu.Lock()
	functions := o.atEnd
	o.atEnd = nil
	o.mu.Unlock()
	for _, f := range functions {
		f()
	}
	o.flush()
}

// Display implements display.Output.
func (o *output) Display(b display.Bundle, id string) error {
	return o.show(protocol.TypeDisplayData, b, id)
}

// Update implements display.Output.
func (o *output) Update(b display.Bundle, id string) error {
	return o.show(protocol.TypeUpdateDisplayData, b, id)
}

// Clear implements display.Output.
func (o *output) Clear(wait bool) error {
	return o.publish(protocol.TypeClearOutput, protocol.ClearOutput{Wait: wait})
}

// result publishes the value of the cell: as its result the first time, as a display from then on, since a cell has one
// result. A form of the value that cannot travel is reported on the cell's stderr.
func (o *output) result(value any) {
	b := display.BundleOf(value)
	o.mu.Lock()
	if len(b.Data) > 0 {
		o.results++
	}
	first := o.results == 1
	o.mu.Unlock()
	var err error
	if first {
		data, metadata, formErr := encodeBundle(b)
		err = errors.Join(formErr, o.publish(protocol.TypeExecuteResult, protocol.ExecuteResult{ExecutionCount: o.count, Data: data, Metadata: metadata}))
	} else {
		err = o.Display(b, "")
	}
	if err != nil {
		o.write(protocol.Stderr, fmt.Appendf(nil, "%v\n", err))
	}
}

// show publishes a bundle unless there is nothing in it. An error names the forms that were left out.
func (o *output) show(t protocol.Type, b display.Bundle, id string) error {
	if len(b.Data) == 0 {
		return nil
	}
	data, metadata, err := encodeBundle(b)
	if len(data) == 0 {
		return err
	}
	content := protocol.DisplayData{Data: data, Metadata: metadata, Transient: protocol.Transient{DisplayID: id}}
	return errors.Join(err, o.publish(t, content))
}

// publish sends a message after the text that came before it.
func (o *output) publish(t protocol.Type, content any) error {
	if o.silent {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.publishText(true)
	return o.iopub.bulk(t, o.parent, content)
}

// encodeBundle returns the forms of b as they travel: bytes in base64, everything else as its JSON. It leaves out a form
// or its metadata that has no JSON, and says so in the error; the maps are never nil.
func encodeBundle(b display.Bundle) (data, metadata map[string]any, err error) {
	data, metadata = make(map[string]any, len(b.Data)), make(map[string]any, len(b.Metadata))
	for mime, form := range b.Data {
		encoded, formErr := encodeForm(form)
		if formErr != nil {
			err = errors.Join(err, fmt.Errorf("display: %s of the value: %w", mime, formErr))
			continue
		}
		data[mime] = encoded
	}
	for mime, form := range b.Metadata {
		encoded, formErr := encodeForm(form)
		if formErr != nil {
			err = errors.Join(err, fmt.Errorf("display: metadata for %s of the value: %w", mime, formErr))
			continue
		}
		metadata[mime] = encoded
	}
	return data, metadata, err
}

func encodeForm(form any) (encoded any, err error) {
	switch form := form.(type) {
	case string:
		return form, nil
	case []byte:
		return base64.StdEncoding.EncodeToString(form), nil
	}
	defer func() { // the MarshalJSON method of a user's type
		if p := recover(); p != nil {
			err = fmt.Errorf("MarshalJSON panicked: %v", p)
		}
	}()
	raw, err := json.Marshal(form)
	return json.RawMessage(raw), err
}
