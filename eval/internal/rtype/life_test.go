// This file tests what happens to types over the life of a session: adoption, retirement, exhaustion, concurrent use.

package rtype

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unsafe"
)

// constantMethods implements every method by returning zero values, strings being the method's name and the receiver's type.
func constantMethods(ts **Types) func(recv types.Type, sel *types.Selection) func(unsafe.Pointer, []reflect.Value) []reflect.Value {
	return func(recv types.Type, sel *types.Selection) func(unsafe.Pointer, []reflect.Value) []reflect.Value {
		ft, err := (*ts).Of(sel.Type())
		if err != nil {
			panic(err)
		}
		return func(unsafe.Pointer, []reflect.Value) []reflect.Value {
			out := make([]reflect.Value, ft.NumOut())
			for i := range out {
				out[i] = reflect.New(ft.Out(i)).Elem()
				if ft.Out(i).Kind() == reflect.String {
					text := types.TypeString(recv, func(p *types.Package) string { return p.Name() })
					out[i].SetString(text + "." + sel.Obj().Name())
				}
			}
			return out
		}
	}
}

func newSession() *Types {
	ts := New(Config{Native: natives})
	ts.config.Method = constantMethods(&ts)
	return ts
}

func mustOf(t testing.TB, ts *Types, pkg *types.Package, expr string) reflect.Type {
	t.Helper()
	tv, err := types.Eval(token.NewFileSet(), pkg, 0, expr)
	if err != nil {
		t.Fatal(err)
	}
	rt, err := ts.Of(tv.Type)
	if err != nil {
		t.Fatal(err)
	}
	return rt
}

func cell(n int, src string) *types.Package {
	return check("main", fmt.Sprintf("package cell%d\n", n)+src)
}

func TestAdopt(t *testing.T) {
	ts := newSession()
	one := cell(1, `
		type Point struct{ X int; Next *Point; Other *Other }
		type Other struct{ P []Point }
		type Box[T any] struct{ V T; P *Point }`)
	point := mustOf(t, ts, one, "Point")
	list := mustOf(t, ts, one, "[]*Point")
	box := mustOf(t, ts, one, "Box[Point]")
	fn := mustOf(t, ts, one, "func(Point) *Other")
	value := reflect.New(point)
	for range 3000 { // often enough to fill the caches at the places that ask for a Stringer
		if got := fmt.Sprint(value.Elem().Interface(), value.Interface()); got != "{0 <nil> <nil>} &{0 <nil> <nil>}" {
			t.Fatal(got)
		}
	}
	two := cell(2, `
		type Point struct{ X int; Next *Point; Other *Other }
		func (p Point) String() string { return "" }
		func (p *Point) Set(o Other) {}
		type Other struct{ P []Point }
		func (*Other) Point() Point { return Point{} }
		type Box[T any] struct{ V T; P *Point }
		func (Box[T]) String() string { return "" }`)
	for _, name := range []string{"Point", "Other", "Box"} {
		ts.Adopt(one.Scope().Lookup(name).(*types.TypeName), two.Scope().Lookup(name).(*types.TypeName))
	}
	for expr, want := range map[string]reflect.Type{"Point": point, "[]*Point": list, "Box[Point]": box, "func(Point) *Other": fn} {
		if got := mustOf(t, ts, two, expr); got != want {
			t.Errorf("%s has another run-time type after adoption", expr)
		}
		if got := mustOf(t, ts, one, expr); got != want {
			t.Errorf("the old %s has another run-time type after adoption", expr)
		}
	}
	if got, want := fmt.Sprint(value.Elem().Interface(), reflect.New(box).Elem().Interface()), "cell2.Point.String cell2.Box[cell1.Point].String"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := fmt.Sprint(value.Interface()), "cell2.Point.String"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if m, ok := value.Type().MethodByName("Set"); !ok || m.Type.In(1).Name() != "Other" {
		t.Error("the added pointer method is missing")
	}
	if src, ok := ts.Source(point); !ok || src != two.Scope().Lookup("Point").Type() {
		t.Error("source is", src)
	}
	if src, ok := ts.Source(value.Type()); !ok || src.String() != "*main.Point" {
		t.Error("source of the pointer is", src)
	}
}

func TestAdoptAgainAndAgain(t *testing.T) {
	ts := newSession()
	pkg := cell(0, "type T struct{}")
	old := pkg.Scope().Lookup("T").(*types.TypeName)
	rt := mustOf(t, ts, pkg, "T")
	used := thunksUsed.Load()
	for i := range 100 {
		method := fmt.Sprintf("M%d", i%40)
		pkg = cell(i, "type T struct{}; func (T) "+method+"() string { return \"\" }; func (*T) String() string { return \"\" }")
		obj := pkg.Scope().Lookup("T").(*types.TypeName)
		ts.Adopt(old, obj)
		old = obj
		if mustOf(t, ts, pkg, "T") != rt || rt.NumMethod() != 1 || rt.Method(0).Name != method {
			t.Fatal(i, rt.NumMethod())
		}
		out := reflect.New(rt).MethodByName(method).Call(nil)
		if want := fmt.Sprintf("cell%d.T.%s", i, method); out[0].String() != want {
			t.Fatal(out, want)
		}
	}
	if n := thunksUsed.Load() - used; n != 2*40+1 {
		t.Errorf("%d entry points for 41 methods", n)
	}
}

func TestAdoptChangedStructure(t *testing.T) {
	ts := newSession()
	one, two := cell(1, "type T struct{ A int }"), cell(2, "type T struct{ A string }")
	mustOf(t, ts, one, "T")
	ts.Adopt(one.Scope().Lookup("T").(*types.TypeName), two.Scope().Lookup("T").(*types.TypeName))
	if _, err := ts.Of(types.Typ[types.Int]); err == nil || !strings.Contains(err.Error(), "type T was adopted") {
		t.Error(err)
	}
	if _, err := ts.Of(types.Typ[types.Int]); err != nil {
		t.Error("the error comes back:", err)
	}
}

func TestRetire(t *testing.T) {
	ts := newSession()
	one, two := cell(3, "type Point struct{ X int }; type Box[T any] struct{ V T }"), cell(4, "type Point struct{ Y int }")
	old, box := mustOf(t, ts, one, "Point"), mustOf(t, ts, one, "Box[Point]")
	ts.Retire(one.Scope().Lookup("Point").(*types.TypeName), "main.Point (cell 3)")
	ts.Retire(one.Scope().Lookup("Box").(*types.TypeName), "main.Box (cell 3)")
	new := mustOf(t, ts, two, "Point")
	if old == new {
		t.Fatal("the new type is the old one")
	}
	got := fmt.Sprintf("%T %T %T %T", reflect.New(old).Elem().Interface(), reflect.New(old).Interface(), reflect.New(new).Elem().Interface(), reflect.New(box).Elem().Interface())
	if want := "main.Point (cell 3) *main.Point (cell 3) main.Point main.Box (cell 3)[main.Point]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestUnsupported(t *testing.T) {
	ts := newSession()
	pkg := cell(1, `
		type G[T any] struct{ V T }
		type Number interface{ ~int | ~float64 }
		type Bad struct { C chan [70000]byte; N *Bad; O *Other }
		type Other struct{ B []Bad }
		type Good struct { F func(Good) }
		`)
	for name, want := range map[string]string{
		"G":      "generic type main.G",
		"Number": "constraint main.Number",
		"Bad":    "element size too large",
		"Other":  "element size too large",
	} {
		if rt, err := ts.Of(pkg.Scope().Lookup(name).Type()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v %v, want an error with %q", name, rt, err, want)
		}
	}
	if _, err := ts.Of(types.Typ[types.UntypedNil]); err == nil {
		t.Error("nil has a type")
	}
	if _, err := ts.Of(types.Universe.Lookup("comparable").Type()); err == nil {
		t.Error("comparable has a type")
	}
	mustOf(t, ts, pkg, "Good")
}

func TestExhaustion(t *testing.T) {
	used := thunksUsed.Load()
	defer thunksUsed.Store(used)
	thunksUsed.Store(thunkCount - sharedThunks - 3) // two for V, one for Error, none for String
	ts := newSession()
	pkg := cell(1, `type T struct{}; func (*T) String() string { return "" }; func (*T) Error() string { return "" }; func (T) V() {}`)
	value := reflect.New(mustOf(t, ts, pkg, "T"))
	if got := value.Interface().(error).Error(); got != "*cell1.T.Error" {
		t.Error(got)
	}
	if got := fmt.Sprint(value.Interface()); got != "*cell1.T.Error" {
		t.Error(got)
	}
	defer func() {
		if text := fmt.Sprint(recover()); !strings.HasPrefix(text, "too many methods") {
			t.Error(text)
		}
	}()
	_ = value.Interface().(fmt.Stringer).String()
	t.Error("a method without entry point was called")
}

func TestNilReceiver(t *testing.T) {
	ts := newSession()
	pkg := cell(1, `type T struct{ A, B int }; func (T) String() string { return "" }; func (*T) Len() int { return 0 }`)
	value := reflect.Zero(reflect.PointerTo(mustOf(t, ts, pkg, "T"))).Interface()
	if n := value.(interface{ Len() int }).Len(); n != 0 {
		t.Error(n)
	}
	if got := fmt.Sprint(value); got != "<nil>" {
		t.Error(got)
	}
	defer func() {
		if text := fmt.Sprint(recover()); text != "value method main.T.String called using nil *T pointer" {
			t.Error(text)
		}
	}()
	_ = value.(fmt.Stringer).String()
}

func TestConcurrentOf(t *testing.T) {
	ts := newSession()
	pkg := universe()
	names := pkg.Scope().Names()
	results := make([][]reflect.Type, 8)
	var group sync.WaitGroup
	for g := range results {
		group.Go(func() {
			for i := range names {
				obj, ok := pkg.Scope().Lookup(names[(i+g*7)%len(names)]).(*types.TypeName)
				if !ok || strings.HasPrefix(obj.Name(), "Pair") || obj.Name() == "Stack" {
					continue
				}
				rt, err := ts.Of(types.NewSlice(obj.Type()))
				if err != nil {
					t.Error(err)
					return
				}
				_ = fmt.Sprintf("%v %T", reflect.MakeSlice(rt, 1, 1).Index(0), reflect.Zero(rt).Interface())
			}
			for _, name := range names {
				if obj, ok := pkg.Scope().Lookup(name).(*types.TypeName); ok && obj.Name() != "Pair" && obj.Name() != "Stack" {
					rt, _ := ts.Of(obj.Type())
					results[g] = append(results[g], rt)
				}
			}
		})
	}
	group.Wait()
	for g := range results {
		if !reflect.DeepEqual(results[g], results[0]) {
			t.Error("goroutines got different types")
		}
	}
}

// TestFunc gives methods as func values, before and after an adoption.
func TestFunc(t *testing.T) {
	calls := 0
	ts := New(Config{Native: natives, Func: func(recv types.Type, sel *types.Selection, ft reflect.Type) unsafe.Pointer {
		if ft != reflect.TypeFor[func(unsafe.Pointer, int, string) (string, int)]() {
			return nil
		}
		pkg := sel.Obj().Pkg().Name()
		f := func(recv unsafe.Pointer, n int, s string) (string, int) {
			calls++
			grow(10)
			return pkg + s, n + *(*int)(recv)
		}
		return *(*unsafe.Pointer)(unsafe.Pointer(&f))
	}})
	ts.config.Method = constantMethods(&ts)
	type both interface {
		M(int, string) (string, int)
		String() string
	}
	one := cell(1, `type T struct{ A, B int }; func (T) M(int, string) (s string, n int) { return }; func (*T) String() string { return "" }`)
	value := reflect.New(mustOf(t, ts, one, "T"))
	value.Elem().Field(0).SetInt(40)
	v := value.Interface().(both)
	for range 3 {
		if s, _ := v.M(2, "x"); s != "cell1.T.M" && s != "cell1x" {
			t.Error(s)
		}
	}
	if s, n := v.M(2, "x"); s != "cell1x" || n != 42 || calls != 3 {
		t.Error(s, n, calls)
	}
	if s, n := value.Elem().Interface().(interface {
		M(int, string) (string, int)
	}).M(2, "y"); s != "cell1y" || n != 42 || v.String() != "*cell1.T.String" {
		t.Error(s, n)
	}
	two := cell(2, `type T struct{ A, B int }; func (T) M(int, string) (s string, n int) { return }; func (*T) String() string { return "" }`)
	ts.Adopt(one.Scope().Lookup("T").(*types.TypeName), two.Scope().Lookup("T").(*types.TypeName))
	mustOf(t, ts, two, "T")
	if s, _ := v.M(2, "x"); s != "cell2.T.M" {
		t.Error(s)
	}
	if s, _ := v.M(2, "x"); s != "cell2x" || v.String() != "*cell2.T.String" {
		t.Error(s, v.String())
	}
}
