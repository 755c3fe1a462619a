// This file type-checks the subjects' source and forges their types. Methods of forged types are run by the compiled ones:
// the memory of both is the same.

package rtype

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unsafe"
)

var universe = sync.OnceValue(func() *types.Package {
	src, err := os.ReadFile("subjects_test.go")
	if err != nil {
		panic(err)
	}
	return check(elsewhere, string(src))
})

var imports = importer.Default()

// check type-checks a file. Its package has the compiled one's name, so that types print alike, and a path of its own.
func check(path, src string) *types.Package {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "cell.go", src, 0)
	if err != nil {
		panic(err)
	}
	config := types.Config{Importer: imports, Error: func(error) {}}
	pkg, err := config.Check(path, fset, []*ast.File{file}, nil)
	if err != nil {
		panic(err)
	}
	return pkg
}

// A world holds forged types and the compiled ones that implement their methods.
type world struct {
	*Types
	t        testing.TB
	compiled map[string]reflect.Type // by name
}

func newWorld(t testing.TB) *world {
	w := &world{t: t, compiled: map[string]reflect.Type{}}
	for _, s := range subjects {
		w.collect(reflect.TypeOf(s).Elem())
	}
	w.Types = New(Config{Native: natives, Method: w.method})
	return w
}

// collect notes rt and the types of its fields.
func (w *world) collect(rt reflect.Type) {
	if rt.PkgPath() == home {
		w.compiled[neutral(rt.Name())] = rt
	}
	if rt.Kind() == reflect.Struct {
		for i := range rt.NumField() {
			w.collect(rt.Field(i).Type)
		}
	}
}

// home is this package's path, elsewhere the one that the forged types have instead.
var home = reflect.TypeFor[Types]().PkgPath()

const elsewhere = "example.com/rtype"

func neutral(s string) string { return strings.ReplaceAll(s, home, elsewhere) }

// natives knows only types of the universe's imports that have no pointer type in the binary; the others are found there.
func natives(obj *types.TypeName, targs []reflect.Type) (reflect.Type, bool) {
	return nil, false
}

// forge returns the type of a package-level declaration of the subjects.
func (w *world) forge(name string) reflect.Type {
	w.t.Helper()
	return w.of(universe().Scope().Lookup(name).Type())
}

func (w *world) of(t types.Type) reflect.Type {
	w.t.Helper()
	rt, err := w.Of(t)
	if err != nil {
		w.t.Fatal(err)
	}
	return rt
}

// view returns compiled, a pointer to a value, as a pointer to a value of the forged type of the same name.
func (w *world) view(compiled any) reflect.Value {
	w.t.Helper()
	v := reflect.ValueOf(compiled)
	return reflect.NewAt(w.forge(v.Type().Elem().Name()), v.UnsafePointer())
}

// method runs a method of a forged type through the compiled type of the same name.
func (w *world) method(recv types.Type, sel *types.Selection) func(unsafe.Pointer, []reflect.Value) []reflect.Value {
	ptr, isPtr := recv.(*types.Pointer)
	if isPtr {
		recv = ptr.Elem()
	}
	_, name, _ := strings.Cut(displayName(recv.(*types.Named)), ".")
	rt := w.compiled[name]
	return func(word unsafe.Pointer, args []reflect.Value) []reflect.Value {
		var value reflect.Value
		if isPtr || !DirectIface(rt) {
			value = reflect.NewAt(rt, word)
		} else {
			value = reflect.NewAt(rt, unsafe.Pointer(&word)).Elem()
		}
		m := value.MethodByName(sel.Obj().Name())
		in := make([]reflect.Value, len(args))
		for i, arg := range args {
			in[i] = recast(arg, m.Type().In(i))
		}
		var out []reflect.Value
		if m.Type().IsVariadic() {
			out = m.CallSlice(in)
		} else {
			out = m.Call(in)
		}
		forged := w.of(sel.Type())
		for i := range out {
			out[i] = recast(out[i], forged.Out(i))
		}
		return out
	}
}

// recast returns v's memory as a value of type rt.
func recast(v reflect.Value, rt reflect.Type) reflect.Value {
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return reflect.NewAt(rt, p.UnsafePointer()).Elem()
}
