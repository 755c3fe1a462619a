package eval

// This file checks a chunk: it puts the chunk's units into the form of a plain Go package, runs go/types on it, and has
// what the checker rejects lowered (lower.go, operators.go) until nothing is left that a rule applies to.
//
// In check form every top-level variable is a package variable with its initializer, functions, types and constants are
// what they are, and statements make the body of func ·cell.

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// targetSizes are the sizes of the machine the session runs on.
var targetSizes = types.SizesFor("gc", runtime.GOARCH)

// entryName is the function that holds a chunk's statements.
const entryName = "·cell"

// errCutAgain says that a unit has been marked, and that the cell must be cut into chunks once more.
var errCutAgain = errors.New("cut again")

// A checking is one chunk while it is being checked.
type checking struct {
	s      *Session
	v      *view
	c      *chunk
	body   []ast.Stmt
	values map[*unit]bool // last expressions that are not calls of functions: they must be displayed to be used
	// Last expressions that name a generic function, which is shown and no value.
	functions map[*unit]*types.Func
	names     map[string]bool // names that the chunk's own units declare
	errs      []types.Error
	seen      []types.Error     // of all passes: the first about a place is in the words of what the user wrote
	broken    map[string]string // pulled declarations that no longer type-check, and why
}

// check brings c from units to checked syntax. An error is an *Error to show, or errCutAgain.
func (s *Session) check(v *view, c *chunk) error {
	k := &checking{s: s, v: v, c: c, values: map[*unit]bool{}, functions: map[*unit]*types.Func{}, broken: map[string]string{}}
	if err := k.checkBounds(); err != nil {
		return err
	}
	if err := k.pullTypes(); err != nil {
		return err
	}
	if err := k.settle(); err != nil {
		return err
	}
	return k.finish()
}

// settle checks and lowers until the chunk, with all that depends on it, is free of errors, or no rule helps any more.
func (k *checking) settle() error {
	for {
		k.pass()
		k.seen = append(k.seen, k.errs...)
		progress, err := k.repair()
		if err != nil {
			return err
		}
		if progress {
			continue
		}
		if progress, err = k.pullDependents(); err != nil {
			return err
		}
		if progress || len(k.errs) > 0 && k.lowerOperators(true) || k.breakPulled() {
			continue
		}
		if len(k.errs) > 0 {
			return k.failure()
		}
		return nil
	}
}

// pass runs the checker once over the chunk as it stands now.
func (k *checking) pass() {
	c := k.c
	c.pkg = types.NewPackage(sessionPath, "cell·"+strconv.Itoa(c.number))
	c.info = newInfo()
	c.file = k.assemble()
	k.insertNames()
	k.errs = k.errs[:0:0]
	conf := k.s.conf
	list := &k.errs // where the error goes that lines with a tab are a part of
	var circles []types.Error
	conf.Error = func(err error) {
		e, ok := err.(types.Error)
		if ok && !strings.HasPrefix(e.Msg, "\t") {
			if list = &k.errs; !k.counts(e) {
				list = &circles
			}
		}
		if ok {
			*list = append(*list, e)
		}
	}
	k.runChecker(conf)
	for u, f := range k.functions { // what the check form leaves out
		c.info.Uses[lastName(u.stmt.(*ast.ExprStmt).X)] = f
	}
	if len(k.errs) == 0 {
		k.errs = k.ofConstants(circles)
	}
	k.checkChannels()
	k.checkUnused()
}

// checkChannels reports channels of elements so large that Go's compiler refuses them, which its checker does not.
func (k *checking) checkChannels() {
	const most = 1 << 16
	var found []types.Error
	for e, tv := range k.c.info.Types {
		if ch, ok := tv.Type.(*types.Chan); ok && tv.IsType() && sizeOf(ch.Elem()) >= most {
			found = append(found, types.Error{Fset: k.s.fset, Pos: e.Pos(), Msg: "channel element type too large (>64kB)"})
		}
	}
	slices.SortFunc(found, func(a, b types.Error) int { return cmp.Compare(a.Pos, b.Pos) })
	k.errs = append(k.errs, found...)
}

// counts reports whether an error is one in a cell. Statements run in the order of the text, so a variable whose
// initializer leads back to it just has the value it has by then.
func (k *checking) counts(e types.Error) bool {
	return k.c.program || !strings.HasPrefix(e.Msg, "initialization cycle")
}

// ofConstants returns those of the circles that constants are made from themselves by, each of which is an error and the lines that are
// a part of it. If constants are without a value for another reason, or nobody knows for which, it returns all.
func (k *checking) ofConstants(circles []types.Error) (found []types.Error) {
	lacking := map[token.Pos]bool{}
	scope := k.c.pkg.Scope()
	for _, name := range scope.Names() {
		if c, ok := scope.Lookup(name).(*types.Const); ok && c.Val().Kind() == constant.Unknown {
			lacking[c.Pos()] = true
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	for i := 0; i < len(circles); {
		end := i + 1
		for end < len(circles) && strings.HasPrefix(circles[end].Msg, "\t") {
			end++
		}
		if slices.ContainsFunc(circles[i:end], func(e types.Error) bool { return lacking[e.Pos] }) {
			found = append(found, circles[i:end]...)
		}
		i = end
	}
	if found == nil {
		return circles
	}
	return found
}

// assemble makes the chunk's file in check form.
func (k *checking) assemble() *ast.File {
	c := k.c
	k.body, k.names = nil, map[string]bool{}
	file := &ast.File{Name: ast.NewIdent(c.pkg.Name()), GoVersion: goVersion}
	var decls []ast.Decl
	units := slices.Concat(pulledUnits(c.pulled), c.units)
	for _, u := range units {
		for _, n := range u.names {
			k.names[n] = true
		}
	}
	for _, u := range units {
		if d := k.unitDecl(u); d != nil {
			decls = append(decls, d)
		}
	}
	for _, u := range c.units {
		k.body = append(k.body, k.unitStmts(u)...)
	}
	c.entry = &ast.FuncDecl{
		Name: ast.NewIdent(entryName),
		Type: &ast.FuncType{Params: &ast.FieldList{}},
		Body: &ast.BlockStmt{List: k.body},
	}
	if len(c.units) > 0 && len(c.units[0].syn.files) > 0 {
		at := token.Pos(c.units[0].syn.files[0].tokens.Base())
		file.Package, file.FileStart, file.FileEnd = at, at, at
		c.entry.Type.Func, c.entry.Name.NamePos, c.entry.Body.Lbrace = at, at, at
		last := c.units[0].syn.files[len(c.units[0].syn.files)-1].tokens
		c.entry.Body.Rbrace = token.Pos(last.Base() + last.Size())
	}
	file.Decls = slices.Concat(k.importDecls(), decls, takeDecls(c.takes), []ast.Decl{c.entry})
	return file
}

// unitDecl returns the unit's package-level declaration, nil if it has none.
func (k *checking) unitDecl(u *unit) ast.Decl {
	switch u.kind {
	case constUnit, funcUnit:
		return u.decl
	case typeUnit:
		return &ast.GenDecl{TokPos: u.typ.Pos(), Tok: token.TYPE, Specs: []ast.Spec{k.typeSpec(u.typ)}}
	case varUnit:
		u.vars.form = u.vars.spec()
		return &ast.GenDecl{TokPos: u.vars.pos, Tok: token.VAR, Specs: []ast.Spec{u.vars.form}}
	}
	return nil
}

// typeSpec returns a type's declaration for the checker. Its search for cycles takes a type that is just another's name for
// one that the package itself declares, and fails where an earlier cell declares it; in parentheses it is not taken so.
func (k *checking) typeSpec(spec *ast.TypeSpec) *ast.TypeSpec {
	name, ok := spec.Type.(*ast.Ident)
	if !ok || k.names[name.Name] {
		return spec
	}
	in := *spec
	in.Type = &ast.ParenExpr{Lparen: name.Pos(), X: name, Rparen: name.End()}
	return &in
}

// spec returns the variables' declaration in check form.
func (vs *variables) spec() *ast.ValueSpec {
	spec := &ast.ValueSpec{Names: slices.Clone(vs.names), Type: vs.typ, Values: vs.values}
	for i, name := range vs.names {
		for _, r := range vs.reused {
			if r.name == name {
				spec.Names[i] = r.temp
			}
		}
	}
	if vs.from != nil {
		for _, temp := range vs.from.names {
			spec.Values = append(spec.Values, &ast.Ident{NamePos: temp.NamePos, Name: temp.Name})
		}
	}
	return spec
}

// unitStmts returns what the unit puts into the body of func ·cell for the check.
func (k *checking) unitStmts(u *unit) []ast.Stmt {
	switch u.kind {
	case varUnit:
		var stmts []ast.Stmt
		for _, r := range u.vars.reused {
			stmts = append(stmts, r.assignment())
		}
		return stmts
	case commandUnit:
		text := &ast.BasicLit{ValuePos: u.pos(), Kind: token.STRING, Value: strconv.Quote(u.command)}
		u.form = hookCall(commandHook, u.pos(), text)
		return []ast.Stmt{u.form}
	case stmtUnit:
		u.form = k.statement(u)
		return []ast.Stmt{u.form}
	}
	return nil
}

func (r reuse) assignment() *ast.AssignStmt {
	return &ast.AssignStmt{
		Lhs: []ast.Expr{&ast.Ident{NamePos: r.name.NamePos, Name: r.name.Name}}, TokPos: r.name.NamePos, Tok: token.ASSIGN,
		Rhs: []ast.Expr{&ast.Ident{NamePos: r.name.NamePos, Name: r.temp.Name}},
	}
}

// statement wraps a statement that is displayed or timed. A call that stands last is left for the build form, which
// knows whether it has a result.
func (k *checking) statement(u *unit) ast.Stmt {
	expr, isExpr := u.stmt.(*ast.ExprStmt)
	switch {
	case u.timing == "%timeit":
		return timeit(u.stmt)
	case k.functions[u] != nil:
		return hookCall(functionHook, expr.Pos(), k.documentation(k.functions[u], expr.Pos())...)
	case isExpr && u.value && (k.values[u] || !isCall(expr.X)):
		if u.hide {
			return toBlank(expr)
		}
		return hookCall(showHook, expr.Pos(), expr.X)
	}
	return u.stmt
}

// toBlank makes _ = x of x.
func toBlank(expr *ast.ExprStmt) ast.Stmt {
	blank := &ast.Ident{NamePos: expr.Pos(), Name: "_"}
	return &ast.AssignStmt{Lhs: []ast.Expr{blank}, TokPos: expr.Pos(), Tok: token.ASSIGN, Rhs: []ast.Expr{expr.X}}
}

// importDecls returns the import declarations of the packages whose names the chunk mentions.
func (k *checking) importDecls() []ast.Decl {
	var specs []ast.Spec
	add := func(name, path string) {
		specs = append(specs, &ast.ImportSpec{
			Name: ast.NewIdent(name), Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(path)},
		})
	}
	for _, name := range k.mentioned() {
		if k.names[name] {
			continue
		}
		if d := k.v.lookup(name); d != nil && k.c.imports[name] == "" {
			continue
		}
		if path, ok := k.c.imports[name]; ok {
			add(name, path)
		} else if path, ok := k.v.importOf(name); ok {
			add(name, path)
		}
	}
	for name, path := range k.c.hidden {
		add(name, path)
	}
	if specs == nil {
		return nil
	}
	return []ast.Decl{&ast.GenDecl{Tok: token.IMPORT, Lparen: 1, Specs: specs, Rparen: 1}}
}

// mentioned lists all names that occur in the chunk.
func (k *checking) mentioned() []string {
	var names []string
	seen := map[string]bool{}
	for _, u := range slices.Concat(pulledUnits(k.c.pulled), k.c.units) {
		for _, n := range u.uses() {
			if !seen[n] {
				seen[n] = true
				names = append(names, n)
			}
		}
		for _, r := range u.reusedNames() {
			if !seen[r] {
				seen[r] = true
				names = append(names, r)
			}
		}
	}
	return names
}

func (u *unit) reusedNames() []string {
	if u.vars == nil {
		return nil
	}
	var names []string
	if u.vars.from != nil {
		names = identNames(u.vars.from.names)
	}
	return names
}

// insertNames puts the earlier declarations that the chunk mentions into its scope. They are the same objects that the
// chunk that declared them has, so types keep their identity; and there are as many as the chunk mentions, whatever
// the session holds.
func (k *checking) insertNames() {
	scope := k.c.pkg.Scope()
	for _, name := range hookNames {
		scope.Insert(k.s.hooks.Scope().Lookup(name))
	}
	for _, name := range k.mentioned() {
		if k.names[name] || k.c.imports[name] != "" {
			continue
		}
		if d := k.v.lookup(name); d != nil {
			if d.broken == "" {
				scope.Insert(d.obj)
			}
			continue
		}
		if _, ok := k.v.importOf(name); ok {
			continue
		}
		if k.c.learned[name] || k.s.learned[name] {
			if obj := k.unqualified(name); obj != nil {
				scope.Insert(obj)
			}
		}
	}
}

// unqualified finds an exported name in a dot import or in the packages whose names cells use unqualified.
func (k *checking) unqualified(name string) types.Object {
	if !token.IsExported(name) {
		return nil
	}
	for _, path := range slices.Concat(k.c.dots, k.v.dotImports(), k.s.unqualifiedPaths) {
		if pkg, err := k.s.imports.load(path); err == nil {
			if obj := pkg.Scope().Lookup(name); obj != nil {
				return obj
			}
		}
	}
	return nil
}

// failure makes the error of a chunk that does not compile, in the words of what the user wrote.
func (k *checking) failure() error {
	errs := slices.Clone(k.errs)
	for i, e := range errs {
		if i == 2*maxReports { // some may be reported twice, the rest is counted alone
			break
		}
		e = missingIndices(k.strayGoto(e))
		errs[i] = e
		if rw := k.rewriteAt(e.Pos); rw != nil {
			worded, ok := k.wording(e)
			errs[i] = worded
			if !ok {
				errs[i] = k.firstSeen(rw, e)
			}
		}
		errs[i].Msg = shownError.ReplaceAllString(errs[i].Msg, "cannot show $1 as $2 ($3)")
		text := k.explain(errs[i])
		if text == errs[i].Msg && i < maxReports {
			text = withHint(text, k.hint(errs[i]))
		}
		errs[i].Msg, errs[i].Pos = k.c.originalText(text), k.start(errs[i].Pos)
		for hidden, path := range k.c.hidden {
			errs[i].Msg = strings.ReplaceAll(errs[i].Msg, hidden+".", k.s.imports.loaded[path].Name()+".")
		}
	}
	return k.s.typeErrors(k.v, k.withoutConsequences(errs))
}

// withoutConsequences leaves out that a condition is not boolean where it is one of arrays and has an error of its own, what is said
// of operations on operations that have errors, and calls with arguments whose types other errors keep unknown.
func (k *checking) withoutConsequences(errs []types.Error) []types.Error {
	all := slices.Clone(errs)
	return slices.DeleteFunc(errs, func(e types.Error) bool {
		if hasUnknown(e) && slices.ContainsFunc(all, func(other types.Error) bool { return !hasUnknown(other) }) {
			return true
		}
		if operation := mismatchedOperation(e); operation != "" && slices.ContainsFunc(all, func(other types.Error) bool {
			inner := mismatchedOperation(other)
			return inner != "" && len(inner) < len(operation) && k.sameLine(e, other) && containsOperand(operation, inner)
		}) {
			return true
		}
		if !strings.HasPrefix(e.Msg, "non-boolean condition in ") {
			return false
		}
		rw := k.rewriteAt(e.Pos)
		return rw != nil && slices.ContainsFunc(all, func(other types.Error) bool {
			return rw.covers(other.Pos) && !strings.HasPrefix(other.Msg, "non-boolean condition in ")
		})
	})
}

// hasUnknown reports whether a message is about a call with arguments whose types are not known.
func hasUnknown(e types.Error) bool {
	return strings.Contains(e.Msg, "have (") && strings.Contains(e.Msg, "unknown type")
}

func (k *checking) sameLine(a, b types.Error) bool {
	return k.s.fset.Position(a.Pos).Line == k.s.fset.Position(b.Pos).Line
}

// containsOperand reports whether inner stands in operation between words.
func containsOperand(operation, inner string) bool {
	return regexp.MustCompile(`(^|\W)` + regexp.QuoteMeta(inner) + `(\W|$)`).MatchString(operation)
}

// mismatchedOperation returns the operation whose operands' types a message says not to match, or "".
func mismatchedOperation(e types.Error) string {
	rest, ok := strings.CutPrefix(e.Msg, "invalid operation: ")
	operation, _, mismatched := strings.Cut(rest, " (mismatched types ")
	if !ok || !mismatched {
		return ""
	}
	return operation
}

// firstSeen returns what the checker said about the user's own form, before it was lowered.
func (k *checking) firstSeen(rw *rewrite, e types.Error) types.Error {
	for _, f := range k.seen {
		if rw.covers(f.Pos) && !k.found(f) {
			return f
		}
	}
	return e
}

// found reports whether e is about a name that a later pass knew.
func (k *checking) found(e types.Error) bool {
	name, ok := strings.CutPrefix(e.Msg, "undefined: ")
	return ok && (k.c.learned[name] || k.c.imports[name] != "")
}

// explain adds what the session knows to an "undefined" error.
func (k *checking) explain(e types.Error) string {
	name, ok := strings.CutPrefix(e.Msg, "undefined: ")
	if !ok {
		return e.Msg
	}
	if d := k.v.lookup(name); d != nil {
		reason := cmp.Or(k.broken[name], d.broken)
		if d.missed {
			return e.Msg + " (" + reason + ")"
		}
		if reason != "" {
			return fmt.Sprintf("%s (cell %d) is broken: %s", name, d.cell, reason)
		}
	}
	if reason, ok := refused[name]; ok && k.selects(e.Pos) {
		return e.Msg + " (" + reason + ")"
	}
	if paths := k.s.imports.named(name); len(paths) > 1 {
		for i, p := range paths {
			paths[i] = strconv.Quote(p)
		}
		return fmt.Sprintf("%s (import one of %s)", e.Msg, strings.Join(paths, ", "))
	}
	return e.Msg
}
