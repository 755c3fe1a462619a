// This file keeps cells from what Go ends the process for, whatever recovers: unlocking what is not locked, printing values
// that contain themselves.

package vm

import (
	"path"
	"reflect"
	"sync"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/cycle"
)

// guarded holds what cells call in the place of methods. The errors have the texts with which Go would end.
var guarded = map[reflect.Type]map[string]any{
	reflect.TypeFor[*sync.Mutex]():   {"Unlock": unlock},
	reflect.TypeFor[*sync.RWMutex](): {"Unlock": unlockWriter, "RUnlock": unlockReader},
	reflect.TypeFor[*sync.Cond]():    {"Wait": waitFor},
	rlockerType:                      {"Unlock": unlockReader}, // which is an RWMutex under another name
}

var rlockerType = reflect.TypeOf(new(sync.RWMutex).RLocker())

// GuardedMethod returns what cells call in the place of a method of v, bound to v.
func GuardedMethod(v reflect.Value, name string) (reflect.Value, bool) {
	if !v.IsValid() {
		return v, false
	}
	if cycle.Nested(v) {
		panic(tooDeep(path.Base(packageOf(v.Type())), v.Type()))
	}
	g, ok := guarded[v.Type()][name]
	if !ok || !v.CanInterface() {
		return v, false
	}
	f := reflect.ValueOf(g)
	return reflect.MakeFunc(v.MethodByName(name).Type(), func([]reflect.Value) []reflect.Value {
		return f.Call([]reflect.Value{v.Convert(f.Type().In(0))})
	}), true
}

// undo holds what releases a lock that a cell gets after its end: it had been left behind, waiting.
var undo = map[reflect.Type]map[string]func(unsafe.Pointer){
	reflect.TypeFor[*sync.Mutex](): {"Lock": func(p unsafe.Pointer) { unlock((*sync.Mutex)(p)) }},
	reflect.TypeFor[*sync.RWMutex](): {
		"Lock": func(p unsafe.Pointer) { unlockWriter((*sync.RWMutex)(p)) }, "RLock": func(p unsafe.Pointer) { unlockReader((*sync.RWMutex)(p)) },
	},
}

func unlock(mu *sync.Mutex) {
	if mu.TryLock() {
		mu.Unlock()
		panic(plainError("sync: unlock of unlocked mutex"))
	}
	mu.Unlock()
}

func unlockWriter(mu *sync.RWMutex) {
	if mu.TryRLock() {
		mu.RUnlock()
		panic(plainError("sync: Unlock of unlocked RWMutex"))
	}
	mu.Unlock()
}

func unlockReader(mu *sync.RWMutex) {
	checkReader(mu)
	mu.RUnlock()
}

// checkReader panics if no reader holds the lock.
func checkReader(mu *sync.RWMutex) {
	if mu.TryLock() {
		mu.Unlock()
		panic(plainError("sync: RUnlock of unlocked RWMutex"))
	}
	if readers(mu) == 0 { // a writer has it
		panic(plainError("sync: RUnlock of unlocked RWMutex"))
	}
}

// readers is how many readers hold the lock, while a writer has it or waits for it; before, it is not 0.
func readers(mu *sync.RWMutex) int64 {
	const most = 1 << 30 // what a writer takes off the count
	field := reflect.ValueOf(mu).Elem().FieldByName("readerCount").FieldByName("v")
	n := field.Int()
	if n < 0 {
		n += most
	}
	return n
}

func waitFor(c *sync.Cond) {
	switch mu := c.L.(type) {
	case *sync.Mutex:
		if mu.TryLock() {
			mu.Unlock()
			panic(plainError("sync: unlock of unlocked mutex"))
		}
	case *sync.RWMutex:
		if mu.TryRLock() {
			mu.RUnlock()
			panic(plainError("sync: Unlock of unlocked RWMutex"))
		}
	default:
		if reflect.TypeOf(mu) == rlockerType {
			checkReader((*sync.RWMutex)(reflect.ValueOf(mu).UnsafePointer()))
		}
	}
	c.Wait()
}

// walkers are the packages whose functions and methods follow their arguments to the end.
var walkers = map[string]cycle.Mode{
	"fmt": cycle.Printing, "log": cycle.Printing, "log/slog": cycle.Printing, "testing": cycle.Printing,
	"text/template": cycle.Printing, "html/template": cycle.Printing,
	"errors": cycle.Wrapping, "encoding/xml": cycle.Encoding, "encoding/gob": cycle.Encoding, "encoding/asn1": cycle.Encoding, "encoding/json": cycle.Guarded,
}

// walks sets how a function of a package follows its arguments.
func (f *nativeFn) walks(pkg, name string) *nativeFn {
	f.holdsMaps(pkg, name)
	f.wakes = wakingOf(pkg, name, f.rt)
	mode := walkers[pkg]
	if pkg == "reflect" && name == "DeepEqual" {
		mode = cycle.Guarded
	}
	if mode == cycle.None && f.rt.NumIn() > 0 && packageOf(f.rt.In(0)) == pkg && f.rt.In(0).Implements(errorType) {
		mode = cycle.Wrapping
	}
	if mode == cycle.None {
		return f
	}
	for i := range f.rt.NumIn() {
		in := f.rt.In(i)
		if in == anyType || in == anysType || mode == cycle.Wrapping && in.Implements(errorType) {
			f.follows, f.pkg = mode, path.Base(pkg)
			f.followed = append(f.followed, i)
		}
	}
	return f
}

var (
	anyType   = reflect.TypeFor[any]()
	anysType  = reflect.TypeFor[[]any]()
	errorType = reflect.TypeFor[error]()
)

// checkArguments panics if the function would follow an argument for ever.
func (n *nativeCall) checkArguments(fp unsafe.Pointer) {
	for _, i := range n.followed {
		if n.rt.In(i) != anysType {
			n.checkArgument(reflect.NewAt(n.rt.In(i), at(fp, n.args[i])).Elem())
			continue
		}
		for _, v := range get[[]any](fp, n.args[i]) {
			n.checkArgument(reflect.ValueOf(v))
		}
	}
}

func (n *nativeCall) checkArgument(v reflect.Value) {
	if v.IsValid() && v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.IsValid() && cycle.Endless(v, n.follows) {
		panic(tooDeep(n.pkg, v.Type()))
	}
}

func tooDeep(pkg string, t reflect.Type) plainError {
	return plainError(pkg + ": a value of type " + t.String() + " contains itself, or is nested too deep")
}
