package eval

// This file cuts a cell's units into chunks. A chunk is checked and built as one Go package, so a name can mean only one
// thing in it; where a cell gives a name a new meaning after using the old one, a new chunk begins.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// A chunk is a part of a cell on its way through the stages: cut (units), checked (pkg, info, file), built (ssa).
type chunk struct {
	number  int // index into Session.chunks; the chunk's package is called "cell·number"
	cell    int
	program bool // a whole program: Go's initialization order, no notebook forms
	reset   bool // begins with %reset: the chunk sees nothing of the session
	units   []*unit
	pulled  []*pulled // earlier declarations that are checked again with this chunk

	imports map[string]string // what the chunk's import declarations name
	dots    []string
	hidden  map[string]string // imports under names that users cannot write: "·display"
	learned map[string]bool   // names found in packages that no import declaration names

	pkg      *types.Package
	info     *types.Info
	file     *ast.File
	entry    *ast.FuncDecl   // func ·cell, which holds the statements
	takes    []*ast.FuncDecl // functions that take errors (take.go)
	rewrites []rewrite
	// What parts of generated statements stand for, for messages alone.
	spellings []rewrite

	changes map[string]*decl // what the session takes over when the chunk starts to run
	adopt   []succession
	retire  []succession
	ssa     *ssa.Package
}

// A succession is a type that takes another's place. A retired type has no successor that its values could belong to.
type succession struct{ old, new *types.TypeName }

// cutChunks groups units into chunks. Imported are names that the cell's import declarations give a meaning.
func cutChunks(units []*unit, imported []string) [][]*unit {
	c := &cutter{}
	c.begin()
	for _, name := range imported {
		c.declared[name] = true
	}
	for _, u := range units {
		c.add(u)
	}
	c.groups = append(c.groups, c.current)
	hoist(c.groups)
	return c.groups
}

type cutter struct {
	groups    [][]*unit
	current   []*unit
	declared  map[string]bool // names that the current chunk declares
	mentioned map[string]bool // names that statements of the current chunk use
	temps     int
}

func (c *cutter) begin() {
	if len(c.current) > 0 {
		c.groups = append(c.groups, c.current)
	}
	c.current, c.declared, c.mentioned = nil, map[string]bool{}, map[string]bool{}
}

func (c *cutter) add(u *unit) {
	if u.kind == varUnit {
		c.addVar(u)
		return
	}
	if u.begins = u.isReset() || slices.ContainsFunc(u.names, func(n string) bool { return c.declared[n] }); u.begins {
		c.begin()
	}
	c.take(u)
	if u.kind == stmtUnit {
		c.mention(u)
	}
}

// take adds a unit to the current chunk.
func (c *cutter) take(u *unit) {
	c.current = append(c.current, u)
	for _, n := range u.names {
		if n != "_" {
			c.declared[n] = true
		}
	}
}

func (c *cutter) mention(u *unit) {
	for _, n := range u.uses() {
		c.mentioned[n] = true
	}
}

func (c *cutter) addVar(u *unit) {
	u.vars.reused, u.begins = nil, false
	u.names = identNames(u.vars.names)
	if u.late || slices.ContainsFunc(u.names, func(n string) bool { return n != "_" && slices.Contains(u.uses(), n) }) {
		c.addInTwo(u)
		return
	}
	reusable := u.vars.define && !u.redeclare && slices.ContainsFunc(u.names, func(n string) bool { return n != "_" && !c.declared[n] })
	if slices.ContainsFunc(u.names, func(n string) bool { return c.mentioned[n] && !c.declared[n] || c.declared[n] && !reusable }) {
		u.begins = true
		c.begin()
	}
	for i, id := range u.vars.names {
		if c.declared[id.Name] {
			u.vars.reused = append(u.vars.reused, reuse{name: id, temp: c.temp(id.Pos())})
			u.names[i] = "_"
		}
	}
	c.mention(u)
	c.take(u)
}

// addInTwo handles x := x + 1: the right side is evaluated with the x from before, so it stays in the chunk before, and a new
// chunk declares the new x.
func (c *cutter) addInTwo(u *unit) {
	u.begins = true
	if len(u.vars.values) == 0 {
		c.begin()
		c.take(u)
		return
	}
	temps := &variables{typ: u.vars.typ, values: u.vars.values, define: u.vars.define, pos: u.vars.pos, replaced: u.names}
	for _, id := range u.vars.names {
		temps.names = append(temps.names, c.temp(id.Pos()))
	}
	c.add(&unit{kind: varUnit, syn: u.syn, start: u.start, end: u.end, vars: temps, names: identNames(temps.names), timing: u.timing})
	c.begin()
	c.take(&unit{
		kind: varUnit, syn: u.syn, start: u.start, end: u.end, names: u.names, doc: u.doc,
		vars: &variables{names: u.vars.names, typ: u.vars.typ, from: temps, define: u.vars.define, pos: u.vars.pos},
	})
}

// temp makes a variable that no user can name. The names start over in each cell, and so does their storage.
func (c *cutter) temp(pos token.Pos) *ast.Ident {
	c.temps++
	return &ast.Ident{NamePos: pos, Name: "·" + strconv.Itoa(c.temps)}
}

// hoist moves functions, types and constants to the chunk that first needs them, since in Go their order is free.
func hoist(groups [][]*unit) {
	for k := 1; k < len(groups); k++ {
		for i := 0; i < len(groups[k]); i++ {
			u := groups[k][i]
			if u.kind != funcUnit && u.kind != typeUnit && u.kind != constUnit {
				continue
			}
			if j := firstNeed(groups[:k], u); j < k {
				groups[j] = append(groups[j], u)
				groups[k] = slices.Delete(groups[k], i, i+1)
				k, i = 1, -1 // what u uses may be needed earlier now
			}
		}
	}
}

// firstNeed returns the index of the first group that needs u, len(groups) if none does or if the meaning of u's names
// changes before.
func firstNeed(groups [][]*unit, u *unit) int {
	need := len(groups)
	for j := len(groups) - 1; j >= 0; j-- {
		for _, other := range groups[j] {
			if slices.ContainsFunc(u.names, func(n string) bool { return slices.Contains(other.names, n) }) {
				return need
			}
			if slices.ContainsFunc(u.names, func(n string) bool { return slices.Contains(other.uses(), n) }) {
				need = j
			}
			if fn, ok := u.decl.(*ast.FuncDecl); ok && fn.Recv != nil && slices.Contains(other.names, receiverName(fn)) {
				need = j
			}
		}
	}
	return need
}
