//go:build !linux

// This file stands in for /proc where there is none.

package kernel

import (
	"runtime/metrics"

	"github.com/arraybook/arraybook/protocol"
)

// residentBytes returns the memory that the Go runtime has mapped and not given back, which is near what is in RAM.
func residentBytes() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}

// hostMemory is not known here; frontends then show the kernel's memory alone.
func hostMemory() *protocol.MemoryUsage { return nil }
