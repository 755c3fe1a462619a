package eval

// This file holds hints about the arguments of calls: too few, of another type than the function takes, of a type that its constraint
// excludes; and about an array or a number of another type where a number is wanted.

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// arguments names the parameters of a compiled function that is called with too few or too many arguments.
func (h *hinting) arguments() string {
	if !strings.HasPrefix(h.message, "not enough arguments in call to ") && !strings.HasPrefix(h.message, "too many arguments in call to ") {
		return ""
	}
	call := find(h.k, func(n *ast.CallExpr) bool {
		return n.Rparen == h.pos || len(n.Args) > 0 && n.Args[len(n.Args)-1].Pos() == h.pos || n.Pos() <= h.pos && h.pos < n.End() && strings.Contains(h.message, "in call to "+types.ExprString(n.Fun)+"\n")
	})
	if call == nil {
		return ""
	}
	return h.usage(call)
}

// usage writes how a compiled function is called: "call Take(a, indices, axis)".
func (h *hinting) usage(call *ast.CallExpr) string {
	fn := h.function(call)
	if fn == nil || fn.Pkg() == h.k.c.pkg || strings.HasPrefix(fn.Pkg().Name(), "cell·") {
		return ""
	}
	sig := fn.Signature()
	var names []string
	for p := range sig.Params().Variables() {
		if p.Name() == "" || p.Name() == "_" {
			return ""
		}
		names = append(names, p.Name())
	}
	if n := len(names); n > 0 && sig.Variadic() {
		names[n-1] += "..."
	}
	return "call " + types.ExprString(call.Fun) + "(" + strings.Join(names, ", ") + ")"
}

// function returns the function or method that a call names, with its type parameters, or nil.
func (h *hinting) function(call *ast.CallExpr) *types.Func {
	fn, _ := h.k.c.info.Uses[calledName(call.Fun)].(*types.Func)
	if fn == nil || fn.Pkg() == nil {
		return nil
	}
	return fn
}

// unfit is about a call whose type arguments nothing tells since its arguments are others than the function takes: Stack(arrays, 0).
func (h *hinting) unfit(call *ast.CallExpr) string {
	fn := h.function(call)
	if fn == nil || call.Ellipsis.IsValid() {
		return ""
	}
	params := fn.Signature().Params()
	for i, arg := range call.Args {
		if i >= params.Len() || fn.Signature().Variadic() && i == params.Len()-1 {
			break
		}
		want, given := params.At(i).Type(), h.k.c.info.TypeOf(arg)
		if given == nil || given == types.Typ[types.Invalid] || mentionsTypeParam(want) {
			continue
		}
		if !types.AssignableTo(given, want) && !(isUntyped(given) && types.ConvertibleTo(given, want)) {
			return h.usage(call)
		}
	}
	return ""
}

// mentionsTypeParam reports whether a parameter's type depends on a type argument, as its text tells.
func mentionsTypeParam(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return true
	case *types.Pointer:
		return mentionsTypeParam(t.Elem())
	case *types.Slice:
		return mentionsTypeParam(t.Elem())
	case *types.Map:
		return mentionsTypeParam(t.Key()) || mentionsTypeParam(t.Elem())
	case *types.Signature:
		for v := range t.Params().Variables() {
			if mentionsTypeParam(v.Type()) {
				return true
			}
		}
		for v := range t.Results().Variables() {
			if mentionsTypeParam(v.Type()) {
				return true
			}
		}
	case *types.Named:
		for arg := range t.TypeArgs().Types() {
			if mentionsTypeParam(arg) {
				return true
			}
		}
	}
	return false
}

var constraintError = regexp.MustCompile(`^(\w+) does not satisfy .* \(\w+ missing in (.*)\)$`)

// ofComplex are what complex numbers have in the place of functions of real ones.
var ofComplex = map[string]string{"Abs": "Modulus"}

// constraint is about an array whose elements a function does not take: FFT of float64.
func (h *hinting) constraint() string {
	m := constraintError.FindStringSubmatch(h.message)
	if m == nil {
		return ""
	}
	call := find(h.k, func(n *ast.CallExpr) bool { return n.Fun.Pos() == h.pos && !isGenerated(n) && len(n.Args) > 0 })
	if call == nil {
		return ""
	}
	at := slices.IndexFunc(call.Args, func(arg ast.Expr) bool {
		elem := h.elementOf(arg)
		return elem != nil && types.TypeString(elem, byName) == m[1]
	})
	if at < 0 {
		return ""
	}
	given := types.ExprString(call.Args[at])
	if isComplex(h.elementOf(call.Args[at])) {
		if of := ofComplex[types.ExprString(call.Fun)]; of != "" {
			return "of complex numbers: " + of + "(" + given + ")"
		}
		return "its parts: RealPart(" + given + "), ImagPart(" + given + ")"
	}
	for _, to := range []string{"float64", "complex128", "int", "uint8"} {
		for _, term := range strings.Split(m[2], " | ") {
			if strings.TrimPrefix(term, "~") == to {
				return "convert: Cast[" + to + "](" + given + ")"
			}
		}
	}
	return ""
}

// row is about a[i] = b, which sets one element.
func (h *hinting) row() string {
	if !strings.HasSuffix(h.message, " value in assignment") || !strings.Contains(h.message, "of type *") {
		return ""
	}
	for _, rw := range h.k.c.rewrites {
		n, ok := rw.was.(*ast.AssignStmt)
		if !ok || len(n.Lhs) != 1 || len(n.Rhs) != 1 || n.Rhs[0].Pos() != h.pos {
			continue
		}
		index, ok := n.Lhs[0].(*ast.IndexExpr)
		if !ok || !h.isOperand(index.X) || !h.isOperand(n.Rhs[0]) {
			continue
		}
		row := asOperand(index.X) + ".Index(" + types.ExprString(index.Index) + ")"
		return "a row: Assign(" + row + ", " + types.ExprString(n.Rhs[0]) + "); one element: " + asOperand(n.Rhs[0]) + ".Item()"
	}
	return ""
}

var otherNumber = regexp.MustCompile(`^cannot use .+ \((?:variable|value) of (?:\w+ type|type) (\w+)\) as (\w+) value in `)

// converted is about a number of another type than is wanted: math.Sqrt(n).
func (h *hinting) converted() string {
	m := otherNumber.FindStringSubmatch(h.message)
	if m == nil {
		return ""
	}
	given, _ := types.Universe.Lookup(m[1]).(*types.TypeName)
	wanted, _ := types.Universe.Lookup(m[2]).(*types.TypeName)
	if given == nil || wanted == nil || !isNumeric(given.Type()) || !isNumeric(wanted.Type()) {
		return ""
	}
	text := strings.TrimPrefix(h.message, "cannot use ")
	e := find(h.k, func(n ast.Expr) bool { return n.Pos() == h.pos && strings.HasPrefix(text, types.ExprString(n)+" (") })
	if e == nil {
		return ""
	}
	text = types.ExprString(ast.Unparen(e))
	switch {
	case isComplex(given.Type()) && !isComplex(wanted.Type()):
		return "its real part: real(" + text + ")"
	case isComplex(wanted.Type()) && !isComplex(given.Type()):
		return "a complex number: complex(" + text + ", 0)"
	}
	return "convert it: " + m[2] + "(" + text + ")"
}
