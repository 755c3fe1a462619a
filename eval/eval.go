// Package eval turns Go source into values: it parses cells, lowers what notebooks write beyond Go to plain Go, checks
// it with go/types, translates it with go/ssa and runs it on the engine in internal/vm, keeping declarations and values
// from cell to cell. It also answers what an editor asks: completions, inspections, whether a cell is complete.
//
// It must not know Jupyter, ZeroMQ, HTML, or what an array is: compiled packages, and which of them holds the operators
// of notebook arithmetic, come in through Config. DESIGN.md tells the life of a cell and why it is lived this way.
package eval

import "github.com/arraybook/arraybook/eval/internal/host"

// Package is a package that cells can import.
type Package = host.Package

// Symbols are the compiled values of one package.
type Symbols = host.Symbols

// Bound is a function value that depends on the cell that calls it.
type Bound = host.Bound

// Env is the cell on whose behalf a goroutine runs.
type Env = host.Env

// Shared is what the cells of a session share, for symbols that keep state.
type Shared = host.Shared
