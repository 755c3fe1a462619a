//go:build linux || darwin

// This file gives tests memory that ends where a page begins that nobody may touch.

package vector

import (
	"sync"
	"syscall"
	"unsafe"
)

// arenas are pieces of memory with a forbidden page behind each.
var arenas = sync.OnceValue(func() (list [3][]byte) {
	page := syscall.Getpagesize()
	size := (16<<10 + page - 1) / page * page
	for i := range list {
		memory, err := syscall.Mmap(-1, 0, size+page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err == nil {
			err = syscall.Mprotect(memory[size:], syscall.PROT_NONE)
		}
		if err != nil {
			panic(err)
		}
		list[i] = memory[:size]
	}
	return list
})

// atEnd returns a copy of s, of 1000 elements at most, at the end of an arena.
func atEnd[T Element](arena int, s []T) []T {
	if len(s) == 0 {
		return nil
	}
	memory := arenas()[arena]
	held := unsafe.Slice((*T)(unsafe.Pointer(&memory[len(memory)-len(s)*int(unsafe.Sizeof(s[0]))])), len(s))
	copy(held, s)
	return held
}
