// This file holds functions that can take more memory in one call than there is. The engine watches what cells take, but
// compiled code cannot be stopped on its way.

package symbols

import (
	"bufio"
	"bytes"
	"image"
	"image/color"
	"io"
	"math/big"
	"math/bits"
	"os"
	"reflect"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/arraybook/arraybook/eval"
)

// reserve panics if n times size bytes more would go past the memory limit. What is absurd besides, Go's own function says.
func reserve(n, size int) {
	if n > 0 && size > 0 {
		if over, bytes := bits.Mul64(uint64(n), uint64(size)); over == 0 && bytes <= 1<<48 {
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

// bindImage bounds the functions that make images of any size.
func bindImage(funcs map[string]any) {
	bound := func(r image.Rectangle, size int) {
		if !r.Empty() {
			reserve(r.Dx()*size, r.Dy())
		}
	}
	funcs["NewRGBA"] = func(r image.Rectangle) *image.RGBA { bound(r, 4); return image.NewRGBA(r) }
	funcs["NewRGBA64"] = func(r image.Rectangle) *image.RGBA64 { bound(r, 8); return image.NewRGBA64(r) }
	funcs["NewNRGBA"] = func(r image.Rectangle) *image.NRGBA { bound(r, 4); return image.NewNRGBA(r) }
	funcs["NewNRGBA64"] = func(r image.Rectangle) *image.NRGBA64 { bound(r, 8); return image.NewNRGBA64(r) }
	funcs["NewAlpha"] = func(r image.Rectangle) *image.Alpha { bound(r, 1); return image.NewAlpha(r) }
	funcs["NewAlpha16"] = func(r image.Rectangle) *image.Alpha16 { bound(r, 2); return image.NewAlpha16(r) }
	funcs["NewGray"] = func(r image.Rectangle) *image.Gray { bound(r, 1); return image.NewGray(r) }
	funcs["NewGray16"] = func(r image.Rectangle) *image.Gray16 { bound(r, 2); return image.NewGray16(r) }
	funcs["NewCMYK"] = func(r image.Rectangle) *image.CMYK { bound(r, 4); return image.NewCMYK(r) }
	funcs["NewPaletted"] = func(r image.Rectangle, p color.Palette) *image.Paletted {
		bound(r, 1)
		return image.NewPaletted(r, p)
	}
	funcs["NewYCbCr"] = func(r image.Rectangle, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
		bound(r, 3)
		return image.NewYCbCr(r, ratio)
	}
	funcs["NewNYCbCrA"] = func(r image.Rectangle, ratio image.YCbCrSubsampleRatio) *image.NYCbCrA {
		bound(r, 4)
		return image.NewNYCbCrA(r, ratio)
	}
}

// bindBig bounds the operations on integers whose result can be far larger than their operands.
func bindBig(funcs map[string]any) {
	funcs["(*Int).Lsh"] = plain(func(z, x *big.Int, n uint) *big.Int { reserve(int(min(n/8, 1<<48)), 1); return z.Lsh(x, n) })
	funcs["(*Int).SetBit"] = plain(func(z, x *big.Int, i int, b uint) *big.Int { reserve(i/8, 1); return z.SetBit(x, i, b) })
	funcs["(*Int).Exp"] = plain(func(z, x, y, m *big.Int) *big.Int {
		if m == nil || m.Sign() == 0 {
			if bits := x.BitLen(); bits > 1 && y.Sign() > 0 {
				power := int64(1 << 48)
				if y.IsInt64() {
					power = min(power, y.Int64())
				}
				reserve(int(power), (bits+6)/8)
			}
		}
		return z.Exp(x, y, m)
	})
}

// bindDebug keeps limits from ending the process. A cell's recursion is bounded by the engine, whatever SetMaxStack says.
func bindDebug(funcs map[string]any) {
	funcs["SetMaxStack"] = atLeast(debug.SetMaxStack, 1_000_000_000)
	funcs["SetMaxThreads"] = atLeast(debug.SetMaxThreads, 10_000)
}

// atLeast returns a setter that sets no less than the given limit, but returns what it was last called with, as set does.
func atLeast(set func(int) int, least int) func(int) int {
	var mu sync.Mutex
	asked, called := 0, false
	return func(n int) int {
		mu.Lock()
		defer mu.Unlock()
		before := set(max(n, least))
		if called {
			before = asked
		}
		asked, called = n, true
		return before
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
