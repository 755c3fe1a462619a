package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

type shape interface{ area(scale int) int }

type square struct{ side int }
type rect struct{ w, h int }
type dot struct{}

func (s square) area(scale int) int { return s.side * s.side * scale }
func (r *rect) area(scale int) int  { return r.w * r.h * scale }
func (dot) area(int) int            { return 1 }

// work calls a method through an interface, on values of three types in turn.
func work() int {
	shapes := []shape{square{3}, &rect{2, 5}, dot{}}
	s := 0
	for i := 0; i < 100000; i++ {
		for _, sh := range shapes {
			s += sh.area(i & 3)
		}
	}
	return s
}

func main() {
	start := time.Now()
	check := work()
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
