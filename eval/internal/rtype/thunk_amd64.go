// This file says what Go code must know of thunk_amd64.s.

package rtype

// thunkStride is the size in bytes of an entry point.
const thunkStride = 16
