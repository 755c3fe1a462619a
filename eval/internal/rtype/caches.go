// This file makes the runtime forget that a type does not implement an interface, for when a method is added to it.
//
// The runtime remembers the answer in two places: in a table of method tables, where an empty one stands for "no", and in
// small caches at the places in compiled code that ask. Neither can be reached through a function. Both are found from the
// binary's data segment, whose pointers the runtime lists for the collector.

package rtype

import (
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A moduledata is the start of the runtime's description of the binary, as far as it is used here.
type moduledata struct {
	_             unsafe.Pointer // header of the table of functions
	_             [6][]byte      // parts of that table
	_             [5]uintptr     // where code is
	noptrdata, _  uintptr
	data, edata   unsafe.Pointer
	_             [6]uintptr // other segments of variables
	end           uintptr
	_             [2]uintptr
	types, etypes uintptr
	_             [3]uintptr
	_             [3][]byte // sections of code, types, method tables
	_             []byte
	_             string
	_, _          []byte
	_             string
	_             []byte
	_, _          uint8
	gcdatamask    struct {
		n     int32
		bytes *byte
	}
}

//go:linkname lastmoduledatap runtime.lastmoduledatap
var lastmoduledatap *moduledata

// An itab is a method table of a type for an interface. Its first code address is 0 if the type does not implement it.
type itab struct {
	inter *interfaceType
	typ   unsafe.Pointer
	hash  uint32
	code  uintptr
}

// An itabTable is the runtime's hash table of method tables; size entries follow.
type itabTable struct {
	size, count uintptr
}

func (t *itabTable) entries() []*itab {
	return unsafe.Slice((**itab)(unsafe.Add(unsafe.Pointer(t), unsafe.Sizeof(*t))), t.size)
}

// An answerCache is the memory of one place that asks; mask+1 entries follow. An entry starts with a type word; its other
// words are the answer.
type answerCache struct {
	mask  uintptr
	first [3]uintptr // room for one entry, so that the value can be a cache that knows nothing
}

// emptyCache is a cache that knows nothing.
var emptyCache answerCache

// A site is the pointer to the cache of one place that asks, and the number of words of its entries.
type site struct {
	cache *unsafe.Pointer
	words uintptr
}

// The runtimeCaches are where the runtime remembers. They never move.
type runtimeCaches struct {
	itabs **itabTable
	sites []site
}

// findCaches searches the data segment.
var findCaches = sync.OnceValues(func() (*runtimeCaches, error) {
	m := lastmoduledatap
	words := (uintptr(m.edata) - uintptr(m.data)) / wordSize
	sample := uintptr(Ptr(reflect.TypeFor[sample]()))
	if uintptr(m.gcdatamask.n) != words || sample < m.types || sample >= m.etypes {
		return nil, unknownRuntime("description of the binary")
	}
	known, _ := Itab(reflect.TypeFor[error](), reflect.TypeFor[NilReceiverError]())
	c := &runtimeCaches{}
	mask := unsafe.Slice(m.gcdatamask.bytes, (words+7)/8)
	pointer := func(i uintptr) bool { return i < words && mask[i/8]>>(i%8)&1 != 0 }
	for i := range words {
		if !pointer(i) {
			continue
		}
		p := (*unsafe.Pointer)(unsafe.Add(m.data, i*wordSize))
		rest := unsafe.Slice((*uintptr)(unsafe.Pointer(p)), words-i)
		switch {
		case pointer(i+1) && m.isAssertion(rest):
			c.sites = append(c.sites, site{p, 2})
		case pointer(i+2) && m.isSwitch(rest):
			c.sites = append(c.sites, site{p, 3})
		case c.itabs == nil && m.isItabTable(*p, known):
			c.itabs = (**itabTable)(unsafe.Pointer(p))
		}
	}
	if c.itabs == nil || len(c.sites) == 0 {
		return nil, unknownRuntime("memory of interfaces")
	}
	return c, nil
})

// isAssertion reports whether words start an abi.TypeAssert: cache, interface, and whether the assertion may fail.
func (m *moduledata) isAssertion(words []uintptr) bool {
	return len(words) > 2 && m.isInterface(words[1]) && words[2] <= 1
}

// isSwitch reports whether words start an abi.InterfaceSwitch: cache, number of cases, their interfaces.
func (m *moduledata) isSwitch(words []uintptr) bool {
	n := words[1]
	if n == 0 || n > 1000 || n+2 > uintptr(len(words)) {
		return false
	}
	return !slices.ContainsFunc(words[2:2+n], func(p uintptr) bool { return !m.isInterface(p) })
}

// isInterface reports whether p is the address of a compiled interface type.
func (m *moduledata) isInterface(p uintptr) bool {
	if p < m.types || p+unsafe.Sizeof(interfaceType{}) > m.etypes || p%wordSize != 0 {
		return false
	}
	t := (*abiType)(unsafe.Add(Ptr(anyType), p-uintptr(Ptr(anyType))))
	return reflect.Kind(t.kind) == reflect.Interface && t.size == 2*wordSize
}

// isItabTable reports whether p is the address of the table of method tables, by looking for one that must be in it.
func (m *moduledata) isItabTable(p, known unsafe.Pointer) bool {
	if !m.within(p, unsafe.Sizeof(itabTable{})) {
		return false
	}
	t := (*itabTable)(p)
	if t.size < 512 || t.size&(t.size-1) != 0 || t.count > t.size || !m.within(p, unsafe.Sizeof(*t)+t.size*wordSize) {
		return false
	}
	return slices.Contains(t.entries(), (*itab)(known))
}

// within reports whether p is the start of at least n bytes of one variable or heap object.
func (m *moduledata) within(p unsafe.Pointer, n uintptr) bool {
	start := uintptr(p)
	if start%wordSize != 0 || start+n < start || n > 1<<30 {
		return false
	}
	if m.noptrdata <= start && start < m.end {
		return start+n <= m.end
	}
	first, _, _ := findObject(start, 0, 0)
	last, _, _ := findObject(start+n-1, 0, 0)
	return first == start && last == start
}

// findObject returns the address of the heap object that p points into, 0 if there is none.
//
//go:linkname findObject runtime.findObject
func findObject(p, refBase, refOff uintptr) (base uintptr, span unsafe.Pointer, index uintptr)

// forgotten is what empty method tables are for when they no longer count.
var forgotten = reflect.TypeFor[struct{ notAType uint8 }]()

// forget removes what is remembered about interfaces that the given types, by their type words, do not implement.
func (c *runtimeCaches) forget(types map[unsafe.Pointer]bool) {
	table := (*itabTable)(atomic.LoadPointer((*unsafe.Pointer)(unsafe.Pointer(c.itabs))))
	for _, e := range table.entries() {
		if e != nil && e.code == 0 && types[e.typ] {
			atomic.StorePointer(&e.typ, Ptr(forgotten))
		}
	}
	for _, s := range c.sites {
		cache := (*answerCache)(atomic.LoadPointer(s.cache))
		entries := unsafe.Slice((*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(cache), wordSize)), (cache.mask+1)*s.words)
		for i := uintptr(0); i < uintptr(len(entries)); i += s.words {
			if entries[i] != nil && types[entries[i]] {
				atomic.StorePointer(s.cache, unsafe.Pointer(&emptyCache))
				break
			}
		}
	}
}
