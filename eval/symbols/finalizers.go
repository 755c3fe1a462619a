// This file keeps finalizers and cleanups of cells off the runtime's own goroutines, which a panic must not end.

package symbols

import (
	"reflect"
	"runtime"

	"github.com/arraybook/arraybook/eval/symbols/internal/support"
)

// setFinalizer is runtime.SetFinalizer.
func setFinalizer(obj, finalizer any) {
	f := reflect.ValueOf(finalizer)
	if f.Kind() != reflect.Func || f.IsNil() {
		runtime.SetFinalizer(obj, finalizer) // removes it, or panics
		return
	}
	runtime.SetFinalizer(obj, reflect.MakeFunc(f.Type(), func(args []reflect.Value) (results []reflect.Value) {
		support.Apart(func() { f.Call(args) })
		for t := range f.Type().Outs() {
			results = append(results, reflect.Zero(t)) // nobody looks at them
		}
		return results
	}).Interface())
}
