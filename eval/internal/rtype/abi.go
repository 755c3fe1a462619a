// This file mirrors the runtime's type descriptors (internal/abi of Go 1.26), which no package may import.

package rtype

import "unsafe"

type abiType struct {
	size       uintptr
	ptrBytes   uintptr // length of the prefix that may hold pointers
	hash       uint32
	tflag      uint8
	align      uint8
	fieldAlign uint8
	kind       uint8
	equal      func(p, q unsafe.Pointer) bool // nil if not comparable
	gcData     *byte                          // pointer bitmap, one bit a word
	str        int32
	ptrToThis  int32
}

const (
	tflagUncommon       = 1 << 0
	tflagExtraStar      = 1 << 1
	tflagNamed          = 1 << 2
	tflagRegularMemory  = 1 << 3
	tflagGCMaskOnDemand = 1 << 4
	tflagDirectIface    = 1 << 5
)
