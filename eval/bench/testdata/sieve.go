package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

// work counts the primes below 200,000.
func work() int {
	const n = 200000
	composite := make([]bool, n)
	count := 0
	for i := 2; i < n; i++ {
		if composite[i] {
			continue
		}
		count++
		for j := 2 * i; j < n; j += i {
			composite[j] = true
		}
	}
	return count
}

func main() {
	start := time.Now()
	check := work()
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
