// This file checks that the runtime's memory of unimplemented interfaces is found and cleared.

package rtype

import (
	"reflect"
	"testing"
	"unsafe"
)

type asked interface{ NotThere() }

func TestForget(t *testing.T) {
	caches, err := findCaches()
	if err != nil {
		t.Fatal(err)
	}
	ts := newSession()
	rt := mustOf(t, ts, cell(1, "type T struct{ A int }; func (T) There() {}"), "T")
	value := reflect.New(rt).Elem().Interface()
	for range 100000 {
		if _, ok := value.(asked); ok {
			t.Fatal("a method was made up")
		}
	}
	inTable, inSites := remembered(caches, Ptr(rt))
	if inTable != 1 || inSites != 1 {
		t.Errorf("the runtime remembers %d empty method tables and %d answers; this test expects 1 and 1", inTable, inSites)
	}
	caches.forget(map[unsafe.Pointer]bool{Ptr(rt): true})
	if inTable, inSites = remembered(caches, Ptr(rt)); inTable != 0 || inSites != 0 {
		t.Errorf("%d empty method tables and %d answers were not forgotten", inTable, inSites)
	}
	if _, ok := value.(asked); ok {
		t.Error("a method was made up")
	}
}

// remembered counts what the runtime remembers of a type that implements nothing.
func remembered(c *runtimeCaches, typ unsafe.Pointer) (inTable, inSites int) {
	for _, e := range (*c.itabs).entries() {
		if e != nil && e.typ == typ {
			inTable++
		}
	}
	for _, s := range c.sites {
		cache := (*answerCache)(*s.cache)
		for i := range cache.mask + 1 {
			if *(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(cache), (1+i*s.words)*wordSize)) == typ {
				inSites++
			}
		}
	}
	return inTable, inSites
}
