// This file maps the type checker's types to run-time types, kind by kind. Recursion runs through named types only, and their
// descriptors exist, laid out, before their parts are asked for (see named.go).

package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"unsafe"
)

var basicTypes = map[types.BasicKind]reflect.Type{
	types.Bool:          reflect.TypeFor[bool](),
	types.Int:           reflect.TypeFor[int](),
	types.Int8:          reflect.TypeFor[int8](),
	types.Int16:         reflect.TypeFor[int16](),
	types.Int32:         reflect.TypeFor[int32](),
	types.Int64:         reflect.TypeFor[int64](),
	types.Uint:          reflect.TypeFor[uint](),
	types.Uint8:         reflect.TypeFor[uint8](),
	types.Uint16:        reflect.TypeFor[uint16](),
	types.Uint32:        reflect.TypeFor[uint32](),
	types.Uint64:        reflect.TypeFor[uint64](),
	types.Uintptr:       reflect.TypeFor[uintptr](),
	types.Float32:       reflect.TypeFor[float32](),
	types.Float64:       reflect.TypeFor[float64](),
	types.Complex64:     reflect.TypeFor[complex64](),
	types.Complex128:    reflect.TypeFor[complex128](),
	types.String:        reflect.TypeFor[string](),
	types.UnsafePointer: reflect.TypeFor[unsafe.Pointer](),
}

var chanDirs = map[types.ChanDir]reflect.ChanDir{
	types.SendRecv: reflect.BothDir,
	types.SendOnly: reflect.SendDir,
	types.RecvOnly: reflect.RecvDir,
}

// of returns the run-time type of t. Types that it declares are complete only after finish.
func (ts *Types) of(t types.Type) reflect.Type {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		if rt := basicTypes[basicKind(t)]; rt != nil {
			return rt
		}
	case *types.Named:
		return ts.namedType(t)
	case *types.Pointer:
		return reflect.PointerTo(ts.of(t.Elem()))
	case *types.Slice:
		return reflect.SliceOf(ts.of(t.Elem()))
	case *types.Array:
		return reflect.ArrayOf(int(t.Len()), ts.of(t.Elem()))
	case *types.Map:
		return reflect.MapOf(ts.of(t.Key()), ts.of(t.Elem()))
	case *types.Chan:
		return reflect.ChanOf(chanDirs[t.Dir()], ts.of(t.Elem()))
	case *types.Signature:
		return ts.funcType(t)
	case *types.Struct:
		return ts.structType(t)
	case *types.Interface:
		if t.IsMethodSet() {
			return ts.interfaceType(t)
		}
	}
	panic(unsupported("%s has no run-time type", t))
}

// An unsupportedError says why a type has no run-time type. It travels as a panic up to Of.
type unsupportedError struct{ text string }

func (e unsupportedError) Error() string { return "rtype: " + e.text }

func unsupported(format string, args ...any) unsupportedError {
	return unsupportedError{fmt.Sprintf(format, args...)}
}

func (ts *Types) funcType(t *types.Signature) reflect.Type {
	return funcOf(ts.tuple(t.Params()), ts.tuple(t.Results()), t.Variadic())
}

func (ts *Types) tuple(vars *types.Tuple) []reflect.Type {
	list := make([]reflect.Type, vars.Len())
	for i := range list {
		list[i] = ts.of(vars.At(i).Type())
	}
	return list
}

// funcOf is reflect.FuncOf with a memory of its own, for two reasons: reflect finds function types by the hashes of their
// parts, which change when a named type gets new methods, and it is slower.
func funcOf(in, out []reflect.Type, variadic bool) reflect.Type {
	var key strings.Builder
	for _, t := range in {
		writePointer(&key, t)
	}
	if variadic {
		key.WriteByte('.')
	}
	key.WriteByte(')')
	for _, t := range out {
		writePointer(&key, t)
	}
	return globals.remember("func("+key.String(), func() reflect.Type { return reflect.FuncOf(in, out, variadic) })
}

// interfaceType returns the type of an interface literal. Reflect cannot make those with methods.
func (ts *Types) interfaceType(t *types.Interface) reflect.Type {
	if t.NumMethods() == 0 {
		return reflect.TypeFor[any]()
	}
	methods, text := ts.imethods(t, "")
	var key strings.Builder
	for _, fn := range interfaceMethods(t) {
		if !fn.Exported() {
			key.WriteString(pathOf(fn.Pkg()) + ".")
		}
		key.WriteString(fn.Name())
		writePointer(&key, ts.of(fn.Signature()))
	}
	return globals.remember("interface{"+key.String(), func() reflect.Type {
		it := new(interfaceType)
		*it = *(*interfaceType)(unsafe.Pointer(abiOf(reflect.TypeFor[error]())))
		it.tflag = 0
		it.str = nameOffset(text, "", 0)
		it.hash = hashString(hashString(0, "interface"), key.String())
		it.ptrToThis = 0
		it.pkgPath = name{}
		it.methods = methods
		return it.reflect()
	})
}

// imethods returns an interface's methods in the runtime's order, and the interface's text. Home is the package path of the
// type that will hold them.
func (ts *Types) imethods(t *types.Interface, home string) (list []imethod, text string) {
	var w strings.Builder
	w.WriteString("interface {")
	for i, fn := range interfaceMethods(t) {
		ft := ts.of(fn.Signature())
		list = append(list, imethod{name: methodName(fn, home), typ: addReflectOff(Ptr(ft))})
		if i > 0 {
			w.WriteByte(';')
		}
		w.WriteByte(' ')
		if !fn.Exported() {
			w.WriteString(qualifierOf(fn.Pkg()) + ".")
		}
		w.WriteString(fn.Name() + strings.TrimPrefix(ft.String(), "func"))
	}
	w.WriteString(" }")
	return list, w.String()
}

// interfaceMethods returns the methods of t, those of embedded interfaces included, in the runtime's order.
func interfaceMethods(t *types.Interface) []*types.Func {
	list := make([]*types.Func, t.NumMethods())
	for i := range list {
		list[i] = t.Method(i)
	}
	slices.SortFunc(list, compareMethods)
	return list
}

// compareMethods is the order of method tables: exported first, then by name, then by package path.
func compareMethods(a, b *types.Func) int {
	if a.Exported() != b.Exported() {
		if a.Exported() {
			return -1
		}
		return 1
	}
	if c := strings.Compare(a.Name(), b.Name()); c != 0 || a.Exported() {
		return c
	}
	return strings.Compare(pathOf(a.Pkg()), pathOf(b.Pkg()))
}
