// This file lets compiled functions be called by whoever does not know them: through variables, interfaces, callbacks and
// reflection. What has to be done around a call, such as to look for values that contain themselves, is done there too.

package vm

import (
	"reflect"
	"runtime"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/cycle"
	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// watched reports whether something is to be done before or after calls of the function.
func (f *nativeFn) watched() bool {
	return f.follows != cycle.None || len(f.held) > 0 || f.wakes != wakesNever || f.lends || f.waits || f.undo != nil
}

// whole returns a func value that does what a call of the function from a cell does.
func (f *nativeFn) whole(m *Machine) unsafe.Pointer {
	var tys []*typ
	for in := range f.rt.Ins() {
		tys = append(tys, newTyp(in))
	}
	for out := range f.rt.Outs() {
		tys = append(tys, newTyp(out))
	}
	var mask []byte
	for _, ty := range tys {
		mask = pointerMask(mask, ty.rt, ty.slotSize())
	}
	layout := layoutFor(mask).p
	offs, end := blockOffsets(tys)
	for i := range offs {
		offs[i] += headerSize
	}
	n := f.bind(offs[:f.rt.NumIn()], headerSize+end)
	if f.rt.NumOut() > 0 {
		n.dst = offs[f.rt.NumIn()]
	}
	made := reflect.MakeFunc(f.rt, func(args []reflect.Value) (results []reflect.Value) {
		block := rtype.Alloc(layout)
		for i, a := range args {
			tys[i].value(at(block, offs[i])).Set(a)
		}
		n.callHere(m, block)
		for i := range f.rt.NumOut() {
			results = append(results, tys[len(args)+i].value(at(block, offs[len(args)+i])))
		}
		return results
	})
	box := reflect.New(f.rt)
	box.Elem().Set(made)
	return *(*unsafe.Pointer)(box.UnsafePointer())
}

// callHere makes the call on behalf of the thread that is on this goroutine. On one of compiled code, where nothing would catch
// a panic, it is reported and ends the goroutine.
func (n *nativeCall) callHere(m *Machine, block unsafe.Pointer) {
	g := currentG()
	t := m.callerOn(g)
	if t == nil {
		t = m.threads.on(g)
	}
	if t != nil {
		n.call(t, block)
		return
	}
	t = m.newGuest(m.cell.Load(), g)
	defer t.end()
	defer func() {
		if t.onOwnGoroutine() {
			return
		}
		if r := recover(); r != nil {
			t.report(r)
			runtime.Goexit()
		}
	}()
	n.call(t, block)
}
