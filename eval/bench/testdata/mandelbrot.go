package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

// work counts the points of a 96 x 96 grid that stay bounded for 100 steps.
func work() int {
	const n, steps = 96, 100
	inside := 0
	for py := 0; py < n; py++ {
		for px := 0; px < n; px++ {
			cr, ci := 3*float64(px)/n-2, 2*float64(py)/n-1
			zr, zi := 0.0, 0.0
			k := 0
			for k < steps && zr*zr+zi*zi <= 4 {
				zr, zi = zr*zr-zi*zi+cr, 2*zr*zi+ci
				k++
			}
			if k == steps {
				inside++
			}
		}
	}
	return inside
}

func main() {
	start := time.Now()
	check := work()
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
