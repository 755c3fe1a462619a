// This file holds functions that can take more memory in one call than there is. The engine watches what cells take, but
// compiled code cannot be stopped on its way.

package symbols

import (
	"bufio"
	"bytes"
	"container/ring"
	"fmt"
	"io"
	"math/big"
	"math/bits"
	"math/rand"
	rand2 "math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
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

// reserveReplaced is reserve for the result of count() replacements in a text. Counting takes as long as replacing, so it is
// left out where the result cannot be large.
func reserveReplaced(text, replacement int, count func() int) {
	if text > 0 && replacement > (64<<20)/text {
		reserve(count(), replacement)
	}
}

// longestOf is the length of the longest text that a Replacer puts in.
func longestOf(r *strings.Replacer) (longest int) {
	if r == nil {
		return 0
	}
	pairs := reflect.ValueOf(r).Elem().FieldByName("oldnew")
	for i := 1; i < pairs.Len(); i += 2 {
		longest = max(longest, pairs.Index(i).Len())
	}
	return longest
}

// reserveType is reserve for a value of a type.
func reserveType(t reflect.Type) {
	if t != nil {
		reserve(1, int(t.Size()))
	}
}

// guardedMethod returns what cells call in the place of a method that reflection finds.
func guardedMethod(env eval.Env, v reflect.Value, name string) (reflect.Value, bool) {
	if l, ok := loggerOf(v); ok {
		return fatalMethod(env, l, name)
	}
	return eval.GuardedMethod(v, name)
}

// plain makes a Bound of a function that does not depend on the cell, for methods, whose entries must be bound.
func plain(f any) eval.Bound { return func(eval.Env) any { return f } }

func bindStrings(funcs map[string]any) {
	funcs["Repeat"] = func(s string, count int) string {
		reserve(count, len(s))
		return strings.Repeat(s, count)
	}
	funcs["ReplaceAll"] = func(s, old, new string) string {
		reserveReplaced(len(s), len(new), func() int { return strings.Count(s, old) })
		return strings.ReplaceAll(s, old, new)
	}
	funcs["Replace"] = func(s, old, new string, n int) string {
		reserveReplaced(len(s), len(new), func() int {
			if count := strings.Count(s, old); n < 0 || count < n {
				return count
			}
			return n
		})
		return strings.Replace(s, old, new, n)
	}
	funcs["Join"] = func(elems []string, sep string) string {
		total := len(sep) * max(0, len(elems)-1)
		for _, e := range elems {
			total += len(e)
		}
		reserve(total, 1)
		return strings.Join(elems, sep)
	}
	funcs["(*Replacer).Replace"] = plain(func(r *strings.Replacer, s string) string {
		reserveReplaced(len(s), longestOf(r), func() int { return len(s) })
		return r.Replace(s)
	})
	funcs["(*Builder).Grow"] = plain(func(b *strings.Builder, n int) { reserve(n, 1); b.Grow(n) })
}

func bindBytes(funcs map[string]any) {
	funcs["Repeat"] = func(b []byte, count int) []byte {
		reserve(count, len(b))
		return bytes.Repeat(b, count)
	}
	funcs["ReplaceAll"] = func(s, old, new []byte) []byte {
		reserveReplaced(len(s), len(new), func() int { return bytes.Count(s, old) })
		return bytes.ReplaceAll(s, old, new)
	}
	funcs["Replace"] = func(s, old, new []byte, n int) []byte {
		reserveReplaced(len(s), len(new), func() int {
			if count := bytes.Count(s, old); n < 0 || count < n {
				return count
			}
			return n
		})
		return bytes.Replace(s, old, new, n)
	}
	funcs["Join"] = func(s [][]byte, sep []byte) []byte {
		total := len(sep) * max(0, len(s)-1)
		for _, e := range s {
			total += len(e)
		}
		reserve(total, 1)
		return bytes.Join(s, sep)
	}
	funcs["(*Buffer).ReadFrom"] = eval.Bound(func(env eval.Env) any {
		return func(b *bytes.Buffer, r io.Reader) (int64, error) {
			return readIntoBuffer(env, b, endable(env, input(env, r)))
		}
	})
	funcs["(*Buffer).Grow"] = plain(func(b *bytes.Buffer, n int) { reserve(n, 1); b.Grow(n) })
}

func bindReflect(funcs map[string]any) {
	funcs["New"] = func(t reflect.Type) reflect.Value { reserveType(t); return reflect.New(t) }
	funcs["Zero"] = func(t reflect.Type) reflect.Value { reserveType(t); return reflect.Zero(t) }
	funcs["MakeChan"] = func(t reflect.Type, n int) reflect.Value {
		if t != nil && t.Kind() == reflect.Chan {
			reserve(n, int(t.Elem().Size()))
		}
		return reflect.MakeChan(t, n)
	}
	funcs["Value.Grow"] = plain(func(v reflect.Value, n int) {
		if v.Kind() == reflect.Slice {
			reserve(n, int(v.Type().Elem().Size()))
		}
		v.Grow(n)
	})
	funcs["Value.MethodByName"] = eval.Bound(func(env eval.Env) any {
		return func(v reflect.Value, name string) reflect.Value {
			if m, ok := guardedMethod(env, v, name); ok {
				return m
			}
			return v.MethodByName(name)
		}
	})
	funcs["Value.Method"] = eval.Bound(func(env eval.Env) any {
		return func(v reflect.Value, i int) reflect.Value {
			if v.IsValid() && i >= 0 && i < v.NumMethod() {
				if m, ok := guardedMethod(env, v, v.Type().Method(i).Name); ok {
					return m
				}
			}
			return v.Method(i)
		}
	})
	refuse(funcs, "NewAt", "reflect.NewAt is not for cells, nor is package unsafe: a wrong pointer would end the kernel")
	funcs["MakeSlice"] = func(t reflect.Type, n, capacity int) reflect.Value {
		if t != nil && t.Kind() == reflect.Slice {
			reserve(capacity, int(t.Elem().Size()))
		}
		return reflect.MakeSlice(t, n, capacity)
	}
}

// bindBig bounds the operations on integers whose result can be far larger than their operands.
func bindBig(funcs map[string]any) {
	funcs["(*Int).Lsh"] = plain(func(z, x *big.Int, n uint) *big.Int { reserve(int(min(n/8, 1<<48)), 1); return z.Lsh(x, n) })
	funcs["(*Int).SetBit"] = plain(func(z, x *big.Int, i int, b uint) *big.Int { reserve(i/8, 1); return z.SetBit(x, i, b) })
	funcs["(*Float).Text"] = plain(func(x *big.Float, format byte, prec int) string { reserve(prec, 1); return x.Text(format, prec) })
	funcs["(*Float).Append"] = plain(func(x *big.Float, b []byte, format byte, prec int) []byte {
		reserve(prec, 1)
		return x.Append(b, format, prec)
	})
	funcs["(*Rat).FloatString"] = plain(func(x *big.Rat, prec int) string { reserve(prec, 1); return x.FloatString(prec) })
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

// bindFormats bounds the texts of numbers with a given number of digits.
func bindFormats(funcs map[string]any) {
	funcs["FormatFloat"] = func(f float64, format byte, prec, bits int) string {
		reserve(prec, 1)
		return strconv.FormatFloat(f, format, prec, bits)
	}
	funcs["AppendFloat"] = func(dst []byte, f float64, format byte, prec, bits int) []byte {
		reserve(prec, 1)
		return strconv.AppendFloat(dst, f, format, prec, bits)
	}
	funcs["FormatComplex"] = func(c complex128, format byte, prec, bits int) string {
		reserve(prec, 2)
		return strconv.FormatComplex(c, format, prec, bits)
	}
}

// bindRegexp bounds replacements.
func bindRegexp(funcs map[string]any) {
	count := func(re *regexp.Regexp, src []byte) func() int {
		return func() int { return len(re.FindAllIndex(src, -1)) }
	}
	countString := func(re *regexp.Regexp, src string) func() int {
		return func() int { return len(re.FindAllStringIndex(src, -1)) }
	}
	funcs["(*Regexp).ReplaceAll"] = plain(func(re *regexp.Regexp, src, repl []byte) []byte {
		reserveReplaced(len(src), len(repl), count(re, src))
		return re.ReplaceAll(src, repl)
	})
	funcs["(*Regexp).ReplaceAllLiteral"] = plain(func(re *regexp.Regexp, src, repl []byte) []byte {
		reserveReplaced(len(src), len(repl), count(re, src))
		return re.ReplaceAllLiteral(src, repl)
	})
	funcs["(*Regexp).ReplaceAllString"] = plain(func(re *regexp.Regexp, src, repl string) string {
		reserveReplaced(len(src), len(repl), countString(re, src))
		return re.ReplaceAllString(src, repl)
	})
	funcs["(*Regexp).ReplaceAllLiteralString"] = plain(func(re *regexp.Regexp, src, repl string) string {
		reserveReplaced(len(src), len(repl), countString(re, src))
		return re.ReplaceAllLiteralString(src, repl)
	})
}

func bindRing(funcs map[string]any) {
	funcs["New"] = func(n int) *ring.Ring { reserve(n, 32); return ring.New(n) }
}

func bindRand(funcs map[string]any) {
	funcs["Perm"] = func(n int) []int { reserve(n, 8); return rand.Perm(n) }
	funcs["(*Rand).Perm"] = plain(func(r *rand.Rand, n int) []int { reserve(n, 8); return r.Perm(n) })
}

func bindRand2(funcs map[string]any) {
	funcs["Perm"] = func(n int) []int { reserve(n, 8); return rand2.Perm(n) }
	funcs["(*Rand).Perm"] = plain(func(r *rand2.Rand, n int) []int { reserve(n, 8); return r.Perm(n) })
}

// bindCryptoRand reads from the cells' own Reader. Go ends the process when that of the process fails.
func bindCryptoRand(s eval.Symbols) {
	reader := s.Vars["Reader"].(*io.Reader)
	original := io.Reader(randomPieces{*reader})
	*reader = original
	read := func(b []byte) (int, error) {
		if *reader == original {
			return original.Read(b)
		}
		n, err := io.ReadFull(*reader, b)
		if err != nil {
			panic(fmt.Errorf("crypto/rand: failed to read random data: %w", err))
		}
		return n, nil
	}
	s.Funcs["Read"] = read
	s.Funcs["Text"] = func() string {
		const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
		src := make([]byte, 26)
		_, _ = read(src) // never fails
		for i := range src {
			src[i] = base32[src[i]%32]
		}
		return string(src)
	}
}

// randomPieces fills large slices in pieces: Go's reader of random bytes cannot be preempted.
type randomPieces struct{ r io.Reader }

func (p randomPieces) Read(b []byte) (n int, err error) {
	for piece := range slices.Chunk(b, 64<<10) {
		m, err := p.r.Read(piece)
		if n += m; err != nil {
			return n, err
		}
	}
	return n, nil
}

// bindDebug keeps settings from ending the process. They are remembered, as programs expect that set them back. A cell's
// recursion is bounded by the engine, whatever SetMaxStack says; SetMemoryLimit is %memory.
func bindDebug(funcs map[string]any) {
	funcs["SetMaxStack"] = remembered(1_000_000_000)
	funcs["SetMaxThreads"] = remembered(10_000)
	funcs["SetPanicOnFault"] = remembered(false)
	refuse(funcs, "SetCrashOutput", "debug.SetCrashOutput: the kernel writes its own crash report")
}

// remembered returns a setter that returns what it was last called with.
func remembered[T any](last T) func(T) T {
	var mu sync.Mutex
	return func(v T) T {
		mu.Lock()
		defer mu.Unlock()
		before := last
		last = v
		return before
	}
}

// newReaderSize is bufio.NewReaderSize.
func newReaderSize(env eval.Env) any {
	return func(r io.Reader, size int) *bufio.Reader {
		reserve(size, 1)
		return bufio.NewReaderSize(endable(env, input(env, r)), size)
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
		return readAll(env, f)
	}
}
