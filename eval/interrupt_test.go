package eval_test

// This file interrupts cells of all kinds, those of testdata/interrupts and those that only the type checker is busy with. None is
// timed, but a table is printed when ARRAYBOOK_INTERRUPTS is set:
//
//	ARRAYBOOK_INTERRUPTS=1 go test -run '^TestInterrupts$' -v ./eval

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/arraybook/arraybook/eval"
)

func TestInterrupts(t *testing.T) {
	text, err := os.ReadFile("testdata/interrupts/cells.txt")
	if err != nil {
		t.Fatal(err)
	}
	timed := os.Getenv("ARRAYBOOK_INTERRUPTS") != ""
	for _, part := range strings.Split(string(text), "\n=== ")[1:] {
		name, source, _ := strings.Cut(part, "\n")
		if name, large := strings.CutSuffix(name, " large"); timed || !large {
			t.Run(name, func(t *testing.T) { interruptCell(t, source, timed) })
		}
	}
}

func interruptCell(t *testing.T, source string, timed bool) {
	s := newSession(t)
	if _, err := execute(s, 1, "kept := []int{1, 2, 3}"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var at time.Time
	started := sync.OnceFunc(func() {
		if !timed {
			cancel()
			return
		}
		time.AfterFunc(500*time.Millisecond, func() { // it may be busy by then
			at = time.Now()
			cancel()
		})
	})
	err := s.Execute(ctx, eval.Cell{Number: 2, Source: "println(\"started\")\n" + source, Stdout: io.Discard, Stderr: writerFunc(started)})
	if timed {
		t.Logf("ended %v after the interrupt", time.Since(at).Round(100*time.Microsecond))
	}
	var e notebookError
	if err != nil && (!errors.As(err, &e) || e.Name() != "interrupted") {
		t.Errorf("%s\n%v", source, err)
	}
	if err == nil && ctx.Err() == nil {
		t.Errorf("%s\nended before the interrupt", source)
	}
	if out, err := execute(s, 3, "kept[0] + len(kept)"); err != nil || out != "=> 4\n" {
		t.Errorf("after %s\n%s %v", source, out, err)
	}
	if _, err := execute(s, 4, "%goroutines stop"); err != nil {
		t.Error(err)
	}
}

// Nothing of a cell runs after a call that its interrupt cut short, but the rest of deferred calls.
func TestNothingAfterInterrupt(t *testing.T) {
	for _, source := range []string{
		"time.Sleep(time.Hour)",
		"func nap() { time.Sleep(time.Hour); println(`after the nap`) }\nnap()",
		"var done sync.WaitGroup\ndone.Go(func() { time.Sleep(time.Hour) })\ndone.Wait()",
		"func() { defer func() { recover() }(); <-time.After(time.Hour) }()",
		"r, _ := io.Pipe(); r.Read(make([]byte, 1))",
		"func tidy() { defer func() { time.Sleep(time.Hour); tidied = true }() }\ntidy()",
	} {
		s := newSession(t)
		if _, err := execute(s, 1, "tidied := false"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		p := &progress{started: cancel}
		err := s.Execute(ctx, eval.Cell{Number: 2, Source: "println(`started`)\n" + source + "\nprintln(`after`)", Stdout: io.Discard, Stderr: p})
		var e notebookError
		if !errors.As(err, &e) || e.Name() != "interrupted" {
			t.Errorf("%s\n%v", source, err)
		}
		if p.after.Load() {
			t.Errorf("%s\nran on after the interrupt", source)
		}
		if out, _ := execute(s, 3, "tidied"); (out == "=> true\n") != strings.Contains(source, "tidied = true") {
			t.Errorf("%s\ntidied: %s", source, out)
		}
	}
}

// A progress is where a cell prints that it has started, and that it has come further.
type progress struct {
	started func()
	after   atomic.Bool
}

func (p *progress) Write(text []byte) (int, error) {
	p.started()
	if bytes.Contains(text, []byte("after")) {
		p.after.Store(true)
	}
	return len(text), nil
}

// TestInterruptOfOneCell interrupts a cell beside goroutines of another, whose methods compiled code calls, and one in a function of
// an earlier cell that compiled code calls.
func TestInterruptOfOneCell(t *testing.T) {
	s := newSession(t)
	for i, source := range []string{
		"type says int\nfunc (n says) String() string { for range n {}; return `said` }",
		"type by []int\nfunc (b by) Len() int { return len(b) }\nfunc (b by) Less(i, j int) bool { for range 1000 {}; return b[i] < b[j] }\nfunc (b by) Swap(i, j int) { b[i], b[j] = b[j], b[i] }",
		"var wrong atomic.Value\nvar said, sorted atomic.Int64",
		"go func() { for { if s := fmt.Sprint(says(100000)); s != `said` { wrong.Store(s) }; said.Add(1) } }()\ngo func() { for { sort.Sort(by{3, 2, 1}); sorted.Add(1) } }()",
		"stays := true\nless := func(i, j int) bool { for stays { println(`in less`) }; return i < j }",
	} {
		if _, err := execute(s, i+1, source); err != nil {
			t.Fatal(err)
		}
	}
	for i, source := range []string{"println(`started`)\nfor {}", "sort.Slice([]int{1, 2}, less)"} {
		ctx, cancel := context.WithCancel(context.Background())
		err := s.Execute(ctx, eval.Cell{Number: 10 + i, Source: source, Stdout: io.Discard, Stderr: writerFunc(cancel)})
		var e notebookError
		if !errors.As(err, &e) || e.Name() != "interrupted" {
			t.Errorf("%s\n%v", source, err)
		}
	}
	out, err := execute(s, 20, "saidBefore, sortedBefore := said.Load(), sorted.Load()\nfor said.Load() == saidBefore || sorted.Load() == sortedBefore { runtime.Gosched() }\nwrong.Load() == nil")
	if err != nil || out != "=> true\n" {
		t.Errorf("the goroutines of an earlier cell: %q, %v", out, err)
	}
	for { // the function of the earlier cell ends with the cell that called it
		if out, err := execute(s, 21, "%goroutines"); err != nil || !strings.Contains(out, "ending") {
			break
		}
	}
	if out, err := execute(s, 22, "%goroutines stop"); err != nil {
		t.Errorf("%q, %v", out, err)
	}
}

// A server that a cell left running answers after another cell's interrupt.
func TestServerAfterInterrupt(t *testing.T) {
	s := newSession(t)
	out, err := execute(s, 1, "func hello(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `hi`) }\nserver := httptest.NewServer(http.HandlerFunc(hello))\nserver.URL")
	if err != nil {
		t.Fatal(err)
	}
	url := strings.Trim(strings.TrimSpace(strings.TrimPrefix(out, "=> ")), "\"")
	ctx, cancel := context.WithCancel(context.Background())
	err = s.Execute(ctx, eval.Cell{Number: 2, Source: "println(`started`)\nfor {}", Stdout: io.Discard, Stderr: writerFunc(cancel)})
	var e notebookError
	if !errors.As(err, &e) || e.Name() != "interrupted" {
		t.Fatal(err)
	}
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, err := io.ReadAll(answer.Body); err != nil || string(text) != "hi" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := execute(s, 3, "server.Close()"); err != nil {
		t.Error(err)
	}
}

// The type checker cannot be told to stop: it is left behind.
func TestInterruptedCheck(t *testing.T) {
	s := newSession(t)
	if _, err := execute(s, 1, "kept := 7"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	const nested = 18 // each level doubles the type
	source := "type P[A, B any] struct { a A; b B }\nfunc f[A any](x A) P[A, A] { return P[A, A]{} }\nvar v = " +
		strings.Repeat("f(", nested) + "1" + strings.Repeat(")", nested)
	err := s.Execute(ctx, eval.Cell{Number: 2, Source: source, Stdout: io.Discard, Stderr: io.Discard})
	var e notebookError
	if !errors.As(err, &e) || e.Name() != "interrupted" {
		t.Errorf("got %v", err)
	}
	if out, err := execute(s, 3, "var P = kept\nP"); err != nil || out != "=> 7\n" {
		t.Errorf("after it: %s %v", out, err)
	}
}
