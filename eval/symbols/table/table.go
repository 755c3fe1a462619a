// Package table is the form of the generated symbol tables: static data, so that a table costs nothing at start-up, which
// is turned into the evaluator's form when a cell first needs the package.
package table

import "reflect"

// Table holds the compiled values of one package, or of a part of it.
type Table struct {
	Path, Name string // import path and package name

	Funcs []Entry // func values; instances of generic functions are named like "Zeros[float64]"
	Vars  []Entry // pointers to variables
	Types []Entry // nil pointers to the types
}

// Entry is a name and its value.
type Entry struct {
	Name  string
	Value any
}

// ByName returns the values of entries by name.
func ByName(entries []Entry) map[string]any {
	values := make(map[string]any, len(entries))
	for _, e := range entries {
		values[e.Name] = e.Value
	}
	return values
}

// TypesByName returns the types that entries point to by name.
func TypesByName(entries []Entry) map[string]reflect.Type {
	types := make(map[string]reflect.Type, len(entries))
	for _, e := range entries {
		types[e.Name] = reflect.TypeOf(e.Value).Elem()
	}
	return types
}
