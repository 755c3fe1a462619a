// This file converts between reflect.Types and the words that the runtime keeps in interface values.

package rtype

import (
	"reflect"
	"unsafe"
)

// Ptr returns the type word of t: the first word of an interface{} value that holds a t.
func Ptr(t reflect.Type) unsafe.Pointer {
	return (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
}

// FromPtr returns the type whose type word is p, nil for nil.
func FromPtr(p unsafe.Pointer) reflect.Type {
	if p == nil {
		return nil
	}
	t := anyType
	(*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1] = p // all reflect.Types hold the same concrete type
	return t
}

var anyType = reflect.TypeFor[any]()

// Itab returns the first word of a value of interface type iface that holds a concrete: the type word itself if iface has
// no methods, else the runtime's method table for the pair. It reports false if concrete does not implement iface.
func Itab(iface, concrete reflect.Type) (unsafe.Pointer, bool) {
	if iface.NumMethod() == 0 {
		return Ptr(concrete), true
	}
	tab := getitab(Ptr(iface), Ptr(concrete), true)
	return tab, tab != nil
}

// ItabType returns the type word of the concrete type in a method table that Itab returned for an interface with methods.
func ItabType(itab unsafe.Pointer) unsafe.Pointer {
	return (*[2]unsafe.Pointer)(itab)[1]
}

// Composite reports whether the type with the given type word is one of arrays or structs.
func Composite(typeWord unsafe.Pointer) bool {
	k := reflect.Kind((*abiType)(typeWord).kind)
	return k == reflect.Struct || k == reflect.Array
}

// DirectIface reports whether an interface holds a t in its data word itself (t is pointer-shaped) and not a pointer to it.
func DirectIface(t reflect.Type) bool {
	return (*abiType)(Ptr(t)).tflag&tflagDirectIface != 0
}

// HasPointers reports whether values of t hold pointers.
func HasPointers(t reflect.Type) bool { return (*abiType)(Ptr(t)).ptrBytes > 0 }

//go:linkname getitab runtime.getitab
func getitab(inter, typ unsafe.Pointer, canfail bool) unsafe.Pointer
