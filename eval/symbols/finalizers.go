// This file keeps finalizers and cleanups of cells off the runtime's own goroutines, which a panic must not end.

package symbols

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"

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
	case finalizer == nil:
		runtime.SetFinalizer(obj, nil) // removes it
		return
	case f.Kind() != reflect.Func:
		panic(fmt.Errorf("runtime.SetFinalizer: second argument is %T, not a function", finalizer))
	case f.IsNil() || f.Type().NumIn() != 1 || f.Type().IsVariadic() || !p.Type().AssignableTo(f.Type().In(0)):
		panic(fmt.Errorf("runtime.SetFinalizer: cannot pass %T to finalizer %T", obj, finalizer))
	}
	runtime.SetFinalizer(obj, reflect.MakeFunc(f.Type(), func(args []reflect.Value) (results []reflect.Value) {
		support.Apart(func() { f.Call(args) })
		for t := range f.Type().Outs() {
			results = append(results, reflect.Zero(t)) // nobody looks at them
		}
		return results
	}).Interface())
}
