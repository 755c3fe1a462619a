// This file makes the run-time errors of interpreted code: values of runtime.Error with Go's texts.

package vm

import (
	"errors"
	"reflect"
	"runtime"
	"strconv"
	"unsafe"
)

var errUnsafe = errors.New("cells may not convert to or from unsafe.Pointer: a wrong pointer would end the kernel")

// A goError is a runtime.Error raised by the engine.
type goError string

func (e goError) Error() string { return "runtime error: " + string(e) }
func (goError) RuntimeError()   {}

func runtimeError(text string) error { return goError(text) }

// plainError is a runtime.Error whose text does not start with "runtime error".
type plainError string

func (e plainError) Error() string { return string(e) }
func (plainError) RuntimeError()   {}

func indexError(i, n int) error {
	if i < 0 {
		return goError("index out of range [" + decimal(i) + "]")
	}
	return goError("index out of range [" + decimal(i) + "] with length " + decimal(n))
}

// A bound is one of the indices of a slice expression, and how errors show it: the expression with the index at fault,
// the part that gives the limit, and the part for a negative index, which needs no limit.
type bound struct{ before, between, after, negative string }

var (
	boundHiLen  = bound{"[:", "] with length ", "", "]"}
	boundHiCap  = bound{"[:", "] with capacity ", "", "]"}
	boundLo     = bound{"[", ":", "]", ":]"}
	boundMaxLen = bound{"[::", "] with length ", "", "]"}
	boundMaxCap = bound{"[::", "] with capacity ", "", "]"}
	boundHiMax  = bound{"[:", ":", "]", ":]"}
	boundLoHi   = bound{"[", ":", ":]", "::]"}
)

// check panics unless 0 <= i <= limit.
func (b *bound) check(i, limit int) {
	switch {
	case i < 0:
		panic(goError("slice bounds out of range " + b.before + decimal(i) + b.negative))
	case i > limit:
		panic(goError("slice bounds out of range " + b.before + decimal(i) + b.between + decimal(limit) + b.after))
	}
}

func nilDereference() (err error) {
	defer func() { err = recover().(error) }()
	var p *int
	_ = *p
	return nil
}

func divideByZero() (err error) {
	defer func() { err = recover().(error) }()
	var zero int
	_ = 1 / zero
	return nil
}

func decimal(n int) string { return strconv.Itoa(n) }

// assertionError makes the runtime's own error for a failed type assertion. Its layout is that of
// runtime.TypeAssertionError: three type words and the name of the missing method.
func assertionError(iface, concrete, asserted unsafe.Pointer, missing string) error {
	e := new(runtime.TypeAssertionError)
	*(*struct {
		iface, concrete, asserted unsafe.Pointer
		missing                   string
	})(unsafe.Pointer(e)) = struct {
		iface, concrete, asserted unsafe.Pointer
		missing                   string
	}{iface, concrete, asserted, missing}
	return e
}

// missingMethod names the first method of iface, in order, that rt lacks.
func missingMethod(iface, rt reflect.Type) string {
	for i := range iface.NumMethod() {
		m := iface.Method(i)
		if got, ok := rt.MethodByName(m.Name); !ok || got.Type == nil {
			return m.Name
		}
	}
	return ""
}
