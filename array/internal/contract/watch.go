// This file lets other long computations be stopped as contractions are.

package contract

// watch is Watch; a variable for tests, which count looks.
var watch = Watch

// Watch returns a function that panics with ErrInterrupted if Interrupt was called after Watch. Watch itself panics where a
// contraction may not begin.
func Watch() (check func()) {
	start := begin()
	return func() {
		if interrupts.Load() != start {
			panic(ErrInterrupted)
		}
	}
}
