// This file tests the overlays by using them as ordinary packages.

package source_test

import (
	stdhkdf "crypto/hkdf"
	stdpbkdf2 "crypto/pbkdf2"
	"crypto/sha256"
	stdsql "database/sql"
	std "errors"
	"fmt"
	"hash"
	stdmaphash "hash/maphash"
	"io/fs"
	stdreflect "reflect"
	stdruntime "runtime"
	"slices"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval/symbols/source/crypto/hkdf"
	"github.com/arraybook/arraybook/eval/symbols/source/crypto/pbkdf2"
	"github.com/arraybook/arraybook/eval/symbols/source/database/sql"
	"github.com/arraybook/arraybook/eval/symbols/source/errors"
	"github.com/arraybook/arraybook/eval/symbols/source/hash/maphash"
	"github.com/arraybook/arraybook/eval/symbols/source/iter"
	"github.com/arraybook/arraybook/eval/symbols/source/math/rand/v2"
	"github.com/arraybook/arraybook/eval/symbols/source/reflect"
	"github.com/arraybook/arraybook/eval/symbols/source/runtime"
	"github.com/arraybook/arraybook/eval/symbols/source/sync"
	"github.com/arraybook/arraybook/eval/symbols/source/sync/atomic"
	"github.com/arraybook/arraybook/eval/symbols/source/unique"
	"github.com/arraybook/arraybook/eval/symbols/source/weak"
)

func TestPull(t *testing.T) {
	next, stop := iter.Pull(slices.Values([]error{nil, fs.ErrExist}))
	defer stop()
	for i, want := range []struct {
		err error
		ok  bool
	}{{nil, true}, {fs.ErrExist, true}, {nil, false}, {nil, false}} {
		if err, ok := next(); err != want.err || ok != want.ok {
			t.Errorf("value %d is %v, %v", i, err, ok)
		}
	}
	next2, stop2 := iter.Pull2(slices.All([]string{"a", "b"}))
	if k, v, ok := next2(); k != 0 || v != "a" || !ok {
		t.Errorf("first pair is %v, %v, %v", k, v, ok)
	}
	stop2()
	if k, v, ok := next2(); k != 0 || v != "" || ok {
		t.Errorf("after stop comes %v, %v, %v", k, v, ok)
	}
}

func TestOnce(t *testing.T) {
	calls := 0
	value := sync.OnceValue(func() int { calls++; return 7 })
	values := sync.OnceValues(func() (string, error) { calls++; return "x", fs.ErrExist })
	for range 3 {
		s, err := values()
		if v := value(); v != 7 || s != "x" || err != fs.ErrExist {
			t.Errorf("values %v, %v, %v", v, s, err)
		}
	}
	if calls != 2 {
		t.Errorf("%d calls, want 2", calls)
	}
	bad := sync.OnceValue(func() int { panic("bad") })
	for range 2 {
		func() {
			defer func() {
				if p := recover(); p != "bad" {
					t.Errorf("panic %v", p)
				}
			}()
			bad()
		}()
	}
}

func TestAtomicPointer(t *testing.T) {
	var p atomic.Pointer[string]
	a, b := "a", "b"
	if p.Load() != nil || p.CompareAndSwap(&a, &b) || !p.CompareAndSwap(nil, &a) || p.Load() != &a {
		t.Error("from nil")
	}
	if p.Swap(&b) != &a || p.Load() != &b {
		t.Error("Swap")
	}
	p.Store(nil)
	if p.Load() != nil {
		t.Error("Store")
	}
}

// mute is an error whose As method speaks for another.
type mute struct{ as error }

func (mute) Error() string { return "mute" }

func (m mute) As(target any) bool {
	p, ok := target.(**fs.PathError)
	if ok {
		*p = m.as.(*fs.PathError)
	}
	return ok
}

func TestAsType(t *testing.T) {
	path := &fs.PathError{Op: "op", Err: fs.ErrExist}
	for _, err := range []error{
		nil, fs.ErrExist, path, fmt.Errorf("x: %w", path), fmt.Errorf("x: %w, %w", fs.ErrExist, fmt.Errorf("y: %w", path)),
		std.Join(fs.ErrExist, path), mute{path}, std.Join(std.Join(), mute{path}),
	} {
		got, gotOK := errors.AsType[*fs.PathError](err)
		want, wantOK := std.AsType[*fs.PathError](err)
		if got != want || gotOK != wantOK {
			t.Errorf("AsType of %v is %v, %v, want %v, %v", err, got, gotOK, want, wantOK)
		}
	}
}

func TestReflect(t *testing.T) {
	if got := reflect.TypeFor[error](); got != stdreflect.TypeFor[error]() {
		t.Errorf("TypeFor[error] is %v", got)
	}
	v := stdreflect.ValueOf(&[]any{1, "x", nil}).Elem()
	for i := range 3 {
		got, gotOK := reflect.TypeAssert[int](v.Index(i))
		want, wantOK := stdreflect.TypeAssert[int](v.Index(i))
		if got != want || gotOK != wantOK {
			t.Errorf("TypeAssert of element %d is %v, %v", i, got, gotOK)
		}
	}
	defer func() {
		if p, ok := recover().(*stdreflect.ValueError); !ok || p.Error() != "reflect: call of reflect.TypeAssert on zero Value" {
			t.Errorf("panic %v", p)
		}
	}()
	reflect.TypeAssert[int](stdreflect.Value{})
}

func TestN(t *testing.T) {
	seen := map[int8]bool{}
	for range 1000 {
		seen[rand.N(int8(5))] = true
	}
	if len(seen) != 5 || !seen[0] || !seen[4] {
		t.Errorf("numbers seen: %v", seen)
	}
	defer func() {
		if p := recover(); p != "invalid argument to N" {
			t.Errorf("panic %v", p)
		}
	}()
	rand.N(0)
}

func TestMaphash(t *testing.T) {
	type key struct {
		a int
		b string
	}
	seed := stdmaphash.MakeSeed()
	if maphash.Comparable(seed, key{1, "x"}) != maphash.Comparable(seed, key{1, strings.ToLower("X")}) {
		t.Error("equal keys hash differently")
	}
	if maphash.Comparable(seed, key{1, "x"}) == maphash.Comparable(seed, key{2, "x"}) {
		t.Error("different keys hash equally")
	}
	var g, h stdmaphash.Hash
	g.SetSeed(seed)
	h.SetSeed(seed)
	maphash.WriteComparable(&g, key{1, "x"})
	maphash.WriteComparable(&h, key{1, "x"})
	if g.Sum64() != h.Sum64() {
		t.Error("equal keys change the hash differently")
	}
}

func TestUnique(t *testing.T) {
	a, b := unique.Make("x"), unique.Make(strings.ToLower("X"))
	if a != b || a.Value() != "x" || a == unique.Make("y") {
		t.Error("handles of strings")
	}
	if unique.Make[error](nil).Value() != nil || unique.Make[any](1) == unique.Make[any]("1") {
		t.Error("handles of interfaces")
	}
}

func TestWeak(t *testing.T) {
	p := &struct{ text, more string }{"x", ""}
	w := weak.Make(p)
	if w.Value() != p || w != weak.Make(p) || weak.Make[int](nil) != (weak.Pointer[int]{}) || weak.Make[int](nil).Value() != nil {
		t.Error("while it lives")
	}
	stdruntime.KeepAlive(p)
	stdruntime.GC()
	if w.Value() != nil {
		t.Error("it outlives its last use")
	}
}

func TestAddCleanup(t *testing.T) {
	done := make(chan string)
	p := &struct{ text, more string }{"x", ""}
	runtime.AddCleanup(p, func(s string) { done <- s }, "gone")
	stdruntime.KeepAlive(p)
	stdruntime.GC()
	if got := <-done; got != "gone" {
		t.Errorf("cleanup with %q", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic for a cleanup that keeps its object")
		}
	}()
	q := new(string)
	runtime.AddCleanup(q, func(any) {}, any(q))
}

func TestHKDF(t *testing.T) {
	key, err := hkdf.Key(sha256.New, []byte("secret"), []byte("salt"), "info", 40)
	want, wantErr := stdhkdf.Key(sha256.New, []byte("secret"), []byte("salt"), "info", 40)
	if string(key) != string(want) || err != wantErr {
		t.Errorf("Key is %x, %v", key, err)
	}
	mine := func() hash.Hash { return sha256.New() }
	prk, _ := hkdf.Extract(mine, []byte("secret"), []byte("salt"))
	if got, _ := hkdf.Expand(mine, prk, "info", 40); string(got) != string(want) {
		t.Errorf("Extract and Expand give %x", got)
	}
}

func TestPBKDF2(t *testing.T) {
	key, err := pbkdf2.Key(sha256.New, "word", []byte("salt"), 3, 40)
	want, wantErr := stdpbkdf2.Key(sha256.New, "word", []byte("salt"), 3, 40)
	if string(key) != string(want) || err != wantErr {
		t.Errorf("Key is %x, %v", key, err)
	}
}

func TestNull(t *testing.T) {
	for _, value := range []any{nil, int64(3), "17", []byte("4"), "x", 2.5} {
		got, want := sql.Null[int]{V: 9, Valid: true}, stdsql.Null[int]{V: 9, Valid: true}
		gotErr, wantErr := got.Scan(value), want.Scan(value)
		if got.V != want.V || got.Valid != want.Valid || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
			t.Errorf("Scan(%v) gives %v, %v, want %v, %v", value, got, gotErr, want, wantErr)
		}
		gotValue, gotErr := got.Value()
		wantValue, wantErr := want.Value()
		if gotValue != wantValue || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
			t.Errorf("Value after Scan(%v) is %v, %v, want %v, %v", value, gotValue, gotErr, wantValue, wantErr)
		}
	}
}
