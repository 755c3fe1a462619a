// This file ends what takes too much memory after the cell that started it.

package vm

import (
	"time"

	"github.com/arraybook/arraybook/eval/internal/memory"
)

// watchLeftovers looks after goroutines that cells left running, until there are none. The running cell is looked after
// by itself; if memory stays over the limit although that has ended, it is the others that take it.
func (m *Machine) watchLeftovers() {
	const interval, patience = 4 * watchInterval, 2
	over := 0
	for m.threads.leftovers() {
		time.Sleep(interval)
		err := memory.Over(0)
		if err == nil {
			over = 0
			continue
		}
		if over++; over == patience {
			m.endOthers(err)
			over = 0
		}
	}
}
