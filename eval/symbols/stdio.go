// This file holds the standard streams of a session: what cells see as os.Stdin, os.Stdout and os.Stderr. They are files
// of the session's own, made when a cell first mentions one, and lead to whichever cell runs.

package symbols

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"github.com/arraybook/arraybook/eval"
)

// stdio holds the variables os.Stdin, os.Stdout and os.Stderr of a session. Cells may assign to them.
type stdio struct {
	shared eval.Shared
	opened sync.Once
	isOpen atomic.Bool

	stdin, stdout, stderr *os.File

	noInput  *os.File // what stdin is at first
	out, err *stream  // what stdout and stderr lead to at first
}

type stdioKey struct{}

// stdioOf returns the standard streams of env's session. Cells that belong to no session have none.
func stdioOf(env eval.Env) (*stdio, bool) {
	shared, ok := session(env)
	if !ok {
		return nil, false
	}
	return shared.Keep(stdioKey{}, func() any { return &stdio{shared: shared} }).(*stdio), true
}

// session returns what env's cell shares with others, false if it stands alone.
func session(env eval.Env) (eval.Shared, bool) {
	if s, ok := env.(interface{ Shared() eval.Shared }); ok {
		return s.Shared(), true
	}
	return nil, false
}

// bindStdio makes pick choose the variable that a cell sees; process is the one that cells without a session see.
func bindStdio(process **os.File, pick func(*stdio) **os.File) eval.Bound {
	return func(env eval.Env) any {
		s, ok := stdioOf(env)
		if !ok {
			return process
		}
		s.opened.Do(s.open)
		return pick(s)
	}
}

// open makes the files. It panics if the system has none left.
func (s *stdio) open() {
	s.noInput = emptyFile()
	s.stdin = s.noInput
	s.reopen()
	s.shared.AfterCell(s.settle)
	s.shared.OnFlush(s.flush)
	s.isOpen.Store(true)
}

func (s *stdio) reopen() {
	s.out = newStream(func() io.Writer { return s.shared.Current().Stdout() })
	s.err = newStream(func() io.Writer { return s.shared.Current().Stderr() })
	s.stdout, s.stderr = s.out.file, s.err.file
}

// settle ends a cell: what it wrote has arrived, and the variables are what they were. Otherwise a cell that points
// os.Stdout at a pipe and fails before it points it back, or that closes it, would silence all cells after it.
func (s *stdio) settle() {
	if !s.out.flush() || !s.err.flush() {
		s.reopen()
	}
	s.stdin, s.stdout, s.stderr = s.noInput, s.out.file, s.err.file
}

// flush returns when all that cells have written has arrived.
func (s *stdio) flush() {
	s.out.flush()
	s.err.flush()
}

// An orderly writer writes to standard error in order with what goes to standard output, each through a pipe of its own.
type orderly struct{ s *stdio }

func (o orderly) Write(p []byte) (int, error) {
	o.s.out.flush()
	defer o.s.err.flush()
	return o.s.err.file.Write(p)
}

// emptyFile returns a file at its end.
func emptyFile() *os.File {
	r, w, err := os.Pipe()
	if err != nil {
		panic(fmt.Errorf("standard input of cells: %w", err))
	}
	w.Close()
	return r
}

// stdout returns what fmt.Print writes to: the cell's output, or, as soon as the session's cells have mentioned os.Stdout,
// that file, which keeps the order and honours an assignment to it.
func stdout(env eval.Env) io.Writer {
	if s, ok := stdioOf(env); ok && s.isOpen.Load() && isCurrent(s.shared, env) {
		return s.writer(env, s.stdout)
	}
	return env.Stdout()
}

// stderr is stdout for os.Stderr.
func stderr(env eval.Env) io.Writer {
	if s, ok := stdioOf(env); ok && s.isOpen.Load() && isCurrent(s.shared, env) {
		return s.writer(env, s.stderr)
	}
	return env.Stderr()
}

// written returns w, or what stands for it when w is one of the session's standard streams: text of env's cell goes to
// that cell's output, in the order in which it was written.
func written(env eval.Env, w io.Writer) io.Writer {
	f, ok := w.(*os.File)
	if !ok || f == nil {
		return w
	}
	if s, ok := stdioOf(env); ok && s.isOpen.Load() {
		return s.writer(env, f)
	}
	return w
}

func (s *stdio) writer(env eval.Env, f *os.File) io.Writer {
	switch current := isCurrent(s.shared, env); {
	case f == s.out.file && !current:
		return env.Stdout()
	case f == s.err.file && !current:
		return env.Stderr()
	case f == s.err.file:
		return orderly{s}
	}
	return f
}

// isCurrent reports whether the session's files lead to env's cell. Goroutines of an earlier cell write to theirs.
func isCurrent(shared eval.Shared, env eval.Env) bool {
	return shared.Current().Context() == env.Context()
}

// stdin returns what fmt.Scan reads from.
func stdin(env eval.Env) io.Reader {
	if s, ok := stdioOf(env); ok && s.isOpen.Load() {
		return input(env, s.stdin)
	}
	return env.Stdin()
}

// input returns r, but what the running cell is typed if r is the session's os.Stdin. That file itself is at its end: a
// pipe would have to ask for the next line before it knows that anybody wants to read it.
func input(env eval.Env, r io.Reader) io.Reader {
	f, ok := r.(*os.File)
	if !ok || f == nil {
		return r
	}
	if s, ok := stdioOf(env); ok && f == s.noInput {
		return typed{s.shared}
	}
	return r
}

// typed reads what is typed for the cell that runs at the time, so that a bufio.Reader made by one cell serves others.
type typed struct{ shared eval.Shared }

func (t typed) Read(p []byte) (int, error) { return t.shared.Current().Stdin().Read(p) }
