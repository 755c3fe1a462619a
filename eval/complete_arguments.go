package eval

// This file completes arguments: of calls, from the types and the documentation of what is called, and type arguments.

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"unicode"
)

// arguments puts first what the parameter takes: variables, and functions whose result it is, such as the options of a
// call.
func (c *completer) arguments(chunk *chunk, call *ast.CallExpr, arg ast.Node) {
	sig, ok := chunk.info.TypeOf(call.Fun).(*types.Signature)
	if !ok {
		return
	}
	at := slices.IndexFunc(call.Args, func(e ast.Expr) bool { return e == arg })
	want := parameterOf(sig, at)
	named, _ := want.(*types.Named)
	options := c.documentedOptions(callee(chunk, call))
	if len(options) > 0 && sig.Variadic() && at >= sig.Params().Len()-1 {
		for _, fn := range options {
			if named == nil || makes(fn, named) {
				c.prefer(fn)
			}
		}
	}
	if want == nil || types.IsInterface(want) && want.Underlying().(*types.Interface).NumMethods() == 0 {
		return
	}
	for _, d := range c.s.decls {
		switch obj := d.obj.(type) {
		case *types.Var:
			if d.broken == "" && types.AssignableTo(obj.Type(), want) {
				c.prefer(obj)
			}
		case *types.Const:
			if d.broken == "" && named != nil && types.Identical(obj.Type(), want) {
				c.prefer(obj)
			}
		case *types.Func:
			if d.broken == "" && named != nil && makes(obj, named) {
				c.prefer(obj)
			}
		}
	}
	if named != nil && named.Obj().Pkg() != nil && len(options) == 0 {
		c.makers(named, named.Obj().Pkg())
	}
}

// parameterOf returns the type of the parameter that takes argument i, nil if there is none.
func parameterOf(sig *types.Signature, i int) types.Type {
	params := sig.Params()
	switch {
	case i < 0 || params.Len() == 0:
		return nil
	case sig.Variadic() && i >= params.Len()-1:
		if list, ok := params.At(params.Len() - 1).Type().(*types.Slice); ok {
			return list.Elem()
		}
	case i < params.Len():
		return params.At(i).Type()
	}
	return nil
}

// makers offers the functions of pkg that return t, if cells use the package unqualified.
func (c *completer) makers(t *types.Named, pkg *types.Package) {
	if !slices.Contains(c.s.unqualifiedPaths, pkg.Path()) {
		return
	}
	for _, name := range pkg.Scope().Names() {
		if fn, ok := pkg.Scope().Lookup(name).(*types.Func); ok && fn.Exported() && makes(fn, t) {
			c.prefer(fn)
		}
	}
}

// documentedOptions lists the functions that the doc comment of fn names, or else that of a function that it refers to, if cells
// use their package unqualified and their results are of a type of its own, such as the options of a call.
func (c *completer) documentedOptions(obj types.Object) []*types.Func {
	fn, ok := obj.(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Signature().Recv() != nil || !slices.Contains(c.s.unqualifiedPaths, fn.Pkg().Path()) {
		return nil
	}
	named := c.namedInDoc(fn)
	options := slices.DeleteFunc(slices.Clone(named), func(f *types.Func) bool { return !isOption(f) })
	for _, other := range named {
		if len(options) > 0 {
			break
		}
		options = slices.DeleteFunc(c.namedInDoc(other), func(f *types.Func) bool { return !isOption(f) })
	}
	return options
}

// namedInDoc lists the exported functions of fn's package that its doc comment names.
func (c *completer) namedInDoc(fn *types.Func) (named []*types.Func) {
	words := strings.FieldsFunc(c.s.imports.doc(fn.Pkg().Path(), fn.Name()), func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, word := range words {
		if f, ok := fn.Pkg().Scope().Lookup(word).(*types.Func); ok && f.Exported() && f.Name() != fn.Name() && !slices.Contains(named, f) {
			named = append(named, f)
		}
	}
	return named
}

// isOption reports whether fn makes one value of a type that its package declares.
func isOption(fn *types.Func) bool {
	results := fn.Signature().Results()
	if results.Len() != 1 {
		return false
	}
	named, ok := results.At(0).Type().(*types.Named)
	return ok && named.Obj().Pkg() == fn.Pkg() && named.TypeArgs().Len() == 0
}

// makes reports whether a call of fn is a value of type t.
func makes(fn *types.Func, t types.Type) bool {
	sig := fn.Signature()
	return sig.Recv() == nil && sig.Results().Len() == 1 && types.AssignableTo(sig.Results().At(0).Type(), t)
}

// typeArguments puts first the types that may be type argument i of fun.
func (c *completer) typeArguments(chunk *chunk, fun ast.Expr, i int) {
	id := lastName(fun)
	if id == nil || i < 0 {
		return
	}
	var params *types.TypeParamList
	switch obj := chunk.object(id).(type) {
	case *types.Func:
		params = obj.Signature().TypeParams()
	case *types.TypeName:
		if named, ok := obj.Type().(*types.Named); ok {
			params = named.TypeParams()
		}
	}
	if params.Len() <= i {
		return
	}
	c.typePlace = true
	constraint, ok := params.At(i).Constraint().Underlying().(*types.Interface)
	if !ok || constraint.Empty() {
		return
	}
	candidates := []types.Object{}
	for _, name := range types.Universe.Names() {
		candidates = append(candidates, types.Universe.Lookup(name))
	}
	for _, d := range c.s.decls {
		if d.broken == "" && d.obj != nil {
			candidates = append(candidates, d.obj)
		}
	}
	for _, obj := range candidates {
		t, ok := obj.(*types.TypeName)
		if !ok || types.IsInterface(t.Type()) || obj.Name() == "byte" || obj.Name() == "rune" {
			continue
		}
		if named, ok := t.Type().(*types.Named); ok && named.TypeParams().Len() > 0 {
			continue
		}
		if types.Satisfies(t.Type(), constraint) {
			c.prefer(t)
		}
	}
}
