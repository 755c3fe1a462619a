// Package table is the form of the generated symbol tables: static data, so that a table costs nothing at start-up, which
// is turned into maps when a cell first needs the package.
package table

import "iter"

// Table holds the compiled values of one package, or of a part of it.
type Table struct {
	Path, Name string // import path and package name

	// Mentions lists the public packages of which the export data holds declarations.
	Mentions []string

	Funcs List // func values; instances of generic functions are named like "Zeros[float64]"
	Vars  List // pointers to variables
	Types List // nil pointers to the types
}

// List holds names and values in turn: a name, its value, the next name, its value.
type List []any

// All yields names and values in order.
func (l List) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for i := 0; i < len(l); i += 2 {
			if !yield(l[i].(string), l[i+1]) {
				return
			}
		}
	}
}
