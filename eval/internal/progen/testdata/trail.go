package main

import (
	"fmt"
	"iter"
	"strings"
)

// The trail tells what ran, in which order.
var (
	trail      strings.Builder
	trailSteps int
	seed       uint64
	zero       int
)

func startTrail(n uint64) {
	trail.Reset()
	trailSteps, seed = 0, n*2654435761+1
}

func showTrail() { fmt.Println("trail", trail.String()) }

// step leaves a mark and returns it; a trail that grows too long ends in a panic.
func step(n int) int {
	if trailSteps++; trailSteps > 600 {
		panic("too long")
	}
	fmt.Fprint(&trail, n, " ")
	return n
}

// mark leaves the text of a value.
func mark(v any) {
	if trailSteps++; trailSteps > 600 {
		panic("too long")
	}
	if err, ok := v.(error); ok {
		fmt.Fprintf(&trail, "<%s> ", err.Error())
		return
	}
	fmt.Fprintf(&trail, "<%v> ", v)
}

// dice returns the next number below n.
func dice(n uint64) int {
	seed ^= seed << 13
	seed ^= seed >> 7
	seed ^= seed << 17
	return int(seed % n)
}

func toss(n uint64) bool { return dice(n) == 0 }

func pickOne(values ...any) any { return values[dice(uint64(len(values)))] }

// guard marks what f panics with.
func guard(f func()) {
	defer func() {
		if r := recover(); r != nil {
			mark("guard")
			mark(r)
		}
	}()
	f()
}

func recovering(n int) {
	mark(recover())
	mark(n)
}

// apart runs f on a goroutine of its own.
func apart(f func()) {
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() { recover() }() // of a trail that is too long
		defer func() { mark(recover()) }()
		f()
		mark("end")
	}()
	<-done
}

type marker int

func (m marker) mark()             { mark(int(m)) }
func (m marker) plus(n int) marker { mark(n); return m + marker(n) }
func (m marker) int() int          { return int(m) }

func tr[T any](n int, v T) T {
	step(n)
	return v
}

func tr2(a, b int) func(int) int { return func(c int) int { return a - b*c } }

func sum(values ...int) (n int) {
	for i, v := range values {
		n += (i + 1) * v
	}
	return
}

func number2(c bool) int {
	if c {
		return 1
	}
	return 0
}

func upTo(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer mark("over")
		for i := range n {
			if !yield(i) {
				mark("left")
				return
			}
		}
	}
}

// stubborn goes on after its loop has been left.
func stubborn(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			mark(yield(i))
		}
	}
}

// catching recovers panics of the loop's body.
func catching(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			more := false
			func() {
				defer func() {
					if r := recover(); r != nil {
						mark("caught")
						mark(r)
						more = toss(2)
					}
				}()
				more = yield(i)
			}()
			if !more {
				return
			}
		}
	}
}

// late calls the loop's body once more when the loop is over.
func late(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				break
			}
		}
		if toss(3) {
			mark("late")
			yield(n)
		}
	}
}

func pulled(s iter.Seq[int]) iter.Seq[int] {
	return func(yield func(int) bool) {
		next, stop := iter.Pull(s)
		defer stop()
		for {
			v, ok := next()
			if !ok || !yield(v) {
				return
			}
		}
	}
}

func paired(s iter.Seq[int]) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for v := range s {
			if !yield(v, fmt.Sprint("p", v)) {
				return
			}
		}
	}
}

func through(s iter.Seq[int]) iter.Seq[int] {
	return func(yield func(int) bool) {
		for v := range s {
			if v == 2 {
				continue
			}
			if !yield(v) {
				return
			}
		}
	}
}

func times(n int) func(func() bool) {
	return func(yield func() bool) {
		for range n {
			if !yield() {
				return
			}
		}
	}
}

func convert[A, B number](a A) B { return B(a) }

func describe(name string, n int) string { return fmt.Sprint(name, "(", n, ")") }

// filler has all methods that embedded interfaces ask for.
type filler int

func (f filler) Ma(n int) string  { return describe("filler.Ma", n+int(f)) }
func (f filler) Mb(n int) string  { return describe("filler.Mb", n+int(f)) }
func (f *filler) Mc(n int) string { return describe("filler.Mc", n+int(*f)) }
func (f filler) md(n int) string  { return describe("filler.md", n+int(f)) }

func anything(n int) any {
	f := filler(n)
	return &f
}

func upToChan(n int) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := range n {
			c <- i
		}
	}()
	return c
}

func stage(in <-chan int, f func(int) int) <-chan int {
	out := make(chan int, 1)
	go func() {
		defer close(out)
		for v := range in {
			out <- f(v)
		}
	}()
	return out
}
