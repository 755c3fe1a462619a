package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

// work adds up the numbers below a million, some of them negated.
func work() int {
	s := 0
	for i := 0; i < 1000000; i++ {
		s += i ^ 5
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
