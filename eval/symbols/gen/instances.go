// This file enumerates the instances of generic functions and types that are compiled for cells.

package main

import (
	"go/token"
	"go/types"
	"strings"
)

// elementTypes are the type arguments that instances are made for: those of package array's constraint Element.
var elementTypes = []types.BasicKind{
	types.Bool,
	types.Int, types.Int8, types.Int16, types.Int32, types.Int64,
	types.Uint, types.Uint8, types.Uint16, types.Uint32, types.Uint64,
	types.Float32, types.Float64,
	types.Complex64, types.Complex128,
}

// maxParams is the number of type parameters up to which instances are made for every combination of element types.
const maxParams = 2

// part is the table of the instances whose first type argument is the one called name.
type part struct {
	name string
	entries
}

// instances returns the instances of pkg's generic functions and types for element types. Left out is what element types
// do not cover: names with an unconstrained type parameter or more parameters than maxParams. They need a source that cells
// interpret.
func instances(pkg *types.Package) []part {
	var parts []part
	for _, kind := range elementTypes {
		first := types.Typ[kind]
		p := part{first.Name(), entries{path: pkg.Path(), name: pkg.Name()}}
		for _, name := range pkg.Scope().Names() {
			if !token.IsExported(name) {
				continue
			}
			switch obj := pkg.Scope().Lookup(name).(type) {
			case *types.Func:
				for _, args := range arguments(obj.Signature().TypeParams(), first) {
					instance := name + "[" + args + "]"
					p.funcs = append(p.funcs, entry{instance, "q." + instance})
				}
			case *types.TypeName:
				named, ok := obj.Type().(*types.Named)
				if !ok || obj.IsAlias() || isConstraint(named) {
					continue
				}
				for _, args := range arguments(named.TypeParams(), first) {
					instance := name + "[" + args + "]"
					p.types = append(p.types, entry{instance, "(*q." + instance + ")(nil)"})
				}
			}
		}
		if !p.empty() {
			parts = append(parts, p)
		}
	}
	return parts
}

// arguments lists the type arguments for params that start with first, each as text such as "float32,uint8".
func arguments(params *types.TypeParamList, first types.Type) []string {
	if params.Len() == 0 || params.Len() > maxParams {
		return nil
	}
	combinations := [][]types.Type{{first}}
	for i := range params.Len() {
		if !coversElements(params.At(i)) {
			return nil
		}
		if i == 0 {
			continue
		}
		var longer [][]types.Type
		for _, c := range combinations {
			for _, kind := range elementTypes {
				longer = append(longer, append(c[:i:i], types.Typ[kind]))
			}
		}
		combinations = longer
	}
	var texts []string
	for _, args := range combinations {
		if satisfies(params, args) {
			names := make([]string, len(args))
			for i, a := range args {
				names[i] = a.String()
			}
			texts = append(texts, strings.Join(names, ","))
		}
	}
	return texts
}

// coversElements reports whether the element types are all that p can stand for, but for types of the user's own.
func coversElements(p *types.TypeParam) bool {
	iface := p.Constraint().Underlying().(*types.Interface)
	return !iface.IsMethodSet() && !iface.IsComparable() || iface.NumEmbeddeds() > 0 && !iface.IsMethodSet()
}

func satisfies(params *types.TypeParamList, args []types.Type) bool {
	for i, a := range args {
		if !types.Satisfies(a, params.At(i).Constraint().Underlying().(*types.Interface)) {
			return false
		}
	}
	return true
}
