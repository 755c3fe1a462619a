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
		for i := 0; i < 20000; i++ {
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
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
