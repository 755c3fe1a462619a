// This file keeps finalizers and cleanups of cells off the runtime's own goroutines, which a panic must not end.

package symbols

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"sync"
	"unsafe"

	"github.com/arraybook/arraybook/eval/symbols/internal/support"
)

// setFinalizer is runtime.SetFinalizer.
func setFinalizer(obj, finalizer any) {
	p, f := reflect.ValueOf(obj), reflect.ValueOf(finalizer)
	switch { // Go ends the process for these
	case !p.IsValid():
		panic(errors.New("runtime.SetFinalizer: first argument is nil"))
	case p.Kind() != reflect.Pointer:
		panic(fmt.Errorf("runtime.SetFinalizer: first argument is %T, not pointer", obj))
	case p.IsNil():
		panic(errors.New("runtime.SetFinalizer: first argument is a nil pointer"))
	case support.IsMapped(p.Pointer()):
		panic(errors.New("runtime.SetFinalizer: pointer not in allocated block"))
	case !atStart(p):
		panic(errors.New("runtime.SetFinalizer: pointer not at beginning of allocated block"))
	case finalizer == nil:
		runtime.SetFinalizer(obj, nil) // removes it
		finalized.remove(p.Pointer())
		return
	case f.Kind() != reflect.Func:
		panic(fmt.Errorf("runtime.SetFinalizer: second argument is %T, not a function", finalizer))
	case f.IsNil() || f.Type().NumIn() != 1 || f.Type().IsVariadic() || !p.Type().AssignableTo(f.Type().In(0)):
		panic(fmt.Errorf("runtime.SetFinalizer: cannot pass %T to finalizer %T", obj, finalizer))
	}
	if !finalized.add(p.Pointer()) {
		panic(errors.New("runtime.SetFinalizer: finalizer already set"))
	}
	runtime.SetFinalizer(obj, reflect.MakeFunc(f.Type(), func(args []reflect.Value) (results []reflect.Value) {
		given := args[0]
		if given.Kind() == reflect.Interface {
			given = given.Elem()
		}
		finalized.remove(given.Pointer())
		support.Apart(func() { f.Call(args) })
		for t := range f.Type().Outs() {
			results = append(results, reflect.Zero(t)) // nobody looks at them
		}
		return results
	}).Interface())
}

// finalized holds the addresses of objects that have a finalizer.
var finalized addresses

// addresses is a set. It is no sync.Map: the keys of one are small objects of their own, which share blocks of memory with those
// of cells, and would keep them.
type addresses struct {
	mu  sync.Mutex
	set map[uintptr]bool
}

// add adds an address, unless it is there already.
func (a *addresses) add(p uintptr) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.set[p] {
		return false
	}
	if a.set == nil {
		a.set = map[uintptr]bool{}
	}
	a.set[p] = true
	return true
}

func (a *addresses) remove(p uintptr) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.set, p)
}

// atStart reports whether p points to the beginning of an object of the heap, or to none. Objects without pointers of less
// than a block share one, and Go asks no more of them.
func atStart(p reflect.Value) bool {
	const block = 16
	base, span, _ := findObject(p.Pointer(), 0, 0)
	elem := p.Type().Elem()
	if base+headerBytes == p.Pointer() && hasPointers(elem) && headed(span) {
		return true
	}
	inTiny := elem.Size() < block && !hasPointers(elem)
	return base == 0 || base == p.Pointer() || inTiny && p.Pointer()&^(block-1) == base
}

// Blocks of objects with pointers begin with a header if they are larger than minHeaded bytes and no larger than maxHeaded.
const headerBytes, minHeaded, maxHeaded = 8, 512, 32 << 10

// headed reports whether the blocks of a span, whose objects have pointers, begin with a header.
func headed(span unsafe.Pointer) bool {
	at := blockSizeAt()
	if at < 0 {
		return false
	}
	size := (*spanWords)(span)[at]
	return minHeaded < size && size <= maxHeaded
}

// spanWords is what the runtime knows of a span, whose first words are numbers and pointers.
type spanWords [20]uintptr

// blockSizeAt returns which word of a span holds the size of its blocks, the only one that does in spans of known sizes; -1 if none
// or several do. To look for another address of the block instead may end the process: memory behind a block may be nobody's.
var blockSizeAt = sync.OnceValue(func() int {
	at := -1
	for word := range len(spanWords{}) {
		holds := true
		for _, size := range []int{1 << 10, 3 << 10, 8 << 10} {
			block := make([]byte, size)
			_, span, _ := findObject(uintptr(unsafe.Pointer(unsafe.SliceData(block))), 0, 0)
			holds = holds && span != nil && (*spanWords)(span)[word] == uintptr(size)
			runtime.KeepAlive(&block[0])
		}
		if holds && at >= 0 {
			return -1
		}
		if holds {
			at = word
		}
	}
	return at
})

// hasPointers reports whether values of a type hold pointers.
func hasPointers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Array:
		return t.Len() > 0 && hasPointers(t.Elem())
	case reflect.Struct:
		for f := range t.Fields() {
			if hasPointers(f.Type) {
				return true
			}
		}
		return false
	}
	return t.Kind() > reflect.Complex128
}

// findObject returns the address of the heap's block that p points into and its span, 0 if there is none. The process ends if p points
// to memory of the heap that is in no block.
//
//go:linkname findObject runtime.findObject
func findObject(p, refBase, refOff uintptr) (base uintptr, span unsafe.Pointer, index uintptr)
