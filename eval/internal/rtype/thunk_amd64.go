package rtype

// thunkStride is the size in bytes of an entry point in thunk_amd64.s.
const thunkStride = 16
