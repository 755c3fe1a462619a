package eval

// This file records what a checked chunk declares, and on what each declaration depends.

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// finish collects what the session takes over from the chunk when it starts to run.
func (k *checking) finish() error {
	c := k.c
	if err := k.refuseHuge(); err != nil {
		return err
	}
	if k.declareLate() {
		return errCutAgain
	}
	changes := map[string]*decl{}
	for name, reason := range k.broken {
		d := *k.v.lookup(name)
		d.broken = reason
		changes[name] = &d
	}
	for _, p := range c.pulled {
		for _, name := range p.unit.names {
			was := k.v.lookup(name)
			d := *was
			d.broken = ""
			k.describe(&d, p.unit)
			changes[name] = &d
		}
	}
	for _, u := range c.units {
		u.fresh = nil
		for i, name := range u.names {
			if name == "_" {
				continue
			}
			if old := k.v.lookup(name); u.kind == varUnit && !c.program && !strings.HasPrefix(name, "·") && (old == nil || k.changed(name, old)) {
				u.fresh = append(u.fresh, name)
			}
			d := k.declaration(u, name)
			d.group = u.names
			if u.kind == varUnit {
				d.at = k.s.fset.Position(u.vars.names[i].Pos())
			}
			k.describe(d, u)
			changes[name] = d
		}
	}
	if err := k.refuseBroken(changes); err != nil {
		return err
	}
	k.succeed(changes)
	c.changes = changes
	return nil
}

// refuseHuge refuses types that no memory holds, as compilers do. The checker has no bound.
func (k *checking) refuseHuge() error {
	const addressSpace = 1 << 47
	var reports []report
	for expr, tv := range k.c.info.Types {
		if _, isArray := expr.(*ast.ArrayType); !isArray || !tv.IsType() {
			continue
		}
		if n := sizeOf(tv.Type); n < 0 || n > addressSpace {
			reports = append(reports, k.s.reportAt(expr.Pos(), "type "+k.s.userText(k.v, types.TypeString(tv.Type, byName))+" larger than address space"))
		}
	}
	if len(reports) > 0 {
		return compileFailure(reports)
	}
	return nil
}

// sizeOf returns the size of a type, negative if no int64 holds it, 0 for one that has type parameters in it.
func sizeOf(t types.Type) (size int64) {
	defer func() { _ = recover() }() // the size of a type parameter
	return targetSizes.Sizeof(t)
}

func (k *checking) declaration(u *unit, name string) *decl {
	d := &decl{key: name, cell: k.c.cell, kind: u.kind, doc: u.doc}
	switch u.kind {
	case typeUnit:
		d.text, d.at = u.syn.textOf(u.typ), k.s.fset.Position(u.typ.Pos())
	case constUnit, funcUnit:
		d.text, d.at = u.syn.textOf(u.decl), k.s.fset.Position(u.decl.Pos())
	}
	return d
}

// describe fills in the object and the names that d depends on.
func (k *checking) describe(d *decl, u *unit) {
	typeName, methodName, isMethod := strings.Cut(d.key, ".")
	if isMethod {
		d.obj = k.method(typeName, methodName)
	} else {
		d.obj = k.c.pkg.Scope().Lookup(d.key)
	}
	switch u.kind {
	case varUnit:
		d.uses = nil
		for _, obj := range sessionTypes(d.obj.Type()) {
			d.uses = append(d.uses, obj.Name())
		}
		d.header = d.uses
	case funcUnit:
		fn := u.decl.(*ast.FuncDecl)
		d.uses, d.calls = k.sessionNames(fn), k.sessionMethods(fn)
		d.header = k.sessionNames(fn.Type)
		if fn.Recv != nil {
			d.header = append(d.header, k.sessionNames(fn.Recv)...)
		}
	default:
		d.uses = k.sessionNames(u.nodes()...)
		d.header = d.uses
	}
}

func (k *checking) method(typeName, name string) types.Object {
	obj, _ := k.c.pkg.Scope().Lookup(typeName).(*types.TypeName)
	if obj == nil {
		return nil
	}
	named, ok := obj.Type().(*types.Named)
	if !ok {
		return nil
	}
	for m := range named.Methods() {
		if m.Name() == name {
			return m
		}
	}
	return nil
}

// sessionNames lists the package-level names of the session that occur in nodes.
func (k *checking) sessionNames(nodes ...ast.Node) []string {
	seen := map[string]bool{}
	for _, n := range nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if obj := k.c.info.Uses[id]; obj != nil && packageLevel(obj) && !strings.HasPrefix(obj.Name(), "·") {
					seen[obj.Name()] = true
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(seen))
}

// sessionMethods lists the methods of the session that a function mentions.
func (k *checking) sessionMethods(fn *ast.FuncDecl) []string {
	seen := map[string]bool{}
	ast.Inspect(fn, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && sessionMethod(k.c.info.Uses[id]) {
			seen[docKey(k.c.info.Uses[id])] = true
		}
		return true
	})
	return slices.Sorted(maps.Keys(seen))
}

// sessionMethod reports whether obj is a method that the session declares.
func sessionMethod(obj types.Object) bool {
	fn, ok := obj.(*types.Func)
	return ok && fn.Signature().Recv() != nil && fn.Pkg() != nil && fn.Pkg().Path() == sessionPath
}

// packageLevel reports whether obj is a declaration of the session, not one inside a function.
func packageLevel(obj types.Object) bool {
	return obj.Pkg() != nil && obj.Pkg().Path() == sessionPath && obj.Pkg().Scope().Lookup(obj.Name()) == obj
}

// refuseBroken fails the chunk if something it mentions depends on a broken declaration.
func (k *checking) refuseBroken(changes map[string]*decl) error {
	if k.s.broken == 0 && len(k.v.after) == 0 && len(k.broken) == 0 {
		return nil
	}
	var reports []report
	for _, u := range k.c.units {
		for _, n := range u.nodes() {
			ast.Inspect(n, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if !ok {
					return true
				}
				obj := k.c.info.Uses[id]
				if obj == nil || obj.Pkg() == k.c.pkg || !packageLevel(obj) && !sessionMethod(obj) {
					return true
				}
				key := docKey(obj)
				if d := k.brokenBehind(changes, key, map[string]bool{}); d != nil {
					text := key + " uses " + d.key + ", which is broken: " + d.broken
					if d.missed {
						text = key + " uses " + d.key + ", which is undefined: " + d.broken
					}
					if d.key == key {
						text = d.key + " is broken: " + d.broken
					}
					reports = append(reports, k.s.reportAt(id.Pos(), text))
				}
				return true
			})
		}
	}
	if len(reports) > 0 {
		return compileFailure(reports)
	}
	return nil
}

// brokenBehind follows what name depends on to a broken declaration.
func (k *checking) brokenBehind(changes map[string]*decl, name string, seen map[string]bool) *decl {
	if seen[name] {
		return nil
	}
	seen[name] = true
	d := changes[name]
	if d == nil {
		d = k.v.lookup(name)
	}
	if d == nil || d.kind == varUnit && !d.missed {
		return nil // a variable has its value
	}
	if d.broken != "" {
		return d
	}
	for _, used := range slices.Concat(d.uses, d.calls) {
		if b := k.brokenBehind(changes, used, seen); b != nil {
			return b
		}
	}
	return nil
}

// succeed lists the types of the session that types of the chunk take the place of.
func (k *checking) succeed(changes map[string]*decl) {
	adopted := k.successions()
	for name, d := range changes {
		old := k.v.lookup(name)
		if old == nil || old.kind != typeUnit || d.broken != "" {
			continue
		}
		was, ok := old.obj.(*types.TypeName)
		if !ok || was.IsAlias() || was == d.obj {
			continue
		}
		if now := adopted[was]; now != nil {
			k.c.adopt = append(k.c.adopt, succession{was, now})
		} else {
			k.c.retire = append(k.c.retire, succession{old: was})
		}
	}
}

// declareLate finds variables whose type changes although the cell may not come to that. It reports whether the cell must be cut
// again: then a new chunk declares them when their values have been found, and until then they are what they were.
func (k *checking) declareLate() bool {
	again, harmless := false, true // whether all before u surely succeeds
	for _, u := range k.c.units {
		switch u.kind {
		case varUnit:
			harmless = harmless && !mayFail(u.vars.values...)
			if !harmless && !u.late && u.vars.from == nil && k.retyped(u) {
				u.late, again = true, true
			}
		case stmtUnit, commandUnit:
			harmless = false
		}
	}
	return again
}

// retyped reports whether a declaration makes a variable of what was something else, and only statements mention it.
func (k *checking) retyped(u *unit) bool {
	if k.c.program || len(u.vars.reused) > 0 || strings.HasPrefix(u.names[0], "·") {
		return false
	}
	for _, other := range k.c.units {
		declares := other.kind == funcUnit || other.kind == typeUnit || other.kind == constUnit
		if other.kind == stmtUnit && len(labelsOf(other.stmt)) > 0 { // a goto would have to leave its chunk
			return false
		}
		if declares && slices.ContainsFunc(other.uses(), func(n string) bool { return slices.Contains(u.names, n) }) {
			return false
		}
	}
	return slices.ContainsFunc(u.names, func(name string) bool {
		old := k.v.lookup(name)
		return old != nil && old.broken == "" && k.changed(name, old)
	})
}

// mayFail reports whether evaluating expressions may panic, or never end.
func mayFail(list ...ast.Expr) bool {
	fails := false
	for _, e := range list {
		ast.Inspect(e, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.CallExpr, *ast.IndexExpr, *ast.IndexListExpr, *ast.SliceExpr, *ast.StarExpr, *ast.SelectorExpr, *ast.TypeAssertExpr, *ast.BinaryExpr:
				fails = true
			case *ast.UnaryExpr:
				fails = fails || n.Op == token.ARROW
			}
			return !fails
		})
	}
	return fails
}

func cmpKeys(a, b string) int { return strings.Compare(a, b) }
