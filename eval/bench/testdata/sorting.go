package main

import (
	"fmt"
	"sort"
	"time"
)

const reps = 1 // set by the benchmark

// work sorts 20,000 numbers with a closure that compares.
func work() int {
	xs := make([]int, 20000)
	for i := range xs {
		xs[i] = i * 7919 % 20011
	}
	sort.Slice(xs, func(i, j int) bool { return xs[i] < xs[j] })
	return xs[100] + xs[19999]
}

func main() {
	start := time.Now()
	check := work()
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
