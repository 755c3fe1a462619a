// This file forges the descriptors of types declared in cells. It goes in two steps, so that types may refer to themselves:
// declare gives the descriptor its address, name and memory layout, for which parts behind pointers do not matter; finish
// puts the real parts in and makes the method tables.

package rtype

import (
	"go/types"
	"reflect"
	"strconv"
	"sync/atomic"
	"unsafe"
)

// A forged is a type with descriptors made here, for itself and for pointers to it: a named type, or a struct literal with
// embedded fields.
type forged struct {
	source     types.Type // *types.Named or *types.Struct
	typ        *abiType   // T
	ptr        *abiType   // *T
	methods    methodTable
	ptrMethods methodTable
	laidOut    bool
}

// namedType returns the type of a declared type: the compiled one, or one forged here.
func (ts *Types) namedType(t *types.Named) reflect.Type {
	obj := t.Obj()
	if obj.Pkg() == nil {
		if obj.Name() == "error" {
			return reflect.TypeFor[error]()
		}
		panic(unsupported("%s has no run-time type", t))
	}
	if t.TypeParams().Len() != t.TypeArgs().Len() {
		panic(unsupported("generic type %s without type arguments has no run-time type", t))
	}
	if it, ok := t.Underlying().(*types.Interface); ok && !it.IsMethodSet() {
		panic(unsupported("constraint %s has no run-time type", t))
	}
	if rt := ts.native(t); rt != nil {
		return rt
	}
	return ts.declare(t).typ.reflect()
}

// native returns the compiled type behind t, nil if t is interpreted.
func (ts *Types) native(t *types.Named) reflect.Type {
	if rt, ok := ts.natives[t]; ok {
		return rt
	}
	rt := ts.lookUpNative(t)
	ts.natives[t] = rt
	return rt
}

func (ts *Types) lookUpNative(t *types.Named) reflect.Type {
	if t.Obj().Pkg().Path() == "main" {
		return nil
	}
	targs := make([]reflect.Type, t.TypeArgs().Len())
	for i := range targs {
		if ts.interpreted(t.TypeArgs().At(i)) {
			return nil // an instance for a type that did not exist when the program was compiled
		}
		targs[i] = ts.of(t.TypeArgs().At(i))
	}
	if rt, ok := ts.config.Native(t.Obj(), targs); ok {
		return rt
	}
	return compiledNamed(t)
}

// interpreted reports whether a type that was not compiled occurs in t.
func (ts *Types) interpreted(t types.Type) bool {
	found := false
	w := speller{named: func(w *speller, t *types.Named) {
		found = found || t.Obj().Pkg() != nil && ts.native(t) == nil
	}}
	w.write(t)
	return found
}

// compiledNamed looks for a named type among those that the program was compiled with, through the pointer type to it: so
// types are found that no table lists, such as unexported ones.
func compiledNamed(t *types.Named) reflect.Type {
	for _, ptr := range typesByString("*" + displayName(t)) {
		rt := ptr.reflect().Elem()
		if rt.PkgPath() == t.Obj().Pkg().Path() && sameShape(rt, t.Underlying()) {
			return rt
		}
	}
	return nil
}

// sameShape compares a compiled type with what is known of it, since a package given as source may declare another type
// under the name that a compiled package has.
func sameShape(rt reflect.Type, t types.Type) bool {
	switch t := t.(type) {
	case *types.Array:
		return rt.Kind() == reflect.Array && int64(rt.Len()) == t.Len()
	case *types.Struct:
		if rt.Kind() != reflect.Struct || rt.NumField() != t.NumFields() {
			return false
		}
		for i := range t.NumFields() {
			if t.Field(i).Name() != rt.Field(i).Name {
				return false
			}
		}
		return true
	}
	return rt.Kind() == reflect.Kind(headOf(t).kind)
}

// declare returns the descriptors of an interpreted named type.
func (ts *Types) declare(t *types.Named) *forged {
	key := ts.identity(t)
	if f := ts.forged[key]; f != nil {
		if !f.laidOut {
			panic(unsupported("invalid recursive type %s", t))
		}
		return f
	}
	t = ts.latest(t) // older code may mention it first
	f := &forged{source: t}
	ts.add(key, f)
	ts.layOut(f, displayName(t), t.Underlying())
	f.typ.tflag |= tflagNamed
	return f
}

// literal returns the type of a struct literal with fields that reflect cannot express.
func (ts *Types) literal(t *types.Struct, fields []reflect.StructField) reflect.Type {
	key := ts.identity(t)
	if f := ts.forged[key]; f != nil {
		return f.typ.reflect()
	}
	f := &forged{source: t}
	ts.add(key, f)
	ts.layOut(f, structString(fields), t)
	return f.typ.reflect()
}

func (ts *Types) add(key string, f *forged) {
	ts.forged[key] = f
	ts.added = append(ts.added, key)
	ts.unfinished = append(ts.unfinished, f)
}

// identity returns a text that two types share only if they are identical. Named types are numbered.
func (ts *Types) identity(t types.Type) string {
	w := speller{exact: true, named: func(w *speller, t *types.Named) {
		w.WriteString("#" + strconv.Itoa(ts.number(t.Origin().Obj())))
		w.arguments(t)
	}}
	w.write(t)
	return w.String()
}

// number returns the number of a declaration; one that was adopted has its predecessor's.
func (ts *Types) number(obj *types.TypeName) int {
	n, ok := ts.numbers[obj]
	if !ok {
		n = len(ts.numbers) + 1
		ts.numbers[obj] = n
	}
	return n
}

// layOut allocates the descriptors and fills everything but the parts and the methods.
func (ts *Types) layOut(f *forged, text string, under types.Type) {
	head := ts.standIn(under)
	n := 0
	if sig, ok := under.(*types.Signature); ok {
		n = sig.Params().Len() + sig.Results().Len()
	}
	methods := types.NewMethodSet(types.NewPointer(f.source)).Len()
	f.typ = f.methods.allocate(head, n, methods)
	f.ptr = f.ptrMethods.allocate(abiOf(reflect.TypeFor[*byte]()), 0, methods)
	switch reflect.Kind(f.typ.kind) { // the comparison of the stand-in is about its own parts
	case reflect.Struct:
		(*structType)(unsafe.Pointer(f.typ)).setEqual()
	case reflect.Array:
		(*arrayType)(unsafe.Pointer(f.typ)).setEqual()
	}
	f.typ.tflag = f.typ.tflag&^(tflagExtraStar|tflagNamed) | tflagUncommon
	f.ptr.tflag = f.ptr.tflag&^(tflagExtraStar|tflagNamed) | tflagUncommon
	f.setText(text)
	f.typ.hash = hashString(hashString(0, text), strconv.FormatInt(hashSerial.Add(1), 10))
	f.ptr.hash = hashString(f.typ.hash, "*")
	f.typ.ptrToThis = addReflectOff(unsafe.Pointer(f.ptr))
	f.ptr.ptrToThis = 0
	(*ptrType)(unsafe.Pointer(f.ptr)).elem = f.typ
	f.laidOut = true
}

// hashSerial makes hashes differ: types of one name in many sessions would slow the runtime's and reflect's tables down.
var hashSerial atomic.Int64

func (f *forged) setText(text string) {
	f.typ.str = nameOffset(text, "", 0)
	f.ptr.str = nameOffset("*"+text, "", 0)
}

// headOf returns the descriptor of some type of the same kind and layout as t, for the kinds whose layout does not depend on
// their parts, nil for the others.
func headOf(t types.Type) *abiType {
	switch t := t.(type) {
	case *types.Basic:
		return abiOf(basicTypes[basicKind(t)])
	case *types.Pointer:
		return abiOf(reflect.TypeFor[*byte]())
	case *types.Slice:
		return abiOf(reflect.TypeFor[[]byte]())
	case *types.Map:
		return abiOf(reflect.TypeFor[map[int]int]())
	case *types.Chan:
		return abiOf(reflect.TypeFor[chan int]())
	case *types.Signature:
		return abiOf(reflect.TypeFor[func()]())
	case *types.Interface:
		if t.NumMethods() == 0 {
			return abiOf(reflect.TypeFor[any]())
		}
		return abiOf(reflect.TypeFor[error]())
	}
	return nil
}

// standIn returns a descriptor with the memory layout of t, made without the types that t's pointers lead to.
func (ts *Types) standIn(t types.Type) *abiType {
	t = types.Unalias(t)
	if head := headOf(t); head != nil {
		return head
	}
	switch t := t.(type) {
	case *types.Named:
		return abiOf(ts.namedType(t))
	case *types.Array:
		return abiOf(reflect.ArrayOf(int(t.Len()), ts.standIn(t.Elem()).reflect()))
	case *types.Struct:
		st := new(structType)
		st.str = nameOffset("struct", "", 0)
		fields, pkgPath := fieldNames(t)
		for i := range fields {
			fields[i].typ = ts.standIn(t.Field(i).Type())
		}
		if pkgPath != "" {
			st.pkgPath = encodeName(pkgPath, "", "", 0)
		}
		st.layOut(fields)
		return &st.abiType
	}
	panic(unsupported("%s has no run-time type", t))
}

// finish completes all types that were declared, and those that they lead to.
func (ts *Types) finish() {
	for len(ts.unfinished) > 0 {
		f := ts.unfinished[0]
		ts.unfinished = ts.unfinished[1:]
		ts.setParts(f)
		ts.setMethods(f)
		ts.setSource(f)
	}
}

// setSource records which type is behind f's descriptors.
func (ts *Types) setSource(f *forged) {
	if _, ok := f.source.(*types.Named); ok {
		ts.sources.Store(unsafe.Pointer(f.typ), f.source)
		ts.sources.Store(unsafe.Pointer(f.ptr), types.Type(types.NewPointer(f.source)))
	}
}

// setParts replaces the stand-ins in f's descriptor by the real parts.
func (ts *Types) setParts(f *forged) {
	p := unsafe.Pointer(f.typ)
	switch t := f.source.Underlying().(type) {
	case *types.Pointer:
		(*ptrType)(p).elem = abiOf(ts.of(t.Elem()))
	case *types.Slice:
		(*sliceType)(p).elem = abiOf(ts.of(t.Elem()))
	case *types.Array:
		real := (*arrayType)(unsafe.Pointer(abiOf(ts.of(t))))
		(*arrayType)(p).elem, (*arrayType)(p).slice = real.elem, real.slice
	case *types.Chan:
		(*chanType)(p).elem = abiOf(ts.of(t.Elem()))
		(*chanType)(p).dir = int(chanDirs[t.Dir()])
	case *types.Map:
		head := (*mapType)(p).abiType
		*(*mapType)(p) = *(*mapType)(unsafe.Pointer(abiOf(ts.of(t))))
		(*mapType)(p).abiType = head
	case *types.Signature:
		ft := ts.of(t)
		(*funcType)(p).inCount = (*funcType)(unsafe.Pointer(abiOf(ft))).inCount
		(*funcType)(p).outCount = (*funcType)(unsafe.Pointer(abiOf(ft))).outCount
		parts := unsafe.Slice((**abiType)(unsafe.Add(p, unsafe.Sizeof(funcType{})+unsafe.Sizeof(uncommon{}))), ft.NumIn()+ft.NumOut())
		for i := range ft.NumIn() {
			parts[i] = abiOf(ft.In(i))
		}
		for i := range ft.NumOut() {
			parts[ft.NumIn()+i] = abiOf(ft.Out(i))
		}
	case *types.Interface:
		if t.NumMethods() > 0 {
			home := pathOf(f.pkg())
			(*interfaceType)(p).pkgPath = encodeName(home, "", "", 0)
			(*interfaceType)(p).methods, _ = ts.imethods(t, home)
		}
	case *types.Struct:
		fields := (*structType)(p).fields
		for i := range fields {
			fields[i].typ = abiOf(ts.of(t.Field(i).Type()))
		}
	}
}

// pkg returns the package of a named type, nil for a struct literal.
func (f *forged) pkg() *types.Package {
	if t, ok := f.source.(*types.Named); ok {
		return t.Obj().Pkg()
	}
	return nil
}
