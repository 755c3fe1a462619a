// This file lets other long computations be stopped as contractions are.

package contract

// watch is Watch; a variable for tests, which count looks.
var watch = Watch

// Watch returns a function that panics with ErrInterrupted if Interrupt was called after Watch. Watch itself panics where no
// operation may begin. InterruptIf asks about the goroutine that calls, so one that calls Watch calls what it returns, too.
func Watch() (check func()) {
	l := &lookout{seen: begin()}
	return l.check
}
