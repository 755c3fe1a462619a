package display

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// recorder is an Output that writes down what it is told.
type recorder struct {
	mu    sync.Mutex
	calls []string
	texts map[string]string // by id
	ids   []string
	fail  error
}

func (r *recorder) note(what string, b Bundle, id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.texts == nil {
		r.texts = map[string]string{}
	}
	if _, known := r.texts[id]; !known {
		r.ids = append(r.ids, id)
	}
	r.texts[id] = fmt.Sprint(b.Data["text/plain"])
	r.calls = append(r.calls, what+" "+r.texts[id])
	return r.fail
}

func (r *recorder) Display(b Bundle, id string) error { return r.note("display", b, id) }
func (r *recorder) Update(b Bundle, id string) error  { return r.note("update", b, id) }
func (r *recorder) Clear(wait bool) error             { return r.note("clear", textBundle(fmt.Sprint(wait)), "") }

// cell is a recorder with an end.
type cell struct {
	recorder
	atEnd []func()
}

func (c *cell) AtEnd(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.atEnd = append(c.atEnd, f)
}

func (c *cell) end() {
	c.mu.Lock()
	functions := c.atEnd
	c.mu.Unlock()
	for _, f := range functions {
		f()
	}
}

func TestDisplayTo(t *testing.T) {
	var r recorder
	h := DisplayTo(&r, 1, "two")
	if err := h.Update(3, "four"); err != nil {
		t.Fatal(err)
	}
	if err := ClearOutputTo(&r, true); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(r.calls, ", "), "display 1, display two, update 3, update four, clear true"; got != want {
		t.Errorf("calls %s, want %s", got, want)
	}
	if len(r.ids) != 3 || r.ids[0] == r.ids[1] || r.ids[0] == "" {
		t.Errorf("ids %q: each value needs its own", r.ids)
	}
	if err := h.Update(1); err == nil || !strings.Contains(err.Error(), "1 value for a handle of 2") {
		t.Errorf("Update with too few values: %v", err)
	}
	if b := BundleOf(h); len(b.Data) != 0 {
		t.Errorf("a handle shows %v; its values are on the screen already", b.Data)
	}
}

func TestDisplayErrors(t *testing.T) {
	r := recorder{fail: errors.New("gone")}
	h := DisplayTo(&r, 1)
	if h.Err() == nil || h.Update(2) == nil {
		t.Error("errors of the output are lost")
	}
}

// TestUpdatesAreHeld sends updates as fast as possible: few may arrive, and the last one must.
func TestUpdatesAreHeld(t *testing.T) {
	var c cell
	h := DisplayTo(&c, "first")
	start := time.Now()
	const n = 2000
	for i := range n {
		if err := h.Update(i); err != nil {
			t.Fatal(err)
		}
	}
	c.end()
	elapsed := time.Since(start)
	c.mu.Lock()
	defer c.mu.Unlock()
	if last := c.calls[len(c.calls)-1]; last != fmt.Sprintf("update %d", n-1) {
		t.Errorf("the last call is %q", last)
	}
	if most := 10 + 2*int(elapsed/frame); len(c.calls) > most {
		t.Errorf("%d calls in %v, at most %d expected", len(c.calls), elapsed, most)
	}
}

func TestTextOutput(t *testing.T) {
	var b strings.Builder
	out := NewTextOutput(&b)
	h := DisplayTo(out, "one", 2)
	if err := h.Update("three", 4); err != nil {
		t.Fatal(err)
	}
	for range ProgressTo(out, 3, "loop") {
	}
	lines := strings.Split(b.String(), "\n")
	if len(lines) != 6 || strings.Join(lines[:4], " ") != "one 2 three 4" || !strings.HasPrefix(lines[4], "loop 100% |████████████████████████| 3/3 in 0.0 s") {
		t.Errorf("written: %q", lines)
	}
}
