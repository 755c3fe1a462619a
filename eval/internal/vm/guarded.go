// This file keeps cells from what Go ends the process for, whatever recovers: unlocking what is not locked, printing values
// that contain themselves.

package vm

import (
	"path"
	"reflect"
	"strings"
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
	"go/ast": cycle.Tree, "go/doc": cycle.Tree, "go/format": cycle.Tree, "go/printer": cycle.Tree, "go/types": cycle.Tree,
	"errors": cycle.Wrapping, "encoding/xml": cycle.Encoding, "encoding/gob": cycle.Encoding, "encoding/asn1": cycle.Encoding, "encoding/json": cycle.Guarded,
}

// shallowFuncs are functions and methods of walkers that do not go deep.
var shallowFuncs = map[string]bool{"types.TypeOf": true, "types.ObjectOf": true, "types.PkgNameOf": true, "ast.Unparen": true}

// comparers are the functions and methods that compare arguments, or keep them as keys, and which.
var comparers = map[string][]int{
	"sync.Load": {1}, "sync.Store": {1}, "sync.LoadOrStore": {1}, "sync.LoadAndDelete": {1}, "sync.Delete": {1}, "sync.Swap": {1},
	"sync.CompareAndSwap": {1, 2}, "sync.CompareAndDelete": {1, 2}, "atomic.CompareAndSwap": {1}, "context.WithValue": {1},
	"support.Unique": {0}, "support.HashComparable": {1}, "support.WriteComparable": {1},
	"reflect.MapIndex": {1}, "reflect.SetMapIndex": {1}, "reflect.Equal": {0, 1}, "reflect.Comparable": {0},
}

// walks sets how a function or method of a package follows its arguments.
func (f *nativeFn) walks(pkg, name string, method bool) *nativeFn {
	f.holdsMaps(pkg, name)
	f.wakes = wakingOf(pkg, name, f.rt)
	f.lends = f.lends && keeps(pkg, name)
	f.waits = f.waits || isCoroutine(pkg, name) && name != "Pull"
	if at := comparers[path.Base(pkg)+"."+name]; at != nil && f.rt.NumIn() > at[0] && (f.rt.In(at[0]) == anyType || f.rt.In(at[0]) == valueType) {
		f.follows, f.pkg, f.followed = cycle.Comparing, path.Base(pkg), at
		return f
	}
	mode := walkers[pkg]
	if pkg == "reflect" && name == "DeepEqual" {
		mode = cycle.Guarded
	}
	if pkg == "go/types" && strings.HasPrefix(name, "New") || shallowFuncs[path.Base(pkg)+"."+name] { // which look at what they are given no further
		return f
	}
	if pkg == "go/ast" && (name == "Print" || name == "Fprint") { // through everything, but once
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
		receiver := i == 0 && method && in.Kind() == reflect.Pointer && packageOf(in) == pkg && name != "String" // with it other methods do not go deep
		if in == anyType || in == anysType || mode == cycle.Wrapping && in.Implements(errorType) || mode == cycle.Tree && !receiver && cycle.TreeParameter(in) {
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
	valueType = reflect.TypeFor[reflect.Value]()
)

// checkArguments panics if the function would follow an argument for ever.
func (n *nativeCall) checkArguments(fp unsafe.Pointer) {
	for _, i := range n.followed {
		if n.follows == cycle.Comparing {
			n.checkCompared(n.rt.In(i), at(fp, n.args[i]))
			continue
		}
		if n.rt.In(i) != anysType {
			n.checkArgument(reflect.NewAt(n.rt.In(i), at(fp, n.args[i])).Elem())
			continue
		}
		for _, v := range get[[]any](fp, n.args[i]) {
			n.checkArgument(reflect.ValueOf(v))
		}
	}
}

// checkCompared is checkArgument for what is compared: a value of type any or reflect.Value at p.
func (n *nativeCall) checkCompared(t reflect.Type, p unsafe.Pointer) {
	var x any
	if t == anyType {
		x = *(*any)(p)
	} else {
		v := *(*reflect.Value)(p)
		if !v.IsValid() || !v.CanInterface() || cycle.InterfacesOf(v.Type()) == nil {
			return
		}
		x = v.Interface()
	}
	if words := *(*twoWords)(unsafe.Pointer(&x)); cycle.Compared(words[0], words[1]) {
		panic(comparedTooDeep(reflect.TypeOf(x)))
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
