//go:build amd64 || arm64

package vm

// This file declares the measuring of the goroutine's stack, and what tells goroutines apart.

// stackUsed returns how many bytes of the goroutine's stack are in use. Interpreted calls use none; compiled functions
// that call closures, which call compiled functions, do.
func stackUsed() uintptr

// currentG returns a number that no other living goroutine has.
func currentG() uintptr
