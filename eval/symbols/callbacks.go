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
	"reflect"
	"runtime/pprof"
	"runtime/trace"
	"strings"
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
	funcs["Post"] = eval.Bound(func(env eval.Env) any {
		return func(url, contentType string, body io.Reader) (*http.Response, error) {
			return post(env, http.DefaultClient, url, contentType, body)
		}
	})
	funcs["(*Client).Post"] = eval.Bound(func(env eval.Env) any {
		return func(c *http.Client, url, contentType string, body io.Reader) (*http.Response, error) {
			return post(env, c, url, contentType, body)
		}
	})
	funcs["(*Client).Do"] = eval.Bound(func(env eval.Env) any {
		return func(c *http.Client, r *http.Request) (*http.Response, error) { return do(env, c, r) }
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

func post(env eval.Env, c *http.Client, url, contentType string, body io.Reader) (*http.Response, error) {
	checkGiven("http.Post: the body", body, false)
	r, err := http.NewRequest(http.MethodPost, url, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", contentType)
	return do(env, c, r)
}

// do sends a request, whose body a goroutine of the transport reads and closes: if that panics the caller does, who would wait for ever.
func do(env eval.Env, c *http.Client, r *http.Request) (*http.Response, error) {
	if r == nil || r.Body == nil || isInMemory(r.Body) {
		return c.Do(r)
	}
	checkGiven("http: the request's body", r.Body, false)
	s := &commandStreams{env: env}
	sent := r.WithContext(r.Context())
	sent.Body = watchedBody{s, r.Body}
	if again := r.GetBody; again != nil {
		sent.GetBody = func() (io.ReadCloser, error) {
			body, err := again()
			if err != nil || body == nil {
				return body, err
			}
			return watchedBody{s, body}, nil
		}
	}
	answer, err := c.Do(sent)
	s.goOn()
	if answer != nil && answer.Request == sent {
		answer.Request = r
	}
	return answer, err
}

// isInMemory reports whether a body is http.NoBody or what http.NewRequest makes of bytes and strings.
func isInMemory(body io.ReadCloser) bool {
	if body == http.NoBody {
		return true
	}
	v := reflect.ValueOf(body)
	if v.Type() != reflect.TypeOf(io.NopCloser(strings.NewReader(""))) {
		return false
	}
	switch v.Field(0).Elem().Type() {
	case reflect.TypeFor[*bytes.Buffer](), reflect.TypeFor[*bytes.Reader](), reflect.TypeFor[*strings.Reader]():
		return true
	}
	return false
}

// A watchedBody is the body of a request that goroutines of the transport read and close.
type watchedBody struct {
	s    *commandStreams
	body io.ReadCloser
}

func (b watchedBody) Read(p []byte) (n int, err error) { return commandReader{b.s, b.body}.Read(p) }

func (b watchedBody) Close() (err error) {
	if !b.s.call(func() { err = b.body.Close() }) {
		return errCalleePanicked
	}
	return err
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
