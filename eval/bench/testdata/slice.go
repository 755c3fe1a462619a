package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

// work reads and writes an element of a slice in a loop: the yardstick for elements of arrays.
func work() float64 {
	const n, times = 100, 10
	x, y := make([]float64, n), make([]float64, n)
	for t := 0; t < times; t++ {
		for i := 0; i < n; i++ {
			for j := 0; j < n; j++ {
				y[j] = x[j] + 1
			}
			x[i] = float64(i)
		}
	}
	return y[n-1] + y[n-2]
}

func main() {
	start := time.Now()
	check := work()
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
