// This file checks that the runtime's primitives do what memory.go says of them.

package rtype

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unsafe"
)

func TestMemory(t *testing.T) {
	pair := Ptr(reflect.TypeFor[[2]string]())
	a, b := (*[2]string)(Alloc(pair)), &[2]string{"x", "y"}
	if *a != [2]string{} {
		t.Error("not zero:", *a)
	}
	Move(pair, unsafe.Pointer(a), unsafe.Pointer(b))
	Clear(pair, unsafe.Pointer(b))
	if *a != [2]string{"x", "y"} || *b != [2]string{} {
		t.Error(*a, *b)
	}
	if got := unsafe.Slice((*[2]string)(AllocArray(pair, 3)), 3); fmt.Sprint(got) != "[[ ] [ ] [ ]]" {
		t.Error(got)
	}
}

func TestSlices(t *testing.T) {
	elem := Ptr(reflect.TypeFor[string]())
	s := []string{"a", "b"}
	grown := GrowSlice(elem, *(*Slice)(unsafe.Pointer(&s)), 3)
	if grown.Len != 2 || grown.Cap < 5 {
		t.Error(grown)
	}
	got := unsafe.Slice((*string)(grown.Data), 5)
	if n := CopySlice(elem, Slice{unsafe.Add(grown.Data, unsafe.Sizeof("")), 4, 4}, grown); n != 2 || fmt.Sprintf("%q", got) != `["a" "a" "b" "" ""]` {
		t.Errorf("%d %q", n, got)
	}
}

func TestMaps(t *testing.T) {
	typ := Ptr(reflect.TypeFor[map[string]int]())
	p := MakeMap(typ, 10)
	m := *(*map[string]int)(unsafe.Pointer(&p))
	for i, key := range []string{"a", "b", "c"} {
		MapAssign(typ, p, unsafe.Pointer(&key), unsafe.Pointer(&i))
	}
	key, missing := "b", "z"
	MapDelete(typ, p, unsafe.Pointer(&missing))
	if e := MapAccess(typ, p, unsafe.Pointer(&key)); e == nil || *(*int)(e) != 1 || MapAccess(typ, p, unsafe.Pointer(&missing)) != nil || MapAccess(typ, nil, unsafe.Pointer(&key)) != nil {
		t.Error(m)
	}
	MapDelete(typ, p, unsafe.Pointer(&key))
	if MapLen(p) != 2 || MapLen(nil) != 0 || fmt.Sprint(m) != "map[a:0 c:2]" {
		t.Error(m)
	}
	MapClear(typ, p)
	if len(m) != 0 {
		t.Error(m)
	}
	same := Hash(Ptr(reflect.TypeFor[string]()), unsafe.Pointer(&key), 7)
	other := strings.ToLower("B")
	if Hash(Ptr(reflect.TypeFor[string]()), unsafe.Pointer(&other), 7) != same {
		t.Error("equal strings have other hashes")
	}
}

func TestWords(t *testing.T) {
	for _, rt := range []reflect.Type{reflect.TypeFor[int](), reflect.TypeFor[*int](), reflect.TypeFor[fmt.Stringer](), reflect.TypeFor[struct{ P *int }]()} {
		if FromPtr(Ptr(rt)) != rt {
			t.Error(rt)
		}
	}
	var value any = 3
	if *(*unsafe.Pointer)(unsafe.Pointer(&value)) != Ptr(reflect.TypeFor[int]()) || FromPtr(nil) != nil {
		t.Error("not the type word")
	}
	for rt, want := range map[reflect.Type]bool{reflect.TypeFor[*int](): true, reflect.TypeFor[func()](): true, reflect.TypeFor[[1]chan int](): true,
		reflect.TypeFor[int](): false, reflect.TypeFor[struct{}](): false, reflect.TypeFor[[]int](): false} {
		if DirectIface(rt) != want {
			t.Error(rt, !want)
		}
	}
	if word, ok := Itab(reflect.TypeFor[any](), reflect.TypeFor[int]()); !ok || word != Ptr(reflect.TypeFor[int]()) {
		t.Error("method table of the empty interface")
	}
}
