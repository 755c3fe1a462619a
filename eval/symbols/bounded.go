// This file holds functions that can take more memory in one call than there is. The engine watches what cells take, but
// compiled code cannot be stopped on its way.

package symbols

import (
	"bufio"
	"bytes"
	"io"
	"math/bits"
	"os"
	"reflect"
	"strings"

	"github.com/arraybook/arraybook/eval"
)

// reserve panics if n times size bytes more would go past the memory limit. What is absurd besides, Go's own function says.
func reserve(n, size int) {
	if n > 0 && size > 0 {
		if over, bytes := bits.Mul64(uint64(n), uint64(size)); over == 0 && bytes < 1<<47 {
			eval.ReserveMemory(bytes)
		}
	}
}

// plain makes a Bound of a function that does not depend on the cell, for methods, whose entries must be bound.
func plain(f any) eval.Bound { return func(eval.Env) any { return f } }

func bindStrings(funcs map[string]any) {
	funcs["Repeat"] = func(s string, count int) string {
		reserve(count, len(s))
		return strings.Repeat(s, count)
	}
	funcs["(*Builder).Grow"] = plain(func(b *strings.Builder, n int) { reserve(n, 1); b.Grow(n) })
}

func bindBytes(funcs map[string]any) {
	funcs["Repeat"] = func(b []byte, count int) []byte {
		reserve(count, len(b))
		return bytes.Repeat(b, count)
	}
	funcs["(*Buffer).Grow"] = plain(func(b *bytes.Buffer, n int) { reserve(n, 1); b.Grow(n) })
}

func bindReflect(funcs map[string]any) {
	funcs["MakeSlice"] = func(t reflect.Type, n, capacity int) reflect.Value {
		if t != nil && t.Kind() == reflect.Slice {
			reserve(capacity, int(t.Elem().Size()))
		}
		return reflect.MakeSlice(t, n, capacity)
	}
}

// newReaderSize is bufio.NewReaderSize.
func newReaderSize(env eval.Env) any {
	return func(r io.Reader, size int) *bufio.Reader {
		reserve(size, 1)
		return bufio.NewReaderSize(input(env, r), size)
	}
}

// readFile is os.ReadFile, which an interrupt ends: the file may have no end.
func readFile(env eval.Env) any {
	return func(name string) ([]byte, error) {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			reserve(int(info.Size()), 1)
			return os.ReadFile(name)
		}
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(ending{env, f})
	}
}

// ending reads from r until the cell ends.
type ending struct {
	env eval.Env
	r   io.Reader
}

func (e ending) Read(p []byte) (int, error) {
	if err := e.env.Context().Err(); err != nil {
		return 0, err
	}
	return e.r.Read(p)
}
