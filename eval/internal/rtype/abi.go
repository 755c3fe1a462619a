// This file mirrors the runtime's type descriptors (internal/abi of Go 1.26), which no package may import, and reaches the
// tables by which the runtime resolves names, types and code of types made at run time.

package rtype

import (
	"reflect"
	"unsafe"
)

// An abiType is the head of every descriptor; the head of a kind follows, then uncommon if tflagUncommon is set.
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
	str        int32                          // name offset of the type's string
	ptrToThis  int32                          // type offset of the pointer type, may be 0
}

const (
	tflagUncommon       = 1 << 0
	tflagExtraStar      = 1 << 1 // the string at str has a leading "*" that is not meant
	tflagNamed          = 1 << 2
	tflagRegularMemory  = 1 << 3 // equal if and only if all bytes are equal
	tflagGCMaskOnDemand = 1 << 4 // gcData points to a pointer that the runtime fills
	tflagDirectIface    = 1 << 5 // pointer-shaped: held in an interface's data word itself
)

// maxMaskBytes is the length from which pointer bitmaps are left to the runtime (abi.MaxPtrmaskBytes).
const maxMaskBytes = 2048

const wordSize = unsafe.Sizeof(uintptr(0))

type uncommon struct {
	pkgPath        int32
	mcount, xcount uint16 // methods, and how many of them, at the start, are exported
	moff           uint32 // from here to the methods
	_              uint32
}

type method struct {
	name int32
	mtyp int32 // function type without receiver
	ifn  int32 // code that takes an interface's data word as receiver
	tfn  int32 // code that takes the receiver itself
}

type imethod struct {
	name, typ int32
}

// A name points to flag bits, a varint length, the text, then perhaps a tag in the same form and a package path's offset.
type name struct {
	bytes *byte
}

const (
	nameExported = 1 << 0
	nameTag      = 1 << 1
	namePkgPath  = 1 << 2
	nameEmbedded = 1 << 3
)

type arrayType struct {
	abiType
	elem, slice *abiType
	len         uintptr
}

type chanType struct {
	abiType
	elem *abiType
	dir  int
}

// A funcType is followed (after uncommon) by the parameter types and the result types.
type funcType struct {
	abiType
	inCount, outCount uint16 // the top bit of outCount is set if the function is variadic
}

type interfaceType struct {
	abiType
	pkgPath name
	methods []imethod
}

type mapType struct {
	abiType
	key, elem, group             *abiType
	hasher                       func(key unsafe.Pointer, seed uintptr) uintptr
	groupSize, slotSize, elemOff uintptr
	flags                        uint32
}

type ptrType struct {
	abiType
	elem *abiType
}

type sliceType struct {
	abiType
	elem *abiType
}

type structField struct {
	name   name
	typ    *abiType
	offset uintptr
}

type structType struct {
	abiType
	pkgPath name
	fields  []structField
}

// abiOf returns t's descriptor. Inlined, it would let the compiler read the descriptor of a type it knows and write the
// addresses in it into the code, which the linker does not expect (it stops with R_USEIFACE "not a type or itab").
//
//go:noinline
func abiOf(t reflect.Type) *abiType {
	return (*abiType)(Ptr(t))
}

func (t *abiType) reflect() reflect.Type {
	return FromPtr(unsafe.Pointer(t))
}

// addReflectOff registers a name, a type or code for good and returns the offset by which descriptors refer to it.
//
//go:linkname addReflectOff reflect.addReflectOff
func addReflectOff(p unsafe.Pointer) int32

// resolveNameOff is the inverse of addReflectOff for names; in is any address of the descriptor that holds off.
//
//go:linkname resolveNameOff reflect.resolveNameOff
func resolveNameOff(in unsafe.Pointer, off int32) unsafe.Pointer

// typesByString returns the unnamed compiled types that print as s.
//
//go:linkname typesByString reflect.typesByString
func typesByString(s string) []*abiType
