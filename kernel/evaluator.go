// This file declares what the kernel asks of an evaluator.

package kernel

import (
	"context"
	"io"
)

// A Cell is one execution: source and everything the evaluator needs to run it. It is an alias of an unnamed struct, as
// are the other types here, so that an evaluator can satisfy Evaluator without importing this package.
type Cell = struct {
	Number int    // execution count shown in error frames: "cell 3"
	Source string // as typed
	// Stdout and Stderr take what the cell prints. They are safe for concurrent use and stay valid for ever: goroutines
	// of the cell may write after it ended, and their text still appears below the cell.
	Stdout, Stderr io.Writer
	// Stdin asks the user for a line, which it returns without its end; password hides what is typed. It fails when the
	// cell is interrupted or has ended. Nil when the frontend allows no input.
	Stdin func(prompt string, password bool) (string, error)
	Show  func(value any) // displays the value of the last expression
	Host  any             // opaque to the evaluator, which hands it to bound symbols; a display.Output
	// Company reports whether other cells may begin while this one runs. A cell that waits for ever is not deadlocked then,
	// since another may send what it waits for.
	Company func() bool
}

// A Completion offers Matches as replacements for the source from Start to End, both byte offsets. Types[i] says what
// Matches[i] is: function, type, variable, constant, keyword, module, field, method or label. Signatures[i] is its type or
// signature, "" for what has none.
type Completion = struct {
	Matches, Types, Signatures []string
	Start, End                 int
}

// An Inspection describes what is at a place in the source, as plain text and as Markdown.
type Inspection = struct {
	Found          bool
	Text, Markdown string
}

// A Completeness says whether source is ready to be run: "complete", "incomplete", "invalid" or "unknown". Indent is
// what the next line of incomplete source begins with.
type Completeness = struct{ Status, Indent string }

// An Evaluator runs cells. Its methods may be called at the same time: cells of different shells run side by side, and
// questions are asked while they do.
type Evaluator interface {
	// Execute runs a cell to its end. When ctx is cancelled it returns promptly, whatever the cell was doing, and the
	// session stays usable. An error may implement Traced to say how it is shown.
	Execute(ctx context.Context, cell Cell) error
	// Complete returns the ways to go on at cursor, a byte offset.
	Complete(source string, cursor int) Completion
	// Inspect describes what is at cursor, a byte offset; detail 1 asks for more than detail 0.
	Inspect(source string, cursor, detail int) Inspection
	IsComplete(source string) Completeness
	// Close ends the session. It is called once, after the last of the other calls.
	Close() error
}

// Traced is an error of Evaluator.Execute that decides how it is shown. Traceback is ready for the frontend, line by
// line, plain or with ANSI colours; Name is the kind of error.
type Traced interface {
	error
	Name() string
	Traceback() []string
}
