// This file replaces functions that call what cells give them on goroutines of their own, where a panic of compiled code would
// end the process: a nil function, a nil *bytes.Buffer as a writer.

package symbols

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os/exec"
	"reflect"
	"runtime/pprof"
	"runtime/trace"
	"sync"
	"time"

	"github.com/arraybook/arraybook/eval"
)

func bindTimers(funcs map[string]any) {
	funcs["AfterFunc"] = eval.Bound(func(env eval.Env) any {
		return func(d time.Duration, f func()) *time.Timer { return time.AfterFunc(d, env.Starting(f, nil)) }
	})
}

func bindSync(funcs map[string]any) {
	funcs["(*WaitGroup).Go"] = eval.Bound(func(env eval.Env) any {
		return func(wg *sync.WaitGroup, f func()) { wg.Add(1); env.Starting(f, wg.Done)() }
	})
}

func bindContext(funcs map[string]any) {
	funcs["AfterFunc"] = eval.Bound(func(env eval.Env) any {
		return func(ctx context.Context, f func()) func() bool { return context.AfterFunc(ctx, env.Starting(f, nil)) }
	})
}

// checkGiven panics if v is a nil pointer in an interface, or, where something has to be given, nil.
func checkGiven(what string, v any, must bool) {
	if v == nil {
		if must {
			panic(errors.New(what + " is nil"))
		}
		return
	}
	if r := reflect.ValueOf(v); r.Kind() == reflect.Pointer && r.IsNil() {
		panic(fmt.Errorf("%s is a nil %T", what, v))
	}
}

func bindProfiles(funcs map[string]any) {
	funcs["StartCPUProfile"] = func(w io.Writer) error {
		checkGiven("pprof.StartCPUProfile: the writer", w, true)
		return pprof.StartCPUProfile(w)
	}
}

func bindTrace(funcs map[string]any) {
	funcs["Start"] = func(w io.Writer) error {
		checkGiven("trace.Start: the writer", w, true)
		return trace.Start(w)
	}
}

func bindRPC(funcs map[string]any) {
	funcs["NewClient"] = func(conn io.ReadWriteCloser) *rpc.Client {
		checkGiven("rpc.NewClient: the connection", conn, true)
		return rpc.NewClient(conn)
	}
}

func bindJSONRPC(funcs map[string]any) {
	funcs["NewClient"] = func(conn io.ReadWriteCloser) *rpc.Client {
		checkGiven("jsonrpc.NewClient: the connection", conn, true)
		return jsonrpc.NewClient(conn)
	}
}

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
	stdout, stderr := c.Stdout, c.Stderr
	c.Stdout, c.Stderr = commandWriter(env, stdout), commandWriter(env, stderr) // goroutines that Start starts keep these
	defer func() { c.Stdout, c.Stderr = stdout, stderr }()
	return c.Start()
}

func waitCommand(env eval.Env, c *exec.Cmd) error {
	if c.Process != nil {
		process := c.Process
		defer context.AfterFunc(env.Context(), func() { _ = process.Kill() })() // it may have ended by itself
	}
	return c.Wait()
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

// bindHTTP looks at bodies before a goroutine of the transport reads them, and lets a cell that registers handlers run again.
func bindHTTP(funcs map[string]any) {
	funcs["NewRequest"] = func(method, url string, body io.Reader) (*http.Request, error) {
		checkGiven("http.NewRequest: the body", body, false)
		return http.NewRequest(method, url, body)
	}
	funcs["NewRequestWithContext"] = func(ctx context.Context, method, url string, body io.Reader) (*http.Request, error) {
		checkGiven("http.NewRequestWithContext: the body", body, false)
		return http.NewRequestWithContext(ctx, method, url, body)
	}
	funcs["Post"] = func(url, contentType string, body io.Reader) (*http.Response, error) {
		checkGiven("http.Post: the body", body, false)
		return http.Post(url, contentType, body)
	}
	funcs["(*Client).Post"] = plain(func(c *http.Client, url, contentType string, body io.Reader) (*http.Response, error) {
		checkGiven("http.Post: the body", body, false)
		return c.Post(url, contentType, body)
	})
	funcs["(*Client).Do"] = plain(func(c *http.Client, r *http.Request) (*http.Response, error) {
		if r != nil {
			checkGiven("http: the request's body", r.Body, false)
		}
		return c.Do(r)
	})
	funcs["Handle"] = eval.Bound(func(env eval.Env) any {
		return func(pattern string, h http.Handler) { register(env, pattern, h) }
	})
	funcs["HandleFunc"] = eval.Bound(func(env eval.Env) any {
		return func(pattern string, h func(http.ResponseWriter, *http.Request)) {
			if h == nil {
				http.HandleFunc(pattern, nil) // panics
			}
			register(env, pattern, http.HandlerFunc(h))
		}
	})
}

// A registered handler is what http.DefaultServeMux has under a pattern. A later cell that registers another, as one that runs
// again does, replaces it.
type registered struct {
	mu   sync.Mutex
	h    http.Handler
	cell context.Context
}

var handlers struct {
	sync.Mutex
	by map[*http.ServeMux]map[string]*registered
}

func register(env eval.Env, pattern string, h http.Handler) {
	mux := http.DefaultServeMux
	handlers.Lock()
	defer handlers.Unlock()
	r := handlers.by[mux][pattern]
	if r == nil || h == nil || r.cell == env.Context() {
		r = &registered{h: h, cell: env.Context()}
		if h == nil {
			mux.Handle(pattern, nil) // panics
		}
		mux.Handle(pattern, r) // panics if the pattern is taken
		if handlers.by == nil {
			handlers.by = map[*http.ServeMux]map[string]*registered{}
		}
		if handlers.by[mux] == nil {
			handlers.by[mux] = map[string]*registered{}
		}
		handlers.by[mux][pattern] = r
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.h, r.cell = h, env.Context()
}

// ServeHTTP calls the latest handler.
func (r *registered) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	h := r.h
	r.mu.Unlock()
	h.ServeHTTP(w, q)
}
