// This file compares large operations with what the memory gives the same number of processors.

package main

import (
	"bytes"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/arraybook/arraybook/array"
)

// streamBytes is the size of operands that no cache holds.
const streamBytes = 64 << 20

// stream is one operation that moves so many bytes from or to memory.
type stream struct {
	name  string
	bytes int
	reads bool // writes next to nothing
	run   func()
}

// bandwidth prints which part of the memory's bandwidth operations reach. The bandwidth is that of copying, or of reading for
// what only reads: the best of all rounds, in which the references and the operations take turns.
func bandwidth(threads, rounds int) {
	from, to := bytes.Repeat([]byte{2}, streamBytes), make([]byte, streamBytes) // pages never written would all be one in memory
	list := []stream{
		{"copy, the reference", 2 * streamBytes, false, func() { share(threads, func(lo, hi int) { copy(to[lo:hi], from[lo:hi]) }) }},
		{"read, the reference", streamBytes, true, func() { share(threads, func(lo, hi int) { bytes.IndexByte(from[lo:hi], 1) }) }},
	}
	list = append(list, streams[float32, float64]("float32")...)
	list = append(list, streams[float64, float64]("float64")...)
	list = append(list, streams[int64, int64]("int64")...)
	list = append(list, streams[uint8, int64]("uint8")...)
	best := make([]float64, len(list))
	for i := range best {
		best[i] = math.Inf(1)
	}
	for range rounds {
		for i, s := range list {
			s.run() // results may need memory that was not in use
			began := time.Now()
			s.run()
			best[i] = min(best[i], time.Since(began).Seconds())
		}
	}
	rate := func(i int) float64 { return float64(list[i].bytes) / best[i] / 1e9 }
	for i, s := range list {
		reference := rate(0)
		if s.reads {
			reference = rate(1)
		}
		fmt.Printf("%-36s %6.1f GB/s %5.0f %%\n", s.name, rate(i), 100*rate(i)/reference)
	}
}

// share calls f for equal parts of the bytes from as many goroutines.
func share(threads int, f func(lo, hi int)) {
	var group sync.WaitGroup
	for i := range threads {
		group.Go(func() { f(streamBytes/threads*i, streamBytes/threads*(i+1)) })
	}
	group.Wait()
}

// streams are the operations on elements of type T, whose sums W holds.
func streams[T array.Real, W array.Total](dtype string) []stream {
	columns := 4096
	n := streamBytes / array.Zeros[T]().DType().Bytes()
	x, y, d := array.Ones[T](n/columns, columns), array.Ones[T](n/columns, columns), array.Zeros[T](n/columns, columns)
	turned := array.Zeros[T](columns, n/columns)
	half := x.Slice("::2, ::2")
	quarter := array.Zeros[T](half.Shape()...)
	three := array.Scalar[T](3)
	put := func(name string, operands float64, reads bool, run func()) stream {
		return stream{dtype + " " + name, int(operands * streamBytes), reads, run}
	}
	return []stream{
		put("AddInto", 3, false, func() { array.AddInto(d, x, y) }),
		put("AddInto of a number", 2, false, func() { array.AddInto(d, x, three) }),
		put("AddInto, transposed operand", 3, false, func() { array.AddInto(turned, x.T(), y.T()) }),
		put("Sum", 1, true, func() { sum[T, W](x) }),
		put("Sum 0", 1, true, func() { sum[T, W](x, 0) }),
		put("Max", 1, true, func() { x.Max() }),
		put("Copy, fresh", 2, false, func() { x.Copy() }),
		put("Copy of a transpose", 2, false, func() { array.Assign(turned, x.T()) }),
		put("Copy of every other element", 0.75, false, func() { array.Assign(quarter, half) }),
		put("Copy reversed", 2, false, func() { array.Assign(d, x.Flip()) }),
	}
}
