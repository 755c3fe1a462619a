// This file checks at the first use that the runtime's descriptors are what abi.go says, so that a newer Go that changed them
// gives an error and not a crash.

package rtype

import (
	"fmt"
	"reflect"
	"runtime"
	"sync"
	"unsafe"
)

// A sample is a compiled type with all that the check looks at.
type sample struct {
	First  int32
	second *string `tag:"t"`
}

func (s *sample) Exported() int     { return int(s.First) }
func (s *sample) unexported() error { return fmt.Errorf("%v", s.second) }

// checkRuntime returns an error if descriptors of compiled types do not read as expected.
var checkRuntime = sync.OnceValue(func() (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = unknownRuntime(fmt.Sprint(reason))
		}
	}()
	(&sample{}).unexported()
	rt := reflect.TypeFor[sample]()
	st := (*structType)(unsafe.Pointer(abiOf(rt)))
	switch {
	case st.size != rt.Size() || reflect.Kind(st.kind) != rt.Kind() || st.align != uint8(rt.Align()):
		return unknownRuntime("size, kind or alignment")
	case st.ptrBytes != rt.Size() || *st.gcData != 0b10:
		return unknownRuntime("pointer bitmap")
	case st.tflag&(tflagNamed|tflagUncommon) != tflagNamed|tflagUncommon:
		return unknownRuntime("flags")
	case nameText(resolveNameOff(unsafe.Pointer(st), st.str), st.tflag) != rt.String():
		return unknownRuntime("name")
	case len(st.fields) != 2 || st.fields[1].offset != rt.Field(1).Offset || st.fields[0].typ != abiOf(rt.Field(0).Type):
		return unknownRuntime("fields")
	case st.equal == nil || !st.equal(unsafe.Pointer(&sample{}), unsafe.Pointer(&sample{})):
		return unknownRuntime("comparison")
	}
	return checkMethods(reflect.TypeFor[*sample]())
})

func checkMethods(rt reflect.Type) error {
	p := unsafe.Pointer(abiOf(rt))
	u := (*uncommon)(unsafe.Add(p, unsafe.Sizeof(ptrType{})))
	if u.mcount < 1 || u.xcount != 1 {
		return unknownRuntime("method counts")
	}
	first := (*method)(unsafe.Add(unsafe.Pointer(u), u.moff))
	if nameText(resolveNameOff(p, first.name), 0) != "Exported" {
		return unknownRuntime("method table")
	}
	it := reflect.TypeFor[interface{ Exported() int }]()
	tab, ok := Itab(it, rt)
	if !ok || ItabType(tab) != p {
		return unknownRuntime("interface method table")
	}
	return nil
}

func unknownRuntime(what string) error {
	return unsupported("the run-time types of %s are not those of Go 1.26 (%s): types declared in cells cannot be made", runtime.Version(), what)
}

// nameText reads a name shorter than 128 bytes.
func nameText(bytes unsafe.Pointer, tflag uint8) string {
	n := *(*uint8)(unsafe.Add(bytes, 1))
	text := unsafe.String((*byte)(unsafe.Add(bytes, 2)), n)
	if tflag&tflagExtraStar != 0 {
		text = text[1:]
	}
	return text
}
