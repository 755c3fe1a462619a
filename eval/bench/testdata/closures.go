package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

func adder(n int) func(int) int { return func(x int) int { return x + n } }

// work calls func values that it finds in a slice, and one that changes a variable it shares.
func work() int {
	fs := []func(int) int{adder(1), adder(2), func(x int) int { return x ^ 3 }}
	calls := 0
	count := func() { calls++ }
	s := 0
	for i := 0; i < 100000; i++ {
		for _, f := range fs {
			s = f(s)
		}
		count()
	}
	return s + calls
}

func main() {
	start := time.Now()
	check := work()
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
