// Package eval turns Go source into values: it parses cells, lowers what notebooks write beyond Go to plain Go, checks
// it with go/types, translates it with go/ssa and runs it on the engine in internal/vm, keeping declarations and values
// from cell to cell. It also answers what an editor asks: completions, inspections, whether a cell is complete.
//
// It must not know Jupyter, ZeroMQ, HTML, or what an array is: compiled packages, and which of them holds the operators
// of notebook arithmetic, come in through Config. DESIGN.md tells the life of a cell and why it is lived this way.
package eval

import (
	"go/token"
	"go/types"
	"io"
	"reflect"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/host"
	"github.com/arraybook/arraybook/eval/internal/memory"
	"github.com/arraybook/arraybook/eval/internal/vm"
)

// Package is a package that cells can import.
type Package = host.Package

// Symbols are the compiled values of one package.
type Symbols = host.Symbols

// Elements names the methods of a compiled type that read and write its elements.
type Elements = host.Elements

// View is how such a type starts.
type View = host.View

// Bound is a function value that depends on the cell that calls it.
type Bound = host.Bound

// Env is the cell on whose behalf a goroutine runs.
type Env = host.Env

// Shared is what the cells of a session share.
type Shared = host.Shared

// Cell is what Execute is given. It is an alias of an unnamed struct, as are the three results below, so that a caller
// can declare the same types without importing this package.
type Cell = struct {
	Number         int                                                // shown in errors: "cell 3"
	Source         string                                             // the text
	Stdout, Stderr io.Writer                                          // safe for concurrent use; goroutines of the cell may write after it ended
	Stdin          func(prompt string, password bool) (string, error) // nil when no input can be had
	Show           func(value any)                                    // called with the value of the last expression
	Host           any                                                // handed to bound functions through Env.Host
	Company        func() bool                                        // other cells may begin meanwhile: to wait for ever is no deadlock; nil for never
}

// Completion lists what may stand in place of Source[Start:End], byte offsets. Types[i] is one of "function", "type",
// "variable", "constant", "keyword", "module", "field", "method", "label"; Signatures[i] is the type or signature, "" for
// what has none.
type Completion = struct {
	Matches, Types, Signatures []string
	Start, End                 int
}

// Inspection describes what stands under the cursor.
type Inspection = struct {
	Found          bool
	Text, Markdown string
}

// Completeness tells whether a cell can run as it is: Status is "complete", "incomplete", "invalid" or "unknown"; Indent
// is what the next line of an incomplete cell starts with.
type Completeness = struct {
	Status, Indent string
}

// Config says what a session consists of.
type Config struct {
	// Packages are what cells can import. Where several are Unqualified, an earlier one's names come before a later one's.
	Packages []*Package
	// Operators names the type whose values cells may add, multiply and index. The zero value means there is none.
	Operators Operators
	// Version is what %version prints.
	Version string
	// Sanity makes the ssa package check what it built. It is for tests.
	Sanity bool
}

// New makes an empty session.
func New(config Config) (*Session, error) {
	mode := ssa.InstantiateGenerics | ssa.BareInits | ssa.BuildSerially
	if config.Sanity {
		mode |= ssa.SanityCheckFunctions
	}
	fset := token.NewFileSet()
	s := &Session{config: config, fset: fset, prog: &program{Program: ssa.NewProgram(fset, mode)}, hooks: newHooks(), sources: map[string]string{}, origins: map[string]int{}, owned: map[*types.Package]int{}, changing: make(chan struct{}, 1)}
	s.nobody = fset.AddFile("", fset.Base(), 1).Pos(0)
	s.prog.CreatePackage(s.hooks, nil, nil, false)
	s.imports = newImporter(fset, s.prog, config.Packages)
	s.conf = types.Config{
		Context: types.NewContext(), GoVersion: goVersion, Importer: s.imports, Sizes: targetSizes, DisableUnusedImportCheck: true,
	}
	for _, p := range config.Packages {
		if p.Unqualified {
			s.unqualifiedPaths = append(s.unqualifiedPaths, p.Path)
		}
	}
	s.engine = newEngine(s)
	s.reset()
	return s, nil
}

// ReserveMemory panics if n more bytes would go past the memory limit of the process. It is for compiled functions that
// allocate as much as they are told to.
func ReserveMemory(n uint64) { memory.Reserve(n) }

// GuardedMethod returns what takes the place of a method of v for cells, since Go would end the process for a wrong call of it.
func GuardedMethod(v reflect.Value, name string) (reflect.Value, bool) {
	return vm.GuardedMethod(v, name)
}

// Ended reports whether the calling goroutine runs compiled code for a cell of the session that was interrupted or ended, so
// that nobody waits for what it computes.
func (s *Session) Ended() bool { return s.engine.machine.Ended() }

// Close ends the session. Goroutines of its cells that still run are left to themselves.
func (s *Session) Close() error {
	s.running.Lock()
	defer s.running.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reset()
	return nil
}
