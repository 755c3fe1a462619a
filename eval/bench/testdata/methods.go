package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

type counter struct{ n, step int }

func (c *counter) next() int {
	c.n += c.step
	return c.n
}

func double(x int) int { return x + x }

// work calls small functions and methods, all of which a compiler puts in line.
func work() int {
	c := &counter{step: 3}
	square := func(x int) int { return x * x }
	s := 0
	for i := 0; i < 200000; i++ {
		s += double(c.next()) - square(i)
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
