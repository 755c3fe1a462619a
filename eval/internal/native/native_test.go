// This file compares calls through shapes with reflect's.

package native

import (
	"fmt"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
	"unsafe"
)

func TestCallers(t *testing.T) {
	cases := []struct {
		f    any
		args []any
	}{
		{math.Sqrt, []any{2.0}},
		{math.Pow, []any{2.0, 0.5}},
		{strings.ToUpper, []any{"abc"}},
		{strings.Fields, []any{"a b  c"}},
		{strings.Contains, []any{"abc", "c"}},
		{fmt.Sprint, []any{[]any{1, "x"}}},
		{fmt.Sprintf, []any{"%d-%s", []any{7, "y"}}},
		{os.ReadFile, []any{"/nonexistent/file"}},
		{(*strings.Builder).WriteString, []any{new(strings.Builder), "hello"}},
		{(*strings.Builder).Len, []any{new(strings.Builder)}},
		{func() {}, nil},
		{func() (string, error) { return "a", nil }, nil},
		{func(a float32, b int8) float32 { return a * float32(b) }, []any{float32(1.5), int8(-3)}},
	}
	for _, c := range cases {
		fv := reflect.ValueOf(c.f)
		want := call(fv, c.args)
		got := viaShape(t, fv, c.args)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%T: got %v, want %v", c.f, got, want)
		}
	}
}

func call(fv reflect.Value, args []any) (out []any) {
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		in[i] = reflect.ValueOf(a)
	}
	results := fv.Call
	if fv.Type().IsVariadic() {
		results = fv.CallSlice
	}
	for _, r := range results(in) {
		out = append(out, r.Interface())
	}
	return out
}

// viaShape lays the arguments and results out in a struct of 24-byte fields and calls the shape's caller.
func viaShape(t *testing.T, fv reflect.Value, args []any) (out []any) {
	c := For(fv.Type())
	if c == nil {
		t.Fatalf("%s has no caller", fv.Type())
	}
	var fields []reflect.StructField
	var offs []uint32
	off := 0
	field := func(rt reflect.Type) {
		fields = append(fields, reflect.StructField{Name: fmt.Sprint("F", len(fields)), Type: rt},
			reflect.StructField{Name: fmt.Sprint("Pad", len(fields)), Type: reflect.ArrayOf(int((8-rt.Size()%8)%8), reflect.TypeFor[byte]())})
		offs = append(offs, uint32(off))
		off += int(rt.Size()+7) &^ 7
	}
	for i := range args {
		field(fv.Type().In(i))
	}
	dst := uint32(off)
	for i := range fv.Type().NumOut() {
		field(fv.Type().Out(i))
	}
	fields = append(fields, reflect.StructField{Name: "End", Type: reflect.TypeFor[uint64]()})
	frame := reflect.New(reflect.StructOf(fields))
	for i, a := range args {
		frame.Elem().Field(2 * i).Set(reflect.ValueOf(a))
	}
	f := fv.Interface()
	fn := (*[2]unsafe.Pointer)(unsafe.Pointer(&f))[1]
	c(fn, frame.UnsafePointer(), offs, dst)
	for i := range fv.Type().NumOut() {
		out = append(out, frame.Elem().Field(2*(len(args)+i)).Interface())
	}
	return out
}

func TestUnknownShape(t *testing.T) {
	if For(reflect.TypeOf(func(struct{ a, b int }) {})) != nil {
		t.Error("a struct argument has no shape of its own")
	}
}
