package main

import (
	"fmt"
	"time"
)

const reps = 1 // set by the benchmark

// work passes numbers through two goroutines.
func work() int {
	numbers, squares := make(chan int, 16), make(chan int, 16)
	go func() {
		for i := range 20000 {
			numbers <- i
		}
		close(numbers)
	}()
	go func() {
		for n := range numbers {
			squares <- n * n
		}
		close(squares)
	}()
	s := 0
	for n := range squares {
		s += n & 1023
	}
	return s
}

func main() {
	start := time.Now()
	check := work()
	for range reps - 1 {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
