// This file replaces table entries that would reach past the cell that calls them: to the process's streams or its exit, or
// into a wait that an interrupt could not end.

package symbols

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/arraybook/arraybook/eval"
)

// bind replaces what depends on the calling cell in the symbols of the package with the given path, and adds what the
// generated tables cannot hold.
func bind(path string, s eval.Symbols) {
	switch path {
	case "bufio":
		s.Funcs["NewReader"] = reading(bufio.NewReader)
		s.Funcs["NewScanner"] = reading(bufio.NewScanner)
		s.Funcs["NewReaderSize"] = eval.Bound(newReaderSize)
	case "bytes":
		bindBytes(s.Funcs)
	case "encoding/csv":
		s.Funcs["NewReader"] = reading(csv.NewReader)
	case "encoding/json":
		s.Funcs["NewDecoder"] = reading(json.NewDecoder)
	case "flag":
		bindFlag(s)
	case "fmt":
		bindFmt(s.Funcs)
	case "io":
		bindIO(s.Funcs)
	case "log":
		bindLog(s.Funcs)
	case "log/slog":
		bindSlog(s.Funcs)
	case "os":
		bindOS(s)
	case "image":
		bindImage(s.Funcs)
	case "math/big":
		bindBig(s.Funcs)
	case "runtime/debug":
		bindDebug(s.Funcs)
	case "reflect":
		bindReflect(s.Funcs)
	case "runtime":
		s.Funcs["SetFinalizer"] = setFinalizer
		s.Funcs["Breakpoint"] = func() { panic(errors.New("runtime.Breakpoint: no debugger is attached to the kernel")) }
	case "slices":
		addSliceInstances(s.Funcs)
	case "strings":
		bindStrings(s.Funcs)
	case "syscall":
		s.Funcs["Exit"] = eval.Bound(func(env eval.Env) any { return env.Exit })
	case "time":
		s.Funcs["Sleep"] = eval.Bound(sleep)
	case displayPath:
		bindDisplay(s.Funcs)
	}
}

func bindFmt(funcs map[string]any) {
	funcs["Print"] = eval.Bound(func(env eval.Env) any {
		return func(a ...any) (int, error) { return fmt.Fprint(stdout(env), a...) }
	})
	funcs["Printf"] = eval.Bound(func(env eval.Env) any {
		return func(format string, a ...any) (int, error) { return fmt.Fprintf(stdout(env), format, a...) }
	})
	funcs["Println"] = eval.Bound(func(env eval.Env) any {
		return func(a ...any) (int, error) { return fmt.Fprintln(stdout(env), a...) }
	})
	funcs["Fprint"] = eval.Bound(func(env eval.Env) any {
		return func(w io.Writer, a ...any) (int, error) { return fmt.Fprint(written(env, w), a...) }
	})
	funcs["Fprintf"] = eval.Bound(func(env eval.Env) any {
		return func(w io.Writer, format string, a ...any) (int, error) {
			return fmt.Fprintf(written(env, w), format, a...)
		}
	})
	funcs["Fprintln"] = eval.Bound(func(env eval.Env) any {
		return func(w io.Writer, a ...any) (int, error) { return fmt.Fprintln(written(env, w), a...) }
	})
	funcs["Scan"] = eval.Bound(func(env eval.Env) any {
		return func(a ...any) (int, error) { return fmt.Fscan(stdin(env), a...) }
	})
	funcs["Scanf"] = eval.Bound(func(env eval.Env) any {
		return func(format string, a ...any) (int, error) { return fmt.Fscanf(stdin(env), format, a...) }
	})
	funcs["Scanln"] = eval.Bound(func(env eval.Env) any {
		return func(a ...any) (int, error) { return fmt.Fscanln(stdin(env), a...) }
	})
	funcs["Fscan"] = eval.Bound(func(env eval.Env) any {
		return func(r io.Reader, a ...any) (int, error) { return fmt.Fscan(input(env, r), a...) }
	})
	funcs["Fscanf"] = eval.Bound(func(env eval.Env) any {
		return func(r io.Reader, format string, a ...any) (int, error) {
			return fmt.Fscanf(input(env, r), format, a...)
		}
	})
	funcs["Fscanln"] = eval.Bound(func(env eval.Env) any {
		return func(r io.Reader, a ...any) (int, error) { return fmt.Fscanln(input(env, r), a...) }
	})
}

// reading binds a function of a reader so that os.Stdin means what is typed for the cell.
func reading[R any](f func(io.Reader) R) eval.Bound {
	return func(env eval.Env) any {
		return func(r io.Reader) R { return f(input(env, r)) }
	}
}

func bindIO(funcs map[string]any) {
	funcs["ReadAll"] = eval.Bound(func(env eval.Env) any {
		return func(r io.Reader) ([]byte, error) { return io.ReadAll(ending{env, input(env, r)}) }
	})
	funcs["Copy"] = eval.Bound(func(env eval.Env) any {
		return func(dst io.Writer, src io.Reader) (int64, error) { return io.Copy(written(env, dst), input(env, src)) }
	})
	funcs["WriteString"] = eval.Bound(func(env eval.Env) any {
		return func(w io.Writer, s string) (int, error) { return io.WriteString(written(env, w), s) }
	})
	funcs["TeeReader"] = eval.Bound(func(env eval.Env) any {
		return func(r io.Reader, w io.Writer) io.Reader { return io.TeeReader(input(env, r), w) }
	})
}

func bindOS(s eval.Symbols) {
	s.Vars["Stdin"] = bindStdio(&os.Stdin, func(s *stdio) **os.File { return &s.stdin })
	s.Vars["Stdout"] = bindStdio(&os.Stdout, func(s *stdio) **os.File { return &s.stdout })
	s.Vars["Stderr"] = bindStdio(&os.Stderr, func(s *stdio) **os.File { return &s.stderr })
	s.Vars["Args"] = eval.Bound(func(env eval.Env) any { return &commandLineOf(env).args })
	s.Funcs["Exit"] = eval.Bound(func(env eval.Env) any { return env.Exit })
	s.Funcs["ReadFile"] = eval.Bound(readFile)
	s.Funcs["(*File).Write"] = eval.Bound(func(env eval.Env) any {
		return func(f *os.File, b []byte) (int, error) { return written(env, f).Write(b) }
	})
	s.Funcs["(*File).WriteString"] = eval.Bound(func(env eval.Env) any {
		return func(f *os.File, text string) (int, error) { return io.WriteString(written(env, f), text) }
	})
}

// sleep is time.Sleep that an interrupt ends.
func sleep(env eval.Env) any {
	return func(d time.Duration) {
		if d <= 0 {
			return
		}
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-env.Context().Done():
		}
	}
}
