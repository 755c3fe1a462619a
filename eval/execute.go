package eval

// This file takes a cell through all stages and runs it.

import (
	"context"
	"errors"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// An execution is one cell while it runs.
type execution struct {
	s      *Session
	cell   Cell
	ctx    context.Context
	clocks []time.Time // of %time, which can nest

	chunks  []*chunk
	begun   int           // how many of them have been taken over
	reached []atomic.Bool // the variables that the cell has declared; see (*unit).mark
	over    bool
	changed func() // lets other cells change the session
}

// Execute runs a cell. A cell that does not compile changes nothing. Cancelling ctx interrupts the cell; the session
// stays usable. The error, if any, is an *Error. Several cells can run at a time, on the variables that they share: they
// are goroutines of one program, and what Go says about its goroutines holds for them.
func (s *Session) Execute(ctx context.Context, cell Cell) error {
	s.running.RLock()
	defer s.running.RUnlock()
	run := &execution{s: s, cell: cell, ctx: ctx}
	if name, args, body, ok := cellCommand(cell.Source); ok {
		return run.cellCommand(name, args, body)
	}
	return run.execute(cell.Source)
}

// execute checks text as a whole and then takes it over and runs it chunk by chunk. Another cell that changed the session
// in between would make the check worthless, so it waits until the last chunk has been taken over and only runs. Most
// cells have one chunk.
func (run *execution) execute(text string) error {
	s := run.s
	select {
	case s.changing <- struct{}{}:
	case <-run.ctx.Done():
		return interruption()
	}
	run.changed = sync.OnceFunc(func() { <-s.changing })
	defer run.end()
	if err := run.prepare(text); err != nil {
		return err
	}
	if err := run.takeOver(); err != nil {
		return err
	}
	return s.engine.run(run.ctx, run, run.chunks[0].ssa.Func(entryName))
}

// takeOver makes the next chunk the session's. The first chunk is run after it; each of the others is called by the one before,
// at whose end this is done, so that all are one function to deferred calls, to panics and to return.
func (run *execution) takeOver() (err error) {
	s := run.s
	s.mu.Lock()
	defer s.mu.Unlock()
	defer internalFailure("taking over", &err)
	if run.over {
		return interruption() // it was left behind, and other cells have changed the session
	}
	c := run.chunks[run.begun]
	s.engine.load(c)
	s.commit(c)
	if run.begun++; run.begun == len(run.chunks) {
		run.changed()
	}
	return nil
}

// end lets go of what only the run needed, and takes back what the cell did not come to.
func (run *execution) end() {
	s := run.s
	s.mu.Lock()
	defer s.mu.Unlock()
	run.over = true
	for i, c := range run.chunks {
		s.engine.forget(c)
		if i >= run.begun || len(c.changes) == 0 {
			s.prog.drop(c.pkg) // nobody can mention what it does not declare
			continue
		}
		for _, u := range c.units {
			if u.mark > 0 && !run.reached[u.mark-1].Load() {
				s.takeBack(c, u)
			}
		}
	}
	run.changed()
}

// prepare takes a cell from its text to built chunks. Nothing in the session changes but the record of texts.
func (run *execution) prepare(text string) error {
	s := run.s
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.checkUntil(run.ctx)()
	s.history = append(s.history, historyEntry{run.cell.Number, text})
	chunks, err := s.checked(run.cell.Number, text)
	if err != nil {
		return err
	}
	run.chunks = chunks
	run.reached = make([]atomic.Bool, markVariables(chunks))
	if err := s.build(run.ctx, chunks); err != nil {
		return err
	}
	return s.engine.admit(chunks)
}

// markVariables numbers the declarations of variables that nothing is left of when the cell does not come to them. It returns
// how many there are.
func markVariables(chunks []*chunk) int {
	n := 0
	for _, c := range chunks {
		for _, u := range c.units {
			if len(u.fresh) > 0 {
				n++
				u.mark = n
			}
		}
	}
	return n
}

// checked takes a cell from its text to checked chunks.
func (s *Session) checked(number int, text string, earlier ...*chunk) (_ []*chunk, err error) {
	defer internalFailure("checking", &err)
	name := "cell " + strconv.Itoa(number)
	s.sources[name] = text
	syn, err := s.parse(name, text)
	if err != nil {
		return nil, err
	}
	return s.checkAll(number, syn, earlier)
}

// checkAll cuts a cell into chunks and checks them in order, each seeing what those before it and earlier ones declare.
func (s *Session) checkAll(number int, syn *syntax, earlier []*chunk) ([]*chunk, error) {
	units, err := s.expand(syn)
	if err != nil {
		return nil, err
	}
	imports, dots, err := s.importNames(syn)
	if err != nil {
		return nil, err
	}
	for {
		chunks, err := s.tryChunks(number, syn, units, imports, dots, earlier)
		if !errors.Is(err, errCutAgain) {
			return chunks, err
		}
		if syn, units, err = s.again(syn, units); err != nil {
			return nil, err
		}
	}
}

// again reads a cell once more, since lowering has changed its syntax, and carries over what is known of its units.
func (s *Session) again(was *syntax, known []*unit) (*syntax, []*unit, error) {
	syn, err := s.parse(was.name, string(was.src.text))
	if err != nil {
		return nil, nil, err
	}
	units, err := s.expand(syn)
	for i := range min(len(units), len(known)) {
		units[i].late, units[i].redeclare = known[i].late, known[i].redeclare
	}
	return syn, units, err
}

func (s *Session) tryChunks(number int, syn *syntax, units []*unit, imports map[string]string, dots []string, earlier []*chunk) ([]*chunk, error) {
	groups := [][]*unit{units}
	if !syn.program {
		var imported []string
		for name := range imports {
			imported = append(imported, name)
		}
		groups = cutChunks(units, imported)
	}
	v := &view{s: s, after: slices.Clone(earlier)}
	for i, group := range groups {
		c := s.newChunk(number, group, syn.program)
		if i == 0 || c.reset {
			for name, path := range imports {
				c.imports[name] = path
			}
			c.dots = dots
		}
		v.after = append(v.after, c)
		if err := s.check(v, c); err != nil {
			return nil, err
		}
	}
	return v.after[len(earlier):], nil
}

func (s *Session) newChunk(cell int, units []*unit, program bool) *chunk {
	c := &chunk{
		number: len(s.chunks), cell: cell, program: program, units: units,
		imports: map[string]string{}, hidden: map[string]string{}, learned: map[string]bool{},
	}
	s.chunks = append(s.chunks, cell)
	c.reset = len(units) > 0 && units[0].isReset()
	return c
}

// importNames loads what the cell imports and returns the names this gives.
func (s *Session) importNames(syn *syntax) (names map[string]string, dots []string, err error) {
	names = map[string]string{}
	var reports []report
	for _, spec := range syn.imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			reports = append(reports, s.reportAt(spec.Path.Pos(), "invalid import path "+spec.Path.Value))
			continue
		}
		pkg, err := s.imports.Import(path)
		if err != nil {
			reports = append(reports, s.reportAt(spec.Path.Pos(), "could not import "+path+": "+err.Error()))
			continue
		}
		switch {
		case spec.Name == nil:
			names[pkg.Name()] = path
		case spec.Name.Name == ".":
			dots = append(dots, path)
		case spec.Name.Name != "_":
			names[spec.Name.Name] = path
		}
	}
	if len(reports) > 0 {
		return nil, nil, compileFailure(reports)
	}
	return names, dots, nil
}

// expand replaces %load by what the file holds, and lets init functions, and main of a whole program, run at their place.
func (s *Session) expand(syn *syntax) ([]*unit, error) {
	var units []*unit
	var inits []*unit
	hasMain := false
	for _, u := range syn.units {
		if u.kind == commandUnit {
			loaded, err := s.checkCommand(syn, u)
			if err != nil {
				return nil, err
			}
			units = append(units, loaded...)
			continue
		}
		if u.timing == "%timeit" && u.kind != stmtUnit {
			const message = "%timeit runs a statement many times, which a declaration cannot be (a value: %timeit _ = ...)"
			return nil, compileFailure([]report{newReport(syn.name, string(syn.src.text), problem{u.start, message})})
		}
		units = append(units, u)
		fn, ok := u.decl.(*ast.FuncDecl)
		if !ok || fn.Recv != nil {
			continue
		}
		hasMain = hasMain || fn.Name.Name == "main"
		if fn.Name.Name == "init" {
			call, err := s.runInit(u, fn)
			if err != nil {
				return nil, err
			}
			if syn.program {
				inits = append(inits, call)
			} else {
				units = append(units, call)
			}
		}
	}
	if !syn.program {
		return units, nil
	}
	if !hasMain {
		return nil, compileFailure([]report{newReport(syn.name, string(syn.src.text), problem{0, "function main is undeclared in the main package"})})
	}
	main := callUnit(syn, "main", syn.units[0].pos())
	return append(append(units, inits...), main), nil
}

// runInit renames an init function, of which there may be several, and makes its call.
func (s *Session) runInit(u *unit, fn *ast.FuncDecl) (*unit, error) {
	if fn.Type.Params.NumFields() != 0 || fn.Type.Results.NumFields() != 0 || fn.Type.TypeParams.NumFields() != 0 {
		return nil, compileFailure([]report{s.reportAt(fn.Name.Pos(), "func init must have no arguments and no return values")})
	}
	fn.Name.Name = "·init" + strconv.Itoa(u.start)
	u.names = []string{fn.Name.Name}
	return callUnit(u.syn, fn.Name.Name, fn.Pos()), nil
}

func callUnit(syn *syntax, name string, pos token.Pos) *unit {
	call := &ast.ExprStmt{X: &ast.CallExpr{Fun: &ast.Ident{NamePos: pos, Name: name}, Lparen: pos, Rparen: pos}}
	return &unit{kind: stmtUnit, syn: syn, stmt: call}
}
