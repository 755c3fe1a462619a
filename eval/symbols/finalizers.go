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
	base := blockOf(p.Pointer())
	size := p.Type().Elem().Size()
	return base == 0 || base == p.Pointer() || size < block && p.Pointer()&^(block-1) == base ||
		base+headerBytes == p.Pointer() && hasPointers(p.Type().Elem()) && headed(base)
}

// Blocks of objects with pointers begin with a header if they are larger than minHeaded bytes and no larger than maxHeaded.
const headerBytes, minHeaded, maxHeaded = 8, 512, 32 << 10

// headed reports whether the block at base, whose object has pointers, begins with a header.
func headed(base uintptr) bool {
	return blockOf(base+minHeaded) == base && blockOf(base+maxHeaded) != base
}

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

// blockOf returns the address of the heap's block that holds address p, 0 if there is none.
func blockOf(p uintptr) uintptr {
	base, _, _ := findObject(p, 0, 0)
	return base
}

// findObject returns the address of the heap object that p points into, 0 if there is none.
//
//go:linkname findObject runtime.findObject
func findObject(p, refBase, refOff uintptr) (base uintptr, span unsafe.Pointer, index uintptr)
