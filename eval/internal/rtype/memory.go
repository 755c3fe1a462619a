// This file gives typed access to memory: the runtime's own primitives, which know about write barriers and pointer maps.
// All take a type as its type word (see Ptr). Each is a symbol that the runtime or reflect offers to linkname.

package rtype

import "unsafe"

// Alloc allocates a zero value of type typ.
//
//go:linkname Alloc reflect.unsafe_New
func Alloc(typ unsafe.Pointer) unsafe.Pointer

// AllocArray allocates n zero values of type typ. It panics with a runtime.Error if n is negative or too large.
//
//go:linkname AllocArray reflect.unsafe_NewArray
func AllocArray(typ unsafe.Pointer, n int) unsafe.Pointer

// Move copies a value of type typ from src to dst. They may be the same, but not overlap otherwise.
//
//go:noescape
//go:linkname Move reflect.typedmemmove
func Move(typ, dst, src unsafe.Pointer)

// Clear sets the value of type typ at p to zero.
//
//go:noescape
//go:linkname Clear reflect.typedmemclr
func Clear(typ, p unsafe.Pointer)

// Slice is the memory of a slice of any element type.
type Slice struct {
	Data     unsafe.Pointer
	Len, Cap int
}

// CopySlice copies elements of type elem as the built-in copy does and returns their number.
//
//go:noescape
//go:linkname CopySlice reflect.typedslicecopy
func CopySlice(elem unsafe.Pointer, dst, src Slice) int

// GrowSlice returns old with room for num more elements of type elem behind its length. The capacity must be too small for them.
//
//go:noescape
//go:linkname GrowSlice reflect.growslice
func GrowSlice(elem unsafe.Pointer, old Slice, num int) Slice

// MakeMap makes a map of map type typ with room for n entries.
//
//go:linkname MakeMap reflect.makemap
func MakeMap(typ unsafe.Pointer, n int) unsafe.Pointer

// MapAccess returns a pointer to the element of map m under the key at key, nil if there is none. A nil map has none.
//
//go:noescape
//go:linkname MapAccess reflect.mapaccess
func MapAccess(typ, m, key unsafe.Pointer) unsafe.Pointer

// MapAssign sets the element of map m under the key at key to a copy of that at elem. It panics if m is nil.
//
//go:noescape
//go:linkname MapAssign reflect.mapassign0
func MapAssign(typ, m, key, elem unsafe.Pointer)

// MapDelete deletes the element of map m under the key at key.
//
//go:noescape
//go:linkname MapDelete reflect.mapdelete
func MapDelete(typ, m, key unsafe.Pointer)

// MapLen returns the number of entries of map m, 0 for a nil map.
//
//go:noescape
//go:linkname MapLen reflect.maplen
func MapLen(m unsafe.Pointer) int

// MapClear deletes all entries of map m.
//
//go:noescape
//go:linkname MapClear reflect.mapclear
func MapClear(typ, m unsafe.Pointer)

// Hash returns the hash of the value of type typ at p, as maps compute it. It panics with a runtime.Error if the value holds
// an uncomparable one.
//
//go:noescape
//go:linkname Hash runtime.typehash
func Hash(typ, p unsafe.Pointer, seed uintptr) uintptr
