// This file runs the commands of cells: an interrupt ends the one that a cell waits for, their output does not fill the memory, and
// readers and writers that panic end the cell, not the process.

package symbols

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"weak"

	"github.com/arraybook/arraybook/eval"
)

// bindExec lets an interrupt end the command that a cell waits for, as it does in a terminal.
func bindExec(funcs map[string]any) {
	funcs["(*Cmd).Start"] = eval.Bound(func(env eval.Env) any {
		return func(c *exec.Cmd) error { return startCommand(env, c) }
	})
	funcs["(*Cmd).Wait"] = eval.Bound(func(env eval.Env) any {
		return func(c *exec.Cmd) error { return waitCommand(env, c) }
	})
	funcs["(*Cmd).Run"] = eval.Bound(func(env eval.Env) any {
		return func(c *exec.Cmd) error { return runCommand(env, c) }
	})
	funcs["(*Cmd).Output"] = eval.Bound(func(env eval.Env) any {
		return func(c *exec.Cmd) ([]byte, error) { return outputOf(env, c) }
	})
	funcs["(*Cmd).CombinedOutput"] = eval.Bound(func(env eval.Env) any {
		return func(c *exec.Cmd) ([]byte, error) {
			if c.Stdout != nil || c.Stderr != nil {
				return c.CombinedOutput() // which says that this is wrong
			}
			var out gathered
			c.Stdout, c.Stderr = &out, &out
			err := runCommand(env, c)
			return out.unlessEnded(env), err
		}
	})
}

func startCommand(env eval.Env, c *exec.Cmd) error {
	checkGiven("exec: Stdin", c.Stdin, false)
	checkGiven("exec: Stdout", c.Stdout, false)
	checkGiven("exec: Stderr", c.Stderr, false)
	stdin, stdout, stderr := c.Stdin, c.Stdout, c.Stderr
	s := &commandStreams{env: env}
	c.Stdin, c.Stdout, c.Stderr = s.reader(stdin), s.writer(stdout), s.writer(stderr) // goroutines that Start starts keep these
	s.stdin = stdin
	err := c.Start()
	c.Stdout, c.Stderr = stdout, stderr
	if err != nil {
		c.Stdin = stdin
	} else {
		started.Store(weak.Make(c), s)
		runtime.AddCleanup(c, func(p weak.Pointer[exec.Cmd]) { started.Delete(p) }, weak.Make(c))
	}
	return err
}

func waitCommand(env eval.Env, c *exec.Cmd) error {
	if c.Process != nil {
		process := c.Process
		defer context.AfterFunc(env.Context(), func() { _ = process.Kill() })() // it may have ended by itself
	}
	err := c.Wait()
	if s, ok := started.LoadAndDelete(weak.Make(c)); ok {
		c.Stdin = s.(*commandStreams).stdin
		s.(*commandStreams).goOn()
	}
	return err
}

// started holds the streams of commands that nobody has waited for, by weak.Pointer[exec.Cmd].
var started sync.Map

// commandStreams are the readers and writers of a command, or the body of an HTTP request. Package exec uses them on goroutines of its own,
// where a panic would end the process, and whose end nobody would hear of: those that may lead to code of cells are called on goroutines
// of the cell, and a panic there goes on where the command is waited for.
type commandStreams struct {
	env   eval.Env
	stdin io.Reader // of the cell: the command's is another until it has been waited for, since a goroutine of Start reads the field
	mu    sync.Mutex
	panic any // the first

	waitedFor bool // whoever would panic in its place has done so, or gone on
}

var errCalleePanicked = errors.New("a reader or writer panicked")

// call calls f on a goroutine of the cell and reports whether it returned.
func (s *commandStreams) call(f func()) (returned bool) {
	ended := make(chan struct{})
	s.env.Starting(func() {
		defer func() {
			if returned {
				return
			}
			r := recover()
			if _, ends := r.(interface{ EndsGoroutine() }); ends || r == nil {
				r = errors.New("a reader or writer ended its goroutine")
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			switch {
			case s.env.Context().Err() != nil: // the end of this cell is no news for a later one that waits
			case s.waitedFor:
				panic(r) // as any goroutine's, since nobody waits any more
			case s.panic == nil:
				s.panic = r
			}
		}()
		f()
		returned = true
	}, func() { close(ended) })()
	<-ended
	return returned
}

// goOn panics as a reader or writer of the command did.
func (s *commandStreams) goOn() {
	s.mu.Lock()
	r := s.panic
	s.waitedFor = true
	s.mu.Unlock()
	if r != nil {
		panic(r)
	}
}

// reader returns what a command reads from in place of r.
func (s *commandStreams) reader(r io.Reader) io.Reader {
	switch r.(type) {
	case nil, *os.File, *bytes.Buffer, *bytes.Reader, *strings.Reader:
		return r
	}
	return commandReader{s, r}
}

// writer returns what a command writes to in place of w. It fails when the cell has ended, so that the command, or what it has left
// running, does not fill the memory; two that are made of the same w are equal, which lets exec use one pipe.
func (s *commandStreams) writer(w io.Writer) io.Writer {
	switch v := w.(type) {
	case nil, *os.File:
		return w
	case *bytes.Buffer:
		return endingWriter{s.env, bufferWriter{s.env, v}}
	case *gathered, *tail:
		return endingWriter{s.env, w}
	}
	return endingWriter{s.env, commandWriter{s, w}}
}

type commandReader struct {
	s *commandStreams
	r io.Reader
}

func (c commandReader) Read(p []byte) (n int, err error) {
	if !c.s.call(func() { n, err = c.r.Read(p) }) {
		return 0, errCalleePanicked
	}
	return n, err
}

type commandWriter struct {
	s *commandStreams
	w io.Writer
}

func (c commandWriter) Write(p []byte) (n int, err error) {
	if !c.s.call(func() { n, err = c.w.Write(p) }) {
		return 0, errCalleePanicked
	}
	return n, err
}

func runCommand(env eval.Env, c *exec.Cmd) error {
	if err := startCommand(env, c); err != nil {
		return err
	}
	return waitCommand(env, c)
}

func outputOf(env eval.Env, c *exec.Cmd) ([]byte, error) {
	if c.Stdout != nil {
		return c.Output() // which says that this is wrong
	}
	var out gathered
	var errs tail
	c.Stdout = &out
	captured := c.Stderr == nil
	if captured {
		c.Stderr = &errs
	}
	err := runCommand(env, c)
	if failed := (*exec.ExitError)(nil); captured && errors.As(err, &failed) {
		failed.Stderr = errs.text
	}
	return out.unlessEnded(env), err
}

// unlessEnded returns what was written, of a cell that goes on.
func (g *gathered) unlessEnded(env eval.Env) []byte {
	if env.Context().Err() != nil || g.total == 0 {
		return nil
	}
	return g.bytes()
}

// A tail keeps the end of what is written to it.
type tail struct{ text []byte }

func (t *tail) Write(p []byte) (int, error) {
	const most = 64 << 10
	t.text = append(t.text, p...)
	if n := len(t.text); n > most {
		t.text = bytes.Clone(t.text[n-most:])
	}
	return len(p), nil
}

// A bufferWriter writes to a buffer of a cell what a command prints. It does so on a goroutine of package exec, where a panic, such
// as that of a buffer that would go past the memory limit, ends the process.
type bufferWriter struct {
	env eval.Env
	b   *bytes.Buffer
}

func (w bufferWriter) Write(p []byte) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
			fmt.Fprintf(w.env.Stderr(), "the output of a command is cut: %v\n", r) // (*exec.Cmd).Wait may tell of the command's end only
		}
	}()
	growBuffer(w.b, len(p))
	return w.b.Write(p)
}

// endingWriter writes to w until the cell ends.
type endingWriter struct {
	env eval.Env
	w   io.Writer
}

func (e endingWriter) Write(p []byte) (int, error) {
	if err := e.env.Context().Err(); err != nil {
		return 0, err
	}
	return e.w.Write(p)
}
