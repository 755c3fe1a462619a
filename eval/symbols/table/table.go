// Package table is the form of the generated symbol tables: static data, so that a table costs nothing at start-up, which
// is turned into maps when a cell first needs the package.
package table

import "reflect"

// Table holds the compiled values of one package, or of a part of it.
type Table struct {
	Path, Name string // import path and package name

	Funcs List // func values; instances of generic functions are named like "Zeros[float64]"
	Vars  List // pointers to variables
	Types List // nil pointers to the types
}

// List holds names and values in turn: a name, its value, the next name, its value.
type List []any

// Values returns the values by name.
func (l List) Values() map[string]any {
	values := make(map[string]any, len(l)/2)
	for i := 0; i < len(l); i += 2 {
		values[l[i].(string)] = l[i+1]
	}
	return values
}

// Types returns the types that the values point to by name.
func (l List) Types() map[string]reflect.Type {
	types := make(map[string]reflect.Type, len(l)/2)
	for i := 0; i < len(l); i += 2 {
		types[l[i].(string)] = reflect.TypeOf(l[i+1]).Elem()
	}
	return types
}
