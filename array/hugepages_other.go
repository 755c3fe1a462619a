//go:build !linux

// This file serves the systems whose memory knows no advice.

package array

func hugePages[T Element](data []T) {}
