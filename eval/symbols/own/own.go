// Package own holds the symbol tables, export data and doc comments of packages array and display: the instances of their
// generic functions and types for every element type. It must not know the evaluator or how tables are used.
package own

import (
	_ "embed" // for export data and doc comments
	"strings"

	"github.com/arraybook/arraybook/eval/symbols/table"
)

//go:embed exports.zip
var exports string

// Exports holds the export data of both packages by import path.
var Exports = table.NewArchive(exports)

// Tables lists the tables. Several hold parts of the same package; those of package array come first.
func Tables() []*table.Table { return tables }

//go:embed array.txt
var arrayDocs string

//go:embed display.txt
var displayDocs string

// Docs returns the doc comments of exported names ("Einsum", "Array.At") of the package with the given name.
func Docs(name string) map[string]string {
	texts := map[string]string{"array": arrayDocs, "display": displayDocs}
	docs := map[string]string{}
	var about string
	var comment strings.Builder
	flush := func() {
		if about != "" {
			docs[about] = strings.TrimSpace(comment.String())
		}
		comment.Reset()
	}
	for line := range strings.Lines(texts[name]) {
		if next, ok := strings.CutPrefix(line, "# "); ok {
			flush()
			about = strings.TrimSpace(next)
		} else {
			comment.WriteString(strings.TrimPrefix(line, "\t"))
		}
	}
	flush()
	return docs
}
