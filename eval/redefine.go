package eval

// This file carries a redefinition to the declarations that depend on it: they are checked again in the chunk that
// redefines, and either go on in their new form or are broken, with the reason.

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A pulled is an earlier declaration in a new chunk.
type pulled struct {
	decl *decl
	unit *unit
}

func pulledUnits(list []*pulled) []*unit {
	units := make([]*unit, len(list))
	for i, p := range list {
		units[i] = p.unit
	}
	return units
}

// pullTypes makes types and their methods complete: Go wants them in one package.
func (k *checking) pullTypes() error {
	for _, u := range k.c.units {
		switch u.kind {
		case typeUnit:
			if u.typ.Assign.IsValid() {
				k.breakMethods(u.names[0])
			} else if err := k.pullMethods(u.names[0]); err != nil {
				return err
			}
		case funcUnit:
			fn, ok := u.decl.(*ast.FuncDecl)
			if !ok || fn.Recv == nil {
				continue
			}
			name, err := k.baseType(receiverName(fn))
			if err != nil {
				return err
			}
			u.names = []string{name + "." + fn.Name.Name}
			if d := k.v.lookup(name); d != nil && d.kind == typeUnit {
				if err := k.pull(d); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// baseType follows other names of a type to its own, and adds their declarations to the chunk.
func (k *checking) baseType(name string) (string, error) {
	for range maxAliases {
		if i := slices.IndexFunc(k.c.units, func(u *unit) bool { return u.kind == typeUnit && u.names[0] == name }); i >= 0 {
			spec := k.c.units[i].typ
			id, ok := ast.Unparen(spec.Type).(*ast.Ident)
			if !ok || !spec.Assign.IsValid() {
				return name, nil
			}
			name = id.Name
			continue
		}
		d := k.v.lookup(name)
		if d == nil || d.kind != typeUnit || d.obj == nil {
			return name, nil
		}
		alias, ok := d.obj.Type().(*types.Alias)
		if !ok {
			return name, nil
		}
		next, ok := alias.Rhs().(interface{ Obj() *types.TypeName })
		if !ok || next.Obj().Pkg() == nil || next.Obj().Pkg().Path() != sessionPath {
			return name, nil
		}
		if err := k.pull(d); err != nil {
			return "", err
		}
		name = next.Obj().Name()
	}
	return name, nil
}

// maxAliases is how many names of names are followed: there may be a cycle, which the checker reports.
const maxAliases = 100

// breakMethods breaks the methods of a type whose name becomes another one's.
func (k *checking) breakMethods(typeName string) {
	for _, d := range k.v.usersOf(typeName) {
		if d.kind == funcUnit && strings.HasPrefix(d.key, typeName+".") {
			k.broken[d.key] = typeName + " is now another name of a type, which has its own methods"
		}
	}
}

// pull adds an earlier declaration to the chunk, types together with their methods, unless it is there already.
func (k *checking) pull(d *decl) error {
	if d.kind == funcUnit && strings.Contains(d.key, ".") {
		typeName, _, _ := strings.Cut(d.key, ".")
		if owner := k.v.lookup(typeName); owner != nil && owner.kind == typeUnit && !k.has(typeName) {
			return k.pull(owner)
		}
	}
	if k.has(d.key) {
		return nil
	}
	u, err := k.s.parseAgain(d)
	if err != nil {
		return err
	}
	k.hideReplaced(u)
	if d.kind == funcUnit {
		u.names = []string{d.key} // a method may name its type by another name
	}
	k.c.pulled = append(k.c.pulled, &pulled{d, u})
	if d.kind == typeUnit {
		return k.pullMethods(d.key)
	}
	return nil
}

func (k *checking) pullMethods(typeName string) error {
	for _, d := range k.v.usersOf(typeName) {
		if d.kind == funcUnit && strings.HasPrefix(d.key, typeName+".") {
			if err := k.pull(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// has reports whether the chunk declares key.
func (k *checking) has(key string) bool {
	for _, u := range slices.Concat(pulledUnits(k.c.pulled), k.c.units) {
		if slices.Contains(u.names, key) {
			return true
		}
	}
	return k.broken[key] != ""
}

// hideReplaced blanks the names of a constant group that have been declared anew since.
func (k *checking) hideReplaced(u *unit) {
	if u.kind != constUnit {
		return
	}
	for _, spec := range u.decl.(*ast.GenDecl).Specs {
		for _, id := range spec.(*ast.ValueSpec).Names {
			d := k.v.lookup(id.Name)
			if k.has(id.Name) || d == nil || d.kind != constUnit || d.at != u.at {
				id.Name = "_"
			}
		}
	}
	u.names = slices.DeleteFunc(u.names, func(n string) bool {
		d := k.v.lookup(n)
		return k.has(n) || d == nil || d.at != u.at
	})
}

// parseAgain parses the source of an earlier declaration. A fresh syntax tree is needed, since the old one belongs to what
// was built from it.
func (s *Session) parseAgain(d *decl) (*unit, error) {
	prefix := declPrefix
	if d.kind == typeUnit {
		prefix += "type "
	}
	syn := &syntax{src: &source{text: []byte(d.text), stray: -1}, name: d.at.Filename, line: d.at.Line, column: d.at.Column}
	file, found := syn.parseCode(s.fset, prefix, []byte(d.text), "")
	if len(found) > 0 {
		return nil, fmt.Errorf("%s: %s", d.key, found[0].message)
	}
	u := syn.declUnits(file.Decls[0])[0]
	u.doc, u.at = d.doc, d.at
	s.noteOriginals(u.nodes()...)
	return u, nil
}

// breakPulled takes pulled declarations with errors out of the chunk. It reports whether there were any.
func (k *checking) breakPulled() bool {
	n := len(k.c.pulled)
	k.c.pulled = slices.DeleteFunc(k.c.pulled, func(p *pulled) bool {
		for _, e := range k.errs {
			if p.unit.covers(e.Pos) {
				at := k.s.fset.Position(e.Pos)
				reason := fmt.Sprintf("%s:%d:%d: %s", at.Filename, at.Line, at.Column, k.s.userText(k.v, k.c.originalText(k.explain(e))))
				for _, name := range p.unit.names {
					k.broken[name] = reason
				}
				return true
			}
		}
		return false
	})
	return len(k.c.pulled) < n
}

func (u *unit) covers(pos token.Pos) bool {
	for _, f := range u.syn.files {
		if f.tokens.Base() <= int(pos) && int(pos) <= f.tokens.Base()+f.tokens.Size() {
			return true
		}
	}
	return false
}

// pullDependents pulls what depends on names that the chunk gives a new meaning. It reports whether there was something
// new.
func (k *checking) pullDependents() (bool, error) {
	before := len(k.c.pulled)
	for _, d := range k.dependents() {
		if err := k.pullDependent(d); err != nil {
			return false, err
		}
	}
	return len(k.c.pulled) > before, nil
}

// pullDependent pulls d; a variable keeps its storage and gets its type in the new types' terms.
func (k *checking) pullDependent(d *decl) error {
	if d.kind != varUnit {
		return k.pull(d)
	}
	expr, err := k.typeExpr(d.obj.Type())
	if err != nil || k.has(d.key) {
		return nil //nolint:nilerr // a type that has no name here stays what it is
	}
	name := &ast.Ident{NamePos: d.obj.Pos(), Name: d.key}
	u := &unit{
		kind: varUnit, syn: &syntax{src: &source{stray: -1}}, names: []string{d.key}, doc: d.doc, at: d.at,
		vars: &variables{names: []*ast.Ident{name}, typ: expr, pos: d.obj.Pos()},
	}
	k.c.pulled = append(k.c.pulled, &pulled{d, u})
	return nil
}

// dependents lists declarations outside the chunk that must be checked again with what the chunk declares.
func (k *checking) dependents() []*decl {
	var list []*decl
	adopted := k.successions()
	changed := map[string]bool{}
	var fresh, queue []string
	for _, u := range slices.Concat(pulledUnits(k.c.pulled), k.c.units) {
		for _, name := range u.names {
			if old := k.v.lookup(name); old == nil {
				fresh = append(fresh, name)
			} else if k.changed(name, old) {
				queue = append(queue, name)
			}
		}
	}
	for name := range k.broken {
		queue = append(queue, name)
	}
	if k.s.broken > 0 || len(k.v.after) > 0 {
		for _, d := range k.v.usersOf(fresh...) {
			if d.broken != "" && !k.has(d.key) {
				list = append(list, d)
			}
		}
	}
	for _, name := range queue {
		changed[name] = true
	}
	for len(queue) > 0 {
		users := k.v.usersOf(queue...)
		queue = nil
		for _, d := range users {
			if k.has(d.key) || slices.Contains(list, d) || d.kind == varUnit && !k.retypes(d, adopted) {
				continue
			}
			list = append(list, d)
			if !changed[d.key] && d.spreads(changed) {
				changed[d.key] = true
				queue = append(queue, d.key)
			}
		}
	}
	return list
}

// spreads reports whether a change of some names it uses may change what d means to its own users.
func (d *decl) spreads(changed map[string]bool) bool {
	if d.kind != funcUnit {
		return true
	}
	fn, ok := d.obj.(*types.Func)
	if !ok || fn.Signature().TypeParams().Len() > 0 || fn.Signature().RecvTypeParams().Len() > 0 {
		return true
	}
	return slices.ContainsFunc(d.header, func(n string) bool { return changed[n] })
}

// changed reports whether name, declared by the chunk, means something else than before to those who use it. A function
// with the same signature does not: its callers call the new one.
func (k *checking) changed(name string, old *decl) bool {
	obj := k.c.pkg.Scope().Lookup(name)
	if obj == nil || old.obj == nil || old.broken != "" {
		return !strings.Contains(name, ".") || old.broken != ""
	}
	switch obj := obj.(type) {
	case *types.Var:
		_, same := old.obj.(*types.Var)
		return !same || !types.Identical(obj.Type(), old.obj.Type())
	case *types.Const:
		was, same := old.obj.(*types.Const)
		return !same || !types.Identical(obj.Type(), was.Type()) || !constant.Compare(obj.Val(), token.EQL, was.Val())
	case *types.Func:
		was, same := old.obj.(*types.Func)
		return !same || obj.Signature().TypeParams().Len() > 0 || !types.Identical(obj.Type(), was.Type())
	}
	return !types.Identical(obj.Type(), old.obj.Type())
}

// retypes reports whether a variable's type must be spelled anew: its named types have successors that its value
// belongs to.
func (k *checking) retypes(d *decl, adopted map[*types.TypeName]*types.TypeName) bool {
	found := false
	for _, obj := range sessionTypes(d.obj.Type()) {
		switch {
		case adopted[obj] != nil:
			found = true
		case k.has(obj.Name()):
			return false // the value belongs to a type that is replaced
		}
	}
	return found
}

// successions pairs the types that the chunk declares anew and unchanged with their old objects.
func (k *checking) successions() map[*types.TypeName]*types.TypeName {
	pairs := map[*types.TypeName]*types.TypeName{}
	for _, u := range slices.Concat(pulledUnits(k.c.pulled), k.c.units) {
		if u.kind != typeUnit {
			continue
		}
		now, _ := k.c.pkg.Scope().Lookup(u.names[0]).(*types.TypeName)
		if d := k.v.lookup(u.names[0]); d != nil && now != nil && d.obj != nil {
			if was, ok := d.obj.(*types.TypeName); ok && !was.IsAlias() && !now.IsAlias() {
				pairs[was] = now
			}
		}
	}
	for again := true; again; {
		again = false
		for was, now := range pairs {
			if !sameDeclaration(was, now, pairs) {
				delete(pairs, was)
				again = true
			}
		}
	}
	return pairs
}
