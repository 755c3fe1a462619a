// This file compiles and carries out channel operations. Waiting ends when the cell does.

package vm

import (
	"go/types"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/memory"
)

// A recvSite tells how to receive.
type recvSite struct {
	ch, elem *typ
	commaOk  bool
	okOff    uint32
}

func (c *compiler) recv(in *ssa.UnOp) {
	ch := c.m.typ(in.X.Type())
	site := &recvSite{ch: ch, elem: c.m.typ(in.X.Type().Underlying().(*types.Chan).Elem()), commaOk: in.CommaOk}
	dst := c.slot(in)
	if in.CommaOk {
		site.okOff = dst + uint32(site.elem.slotSize())
	}
	c.emit(instr{op: opRecv, a: dst, b: c.slot(in.X), x: unsafe.Pointer(site)})
}

var (
	opMakeChan = register("makechan", func(_ *thread, fp unsafe.Pointer, in *instr) {
		ty, n := (*typ)(in.x), get[int](fp, in.b)
		if n < 0 || uintptr(n) > maxAlloc/max(ty.rt.Elem().Size(), 1) {
			panic(plainError("makechan: size out of range"))
		}
		memory.Reserve(uint64(n) * uint64(ty.rt.Elem().Size()))
		both := ty.rt
		if both.ChanDir() != reflect.BothDir {
			both = reflect.ChanOf(reflect.BothDir, ty.rt.Elem())
		}
		ty.value(at(fp, in.a)).Set(reflect.MakeChan(both, n).Convert(ty.rt))
	})

	opSend = register("send", func(t *thread, fp unsafe.Pointer, in *instr) {
		ty := (*typ)(in.x)
		ch := ty.value(at(fp, in.a))
		val := reflectAt(ty.rt.Elem(), at(fp, in.b))
		if !ch.IsNil() && ch.TrySend(val) {
			return
		}
		t.wait([]reflect.SelectCase{{Dir: reflect.SelectSend, Chan: ch, Send: val}})
	})

	opRecv = register("recv", func(t *thread, fp unsafe.Pointer, in *instr) {
		s := (*recvSite)(in.x)
		ch := s.ch.value(at(fp, in.b))
		var val reflect.Value
		var ok bool
		if !ch.IsNil() {
			val, ok = ch.TryRecv()
		}
		if !val.IsValid() {
			_, val, ok = t.wait([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: ch}})
		}
		s.elem.value(at(fp, in.a)).Set(val)
		if s.commaOk {
			put(fp, s.okOff, ok)
		}
	})

	opClose = register("close", func(_ *thread, fp unsafe.Pointer, in *instr) {
		ch := (*typ)(in.x).value(at(fp, in.b))
		if ch.IsNil() {
			panic(plainError("close of nil channel"))
		}
		ch.Close()
	})

	opChanLen = register("chanlen", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, (*typ)(in.x).value(at(fp, in.b)).Len())
	})

	opChanCap = register("chancap", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, (*typ)(in.x).value(at(fp, in.b)).Cap())
	})
)

// wait blocks until one of the cases can proceed, or the cell or the thread is told to end.
func (t *thread) wait(cases []reflect.SelectCase) (int, reflect.Value, bool) {
	n := len(cases)
	cases = append(cases, receiveFrom(t.crew.quit), receiveFrom(t.g.quit))
	t.beginWaiting()
	i, val, ok := reflect.Select(cases)
	t.endWaiting()
	t.m.threads.pauses()
	if i >= n {
		panic(t.reason())
	}
	return i, val, ok
}

func receiveFrom(c <-chan struct{}) reflect.SelectCase {
	return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c)}
}

// A selectSite tells what a select statement waits for.
type selectSite struct {
	states   []selectState
	blocking bool
	okOff    uint32
}

type selectState struct {
	dir      types.ChanDir
	ch       *typ
	chOff    uint32
	valOff   uint32 // of the value to send, or of where a received one goes
	received *typ
}

func (c *compiler) selectStmt(in *ssa.Select) {
	offs, _ := blockOffsets(c.tuple(in))
	dst := c.slot(in)
	site := &selectSite{blocking: in.Blocking, okOff: dst + offs[1]}
	recvs := 2
	for _, st := range in.States {
		s := selectState{dir: st.Dir, ch: c.m.typ(st.Chan.Type()), chOff: c.slot(st.Chan)}
		if st.Dir == types.SendOnly {
			s.valOff = c.slot(st.Send)
		} else {
			s.received = c.m.typ(st.Chan.Type().Underlying().(*types.Chan).Elem())
			s.valOff = dst + offs[recvs]
			recvs++
		}
		site.states = append(site.states, s)
	}
	c.emit(instr{op: opSelect, a: dst, x: unsafe.Pointer(site)})
}

var opSelect = register("select", func(t *thread, fp unsafe.Pointer, in *instr) {
	s := (*selectSite)(in.x)
	cases := make([]reflect.SelectCase, 0, len(s.states)+1)
	for _, st := range s.states {
		c := reflect.SelectCase{Dir: reflect.SelectRecv, Chan: st.ch.value(at(fp, st.chOff))}
		if st.dir == types.SendOnly {
			c.Dir, c.Send = reflect.SelectSend, reflectAt(st.ch.rt.Elem(), at(fp, st.valOff))
		}
		cases = append(cases, c)
	}
	var i int
	var val reflect.Value
	var ok bool
	if s.blocking {
		i, val, ok = t.wait(cases)
	} else if i, val, ok = reflect.Select(append(cases, reflect.SelectCase{Dir: reflect.SelectDefault})); i == len(cases) {
		i = -1
	}
	put(fp, in.a, i)
	put(fp, s.okOff, ok)
	for k, st := range s.states {
		if st.received == nil {
			continue
		}
		if k == i {
			st.received.value(at(fp, st.valOff)).Set(val)
		} else {
			clearValue(at(fp, st.valOff), st.received)
		}
	}
})
