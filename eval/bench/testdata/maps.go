package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

// work counts how often each remainder occurs.
func work() int {
	counts := map[int]int{}
	for i := range 200000 {
		counts[i*i%1009]++
	}
	most := 0
	for _, n := range counts {
		most = max(most, n)
	}
	return most*10000 + len(counts)
}

func main() {
	start := time.Now()
	check := work()
	for range reps - 1 {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
