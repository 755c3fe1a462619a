// This file keeps arrays within the memory limit of the process, if it has one.

package array

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// largeArray is the size in bytes from which new arrays are held against the limit.
const largeArray = 64 << 20

// mostBytes is beyond what processors address for one process.
const mostBytes = 1 << 47

// reserve panics if a new array of a checked shape would take more than the limit that runtime/debug.SetMemoryLimit or
// GOMEMLIMIT sets. An allocation that the system refuses would end the process, which nothing can recover from.
func reserve[T Element](shape []int) {
	size := float64(sizeOf(shape)) * float64(elementBytes[T]())
	if size < largeArray {
		return
	}
	if size > mostBytes {
		fail("allocate", "an array of shape %s and type %s takes %.3g GB, more than a process can have", shapeText(shape), dtypeOf[T](), size/1e9)
	}
	limit := debug.SetMemoryLimit(-1) // only asks
	if limit == math.MaxInt64 || float64(heapBytes())+size <= float64(limit) {
		return
	}
	runtime.GC() // some of it may be garbage
	if used := float64(heapBytes()); used+size > float64(limit) {
		fail("allocate", "an array of shape %s and type %s takes %.3g GB; %.3g GB of the limit of %.3g GB are in use",
			shapeText(shape), dtypeOf[T](), size/1e9, used/1e9, float64(limit)/1e9)
	}
}

func heapBytes() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
