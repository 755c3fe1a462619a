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

// boundsError joins texts and numbers.
func boundsError(parts ...any) error {
	text := ""
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			text += p
		case int:
			text += decimal(p)
		}
	}
	return goError(text)
}

func nilDereference() (err error) {
	defer func() { err = recover().(error) }()
	var p *int
	_ = *p
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
