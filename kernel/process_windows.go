// This file asks Windows about the process and its parent.

package kernel

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// cpuTime returns the CPU time that the process has used, 0 if it cannot be read.
func cpuTime() time.Duration {
	var creation, exit, system, user windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &creation, &exit, &system, &user); err != nil {
		return 0
	}
	return ticks(system) + ticks(user)
}

// ticks reads a Filetime that counts a duration, in units of 100 ns.
func ticks(t windows.Filetime) time.Duration {
	return time.Duration(uint64(t.HighDateTime)<<32|uint64(t.LowDateTime)) * 100
}

// parentEnds returns when the parent process has ended or ctx is cancelled.
func parentEnds(ctx context.Context) {
	parent, err := os.FindProcess(os.Getppid())
	if err != nil {
		return // it has ended already
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		parent.Wait() // an error, too, means that there is nothing to wait for
	}()
	select {
	case <-ended:
	case <-ctx.Done():
	}
}
