//go:build unix

// This file locks files on Unix.

package kernel

import (
	"os"

	"golang.org/x/sys/unix"
)

// lockFile waits for a lock on an open file, which closing it gives back: a shared one, or one that excludes all others.
func lockFile(f *os.File, exclusive bool) error {
	how := unix.LOCK_SH
	if exclusive {
		how = unix.LOCK_EX
	}
	for {
		if err := unix.Flock(int(f.Fd()), how); err != unix.EINTR {
			return err
		}
	}
}
