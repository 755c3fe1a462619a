// This file locks files on Windows.

package kernel

import (
	"os"

	"golang.org/x/sys/windows"
)

// lockFile waits for a lock on an open file, which closing it gives back: a shared one, or one that excludes all others.
func lockFile(f *os.File, exclusive bool) error {
	flags := uint32(0)
	if exclusive {
		flags = windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &windows.Overlapped{})
}
