// Package native calls compiled functions whose arguments and results lie in memory, without reflection for the common
// signatures. A signature is reduced to its shape: what matters is only how each value travels in registers, so that one
// caller serves func(*strings.Builder, string) (int, error) and func(*bytes.Buffer, string) (int, error) alike.
//
// It knows nothing of interpreted code.
package native

import (
	"reflect"
	"sync"
	"unsafe"
)

// A Caller calls the function value fn. Argument i lies at fp+args[i]; results are written to fp+dst, each aligned to
// eight bytes.
type Caller func(fn, fp unsafe.Pointer, args []uint32, dst uint32)

// For returns the caller for functions of type rt, nil if their shape has none.
func For(rt reflect.Type) Caller { return callers()[Shape(rt)] }

// Shape returns the letters of the arguments, a colon, and the letters of the results.
func Shape(rt reflect.Type) string {
	shape := make([]byte, 0, 8)
	for i := range rt.NumIn() {
		shape = append(shape, letter(rt.In(i)))
	}
	shape = append(shape, ':')
	for i := range rt.NumOut() {
		shape = append(shape, letter(rt.Out(i)))
	}
	return string(shape)
}

// letter names how a type travels: '?' is any way that has no caller.
func letter(rt reflect.Type) byte {
	switch rt.Kind() {
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return 'i'
	case reflect.Int32, reflect.Uint32:
		return 'w'
	case reflect.Bool, reflect.Int8, reflect.Uint8:
		return 'b'
	case reflect.Float64:
		return 'f'
	case reflect.Float32:
		return 'g'
	case reflect.String:
		return 's'
	case reflect.Interface:
		return 'e'
	case reflect.Slice:
		return 'l'
	case reflect.Pointer, reflect.UnsafePointer, reflect.Map, reflect.Chan, reflect.Func:
		return 'p'
	}
	return '?'
}

// The types that stand for the letters.
type (
	iface   = any
	slice   = []byte
	pointer = unsafe.Pointer
)

var callers = sync.OnceValue(func() map[string]Caller {
	t := table{}
	results0(t)
	arity1[int](t, "i")
	arity1[uint32](t, "w")
	arity1[uint8](t, "b")
	arity1[float64](t, "f")
	arity1[float32](t, "g")
	arity1[string](t, "s")
	arity1[iface](t, "e")
	arity1[slice](t, "l")
	arity1[pointer](t, "p")
	return t
})

type table map[string]Caller

func results0(t table) {
	t[":"] = func(fn, fp unsafe.Pointer, args []uint32, dst uint32) { (*(*func())(unsafe.Pointer(&fn)))() }
	t[":i"] = call0[int]
	t[":w"] = call0[uint32]
	t[":b"] = call0[uint8]
	t[":f"] = call0[float64]
	t[":g"] = call0[float32]
	t[":s"] = call0[string]
	t[":e"] = call0[iface]
	t[":l"] = call0[slice]
	t[":p"] = call0[pointer]
	t[":pe"] = call0x2[pointer, iface]
	t[":se"] = call0x2[string, iface]
	t[":ie"] = call0x2[int, iface]
}

func arity1[A any](t table, a string) {
	t[a+":"] = call1v[A]
	t[a+":i"] = call1[A, int]
	t[a+":w"] = call1[A, uint32]
	t[a+":b"] = call1[A, uint8]
	t[a+":f"] = call1[A, float64]
	t[a+":g"] = call1[A, float32]
	t[a+":s"] = call1[A, string]
	t[a+":e"] = call1[A, iface]
	t[a+":l"] = call1[A, slice]
	t[a+":p"] = call1[A, pointer]
	t[a+":pe"] = call1x2[A, pointer, iface]
	t[a+":se"] = call1x2[A, string, iface]
	t[a+":ie"] = call1x2[A, int, iface]
	t[a+":le"] = call1x2[A, slice, iface]
	t[a+":fe"] = call1x2[A, float64, iface]
	t[a+":be"] = call1x2[A, uint8, iface]
	t[a+":sb"] = call1x2[A, string, uint8]
	t[a+":eb"] = call1x2[A, iface, uint8]
	arity2[A, int](t, a+"i")
	arity2[A, uint8](t, a+"b")
	arity2[A, float64](t, a+"f")
	arity2[A, string](t, a+"s")
	arity2[A, iface](t, a+"e")
	arity2[A, slice](t, a+"l")
	arity2[A, pointer](t, a+"p")
	arity2[A, uint32](t, a+"w")
	arity2[A, float32](t, a+"g")
}

func arity2[A, B any](t table, ab string) {
	t[ab+":"] = call2v[A, B]
	t[ab+":i"] = call2[A, B, int]
	t[ab+":b"] = call2[A, B, uint8]
	t[ab+":f"] = call2[A, B, float64]
	t[ab+":g"] = call2[A, B, float32]
	t[ab+":s"] = call2[A, B, string]
	t[ab+":e"] = call2[A, B, iface]
	t[ab+":l"] = call2[A, B, slice]
	t[ab+":p"] = call2[A, B, pointer]
	t[ab+":pe"] = call2x2[A, B, pointer, iface]
	t[ab+":se"] = call2x2[A, B, string, iface]
	t[ab+":ie"] = call2x2[A, B, int, iface]
	t[ab+":le"] = call2x2[A, B, slice, iface]
}

func call0[R any](fn, fp unsafe.Pointer, args []uint32, dst uint32) {
	put(fp, dst, (*(*func() R)(unsafe.Pointer(&fn)))())
}

func call0x2[R, S any](fn, fp unsafe.Pointer, args []uint32, dst uint32) {
	r, s := (*(*func() (R, S))(unsafe.Pointer(&fn)))()
	put2(fp, dst, r, s)
}

func call1v[A any](fn, fp unsafe.Pointer, args []uint32, dst uint32) {
	(*(*func(A))(unsafe.Pointer(&fn)))(get[A](fp, args[0]))
}

func call1[A, R any](fn, fp unsafe.Pointer, args []uint32, dst uint32) {
	put(fp, dst, (*(*func(A) R)(unsafe.Pointer(&fn)))(get[A](fp, args[0])))
}

func call1x2[A, R, S any](fn, fp unsafe.Pointer, args []uint32, dst uint32) {
	r, s := (*(*func(A) (R, S))(unsafe.Pointer(&fn)))(get[A](fp, args[0]))
	put2(fp, dst, r, s)
}

func call2v[A, B any](fn, fp unsafe.Pointer, args []uint32, dst uint32) {
	(*(*func(A, B))(unsafe.Pointer(&fn)))(get[A](fp, args[0]), get[B](fp, args[1]))
}

func call2[A, B, R any](fn, fp unsafe.Pointer, args []uint32, dst uint32) {
	put(fp, dst, (*(*func(A, B) R)(unsafe.Pointer(&fn)))(get[A](fp, args[0]), get[B](fp, args[1])))
}

func call2x2[A, B, R, S any](fn, fp unsafe.Pointer, args []uint32, dst uint32) {
	r, s := (*(*func(A, B) (R, S))(unsafe.Pointer(&fn)))(get[A](fp, args[0]), get[B](fp, args[1]))
	put2(fp, dst, r, s)
}

func get[T any](fp unsafe.Pointer, off uint32) T    { return *(*T)(unsafe.Add(fp, uintptr(off))) }
func put[T any](fp unsafe.Pointer, off uint32, v T) { *(*T)(unsafe.Add(fp, uintptr(off))) = v }

// put2 writes two results, the second where the next eight-byte slot begins.
func put2[R, S any](fp unsafe.Pointer, off uint32, r R, s S) {
	put(fp, off, r)
	put(fp, off+max(8, uint32(unsafe.Sizeof(r)+7)&^7), s)
}
