// This file replaces table entries that would reach past the cell that calls them: to the process's streams or its exit, or
// into a wait that an interrupt could not end.

package symbols

import (
	"archive/tar"
	"bufio"
	"compress/bzip2"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/csv"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	htmltemplate "html/template"
	"io"
	"os"
	texttemplate "text/template"
	"time"
	"unsafe"

	"github.com/arraybook/arraybook/eval"
)

// bind replaces what depends on the calling cell in the symbols of the package with the given path, and adds what the
// generated tables cannot hold.
func bind(path string, s eval.Symbols) {
	if path != arrayPath && path != displayPath {
		ownVariables(path, s.Vars)
	}
	switch path {
	case "bufio":
		s.Funcs["NewReader"] = reading(bufio.NewReader)
		s.Funcs["NewScanner"] = reading(bufio.NewScanner)
		s.Funcs["NewReaderSize"] = eval.Bound(newReaderSize)
		s.Funcs["(*Writer).ReadFrom"] = eval.Bound(func(env eval.Env) any {
			return func(w *bufio.Writer, r io.Reader) (int64, error) { return w.ReadFrom(copied(env, input(env, r))) }
		})
		s.Funcs["(*Reader).ReadBytes"] = eval.Bound(func(env eval.Env) any {
			return func(r *bufio.Reader, delim byte) ([]byte, error) { return readBuffered(env, r, delim) }
		})
		s.Funcs["(*Reader).ReadString"] = eval.Bound(func(env eval.Env) any {
			return func(r *bufio.Reader, delim byte) (string, error) {
				b, err := readBuffered(env, r, delim)
				return unsafe.String(unsafe.SliceData(b), len(b)), err // nobody else has it
			}
		})
		s.Funcs["NewWriterSize"] = func(w io.Writer, size int) *bufio.Writer { reserve(size, 1); return bufio.NewWriterSize(w, size) }
	case "bytes":
		bindBytes(s.Funcs)
	case "container/ring":
		bindRing(s.Funcs)
	case "context":
		bindContext(s.Funcs)
	case "crypto/rand":
		bindCryptoRand(s)
	case "encoding/csv":
		s.Funcs["NewReader"] = reading(csv.NewReader)
	case "encoding/json":
		s.Funcs["NewDecoder"] = reading(json.NewDecoder)
	case "encoding/xml":
		s.Funcs["NewDecoder"] = reading(xml.NewDecoder)
	case "encoding/gob":
		s.Funcs["NewDecoder"] = reading(gob.NewDecoder)
	case "archive/tar":
		s.Funcs["NewReader"] = reading(tar.NewReader)
	case "compress/bzip2":
		s.Funcs["NewReader"] = reading(bzip2.NewReader)
	case "compress/flate":
		s.Funcs["NewReader"] = reading(flate.NewReader)
	case "compress/gzip":
		s.Funcs["NewReader"] = opening(gzip.NewReader)
	case "compress/zlib":
		s.Funcs["NewReader"] = opening(zlib.NewReader)
	case "flag":
		bindFlag(s)
	case "fmt":
		bindFmt(s.Funcs)
	case "html/template":
		bindTemplate[*htmltemplate.Template](s.Funcs)
	case "image/gif":
		bindGIF(s.Funcs)
	case "image/jpeg":
		bindJPEG(s.Funcs)
	case "image/png":
		bindPNG(s.Funcs)
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
	case "math/rand":
		bindRand(s.Funcs)
	case "math/rand/v2":
		bindRand2(s.Funcs)
	case "net/http":
		bindHTTP(s.Funcs)
	case "net/rpc":
		bindRPC(s.Funcs)
	case "net/rpc/jsonrpc":
		bindJSONRPC(s.Funcs)
	case "os/exec":
		bindExec(s.Funcs)
	case "os/signal":
		bindSignal(s.Funcs)
	case "regexp":
		bindRegexp(s.Funcs)
	case "regexp/syntax":
		bindSyntax(s.Funcs)
	case "runtime/debug":
		bindDebug(s.Funcs)
	case "runtime/pprof":
		bindProfiles(s.Funcs)
	case "runtime/trace":
		bindTrace(s.Funcs)
	case "reflect":
		bindReflect(s.Funcs)
	case "runtime":
		bindRuntime(s.Funcs)
	case "slices":
		addSliceInstances(s.Funcs)
	case "strconv":
		bindFormats(s.Funcs)
	case "strings":
		bindStrings(s.Funcs)
	case "sync":
		bindSync(s.Funcs)
	case "syscall":
		bindSyscall(s.Funcs)
	case "testing":
		refuse(s.Funcs, "Main", "testing.Main ends the process with the tests' result")
	case "text/template":
		bindTemplate[*texttemplate.Template](s.Funcs)
	case "time":
		bindTimers(s.Funcs)
		s.Funcs["Sleep"] = eval.Bound(sleep)
	case arrayPath:
		addArrayInstances(s.Funcs)
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
		return func(r io.Reader) R { return f(endable(env, input(env, r))) }
	}
}

// opening is reading for functions that return an error, too.
func opening[R any](f func(io.Reader) (R, error)) eval.Bound {
	return func(env eval.Env) any {
		return func(r io.Reader) (R, error) { return f(endable(env, input(env, r))) }
	}
}

func bindIO(funcs map[string]any) {
	funcs["ReadAll"] = eval.Bound(func(env eval.Env) any {
		return func(r io.Reader) ([]byte, error) { return readAll(env, input(env, r)) }
	})
	funcs["Copy"] = eval.Bound(func(env eval.Env) any {
		return func(dst io.Writer, src io.Reader) (int64, error) {
			return copyAll(env, written(env, dst), input(env, src), nil)
		}
	})
	funcs["CopyN"] = eval.Bound(func(env eval.Env) any {
		return func(dst io.Writer, src io.Reader, n int64) (int64, error) {
			return copyN(env, written(env, dst), input(env, src), n)
		}
	})
	funcs["CopyBuffer"] = eval.Bound(func(env eval.Env) any {
		return func(dst io.Writer, src io.Reader, buf []byte) (int64, error) {
			if buf != nil && len(buf) == 0 {
				return io.CopyBuffer(dst, src, buf) // panics
			}
			return copyAll(env, written(env, dst), input(env, src), buf)
		}
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
	bindProcess(s.Funcs)
	s.Funcs["NewFile"] = eval.Bound(newFile)
	s.Funcs["(*File).Fd"] = plain(fd)
	s.Funcs["ReadFile"] = eval.Bound(readFile)
	s.Funcs["(*File).Write"] = eval.Bound(func(env eval.Env) any {
		return func(f *os.File, b []byte) (int, error) { return written(env, f).Write(b) }
	})
	s.Funcs["(*File).ReadFrom"] = eval.Bound(func(env eval.Env) any {
		return func(f *os.File, r io.Reader) (int64, error) { return copyAll(env, written(env, f), input(env, r), nil) }
	})
	s.Funcs["(*File).WriteTo"] = eval.Bound(func(env eval.Env) any {
		return func(f *os.File, w io.Writer) (int64, error) { return copyAll(env, w, input(env, f), nil) }
	})
	s.Funcs["(*File).WriteString"] = eval.Bound(func(env eval.Env) any {
		return func(f *os.File, text string) (int, error) { return io.WriteString(written(env, f), text) }
	})
}

// ended returns the channel that is closed when what waits for env's cell shall end.
func ended(env eval.Env) <-chan struct{} {
	if crew, ok := env.(interface{ Quit() <-chan struct{} }); ok {
		return crew.Quit() // a million goroutines do not wake at once
	}
	return env.Context().Done()
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
		case <-ended(env):
		}
	}
}
