package cycle

// This file finds arrays and structs that are nested in interfaces so deep that comparing them, or finding them in a map, uses up the
// stack. It costs next to nothing where no type says that it may be so.

import (
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// maxCompared is how many interfaces may be followed, each in what the one before holds. A level takes compiled code some 200 bytes of
// stack. Tests set it.
var maxCompared = 300_000

// Interfaces are those that the values of a type hold, and that a comparison follows. Nil is for a type without.
type Interfaces []holder

// A holder is one or more interfaces that lie at equal distances in a value, or arrays and structs with interfaces.
type holder struct {
	offset, stride uintptr
	n              int
	inner          Interfaces // nil for interfaces
	methods        bool       // of the interfaces
}

// TooDeep reports whether a comparison of the value at p follows more interfaces, one in the other, than compiled code can.
func (h Interfaces) TooDeep(p unsafe.Pointer) bool {
	var d depths
	return d.height(h, p, 0) > maxCompared
}

// Compared is TooDeep for what an interface holds: a value of the type with the given type word, at p if it is a struct or an array.
func Compared(typeWord, p unsafe.Pointer) bool {
	if h := held(typeWord); h != nil {
		var d depths
		return d.height(h, p, 1) >= maxCompared
	}
	return false
}

var (
	holders sync.Map // reflect.Type -> Interfaces
	latest  [256]atomic.Pointer[lookup]
)

// A lookup is what was found for the type with a type word.
type lookup struct {
	typeWord unsafe.Pointer
	h        Interfaces
}

// InterfacesOf lists the interfaces in values of type t.
func InterfacesOf(t reflect.Type) Interfaces {
	switch t.Kind() {
	case reflect.Interface:
		if t.NumMethod() > 0 {
			return aMethodful
		}
		return anEmpty
	case reflect.Array, reflect.Struct:
	default:
		return nil
	}
	if known, ok := holders.Load(t); ok {
		return known.(Interfaces)
	}
	var list Interfaces
	if t.Kind() == reflect.Array {
		if inner := InterfacesOf(t.Elem()); inner != nil && t.Len() > 0 {
			list = Interfaces{{0, t.Elem().Size(), t.Len(), inner, false}}
		}
	} else {
		for f := range t.Fields() {
			if inner := InterfacesOf(f.Type); inner != nil && f.Name != "_" {
				list = append(list, holder{f.Offset, 0, 1, inner, false})
			}
		}
	}
	holders.Store(t, list)
	return list
}

var (
	anEmpty    = Interfaces{{n: 1}}
	aMethodful = Interfaces{{n: 1, methods: true}}
)

// held is InterfacesOf for the type of a value in an interface.
func held(typeWord unsafe.Pointer) Interfaces {
	if typeWord == nil || !rtype.Composite(typeWord) {
		return nil
	}
	at := &latest[uintptr(typeWord)>>5%uintptr(len(latest))]
	if l := at.Load(); l != nil && l.typeWord == typeWord {
		return l.h
	}
	l := &lookup{typeWord, InterfacesOf(rtype.FromPtr(typeWord))}
	at.Store(l)
	return l.h
}

// depths holds the heights of values, once there are many: one may be reached in many ways.
type depths struct {
	looks int
	known map[unsafe.Pointer]int // of what interfaces point to
}

// height is how many interfaces are followed from the value with the holders h at p, each in the one before. The value is itself reached
// through depth of them; the height is too large as soon as the sum is.
func (d *depths) height(h Interfaces, p unsafe.Pointer, depth int) int {
	highest := 0
	for i := range h {
		for k := range h[i].n {
			q := unsafe.Add(p, h[i].offset+uintptr(k)*h[i].stride)
			if h[i].inner != nil {
				highest = max(highest, d.height(h[i].inner, q, depth))
			} else {
				highest = max(highest, d.through(q, h[i].methods, depth))
			}
			if depth+highest > maxCompared {
				return highest
			}
		}
	}
	return highest
}

// through is height for an interface at p.
func (d *depths) through(p unsafe.Pointer, methods bool, depth int) int {
	words := *(*[2]unsafe.Pointer)(p)
	if methods && words[0] != nil {
		words[0] = rtype.ItabType(words[0])
	}
	h := held(words[0])
	if h == nil {
		return 0
	}
	if depth >= maxCompared {
		return 1
	}
	const manyLooks = 1000
	if d.looks++; d.looks < manyLooks {
		return 1 + d.height(h, words[1], depth+1)
	}
	if d.known == nil {
		d.known = map[unsafe.Pointer]int{}
	}
	n, ok := d.known[words[1]]
	if !ok {
		n = 1 + d.height(h, words[1], depth+1)
		d.known[words[1]] = n
	}
	return n
}
