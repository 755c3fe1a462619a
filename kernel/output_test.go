// This file tests what cells print and display.

package kernel

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/arraybook/arraybook/display"
	"github.com/arraybook/arraybook/protocol"
)

// joined returns what was printed to each stream.
func joined(t *testing.T, messages []protocol.Message) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, m := range messages {
		if m.Header.Type == protocol.TypeStream {
			s := read[protocol.Stream](t, m)
			all[s.Name] += s.Text
		}
	}
	return all
}

func TestManyLines(t *testing.T) {
	ev := newFake()
	const lines = 100000
	var want strings.Builder
	for i := range lines {
		fmt.Fprintln(&want, i)
	}
	ev.cell("print", func(_ context.Context, cell Cell) error {
		for i := range lines {
			fmt.Fprintln(cell.Stdout, i)
		}
		return nil
	})
	c := startFake(t, ev)
	_, messages := c.execute("print")
	if got := joined(t, messages)["stdout"]; got != want.String() {
		t.Errorf("%d bytes arrived, want %d", len(got), want.Len())
	}
	if len(messages) > 100 {
		t.Errorf("%d lines took %d messages", lines, len(messages))
	}
}

// Output shows while the cell runs, and characters are not cut.
func TestStreaming(t *testing.T) {
	ev := newFake()
	step := make(chan string)
	ev.cell("steps", func(_ context.Context, cell Cell) error {
		for s := range step {
			fmt.Fprint(cell.Stdout, s)
		}
		return nil
	})
	c := startFake(t, ev)
	request := c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "steps"})
	c.receive(protocol.IOPub) // busy
	c.receive(protocol.IOPub) // execute_input
	for _, test := range []struct{ print, shown string }{
		{"now", "now"},
		{"caf\xc3", "caf"}, {"\xa9 \xf0\x9f", "é "}, {"\x99", ""}, {"\x82!", "🙂!"},
		{"\xff.", "\ufffd."}, // never a character
	} {
		step <- test.print
		if test.shown == "" {
			continue
		}
		if m := c.receive(protocol.IOPub); summary(t, []protocol.Message{m}) != fmt.Sprintf("stdout %q", test.shown) {
			t.Errorf("after %q: published %s, want %q", test.print, summary(t, []protocol.Message{m}), test.shown)
		}
	}
	step <- "end\xc3"
	close(step)
	reply[protocol.ExecuteReply](c, protocol.Shell, request)
	if m := c.receive(protocol.IOPub); summary(t, []protocol.Message{m}) != `stdout "end`+"\ufffd\"" {
		t.Errorf("at the end: published %s", summary(t, []protocol.Message{m}))
	}
}

// What goroutines print after their cell ended belongs to that cell.
func TestLateOutput(t *testing.T) {
	ev := newFake()
	proceed, done := make(chan struct{}), make(chan struct{})
	ev.cell("spawn", func(_ context.Context, cell Cell) error {
		go func() {
			<-proceed
			fmt.Fprint(cell.Stdout, "late")
			if err := cell.Host.(display.Output).Display(text("later"), "id"); err != nil {
				t.Error(err)
			}
			close(done)
		}()
		return nil
	})
	c := startFake(t, ev)
	request := c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "spawn"})
	reply[protocol.ExecuteReply](c, protocol.Shell, request)
	c.published(request)
	c.execute("another")
	close(proceed)
	<-done
	for _, want := range []string{`stdout "late"`, `display_data "id" map[text/plain:later] map[]`} {
		m := c.receive(protocol.IOPub)
		if got := summary(t, []protocol.Message{m}); got != want || m.Parent.ID != request.ID {
			t.Errorf("published %s for %s, want %s", got, m.Parent.ID, want)
		}
	}
}

// Streams from many goroutines arrive whole, each line once and each goroutine's lines in order.
func TestConcurrentOutput(t *testing.T) {
	ev := newFake()
	const goroutines, lines = 8, 500
	ev.cell("print", func(_ context.Context, cell Cell) error {
		var wg sync.WaitGroup
		for g := range goroutines {
			wg.Go(func() {
				for i := range lines {
					fmt.Fprintf(cell.Stdout, "%d %d\n", g, i)
				}
			})
		}
		wg.Wait()
		return nil
	})
	c := startFake(t, ev)
	_, messages := c.execute("print")
	var next [goroutines]int
	for line := range strings.Lines(joined(t, messages)["stdout"]) {
		var g, i int
		if _, err := fmt.Sscan(line, &g, &i); err != nil || next[g] != i {
			t.Fatalf("line %q, want %d %d: %v", line, g, next[g], err)
		}
		next[g]++
	}
	for g, n := range next {
		if n != lines {
			t.Errorf("%d lines of goroutine %d arrived, want %d", n, g, lines)
		}
	}
}

func TestDisplay(t *testing.T) {
	ev := newFake()
	ev.cell("display", func(_ context.Context, cell Cell) error {
		out := cell.Host.(display.Output)
		fmt.Fprint(cell.Stdout, "before")
		check := func(err error) {
			if err != nil {
				t.Error(err)
			}
		}
		check(out.Display(display.Bundle{
			Data:     map[string]any{"image/png": []byte("\x89PNG"), "text/plain": "<>&", "application/json": map[string]any{"a": []int{1}}},
			Metadata: map[string]any{"image/png": map[string]any{"width": 5}},
		}, "one"))
		check(out.Update(text("new"), "one"))
		check(out.Display(display.Bundle{}, "nothing"))
		check(out.Clear(true))
		check(out.Clear(false))
		err := out.Display(display.Bundle{Data: map[string]any{"text/plain": "x", "application/json": math.NaN()}}, "")
		if err == nil || !strings.Contains(err.Error(), "application/json") {
			t.Errorf("error %v does not name the type", err)
		}
		if err := out.Display(display.Bundle{Data: map[string]any{"application/json": badJSON{}}}, ""); err == nil || !strings.Contains(err.Error(), "panicked") {
			t.Errorf("error %v", err)
		}
		out.(interface{ AtEnd(func()) }).AtEnd(func() { check(out.Display(text("at the end"), "")) })
		fmt.Fprint(cell.Stdout, "after")
		return nil
	})
	c := startFake(t, ev)
	_, messages := c.execute("display")
	expect(t, messages[1:], `stdout "before"`,
		`display_data "one" map[application/json:map[a:[1]] image/png:iVBORw== text/plain:<>&] map[image/png:map[width:5]]`,
		`update_display_data "one" map[text/plain:new] map[]`,
		`clear true`, `clear false`,
		`display_data "" map[text/plain:x] map[]`,
		`stdout "after"`,
		`display_data "" map[text/plain:at the end] map[]`)
	_, messages = c.executeWith(protocol.ExecuteRequest{Code: "display", Silent: true})
	expect(t, messages)
}

type badJSON struct{}

func (badJSON) MarshalJSON() ([]byte, error) { panic("bug") }

// A result without forms shows nothing; one whose form cannot travel says so.
func TestResult(t *testing.T) {
	ev := newFake()
	ev.cell("nothing", func(_ context.Context, cell Cell) error { cell.Show(display.Bundle{}); return nil })
	ev.cell("NaN", func(_ context.Context, cell Cell) error {
		cell.Show(display.Bundle{Data: map[string]any{"text/plain": "x", "application/json": math.NaN()}})
		return nil
	})
	c := startFake(t, ev)
	_, messages := c.execute("nothing")
	expect(t, messages[1:])
	_, messages = c.execute("NaN")
	expect(t, messages[1:], `result 2 map[text/plain:x]`, `stderr "display: application/json of the value: json: unsupported value: NaN\n"`)
}

func FuzzCutCharacter(f *testing.F) {
	f.Add([]byte("caf\xc3"))
	f.Add([]byte("\xf0\x9f\x99"))
	f.Fuzz(func(t *testing.T, text []byte) {
		n := cutCharacter(text)
		if n < 0 || n > 3 || n > len(text) {
			t.Fatalf("cut %d of %q", n, text)
		}
		// What is cut off can still become a character.
		if n > 0 && !strings.Contains("\xc2\xc3\xe0\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf0\xf1\xf2\xf3\xf4", string(text[len(text)-n])) && text[len(text)-n] < 0xc2 {
			t.Fatalf("cut %q", text[len(text)-n:])
		}
	})
}
