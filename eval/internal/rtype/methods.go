// This file makes method tables: what compiled code finds when it asks whether a type has a method, and calls.

package rtype

import (
	"go/types"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A methodTable is the uncommon part of a descriptor.
type methodTable struct {
	uncommon *uncommon
	room     []method // the memory behind the descriptor
	entries  map[entryKey]*entry
}

// spareMethods is the least room left for methods that later cells add to a type: a table cannot move away from its
// descriptor.
const spareMethods = 32

var headTypes = map[reflect.Kind]reflect.Type{
	reflect.Array:     reflect.TypeFor[arrayType](),
	reflect.Chan:      reflect.TypeFor[chanType](),
	reflect.Func:      reflect.TypeFor[funcType](),
	reflect.Interface: reflect.TypeFor[interfaceType](),
	reflect.Map:       reflect.TypeFor[mapType](),
	reflect.Pointer:   reflect.TypeFor[ptrType](),
	reflect.Slice:     reflect.TypeFor[sliceType](),
	reflect.Struct:    reflect.TypeFor[structType](),
}

// allocate returns a copy of the descriptor head, followed by room for a method table of that many methods and, between them
// for func types, for the given number of parameters and results.
func (m *methodTable) allocate(head *abiType, parts, methods int) *abiType {
	headType := headTypes[reflect.Kind(head.kind)]
	if headType == nil {
		headType = reflect.TypeFor[abiType]()
	}
	room := (methods + 2*spareMethods - 1) / spareMethods * spareMethods // few sizes, so few struct types
	block := reflect.New(reflect.StructOf([]reflect.StructField{
		{Name: "Head", Type: headType},
		{Name: "Uncommon", Type: reflect.TypeFor[uncommon]()},
		{Name: "Parts", Type: reflect.ArrayOf(parts, reflect.TypeFor[*abiType]())},
		{Name: "Methods", Type: reflect.ArrayOf(room, reflect.TypeFor[method]())},
	})).Elem()
	p := block.Addr().UnsafePointer()
	Move(Ptr(headType), p, unsafe.Pointer(head))
	methodsAt := block.Type().Field(3).Offset
	m.uncommon = (*uncommon)(unsafe.Add(p, headType.Size()))
	m.uncommon.moff = uint32(methodsAt - headType.Size())
	m.room = unsafe.Slice((*method)(unsafe.Add(p, methodsAt)), room)
	m.entries = map[entryKey]*entry{}
	return (*abiType)(p)
}

// set makes list the table and reports whether it was another one before.
func (m *methodTable) set(list []method, exported int) bool {
	first := uintptr(unsafe.Pointer(&m.room[0])) - uintptr(unsafe.Pointer(m.uncommon))
	start := int(uintptr(m.uncommon.moff)-first) / int(unsafe.Sizeof(method{}))
	old := m.room[start:][:m.uncommon.mcount]
	if slices.Equal(old, list) {
		return false
	}
	if len(list) > len(m.room) {
		panic(unsupported("too many methods were added to a type: there is room for %d", len(m.room)))
	}
	// Compiled code may be reading the old table, so the new one does not overwrite it if it can be helped.
	start += len(old)
	if start+len(list) > len(m.room) {
		start = 0
	}
	copy(m.room[start:], list)
	m.uncommon.moff = uint32(first) + uint32(start)*uint32(unsafe.Sizeof(method{}))
	m.uncommon.mcount, m.uncommon.xcount = uint16(len(list)), uint16(exported)
	return true
}

// An entry is one method of one type. It keeps its code when the type is adopted.
type entry struct {
	own      *binding // nil if the code is shared with the value type's method
	ifn, tfn int32
}

// An entryKey tells methods apart that cannot have the same code.
type entryKey struct {
	name, mtyp int32
	shared     bool
}

// A binding is what an entry point leads to: a method and its implementation, once that has been asked for.
type binding struct {
	ts      *Types
	ft      reflect.Type // of the entry point: the method's type with a data word first
	current atomic.Pointer[bound]

	mu   sync.Mutex      // held while current and slot change
	slot *unsafe.Pointer // of the entry point, nil if it has none of its own
	slow unsafe.Pointer  // what the slot first held: the func value that ends in call
}

type bound struct {
	recv types.Type
	sel  *types.Selection
	impl func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value
}

// rebind makes the entry point lead to another method.
func (b *binding) rebind(recv types.Type, sel *types.Selection) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.current.Store(&bound{recv: recv, sel: sel})
	if b.slot != nil {
		atomic.StorePointer(b.slot, b.slow)
	}
}

// call runs the method on the receiver that an interface's data word holds.
func (b *binding) call(recv unsafe.Pointer, args []reflect.Value) []reflect.Value {
	method := b.current.Load()
	if method.impl == nil {
		method = b.resolve(method)
	}
	return method.impl(recv, args)
}

// resolve asks for the implementation of a method. No lock is held while its owner thinks.
func (b *binding) resolve(method *bound) *bound {
	resolved := *method
	resolved.impl = b.ts.config.Method(method.recv, method.sel)
	var fast unsafe.Pointer
	if b.ts.config.Func != nil && b.slot != nil {
		fast = b.ts.config.Func(method.recv, method.sel, b.ft)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.current.CompareAndSwap(method, &resolved) && fast != nil {
		atomic.StorePointer(b.slot, fast)
	}
	return &resolved
}

// setMethods fills the method tables of f's type and of the pointer type to it, and reports whether they changed.
func (ts *Types) setMethods(f *forged) bool {
	home := pathOf(f.pkg())
	pkgPath := int32(0)
	if home != "" {
		pkgPath = nameOffset(home, "", 0)
	}
	f.methods.uncommon.pkgPath, f.ptrMethods.uncommon.pkgPath = pkgPath, pkgPath
	if !f.hasMethods() {
		return false
	}
	values, changed := ts.fill(&f.methods, f.source, f.typ, home, nil)
	if f.typ.tflag&tflagDirectIface != 0 {
		values = nil // an interface holds the value, not a pointer to it: other code
	}
	_, ptrChanged := ts.fill(&f.ptrMethods, types.NewPointer(f.source), f.ptr, home, values)
	return changed || ptrChanged
}

// hasMethods reports whether T and *T may have methods of their own: not if T is an interface or a pointer.
func (f *forged) hasMethods() bool {
	kind := reflect.Kind(f.typ.kind)
	return kind != reflect.Interface && kind != reflect.Pointer
}

// fill makes the method table of type t, whose receiver is recv, and reports whether it changed. Shared holds the entries of
// the value type, by method, when t is the pointer type to it; entries are t's own.
func (ts *Types) fill(m *methodTable, recv types.Type, t *abiType, home string, shared map[string]*entry) (entries map[string]*entry, changed bool) {
	entries = map[string]*entry{}
	exported := 0
	var list []method
	for _, sel := range methodSet(recv) {
		if thunkCount == 0 {
			panic(errNoThunks)
		}
		fn := sel.Obj().(*types.Func)
		if fn.Exported() {
			exported++
		}
		mtyp := ts.of(sel.Type())
		value := shared[fn.Id()]
		key := entryKey{name: methodName(fn, home), mtyp: addReflectOff(Ptr(mtyp)), shared: value != nil}
		e := m.entries[key]
		switch {
		case e != nil:
		case !fn.Exported():
			e = &entry{ifn: addReflectOff(unreachableThunk())}
			e.tfn = e.ifn
		case value != nil:
			e = &entry{ifn: value.ifn, tfn: value.ifn}
		default:
			e = ts.newEntry(t, mtyp)
		}
		if e.own != nil {
			e.own.rebind(recv, sel)
		}
		m.entries[key] = e
		entries[fn.Id()] = e
		list = append(list, method{name: key.name, mtyp: key.mtyp, ifn: e.ifn, tfn: e.tfn})
	}
	return entries, m.set(list, exported)
}

// methodSet returns the methods of t in the runtime's order.
func methodSet(t types.Type) []*types.Selection {
	set := types.NewMethodSet(t)
	list := make([]*types.Selection, set.Len())
	for i := range list {
		list[i] = set.At(i)
	}
	slices.SortFunc(list, func(a, b *types.Selection) int {
		return compareMethods(a.Obj().(*types.Func), b.Obj().(*types.Func))
	})
	return list
}

// newEntry makes the code of a method of type t.
func (ts *Types) newEntry(t *abiType, mtyp reflect.Type) *entry {
	b := &binding{ts: ts, ft: withReceiver(reflect.TypeFor[unsafe.Pointer](), mtyp)}
	direct := t.tflag&tflagDirectIface != 0
	code, slot := newThunk(reflect.MakeFunc(b.ft, func(args []reflect.Value) []reflect.Value {
		recv := args[0].UnsafePointer()
		if recv == nil && !direct { // called through the pointer type
			panic(NilReceiverError{b.current.Load().sel.Obj().(*types.Func)})
		}
		return b.call(recv, args[1:])
	}))
	if slot != nil {
		b.slot, b.slow = slot, *slot
	}
	e := &entry{own: b, ifn: addReflectOff(code)}
	if direct {
		e.tfn = e.ifn // the receiver is one pointer either way
		return e
	}
	rt := t.reflect()
	tfn := reflect.MakeFunc(withReceiver(rt, mtyp), func(args []reflect.Value) []reflect.Value {
		recv := reflect.New(rt)
		recv.Elem().Set(args[0])
		return b.call(recv.UnsafePointer(), args[1:])
	})
	code, _ = newThunk(tfn)
	e.tfn = addReflectOff(code)
	return e
}

// withReceiver returns the type of a function that takes recv before the parameters of ft.
func withReceiver(recv, ft reflect.Type) reflect.Type {
	in := []reflect.Type{recv}
	for i := range ft.NumIn() {
		in = append(in, ft.In(i))
	}
	var out []reflect.Type
	for i := range ft.NumOut() {
		out = append(out, ft.Out(i))
	}
	return funcOf(in, out, ft.IsVariadic())
}

// A NilReceiverError is the panic of a value method that was called through a nil pointer. It is a runtime.Error.
type NilReceiverError struct{ Method *types.Func }

func (NilReceiverError) RuntimeError() {}

func (e NilReceiverError) Error() string {
	name := "T"
	if named, ok := types.Unalias(e.Method.Signature().Recv().Type()).(*types.Named); ok {
		name = named.Obj().Name()
	}
	return "value method " + qualifierOf(e.Method.Pkg()) + "." + name + "." + e.Method.Name() + " called using nil *" + name + " pointer"
}
