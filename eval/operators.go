package eval

// This file lowers operators and indexing on the operand type that Config.Operators names: a + b becomes a call of Add,
// a[i, j] a call of At, a[i, j] = v a call of Set, a[i:j, k] a call of Slice; gather.go has a[mask] and a[indices]. It only ever touches forms
// that plain Go rejects, so it may look at every expression of a chunk with errors, and need not understand the errors.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// Operators names a generic type, *Type[T] in the package at Path, whose values cells may use with operators and index
// expressions. The package offers functions of the names in the tables below, Scalar[T](v) to make an operand of a
// number, Assign(dst, v) to give views other elements, Mask, AssignMask, Take and Put for entries that other operands choose, and the
// type has the methods At(i ...int) T, Set(v T, i ...int), Slice(notation string, values ...int) and Temporary(), which returns its
// receiver and lets the next operation write there.
type Operators struct {
	Path string
	Type string
}

var binaryFuncs = map[token.Token]string{
	token.ADD: "Add", token.SUB: "Sub", token.MUL: "Mul", token.QUO: "Div", token.REM: "Mod",
	token.LSS: "Less", token.GTR: "Greater", token.LEQ: "LessEqual", token.GEQ: "GreaterEqual",
	token.EQL: "Equal", token.NEQ: "NotEqual",
	token.AND: "And", token.OR: "Or", token.XOR: "Xor", token.LAND: "And", token.LOR: "Or",
}

var unaryFuncs = map[token.Token]string{token.SUB: "Neg", token.NOT: "Not", token.XOR: "Not"}

// Assignments with an operator work in place, as in NumPy.
var assignFuncs = map[token.Token]string{
	token.ADD_ASSIGN: "AddInto", token.SUB_ASSIGN: "SubInto", token.MUL_ASSIGN: "MulInto", token.QUO_ASSIGN: "DivInto",
	token.REM_ASSIGN: "ModInto", token.AND_ASSIGN: "AndInto", token.OR_ASSIGN: "OrInto", token.XOR_ASSIGN: "XorInto",
}

// An operatorLowering walks one pass's syntax, operands before their operators.
type operatorLowering struct {
	k       *checking
	pkg     *types.Package
	known   map[ast.Expr]types.Type     // element types of expressions lowered in this pass, nil for values that are no operands
	vars    map[types.Object]types.Type // and of variables that have these as their first values
	targets map[ast.Expr]bool           // index expressions that are assigned to
	force   bool                        // lower what is not known, since nothing will be known about it
	changed bool
}

func newOperatorLowering(k *checking, pkg *types.Package) *operatorLowering {
	return &operatorLowering{k: k, pkg: pkg, known: map[ast.Expr]types.Type{}, vars: map[types.Object]types.Type{}, targets: map[ast.Expr]bool{}}
}

// operatorsPackage returns the package of the operands, nil if it has not been loaded.
func (k *checking) operatorsPackage() *types.Package {
	return k.s.imports.loaded[k.s.config.Operators.Path]
}

// lowerOperators lowers what can be lowered; with force, elements whose indices nothing is known about, so that errors are about these.
func (k *checking) lowerOperators(force bool) bool {
	pkg := k.operatorsPackage()
	if pkg == nil {
		return false // no value of the type can exist yet
	}
	o := newOperatorLowering(k, pkg)
	o.force = force
	for _, u := range slices.Concat(pulledUnits(k.c.pulled), k.c.units) {
		if u.kind == funcUnit {
			astutil.Apply(u.decl, o.enter, o.leave)
		} else {
			u.rewrite(o.enter, o.leave)
		}
	}
	return o.changed
}

// rewrite applies enter and leave to what runs with the cell: a statement, or a declaration of variables.
func (u *unit) rewrite(enter, leave astutil.ApplyFunc) {
	switch u.kind {
	case stmtUnit:
		block := &ast.BlockStmt{List: []ast.Stmt{u.stmt}}
		astutil.Apply(block, enter, leave)
		u.stmt = block.List[0]
	case varUnit:
		spec := &ast.ValueSpec{Names: u.vars.names, Values: u.vars.values}
		astutil.Apply(spec, enter, leave)
		u.vars.values = spec.Values
	}
}

// element returns the element type of an expression of the operand type, nil for any other expression.
func (o *operatorLowering) element(e ast.Expr) types.Type {
	e = ast.Unparen(e)
	if t, ok := o.known[e]; ok {
		return t
	}
	switch e := e.(type) { // one that has not been lowered yet
	case *ast.Ident:
		if t, ok := o.vars[o.k.c.info.ObjectOf(e)]; ok {
			return t
		}
	case *ast.SliceExpr:
		return o.element(e.X)
	case *ast.IndexExpr, *ast.IndexListExpr:
		if ix := indexOf(e); o.isView(ix.indices) {
			return o.element(ix.array)
		} else if g := o.gathered(e); g != nil {
			return g.elem
		}
	}
	return o.elementOf(o.k.c.info.TypeOf(e))
}

// elementOf returns the element type of the operand type, nil for any other type.
func (o *operatorLowering) elementOf(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	ptr, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return nil
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok || named.Obj().Name() != o.k.s.config.Operators.Type || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != o.pkg.Path() || named.TypeArgs().Len() != 1 {
		return nil
	}
	return named.TypeArgs().At(0)
}

// settled reports whether it is known what e is. It is not while e holds a name that the same pass has yet to find.
func (o *operatorLowering) settled(e ast.Expr) bool {
	e = ast.Unparen(e)
	return o.element(e) != nil || o.isPlain(e)
}

// isPlain reports whether e is sure to be no operand, which some expressions are whose types are not known yet.
func (o *operatorLowering) isPlain(e ast.Expr) bool {
	e = ast.Unparen(e)
	if t, lowered := o.known[e]; lowered {
		return t == nil
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		if t, ok := o.vars[o.k.c.info.ObjectOf(e)]; ok {
			return t == nil
		}
	case *ast.UnaryExpr:
		if e.Op != token.ARROW && e.Op != token.AND {
			return o.isPlain(e.X)
		}
	case *ast.BinaryExpr:
		return o.isPlain(e.X) && o.isPlain(e.Y)
	case *ast.CallExpr:
		if fun := o.k.c.info.Types[e.Fun]; fun.IsType() { // slices of int choose entries
			_, basic := fun.Type.Underlying().(*types.Basic)
			return basic
		}
	}
	t := o.k.c.info.TypeOf(e)
	return t != nil && t != types.Typ[types.Invalid] && o.elementOf(t) == nil
}

// remember notes what variables are that the checker could not type, once their values are lowered.
func (o *operatorLowering) remember(names, values []ast.Expr) {
	if len(names) != len(values) {
		return
	}
	for i, name := range names {
		id, ok := name.(*ast.Ident)
		if !ok {
			continue
		}
		if v := o.k.c.info.Defs[id]; v != nil && v.Type() == types.Typ[types.Invalid] && o.settled(values[i]) {
			o.vars[v] = o.element(values[i])
		}
	}
}

func (o *operatorLowering) offers(name string) bool {
	return name != "" && o.pkg.Scope().Lookup(name) != nil
}

func (o *operatorLowering) enter(c *astutil.Cursor) bool {
	switch n := c.Node().(type) {
	case *ast.AssignStmt:
		for _, lhs := range n.Lhs {
			o.targets[ast.Unparen(lhs)] = true
		}
	case *ast.IncDecStmt:
		o.targets[ast.Unparen(n.X)] = true
	}
	return true
}

func (o *operatorLowering) leave(c *astutil.Cursor) bool {
	switch n := c.Node().(type) {
	case *ast.BinaryExpr:
		o.binary(c, n)
	case *ast.UnaryExpr:
		if elem := o.element(n.X); elem != nil && o.offers(unaryFuncs[n.Op]) {
			o.replace(c, n, o.call(unaryFuncs[n.Op], n.OpPos, o.temporary(n.X)), elem)
		}
	case *ast.IndexExpr, *ast.IndexListExpr:
		o.index(c, n.(ast.Expr))
	case *ast.SliceExpr:
		if elem := o.element(n.X); elem != nil {
			o.replace(c, n, o.view(n.X, []ast.Expr{boundsOf(n)}, n.Lbrack), elem)
		}
	case *ast.CallExpr:
		o.scalarArguments(n)
		o.convertIndices(n)
	case *ast.ValueSpec:
		names := make([]ast.Expr, len(n.Names))
		for i, id := range n.Names {
			names[i] = id
		}
		o.remember(names, n.Values)
	case *ast.AssignStmt:
		o.assign(c, n, n)
		if n.Tok == token.DEFINE {
			o.remember(n.Lhs, n.Rhs)
		}
	case *ast.IncDecStmt:
		op := token.ADD_ASSIGN
		if n.Tok == token.DEC {
			op = token.SUB_ASSIGN
		}
		one := &ast.BasicLit{ValuePos: n.TokPos, Kind: token.INT, Value: "1"}
		o.assign(c, &ast.AssignStmt{Lhs: []ast.Expr{n.X}, TokPos: n.TokPos, Tok: op, Rhs: []ast.Expr{one}}, n)
	}
	return true
}

// index lowers an index expression, once it is known what its items are.
func (o *operatorLowering) index(c *astutil.Cursor, e ast.Expr) {
	ix := indexOf(e)
	if o.element(ix.array) == nil || o.isPending(e) {
		return
	}
	if g := o.gathered(e); g != nil {
		if !o.targets[e] {
			o.keepItems(e)
			o.replace(c, e, o.gather(g), g.elem)
		}
	} else if o.isView(ix.indices) {
		o.keepItems(e)
		o.replace(c, e, o.view(ix.array, ix.indices, ix.pos), o.element(ix.array))
	} else if !o.targets[e] {
		o.replace(c, e, o.at(ix.array, ix.indices, ix.pos), nil)
	}
}

// isItem reports whether it is known what an item of an index list is.
func (o *operatorLowering) isItem(item ast.Expr) bool {
	return o.isView([]ast.Expr{item}) || o.settled(item)
}

func (o *operatorLowering) binary(c *astutil.Cursor, n *ast.BinaryExpr) {
	elem := o.element(n.X)
	if elem == nil {
		elem = o.element(n.Y)
	}
	if elem == nil || !o.offers(binaryFuncs[n.Op]) || !o.settled(n.X) || !o.settled(n.Y) {
		return
	}
	result := elem
	switch n.Op {
	case token.EQL, token.NEQ:
		if !o.isNumber(n.X) && !o.isNumber(n.Y) {
			return // Go compares two pointers, or a pointer and nil
		}
		result = types.Typ[types.Bool]
	case token.LSS, token.GTR, token.LEQ, token.GEQ:
		result = types.Typ[types.Bool]
	case token.LAND, token.LOR:
		if !types.Identical(elem, types.Typ[types.Bool]) {
			return
		}
	}
	x, y := o.temporary(o.operand(n.X, elem)), o.temporary(o.operand(n.Y, elem))
	o.replace(c, n, o.call(binaryFuncs[n.Op], n.OpPos, x, y), result)
}

// markTemporary is the method that says that nothing else will look at an operand.
const markTemporary = "Temporary"

// temporary marks an operand that is an operator's result, and so has no name. A view, x[:], is of an array that may have one.
func (o *operatorLowering) temporary(e ast.Expr) ast.Expr {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && o.known[call] != nil && !isViewCall(call) {
		return method(e, markTemporary, e.Pos())
	}
	return e
}

// isNumber reports whether e is a value that may be an element.
func (o *operatorLowering) isNumber(e ast.Expr) bool {
	t := o.k.c.info.TypeOf(ast.Unparen(e))
	if t == nil {
		return false
	}
	if isTypeParam(t) {
		return true
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsNumeric|types.IsBoolean) != 0
}

func (o *operatorLowering) replace(c *astutil.Cursor, was ast.Expr, now ast.Expr, elem types.Type) {
	o.known[now] = elem
	o.k.c.rewrites = append(o.k.c.rewrites, rewrite{now: now, was: was})
	o.changed = true
	c.Replace(now)
}

// operand makes an operand of a number: Scalar[T](x).
func (o *operatorLowering) operand(e ast.Expr, elem types.Type) ast.Expr {
	if o.element(e) != nil {
		return e
	}
	t, err := o.k.typeExpr(elem)
	if err != nil {
		return e
	}
	call := o.call("Scalar", e.Pos(), e)
	call.Fun = &ast.IndexExpr{X: call.Fun, Lbrack: e.Pos(), Index: t, Rbrack: e.Pos()}
	return call
}

// call makes a call of a function of the operators' package.
func (o *operatorLowering) call(name string, pos token.Pos, args ...ast.Expr) *ast.CallExpr {
	return &ast.CallExpr{Fun: o.k.qualified(o.pkg, name, pos), Lparen: pos, Args: args, Rparen: pos}
}

// An indexing is an index expression on an operand.
type indexing struct {
	array   ast.Expr
	indices []ast.Expr
	pos     token.Pos
}

// indexOf takes an index expression apart, whatever it is on.
func indexOf(e ast.Expr) *indexing {
	switch e := ast.Unparen(e).(type) {
	case *ast.IndexExpr:
		return &indexing{array: e.X, indices: []ast.Expr{e.Index}, pos: e.Lbrack}
	case *ast.IndexListExpr:
		return &indexing{array: e.X, indices: e.Indices, pos: e.Lbrack}
	}
	return nil
}

// indexed returns the element of an operand that e is, nil if it is none.
func (o *operatorLowering) indexed(e ast.Expr) *indexing {
	ix := indexOf(e)
	if ix == nil || o.element(ix.array) == nil || o.isPending(e) || o.isView(ix.indices) || o.gathered(e) != nil {
		return nil
	}
	return ix
}

// isPending reports whether e is of an operand and it is not known yet what it is.
func (o *operatorLowering) isPending(e ast.Expr) bool {
	ix := indexOf(e)
	return !o.force && ix != nil && o.element(ix.array) != nil && !all(ix.indices, o.isItem)
}

// isTarget reports whether e is an element of an operand that is assigned to.
func (o *operatorLowering) isTarget(e ast.Expr) bool {
	return o.targets[ast.Unparen(e)] && o.indexed(e) != nil
}

func (o *operatorLowering) at(array ast.Expr, indices []ast.Expr, pos token.Pos) *ast.CallExpr {
	return method(array, "At", pos, o.ints(indices)...)
}

func (o *operatorLowering) set(array, value ast.Expr, indices []ast.Expr, pos token.Pos) ast.Stmt {
	return &ast.ExprStmt{X: method(array, "Set", pos, append([]ast.Expr{value}, o.ints(indices)...)...)}
}

// isView reports whether items of an index list describe a view.
func (o *operatorLowering) isView(items []ast.Expr) bool {
	return slices.ContainsFunc(items, func(item ast.Expr) bool {
		bounds, ellipsis := isBounds(item)
		return bounds != nil || ellipsis || o.isNewAxis(item)
	})
}

// isNewAxis reports whether an item is NumPy's name of a new axis, which no name in Go is.
func (o *operatorLowering) isNewAxis(item ast.Expr) bool {
	id, ok := item.(*ast.Ident)
	return ok && (id.Name == "None" || id.Name == "newaxis") && o.k.c.info.Uses[id] == nil && o.k.v.lookup(id.Name) == nil
}

// view makes x.Slice("1:%d, 0", k) of x[1:k, 0]. The third number of bounds is the step, as in NumPy.
func (o *operatorLowering) view(x ast.Expr, items []ast.Expr, pos token.Pos) ast.Expr {
	var texts []string
	var values []ast.Expr
	for _, item := range items {
		texts = append(texts, itemText(item, func(e ast.Expr) string {
			text, known := boundText(e)
			if !known && !o.isNewAxis(e) {
				values = append(values, e)
			} else if !known {
				text = types.ExprString(e)
			}
			return text
		}))
	}
	spec := &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(strings.Join(texts, ", "))}
	return method(x, "Slice", pos, append([]ast.Expr{spec}, o.ints(values)...)...)
}

// itemText writes an item of an index list, and its bounds by text.
func itemText(item ast.Expr, text func(ast.Expr) string) string {
	bounds, ellipsis := isBounds(item)
	switch {
	case ellipsis:
		return "..."
	case bounds == nil:
		return text(item)
	case bounds.Slice3:
		return text(bounds.Low) + ":" + text(bounds.High) + ":" + text(bounds.Max)
	}
	return text(bounds.Low) + ":" + text(bounds.High)
}

// keepItems keeps the items of an index list as the user wrote them: bounds alone are no expression that could be printed.
func (o *operatorLowering) keepItems(e ast.Expr) {
	list, ok := e.(*ast.IndexListExpr)
	if !ok {
		return
	}
	items := list.Indices
	list.Indices = nil
	for _, item := range items {
		text := itemText(item, func(e ast.Expr) string {
			if e == nil {
				return ""
			}
			return types.ExprString(e)
		})
		list.Indices = append(list.Indices, &ast.Ident{NamePos: item.Pos(), Name: text})
	}
}

// isViewCall reports whether e is a call that view made.
func isViewCall(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || !isGenerated(call) {
		return false
	}
	fun, ok := call.Fun.(*ast.SelectorExpr)
	return ok && fun.Sel.Name == "Slice"
}

// convertIndices converts the indices in a call that lowering made, once their types are known: the checker looks at the array first.
func (o *operatorLowering) convertIndices(n *ast.CallExpr) {
	fun, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || !isGenerated(n) || o.element(fun.X) == nil {
		return
	}
	first := 0 // of the indices
	switch fun.Sel.Name {
	case "At":
	case "Slice", "Set":
		first = 1
	default:
		return
	}
	if converted := o.ints(n.Args[first:]); !slices.Equal(converted, n.Args[first:]) {
		n.Args, o.changed = append(n.Args[:first:first], converted...), true
	}
}

// boundText writes a bound in the notation of Slice; it is known if nothing is to be computed.
func boundText(e ast.Expr) (text string, known bool) {
	switch e := e.(type) {
	case nil:
		return "", true
	case *ast.UnaryExpr:
		if text, known := boundText(e.X); known && e.Op == token.SUB && text != "" && text[0] != '-' {
			return "-" + text, true
		}
	case *ast.BasicLit:
		if n, err := strconv.ParseInt(e.Value, 0, 0); err == nil && e.Kind == token.INT {
			return strconv.FormatInt(n, 10), true
		}
	}
	return "%d", false
}

// ints converts indices of other integer types, which Go takes as indices too, to int.
func (o *operatorLowering) ints(indices []ast.Expr) []ast.Expr {
	out := slices.Clone(indices)
	for i, e := range indices {
		t := o.k.c.info.TypeOf(e)
		if t == nil || types.Identical(t, types.Typ[types.Int]) {
			continue
		}
		if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsInteger != 0 && b.Info()&types.IsUntyped == 0 {
			out[i] = &ast.CallExpr{Fun: &ast.Ident{NamePos: e.Pos(), Name: "int"}, Lparen: e.Pos(), Args: []ast.Expr{e}, Rparen: e.Pos()}
		}
	}
	return out
}

func method(recv ast.Expr, name string, pos token.Pos, args ...ast.Expr) *ast.CallExpr {
	return &ast.CallExpr{
		Fun:    &ast.SelectorExpr{X: recv, Sel: &ast.Ident{NamePos: pos, Name: name}},
		Lparen: pos, Args: args, Rparen: pos,
	}
}

// assign lowers assignments to elements, and assignments with an operator. The user may have written one in another form.
func (o *operatorLowering) assign(c *astutil.Cursor, n *ast.AssignStmt, was ast.Stmt) {
	if slices.ContainsFunc(n.Lhs, o.isPending) {
		return
	}
	if len(n.Lhs) == 1 && len(n.Rhs) == 1 {
		if g := o.gathered(n.Lhs[0]); g != nil {
			o.scatter(c, n, was, g)
			return
		}
		if elem := o.element(n.Lhs[0]); elem != nil && o.settled(n.Rhs[0]) && o.assignAll(c, n, was, elem) {
			return
		}
	}
	if !slices.ContainsFunc(n.Lhs, o.isTarget) || n.Tok == token.DEFINE {
		return
	}
	if len(n.Lhs) > 1 && slices.ContainsFunc(n.Lhs, func(e ast.Expr) bool { return isViewCall(e) || o.gathered(e) != nil }) {
		return // a view is assigned to by a statement of its own
	}
	if len(n.Lhs) == 1 && len(n.Rhs) == 1 {
		ix := o.indexed(n.Lhs[0])
		operands := append([]ast.Expr{ix.array}, ix.indices...)
		if all(operands, simple) || all(operands, pure) && pure(n.Rhs[0]) {
			o.replaceStmt(c, was, o.set(ix.array, o.newValue(n, ix.array, ix.indices), ix.indices, ix.pos))
			return
		}
	}
	o.replaceStmt(c, was, o.assignInOrder(c, n))
}

// assignAll lowers x += y and, for views, x[1:3] = y. It reports whether the statement is one of these.
func (o *operatorLowering) assignAll(c *astutil.Cursor, n *ast.AssignStmt, was ast.Stmt, elem types.Type) bool {
	dst := n.Lhs[0]
	if n.Tok == token.ASSIGN && isViewCall(dst) && o.offers("Assign") {
		o.replaceStmt(c, was, &ast.ExprStmt{X: o.call("Assign", n.TokPos, dst, o.operand(n.Rhs[0], elem))})
		return true
	}
	name := assignFuncs[n.Tok]
	if !o.offers(name) {
		return false
	}
	t := &temporaries{pos: n.TokPos}
	if !pure(dst) { // it is mentioned twice
		dst = t.hold(dst)
	}
	call := &ast.ExprStmt{X: o.call(name, n.TokPos, dst, dst, o.operand(n.Rhs[0], elem))}
	if t.count == 0 {
		o.replaceStmt(c, was, call)
	} else {
		o.replaceStmt(c, was, inPlace(c, n, append(t.stmts, call)))
	}
	return true
}

// newValue is the right side of an assignment to one element; with an operator, the element is its left operand.
func (o *operatorLowering) newValue(n *ast.AssignStmt, array ast.Expr, indices []ast.Expr) ast.Expr {
	if n.Tok == token.ASSIGN {
		return n.Rhs[0]
	}
	op := n.Tok - token.ADD_ASSIGN + token.ADD // the tokens stand in the same order
	element := o.at(array, indices, n.TokPos)
	by := &ast.ParenExpr{Lparen: n.Rhs[0].Pos(), X: n.Rhs[0], Rparen: n.Rhs[0].Pos()}
	value := &ast.BinaryExpr{X: element, OpPos: n.TokPos, Op: op, Y: by}
	o.k.c.spellings = append(o.k.c.spellings, rewrite{element, n.Lhs[0]}, rewrite{by, n.Rhs[0]}, rewrite{value, n})
	return value
}

// assignInOrder keeps Go's order of evaluation: operands of index expressions, each once, then the right side, then the
// assignments from left to right.
func (o *operatorLowering) assignInOrder(c *astutil.Cursor, n *ast.AssignStmt) ast.Stmt {
	t := &temporaries{pos: n.TokPos}
	var sets []ast.Stmt
	elementsOnly := all(n.Lhs, o.isTarget) // no variable changes by the assignments
	lhs, places := make([]*indexing, len(n.Lhs)), slices.Clone(n.Lhs)
	for i, e := range n.Lhs {
		if o.isTarget(e) {
			ix := o.indexed(e)
			if !elementsOnly || !all(append([]ast.Expr{ix.array}, ix.indices...), simple) {
				ix.array = t.hold(ix.array)
				ix.indices = o.ints(ix.indices)
				for k, index := range ix.indices {
					ix.indices[k] = t.hold(index)
				}
			}
			lhs[i] = ix
		} else {
			places[i] = o.place(t, e)
		}
	}
	if len(n.Lhs) == 1 {
		sets = append(sets, o.set(lhs[0].array, o.newValue(n, lhs[0].array, lhs[0].indices), lhs[0].indices, n.TokPos))
	} else {
		for i, value := range t.holdAll(o.k.c.info, n.Rhs, len(n.Lhs)) {
			if lhs[i] != nil {
				sets = append(sets, o.set(lhs[i].array, value, lhs[i].indices, n.TokPos))
			} else {
				sets = append(sets, &ast.AssignStmt{Lhs: places[i : i+1], TokPos: n.TokPos, Tok: token.ASSIGN, Rhs: []ast.Expr{value}})
			}
		}
	}
	return inPlace(c, n, append(t.stmts, sets...))
}

// place holds the operands of what Go itself can assign to, which other assignments of the statement may change.
func (o *operatorLowering) place(t *temporaries, e ast.Expr) ast.Expr {
	switch e := ast.Unparen(e).(type) {
	case *ast.StarExpr:
		return &ast.StarExpr{Star: e.Star, X: t.hold(e.X)}
	case *ast.SelectorExpr:
		if isPointer(o.k.c.info.TypeOf(e.X)) {
			return &ast.SelectorExpr{X: t.hold(e.X), Sel: e.Sel}
		}
		return &ast.SelectorExpr{X: o.place(t, e.X), Sel: e.Sel}
	case *ast.IndexExpr:
		at := &ast.IndexExpr{X: e.X, Lbrack: e.Lbrack, Index: e.Index, Rbrack: e.Rbrack}
		if of := o.k.c.info.TypeOf(e.X); of == nil || isArray(of) {
			at.X = o.place(t, e.X)
		} else {
			at.X = t.hold(e.X)
		}
		if o.k.c.info.Types[e.Index].Value == nil {
			at.Index = t.hold(e.Index)
		}
		return at
	}
	return e
}

func isPointer(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

func isArray(t types.Type) bool {
	_, ok := t.Underlying().(*types.Array)
	return ok
}

// inPlace makes one statement of several, to stand in the place of n.
func inPlace(c *astutil.Cursor, n ast.Stmt, stmts []ast.Stmt) ast.Stmt {
	block := &ast.BlockStmt{Lbrace: n.Pos(), List: stmts, Rbrace: n.End()}
	if c.Name() == "Post" || c.Name() == "Init" { // no place for a block
		lit := &ast.FuncLit{Type: &ast.FuncType{Func: n.Pos(), Params: &ast.FieldList{}}, Body: block}
		return &ast.ExprStmt{X: &ast.CallExpr{Fun: lit, Lparen: n.End(), Rparen: n.End()}}
	}
	return block
}

func (o *operatorLowering) replaceStmt(c *astutil.Cursor, was, now ast.Stmt) {
	o.k.c.rewrites = append(o.k.c.rewrites, rewrite{now: now, was: was})
	o.changed = true
	c.Replace(now)
}

// simple reports whether evaluating e twice, or later, makes no difference that anyone could see.
func simple(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident, *ast.BasicLit:
		return true
	case *ast.SelectorExpr:
		return simple(e.X)
	case *ast.BinaryExpr:
		return simple(e.X) && simple(e.Y)
	}
	return false
}

// pure reports whether evaluating e, once or twice and in whatever order with other such expressions, can do nothing but
// fail.
func pure(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		return e.Op != token.ARROW && pure(e.X)
	case *ast.StarExpr:
		return pure(e.X)
	case *ast.BinaryExpr:
		return pure(e.X) && pure(e.Y)
	case *ast.IndexExpr:
		return pure(e.X) && pure(e.Index)
	case *ast.SelectorExpr:
		return pure(e.X)
	}
	return simple(e)
}

func all(list []ast.Expr, f func(ast.Expr) bool) bool {
	return !slices.ContainsFunc(list, func(e ast.Expr) bool { return !f(e) })
}

// temporaries collects variables that hold values until an assignment is complete.
type temporaries struct {
	pos   token.Pos
	count int
	stmts []ast.Stmt
}

func (t *temporaries) name() *ast.Ident {
	t.count++
	return &ast.Ident{NamePos: t.pos, Name: "·t" + strconv.Itoa(t.count)}
}

func (t *temporaries) hold(e ast.Expr) ast.Expr {
	if _, constant := e.(*ast.BasicLit); constant {
		return e
	}
	id := t.name()
	t.stmts = append(t.stmts, &ast.AssignStmt{Lhs: []ast.Expr{id}, TokPos: t.pos, Tok: token.DEFINE, Rhs: []ast.Expr{e}})
	return &ast.Ident{NamePos: t.pos, Name: id.Name}
}

// holdAll holds n values: of n expressions, or of one call. Constants and nil stay in place, to take the type they are used at.
func (t *temporaries) holdAll(info *types.Info, values []ast.Expr, n int) []ast.Expr {
	out := make([]ast.Expr, n)
	if len(values) != n {
		define := &ast.AssignStmt{TokPos: t.pos, Tok: token.DEFINE, Rhs: values}
		for i := range out {
			id := t.name()
			define.Lhs = append(define.Lhs, id)
			out[i] = &ast.Ident{NamePos: t.pos, Name: id.Name}
		}
		t.stmts = append(t.stmts, define)
		return out
	}
	for i, e := range values {
		if tv := info.Types[e]; tv.Value != nil || tv.IsNil() {
			out[i] = e
		} else {
			out[i] = t.hold(e)
		}
	}
	return out
}
