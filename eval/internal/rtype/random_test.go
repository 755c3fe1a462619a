// This file makes random type declarations and checks what was forged for them: sizes against go/types, pointer bitmaps
// against a slow twin, values against a garbage collector.

package rtype

import (
	"flag"
	"fmt"
	"go/types"
	"math/rand/v2"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

var seeds = flag.Uint64("seeds", 4, "number of random programs")

func TestRandomDeclarations(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	for seed := range *seeds {
		g := generator{rand: rand.New(rand.NewPCG(seed, 1))}
		src := g.program()
		checkRandom(t, seed, src)
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, src)
		}
	}
}

func checkRandom(t *testing.T, seed uint64, src string) {
	defer func() {
		if reason := recover(); reason != nil {
			t.Errorf("%v\n%s", reason, debug.Stack())
		}
	}()
	pkg := check("main", "package random\n"+src)
	ts := newSession()
	sizes := types.SizesFor("gc", runtime.GOARCH)
	seen := map[types.Type]bool{}
	for _, name := range pkg.Scope().Names() {
		obj, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		if named, ok := obj.Type().(*types.Named); ok && named.TypeParams().Len() > 0 {
			continue
		}
		rt, err := ts.Of(obj.Type())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		compareSizes(t, ts, sizes, obj.Type(), seen)
		compareMask(t, rt)
		describe(rt, map[reflect.Type]bool{})
		random := rand.New(rand.NewPCG(seed, 2))
		value := reflect.New(rt)
		fill(random, value.Elem(), 4)
		before := fmt.Sprintf("%v %#v", value.Elem().Interface(), value.Interface())
		copied := reflect.New(rt)
		copied.Elem().Set(value.Elem())
		runtime.GC()
		if after := fmt.Sprintf("%v %#v", value.Elem().Interface(), value.Interface()); before != after {
			t.Errorf("%s: %s became %s", name, before, after)
		}
		if rt.Comparable() && !strings.Contains(before, "NaN") {
			compareAsKey(t, rt, value.Elem(), copied.Elem())
		}
	}
}

func compareSizes(t *testing.T, ts *Types, sizes types.Sizes, typ types.Type, seen map[types.Type]bool) {
	if seen[typ] {
		return
	}
	seen[typ] = true
	rt, err := ts.Of(typ)
	if err != nil {
		t.Errorf("%s: %v", typ, err)
		return
	}
	if int64(rt.Size()) != sizes.Sizeof(typ) || int64(rt.Align()) != sizes.Alignof(typ) || rt.Comparable() != types.Comparable(typ) {
		t.Errorf("%s: size %d align %d comparable %t, want %d %d %t", typ, rt.Size(), rt.Align(), rt.Comparable(), sizes.Sizeof(typ), sizes.Alignof(typ), types.Comparable(typ))
	}
	switch u := typ.Underlying().(type) {
	case *types.Struct:
		var fields []*types.Var
		for i := range u.NumFields() {
			fields = append(fields, u.Field(i))
		}
		for i, offset := range sizes.Offsetsof(fields) {
			if f := rt.Field(i); int64(f.Offset) != offset || f.Name != fields[i].Name() || f.Anonymous != fields[i].Embedded() || string(f.Tag) != u.Tag(i) {
				t.Errorf("%s: field %+v, want %s at %d", typ, f, fields[i], offset)
			}
			compareSizes(t, ts, sizes, fields[i].Type(), seen)
		}
	case interface{ Elem() types.Type }:
		compareSizes(t, ts, sizes, u.Elem(), seen)
	}
	if got, want := rt.NumMethod(), exportedMethods(typ); got != want {
		t.Errorf("%s has %d methods, want %d", typ, got, want)
	}
}

func exportedMethods(typ types.Type) int {
	set := types.NewMethodSet(typ)
	n := 0
	for i := range set.Len() {
		if set.At(i).Obj().Exported() || types.IsInterface(typ) {
			n++
		}
	}
	return n
}

// compareMask compares a pointer bitmap with one made by walking the type.
func compareMask(t *testing.T, rt reflect.Type) {
	a := abiOf(rt)
	got := make([]byte, rt.Size()/wordSize+1)
	for i := range a.ptrBytes / wordSize {
		got[i] = a.bit(i)
	}
	want := make([]byte, len(got))
	markPointers(want, got, rt, 0)
	if string(got) != string(want) || a.ptrBytes > 0 && got[a.ptrBytes/wordSize-1] == 0 {
		t.Errorf("%s: pointers at %v, want %v", rt, got, want)
	}
}

// markPointers marks the words that must be marked, and those of got that may be.
func markPointers(mask, got []byte, rt reflect.Type, offset uintptr) {
	switch rt.Kind() {
	case reflect.Pointer, reflect.UnsafePointer, reflect.Map, reflect.Chan, reflect.Func, reflect.Slice, reflect.String:
		mask[offset/wordSize] = 1
	case reflect.Interface: // the first word need not be marked: types and method tables are never freed
		mask[offset/wordSize], mask[offset/wordSize+1] = got[offset/wordSize], 1
	case reflect.Array:
		for i := range rt.Len() {
			markPointers(mask, got, rt.Elem(), offset+uintptr(i)*rt.Elem().Size())
		}
	case reflect.Struct:
		for i := range rt.NumField() {
			markPointers(mask, got, rt.Field(i).Type, offset+rt.Field(i).Offset)
		}
	}
}

// compareAsKey checks that equal values are equal to the runtime, and find each other in maps.
func compareAsKey(t *testing.T, rt reflect.Type, a, b reflect.Value) {
	defer func() {
		if reason := recover(); reason != nil && !strings.Contains(fmt.Sprint(reason), "unhashable") && !strings.Contains(fmt.Sprint(reason), "uncomparable") {
			panic(reason)
		}
	}()
	if a.Interface() != b.Interface() {
		t.Errorf("%s: %v != %v", rt, a, b)
	}
	m := reflect.MakeMap(reflect.MapOf(rt, reflect.TypeFor[int]()))
	m.SetMapIndex(a, reflect.ValueOf(1))
	if !m.MapIndex(b).IsValid() || map[any]int{a.Interface(): 1}[b.Interface()] != 1 {
		t.Errorf("%s: %v is not found in a map", rt, a)
	}
}

// fill sets v, as far as it can be set from outside, to random values.
func fill(r *rand.Rand, v reflect.Value, depth int) {
	if depth == 0 || !v.CanSet() {
		return
	}
	switch rt := v.Type(); rt.Kind() {
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 1)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(r.Int64N(100))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uint, reflect.Uintptr:
		v.SetUint(r.Uint64N(100))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(r.Float64())
	case reflect.Complex64, reflect.Complex128:
		v.SetComplex(complex(r.Float64(), 1))
	case reflect.String:
		v.SetString(strings.Repeat("x", r.IntN(20)))
	case reflect.Pointer:
		v.Set(reflect.New(rt.Elem()).Convert(rt))
		fill(r, v.Elem(), depth-1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(rt, r.IntN(3), 3))
		for i := range v.Len() {
			fill(r, v.Index(i), depth-1)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i), depth-1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(rt))
		key, elem := reflect.New(rt.Key()).Elem(), reflect.New(rt.Elem()).Elem()
		fill(r, key, depth-1)
		fill(r, elem, depth-1)
		v.SetMapIndex(key, elem)
	case reflect.Chan:
		if rt.ChanDir() == reflect.BothDir {
			v.Set(reflect.MakeChan(rt, 1))
		}
	case reflect.Func:
		v.Set(reflect.MakeFunc(rt, func([]reflect.Value) []reflect.Value { panic("not called") }))
	case reflect.Interface:
		if rt.NumMethod() == 0 {
			v.Set(reflect.ValueOf(r.IntN(100)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i), depth-1)
		}
	}
}

// A generator writes type declarations. Types contain only earlier types by value, so that none contains itself.
type generator struct {
	rand  *rand.Rand
	n     int      // number of types
	made  []string // right sides of the earlier types
	depth int
}

func (g *generator) program() string {
	var w strings.Builder
	g.n = 3 + g.rand.IntN(12)
	w.WriteString("type G[T any] struct { V T; P *G[T]; M map[string]T }\nfunc (G[T]) Get() (t T) { return }\nfunc (*G[T]) Set(T) {}\n")
	for i := range g.n {
		expr := g.underlying(i)
		g.made = append(g.made, expr)
		fmt.Fprintf(&w, "type T%d %s\n", i, expr)
		if strings.HasPrefix(expr, "interface") || expr == "error" || expr == "any" || expr[0] == '*' {
			continue
		}
		for m := range g.rand.IntN(4) {
			fmt.Fprintf(&w, "func (%sT%d) %sM%d_%d(%s) (%s) { panic(0) }\n", g.pick("", "*"), i, g.pick("", "", "m"), i, m, g.types(i), g.types(i))
		}
	}
	return w.String()
}

func (g *generator) pick(list ...string) string { return list[g.rand.IntN(len(list))] }

// types returns a list of up to three types.
func (g *generator) types(i int) string {
	var list []string
	for range g.rand.IntN(4) {
		list = append(list, g.typ(g.n, i))
	}
	return strings.Join(list, ", ")
}

// underlying returns the right side of the declaration of type i.
func (g *generator) underlying(i int) string {
	if g.rand.IntN(2) == 0 {
		return g.structure(i, i)
	}
	for {
		if expr := g.typ(i, i); !strings.HasPrefix(expr, "T") && !strings.HasPrefix(expr, "G") {
			return expr
		}
	}
}

// typ returns a type that holds values only of types below the limit. Behind pointers any type may stand.
func (g *generator) typ(limit, i int) string {
	g.depth++
	defer func() { g.depth-- }()
	if g.depth > 4 {
		return g.pick("int", "string", "*T0", "[]T1", "byte", "any")
	}
	all := g.n
	switch g.rand.IntN(16) {
	case 0:
		return "*" + g.typ(all, i)
	case 1:
		return "[]" + g.typ(all, i)
	case 2:
		return "map[" + g.pick("string", "int8", "[2]*T0", "any", "struct{ A string; B *T1 }", "struct { _ int; F float32 }", "[40]int") + "]" + g.typ(all, i)
	case 3:
		return g.pick("chan ", "<-chan ", "chan<- ") + "*" + g.typ(all, i)
	case 4:
		return "func(" + g.types(i) + ") (" + g.types(i) + ")"
	case 5:
		return fmt.Sprintf("[%d]%s", g.rand.IntN(4), g.typ(limit, i))
	case 6:
		return g.structure(limit, i)
	case 7:
		return "interface { " + g.pick("A", "b") + "(" + g.types(i) + ") (" + g.types(i) + "); error; " + g.pick("", "C()") + " }"
	case 8:
		return "*G[" + g.pick("int", "*T0", "[]T1", "func(T2)", "map[string]T2", "struct { A T0 }") + "]"
	case 9, 10, 11:
		if limit > 0 {
			return fmt.Sprintf("T%d", g.rand.IntN(limit))
		}
	}
	return g.pick("bool", "int", "int8", "uint16", "int32", "float32", "float64", "complex64", "complex128", "string", "error", "any", "uintptr", "struct{}", "[0]int")
}

func (g *generator) structure(limit, i int) string {
	var w strings.Builder
	w.WriteString("struct {")
	embedded := map[int]bool{}
	for f := range g.rand.IntN(6) {
		switch k := g.rand.IntN(max(limit, 1)); {
		case g.rand.IntN(4) == 0 && k < len(g.made) && g.made[k][0] != '*' && !embedded[k]:
			embedded[k] = true
			fmt.Fprintf(&w, "T%d; ", k)
		case g.rand.IntN(12) == 0:
			fmt.Fprintf(&w, "_ %s; ", g.typ(limit, i))
		default:
			fmt.Fprintf(&w, "%s%d %s %s; ", g.pick("F", "f"), f, g.typ(limit, i), g.pick("", "", "`json:\"x\"`"))
		}
	}
	w.WriteString("}")
	return w.String()
}
