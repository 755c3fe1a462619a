// This file lets compiled code call closures of frequent signatures without reflection: sort.Slice's less, strings.Map's
// mapping and the like. For each shape there is a Go function literal that captured one pointer; a closure of the shape
// starts with that literal's code and a pointer to itself, and so is a func value of the signature.

package vm

import (
	"reflect"
	"runtime"
	"sync/atomic"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/native"
)

// A shape is what closures of one shape start with.
type shape struct {
	code uintptr
	dict uintptr // the literals are generic: behind what they captured stands the dictionary of their instance
}

// shapeOf returns the shape of closures of func type rt, the zero shape if there is none.
func shapeOf(rt reflect.Type) shape { return shapes[native.Shape(rt)] }

var shapes = map[string]shape{}

// literalShape takes the shape from a function literal that captured probe.
func literalShape[F any](f F, probe *closure) shape {
	words := **(**[3]uintptr)(unsafe.Pointer(&f))
	if words[1] != uintptr(unsafe.Pointer(probe)) {
		panic("vm: closures have a layout that this version does not know")
	}
	return shape{words[0], words[2]}
}

func init() {
	probe := &closure{}
	f := literal0(probe)
	shapes[":"] = shape{code: (**(**[2]uintptr)(unsafe.Pointer(&f)))[0]}
	one[int]("i", probe)
	one[uint32]("w", probe)
	one[uint8]("b", probe)
	one[float64]("f", probe)
	one[string]("s", probe)
	one[unsafe.Pointer]("p", probe)
	one[any]("e", probe)
	two[int, int]("ii", probe)
	two[float64, float64]("ff", probe)
	two[string, string]("ss", probe)
	two[unsafe.Pointer, unsafe.Pointer]("pp", probe)
	two[any, unsafe.Pointer]("ep", probe)
	two[any, any]("ee", probe)
}

func one[A any](a string, probe *closure) {
	shapes[a+":"] = literalShape(literal1[A](probe), probe)
	shapes[a+":i"] = literalShape(literal1w[A, int](probe), probe)
	shapes[a+":w"] = literalShape(literal1w[A, uint32](probe), probe)
	shapes[a+":b"] = literalShape(literal1w[A, uint8](probe), probe)
	shapes[a+":f"] = literalShape(literal1w[A, float64](probe), probe)
	shapes[a+":s"] = literalShape(literal1r[A, string](probe), probe)
}

func two[A, B any](ab string, probe *closure) {
	shapes[ab+":"] = literalShape(literal2[A, B](probe), probe)
	shapes[ab+":i"] = literalShape(literal2w[A, B, int](probe), probe)
	shapes[ab+":b"] = literalShape(literal2w[A, B, uint8](probe), probe)
	shapes[ab+":f"] = literalShape(literal2w[A, B, float64](probe), probe)
}

func literal0(cl *closure) func() { return func() { cl.start().finish(nil) } }

func literal1[A any](cl *closure) func(A) {
	return func(a A) {
		c := cl.start()
		pass(c, a)
		c.finish(nil)
	}
}

func literal1r[A, R any](cl *closure) func(A) R {
	return func(a A) R {
		c := cl.start()
		pass(c, a)
		return finish[R](c)
	}
}

func literal2[A, B any](cl *closure) func(A, B) {
	return func(a A, b B) {
		c := cl.start()
		pass(c, a)
		pass(c, b)
		c.finish(nil)
	}
}

// literal1w and literal2w are for results of at most a word without pointers.
func literal1w[A any, R scalar](cl *closure) func(A) R {
	return func(a A) R {
		c := cl.start()
		pass(c, a)
		return finishWord[R](c)
	}
}

func literal2w[A, B any, R scalar](cl *closure) func(A, B) R {
	return func(a A, b B) R {
		c := cl.start()
		pass(c, a)
		pass(c, b)
		return finishWord[R](c)
	}
}

// A callback is a call of a closure by compiled code.
type callback struct {
	t        *thread
	fp       unsafe.Pointer
	off      uint32
	borrowed bool // t is the thread that called the compiled code
	waited   bool // in code that waits for others, sync.Once.Do: it does not while it calls
}

// callback begins a call of the function in slot by compiled code, for cell e if no thread is on the goroutine.
func (m *Machine) callback(slot *funcSlot, e *env) *callback {
	code := m.code(slot)
	t, borrowed := m.threadFor(e)
	c := &t.callback
	*c = callback{t: t, fp: t.frame(code), off: headerSize, borrowed: borrowed, waited: borrowed && t.wakes()}
	return c
}

func (cl *closure) start() *callback {
	c := cl.slot.m.callback(cl.slot, cl.cell)
	cl.bind(c.fp)
	return c
}

// threadFor returns a thread that can run a call by compiled code: the one that called the compiled code, if it did so on this
// goroutine, whatever its cell, else a new one of cell e, or with nil of the latest.
func (m *Machine) threadFor(e *env) (t *thread, borrowed bool) {
	g := currentG()
	if t = m.callerOn(g); t == nil { // another has called compiled code meanwhile
		t = m.threads.servant(g)
	}
	if t != nil {
		if atomic.LoadUint32(&t.stop) != goOn {
			t.interrupt()
		}
		return t, true
	}
	if e == nil {
		e = m.cell.Load()
	}
	m.threads.pauses()
	t = m.newGuest(e, g)
	m.threads.watch()
	if atomic.LoadUint32(&t.stop) == end {
		defer t.end()
		if !t.onOwnGoroutine() {
			runtime.Goexit() // nothing would catch the panic
		}
		t.interrupt()
	}
	return t, false
}

// pass stores the next argument.
func pass[T any](c *callback, v T) {
	put(c.fp, c.off, v)
	c.off += max(wordSize, uint32(unsafe.Sizeof(v)+wordSize-1)&^(wordSize-1))
}

// finish runs the closure; the results go to the block at results. A borrowed thread goes on where it was, and no trace
// leads from the closure's frames to those before the compiled code: whoever catches a panic there adds them.
func (c *callback) finish(results unsafe.Pointer) {
	t := c.t
	if c.borrowed {
		fp, pc := t.lend()
		defer t.resume(fp, pc, c.waited)
	} else {
		defer t.end()
	}
	t.invoke(c.fp, results)
}

// wakes notes that compiled code that waits for others calls the thread's cell instead, and reports whether that is so.
func (t *thread) wakes() bool {
	if !t.waiting.Load() {
		return false
	}
	t.endWaiting()
	return true
}

// lend puts aside where a borrowed thread is.
func (t *thread) lend() (fp, pc place) {
	fp, pc = t.fp, t.pc
	t.nested++
	t.fp.set(nil)
	return fp, pc
}

func (t *thread) resume(fp, pc place, waits bool) {
	t.nested--
	t.fp, t.pc = fp, pc
	if waits {
		t.beginWaiting()
	}
}

// values is finish for a function of any type. It returns the results.
func (c *callback) values() []reflect.Value {
	code := head(c.fp).code
	block := newResultBlock(code)
	c.finish(block)
	out := make([]reflect.Value, len(code.results))
	for i, r := range code.results {
		out[i] = r.ty.value(at(block, r.off))
	}
	return out
}

func finish[R any](c *callback) R {
	r := new(R) // on the heap: frames may not point into stacks
	c.finish(unsafe.Pointer(r))
	return *r
}

// A scalar fits into a word and holds no pointer.
type scalar interface {
	int | uint32 | uint8 | float64 | bool
}

// finishWord is finish for such results, which need no memory of their own.
func finishWord[R scalar](c *callback) R {
	if !c.borrowed { // somebody else may have the thread by then
		return finish[R](c)
	}
	t := c.t
	c.finish(unsafe.Pointer(&t.word))
	return *(*R)(unsafe.Pointer(&t.word))
}
