package eval

// This file declares the functions that lowered cells call. They have no bodies: the engine calls back into the session.

import (
	"go/ast"
	"go/token"
	"go/types"
)

// sessionPath is the import path of every package made from cells.
const sessionPath = "main"

// Hooks all have the signature func(values ...any).
const (
	showHook      = "·show"      // displays values
	functionHook  = "·function"  // displays the generic function that the cell ends with: its declaration values[0] and doc comment values[1], or nothing for one of the session's own
	mustHook      = "·must"      // fails the cell when values[0], an error, is not nil; values[1] is the call's text
	commandHook   = "·command"   // runs the kernel command values[0]
	nextHook      = "·next"      // makes the next chunk the session's
	reachedHook   = "·reached"   // notes that the cell has come to the declaration values[0] of variables
	timeStartHook = "·timeStart" // starts the clock of %time
	timeStopHook  = "·timeStop"  // stops and prints it
	timeitHook    = "·timeit"    // times the statement in the loop values[0] over many runs
)

var hookNames = []string{showHook, functionHook, mustHook, commandHook, nextHook, reachedHook, timeStartHook, timeStopHook, timeitHook}

// newHooks makes the package of the hooks. It has the session's path, since the engine looks for hooks there.
func newHooks() *types.Package {
	pkg := types.NewPackage(sessionPath, sessionPath)
	values := types.NewVar(token.NoPos, pkg, "values", types.NewSlice(types.Universe.Lookup("any").Type()))
	for _, name := range hookNames {
		sig := types.NewSignatureType(nil, nil, nil, types.NewTuple(values), nil, true)
		pkg.Scope().Insert(types.NewFunc(token.NoPos, pkg, name, sig))
	}
	pkg.MarkComplete()
	return pkg
}

// isCallOf reports whether e is a call of a hook.
func isCallOf(e ast.Expr, hook string) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := call.Fun.(*ast.Ident)
	return ok && id.Name == hook
}

// hookCall makes the statement hook(args...) standing at pos.
func hookCall(hook string, pos token.Pos, args ...ast.Expr) *ast.ExprStmt {
	end := pos
	if len(args) > 0 && args[len(args)-1].End().IsValid() {
		end = args[len(args)-1].End()
	}
	return &ast.ExprStmt{X: &ast.CallExpr{
		Fun: &ast.Ident{NamePos: pos, Name: hook}, Lparen: pos, Args: args, Rparen: end,
	}}
}
