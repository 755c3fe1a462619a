// This file lets compiled code call methods of interpreted types without reflection: Less and Swap of a sort.Interface,
// String, Write and the like. For each shape there is a Go function literal, as for closures (callback.go).

package vm

import (
	"go/types"
	"reflect"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/native"
	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// A methodFunc is what the literals capture: a method of an interpreted type.
type methodFunc struct {
	m    *Machine
	fn   *types.Func
	slot *funcSlot
	tg   *target
}

// methodFunc returns a method as a func value of type ft, which takes an interface's data word before the parameters; nil if
// no literal has ft's shape.
func (m *Machine) methodFunc(recv types.Type, sel *types.Selection, ft reflect.Type) unsafe.Pointer {
	literal := methodShapes[native.Shape(ft)]
	if literal == nil {
		return nil
	}
	mf := &methodFunc{m: m, fn: sel.Obj().(*types.Func), slot: m.slot(m.methodValue(sel)), tg: &target{recv: m.typ(recv)}}
	mf.tg.direct = isDirect(mf.tg.recv)
	return literal(mf)
}

var methodShapes = map[string]func(*methodFunc) unsafe.Pointer{}

func init() {
	method0[int]("i")
	method0[uint8]("b")
	method0[float64]("f")
	method0[string]("s")
	method0[any]("e")
	method0[unsafe.Pointer]("p")
	method1[int]("i")
	method1[uint32]("w")
	method1[uint8]("b")
	method1[float64]("f")
	method1[string]("s")
	method1[any]("e")
	method1[unsafe.Pointer]("p")
	method1[[]byte]("l")
	methodShapes["p:"] = func(mf *methodFunc) unsafe.Pointer {
		return funcWord(func(recv unsafe.Pointer) { mf.start(recv).finish(nil) })
	}
	methodShapes["pl:ie"] = func(mf *methodFunc) unsafe.Pointer { // io.Reader and io.Writer
		return funcWord(func(recv unsafe.Pointer, b []byte) (int, error) {
			c := mf.start(recv)
			pass(c, b)
			r := finish[struct {
				n   int
				err error
			}](c)
			return r.n, r.err
		})
	}
	methodShapes["pii:"] = func(mf *methodFunc) unsafe.Pointer {
		return funcWord(func(recv unsafe.Pointer, i, j int) {
			c := mf.start(recv)
			pass(c, i)
			pass(c, j)
			c.finish(nil)
		})
	}
	methodShapes["pii:b"] = func(mf *methodFunc) unsafe.Pointer {
		return funcWord(func(recv unsafe.Pointer, i, j int) bool {
			c := mf.start(recv)
			pass(c, i)
			pass(c, j)
			return finishWord[bool](c)
		})
	}
	methodShapes["pep:"] = func(mf *methodFunc) unsafe.Pointer { // http.Handler
		return funcWord(func(recv unsafe.Pointer, a any, p unsafe.Pointer) {
			c := mf.start(recv)
			pass(c, a)
			pass(c, p)
			c.finish(nil)
		})
	}
}

func method0[R any](r string) {
	methodShapes["p:"+r] = func(mf *methodFunc) unsafe.Pointer {
		return funcWord(func(recv unsafe.Pointer) R { return finish[R](mf.start(recv)) })
	}
}

func method1[A any](a string) {
	methodShapes["p"+a+":"] = func(mf *methodFunc) unsafe.Pointer {
		return funcWord(func(recv unsafe.Pointer, v A) {
			c := mf.start(recv)
			pass(c, v)
			c.finish(nil)
		})
	}
	method1w[A, int](a + ":i")
	method1w[A, uint8](a + ":b")
	method1r[A, string](a + ":s")
	method1r[A, any](a + ":e")
	method1r[A, unsafe.Pointer](a + ":p")
}

func method1r[A, R any](shape string) {
	methodShapes["p"+shape] = func(mf *methodFunc) unsafe.Pointer {
		return funcWord(func(recv unsafe.Pointer, v A) R {
			c := mf.start(recv)
			pass(c, v)
			return finish[R](c)
		})
	}
}

func method1w[A any, R scalar](shape string) {
	methodShapes["p"+shape] = func(mf *methodFunc) unsafe.Pointer {
		return funcWord(func(recv unsafe.Pointer, v A) R {
			c := mf.start(recv)
			pass(c, v)
			return finishWord[R](c)
		})
	}
}

// funcWord returns a func value as the pointer that it is.
func funcWord[F any](f F) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&f)) }

// start begins a call on the receiver in an interface's data word.
func (mf *methodFunc) start(recv unsafe.Pointer) *callback {
	if recv == nil && !mf.tg.direct {
		panic(rtype.NilReceiverError{Method: mf.fn})
	}
	c := mf.m.callback(mf.slot, nil)
	mf.tg.setReceiver(c.fp, head(c.fp).code, recv)
	return c
}
