package eval

// This file decides what the notebook's declarations are called in the program. In a session a name can change its
// meaning; in a program each meaning is an entity with a name of its own, the first with the name that the user gave it.
//
// What the session treats as the same thing is one entity: a variable declared again with its type, a function with its
// signature, a type that was declared again unchanged. So the front end's own rules decide (redefine.go): whatever
// depends on something that changed has been checked again, and stands in a chunk as a version of its own.

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// An entity is one declaration of the program.
type entity struct {
	name     string // in the program
	key      string // in the notebook; methods as "Point.String"
	kind     unitKind
	meaning  string // editions with the same meaning are one entity
	editions []edition
	local    bool    // a variable of main
	owner    *entity // a method's type
	variable string  // of a function with several texts: the variable that holds the newest
}

// An edition is one place of the notebook that declares an entity.
type edition struct {
	cell   int
	chunk  *chunk
	unit   *unit
	object types.Object
}

// names are the entities, in the order of the notebook, and how they are found.
type names struct {
	entities []*entity
	of       map[types.Object]*entity
	typeOf   map[string]*entity // types by chunk and name: "7.Point"
	current  map[string]*entity // by key, as far as the notebook has been read
	taken    map[string]bool    // names of the program's package level and of main
	inner    map[string]bool    // names that are declared somewhere inside functions
	aliases  map[string]string  // import path to the name in the program
	wished   map[string]string  // import path to the name in the notebook
	labels   map[string]int     // how often a label is declared in main
}

func (x *exporter) nameEverything() {
	x.names = names{
		of: map[types.Object]*entity{}, typeOf: map[string]*entity{}, current: map[string]*entity{},
		taken: map[string]bool{"main": true, "init": true, "_": true}, inner: map[string]bool{},
		aliases: map[string]string{}, wished: map[string]string{}, labels: map[string]int{},
	}
	for _, name := range types.Universe.Names() {
		x.inner[name] = true
	}
	x.eachChunk(x.collectInner)
	x.eachChunk(x.nameTypes)
	x.current = map[string]*entity{}
	x.eachChunk(x.nameOthers)
	x.findLocals()
}

func (x *exporter) eachChunk(f func(*chunk)) {
	for _, cell := range x.cells {
		for _, c := range cell.chunks {
			f(c)
		}
	}
}

// collectInner lists the names that functions declare inside, the packages' names in the notebook, and labels.
func (x *exporter) collectInner(c *chunk) {
	for _, u := range c.units {
		if u.kind == stmtUnit {
			for _, l := range labelsOf(u.stmt) {
				x.labels[l]++
			}
		}
	}
	for id, obj := range c.info.Defs {
		switch obj := obj.(type) {
		case nil:
		case *types.PkgName:
			if path := obj.Imported().Path(); !strings.HasPrefix(id.Name, "·") && x.wished[path] == "" {
				x.wished[path] = id.Name
			}
		default:
			if obj.Parent() != nil && obj.Parent() != c.pkg.Scope() {
				x.inner[id.Name] = true
			}
		}
	}
	for ident, obj := range c.info.Implicits { // type switches
		if _, ok := ident.(*ast.CaseClause); ok {
			x.inner[obj.Name()] = true
		}
	}
}

func (x *exporter) nameTypes(c *chunk) {
	successor := map[types.Object]*entity{}
	for _, a := range c.adopt {
		successor[a.new] = x.of[a.old]
	}
	for _, u := range slices.Concat(pulledUnits(c.pulled), c.units) {
		if u.kind != typeUnit {
			continue
		}
		obj := c.pkg.Scope().Lookup(u.names[0])
		meaning := ""
		e := successor[obj]
		if alias, ok := obj.(*types.TypeName); ok && alias.IsAlias() {
			meaning = "= " + x.meaningOf(alias.Type().Underlying())
			if was := x.current[u.names[0]]; was != nil && was.meaning == meaning {
				e = was
			}
		}
		if e == nil {
			e = x.newEntity(u.names[0], typeUnit, meaning)
		}
		x.current[u.names[0]] = e
		x.join(e, c, u, obj)
		x.typeOf[strconv.Itoa(c.number)+"."+u.names[0]] = e
	}
}

func (x *exporter) nameOthers(c *chunk) {
	for _, u := range slices.Concat(pulledUnits(c.pulled), c.units) {
		for _, key := range u.names {
			switch {
			case key == "_" || u.kind == varUnit && strings.HasPrefix(key, "·"):
			case u.kind == typeUnit:
				x.current[key] = x.of[c.pkg.Scope().Lookup(key)]
			case strings.Contains(key, "."):
				x.nameMethod(c, u, key)
			default:
				x.nameOther(c, u, key)
			}
		}
	}
}

func (x *exporter) nameOther(c *chunk, u *unit, key string) {
	obj := c.pkg.Scope().Lookup(key)
	meaning := ""
	switch obj := obj.(type) {
	case *types.Var:
		meaning = x.meaningOf(obj.Type())
	case *types.Const:
		meaning = x.meaningOf(obj.Type()) + " " + obj.Val().ExactString()
	case *types.Func:
		if obj.Signature().TypeParams().Len() == 0 {
			meaning = x.meaningOf(bare(obj.Signature()))
		} else {
			meaning = "generic " + strconv.Itoa(len(x.entities))
		}
	}
	e := x.current[key]
	if e == nil || e.kind != u.kind || e.meaning != meaning || strings.HasPrefix(key, "·") {
		e = x.newEntity(key, u.kind, meaning)
		x.current[key] = e
	}
	x.join(e, c, u, obj)
}

func (x *exporter) nameMethod(c *chunk, u *unit, key string) {
	typeName, _, _ := strings.Cut(key, ".")
	owner := x.of[c.pkg.Scope().Lookup(typeName)]
	e := x.current[key]
	if e == nil || e.owner != owner {
		e = &entity{key: key, kind: funcUnit, owner: owner}
		x.entities = append(x.entities, e)
		x.current[key] = e
	}
	x.join(e, c, u, nil)
}

func (x *exporter) newEntity(key string, kind unitKind, meaning string) *entity {
	base := key
	if strings.HasPrefix(key, "·init") {
		base = "initialize"
	}
	e := &entity{name: x.takeName(base, key == base), key: key, kind: kind, meaning: meaning}
	x.entities = append(x.entities, e)
	return e
}

// takeName returns a name that nothing else in the program has: base itself or base with a number. Own says that base
// is what the user called the thing, so that names inside functions shadow it where they did so in the notebook.
func (x *exporter) takeName(base string, own bool) string {
	name := base
	for n := 2; x.taken[name] || x.inner[name] && !(own && name == base); n++ {
		name = base + strconv.Itoa(n)
	}
	x.taken[name] = true
	return name
}

func (x *exporter) join(e *entity, c *chunk, u *unit, obj types.Object) {
	e.editions = append(e.editions, edition{cell: c.cell, chunk: c, unit: u, object: obj})
	if obj != nil {
		x.of[obj] = e
	}
}

// alias returns the name under which the program imports a package, and sees that it does.
func (x *exporter) alias(path string) string {
	x.imports[path] = true
	if name, ok := x.aliases[path]; ok {
		return name
	}
	own := x.packageName(path)
	name := x.wished[path]
	if name == "" || x.taken[name] || x.inner[name] {
		name = own
	}
	if x.taken[name] || x.inner[name] {
		name = x.takeName(own+"pkg", false)
	}
	x.taken[name] = true
	x.aliases[path] = name
	return name
}

func (x *exporter) packageName(path string) string {
	if p := x.s.imports.byPath[path]; p != nil {
		return p.Name
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

// typeName matches a session's type in types.TypeString's text.
var typeName = regexp.MustCompile(`cell·(\d+)\.([\pL_][\pL_\pN]*)`)

// meaningOf spells a type so that equal texts mean equal types.
func (x *exporter) meaningOf(t types.Type) string {
	return x.spell(t, func(p *types.Package) string { return p.Path() })
}

// typeText spells a type for the program. It fails for types that have no name there.
func (x *exporter) typeText(t types.Type) (string, error) {
	text := x.spell(t, func(p *types.Package) string { return x.alias(p.Path()) })
	if m := typeName.FindString(text); m != "" {
		return "", fmt.Errorf("the type %s is declared inside a function", m[strings.IndexByte(m, '.')+1:])
	}
	return text, nil
}

func (x *exporter) spell(t types.Type, other types.Qualifier) string {
	text := types.TypeString(t, func(p *types.Package) string {
		if p.Path() == sessionPath {
			return p.Name()
		}
		return other(p)
	})
	return typeName.ReplaceAllStringFunc(text, func(match string) string {
		if e := x.typeOf[strings.TrimPrefix(match, "cell·")]; e != nil {
			return e.name
		}
		return match
	})
}

// bare is a signature without names.
func bare(sig *types.Signature) *types.Signature {
	unnamed := func(tuple *types.Tuple) *types.Tuple {
		var vars []*types.Var
		for v := range tuple.Variables() {
			vars = append(vars, types.NewParam(0, nil, "", v.Type()))
		}
		return types.NewTuple(vars...)
	}
	return types.NewSignatureType(nil, nil, nil, unnamed(sig.Params()), unnamed(sig.Results()), sig.Variadic())
}

// findLocals makes variables of main of those that no function uses.
func (x *exporter) findLocals() {
	inside := map[*chunk]bool{} // chunks whose statements do not stand in main itself
	for _, cell := range x.cells {
		apart := cell.Fails || x.wrapped(cell)
		for _, c := range cell.chunks {
			inside[c] = c.program || apart
		}
	}
	for _, e := range x.entities {
		e.local = e.kind == varUnit && !slices.ContainsFunc(e.editions, func(v edition) bool { return inside[v.chunk] })
	}
	x.eachChunk(func(c *chunk) {
		for _, u := range slices.Concat(pulledUnits(c.pulled), c.units) {
			if u.kind != funcUnit {
				continue
			}
			ast.Inspect(u.decl, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if e := x.of[c.info.Uses[id]]; e != nil {
						e.local = false
					}
				}
				return true
			})
		}
	})
}

// wrapped reports whether a cell's statements stand in a function literal of their own: where they leave the function that
// they stand in, and where they declare a label that others declare, too.
func (x *exporter) wrapped(cell *exportCell) bool {
	return slices.ContainsFunc(cell.chunks, func(c *chunk) bool {
		return slices.ContainsFunc(c.units, func(u *unit) bool {
			return u.kind == stmtUnit && (escapes(u.stmt) || slices.ContainsFunc(labelsOf(u.stmt), func(l string) bool { return x.labels[l] > 1 }))
		})
	})
}

// importPaths lists what the program imports.
func (x *exporter) importPaths() []string {
	paths := slices.Concat(slices.Collect(maps.Keys(x.imports)), x.blank)
	slices.Sort(paths)
	return slices.Compact(paths)
}
