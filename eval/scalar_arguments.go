package eval

// This file lowers numbers among the arguments of the operands' own functions: Maximum(a, 0) becomes
// Maximum(a, Scalar[T](0)), with the element type that another argument has.

import (
	"go/ast"
	"go/types"
)

// scalarArguments makes operands of the numbers that a call passes where its function wants operands.
func (o *operatorLowering) scalarArguments(n *ast.CallExpr) {
	fn := o.callee(n.Fun)
	if fn == nil {
		return
	}
	sig := fn.Signature()
	if given, ok := o.k.c.info.TypeOf(n.Fun).(*types.Signature); ok && sig.TypeParams().Len() > 0 && given.TypeParams().Len() == 0 {
		sig = given // of type arguments that the call names
	}
	params := sig.Params()
	if sig.Variadic() || params.Len() != len(n.Args) {
		return
	}
	for i, arg := range n.Args {
		wanted := o.elementOf(params.At(i).Type())
		if wanted == nil || o.element(arg) != nil || !o.isNumber(arg) {
			continue
		}
		if elem := o.elementLike(n, params, wanted); elem != nil {
			n.Args[i] = o.operand(arg, elem)
			o.k.c.rewrites = append(o.k.c.rewrites, rewrite{now: n.Args[i], was: arg})
			o.known[n.Args[i]] = elem
			o.changed = true
		}
	}
}

// callee returns the function of the operands' package that is called, or nil.
func (o *operatorLowering) callee(fun ast.Expr) *types.Func {
	fn, ok := o.k.c.info.Uses[calledName(fun)].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != o.pkg.Path() || fn.Signature().Recv() != nil {
		return nil
	}
	return fn
}

// elementLike returns the element type of a parameter of the wanted element type: what an argument of the same parameter type
// gives; in a call with another operand, such as the mask of Where(m, 1, 0), the type that its numbers have by themselves.
func (o *operatorLowering) elementLike(n *ast.CallExpr, params *types.Tuple, wanted types.Type) types.Type {
	if !isTypeParam(wanted) {
		return wanted
	}
	operands := false
	var number types.Type
	for i, arg := range n.Args {
		elem, like := o.element(arg), o.elementOf(params.At(i).Type()) == wanted
		operands = operands || elem != nil
		if like && elem != nil {
			return elem
		}
		if like && o.isNumber(arg) && (number == nil || isInteger(number)) {
			number = types.Default(o.k.c.info.TypeOf(arg))
		}
	}
	if operands {
		return number
	}
	return nil
}
