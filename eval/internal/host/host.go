// Package host says what the world outside the evaluator offers to cells: compiled packages, and the streams of the cell
// that is running. It is the vocabulary shared by the evaluator's front half (eval), its engine (internal/vm) and the
// generated tables (eval/symbols). It holds no logic and knows neither syntax nor Jupyter.
package host

import (
	"context"
	"io"
	"reflect"
)

// Package is a package that cells can import. Its contents are asked for when a cell first needs them, so a list of all
// packages costs nothing until it is used.
type Package struct {
	Path string // import path: "net/http"
	Name string // package name: "http"

	// ExportData gives the package's type information in the format of golang.org/x/tools/go/gcexportdata. It is nil for
	// packages given as source.
	ExportData func() ([]byte, error)

	// Source gives the Go files of a package that is interpreted, by file name. Packages of generic functions need bodies
	// to instantiate, which export data does not hold.
	Source func() map[string]string

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
	// type arguments as reflect prints them: "Zeros[float64]", "Cast[float32,uint8]".
	Funcs map[string]any
	// Vars holds pointers to package variables.
	Vars map[string]any
	// Types holds named types; instances of generic types as for Funcs: "Array[float64]". Unexported types that can be
	// reached through exported ones are found by reflection and need no entry.
	Types map[string]reflect.Type
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
}
