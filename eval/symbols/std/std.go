// Package std holds the symbol tables of the standard library, one generated file per package, and the export data of its
// packages. It must not know the evaluator or how tables are used.
package std

import (
	_ "embed" // for the archives of export data

	"github.com/arraybook/arraybook/eval/symbols/table"
)

//go:embed exports.zip
var sharedExports string

// Tables lists the tables of all public packages, sorted by import path. Some are empty.
func Tables() []*table.Table { return tables }

// Exports holds the export data of every public package by import path. Its parts are what is the same on all systems and
// what is particular to the one this program was built for.
var Exports = table.NewArchive(sharedExports, ownExports)
