//go:build !linux

// This file gives back what only the start of the process needed.

package kernel

import "runtime/debug"

// giveBack returns memory to the system.
func giveBack() { debug.FreeOSMemory() }
