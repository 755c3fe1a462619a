// This file tests that cells end when they must, with the right error, and that the machine goes on.

package vm

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/arraybook/arraybook/eval/internal/memory"
)

const prelude = `package main
import ("fmt"; "sync"; "time"; "sort")
var ( _ = fmt.Sprint; _ sync.Mutex; _ time.Duration; _ = sort.Ints )
`

// runSource runs a program whose values may take 500 MB.
func runSource(t *testing.T, ctx context.Context, body string) (string, error) {
	t.Helper()
	p := loadProgram(t, "cell.go", prelude+body)
	memory.SetLimit(memory.InUse() + 500<<20)
	if err := p.run(t.Context(), p.init); err != nil {
		t.Fatal(err)
	}
	err := p.run(ctx, p.main)
	return p.out.String(), err
}

func TestEndings(t *testing.T) {
	cases := []struct{ name, body, want string }{
		{"deadlock", `func main() { c := make(chan int); <-c }`, "all goroutines are asleep - deadlock!"},
		{"deadlock in a wait group", `func main() { var wg sync.WaitGroup; wg.Add(1); wg.Wait() }`, "all goroutines are asleep - deadlock!"},
		{"deadlock of two", `func main() { a, b := make(chan int), make(chan int); go func() { <-a; b <- 1 }(); <-b; a <- 1 }`, "all goroutines are asleep - deadlock!"},
		{"recursion", `func f(n int) int { return f(n+1) + 1 }; func main() { f(0) }`, "stack overflow: calls are nested too deep"},
		{"absurd slice", `func main() { n := 1 << 50; _ = make([]int, n) }`, "runtime error: makeslice: len out of range"},
		{"growth", `func main() { var x [][]byte; for { x = append(x, make([]byte, 1<<20)) } }`, "out of memory"},
		{"large slice", `func main() { n := 1 << 33; _ = make([]byte, n) }`, "out of memory"},
		{"nil map", `func main() { var m map[string]int; m["a"] = 1 }`, "assignment to entry in nil map"},
		{"closed channel", `func main() { c := make(chan int); close(c); c <- 1 }`, "send on closed channel"},
		{"concurrent maps", `func main() {
			m := map[int]int{}
			for g := range 4 { go func() { defer func() { recover() }(); for i := 0; ; i++ { m[i%10] = g } }() }
			for { for range m {} }
		}`, "concurrent map"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := runSource(t, t.Context(), c.body)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestInterrupt(t *testing.T) {
	cases := map[string]string{
		"loop":            `for { started() }`,
		"channel":         `started(); c := make(chan int); go func() { for {} }(); <-c`,
		"sleep":           `started(); time.Sleep(time.Hour)`,
		"wait group":      `started(); var wg sync.WaitGroup; wg.Add(1); go func() { for {} }(); wg.Wait()`,
		"select":          `started(); c := make(chan int); go func() { for {} }(); select { case <-c: case c <- 1: }`,
		"compiled caller": `x := make([]int, 100); sort.Slice(x, func(i, j int) bool { for { started() } })`,
		"recover":         `defer func() { recover() }(); for { started() }`,
	}
	for name, body := range cases {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			_, err := runSource(t, ctx, "func started() {}\nfunc main() { "+body+" }")
			if !errors.Is(err, ErrInterrupted) {
				t.Errorf("got %v, want an interrupt", err)
			}
		})
	}
}

// fmt recovers panics of String methods, so the overflow shows in its text.
func TestRecursionThroughCompiledCode(t *testing.T) {
	out, err := runSource(t, t.Context(), `
		type T struct{}
		func (t T) String() string { return fmt.Sprint(t) }
		func main() { fmt.Println(len(T{}.String()) > 0) }`)
	if err != nil || out != "true\n" {
		t.Errorf("got %q, %v", out, err)
	}
}

func TestGoroutinePanic(t *testing.T) {
	out, err := runSource(t, t.Context(), `func main() {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() { defer wg.Done(); panic("lost") }()
		wg.Wait()
		fmt.Println("alive")
	}`)
	if err != nil || !strings.Contains(out, "alive") {
		t.Errorf("got %q, %v", out, err)
	}
}

// However many cells take all threads that they may, Go's limit is not reached.
func TestThreadLimit(t *testing.T) {
	n := uint64(10)
	for range 100 {
		next := threadLimit(maxThreads, n)
		if next < n || next >= maxThreads {
			t.Fatalf("%d threads after %d", next, n)
		}
		n = next
	}
	if got := threadLimit(maxThreads, maxThreads+1); got != maxThreads+1 {
		t.Errorf("%d threads beyond the limit", got)
	}
}

// While anything runs, goroutines that wait may have been woken without having run yet.
func TestBusy(t *testing.T) {
	var begun, stop atomic.Bool
	done := make(chan bool)
	go func() {
		for !stop.Load() {
			begun.Store(true)
		}
		close(done)
	}()
	for !begun.Load() {
		runtime.Gosched()
	}
	if !busy() {
		t.Error("not busy beside a goroutine that runs")
	}
	stop.Store(true)
	<-done
}
