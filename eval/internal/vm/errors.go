// This file makes the run-time errors of interpreted code: values of runtime.Error with Go's texts.

package vm

import (
	"errors"
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"strconv"
	"unsafe"

	"golang.org/x/tools/go/ssa"
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

// An indexFault is the error of an index that is out of range.
type indexFault struct {
	index, length int
	unsigned      bool // the index reads as a uint64
}

func indexError(i, n int) error { return indexFault{i, n, false} }

func (e indexFault) Error() string {
	switch {
	case e.unsigned:
		return "runtime error: index out of range [" + strconv.FormatUint(uint64(e.index), 10) + "] with length " + decimal(e.length)
	case e.index < 0:
		return "runtime error: index out of range [" + decimal(e.index) + "]"
	}
	return "runtime error: index out of range [" + decimal(e.index) + "] with length " + decimal(e.length)
}

func (indexFault) RuntimeError() {}

// readIndex makes the error of an index that is negative as an int tell the number that it was in its own type.
func (c *code) readIndex(r any, pc place) any {
	fault, ok := r.(indexFault)
	if !ok || fault.index >= 0 || fault.unsigned {
		return r
	}
	fault.unsigned = c.indexedUnsigned(c.posOf((*instr)(pc.get())))
	return fault
}

// indexedUnsigned reports whether the source at pos indexes with an unsigned integer of 64 bits.
func (c *code) indexedUnsigned(pos token.Pos) bool {
	for _, b := range c.fn.Blocks {
		for _, in := range b.Instrs {
			if in.Pos() == pos && indexesUnsigned(in, 3) {
				return true
			}
		}
	}
	return false
}

// indexesUnsigned reports whether in does so, or one of its operands, which may be parts of one instruction of the engine.
func indexesUnsigned(in ssa.Instruction, depth int) bool {
	switch in := in.(type) {
	case *ssa.IndexAddr:
		return unsigned64(in.Index)
	case *ssa.Index:
		return unsigned64(in.Index)
	case *ssa.Lookup:
		return unsigned64(in.Index)
	}
	for _, operand := range in.Operands(nil) {
		if of, ok := (*operand).(ssa.Instruction); ok && depth > 0 && indexesUnsigned(of, depth-1) {
			return true
		}
	}
	return false
}

// unsigned64 reports whether v may be larger than the largest int.
func unsigned64(v ssa.Value) bool {
	basic, ok := v.Type().Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsUnsigned != 0 && targetSizes.Sizeof(basic) == 8
}

var targetSizes = types.SizesFor("gc", runtime.GOARCH)

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
func (b *bound) check(i, limit int, unsigned bool) {
	switch {
	case i < 0 && unsigned:
		panic(goError("slice bounds out of range " + b.before + strconv.FormatUint(uint64(i), 10) + b.between + decimal(limit) + b.after))
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
