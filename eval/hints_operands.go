package eval

// This file holds hints about operators and functions that want other elements: bits of floats, shifts, numbers where a function
// takes arrays, arrays of another element type; and about constants that no value can hold.

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strconv"
	"strings"
)

// bits is about a ^ 2, b &^ 1 and b << 1 on arrays.
func (h *hinting) bits() string {
	if h.o == nil || !strings.HasPrefix(h.message, "invalid operation: ") {
		return ""
	}
	x, y, op := h.operands()
	if x == nil {
		return ""
	}
	elem := h.o.element(x)
	if elem == nil {
		elem = h.o.element(y)
	}
	if elem == nil || isTypeParam(elem) {
		return ""
	}
	assigned := "" // what stands before the value
	if token.ADD_ASSIGN <= op && op <= token.AND_NOT_ASSIGN {
		op += token.ADD - token.ADD_ASSIGN // the tokens stand in the same order
		assigned = types.ExprString(x) + " = "
	}
	switch op {
	case token.SHL, token.SHR:
		name := map[token.Token]string{token.SHL: "ShiftLeft", token.SHR: "ShiftRight"}[op]
		if !isInteger(elem) {
			return "shifts are for integers"
		}
		if !h.o.offers(name) {
			return ""
		}
		return assigned + name + "(" + types.ExprString(x) + ", " + types.ExprString(y) + ")"
	case token.AND, token.OR, token.XOR, token.AND_NOT:
	default:
		return ""
	}
	integers := isInteger(elem) || isBool(elem)
	switch {
	case op == token.AND_NOT && integers:
		return h.cleared(x, y, elem, assigned != "")
	case integers:
		return ""
	case op == token.XOR && h.o.offers("Pow"):
		return "operator ^ is for integers and bool; powers: " + assigned + "Pow(" + types.ExprString(x) + ", " + types.ExprString(y) + ")"
	}
	return "operator " + op.String() + " is for integers and bool"
}

// cleared writes x &^ y with the operators that arrays have.
func (h *hinting) cleared(x, y ast.Expr, elem types.Type, assigns bool) string {
	not := "^"
	if isBool(elem) {
		not = "!"
	}
	by := types.ExprString(y)
	if _, ok := ast.Unparen(y).(*ast.BinaryExpr); ok {
		by = "(" + types.ExprString(ast.Unparen(y)) + ")"
	}
	if b, ok := elem.Underlying().(*types.Basic); ok && b.Info()&types.IsUnsigned != 0 && h.o.element(y) == nil {
		by = types.TypeString(elem, byName) + "(" + types.ExprString(ast.Unparen(y)) + ")" // the complement of an untyped number is negative
	}
	op := " & "
	if assigns {
		op = " &= "
	}
	return types.ExprString(x) + op + not + by
}

// takesOperands reports whether the called function is one of the operands' package, and has operands among its parameters.
func (h *hinting) takesOperands(call *ast.CallExpr) bool {
	if h.o == nil {
		return false
	}
	fn := h.o.callee(call.Fun)
	if fn == nil {
		return false
	}
	for p := range fn.Signature().Params().Variables() {
		if h.o.elementOf(p.Type()) != nil {
			return true
		}
	}
	return false
}

// numberArguments is about Sin(0.5), where no argument is an operand.
func (h *hinting) numberArguments() string {
	if h.o == nil {
		return ""
	}
	call := find(h.k, func(n *ast.CallExpr) bool {
		at := n.Rparen == h.pos || n.Fun.Pos() == h.pos
		for _, arg := range n.Args {
			at = at || arg.Pos() == h.pos
		}
		return at && !isGenerated(n) && h.o.callee(n.Fun) != nil
	})
	if call == nil {
		return ""
	}
	fn := h.o.callee(call.Fun)
	params := fn.Signature().Params()
	if params.Len() != len(call.Args) || fn.Signature().Variadic() {
		return ""
	}
	numbers, arrays := make([]string, params.Len()), make([]string, params.Len())
	for i, arg := range call.Args {
		text := types.ExprString(arg)
		t := h.k.c.info.TypeOf(arg)
		literal := isLiteralNumber(arg)
		if h.o.elementOf(params.At(i).Type()) == nil || !literal && !h.o.isNumber(arg) {
			return ""
		}
		numbers[i], arrays[i] = text, "Scalar("+text+")"
		if literal || isUntyped(t) {
			arrays[i] = "Scalar[float64](" + text + ")"
		} else if !types.Identical(t, types.Typ[types.Float64]) {
			numbers[i] = "float64(" + text + ")"
		}
	}
	if pkg, err := h.k.s.imports.load("math"); err == nil {
		if of, ok := pkg.Scope().Lookup(fn.Name()).(*types.Func); ok && of.Signature().Params().Len() == params.Len() {
			return "of numbers: math." + fn.Name() + "(" + strings.Join(numbers, ", ") + ")"
		}
	}
	return "of arrays: " + types.ExprString(call.Fun) + "(" + strings.Join(arrays, ", ") + ")"
}

func isComplex(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsComplex != 0
}

func isUntyped(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Info()&types.IsUntyped != 0
}

func isLiteralNumber(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.BasicLit:
		return e.Kind != token.STRING
	case *ast.UnaryExpr:
		return isLiteralNumber(e.X)
	}
	return false
}

var elementsError = regexp.MustCompile(`^cannot use .* as \*(\w+)\.(\w+)\[(\w+)\] value in `)

// elements is about an array of another element type than the place wants.
func (h *hinting) elements() string {
	m := elementsError.FindStringSubmatch(h.message)
	if m == nil || h.o == nil || m[1] != h.o.pkg.Name() || m[2] != h.k.s.config.Operators.Type {
		return ""
	}
	given := find(h.k, func(e ast.Expr) bool { return e.Pos() == h.pos && h.isOperand(e) })
	if given == nil {
		return ""
	}
	wanted, ok := types.Universe.Lookup(m[3]).(*types.TypeName)
	if !ok || types.Identical(h.o.element(given), wanted.Type()) {
		return ""
	}
	if isBool(wanted.Type()) {
		return "a mask: " + types.ExprString(ast.Unparen(given)) + " != 0"
	}
	cast := "Cast[" + m[3] + "](" + types.ExprString(ast.Unparen(given)) + ")"
	if isComplex(h.o.element(given)) && !isComplex(wanted.Type()) {
		return "elements of " + m[3] + ", not complex ones"
	}
	call := find(h.k, func(n *ast.CallExpr) bool {
		for _, arg := range n.Args {
			if arg == given {
				return true
			}
		}
		return false
	})
	if call != nil {
		if fn := h.o.callee(call.Fun); fn != nil && fn.Signature().TypeParams().Len() == 0 {
			return fn.Name() + " computes in " + m[3] + ": " + cast
		}
	}
	return "convert it: " + cast
}

// shownError is about a constant at the end of a cell that is too large for its type.
var shownError = regexp.MustCompile(`^cannot use (.*) as (\w+) value in argument to ` + showHook + ` \((.*)\)$`)

var largeError = regexp.MustCompile(`^cannot show (.*) \(untyped int constant ?(.*)\) as int \(`)

// large is about 1 << 100 at the end of a cell.
func (h *hinting) large() string {
	m := largeError.FindStringSubmatch(h.message)
	if m == nil {
		return ""
	}
	to := "float64"
	if value, err := strconv.ParseUint(cmp.Or(m[2], m[1]), 0, 64); err == nil && value > 0 {
		to = "uint64"
	}
	return "convert it: " + to + "(" + m[1] + ")"
}
