// This file lays out frames and keeps those that are free.

package vm

import (
	"reflect"
	"strings"
	"sync"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// A header starts every frame.
type header struct {
	code   *code
	caller unsafe.Pointer // the calling frame, or the result block when ret is 0
	child  unsafe.Pointer // the frame that the latest call used, kept for the next one; &noFrame if there is none
	ret    place          // the call; 0 at the foot of a run of exec
	dst    uint32         // where in the caller the results go, or noResult
	depth  uint32         // of calls above the foot
	defers *deferStack    // made when the function first defers
	rescue *panicking     // the panic this deferred call may recover
	next   unsafe.Pointer // the next free frame; of a frame at the foot, the frame that ran before
}

// noFrame stands where no frame is kept; no call finds it fit.
var noFrame = header{code: &code{}}

var noFramePtr = unsafe.Pointer(&noFrame)

const (
	headerSize = uint32(unsafe.Sizeof(header{}))
	noResult   = ^uint32(0)
)

func head(fp unsafe.Pointer) *header { return (*header)(fp) }

// A layout is the run-time type of a frame, shared by all functions whose slots hold pointers at the same places.
type layout struct {
	rt reflect.Type
	p  unsafe.Pointer // its type word
}

var layouts struct {
	sync.Mutex
	m map[string]*layout
}

// layoutFor returns the layout for slots whose words are described by mask, one byte a word: 'p' pointer, 's' scalar.
// The mask is rounded up with scalars so that more functions share a layout.
func layoutFor(mask []byte) *layout {
	for len(mask)%4 != 0 {
		mask = append(mask, 's')
	}
	key := string(mask)
	layouts.Lock()
	defer layouts.Unlock()
	if l := layouts.m[key]; l != nil {
		return l
	}
	fields := []reflect.StructField{{Name: "Header", Type: reflect.TypeFor[header]()}}
	for rest := key; rest != ""; {
		run := len(rest) - len(strings.TrimLeft(rest, rest[:1]))
		elem := reflect.TypeFor[uintptr]()
		if rest[0] == 'p' {
			elem = reflect.TypeFor[unsafe.Pointer]()
		}
		fields = append(fields, reflect.StructField{Name: "W" + decimal(len(fields)), Type: reflect.ArrayOf(run, elem)})
		rest = rest[run:]
	}
	rt := reflect.StructOf(fields)
	l := &layout{rt: rt, p: rtype.Ptr(rt)}
	if layouts.m == nil {
		layouts.m = map[string]*layout{}
	}
	layouts.m[key] = l
	return l
}

// pointerMask appends the words of one slot holding a value of type rt.
func pointerMask(mask []byte, rt reflect.Type, size uintptr) []byte {
	start := len(mask)
	for range size / wordSize {
		mask = append(mask, 's')
	}
	markPointers(mask[start:], rt, 0)
	return mask
}

func markPointers(words []byte, rt reflect.Type, off uintptr) {
	switch rt.Kind() {
	case reflect.Pointer, reflect.UnsafePointer, reflect.Map, reflect.Chan, reflect.Func, reflect.String, reflect.Slice:
		words[off/wordSize] = 'p'
	case reflect.Interface:
		words[off/wordSize], words[off/wordSize+1] = 'p', 'p'
	case reflect.Array:
		if !containsPointers(rt.Elem()) {
			return
		}
		for i := range rt.Len() {
			markPointers(words, rt.Elem(), off+uintptr(i)*rt.Elem().Size())
		}
	case reflect.Struct:
		for i := range rt.NumField() {
			f := rt.Field(i)
			markPointers(words, f.Type, off+f.Offset)
		}
	}
}

// frame returns a frame for c: a free one of this thread if there is one. Constants are in place; other slots hold
// whatever they held.
func (t *thread) frame(c *code) unsafe.Pointer {
	if c.id < len(t.free) {
		if fp := t.free[c.id]; fp != nil {
			h := head(fp)
			t.free[c.id] = h.next
			h.next = nil
			return fp
		}
	}
	return newFrame(c)
}

func newFrame(c *code) unsafe.Pointer {
	fp := rtype.Alloc(c.layout.p)
	h := head(fp)
	h.code, h.child = c, noFramePtr
	for i := range c.consts {
		k := &c.consts[i]
		copyValue(at(fp, k.off), k.value, k.ty.class, k.ty)
	}
	return fp
}

// release makes fp free for the next call of its function.
func (t *thread) release(fp unsafe.Pointer) {
	h := head(fp)
	id := h.code.id
	if id >= len(t.free) {
		t.free = append(t.free, make([]unsafe.Pointer, max(id+1, 64)-len(t.free))...)
	}
	h.caller, h.ret, h.defers, h.rescue = nil, 0, nil, nil
	h.next = t.free[id]
	t.free[id] = fp
}

// keep returns a frame of c for calls from frame fp and keeps it there: in the call's own slot at if c calls nothing, so
// that no tree of frames can grow, else as the only child of fp. The frame that was there becomes free, with those below it.
func (t *thread) keep(fp unsafe.Pointer, c *code, at uint32) unsafe.Pointer {
	nf := t.frame(c)
	t.drop(&head(nf).child)
	if c.leaf {
		t.drop(ptr(fp, at))
		*ptr(fp, at) = nf
		head(nf).caller, head(nf).depth = fp, head(fp).depth+1
	} else {
		t.hang(fp, nf)
	}
	return nf
}

// hang makes nf the child of fp.
func (t *thread) hang(fp, nf unsafe.Pointer) {
	h, nh := head(fp), head(nf)
	nh.caller, nh.depth = fp, h.depth+1
	if nh.depth > maxDepth {
		panic(&stackOverflow{})
	}
	t.drop(&h.child)
	h.child = nf
}

// drop frees a kept frame and its children.
func (t *thread) drop(kept *unsafe.Pointer) {
	for fp := *kept; fp != noFramePtr; {
		h := head(fp)
		child := h.child
		h.child = noFramePtr
		t.release(fp)
		fp = child
	}
	*kept = noFramePtr
}
