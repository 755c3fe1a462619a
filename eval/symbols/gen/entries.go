// This file decides which names of a package stand in its table.

package main

import (
	"go/token"
	"go/types"
)

// entries are the names of one package that get a compiled value, as Go expressions in which the package is called q.
type entries struct {
	path, name         string
	mentions           []string // packages that the export data mentions
	funcs, vars, types []entry
}

type entry struct{ name, expr string }

// plainEntries lists the exported functions, variables and types of pkg that have no type parameters. Constants are in the
// export data; an alias is known under the name of the type it stands for.
func plainEntries(pkg *types.Package) entries {
	e := entries{path: pkg.Path(), name: pkg.Name()}
	for _, name := range pkg.Scope().Names() {
		if !token.IsExported(name) {
			continue
		}
		switch obj := pkg.Scope().Lookup(name).(type) {
		case *types.Func:
			if obj.Signature().TypeParams() == nil {
				e.funcs = append(e.funcs, entry{name, "q." + name})
			}
		case *types.Var:
			e.vars = append(e.vars, entry{name, "&q." + name})
		case *types.TypeName:
			if named, ok := obj.Type().(*types.Named); ok && named.TypeParams() == nil && !obj.IsAlias() && !isConstraint(named) {
				e.types = append(e.types, entry{name, "(*q." + name + ")(nil)"})
			}
		}
	}
	return e
}

// isConstraint reports whether t can only constrain type parameters.
func isConstraint(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	return ok && !iface.IsMethodSet()
}

func (e entries) empty() bool { return len(e.funcs)+len(e.vars)+len(e.types) == 0 }

// genericNames lists what of pkg cells can only use if there are bodies to instantiate: exported generic functions, and
// generic types with methods.
func genericNames(pkg *types.Package) []string {
	var names []string
	for _, name := range pkg.Scope().Names() {
		if !token.IsExported(name) {
			continue
		}
		switch obj := pkg.Scope().Lookup(name).(type) {
		case *types.Func:
			if obj.Signature().TypeParams() != nil {
				names = append(names, name)
			}
		case *types.TypeName:
			if named, ok := obj.Type().(*types.Named); ok && named.TypeParams() != nil && named.NumMethods() > 0 {
				names = append(names, name)
			}
		}
	}
	return names
}
