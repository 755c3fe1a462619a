package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

// work correlates an image of 128 x 128 with a filter of 3 x 3.
func work() float64 {
	const n, k = 128, 3
	const m = n - k + 1
	x, w, y := make([]float64, n*n), make([]float64, k*k), make([]float64, m*m)
	for i := range x {
		x[i] = float64(i % 17)
	}
	for i := range w {
		w[i] = float64(i - 4)
	}
	for i := 0; i < m; i++ {
		for j := 0; j < m; j++ {
			var s float64
			for a := 0; a < k; a++ {
				for b := 0; b < k; b++ {
					s += x[(i+a)*n+j+b] * w[a*k+b]
				}
			}
			y[i*m+j] = s
		}
	}
	var check float64
	for i, v := range y {
		check += v * float64(i%7)
	}
	return check
}

func main() {
	start := time.Now()
	check := work()
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
