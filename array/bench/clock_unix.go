//go:build unix

// This file reads the processor time of the process.

package main

import (
	"syscall"
	"time"
)

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return time.Since(origin)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
