package rtype

// thunkStride is the size in bytes of an entry point in thunk_arm64.s.
const thunkStride = 8
