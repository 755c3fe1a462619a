//go:build unix

// This file asks Unix about the process and its parent.

package kernel

import (
	"context"
	"os"
	"syscall"
	"time"
)

// cpuTime returns the CPU time that the process has used, 0 if it cannot be read.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// parentEnds returns when the parent process has ended or ctx is cancelled. An orphan is adopted by another process, so
// that its parent changes; there is no portable way to be told.
func parentEnds(ctx context.Context) {
	ticker := time.NewTicker(parentPoll)
	defer ticker.Stop()
	for parent := os.Getppid(); os.Getppid() == parent; {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// parentPoll is how often the parent is looked for.
const parentPoll = time.Second
