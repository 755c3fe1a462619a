package eval

// This file holds the session: what has been declared, and what every name means.

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"sync"
)

// goVersion is the language of cells.
const goVersion = "go1.26"

// A Session is one Go package that is being edited, cell by cell. Its methods may be called from any goroutine, and cells
// may run at the same time. What they declare is taken over one cell after the other; see execution.execute.
type Session struct {
	config   Config
	running  sync.RWMutex  // held for reading while a cell executes
	changing chan struct{} // full while a cell is between its check and the start of its last chunk

	mu      sync.Mutex // guards all below, and the type checker's data; not held while user code runs
	fset    *token.FileSet
	nobody  token.Pos // a position in no cell
	prog    *program
	imports *importer
	conf    types.Config
	until   context.Context // when it ends, the type checker is left behind; nil for never
	hooks   *types.Package
	engine  *engine

	unqualifiedPaths []string // import paths of packages whose names cells use without the package's

	decls    map[string]*decl           // what is declared, methods as "Point.String"
	users    map[string]map[string]bool // name to the keys of declarations that use it
	packages map[string]string          // names of import declarations to import paths
	dots     []string                   // import paths of dot imports
	learned  map[string]bool            // names that were once found in packages no import declaration names
	broken   int                        // how many declarations are broken

	sources   map[string]string // texts by the file name in positions: "cell 3"
	originals map[ast.Node]bool // syntax that the user wrote; nil unless cells are exported

	history []historyEntry
	chunks  []int                  // cell number of each chunk
	owned   map[*types.Package]int // packages of chunks that declare functions only: how many of them are current
	origins map[string]int         // for types checked again, by chunk and name ("7.Point"): the cell that wrote them
}

type historyEntry struct {
	cell int
	text string
}

// reset forgets all declarations.
func (s *Session) reset() {
	for name := range s.decls {
		s.engine.drop(name)
	}
	for pkg := range s.owned {
		s.prog.drop(pkg)
	}
	clear(s.owned)
	s.decls = map[string]*decl{}
	s.users = map[string]map[string]bool{}
	s.packages = map[string]string{}
	s.dots = nil
	s.learned = map[string]bool{}
	s.broken = 0
}

// A decl is a declaration that the session keeps.
type decl struct {
	key    string // its name; methods as "Point.String"
	cell   int    // number of the cell that wrote it
	kind   unitKind
	obj    types.Object
	text   string         // its source, to be checked again when something it uses is replaced
	at     token.Position // where text stands
	doc    string
	group  []string // names declared by the same constant group, in order
	uses   []string // session names that it depends on
	header []string // those of uses that its type depends on
	calls  []string // keys of methods of the session that it mentions
	broken string   // why it no longer type-checks, "" if it does
	missed bool     // a variable whose cell ended before it came to the declaration; broken says so
}

// A view is what names mean at some point of a cell: the session, changed by the chunks before that point.
type view struct {
	s     *Session
	after []*chunk
}

// lookup returns the declaration under key, nil if there is none.
func (v *view) lookup(key string) *decl {
	for _, c := range slices.Backward(v.after) {
		if d, ok := c.changes[key]; ok {
			return d
		}
		if c.reset {
			return nil
		}
	}
	return v.s.decls[key]
}

// importOf returns the import path that an import declaration gave to name.
func (v *view) importOf(name string) (string, bool) {
	for _, c := range slices.Backward(v.after) {
		if path, ok := c.imports[name]; ok {
			return path, true
		}
		if c.reset {
			return "", false
		}
	}
	path, ok := v.s.packages[name]
	return path, ok
}

// dotImports returns the import paths of dot imports, newest first.
func (v *view) dotImports() []string {
	var paths []string
	for _, c := range slices.Backward(v.after) {
		paths = append(paths, c.dots...)
		if c.reset {
			return paths
		}
	}
	return append(paths, v.s.dots...)
}

// usersOf returns the declarations that use any of names.
func (v *view) usersOf(names ...string) []*decl {
	using := func(d *decl) bool {
		return d != nil && slices.ContainsFunc(d.uses, func(u string) bool { return slices.Contains(names, u) })
	}
	found := map[string]*decl{}
	for _, name := range names {
		for key := range v.s.users[name] {
			found[key] = v.lookup(key)
		}
	}
	for _, c := range v.after {
		for key, d := range c.changes {
			if using(d) { // a cell may have thousands of chunks, through which lookup walks
				found[key] = v.lookup(key)
			}
		}
	}
	var list []*decl
	for _, d := range found {
		if using(d) {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b *decl) int { return cmpKeys(a.key, b.key) })
	return list
}

// commit makes a chunk's declarations the session's.
func (s *Session) commit(c *chunk) {
	if c.reset {
		s.reset()
	}
	s.own(c)
	s.keepMentioned(c)
	for key, d := range c.changes {
		s.declare(key, d)
		if d.kind == typeUnit && d.cell != c.cell {
			s.origins[strconv.Itoa(c.number)+"."+key] = d.cell
		}
	}
	for name, path := range c.imports {
		if old := s.decls[name]; old != nil && c.changes[name] == nil {
			s.forget(name) // an import replaces a declaration of its name
			s.release(old, nil)
			delete(s.decls, name)
		}
		s.packages[name] = path
	}
	for key := range c.changes {
		if _, both := c.imports[key]; !both {
			delete(s.packages, key)
		}
	}
	s.dots = slices.Concat(c.dots, s.dots)
	for name := range c.learned {
		s.learned[name] = true
	}
}

// declare makes d what key means.
func (s *Session) declare(key string, d *decl) {
	s.forget(key)
	s.release(s.decls[key], d)
	s.decls[key] = d
	for _, used := range d.uses {
		if s.users[used] == nil {
			s.users[used] = map[string]bool{}
		}
		s.users[used][key] = true
	}
	if d.broken != "" {
		s.broken++
	}
}

// takeBack makes the fresh variables of a unit undeclared, since the cell did not come to it. They stay listed for what uses them.
func (s *Session) takeBack(c *chunk, u *unit) {
	for _, name := range u.fresh {
		if d := c.changes[name]; d != nil && s.decls[name] == d {
			missed := *d
			missed.missed = true
			missed.broken = fmt.Sprintf("cell %d ended before its declaration", c.cell)
			s.declare(name, &missed)
		}
	}
}

// own counts the declarations of a chunk that declares functions only, so that its package can be let go of when all have been
// replaced. Packages with types, variables, methods or generic functions stay: what was made of them may be asked for later.
func (s *Session) own(c *chunk) {
	for _, d := range c.changes {
		fn, ok := d.obj.(*types.Func)
		if !ok || d.broken != "" || d.obj.Pkg() != c.pkg || fn.Signature().Recv() != nil || fn.Signature().TypeParams().Len() > 0 {
			return
		}
	}
	if len(c.changes) > 0 {
		s.owned[c.pkg] = len(c.changes)
	}
}

// keepMentioned keeps for ever the packages of functions that generic functions and methods of a chunk mention: their
// instances are built whenever code asks for one, also when the function or the generic one has been replaced.
func (s *Session) keepMentioned(c *chunk) {
	for _, d := range c.file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Type.TypeParams == nil && !genericReceiver(c, fn) {
			continue
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if used, ok := c.info.Uses[id].(*types.Func); ok {
					delete(s.owned, used.Pkg())
				}
			}
			return true
		})
	}
}

func genericReceiver(c *chunk, fn *ast.FuncDecl) bool {
	obj, ok := c.info.Defs[fn.Name].(*types.Func)
	return ok && obj.Signature().RecvTypeParams().Len() > 0
}

// release lets go of the package of a declaration that is replaced if it was the last.
func (s *Session) release(old, d *decl) {
	if old == nil || old.obj == nil || d != nil && d.obj == old.obj {
		return
	}
	pkg := old.obj.Pkg()
	if s.owned[pkg] == 0 {
		return
	}
	if s.owned[pkg]--; s.owned[pkg] == 0 {
		delete(s.owned, pkg)
		s.prog.drop(pkg)
	}
}

// forget drops the old declaration under key from the index of uses.
func (s *Session) forget(key string) {
	old := s.decls[key]
	if old == nil {
		return
	}
	for _, used := range old.uses {
		delete(s.users[used], key)
	}
	if old.broken != "" {
		s.broken--
	}
}

// cellOf returns the number of the cell that wrote a name of a chunk, which is named by its number in decimal.
func (s *Session) cellOf(chunk, name string) int {
	if cell, ok := s.origins[chunk+"."+name]; ok {
		return cell
	}
	n, err := strconv.Atoi(chunk)
	if err != nil || n >= len(s.chunks) {
		return 0
	}
	return s.chunks[n]
}

// newInfo returns a types.Info with all maps that go/ssa reads.
func newInfo() *types.Info {
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Instances:    make(map[*ast.Ident]types.Instance),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		Scopes:       make(map[ast.Node]*types.Scope),
		FileVersions: make(map[*ast.File]string),
	}
}
