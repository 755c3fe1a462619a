// This file compares forged types with the compiled types of the same declarations.

package rtype

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unsafe"
)

func TestForgedLikeCompiled(t *testing.T) {
	w := newWorld(t)
	for _, s := range subjects {
		compiled := reflect.TypeOf(s).Elem()
		t.Run(compiled.Name(), func(t *testing.T) {
			forged := w.forge(compiled.Name())
			if forged == compiled {
				t.Fatal("the compiled type itself")
			}
			got, want := describe(forged, map[reflect.Type]bool{}), describe(compiled, map[reflect.Type]bool{})
			compareText(t, got, neutral(want))
		})
	}
}

func compareText(t *testing.T, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Errorf("line %d:\n got %s\nwant %s", i, strings.Join(g[min(i, len(g)):min(i+1, len(g))], ""), strings.Join(w[min(i, len(w)):min(i+1, len(w))], ""))
			return
		}
	}
}

// describe writes all that reflect tells about a type and the types it leads to.
func describe(rt reflect.Type, seen map[reflect.Type]bool) string {
	if seen[rt] {
		return ""
	}
	seen[rt] = true
	var w strings.Builder
	var parts []reflect.Type
	a := abiOf(rt)
	fmt.Fprintf(&w, "%s name %q path %q kind %s size %d align %d %d comparable %t direct %t regular %t pointers %d\n", rt, rt.Name(), rt.PkgPath(), rt.Kind(),
		rt.Size(), rt.Align(), rt.FieldAlign(), rt.Comparable(), DirectIface(rt), a.tflag&tflagRegularMemory != 0, a.ptrBytes)
	if a.tflag&tflagGCMaskOnDemand == 0 {
		for i := range a.ptrBytes / wordSize {
			fmt.Fprint(&w, a.bit(i))
		}
		fmt.Fprintln(&w)
	}
	for i := range rt.NumMethod() {
		m := rt.Method(i)
		fmt.Fprintf(&w, "\tmethod %d %s %q %s %t\n", m.Index, m.Name, m.PkgPath, m.Type, m.Func.IsValid())
		parts = append(parts, m.Type)
	}
	switch rt.Kind() {
	case reflect.Array, reflect.Slice, reflect.Pointer, reflect.Chan, reflect.Map:
		parts = append(parts, rt.Elem())
		if rt.Kind() == reflect.Map {
			parts = append(parts, rt.Key())
		}
		if rt.Kind() == reflect.Chan {
			fmt.Fprintln(&w, "\tdir", rt.ChanDir())
		}
	case reflect.Func:
		fmt.Fprintln(&w, "\tvariadic", rt.IsVariadic())
		for i := range rt.NumIn() {
			parts = append(parts, rt.In(i))
		}
		for i := range rt.NumOut() {
			parts = append(parts, rt.Out(i))
		}
	case reflect.Struct:
		for i := range rt.NumField() {
			f := rt.Field(i)
			fmt.Fprintf(&w, "\tfield %s %q %s %q %d %v %t\n", f.Name, f.PkgPath, f.Type, f.Tag, f.Offset, f.Index, f.Anonymous)
			parts = append(parts, f.Type)
		}
	}
	if rt.Kind() != reflect.Pointer && rt.PkgPath() != "" {
		parts = append(parts, reflect.PointerTo(rt))
	}
	for _, part := range parts {
		w.WriteString(describe(part, seen))
	}
	return w.String()
}

func (t *abiType) bit(i uintptr) byte {
	return *(*byte)(ptrAdd(t.gcData, i/8)) >> (i % 8) & 1
}

func ptrAdd(p *byte, n uintptr) unsafe.Pointer { return unsafe.Add(unsafe.Pointer(p), n) }
