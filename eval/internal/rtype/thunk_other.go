// This file stands in on architectures without entry points: there, types with methods are refused.

//go:build !amd64 && !arm64

package rtype

import "unsafe"

const (
	thunkCount  = 0
	thunkStride = 0
)

func thunkBase() unsafe.Pointer { return nil }
