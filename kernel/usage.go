// This file answers usage_request, from which frontends show what a kernel uses.

package kernel

import (
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/arraybook/arraybook/protocol"
)

// A cpuMeter turns CPU time into a share of CPU time since the last reading.
type cpuMeter struct {
	mu   sync.Mutex
	last time.Time
	used time.Duration
}

// percent returns the percentage of one CPU that was used since the last call; the first call gives 0.
func (c *cpuMeter) percent(now time.Time, used time.Duration) float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	percent := 0.0
	if elapsed := now.Sub(c.last); !c.last.IsZero() && elapsed > 0 {
		percent = 100 * float64(used-c.used) / float64(elapsed)
	}
	c.last, c.used = now, used
	return percent
}

func (r *request) usage() {
	host, err := os.Hostname()
	if err != nil {
		r.k.log.Debug("no host name", "error", err)
	}
	r.reply(protocol.UsageReply{
		Status:       protocol.StatusOK,
		Hostname:     host,
		PID:          os.Getpid(),
		KernelCPU:    r.k.cpu.percent(time.Now(), cpuTime()),
		KernelMemory: residentBytes(),
		CPUCount:     runtime.NumCPU(),
		HostMemory:   hostMemory(),
	})
}
