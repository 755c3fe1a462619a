package eval

// This file adds to the checker's messages what to write instead, where a mistake has an answer: the nearest name, the method
// that an array has where NumPy has a function, the conversion that makes two element types one.

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// A hinting looks for the answer to one error.
type hinting struct {
	k       *checking
	o       *operatorLowering // nil before the operands' package is loaded
	pos     token.Pos
	message string
}

var hintRules = []func(*hinting) string{
	(*hinting).undefined, (*hinting).undefinedMember, (*hinting).inference, (*hinting).arguments, (*hinting).constraint, (*hinting).bits,
	(*hinting).mismatch, (*hinting).numbers, (*hinting).row, (*hinting).converted,
	(*hinting).call, (*hinting).ranged, (*hinting).power, (*hinting).condition,
	(*hinting).uncalled, (*hinting).choice, (*hinting).oneElement, (*hinting).option,
	(*hinting).views, (*hinting).circle, (*hinting).large, (*hinting).elements,
}

// hint returns what to write instead, or "".
func (k *checking) hint(e types.Error) string {
	h := &hinting{k: k, pos: e.Pos, message: e.Msg}
	if pkg := k.operatorsPackage(); pkg != nil {
		h.o = newOperatorLowering(k, pkg)
	}
	for _, rule := range hintRules {
		if text := rule(h); text != "" {
			return text
		}
	}
	return ""
}

// foreign are words of Python that come out of habit.
var foreign = map[string]string{
	"True": "Go: true", "False": "Go: false", "None": "Go: nil", "help": "name? describes a name",
	"input": "Go: fmt.Print(\"name? \"); fmt.Scanln(&name)", "enumerate": "Go: for i, v := range list",
	"str": "Go: fmt.Sprint(x), strconv.Itoa(n)", "float": "Go: float64(x), strconv.ParseFloat(text, 64)",
	"open": "Go: os.Open(path), os.ReadFile(path)",
}

// foreignPackages are Python's names for what needs no name here.
var foreignPackages = map[string]bool{"np": true, "numpy": true, "plt": true, "scipy": true, "torch": true, "F": true}

// undefined is about a name that nothing declares: a method of operands, or a name that is nearly one.
func (h *hinting) undefined() string {
	name, ok := strings.CutPrefix(h.message, "undefined: ")
	if !ok || !token.IsIdentifier(name) {
		return ""
	}
	if text := foreign[name]; text != "" {
		return text
	}
	if sel := find(h.k, func(n *ast.SelectorExpr) bool { return n.X.Pos() == h.pos }); sel != nil && foreignPackages[name] {
		return h.withoutPrefix(sel.Sel.Name)
	}
	near := nearest(name, h.names())
	given := h.receiver()
	if method := h.operandMethod(name); method != "" && (given != "" || !strings.EqualFold(near, name)) {
		return "a method: " + cmp.Or(given, "a") + "." + method + "(...)"
	}
	return meant(near)
}

// withoutPrefix is about np.zeros.
func (h *hinting) withoutPrefix(name string) string {
	var names []string
	for _, path := range h.k.s.unqualifiedPaths {
		if pkg, err := h.k.s.imports.load(path); err == nil {
			names = append(names, exportedNames(pkg)...)
		}
	}
	if i := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, name) }); i >= 0 {
		return "no prefix is needed: " + names[i]
	}
	if method := h.operandMethod(name); method != "" {
		return "a method: a." + method + "(...)"
	}
	return "no prefix is needed"
}

// withHint puts a hint into a message's last parentheses, or into its own.
func withHint(message, hint string) string {
	message = strings.TrimSuffix(message, " (declared at -)") // in a package of which there is no source
	if hint == "" {
		return message
	}
	if strings.Contains(message, "\n") { // behind what the checker writes below each other
		return message + "\n\t" + hint
	}
	if text, ok := strings.CutSuffix(message, ")"); ok && strings.Contains(message, " (") {
		return text + "; " + hint + ")"
	}
	return message + " (" + hint + ")"
}

func meant(near string) string {
	if near == "" {
		return ""
	}
	return "did you mean " + near + "?"
}

// names lists what could be named at the place of the error.
func (h *hinting) names() []string {
	k := h.k
	var names []string
	for key, d := range k.s.decls {
		if d.obj != nil && d.broken == "" {
			names = append(names, key)
		}
	}
	for _, path := range slices.Concat(k.c.dots, k.v.dotImports(), k.s.unqualifiedPaths) {
		if pkg, err := k.s.imports.load(path); err == nil {
			names = append(names, exportedNames(pkg)...)
		}
	}
	for _, scope := range k.c.info.Scopes {
		if scope.Contains(h.pos) {
			names = append(names, scope.Names()...)
		}
	}
	for name := range k.names {
		names = append(names, name)
	}
	if len(h.message) >= len("undefined: ")+4 { // any three letters are near some package
		for name := range k.s.imports.byName {
			names = append(names, name)
		}
	}
	return append(names, types.Universe.Names()...)
}

func exportedNames(pkg *types.Package) []string {
	return slices.DeleteFunc(pkg.Scope().Names(), func(name string) bool { return !token.IsExported(name) })
}

// operandMethod returns the method of operands that has this name but for its case.
func (h *hinting) operandMethod(name string) string {
	if h.o == nil {
		return ""
	}
	operand, ok := h.o.pkg.Scope().Lookup(h.k.s.config.Operators.Type).(*types.TypeName)
	if !ok {
		return ""
	}
	for _, member := range memberNames(operand.Type()) {
		if token.IsExported(member) && strings.EqualFold(member, name) {
			return member
		}
	}
	return ""
}

// receiver is the operand that the undefined function is called with, "" if there is none.
func (h *hinting) receiver() string {
	call := find(h.k, func(n *ast.CallExpr) bool { return n.Fun.Pos() == h.pos })
	if call != nil && len(call.Args) > 0 && h.isOperand(call.Args[0]) {
		return asOperand(call.Args[0])
	}
	return ""
}

func (h *hinting) isOperand(e ast.Expr) bool { return h.elementOf(e) != nil }

// elementOf is the element type of an operand, nil if e is none.
func (h *hinting) elementOf(e ast.Expr) types.Type {
	if h.o == nil {
		return nil
	}
	return h.o.element(e)
}

// find returns a node of the chunk as it is checked last, or nil.
func find[N ast.Node](k *checking, match func(N) bool) (found N) {
	done := false
	ast.Inspect(k.c.file, func(n ast.Node) bool {
		if n, ok := n.(N); ok && !done && match(n) {
			found, done = n, true
		}
		return !done
	})
	return found
}

var memberError = regexp.MustCompile(`^(?:undefined: \w+\.(\w+)|.* undefined \(type .* has no field or method (\w+)\))$`)

// undefinedMember is about a name that a package or a type has nearly.
func (h *hinting) undefinedMember() string {
	m := memberError.FindStringSubmatch(h.message)
	if m == nil {
		return ""
	}
	sel := find(h.k, func(n *ast.SelectorExpr) bool { return n.Sel.Pos() == h.pos || n.X.Pos() == h.pos })
	if sel == nil {
		return ""
	}
	name := m[1] + m[2]
	if id, ok := sel.X.(*ast.Ident); ok {
		if pkg, ok := h.k.c.info.Uses[id].(*types.PkgName); ok {
			if near := nearest(name, exportedNames(pkg.Imported())); near != "" {
				return "did you mean " + id.Name + "." + near + "?"
			}
			return ""
		}
	}
	return meant(nearest(name, memberNames(h.k.c.info.TypeOf(sel.X))))
}

// memberNames lists the methods of a type, and the fields of a struct or what points to one.
func memberNames(t types.Type) []string {
	if t == nil {
		return nil
	}
	pointer, ok := t.Underlying().(*types.Pointer)
	if !ok {
		pointer = types.NewPointer(t)
	}
	var names []string
	methods := types.NewMethodSet(pointer)
	for i := range methods.Len() {
		names = append(names, methods.At(i).Obj().Name())
	}
	if fields, ok := pointer.Elem().Underlying().(*types.Struct); ok {
		for f := range fields.Fields() {
			names = append(names, f.Name())
		}
	}
	return names
}

// inference is about a type argument that nothing tells: Zeros(3).
func (h *hinting) inference() string {
	if !strings.Contains(h.message, "cannot infer") {
		return ""
	}
	if text := h.numberArguments(); text != "" {
		return text
	}
	call := find(h.k, func(n *ast.CallExpr) bool { return !isGenerated(n) && (n.Rparen == h.pos || n.Fun.Pos() == h.pos) })
	if call == nil || strings.Contains(h.message, "does not match") || h.takesOperands(call) {
		return "" // the arguments are wrong
	}
	if _, ok := ast.Unparen(call.Fun).(*ast.IndexExpr); ok {
		return ""
	}
	if text := h.unfit(call); text != "" {
		return text
	}
	name := types.ExprString(call.Fun)
	args := strings.TrimPrefix(types.ExprString(call), name)
	return "name it: " + name + "[float64]" + args
}

// mismatch is about two element types, or an element type and a number's.
func (h *hinting) mismatch() string {
	if h.o == nil || !strings.HasPrefix(h.message, "invalid operation: ") || !strings.Contains(h.message, "mismatched types") {
		return ""
	}
	x, y, op := h.operands()
	if x == nil {
		return ""
	}
	a, b := h.o.element(x), h.o.element(y)
	if op == token.LAND || op == token.LOR {
		return h.logical(x, y, a, b)
	}
	assigns := assignFuncs[op] != ""
	if assigns && a != nil && isInteger(a) && b == nil && h.o.isNumber(y) && h.o.element(y) == nil && !fits(h.k.c.info.Types[y], a) {
		name := types.ExprString(x)
		return "into a new array: " + name + " := Cast[float64](" + name + ") " + strings.TrimSuffix(op.String(), "=") + " " + types.ExprString(y)
	}
	if a == nil || b != nil && isInteger(a) && !isInteger(b) && !assigns && op != token.ASSIGN {
		x, y, a, b = y, x, b, a // y is the one to convert
	}
	if a == nil {
		return ""
	}
	return h.conversion(x, y, a, b)
}

// conversion says how to make the other operand y fit x, whose elements are of type a; those of y are of type b, nil for a number.
func (h *hinting) conversion(x, y ast.Expr, a, b types.Type) string {
	target := types.TypeString(a, byName)
	cast := func(to string, e ast.Expr) string {
		return "convert one: Cast[" + to + "](" + types.ExprString(ast.Unparen(e)) + ")"
	}
	number := h.k.c.info.Types[y]
	switch {
	case b != nil && isBool(a):
		return cast(types.TypeString(b, byName), x)
	case b != nil:
		return cast(target, y)
	case number.Type == nil:
		return ""
	case isSliceOf(number.Type, a):
		return "an array of it: From(" + types.ExprString(y) + ")"
	case !h.o.isNumber(y):
		return ""
	case isBool(a):
		return cast(types.TypeString(types.Default(number.Type), byName), x)
	case isBool(types.Default(number.Type)): // no number either
		return ""
	case number.Value != nil && constant.ToComplex(number.Value).Kind() != constant.Unknown && constant.ToFloat(number.Value).Kind() == constant.Unknown:
		return cast("complex128", x)
	case number.Value != nil && isInteger(a) && constant.ToInt(number.Value).Kind() == constant.Int:
		if representable(number.Value, a) {
			return ""
		}
		return types.ExprString(y) + " overflows " + target
	case isInteger(a) && !isInteger(number.Type):
		return cast("float64", x)
	case number.Value != nil && isTypeParam(a): // what T may be, the number may not be
		return ""
	}
	return "convert one: " + target + "(" + types.ExprString(y) + ")"
}

// logical is about && or ||, whose operands are arrays of bool, or one.
func (h *hinting) logical(x, y ast.Expr, a, b types.Type) string {
	if a != nil && !isBool(a) {
		return "a mask: " + types.ExprString(x) + " != 0"
	}
	if b != nil && !isBool(b) {
		return "a mask: " + types.ExprString(y) + " != 0"
	}
	return ""
}

// fits reports whether a number may be an element of an integer type.
func fits(number types.TypeAndValue, elem types.Type) bool {
	if number.Value != nil {
		return constant.ToInt(number.Value).Kind() == constant.Int
	}
	return number.Type != nil && isInteger(number.Type)
}

// representable reports whether a whole number is a value of an integer type.
func representable(v constant.Value, t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	if !ok {
		return false
	}
	bits := uint(8 * targetSizes.Sizeof(b))
	lo, hi := constant.MakeInt64(0), constant.Shift(constant.MakeInt64(1), token.SHL, bits)
	if b.Info()&types.IsUnsigned == 0 {
		hi = constant.Shift(constant.MakeInt64(1), token.SHL, bits-1)
		lo = constant.UnaryOp(token.SUB, hi, 0)
	}
	v = constant.ToInt(v)
	return constant.Compare(lo, token.LEQ, v) && constant.Compare(v, token.LSS, hi)
}

func isTypeParam(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}

func isBool(t types.Type) bool { return types.Identical(t.Underlying(), types.Typ[types.Bool]) }

func isSliceOf(t, elem types.Type) bool {
	slice, ok := t.Underlying().(*types.Slice)
	return ok && types.Identical(slice.Elem(), elem)
}

// asOperand writes an expression so that a selector may follow.
func asOperand(e ast.Expr) string {
	if call, ok := e.(*ast.CallExpr); ok && isGenerated(call) {
		return "(" + types.ExprString(e) + ")"
	}
	return types.ExprString(e)
}

// condition is about an array where a bool is wanted.
func (h *hinting) condition() string {
	if !strings.HasPrefix(h.message, "non-boolean condition") && !strings.HasPrefix(h.message, "invalid case ") {
		return ""
	}
	var cond ast.Expr
	ast.Inspect(h.k.c.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			if n.Cond.Pos() == h.pos {
				cond = n.Cond
			}
		case *ast.ForStmt:
			if n.Cond != nil && n.Cond.Pos() == h.pos {
				cond = n.Cond
			}
		case *ast.CaseClause:
			for _, e := range n.List {
				if e.Pos() == h.pos {
					cond = e
				}
			}
		}
		return cond == nil
	})
	call, _ := cond.(*ast.CallExpr)
	if cond == nil || !h.isOperand(cond) || call != nil && isGenerated(call) && !isBool(h.o.element(cond)) {
		return "" // a message about the operation tells more
	}
	return types.ExprString(cond) + " is of type " + h.k.typeText(cond) + "; one bool of it: All(" + types.ExprString(cond) + ").Item() or " +
		asOperand(cond) + ".Any().Item()"
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// operands returns the two operands of the operation that the error is about. They may be lowered by now. Of several that
// begin at the place, the message quotes one.
func (h *hinting) operands() (x, y ast.Expr, op token.Token) {
	if x, y, op = h.operandsOf(func(n ast.Node) bool {
		return strings.HasPrefix(h.message, "invalid operation: "+spelled(n)+" (")
	}); x != nil {
		return x, y, op
	}
	return h.operandsOf(func(ast.Node) bool { return true })
}

func (h *hinting) operandsOf(meant func(ast.Node) bool) (x, y ast.Expr, op token.Token) {
	for _, rw := range slices.Backward(h.k.c.rewrites) {
		switch n := rw.was.(type) {
		case *ast.BinaryExpr:
			if (n.OpPos == h.pos || n.Pos() == h.pos) && meant(n) {
				return n.X, n.Y, n.Op
			}
		case *ast.AssignStmt:
			if len(n.Lhs) == 1 && len(n.Rhs) == 1 && (n.TokPos == h.pos || n.Pos() == h.pos) && meant(n) {
				return n.Lhs[0], n.Rhs[0], n.Tok
			}
		}
	}
	if n := find(h.k, func(n *ast.BinaryExpr) bool { return (n.OpPos == h.pos || n.Pos() == h.pos) && meant(n) }); n != nil {
		return n.X, n.Y, n.Op
	}
	if n := find(h.k, func(n *ast.AssignStmt) bool {
		return len(n.Lhs) == 1 && len(n.Rhs) == 1 && h.isOperand(n.Lhs[0]) && (n.TokPos == h.pos || n.Pos() == h.pos) && meant(n)
	}); n != nil {
		return n.Lhs[0], n.Rhs[0], n.Tok
	}
	return nil, nil, token.ILLEGAL
}

// call is about a conversion or a builtin function that is given an operand.
func (h *hinting) call() string {
	call := find(h.k, func(n *ast.CallExpr) bool { return len(n.Args) > 0 && n.Args[0].Pos() == h.pos })
	if call == nil || !h.isOperand(call.Args[0]) {
		return ""
	}
	x, operand := types.ExprString(call.Args[0]), asOperand(call.Args[0])
	if fn, ok := h.k.c.info.Types[call.Fun]; ok && fn.IsType() && strings.HasPrefix(h.message, "cannot convert") {
		if _, ok := fn.Type.Underlying().(*types.Slice); ok {
			return "its elements: " + operand + ".Values()"
		}
		if inner, ok := call.Args[0].(*ast.CallExpr); ok && !isGenerated(inner) {
			return "one element: " + types.TypeString(fn.Type, byName) + "(" + x + ".Item()); all: Cast[" + types.TypeString(fn.Type, byName) + "](" + x + ")"
		}
		return "Cast[" + types.TypeString(fn.Type, byName) + "](" + x + ")"
	}
	switch types.ExprString(call.Fun) {
	case "len", "cap":
		return operand + ".Size() elements, " + operand + ".Shape()[0] along the first axis"
	case "max", "min":
		name := types.ExprString(call.Fun)
		return "a method: " + operand + "." + h.operandMethod(name) + "()"
	}
	return ""
}

// ranged is about a range over an operand.
func (h *hinting) ranged() string {
	loop := find(h.k, func(n *ast.RangeStmt) bool { return n.X.Pos() == h.pos })
	if loop == nil || !strings.HasPrefix(h.message, "cannot range over") || !h.isOperand(loop.X) {
		return ""
	}
	return "indices and elements: range " + asOperand(loop.X) + ".All()"
}

// power is about x ** 2, which Go reads as x * *2.
func (h *hinting) power() string {
	if !strings.Contains(h.message, "cannot indirect") {
		return ""
	}
	n := find(h.k, func(n *ast.BinaryExpr) bool {
		star, ok := n.Y.(*ast.StarExpr)
		return ok && n.Op == token.MUL && (star.Pos() == h.pos || star.X.Pos() == h.pos) && star.Pos() == n.OpPos+1
	})
	if n == nil {
		return ""
	}
	name := "math.Pow"
	if h.isOperand(n.X) {
		name = "Pow"
	}
	return "powers: " + name + "(" + types.ExprString(n.X) + ", " + types.ExprString(n.Y.(*ast.StarExpr).X) + ")"
}

// nearest returns the one of names that was probably meant: it differs by case alone, or by a letter or two.
func nearest(name string, names []string) string {
	if len(name) < 2 {
		return ""
	}
	slices.Sort(names)
	best, least := "", 1+min((len(name)+1)/4, 2)
	for _, other := range names {
		if d := distance(name, other); d < least {
			best, least = other, d
		}
	}
	return best
}

// distance counts the letters to be changed, put in, left out or exchanged with their neighbour between two names (optimal
// string alignment). A difference of case alone counts less than any other.
func distance(a, b string) int {
	if strings.EqualFold(a, b) {
		return 0
	}
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
