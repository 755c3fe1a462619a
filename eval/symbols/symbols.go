// Package symbols lets cells use compiled packages: the standard library, array and display. It joins generated tables
// (std, own), what is written by hand because it depends on the cell that calls it (bound.go and its neighbours), and
// sources that cells interpret (source), to the list that the evaluator is given.
//
// It must not know Jupyter, nor how the evaluator finds or calls what it lists.
package symbols

import (
	"maps"
	"reflect"
	"strings"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols/own"
	"github.com/arraybook/arraybook/eval/symbols/source"
	"github.com/arraybook/arraybook/eval/symbols/std"
	"github.com/arraybook/arraybook/eval/symbols/table"
)

//go:generate go -C gen run .

// Packages lists the packages that cells can import: array and display, in the order in which their names are tried
// without the package's name, then the public packages of the standard library except unsafe, plugin and runtime/cgo.
// Between them stands a package that only sources import.
func Packages() []*eval.Package {
	var list []*eval.Package
	for rest := own.Tables(); len(rest) > 0; {
		n := 1 // tables of the same package stand together
		for n < len(rest) && rest[n].Path == rest[0].Path {
			n++
		}
		p := newPackage(own.Exports, rest[:n]...)
		p.Docs = func() map[string]string { return own.Docs(p.Name) }
		p.Unqualified = !strings.Contains(p.Path, "/internal/")
		list = append(list, p)
		rest = rest[n:]
	}
	for _, t := range std.Tables() {
		list = append(list, newPackage(std.Exports, t))
	}
	return list
}

// newPackage describes the package whose values the tables hold.
func newPackage(exports *table.Archive, tables ...*table.Table) *eval.Package {
	path := tables[0].Path
	p := &eval.Package{
		Path: path,
		Name: tables[0].Name,
		Symbols: func() eval.Symbols {
			s := joined(tables)
			bind(path, s)
			if path == arrayPath {
				s.Elements = arrayElements(s.Types)
			}
			return s
		},
	}
	if source.Has(path) {
		p.Source = func() map[string]string { return source.Files(path) }
	}
	if !source.IsWhole(path) {
		p.ExportData = func() ([]byte, error) { return exports.Read(path) }
		for _, other := range tables[0].Mentions {
			if source.Has(other) {
				p.Needs = append(p.Needs, other)
			}
		}
	}
	return p
}

// joined returns what the tables hold in the evaluator's form.
func joined(tables []*table.Table) eval.Symbols {
	s := eval.Symbols{Funcs: map[string]any{}, Vars: map[string]any{}, Types: map[string]reflect.Type{}}
	for _, t := range tables {
		maps.Insert(s.Funcs, t.Funcs.All())
		maps.Insert(s.Vars, t.Vars.All())
		for name, pointer := range t.Types.All() {
			s.Types[name] = reflect.TypeOf(pointer).Elem()
		}
	}
	return s
}
