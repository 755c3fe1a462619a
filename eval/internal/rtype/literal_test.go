// This file tests types without names: struct literals with embedded fields, interface literals.

package rtype

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"testing"
)

func TestStructLiterals(t *testing.T) {
	w := newWorld(t)
	pkg := universe()
	inner := errors.New("inner")
	for expr, compiled := range map[string]any{
		"struct{ error }": &struct{ error }{inner},
		"struct{ N int; error }": &struct {
			N int
			error
		}{1, inner},
		"struct{ Point; Legs int }": &struct {
			Point
			Legs int
		}{Point{1, 2, "p"}, 4},
		"struct{ *Failure; _ int }": &struct {
			*Failure
			_ int
		}{&Failure{"op", 1}, 0},
		"struct{ lower `json:\"x\"` }": &struct {
			lower `json:"x"`
		}{lower{1}},
		"struct{ _ int; a, B string }": &struct {
			_    int
			a, B string
		}{0, "a", "b"},
		"struct{ Reader; Pair[int,any] }": &struct {
			Reader
			Pair[int, any]
		}{nil, Pair[int, any]{Key: 1}},
	} {
		forged := mustOf(t, w.Types, pkg, expr)
		if again := mustOf(t, w.Types, pkg, expr); again != forged {
			t.Errorf("%s has two types", expr)
		}
		rt := reflect.TypeOf(compiled).Elem()
		w.compiled[expr] = rt
		compareText(t, neutral(describe(forged, map[reflect.Type]bool{})), neutral(describe(rt, map[reflect.Type]bool{})))
	}
}

// TestCompiledLiteral checks that a literal that the program was compiled with is found.
func TestCompiledLiteral(t *testing.T) {
	want := reflect.TypeFor[*struct {
		io.Writer
		N int8
	}]()
	ts := newSession()
	if got := mustOf(t, ts, cell(1, `import "io"; type Alias = *struct { io.Writer; N int8 }`), "Alias"); got != want {
		t.Error("a second type was made of", want)
	}
}

func TestInterfaceLiterals(t *testing.T) {
	ts := newSession()
	pkg := cell(1, `
		type T struct{ A, B int }
		func (T) String() string { return "" }
		func (*T) lower() {}
		type U struct{}
		func (U) String() string { return "" }
		type I interface { String() string; lower() }
		type J interface { String() string }`)
	i, j := mustOf(t, ts, pkg, "I"), mustOf(t, ts, pkg, "J")
	literal := mustOf(t, ts, pkg, "interface { lower(); String() string }")
	if again := mustOf(t, newSession(), cell(2, ""), "interface { String() string; lower() }"); again != literal {
		t.Error("an interface literal has two types")
	}
	if got := literal.String(); got != "interface { String() string; main.lower() }" {
		t.Error(got)
	}
	value, ptr, other := mustOf(t, ts, pkg, "T"), mustOf(t, ts, pkg, "*T"), mustOf(t, ts, pkg, "U")
	for _, c := range []struct {
		rt, iface reflect.Type
		want      bool
	}{
		{value, i, false}, {ptr, i, true}, {other, i, false}, {value, j, true}, {ptr, j, true}, {ptr, literal, true},
		{other, literal, false}, {i, j, true}, {j, i, false}, {literal, i, true}, {i, literal, true},
		{value, reflect.TypeFor[fmt.Stringer](), true}, {j, reflect.TypeFor[fmt.Stringer](), true}, {reflect.TypeFor[fmt.Stringer](), j, true},
		{reflect.TypeFor[reflect.Kind](), j, true}, {value, reflect.TypeFor[error](), false},
	} {
		if got := c.rt.Implements(c.iface); got != c.want {
			t.Errorf("%s implements %s: %t", c.rt, c.iface, got)
		}
		if c.rt.Kind() == reflect.Interface {
			continue
		}
		tab, ok := Itab(c.iface, c.rt)
		if ok != c.want || ok && FromPtr(ItabType(tab)) != c.rt {
			t.Errorf("method table of %s for %s: %t", c.rt, c.iface, ok)
		}
	}
	box := reflect.New(j).Elem()
	box.Set(reflect.New(value).Elem())
	if got := box.MethodByName("String").Call(nil)[0].String(); got != "cell1.T.String" {
		t.Error(got)
	}
	if got := box.Elem().Type(); got != value {
		t.Error(got)
	}
	if got := fmt.Sprintf("%v %+v", box.Interface(), []any{box.Interface()}); got != "cell1.T.String [cell1.T.String]" {
		t.Error(got)
	}
}

// TestForeignUnexportedMethods embeds an interface with unexported methods of another package.
func TestForeignUnexportedMethods(t *testing.T) {
	ts := newSession()
	pkg := cell(1, `import "reflect"; type T struct { reflect.Type; N int }; type I interface { common() }; func (T) Size() uintptr { return 0 }`)
	rt := mustOf(t, ts, pkg, "T")
	if !rt.Implements(reflect.TypeFor[reflect.Type]()) {
		t.Error("the embedded interface is not implemented")
	}
	if _, ok := Itab(reflect.TypeFor[reflect.Type](), rt); !ok {
		t.Error("no method table")
	}
	if rt.Implements(mustOf(t, ts, pkg, "I")) {
		t.Error("an unexported method of another package counts")
	}
}
