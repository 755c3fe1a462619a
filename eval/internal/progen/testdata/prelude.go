package main

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
)

// fuel is how many calls the program may still make.
var fuel int

func tick() {
	fuel--
	if fuel < 0 {
		panic("out of fuel")
	}
}

// at returns an index below n for any i, and 0 if there is none.
func at(i, n int) int {
	if n == 0 {
		return 0
	}
	return (i%n + n) % n
}

// tame brings a floating-point number into a range where all conversions to integers are defined.
func tame[F ~float32 | ~float64](f F) F {
	if !(math.Abs(float64(f)) < 100) {
		return 1
	}
	return f
}

func id[T any](v T) T { return v }

func when[T any](c bool, a, b T) T {
	if c {
		return a
	}
	return b
}

type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

type float interface{ ~float32 | ~float64 }

type number interface{ integer | float }

type ordered interface{ number | ~string }

// attempt calls f and prints what it panics with.
func attempt(f func()) {
	defer func() { note(recover()) }()
	f()
}

// note prints a recovered value.
func note(v any) {
	if v == nil {
		return
	}
	err, ok := v.(runtime.Error)
	if ok {
		fmt.Printf("recovered runtime error %s\n", err.Error())
	} else {
		fmt.Printf("recovered %s\n", show(v))
	}
}

func emit(name string, v any) { fmt.Printf("%s = %s\n", name, show(v)) }

// keys returns the keys of a map in an order of their own.
func keys[M ~map[K]V, K comparable, V any](m M) []K {
	list := make([]K, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.SortFunc(list, func(a, b K) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return list
}

// show returns the text of a value without addresses.
func show(v any) string {
	if v == nil {
		return "nil"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%T ", v)
	showValue(&b, reflect.ValueOf(v), 4)
	return b.String()
}

func showValue(b *strings.Builder, v reflect.Value, depth int) {
	if depth == 0 {
		b.WriteString("...")
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		b.WriteByte('&')
		showValue(b, v.Elem(), depth-1)
	case reflect.Interface:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		fmt.Fprintf(b, "(%s)", v.Elem().Type())
		showValue(b, v.Elem(), depth-1)
	case reflect.Struct:
		b.WriteByte('{')
		for i := range v.NumField() {
			fmt.Fprintf(b, " %s:", v.Type().Field(i).Name)
			showValue(b, v.Field(i), depth-1)
		}
		b.WriteByte('}')
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.IsNil() {
			b.WriteString("nil")
			return
		}
		b.WriteByte('[')
		for i := range v.Len() {
			b.WriteByte(' ')
			showValue(b, v.Index(i), depth-1)
		}
		b.WriteByte(']')
	case reflect.Map:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		var entries []string
		for _, k := range v.MapKeys() {
			var e strings.Builder
			showValue(&e, k, depth-1)
			e.WriteByte(':')
			showValue(&e, v.MapIndex(k), depth-1)
			entries = append(entries, e.String())
		}
		slices.Sort(entries)
		fmt.Fprintf(b, "map%q", entries)
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		fmt.Fprintf(b, "%s(nil=%t)", v.Kind(), v.IsNil())
	case reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	case reflect.Float32, reflect.Float64:
		if f := v.Float(); f == 0 && math.Signbit(f) {
			b.WriteString("-0")
			return
		}
		fmt.Fprint(b, v)
	default:
		fmt.Fprint(b, v)
	}
}

func short[S ~string](s S) S { return s[:min(len(s), 20)] }

func few[S ~[]E, E any](s S) S { return s[:min(len(s), 6):min(len(s), 6)] }

// filled returns a closed channel that holds the values.
func filled[T any](values ...T) chan T {
	ch := make(chan T, len(values))
	for _, v := range values {
		ch <- v
	}
	close(ch)
	return ch
}
