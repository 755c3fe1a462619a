// This file declares the entry points of methods on the architectures that have them.

//go:build amd64 || arm64

package rtype

import "unsafe"

// thunkCount is the number of entry points in thunk_*.s.
const thunkCount = 32768

// thunkBase returns the address of the first entry point.
func thunkBase() unsafe.Pointer
