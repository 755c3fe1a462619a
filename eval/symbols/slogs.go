// This file gives each session a default structured logger of its own.

package symbols

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/arraybook/arraybook/eval"
)

// A structured is a session's default structured logger.
type structured struct {
	logger atomic.Pointer[slog.Logger]
	level  slog.LevelVar // of the logger that is the default at first
}

type structuredKey struct{}

// structuredOf returns the session's default structured logger. A cell without a session has one for each use.
func structuredOf(env eval.Env) *structured {
	make := func() any {
		s := new(structured)
		s.logger.Store(slog.New(newLineHandler(env, &s.level)))
		return s
	}
	shared, ok := session(env)
	if !ok {
		return make().(*structured)
	}
	return shared.Keep(structuredKey{}, make).(*structured)
}

func bindSlog(funcs map[string]any) {
	for name, f := range funcs {
		// The functions that are methods of the default logger.
		method, ok := reflect.TypeFor[*slog.Logger]().MethodByName(name)
		if ok && method.Type.NumIn() == reflect.TypeOf(f).NumIn()+1 {
			funcs[name] = eval.Bound(func(env eval.Env) any {
				return reflect.ValueOf(structuredOf(env).logger.Load()).MethodByName(name).Interface()
			})
		}
	}
	funcs["NewTextHandler"] = eval.Bound(func(env eval.Env) any {
		return func(w io.Writer, o *slog.HandlerOptions) *slog.TextHandler {
			return slog.NewTextHandler(written(env, w), o)
		}
	})
	funcs["NewJSONHandler"] = eval.Bound(func(env eval.Env) any {
		return func(w io.Writer, o *slog.HandlerOptions) *slog.JSONHandler {
			return slog.NewJSONHandler(written(env, w), o)
		}
	})
	funcs["Default"] = eval.Bound(func(env eval.Env) any { return structuredOf(env).logger.Load })
	funcs["SetDefault"] = eval.Bound(func(env eval.Env) any {
		return func(l *slog.Logger) {
			structuredOf(env).logger.Store(l)
			if _, first := l.Handler().(*lineHandler); !first {
				// As in package slog: package log then writes to the handler, too.
				standard, _ := standardLogger(env)
				standard.SetOutput(slog.NewLogLogger(l.Handler(), slog.LevelInfo).Writer())
				standard.SetFlags(0)
			}
		}
	})
	funcs["SetLogLoggerLevel"] = eval.Bound(func(env eval.Env) any {
		return func(level slog.Level) slog.Level {
			s := structuredOf(env)
			old := s.level.Level()
			s.level.Set(level)
			return old
		}
	})
}

// A lineHandler writes records through the session's standard logger as slog's default handler does: level and message,
// then the attributes as a TextHandler writes them.
type lineHandler struct {
	env   eval.Env
	level slog.Leveler
	attrs slog.Handler // writes to text

	mu   *sync.Mutex // guards text
	text *bytes.Buffer
}

func newLineHandler(env eval.Env, level slog.Leveler) *lineHandler {
	text := new(bytes.Buffer)
	return &lineHandler{env, level, slog.NewTextHandler(text, &slog.HandlerOptions{Level: slog.Level(-1 << 30)}), new(sync.Mutex), text}
}

// Enabled reports whether records of the level are written.
func (h *lineHandler) Enabled(_ context.Context, level slog.Level) bool {
	return level >= h.level.Level()
}

// Handle writes a record.
func (h *lineHandler) Handle(ctx context.Context, r slog.Record) error {
	attrs := slog.NewRecord(time.Time{}, r.Level, "", 0) // without time and message, which go before
	r.Attrs(func(a slog.Attr) bool {
		attrs.AddAttrs(a)
		return true
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	h.text.Reset()
	if err := h.attrs.Handle(ctx, attrs); err != nil {
		return err
	}
	tail := strings.TrimPrefix(h.text.String(), "level="+r.Level.String()+` msg=""`)
	env := h.env
	if shared, ok := session(env); ok {
		env = shared.Current()
	}
	_, logger := standardLogger(env)
	return logger.Output(0, r.Level.String()+" "+r.Message+tail)
}

// WithAttrs returns a handler whose records have more attributes.
func (h *lineHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	with := *h
	with.attrs = h.attrs.WithAttrs(attrs)
	return &with
}

// WithGroup returns a handler whose records have their attributes in a group.
func (h *lineHandler) WithGroup(name string) slog.Handler {
	with := *h
	with.attrs = h.attrs.WithGroup(name)
	return &with
}
