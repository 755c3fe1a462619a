// This file asks for large pages of memory.

package array

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	hugeArray = 4 << 20 // bytes from which arrays ask, as NumPy's do
	hugePage  = 2 << 20
)

// hugePages asks the system to back what lies whole within an array by large pages, so that a processor keeps more of its
// addresses in mind. The memory stays the collector's; where the system has no large pages to give, nothing happens.
func hugePages[T Element](data []T) {
	bytes := uintptr(len(data)) * unsafe.Sizeof(*new(T))
	if bytes < hugeArray {
		return
	}
	first := unsafe.Pointer(&data[0])
	lead := -uintptr(first) % hugePage
	n := (bytes - lead) &^ (hugePage - 1)
	unix.Madvise(unsafe.Slice((*byte)(unsafe.Add(first, lead)), n), unix.MADV_HUGEPAGE)
}
