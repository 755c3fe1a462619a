// This file lays out structs: offsets, size, pointer bitmap and comparison, as the compiler does.

package rtype

import (
	"go/types"
	"reflect"
	"strconv"
	"strings"
	"unsafe"
)

// structType returns the type of a struct literal. Reflect makes all but those with embedded fields, whose methods it does
// not promote, and those with blank fields, which it compares.
func (ts *Types) structType(t *types.Struct) reflect.Type {
	plain := true
	fields := make([]reflect.StructField, t.NumFields())
	for i := range fields {
		f := t.Field(i)
		plain = plain && !f.Embedded() && f.Name() != "_"
		fields[i] = reflect.StructField{Name: f.Name(), Type: ts.of(f.Type()), Tag: reflect.StructTag(t.Tag(i)), Anonymous: f.Embedded()}
		if !f.Exported() {
			fields[i].PkgPath = pathOf(f.Pkg())
		}
	}
	if plain {
		return reflect.StructOf(fields)
	}
	if rt := compiledStruct(fields); rt != nil {
		return rt
	}
	return ts.literal(t, fields)
}

// structString returns the text of a struct type, as reflect prints it.
func structString(fields []reflect.StructField) string {
	var w strings.Builder
	w.WriteString("struct {")
	for i, f := range fields {
		if i > 0 {
			w.WriteByte(';')
		}
		if !f.Anonymous {
			w.WriteString(" " + f.Name)
		}
		w.WriteString(" " + f.Type.String())
		if f.Tag != "" {
			w.WriteString(" " + strconv.Quote(string(f.Tag)))
		}
	}
	if len(fields) > 0 {
		w.WriteByte(' ')
	}
	w.WriteByte('}')
	return w.String()
}

// compiledStruct returns the struct literal with the given fields if the program was compiled with one, else nil.
func compiledStruct(fields []reflect.StructField) reflect.Type {
	for _, t := range typesByString(structString(fields)) {
		if rt := t.reflect(); rt.Kind() == reflect.Struct && sameFields(rt, fields) {
			return rt
		}
	}
	return nil
}

func sameFields(rt reflect.Type, fields []reflect.StructField) bool {
	if rt.NumField() != len(fields) {
		return false
	}
	for i, f := range fields {
		g := rt.Field(i)
		if f.Name != g.Name || f.Type != g.Type || f.Tag != g.Tag || f.Anonymous != g.Anonymous || f.PkgPath != g.PkgPath {
			return false
		}
	}
	return true
}

// fieldNames returns the fields of t with their names but neither types nor offsets, and the path of the package that the
// unexported ones belong to, if any.
func fieldNames(t *types.Struct) (fields []structField, pkgPath string) {
	fields = make([]structField, t.NumFields())
	for i := range fields {
		f := t.Field(i)
		var flags byte
		if f.Exported() {
			flags |= nameExported
		} else {
			pkgPath = pathOf(f.Pkg())
		}
		if f.Embedded() {
			flags |= nameEmbedded
		}
		fields[i].name = encodeName(f.Name(), t.Tag(i), "", flags)
	}
	return fields, pkgPath
}

// maxSize is more than any value can have.
const maxSize = uintptr(1) << (30 + 17*(^uintptr(0)>>63))

// layOut fills the head of a struct type from its fields, whose names and types are set. It panics with an unsupportedError
// if the struct is too large.
func (st *structType) layOut(fields []structField) {
	st.kind = uint8(reflect.Struct)
	st.align = 1
	st.tflag &^= tflagRegularMemory | tflagGCMaskOnDemand | tflagDirectIface
	end := uintptr(0)
	for i := range fields {
		f := &fields[i]
		f.offset = (end + uintptr(f.typ.align) - 1) &^ (uintptr(f.typ.align) - 1)
		end = f.offset + f.typ.size
		if f.offset > maxSize || f.typ.size > maxSize || end > maxSize {
			panic(unsupported("a struct type is larger than the address space"))
		}
		st.align = max(st.align, f.typ.fieldAlign)
		if f.typ.ptrBytes > 0 {
			st.ptrBytes = f.offset + f.typ.ptrBytes
		}
	}
	if n := len(fields); n > 0 && end > 0 && fields[n-1].typ.size == 0 {
		end++ // so that the address of the last field does not point behind the struct
	}
	st.fieldAlign = st.align
	st.size = (end + uintptr(st.align) - 1) &^ (uintptr(st.align) - 1)
	st.fields = fields
	if regularFields(fields, st.size) {
		st.tflag |= tflagRegularMemory
	}
	if st.size == wordSize && st.ptrBytes == wordSize {
		st.tflag |= tflagDirectIface
	}
	st.setMask()
	st.setEqual()
}

// regularFields reports whether comparing structs with the given fields is comparing bytes.
func regularFields(fields []structField, size uintptr) bool {
	for i, f := range fields {
		end := size
		if i+1 < len(fields) {
			end = fields[i+1].offset
		}
		padded := len(fields) > 1 && f.offset+f.typ.size != end
		if f.name.blank() || padded || f.typ.tflag&tflagRegularMemory == 0 {
			return false
		}
	}
	return true
}

func (n name) blank() bool {
	return unsafe.Slice(n.bytes, 3)[1] == 1 && unsafe.Slice(n.bytes, 3)[2] == '_'
}

// setMask makes the pointer bitmap out of the fields'.
func (st *structType) setMask() {
	switch words := st.ptrBytes / wordSize; {
	case words == 0:
		st.gcData = nil
	case words <= maxMaskBytes*8:
		mask := make([]uintptr, (words+8*wordSize-1)/(8*wordSize)) // the runtime reads whole words
		bits := unsafe.Slice((*byte)(unsafe.Pointer(&mask[0])), len(mask)*int(wordSize))
		for _, f := range st.fields {
			f.typ.addMask(bits, f.offset/wordSize)
		}
		st.gcData = &bits[0]
	default:
		st.tflag |= tflagGCMaskOnDemand
		st.gcData = (*byte)(unsafe.Pointer(new(uintptr)))
	}
}

// addMask sets the bits of a t that starts at a word.
func (t *abiType) addMask(bits []byte, word uintptr) {
	n := t.ptrBytes / wordSize
	if n == 0 {
		return
	}
	own := unsafe.Slice(t.gcData, (n+7)/8)
	for i := range n {
		if own[i/8]>>(i%8)&1 != 0 {
			bits[(word+i)/8] |= 1 << ((word + i) % 8)
		}
	}
}

// setEqual makes the comparison: fields in order, blank ones left out.
func (st *structType) setEqual() {
	st.equal = nil
	for _, f := range st.fields {
		if f.typ.equal == nil {
			return
		}
	}
	if st.tflag&tflagRegularMemory != 0 {
		st.equal = equalBytes(st.size)
		return
	}
	st.equal = func(p, q unsafe.Pointer) bool {
		for _, f := range st.fields {
			if !f.name.blank() && !f.typ.equal(unsafe.Add(p, f.offset), unsafe.Add(q, f.offset)) {
				return false
			}
		}
		return true
	}
}

// setEqual makes the comparison of an array type of its own: elements in order.
func (at *arrayType) setEqual() {
	if at.elem.equal == nil {
		at.equal = nil
		return
	}
	if at.tflag&tflagRegularMemory != 0 {
		at.equal = equalBytes(at.size)
		return
	}
	at.equal = func(p, q unsafe.Pointer) bool {
		for i := range at.len {
			if !at.elem.equal(unsafe.Add(p, i*at.elem.size), unsafe.Add(q, i*at.elem.size)) {
				return false
			}
		}
		return true
	}
}

func equalBytes(size uintptr) func(p, q unsafe.Pointer) bool {
	return func(p, q unsafe.Pointer) bool {
		return unsafe.String((*byte)(p), size) == unsafe.String((*byte)(q), size)
	}
}
