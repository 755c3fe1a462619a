// Package host says what the world outside the evaluator offers to cells: compiled packages, and the streams of the cell
// that is running. It is the vocabulary shared by the evaluator's front half (eval), its engine (internal/vm) and the
// generated tables (eval/symbols). It holds no logic and knows neither syntax nor Jupyter.
package host

import (
	"context"
	"io"
	"reflect"
	"unsafe"
)

// Package is a package that cells can import. Its contents are asked for when a cell first needs them, so a list of all
// packages costs nothing until it is used.
type Package struct {
	Path string // import path: "net/http"
	Name string // package name: "http"

	// ExportData gives the package's type information in the format of golang.org/x/tools/go/gcexportdata. It is nil for
	// packages given wholly as source.
	ExportData func() ([]byte, error)

	// Source gives Go files to interpret, by file name. Generic functions and types need them: export data holds no bodies
	// to instantiate. Without ExportData, the files are the whole package. Beside ExportData they are an overlay: each of
	// their declarations takes the place of the one of the same name in the export data, and the other names of the package
	// are in scope, the same objects as in the export data. So the package that cells (and packages loaded later) see is a
	// types.Package of the same path into whose scope the export data's objects are inserted, but for those that the files
	// declare, before the files are checked in it. A generic function with a compiled instance in Symbols is called there.
	// Sources import packages that cells may not: unsafe, and helpers whose path has an element "internal".
	Source func() map[string]string

	// Needs lists the packages with Source that ExportData mentions. They are to be loaded before it is read, since it
	// brings its own copy of every declaration it mentions and does not find.
	Needs []string

	// Symbols gives the compiled values behind the exported names. It is nil for packages given as source, whose functions
	// may still have compiled instances: see Symbols.Funcs.
	Symbols func() Symbols

	// Docs gives the doc comments of exported names ("Einsum", "Array.At"); nil where there are none.
	Docs func() map[string]string

	// Unqualified says that cells may use the exported names without the package's name, after all others.
	Unqualified bool
}

// Symbols are the compiled values of one package.
type Symbols struct {
	// Funcs holds functions under their names, as func values or Bound. Instances of generic functions stand under name and
	// type arguments as reflect prints them: "Zeros[float64]", "Cast[float32,uint8]". A method that cells must not call as
	// it is has a Bound in its place under "(*Logger).Fatal", which gives a function with the receiver as first parameter.
	Funcs map[string]any
	// Vars holds pointers to package variables, or Bound that give such a pointer, the same for all cells of a session.
	Vars map[string]any
	// Types holds named types; instances of generic types as for Funcs: "Array[float64]". Unexported types that can be
	// reached through exported ones are found by reflection and need no entry.
	Types map[string]reflect.Type
	// Elements lists types whose methods read and write one element of a strided buffer, so that the evaluator can do it
	// without a call. They start as View does.
	Elements map[reflect.Type]Elements
}

// Elements names the methods of *T for a struct type T that starts as View does: Get(i ...int) E and Set(v E, i ...int). In
// cases that View does not cover the methods are called. Looks lists methods that change no memory that existed before, such as
// those that return the shape.
type Elements struct {
	Get, Set string
	Looks    []string
}

// View is how a strided view onto a slice of elements starts. If len(i) is len(Shape) and 0 <= i[k] < Shape[k] for each k,
// the element at index i is the one at Offset + Σ i[k]·Strides[k] in Data. Set panics if ReadOnly.
type View struct {
	Data struct { // of a slice
		Data     unsafe.Pointer
		Len, Cap int
	}
	Shape, Strides []int
	Offset         int
	ReadOnly       bool
}

// Bound is a function value that depends on the cell that calls it, such as fmt.Println, which writes to the cell's
// output. It is given the caller's environment and returns the func value to call.
type Bound func(Env) any

// Env is the cell on whose behalf a goroutine runs. Goroutines started by a cell keep its Env when the cell has ended.
type Env interface {
	Context() context.Context // done when the cell is interrupted
	Stdout() io.Writer
	Stderr() io.Writer
	Stdin() io.Reader
	Host() any     // what the caller of the evaluator put in Cell.Host
	Exit(code int) // ends the cell, as os.Exit ends a program; does not return
	// Starting returns what starts f on a goroutine of the cell, as a go statement at the place of the call does, and done, if it is
	// not nil, when that ends in whatever way. It may be called often, and by compiled code.
	Starting(f, done func()) (start func())
}

// Shared is what the cells of a session share. An Env that belongs to one has a method Shared() Shared. It lets symbols keep
// state from cell to cell, such as the file behind os.Stdout.
type Shared interface {
	// Keep returns the value kept under key, made when it is first asked for.
	Keep(key any, make func() any) any
	// Current returns the cell that runs or, between cells, ran last.
	Current() Env
	// Own returns the cell whose goroutine calls, or otherwise if that is not known, as on goroutines that compiled code starts.
	Own(otherwise Env) Env
	// AfterCell has f called at the end of every cell, from the running one on, before the cell counts as finished.
	AfterCell(f func())
	// OnFlush has f called before anything but text of the cell reaches its output, such as the value of its last
	// expression: f makes what the cell has written so far arrive first.
	OnFlush(f func())
}
