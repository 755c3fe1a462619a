package eval_test

// This file tests cells that run at the same time, as those of different subshells of a kernel do.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/arraybook/arraybook/eval"
)

// A cell runs while another one waits, shares its variables, and can end its wait.
func TestCellsRunAtTheSameTime(t *testing.T) {
	s := newSession(t)
	if _, err := execute(s, 1, "ch := make(chan int)\nshared := 1"); err != nil {
		t.Fatal(err)
	}
	started := make(chan struct{})
	var out lockedBuilder
	result := make(chan error, 1)
	go func() {
		result <- s.Execute(context.Background(), eval.Cell{
			Number: 2, Source: "println(\"started\")\nfor {\n\tselect {\n\tcase v := <-ch:\n\t\tshared += v\n\t\tfmt.Println(\"got\", v)\n\t\treturn\n\tdefault:\n\t}\n}",
			Stdout: &out, Stderr: writerFunc(sync.OnceFunc(func() { close(started) })), Show: func(any) {},
		})
	}()
	<-started
	if got, err := execute(s, 3, "func twice(n int) int { return 2 * n }\nfmt.Println(shared)\nch <- twice(20)"); err != nil || got != "1\n" {
		t.Errorf("beside the first cell: %q %v", got, err)
	}
	if err := <-result; err != nil || out.String() != "got 40\n" {
		t.Errorf("the first cell: %q %v", out.String(), err)
	}
	if got, err := execute(s, 4, "shared"); err != nil || got != "=> 41\n" {
		t.Errorf("afterwards: %q %v", got, err)
	}
}

// A cell whose later chunks were checked against the session keeps other cells from changing it; they wait, and the wait
// can be interrupted.
func TestCellWaitsForChunks(t *testing.T) {
	s := newSession(t)
	started := make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	result := make(chan error, 1)
	go func() {
		result <- s.Execute(ctx, eval.Cell{ // x means two things, so there are two chunks
			Number: 1, Source: "x := 1\nprintln(x)\nfor {\n}\nx := \"text\"\nprintln(x)",
			Stdout: writerFunc(func() {}), Stderr: writerFunc(sync.OnceFunc(func() { close(started) })),
		})
	}()
	<-started
	impatient, stop := context.WithCancel(context.Background())
	stop()
	var e notebookError
	err := s.Execute(impatient, eval.Cell{Number: 2, Source: "y := 2", Stdout: writerFunc(func() {}), Stderr: writerFunc(func() {})})
	if !errors.As(err, &e) || e.Name() != "interrupted" {
		t.Errorf("a cell that was interrupted while it waited: %v", err)
	}
	if found := s.Complete("strings.ToUpp", 13); len(found.Matches) == 0 {
		t.Error("no completions while a cell waits for another")
	}
	cancel()
	if err := <-result; !errors.As(err, &e) || e.Name() != "interrupted" {
		t.Errorf("the first cell: %v", err)
	}
	if got, err := execute(s, 3, "x"); err != nil || got != "=> 1\n" {
		t.Errorf("afterwards: %q %v", got, err)
	}
}

// Many cells at the same time, which declare, redeclare, call and print, leave a session that is whole.
func TestManyCellsAtTheSameTime(t *testing.T) {
	s := newSession(t)
	if _, err := execute(s, 1, "var mu sync.Mutex\nsum := 0\nfunc add(n int) { mu.Lock(); sum += n; mu.Unlock() }"); err != nil {
		t.Fatal(err)
	}
	const cells, rounds = 4, 15
	var all sync.WaitGroup
	for i := range cells {
		all.Go(func() {
			for j := range rounds {
				n := 2 + i*rounds + j
				source := fmt.Sprintf("type T%d struct{ N int }\nfunc (t T%[1]d) String() string { return fmt.Sprint(\"T\", t.N) }\nx%[1]d := T%[1]d{%d}\nadd(1)\nfmt.Println(x%[1]d, strings.Repeat(\"a\", %[2]d))\nsort.Slice([]int{3, 1, 2}, func(a, b int) bool { return a < b })", i, j)
				want := fmt.Sprintf("T%d %s\n", j, strings.Repeat("a", j))
				if got, err := execute(s, n, source); err != nil || got != want {
					t.Errorf("cell %d: %q %v, want %q", n, got, err, want)
				}
				s.Inspect("add", 1, 1)
				s.Complete("x", 1)
			}
		})
	}
	all.Wait()
	if got, err := execute(s, 1000, "sum"); err != nil || got != fmt.Sprintf("=> %d\n", cells*rounds) {
		t.Errorf("sum is %q %v", got, err)
	}
}

// A cell that waits while others may come is not deadlocked; once none may, it is.
func TestCellWaitsForCompany(t *testing.T) {
	s := newSession(t)
	if _, err := execute(s, 1, "ch := make(chan int)"); err != nil {
		t.Fatal(err)
	}
	asked := make(chan bool, 1)
	result := make(chan error, 1)
	var out lockedBuilder
	wait := func(number int, company bool) {
		result <- s.Execute(context.Background(), eval.Cell{
			Number: number, Source: "<-ch", Stdout: &out, Stderr: &out, Show: func(v any) { fmt.Fprintln(&out, "got", v) },
			Company: func() bool {
				select {
				case asked <- true:
				default: // looked at after the cell has ended, or again
				}
				return company
			},
		})
	}
	go wait(2, true)
	<-asked // it would have ended as a deadlock
	if _, err := execute(s, 3, "go func() { ch <- 7 }()"); err != nil {
		t.Fatal(err)
	}
	if err := <-result; err != nil || out.String() != "got 7\n" {
		t.Errorf("the cell that waited: %q %v", out.String(), err)
	}
	go wait(4, false)
	if err := <-result; err == nil || !strings.Contains(err.Error(), "deadlock") {
		t.Errorf("a cell that waits alone: %v", err)
	}
}

// A second interrupt ends the deferred calls that outlived the first.
func TestSecondInterruptEndsDeferred(t *testing.T) {
	s := newSession(t)
	interrupted := func(number int, source string) {
		t.Helper()
		ctx, cancel := context.WithCancel(context.Background())
		err := s.Execute(ctx, eval.Cell{Number: number, Source: source, Stdout: writerFunc(cancel), Stderr: writerFunc(func() {})})
		var e notebookError
		if !errors.As(err, &e) || e.Name() != "interrupted" {
			t.Errorf("cell %d: %v", number, err)
		}
	}
	if _, err := execute(s, 1, "spins := 0\nfunc spin() {\n\tfor {\n\t\tspins++\n\t}\n}"); err != nil {
		t.Fatal(err)
	}
	interrupted(2, "func() {\n\tdefer spin()\n\tfmt.Println()\n\tfor {\n\t}\n}()")
	if out, err := execute(s, 3, "%goroutines"); err != nil || !strings.Contains(out, "running") {
		t.Errorf("the deferred call is not listed: %q %v", out, err)
	}
	interrupted(4, "fmt.Println()\nfor {\n}")
	for {
		if out, err := execute(s, 5, "%goroutines"); err != nil || strings.Contains(out, "no goroutines") {
			break
		}
	}
	if out, err := execute(s, 6, "spins > 0"); err != nil || out != "=> true\n" {
		t.Errorf("afterwards: %q %v", out, err)
	}
}

// Only an interrupt ends the deferred calls of cells before, and not those of cells that ran beside the interrupted one.
func TestOtherEndsLeaveDeferred(t *testing.T) {
	s := newSession(t)
	if _, err := execute(s, 1, "var release, ran atomic.Bool"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	beside, stop := context.WithCancel(context.Background())
	started := make(chan struct{})
	result := make(chan error, 1)
	go func() {
		result <- s.Execute(beside, eval.Cell{
			Number: 2, Source: "fmt.Println()\nfor {\n}", Stdout: writerFunc(sync.OnceFunc(func() { close(started) })), Stderr: writerFunc(func() {}),
		})
	}()
	<-started
	err := s.Execute(ctx, eval.Cell{
		Number: 3, Source: "func() {\n\tdefer func() {\n\t\tfor !release.Load() {\n\t\t}\n\t\tran.Store(true)\n\t}()\n\tfmt.Println()\n\tfor {\n\t}\n}()", Stdout: writerFunc(cancel), Stderr: writerFunc(func() {}),
	})
	var e notebookError
	if !errors.As(err, &e) || e.Name() != "interrupted" {
		t.Errorf("the cell with the deferred call: %v", err)
	}
	if _, err := execute(s, 4, "os.Exit(1)"); err == nil {
		t.Error("the cell that exits ends well")
	}
	stop()
	if err := <-result; !errors.As(err, &e) || e.Name() != "interrupted" {
		t.Errorf("the cell beside: %v", err)
	}
	if _, err := execute(s, 5, "release.Store(true)"); err != nil {
		t.Error(err)
	}
	for {
		if out, err := execute(s, 6, "%goroutines"); err != nil || strings.Contains(out, "no goroutines") {
			break
		}
	}
	if got, err := execute(s, 7, "ran.Load()"); err != nil || got != "=> true\n" {
		t.Errorf("the deferred call: %q %v", got, err)
	}
}

// Nil functions that timers and contexts call are reported to the cell that gave them, be it over or not.
func TestNilFunctionsOfTimers(t *testing.T) {
	s := newSession(t)
	reports := make(chan string)
	err := s.Execute(context.Background(), eval.Cell{
		Number: 1, Source: "ctx, cancel := context.WithCancel(context.Background())\ncancel()\ntime.AfterFunc(0, nil)\ncontext.AfterFunc(ctx, nil);",
		Stdout: writerFunc(func() {}), Stderr: reporter(reports),
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		var text string
		for !strings.HasSuffix(text, "\n") {
			text += <-reports
		}
		if want := "panic in a goroutine of cell 1: runtime error: invalid memory address or nil pointer dereference\n"; text != want {
			t.Errorf("got %q, want %q", text, want)
		}
	}
}

// A reporter sends what is written.
type reporter chan string

func (r reporter) Write(p []byte) (int, error) {
	r <- string(p)
	return len(p), nil
}
