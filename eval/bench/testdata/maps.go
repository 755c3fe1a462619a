package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

// work counts how often each remainder occurs.
func work() int {
	counts := map[int]int{}
	for i := 0; i < 200000; i++ {
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
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
