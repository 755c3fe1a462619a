package main

import (
	"fmt"
	"time"

	"github.com/arraybook/arraybook/array"
)

const reps = 1 // set by the benchmark

// work reads and writes an element of an array in a loop. The arrays are made once, so that memory and the garbage collector
// cost nothing worth mentioning, as with the slices that they are compared with.
func work() float64 {
	const n, times = 100, 10
	a, b := array.Zeros[float64](n, n), array.Zeros[float64](n, n)
	for t := 0; t < times; t++ {
		for i := 0; i < n; i++ {
			for j := 0; j < n; j++ {
				b.Set(a.At(i, j)+1, i, j)
			}
		}
	}
	return b.At(n-1, n-1) + b.At(n-2, 0)
}

func main() {
	start := time.Now()
	check := work()
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
