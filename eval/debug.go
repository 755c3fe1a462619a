package eval

// This file prints a cell after each stage, for arraybook debug.

import (
	"context"
	"fmt"
	"go/printer"
	"go/types"
	"io"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Stages are the stages that Dump can print, in their order: the plain Go that a cell is lowered to, what the checker
// found out about its declarations, its SSA, and the engine's code.
var Stages = []string{"lower", "check", "ssa", "code"}

// Dump prints what becomes of a cell at a stage. The cell does not run, and the session stays as it is.
func (s *Session) Dump(w io.Writer, source, stage string) error {
	return s.DumpCells(w, []string{source}, stage)
}

// DumpCells prints what becomes of cells at a stage, each seeing what those before it declare. None runs, and the session
// stays as it is.
func (s *Session) DumpCells(w io.Writer, sources []string, stage string) error {
	if !slices.Contains(Stages, stage) {
		return fmt.Errorf("there is no stage %q (there are %s)", stage, strings.Join(Stages, ", "))
	}
	s.running.Lock()
	defer s.running.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	v := &view{s: s}
	for i, source := range sources {
		chunks, err := s.checked(i+1, source, v.after...)
		if err != nil {
			return err
		}
		v.after = append(v.after, chunks...)
		if stage == "ssa" || stage == "code" {
			markVariables(chunks)
			if err := s.build(context.Background(), chunks); err != nil {
				return err
			}
		}
		for k, c := range chunks {
			if len(sources) > 1 || len(chunks) > 1 {
				fmt.Fprintf(w, "// cell %d, chunk %d of %d\n", i+1, k+1, len(chunks))
			}
			if err := s.dumpChunk(w, v, c, stage); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Session) dumpChunk(w io.Writer, v *view, c *chunk, stage string) error {
	switch stage {
	case "lower":
		return s.dumpLowered(w, c)
	case "check":
		return s.dumpTypes(w, v, c)
	}
	for _, fn := range functionsOf(c.ssa) {
		if stage == "ssa" {
			fn.WriteTo(w)
		} else {
			s.engine.dump(w, fn)
		}
	}
	return nil
}

// dumpLowered prints a chunk in check form: plain Go, but for names with a dot in the middle, which users cannot write.
func (s *Session) dumpLowered(w io.Writer, c *chunk) error {
	config := printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8} // as gofmt
	for _, d := range c.file.Decls {
		if err := config.Fprint(w, s.fset, d); err != nil {
			return err
		}
		if _, err := io.WriteString(w, "\n\n"); err != nil {
			return err
		}
	}
	return nil
}

// dumpTypes lists what the chunk declares, with types and dependencies.
func (s *Session) dumpTypes(w io.Writer, v *view, c *chunk) error {
	for _, key := range slices.Sorted(maps.Keys(c.changes)) {
		d := c.changes[key]
		line := key + ": " + s.described(v, d)
		if len(d.uses) > 0 {
			line += " (uses " + strings.Join(d.uses, " ") + ")"
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// functionsOf lists a package's functions and methods, with the function literals inside them.
func functionsOf(pkg *ssa.Package) []*ssa.Function {
	var list []*ssa.Function
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		if fn != nil && fn.Blocks != nil && fn.TypeParams().Len() == 0 {
			list = append(list, fn)
			for _, inner := range fn.AnonFuncs {
				add(inner)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(pkg.Members)) {
		switch m := pkg.Members[name].(type) {
		case *ssa.Function:
			if name != "init" {
				add(m)
			}
		case *ssa.Type:
			if named, ok := m.Type().(*types.Named); ok && named.TypeParams().Len() == 0 {
				for method := range named.Methods() {
					add(pkg.Prog.FuncValue(method))
				}
			}
		}
	}
	return list
}
