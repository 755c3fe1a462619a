//go:build !amd64 && !arm64

// This file stands in where there is no instruction for waiting.

package workers

func pause() {}
