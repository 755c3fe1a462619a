//go:build amd64 || arm64

// This file declares the instruction that tells a processor that a loop is waiting.

package workers

func pause()
