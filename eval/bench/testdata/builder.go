package main

import (
	"fmt"
	"strings"
	"time"
)

const reps = 1 // set by the benchmark

// work writes words and bytes into a strings.Builder.
func work() int {
	var b strings.Builder
	for i := 0; i < 100000; i++ {
		b.WriteString("word")
		b.WriteByte(byte(97 + i%26))
	}
	return len(b.String()) + strings.Count(b.String(), "dz")
}

func main() {
	start := time.Now()
	check := work()
	for i := 1; i < reps; i++ {
		check = work()
	}
	fmt.Println(check, time.Since(start).Nanoseconds())
}
