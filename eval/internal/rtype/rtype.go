// Package rtype makes run-time types: for every type of the type checker it gives the reflect.Type that compiled code sees.
// Types declared in cells get descriptors of their own, with name, methods and identity, so that fmt, errors, sort, json and
// all other compiled packages treat their values as values of compiled types.
//
// It knows the memory layout of the runtime's type descriptors and nothing of code: it does not run methods, it asks its
// owner for their implementation when compiled code first calls them. It knows no syntax, no cells and no Jupyter.
package rtype

import (
	"errors"
	"fmt"
	"go/types"
	"reflect"
	"sync"
	"unsafe"
)

// Config says what the types of a Types are made of.
type Config struct {
	// Native returns the compiled type behind a named type of a compiled package, with the type arguments of an instance.
	Native func(obj *types.TypeName, targs []reflect.Type) (reflect.Type, bool)

	// Method returns the implementation of a method of an interpreted type, for calls from compiled code. It is asked when
	// the method is first called. Recv is T or *T; the handler is given the data word of an interface that holds the
	// receiver: a pointer to the value, or the value itself if T is pointer-shaped.
	Method func(recv types.Type, sel *types.Selection) func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value
}

// Types holds the run-time types of one session. It is safe for concurrent use. Types are never freed.
type Types struct {
	config Config
	mu     sync.Mutex
	cache  sync.Map // types.Type to reflect.Type
}

// New returns an empty set of run-time types.
func New(config Config) *Types {
	return &Types{config: config}
}

// Of returns the run-time type of t. Identical types have the same one.
func (ts *Types) Of(t types.Type) (reflect.Type, error) {
	if rt, ok := ts.cache.Load(t); ok {
		return rt.(reflect.Type), nil
	}
	ts.mu.Lock()
	defer ts.mu.Unlock()
	rt, err := ts.of(t)
	if err != nil {
		return nil, err
	}
	ts.cache.Store(t, rt)
	return rt, nil
}

// Source returns the type behind an interpreted named type or a pointer to one.
func (ts *Types) Source(rt reflect.Type) (types.Type, bool) {
	return nil, false
}

// Adopt makes new, the same type checked again, take over old's run-time type with the method set of new.
func (ts *Types) Adopt(old, new *types.TypeName) {}

// Retire says that the type was replaced: from now on its name prints as label, such as "main.Point (cell 3)".
func (ts *Types) Retire(obj *types.TypeName, label string) {}

var basicTypes = map[types.BasicKind]reflect.Type{
	types.Bool:           reflect.TypeFor[bool](),
	types.Int:            reflect.TypeFor[int](),
	types.Int8:           reflect.TypeFor[int8](),
	types.Int16:          reflect.TypeFor[int16](),
	types.Int32:          reflect.TypeFor[int32](),
	types.Int64:          reflect.TypeFor[int64](),
	types.Uint:           reflect.TypeFor[uint](),
	types.Uint8:          reflect.TypeFor[uint8](),
	types.Uint16:         reflect.TypeFor[uint16](),
	types.Uint32:         reflect.TypeFor[uint32](),
	types.Uint64:         reflect.TypeFor[uint64](),
	types.Uintptr:        reflect.TypeFor[uintptr](),
	types.Float32:        reflect.TypeFor[float32](),
	types.Float64:        reflect.TypeFor[float64](),
	types.Complex64:      reflect.TypeFor[complex64](),
	types.Complex128:     reflect.TypeFor[complex128](),
	types.String:         reflect.TypeFor[string](),
	types.UnsafePointer:  reflect.TypeFor[unsafe.Pointer](),
	types.UntypedBool:    reflect.TypeFor[bool](),
	types.UntypedInt:     reflect.TypeFor[int](),
	types.UntypedRune:    reflect.TypeFor[rune](),
	types.UntypedFloat:   reflect.TypeFor[float64](),
	types.UntypedComplex: reflect.TypeFor[complex128](),
	types.UntypedString:  reflect.TypeFor[string](),
}

func (ts *Types) of(t types.Type) (reflect.Type, error) {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		if rt, ok := basicTypes[t.Kind()]; ok {
			return rt, nil
		}
	case *types.Named:
		if t.Obj().Pkg() == nil && t.Obj().Name() == "error" {
			return reflect.TypeFor[error](), nil
		}
		if rt, ok := ts.config.Native(t.Obj(), nil); ok {
			return rt, nil
		}
	case *types.Pointer:
		elem, err := ts.of(t.Elem())
		if err != nil {
			return nil, err
		}
		return reflect.PointerTo(elem), nil
	case *types.Slice:
		elem, err := ts.of(t.Elem())
		if err != nil {
			return nil, err
		}
		return reflect.SliceOf(elem), nil
	case *types.Array:
		elem, err := ts.of(t.Elem())
		if err != nil {
			return nil, err
		}
		return reflect.ArrayOf(int(t.Len()), elem), nil
	case *types.Map:
		key, err1 := ts.of(t.Key())
		elem, err2 := ts.of(t.Elem())
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		return reflect.MapOf(key, elem), nil
	case *types.Chan:
		elem, err := ts.of(t.Elem())
		if err != nil {
			return nil, err
		}
		return reflect.ChanOf(chanDirs[t.Dir()], elem), nil
	case *types.Signature:
		in, err1 := ts.tuple(t.Params())
		out, err2 := ts.tuple(t.Results())
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		return reflect.FuncOf(in, out, t.Variadic()), nil
	case *types.Struct:
		fields := make([]reflect.StructField, t.NumFields())
		for i := range fields {
			f := t.Field(i)
			ft, err := ts.of(f.Type())
			if err != nil {
				return nil, err
			}
			fields[i] = reflect.StructField{Name: f.Name(), Type: ft, Tag: reflect.StructTag(t.Tag(i)), Anonymous: f.Embedded()}
			if !f.Exported() {
				fields[i].PkgPath = f.Pkg().Path()
			}
		}
		return reflect.StructOf(fields), nil
	case *types.Interface:
		if t.NumMethods() == 0 {
			return reflect.TypeFor[any](), nil
		}
	}
	return nil, fmt.Errorf("rtype: %s has no run-time type", t)
}

var chanDirs = map[types.ChanDir]reflect.ChanDir{
	types.SendRecv: reflect.BothDir,
	types.SendOnly: reflect.SendDir,
	types.RecvOnly: reflect.RecvDir,
}

func (ts *Types) tuple(vars *types.Tuple) ([]reflect.Type, error) {
	list := make([]reflect.Type, vars.Len())
	for i := range list {
		rt, err := ts.of(vars.At(i).Type())
		if err != nil {
			return nil, err
		}
		list[i] = rt
	}
	return list, nil
}
