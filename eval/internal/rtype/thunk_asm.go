// This file declares the entry points of methods on the architectures that have them.

//go:build amd64 || arm64

package rtype

import "unsafe"

// thunkCount is the number of entry points in thunk_*.s.
const thunkCount = 16384

// thunks is the code of all entry points, one after the other; it is not called under this name.
func thunks()

// thunkBase returns the address of the first entry point: thunks as a func value would be a wrapper of it.
func thunkBase() unsafe.Pointer
