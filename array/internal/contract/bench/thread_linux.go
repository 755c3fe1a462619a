// This file reads the processor time of the calling thread.

package main

import "golang.org/x/sys/unix"

// threadSeconds returns the processor time that the calling thread has used. Getrusage would be coarser: it counts a
// running thread up to the last tick of the scheduler.
func threadSeconds() float64 {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		panic(err)
	}
	return float64(t.Sec) + float64(t.Nsec)*1e-9
}
