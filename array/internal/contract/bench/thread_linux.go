// This file reads the processor time of the calling thread.

package main

import "syscall"

// threadSeconds returns the processor time that the calling thread has used.
func threadSeconds() float64 {
	const ofThread = 1 // RUSAGE_THREAD
	var usage syscall.Rusage
	if err := syscall.Getrusage(ofThread, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Sec+usage.Stime.Sec) + float64(usage.Utime.Usec+usage.Stime.Usec)*1e-6
}
