// This file tests what a task does to a worker when its memory is mapped no longer.

//go:build unix

package workers

import (
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"
	"testing"
)

func TestShareFault(t *testing.T) {
	memory, err := syscall.Mmap(-1, 0, syscall.Getpagesize(), syscall.PROT_READ, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Munmap(memory); err != nil {
		t.Fatal(err)
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if _, ok := recover().(runtime.Error); !ok {
			t.Error("no panic")
		}
	}()
	var all sync.WaitGroup
	all.Add(2)
	Share(2, func() {
		all.Done()
		all.Wait()
		t.Error("read", memory[0])
	})
}
