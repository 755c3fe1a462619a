package eval

// This file holds hints about values of another kind than the place wants: a method that is not called, a mask as an index, an array
// in place of a number, numbers of two types, a text in place of an option.

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// uncalled is about x.Shape[0] and x.T + 1.
func (h *hinting) uncalled() string {
	if !strings.Contains(h.message, " func(") {
		return ""
	}
	candidates := []ast.Expr{}
	if x, y, _ := h.operands(); x != nil {
		candidates = append(candidates, x, y)
	}
	if n := find(h.k, func(n *ast.IndexExpr) bool { return n.Pos() == h.pos || n.Lbrack == h.pos }); n != nil {
		candidates = append(candidates, n.X)
	}
	for _, e := range candidates {
		if _, ok := h.k.c.info.TypeOf(e).(*types.Signature); ok {
			return "a call: " + types.ExprString(e) + "()"
		}
	}
	return ""
}

var choiceError = regexp.MustCompile(`^cannot use (.*) \((?:value|variable) of type (?:\*\w+\.\w+\[(bool|u?int\w*)\]|\[\]int)\) as int value in index of (.*)$`)

// choice is about masks and arrays of indices beside other items.
func (h *hinting) choice() string {
	m := choiceError.FindStringSubmatch(h.k.c.originalText(h.message))
	switch {
	case m == nil:
		return ""
	case m[2] == "bool":
		return "a mask of one axis as indices: Nonzero(" + m[1] + ")[0]; entries where a mask of the leading axes holds: " + m[3] + "[mask]"
	}
	return "one array of indices, and no view between it and a number; an array after the other: Take(Take(" + m[3] + ", i, 0), j, 1)"
}

var numberError = regexp.MustCompile(`^cannot use .* as (\w+) value in `)

// oneElement is about an array where a number is wanted.
func (h *hinting) oneElement() string {
	m := numberError.FindStringSubmatch(h.message)
	if m == nil || h.o == nil || !strings.Contains(h.message, "of type *"+h.o.pkg.Name()+"."+h.k.s.config.Operators.Type+"[") {
		return ""
	}
	wanted, ok := types.Universe.Lookup(m[1]).(*types.TypeName)
	if !ok || !isNumeric(wanted.Type()) {
		return ""
	}
	var given ast.Expr
	var of *ast.CallExpr // the call that it is an argument of
	ast.Inspect(h.k.c.file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			for _, arg := range call.Args {
				if arg.Pos() == h.pos {
					of = call
				}
			}
		}
		if e, ok := n.(ast.Expr); ok && given == nil && e.Pos() == h.pos && h.isOperand(e) {
			given = e
		}
		return given == nil
	})
	if given == nil {
		return ""
	}
	if of != nil {
		if name, ok := strings.CutPrefix(types.ExprString(of.Fun), "math."); ok && h.o.offers(name) {
			return "element by element: " + strings.TrimPrefix(types.ExprString(of), "math.")
		}
	}
	if call, ok := given.(*ast.CallExpr); !ok || isGenerated(call) {
		return ""
	}
	item := types.ExprString(given) + ".Item()"
	if !types.Identical(h.o.element(given), wanted.Type()) {
		item = m[1] + "(" + item + ")"
	}
	return "one element: " + item
}

func isNumeric(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}

// numbers is about two numbers of different types, elements of arrays among them.
func (h *hinting) numbers() string {
	if !strings.Contains(h.message, "mismatched types") {
		return ""
	}
	x, y, op := h.operands()
	if x == nil {
		return ""
	}
	a, b := h.number(x), h.number(y)
	if a == nil || b == nil {
		return ""
	}
	if assignFuncs[op] == "" && isInteger(a) && !isInteger(b) {
		a, y = b, x
	}
	return "convert one: " + types.TypeString(a, byName) + "(" + types.ExprString(ast.Unparen(y)) + ")"
}

// number returns the type of an expression that is a number and no constant, else nil.
func (h *hinting) number(e ast.Expr) types.Type {
	if h.o != nil {
		if ix := h.o.indexed(e); ix != nil && isNumeric(h.o.element(ix.array)) { // it has been lowered
			return h.o.element(ix.array)
		}
	}
	tv := h.k.c.info.Types[e]
	if tv.Type == nil || tv.Value != nil || !isNumeric(tv.Type) {
		return nil
	}
	return tv.Type
}

var optionError = regexp.MustCompile(`^cannot use (".*") \(untyped string constant\) as \w+\.Option value in argument to `)

// option is about a text in place of an option.
func (h *hinting) option() string {
	if m := optionError.FindStringSubmatch(h.message); m != nil {
		return "options are calls: Title(" + m[1] + ")"
	}
	return ""
}

// views is about x[1:3], y = a, b. What stands on the right may be views of x too, which the first assignment would change.
func (h *hinting) views() string {
	if strings.HasPrefix(h.message, "cannot index ") && h.o != nil {
		several := find(h.k, func(n *ast.AssignStmt) bool {
			return len(n.Lhs) > 1 && slices.ContainsFunc(n.Lhs, func(e ast.Expr) bool { return e.Pos() == h.pos && h.o.gathered(e) != nil })
		})
		if several != nil {
			return "a statement for each view"
		}
	}
	if !strings.HasPrefix(h.message, "cannot assign to ") {
		return ""
	}
	for _, rw := range h.k.c.rewrites {
		switch rw.was.(type) {
		case *ast.SliceExpr, *ast.IndexListExpr:
			if rw.was.Pos() == h.pos {
				return "a statement for each view"
			}
		}
	}
	return ""
}

var circleError = regexp.MustCompile(`^initialization cycle: (\w+) refers to itself$`)

// circle is about const n = n + 1 where n is a constant of an earlier cell. (x := x + 1 and var x = x + 1 mean the old x.)
func (h *hinting) circle() string {
	m := circleError.FindStringSubmatch(h.k.c.originalText(h.message))
	if m == nil {
		return ""
	}
	if _, ok := h.k.c.pkg.Scope().Lookup(m[1]).(*types.Const); !ok {
		return ""
	}
	return "a variable can: var " + m[1] + " = ...; a constant is not made from the one that it replaces"
}
