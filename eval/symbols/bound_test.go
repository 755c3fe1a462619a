// This file tests what depends on the calling cell, with cells made by hand.

package symbols

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/arraybook/arraybook/display"
	"github.com/arraybook/arraybook/eval"
)

// A fakeSession runs one cell at a time.
type fakeSession struct {
	kept  map[any]any
	cell  *fakeCell
	after []func()
	flush []func()
}

func (s *fakeSession) Keep(key any, make func() any) any {
	if _, ok := s.kept[key]; !ok {
		s.kept[key] = make()
	}
	return s.kept[key]
}

func (s *fakeSession) Current() eval.Env { return s.cell }

func (s *fakeSession) Own(otherwise eval.Env) eval.Env { return otherwise }

func (s *fakeSession) AfterCell(f func()) { s.after = append(s.after, f) }
func (s *fakeSession) OnFlush(f func())   { s.flush = append(s.flush, f) }

// Starting starts goroutines at once.
func (c *fakeCell) Starting(f, done func()) func() {
	return func() {
		go func() {
			if done != nil {
				defer done()
			}
			f()
		}()
	}
}

// A fakeCell records what it is written.
type fakeCell struct {
	session *fakeSession
	ctx     context.Context
	cancel  func()
	stdin   io.Reader
	host    any

	mu  sync.Mutex
	log bytes.Buffer // stdout as it is, stderr in brackets
}

type fakeWriter struct {
	c      *fakeCell
	format string
}

func (w fakeWriter) Write(p []byte) (int, error) {
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	fmt.Fprintf(&w.c.log, w.format, p)
	return len(p), nil
}

func (c *fakeCell) Context() context.Context { return c.ctx }
func (c *fakeCell) Stdout() io.Writer        { return fakeWriter{c, "%s"} }
func (c *fakeCell) Stderr() io.Writer        { return fakeWriter{c, "[%s]"} }
func (c *fakeCell) Stdin() io.Reader         { return c.stdin }
func (c *fakeCell) Host() any                { return c.host }
func (c *fakeCell) Exit(code int)            { panic(exitCode(code)) }
func (c *fakeCell) Shared() eval.Shared      { return c.session }

type exitCode int

func (c *fakeCell) output() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.log.String()
}

func newSession() *fakeSession {
	s := &fakeSession{kept: map[any]any{}}
	s.next("")
	return s
}

// next ends the running cell and starts another that is typed the given text.
func (s *fakeSession) next(typed string) *fakeCell {
	if s.cell != nil {
		s.end()
	}
	c := &fakeCell{session: s, stdin: strings.NewReader(typed)}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	s.cell = c
	return c
}

func (s *fakeSession) end() string {
	for _, f := range s.after {
		f()
	}
	return s.cell.output()
}

// symbolsOf returns the symbols of one package.
func symbolsOf(t *testing.T, path string) eval.Symbols {
	t.Helper()
	for _, p := range Packages() {
		if p.Path == path {
			return p.Symbols()
		}
	}
	t.Fatalf("no package %s", path)
	panic("unreachable")
}

func bound[F any](t *testing.T, env eval.Env, values map[string]any, name string) F {
	t.Helper()
	b, ok := values[name].(eval.Bound)
	if !ok {
		t.Fatalf("%s is %T, not bound to the cell", name, values[name])
	}
	return b(env).(F)
}

func TestPrint(t *testing.T) {
	s := newSession()
	funcs := symbolsOf(t, "fmt").Funcs
	bound[func(...any) (int, error)](t, s.cell, funcs, "Print")("a", 1, 2)
	bound[func(string, ...any) (int, error)](t, s.cell, funcs, "Printf")("%03d", 7)
	bound[func(...any) (int, error)](t, s.cell, funcs, "Println")("b", 3)
	if got, want := s.end(), "a1 2007b 3\n"; got != want {
		t.Errorf("output %q, want %q", got, want)
	}
}

func TestScan(t *testing.T) {
	s := newSession()
	cell := s.next("12 34\nx\n")
	var a, b int
	n, err := bound[func(...any) (int, error)](t, cell, symbolsOf(t, "fmt").Funcs, "Scan")(&a, &b)
	if n != 2 || err != nil || a != 12 || b != 34 {
		t.Errorf("Scan: %d, %v with %d and %d", n, err, a, b)
	}
}

func TestStdoutFile(t *testing.T) {
	s := newSession()
	println := func(a ...any) {
		bound[func(...any) (int, error)](t, s.cell, symbolsOf(t, "fmt").Funcs, "Println")(a...)
	}
	vars := symbolsOf(t, "os").Vars
	println("1: before the file is made")
	file := bound[**os.File](t, s.cell, vars, "Stdout")
	for i := range 100 {
		fmt.Fprintln(*file, "file", i)
		println("print", i)
	}
	want := "1: before the file is made\n"
	for i := range 100 {
		want += fmt.Sprintf("file %d\nprint %d\n", i, i)
	}
	if got := s.end(); got != want {
		t.Errorf("cell 1 printed %q, want %q", got, want)
	}

	first := s.cell
	s.next("")
	fmt.Fprint(*file, "2: into the running cell\n")
	bound[func(...any) (int, error)](t, first, symbolsOf(t, "fmt").Funcs, "Print")("1: a goroutine it left\n")
	if got, want := s.end(), "2: into the running cell\n"; got != want {
		t.Errorf("cell 2 printed %q, want %q", got, want)
	}
	if got := first.output(); !strings.HasSuffix(got, "1: a goroutine it left\n") {
		t.Errorf("cell 1 printed %q", got)
	}

	s.next("")
	errFile := bound[**os.File](t, s.cell, vars, "Stderr")
	fmt.Fprint(*errFile, "oops")
	if got, want := s.end(), "[oops]"; got != want {
		t.Errorf("cell 3 printed %q, want %q", got, want)
	}
}

// Cells assign to os.Stdout to capture what is printed, and forget to undo it.
func TestStdoutAssigned(t *testing.T) {
	s := newSession()
	print := func(a ...any) { bound[func(...any) (int, error)](t, s.cell, symbolsOf(t, "fmt").Funcs, "Print")(a...) }
	file := bound[**os.File](t, s.cell, symbolsOf(t, "os").Vars, "Stdout")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	*file = w
	print("captured")
	w.Close()
	if got, err := io.ReadAll(r); string(got) != "captured" || err != nil {
		t.Errorf("captured %q, %v", got, err)
	}
	if got := s.end(); got != "" {
		t.Errorf("the cell printed %q", got)
	}
	s.next("")
	print("seen")
	if got := s.end(); got != "seen" {
		t.Errorf("the next cell printed %q", got)
	}
	s.next("")
	(*file).Close()
	s.next("")
	print("again")
	if got := s.end(); got != "again" {
		t.Errorf("the cell after one that closed os.Stdout printed %q", got)
	}
}

func TestStdinReader(t *testing.T) {
	s := newSession()
	s.next("one\ntwo\n")
	file := bound[**os.File](t, s.cell, symbolsOf(t, "os").Vars, "Stdin")
	r := bound[func(io.Reader) *bufio.Reader](t, s.cell, symbolsOf(t, "bufio").Funcs, "NewReader")(*file)
	if line, err := r.ReadString('\n'); line != "one\n" || err != nil {
		t.Errorf("first line %q, %v", line, err)
	}
	if n, err := (*file).Read(make([]byte, 10)); n != 0 || err != io.EOF {
		t.Errorf("the file itself gave %d bytes, %v", n, err)
	}
	s.next("three\n")
	if text, err := r.ReadString('e'); text != "two\nthre" || err != nil {
		t.Errorf("reader of an earlier cell gave %q, %v", text, err)
	}
}

func TestLog(t *testing.T) {
	s := newSession()
	funcs := symbolsOf(t, "log").Funcs
	bound[func(int)](t, s.cell, funcs, "SetFlags")(0)
	bound[func(string)](t, s.cell, funcs, "SetPrefix")("p: ")
	bound[func(...any)](t, s.cell, funcs, "Println")("one")
	bound[func() *log.Logger](t, s.cell, funcs, "Default")().Print("two")
	if got, want := s.end(), "[p: one\n][p: two\n]"; got != want {
		t.Errorf("cell 1 logged %q, want %q", got, want)
	}
	s.next("")
	code := exitOf(func() { bound[func(string, ...any)](t, s.cell, funcs, "Fatalf")("bad %d", 3) })
	if got, want := s.end(), "[p: bad 3\n]"; got != want || code != 1 {
		t.Errorf("cell 2 logged %q and exited with %d, want %q", got, code, want)
	}
	s.next("")
	var b strings.Builder
	own := log.New(&b, "", 0)
	code = exitOf(func() { bound[func(*log.Logger, ...any)](t, s.cell, funcs, "(*Logger).Fatal")(own, "x") })
	if b.String() != "x\n" || code != 1 {
		t.Errorf("own logger wrote %q and exited with %d", b.String(), code)
	}
	bound[func(io.Writer)](t, s.cell, funcs, "SetOutput")(&b)
	bound[func(...any)](t, s.cell, funcs, "Print")("y")
	if got := s.end(); got != "" || b.String() != "x\np: y\n" {
		t.Errorf("after SetOutput the cell has %q, the writer %q", got, b.String())
	}
}

// exitOf returns the code with which f exits its cell, -1 if it does not.
func exitOf(f func()) (code exitCode) {
	defer func() {
		if c, ok := recover().(exitCode); ok {
			code = c
		}
	}()
	f()
	return -1
}

func TestExit(t *testing.T) {
	s := newSession()
	if code := exitOf(func() { bound[func(int)](t, s.cell, symbolsOf(t, "os").Funcs, "Exit")(4) }); code != 4 {
		t.Errorf("exit code %d, want 4", code)
	}
}

func TestSleepInterrupted(t *testing.T) {
	s := newSession()
	s.cell.cancel()
	bound[func(time.Duration)](t, s.cell, symbolsOf(t, "time").Funcs, "Sleep")(time.Hour)
}

// A recorder is an Output that notes what the cell had printed before.
type recorder struct {
	cell  *fakeCell
	calls []string
}

func (r *recorder) Display(b display.Bundle, id string) error {
	r.calls = append(r.calls, fmt.Sprintf("display %v after %q", b.Data["text/plain"], r.cell.output()))
	return nil
}

func (r *recorder) Update(b display.Bundle, id string) error {
	r.calls = append(r.calls, fmt.Sprintf("update %v", b.Data["text/plain"]))
	return nil
}

func (r *recorder) Clear(wait bool) error {
	r.calls = append(r.calls, fmt.Sprintf("clear %v", wait))
	return nil
}

func TestDisplay(t *testing.T) {
	s := newSession()
	out := &recorder{cell: s.cell}
	s.cell.host = out
	funcs := symbolsOf(t, displayPath).Funcs
	file := bound[**os.File](t, s.cell, symbolsOf(t, "os").Vars, "Stdout")
	fmt.Fprint(*file, "first")
	h := bound[func(...any) *display.Handle](t, s.cell, funcs, "Display")(1)
	if err := h.Update(2); err != nil {
		t.Error(err)
	}
	if err := bound[func(bool) error](t, s.cell, funcs, "ClearOutput")(true); err != nil {
		t.Error(err)
	}
	want := `[display 1 after "first" update 2 clear true]`
	if got := fmt.Sprint(out.calls); got != want {
		t.Errorf("calls %s, want %s", got, want)
	}
	s.next("")
	bound[func(...any) *display.Handle](t, s.cell, funcs, "Display")("x")
	if got := s.end(); got != "x\n" {
		t.Errorf("without an Output, %q was printed", got)
	}
}

func TestFlags(t *testing.T) {
	s := newSession()
	symbols := symbolsOf(t, "flag")
	run := func(args ...string) (n int, code exitCode) {
		s.next("")
		*bound[*[]string](t, s.cell, symbolsOf(t, "os").Vars, "Args") = append([]string{"prog"}, args...)
		// A cell that defines a flag may run again.
		value := bound[func(string, int, string) *int](t, s.cell, symbols.Funcs, "Int")("n", 3, "how many")
		code = exitOf(func() { bound[func()](t, s.cell, symbols.Funcs, "Parse")() })
		return *value, code
	}
	if n, code := run(); n != 3 || code != -1 {
		t.Errorf("default %d, exit code %d", n, code)
	}
	if n, code := run("-n=5", "rest"); n != 5 || code != -1 {
		t.Errorf("value %d, exit code %d", n, code)
	}
	if rest := bound[func() []string](t, s.cell, symbols.Funcs, "Args")(); len(rest) != 1 || rest[0] != "rest" {
		t.Errorf("arguments %q", rest)
	}
	_, code := run("-x")
	if got, want := s.end(), "flag provided but not defined: -x\nUsage of cell:\n  -n int\n    \thow many (default 3)\n"; unbracketed(got) != want || code != 2 {
		t.Errorf("a wrong flag exits with %d and prints %q, want %q", code, got, want)
	}
	s.next("")
	own := flag.NewFlagSet("own", flag.ExitOnError)
	code = exitOf(func() {
		_ = bound[func(*flag.FlagSet, []string) error](t, s.cell, symbols.Funcs, "(*FlagSet).Parse")(own, []string{"-h"})
	})
	if got := s.end(); unbracketed(got) != "Usage of own:\n" || code != 0 || own.ErrorHandling() != flag.ExitOnError {
		t.Errorf("-h exits with %d and prints %q", code, got)
	}
}

// unbracketed removes the brackets around what was written to stderr.
func unbracketed(s string) string { return strings.NewReplacer("[", "", "]", "").Replace(s) }

func TestSlog(t *testing.T) {
	s := newSession()
	funcs := symbolsOf(t, "log/slog").Funcs
	bound[func(int)](t, s.cell, symbolsOf(t, "log").Funcs, "SetFlags")(0)
	bound[func(string, ...any)](t, s.cell, funcs, "Debug")("hidden")
	bound[func(string, ...any)](t, s.cell, funcs, "Info")("hello", "msg", 1, "b", "two words")
	bound[func(...any) *slog.Logger](t, s.cell, funcs, "With")("a", 1).WithGroup("g").Warn("grouped", "b", 2)
	want := "[INFO hello msg=1 b=\"two words\"\n][WARN grouped a=1 g.b=2\n]"
	if got := s.end(); got != want {
		t.Errorf("logged %q, want %q", got, want)
	}
	s.next("")
	bound[func(slog.Level) slog.Level](t, s.cell, funcs, "SetLogLoggerLevel")(slog.LevelDebug)
	bound[func(string, ...any)](t, s.cell, funcs, "Debug")("shown")
	if got, want := s.end(), "[DEBUG shown\n]"; got != want {
		t.Errorf("logged %q, want %q", got, want)
	}
	s.next("")
	var b strings.Builder
	own := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	bound[func(*slog.Logger)](t, s.cell, funcs, "SetDefault")(own)
	bound[func(string, ...any)](t, s.cell, funcs, "Info")("one")
	bound[func(...any)](t, s.cell, symbolsOf(t, "log").Funcs, "Print")("two")
	if got, want := b.String(), "level=INFO msg=one\nlevel=INFO msg=two\n"; got != want || s.end() != "" {
		t.Errorf("own logger wrote %q, the cell %q", got, s.end())
	}
	if bound[func() *slog.Logger](t, s.cell, funcs, "Default")() != own {
		t.Error("Default is not what SetDefault was given")
	}
}

func TestSetFinalizer(t *testing.T) {
	set := symbolsOf(t, "runtime").Funcs["SetFinalizer"].(func(any, any))
	type object struct {
		text string
		_    string // larger than what the allocator packs into shared blocks, which have no finalizers of their own
	}
	done := make(chan string)
	for _, text := range []string{"first", "second"} { // the second shows that the finalizers' goroutine has survived
		func() {
			o := &object{text: text}
			set(o, func(o *object) {
				defer func() { done <- o.text }()
				runtime.Goexit() // as the engine ends a goroutine on which interpreted code panics
			})
		}()
		runtime.GC()
		if got := <-done; got != text {
			t.Errorf("finalizer got %q, want %q", got, text)
		}
	}
}
