// This file keeps interpreted goroutines off the maps that compiled code is walking: fmt printing one, json decoding into one.
// The guards of mapguard.go last for one operation of the engine; what such a function walks is held for the whole call.

package vm

import (
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/cycle"
)

// mapHolds are the maps in the hands of compiled code.
var mapHolds struct {
	count atomic.Int64 // of holds, to be asked without the lock
	mu    sync.Mutex
	by    map[unsafe.Pointer][]mapHold
}

// A mapHold says that a thread has passed a map to compiled code.
type mapHold struct {
	t       *thread
	cell    *env
	writing bool
}

// allows says whether t may go on with a map held so: the calls that compiled code makes meanwhile, on the same goroutine or
// on one of its own, belong to the holder.
func (h mapHold) allows(t *thread, writing bool) bool {
	return !h.writing && !writing || h.t == t || t.g.id == 0 && h.cell == t.cell
}

// checkHeld panics if the map is in the hands of compiled code in a way that excludes what t is about to do.
func (t *thread) checkHeld(m unsafe.Pointer, writing bool) {
	if mapHolds.count.Load() == 0 {
		return
	}
	mapHolds.mu.Lock()
	defer mapHolds.mu.Unlock()
	t.checkHeldLocked(m, writing)
}

func (t *thread) checkHeldLocked(m unsafe.Pointer, writing bool) {
	for _, h := range mapHolds.by[m] {
		switch {
		case h.allows(t, writing):
		case h.writing && writing:
			panic(plainError("concurrent map writes"))
		case h.writing:
			panic(plainError("concurrent map read and map write"))
		default:
			panic(plainError("concurrent map iteration and map write"))
		}
	}
}

// A holding is what one call of compiled code holds.
type holding struct {
	t       *thread
	writing bool
	how     cycle.Mode // in which way the function follows values
	maps    []unsafe.Pointer
	held    map[unsafe.Pointer]bool // maps
	seen    map[followed]bool       // pointers and slices that have been followed
	steps   int
}

// A followed is a pointer or a slice of a type.
type followed struct {
	t reflect.Type
	p unsafe.Pointer
}

// maxHoldSteps bounds how many values are looked at for the sake of the maps among them.
const maxHoldSteps = 1 << 20

// add holds the maps that the function will meet in v, which lies so many pointers deep. It does not look into values that
// the function asks for their text: their methods may take locks first.
func (h *holding) add(v reflect.Value, depth int) {
	for v.IsValid() && v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() || !leadsToMaps(v.Type()) || h.steps > maxHoldSteps || h.asks(v.Type()) {
		return
	}
	h.steps++
	switch v.Kind() {
	case reflect.Map:
		h.addMap(v, depth)
	case reflect.Pointer:
		if depth > 0 && h.how == cycle.Printing { // printed as an address
			return
		}
		if h.first(v) {
			h.add(v.Elem(), depth+1)
		}
	case reflect.Slice:
		if v.Len() > 0 && h.first(v) {
			h.elements(v, depth)
		}
	case reflect.Array:
		h.elements(v, depth)
	case reflect.Struct:
		for i := range v.NumField() {
			h.add(v.Field(i), depth+1)
		}
	}
}

// first reports whether a pointer or slice is not nil and has not been followed yet.
func (h *holding) first(v reflect.Value) bool {
	key := followed{v.Type(), v.UnsafePointer()}
	if key.p == nil || h.seen[key] {
		return false
	}
	if h.seen == nil {
		h.seen = map[followed]bool{}
	}
	h.seen[key] = true
	return true
}

func (h *holding) elements(v reflect.Value, depth int) {
	for i := range v.Len() {
		h.add(v.Index(i), depth+1)
	}
}

func (h *holding) addMap(v reflect.Value, depth int) {
	m := v.UnsafePointer()
	if m == nil || h.held[m] {
		return
	}
	h.t.readMap(m, func() { // nobody writes it while it becomes held
		mapHolds.mu.Lock()
		defer mapHolds.mu.Unlock()
		h.t.checkHeldLocked(m, h.writing)
		if mapHolds.by == nil {
			mapHolds.by = map[unsafe.Pointer][]mapHold{}
		}
		mapHolds.by[m] = append(mapHolds.by[m], mapHold{h.t, h.t.cell, h.writing})
		mapHolds.count.Add(1)
		h.maps = append(h.maps, m)
		if h.held == nil {
			h.held = map[unsafe.Pointer]bool{}
		}
		h.held[m] = true
	})
	if t := v.Type(); leadsToMaps(t.Key()) || leadsToMaps(t.Elem()) {
		for it := v.MapRange(); it.Next(); {
			h.add(it.Key(), depth+1)
			h.add(it.Value(), depth+1)
		}
	}
}

// asks reports whether the function calls a method of values of t instead of looking at them.
func (h *holding) asks(t reflect.Type) bool {
	if t.NumMethod() == 0 {
		return false
	}
	return slices.ContainsFunc(askedMethods[h.how], func(name string) bool { _, ok := t.MethodByName(name); return ok })
}

// askedMethods are the methods by which values speak for themselves.
var askedMethods = map[cycle.Mode][]string{
	cycle.Printing: {"Error", "String", "Format", "GoString", "LogValue"},
	cycle.Guarded:  {"MarshalJSON", "MarshalText", "UnmarshalJSON", "UnmarshalText"},
	cycle.Encoding: {"MarshalXML", "MarshalText", "MarshalBinary", "GobEncode", "UnmarshalXML", "UnmarshalText", "UnmarshalBinary", "GobDecode"},
}

// release ends the holds.
func (h *holding) release() {
	if len(h.maps) == 0 {
		return
	}
	mapHolds.mu.Lock()
	defer mapHolds.mu.Unlock()
	for _, m := range h.maps {
		list := mapHolds.by[m]
		i := slices.IndexFunc(list, func(o mapHold) bool { return o.t == h.t && o.writing == h.writing })
		if list = slices.Delete(list, i, i+1); len(list) == 0 {
			delete(mapHolds.by, m)
		} else {
			mapHolds.by[m] = list
		}
		mapHolds.count.Add(-1)
	}
}

// holdingAll runs f while the maps that values lead to are held for reading.
func (t *thread) holdingAll(values []any, f func()) {
	if !t.guarded() {
		f()
		return
	}
	h := holding{t: t, how: cycle.Printing}
	defer h.release()
	for _, v := range values {
		h.add(reflect.ValueOf(v), 0)
	}
	f()
}

// holdArguments holds the maps that the arguments of a compiled function lead to.
func (n *nativeCall) holdArguments(t *thread, fp unsafe.Pointer) *holding {
	h := &holding{t: t, writing: n.changes, how: n.holds}
	defer func() {
		if r := recover(); r != nil {
			h.release()
			panic(r)
		}
	}()
	for _, i := range n.held {
		v := reflectAt(n.rt.In(i), at(fp, n.args[i]))
		if inner, ok := reflectValue(v); ok {
			v = inner
		}
		h.add(v, 0)
	}
	return h
}

// reflectValue unwraps a value that is itself a reflect.Value.
func reflectValue(v reflect.Value) (reflect.Value, bool) {
	inner, ok := v.Interface().(reflect.Value)
	return inner, ok
}

// holdsMaps notes which arguments of the function it walks itself, if it does, and whether it changes maps among them.
// Functions that only keep what they are given, or whose callbacks and methods may take locks first, hold nothing.
func (f *nativeFn) holdsMaps(pkg, name string) {
	f.changes = slices.Contains(mapChangers[pkg], name)
	if !f.changes && !slices.Contains(mapReaders[pkg], name) {
		return
	}
	if f.holds = walkers[pkg]; f.holds == cycle.None {
		f.holds = cycle.Guarded
	}
	for i := range f.rt.NumIn() {
		if in := f.rt.In(i); in == reflect.TypeFor[reflect.Value]() && pkg == "reflect" || leadsToMaps(in) {
			f.held = append(f.held, i)
		}
	}
}

// mapReaders are the compiled functions and methods that read maps they are given, at once.
var mapReaders = map[string][]string{
	"fmt": {"Print", "Println", "Printf", "Sprint", "Sprintln", "Sprintf", "Fprint", "Fprintln", "Fprintf", "Append", "Appendln",
		"Appendf", "Errorf"},
	"log":           {"Print", "Println", "Printf", "Panic", "Panicln", "Panicf"},
	"log/slog":      {"Debug", "Info", "Warn", "Error", "Log", "DebugContext", "InfoContext", "WarnContext", "ErrorContext"},
	"encoding/json": {"Marshal", "MarshalIndent", "Encode"}, "encoding/gob": {"Encode", "EncodeValue"},
	"encoding/xml": {"Marshal", "MarshalIndent", "Encode", "EncodeElement"},
	"maps":         {"Clone", "Equal"},
	"net/http":     {"Get", "Values", "Clone", "Write"}, "net/url": {"Get", "Has", "Encode"}, "net/textproto": {"Get", "Values"},
	"reflect": {"DeepEqual", "MapKeys", "MapIndex"},
}

// mapChangers are those that change them.
var mapChangers = map[string][]string{
	"encoding/json": {"Unmarshal", "Decode"}, "encoding/gob": {"Decode", "DecodeValue"}, "encoding/xml": {"Unmarshal", "Decode"},
	"maps":     {"Copy", "Insert", "DeleteFunc"},
	"net/http": {"Set", "Add", "Del"}, "net/url": {"Set", "Add", "Del"}, "net/textproto": {"Set", "Add", "Del"},
	"reflect": {"SetMapIndex", "Clear"},
}

// leadsToMaps reports whether values of t lead to maps that cells can reach too. What compiled types keep to themselves is
// guarded by them, and not to be looked at.
func leadsToMaps(t reflect.Type) bool {
	if leads, ok := mapTypes.Load(t); ok {
		return leads.(bool)
	}
	leads := searchMaps(t, map[reflect.Type]bool{})
	mapTypes.Store(t, leads)
	return leads
}

var mapTypes sync.Map // reflect.Type -> bool

func searchMaps(t reflect.Type, seen map[reflect.Type]bool) bool {
	if t.Kind() == reflect.Map {
		return true
	}
	if seen[t] || t.PkgPath() != "" && t.PkgPath() != sessionPath && t.Kind() != reflect.Slice {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Interface:
		return t.NumMethod() == 0 || t.PkgPath() == sessionPath
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return searchMaps(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if searchMaps(t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}
