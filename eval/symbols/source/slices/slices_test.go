// This file compares the functions with those of the standard package, on small cases of every kind and random ones.

package slices

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	std "slices"
	"testing"
)

// outcome calls f and describes its results or what it panics with.
func outcome(f func() []any) (text string) {
	defer func() {
		if p := recover(); p != nil {
			text = fmt.Sprintf("panic: %v", p)
		}
	}()
	for _, v := range f() {
		if rv := reflect.ValueOf(v); rv.Kind() == reflect.Slice {
			text += fmt.Sprintf("%#v (nil %v); ", v, rv.IsNil())
		} else {
			text += fmt.Sprintf("%#v; ", v)
		}
	}
	return text
}

func same(t *testing.T, call string, got, want func() []any) {
	t.Helper()
	if g, w := outcome(got), outcome(want); g != w {
		t.Errorf("%s:\n\tgot  %s\n\twant %s", call, g, w)
	}
}

var nan = math.NaN()

// lists are slices that differ in length, order, repetitions and spare capacity.
func lists() [][]int {
	lists := [][]int{nil, {}, {1}, {1, 2}, {2, 1}, {1, 1}, {1, 1, 2, 2, 2, 3}, {3, 1, 2, 3, 1}, make([]int, 3, 10)}
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 40 {
		s := make([]int, n, n+rng.IntN(10))
		for i := range s {
			s[i] = rng.IntN(10)
		}
		lists = append(lists, s)
	}
	return lists
}

// whole shows a slice with what lies between its length and capacity.
func whole[S ~[]E, E any](s S) []any { return []any{s, s[:cap(s)][len(s):], len(s)} }

func TestRead(t *testing.T) {
	odd := func(v int) bool { return v%2 == 1 }
	closeTo := func(a, b int) bool { return a-b < 2 && b-a < 2 }
	backwards := func(a, b int) int { return cmp.Compare(b/2, a/2) }
	for _, a := range lists() {
		for v := range 4 {
			call := fmt.Sprintf("of %v and %d", a, v)
			same(t, "Index "+call, func() []any { return []any{Index(a, v), Contains(a, v)} }, func() []any { return []any{std.Index(a, v), std.Contains(a, v)} })
			sorted := std.Sorted(std.Values(a))
			same(t, "BinarySearch "+call,
				func() []any { i, ok := BinarySearch(sorted, v); return []any{i, ok} },
				func() []any { i, ok := std.BinarySearch(sorted, v); return []any{i, ok} })
			byTens := func(e int, target string) int { return cmp.Compare(fmt.Sprint(e), target) }
			same(t, "BinarySearchFunc "+call,
				func() []any { i, ok := BinarySearchFunc(sorted, fmt.Sprint(v), byTens); return []any{i, ok} },
				func() []any { i, ok := std.BinarySearchFunc(sorted, fmt.Sprint(v), byTens); return []any{i, ok} })
		}
		call := fmt.Sprintf("of %v", a)
		same(t, "IndexFunc "+call, func() []any { return []any{IndexFunc(a, odd), ContainsFunc(a, odd)} }, func() []any { return []any{std.IndexFunc(a, odd), std.ContainsFunc(a, odd)} })
		same(t, "Min "+call, func() []any { return []any{Min(a)} }, func() []any { return []any{std.Min(a)} })
		same(t, "Max "+call, func() []any { return []any{Max(a)} }, func() []any { return []any{std.Max(a)} })
		same(t, "MinFunc "+call, func() []any { return []any{MinFunc(a, backwards)} }, func() []any { return []any{std.MinFunc(a, backwards)} })
		same(t, "MaxFunc "+call, func() []any { return []any{MaxFunc(a, backwards)} }, func() []any { return []any{std.MaxFunc(a, backwards)} })
		same(t, "IsSorted "+call, func() []any { return []any{IsSorted(a), IsSortedFunc(a, backwards)} }, func() []any { return []any{std.IsSorted(a), std.IsSortedFunc(a, backwards)} })
		for _, b := range lists() {
			call := fmt.Sprintf("of %v and %v", a, b)
			same(t, "Equal "+call, func() []any { return []any{Equal(a, b), EqualFunc(a, b, closeTo)} }, func() []any { return []any{std.Equal(a, b), std.EqualFunc(a, b, closeTo)} })
			same(t, "Compare "+call, func() []any { return []any{Compare(a, b), CompareFunc(a, b, backwards)} }, func() []any { return []any{std.Compare(a, b), std.CompareFunc(a, b, backwards)} })
		}
	}
}

func TestNaN(t *testing.T) {
	for _, a := range [][]float64{{nan}, {1, nan}, {nan, 1}, {nan, nan, 1, 2}, {1, 2, nan}, {0, math.Copysign(0, -1)}} {
		sorted := std.Sorted(std.Values(a))
		for _, v := range []float64{nan, 0, 1, 3} {
			same(t, fmt.Sprint("BinarySearch of ", sorted, v),
				func() []any { i, ok := BinarySearch(sorted, v); return []any{i, ok, Index(a, v)} },
				func() []any { i, ok := std.BinarySearch(sorted, v); return []any{i, ok, std.Index(a, v)} })
		}
		same(t, fmt.Sprint("Min of ", a),
			func() []any { return []any{Min(a), Max(a), IsSorted(a), Equal(a, a), Compare(a, sorted)} },
			func() []any {
				return []any{std.Min(a), std.Max(a), std.IsSorted(a), std.Equal(a, a), std.Compare(a, sorted)}
			})
		ours := std.Clone(a)
		Sort(ours)
		same(t, fmt.Sprint("Sort of ", a), func() []any { return []any{ours} }, func() []any { return []any{sorted} })
	}
}

func TestEdit(t *testing.T) {
	odd := func(v int) bool { return v%2 == 1 }
	halves := func(a, b int) bool { return a/2 == b/2 }
	// Each function is given a copy that keeps the spare capacity and what is there.
	fresh := func(s []int) []int {
		if s == nil {
			return nil
		}
		return append(make([]int, 0, cap(s)), s[:cap(s)]...)[:len(s)]
	}
	for _, a := range lists() {
		call := fmt.Sprintf("of %v (capacity %d)", a, cap(a))
		same(t, "Compact "+call, func() []any { return whole(Compact(fresh(a))) }, func() []any { return whole(std.Compact(fresh(a))) })
		same(t, "CompactFunc "+call, func() []any { return whole(CompactFunc(fresh(a), halves)) }, func() []any { return whole(std.CompactFunc(fresh(a), halves)) })
		same(t, "DeleteFunc "+call, func() []any { return whole(DeleteFunc(fresh(a), odd)) }, func() []any { return whole(std.DeleteFunc(fresh(a), odd)) })
		same(t, "Clone "+call, func() []any { return []any{Clone(a)} }, func() []any { return []any{std.Clone(a)} })
		same(t, "Clip "+call, func() []any { return whole(Clip(fresh(a))) }, func() []any { return whole(std.Clip(fresh(a))) })
		same(t, "Reverse "+call, func() []any { s := fresh(a); Reverse(s); return whole(s) }, func() []any { s := fresh(a); std.Reverse(s); return whole(s) })
		for i := -1; i <= min(len(a)+1, 5); i++ {
			call := fmt.Sprintf("%s at %d", call, i)
			for _, v := range [][]int{nil, {7}, {7, 8, 9}} {
				same(t, fmt.Sprintf("Insert %v %s", v, call), func() []any { return whole(Insert(fresh(a), i, v...)) }, func() []any { return whole(std.Insert(fresh(a), i, v...)) })
			}
			same(t, "Insert of itself "+call,
				func() []any { s := fresh(a); return []any{Insert(s, i, s...)} },
				func() []any { s := fresh(a); return []any{std.Insert(s, i, s...)} })
			same(t, "Grow "+call,
				func() []any { s := Grow(fresh(a), i); return []any{s, cap(s) >= len(s)+i} },
				func() []any { s := std.Grow(fresh(a), i); return []any{s, cap(s) >= len(s)+i} })
			same(t, "Repeat "+call, func() []any { return []any{Repeat(a, i)} }, func() []any { return []any{std.Repeat(a, i)} })
			for j := i - 1; j <= len(a)+1; j++ {
				call := fmt.Sprintf("%s to %d", call, j)
				same(t, "Delete "+call, func() []any { return whole(Delete(fresh(a), i, j)) }, func() []any { return whole(std.Delete(fresh(a), i, j)) })
				for _, v := range [][]int{nil, {7}, {7, 8, 9}} {
					same(t, fmt.Sprintf("Replace by %v %s", v, call),
						func() []any { return whole(Replace(fresh(a), i, j, v...)) },
						func() []any { return whole(std.Replace(fresh(a), i, j, v...)) })
				}
				same(t, "Replace by itself "+call,
					func() []any { s := fresh(a); return []any{Replace(s, i, j, s...)} },
					func() []any { s := fresh(a); return []any{std.Replace(s, i, j, s...)} })
			}
		}
		for _, b := range lists()[:9] {
			same(t, fmt.Sprintf("Concat %v %s", b, call), func() []any { return []any{Concat(a, b, a)} }, func() []any { return []any{std.Concat(a, b, a)} })
		}
	}
	same(t, "Concat of nothing", func() []any { return []any{Concat[[]int]()} }, func() []any { return []any{std.Concat[[]int]()} })
	huge := make([]struct{}, math.MaxInt)
	same(t, "Concat of too much", func() []any { return []any{len(Concat(huge, huge))} }, func() []any { return []any{len(std.Concat(huge, huge))} })
	same(t, "Repeat of too much", func() []any { return []any{len(Repeat(huge, 2))} }, func() []any { return []any{len(std.Repeat(huge, 2))} })
}

type record struct{ key, place int }

func TestSort(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	byKey := func(a, b record) int { return cmp.Compare(a.key, b.key) }
	for n := range 200 {
		records := make([]record, n)
		numbers := make([]float32, n)
		words := make([]string, n)
		for i := range records {
			records[i] = record{rng.IntN(n/3 + 1), i}
			numbers[i] = rng.Float32()
			words[i] = fmt.Sprint(rng.IntN(n))
		}
		// Equal elements end where the standard package leaves them, so that programs print the same.
		got, want := std.Clone(records), std.Clone(records)
		SortFunc(got, byKey)
		std.SortFunc(want, byKey)
		if !std.Equal(got, want) {
			t.Fatalf("SortFunc of %v gives %v, want %v", records, got, want)
		}
		got, want = std.Clone(records), std.Clone(records)
		SortStableFunc(got, byKey)
		std.SortStableFunc(want, byKey)
		if !std.Equal(got, want) {
			t.Fatalf("SortStableFunc of %v gives %v, want %v", records, got, want)
		}
		if got := Sorted(Values(numbers)); !std.Equal(got, std.Sorted(std.Values(numbers))) {
			t.Fatalf("Sorted of %v gives %v", numbers, got)
		}
		if got := Sorted(Values(words)); !std.Equal(got, std.Sorted(std.Values(words))) {
			t.Fatalf("Sorted of %v gives %v", words, got)
		}
		if got := SortedFunc(Values(records), byKey); !std.Equal(got, std.SortedFunc(std.Values(records), byKey)) {
			t.Fatalf("SortedFunc of %v gives %v", records, got)
		}
		if got := SortedStableFunc(Values(records), byKey); !std.Equal(got, want) {
			t.Fatalf("SortedStableFunc of %v gives %v", records, got)
		}
	}
}

// named types of every kind that has an order
type (
	i    int
	i8   int8
	i16  int16
	i32  int32
	i64  int64
	u    uint
	u8   uint8
	u16  uint16
	u32  uint32
	u64  uint64
	uptr uintptr
	f32  float32
	f64  float64
	str  string
)

func TestSortKinds(t *testing.T) {
	sortKind(t, []i{3, -1, 2})
	sortKind(t, []i8{3, -1, 2})
	sortKind(t, []i16{3, -1, 2})
	sortKind(t, []i32{3, -1, 2})
	sortKind(t, []i64{3, -1, 2})
	sortKind(t, []u{3, 1, 2})
	sortKind(t, []u8{3, 1, 2})
	sortKind(t, []u16{3, 1, 2})
	sortKind(t, []u32{3, 1, 2})
	sortKind(t, []u64{3, 1, 2})
	sortKind(t, []uptr{3, 1, 2})
	sortKind(t, []f32{3, -1, 2})
	sortKind(t, []f64{3, -1, 2})
	sortKind(t, []str{"c", "", "b"})
	sortKind(t, []int(nil))
}

func sortKind[E cmp.Ordered](t *testing.T, s []E) {
	Sort(s)
	if !std.IsSorted(s) {
		t.Errorf("Sort gives %v", s)
	}
}

func TestIterators(t *testing.T) {
	for _, a := range lists() {
		for stop := range 4 {
			var got, want []any
			note := func(list *[]any) func(i, v int) bool {
				return func(i, v int) bool { *list = append(*list, i, v); return len(*list) < 2*stop }
			}
			All(a)(note(&got))
			std.All(a)(note(&want))
			Backward(a)(note(&got))
			std.Backward(a)(note(&want))
			Values(a)(func(v int) bool { return note(&got)(0, v) })
			std.Values(a)(func(v int) bool { return note(&want)(0, v) })
			if !reflect.DeepEqual(got, want) {
				t.Errorf("iterators over %v yield %v, want %v", a, got, want)
			}
			same(t, fmt.Sprintf("Chunk of %v by %d", a, stop),
				func() []any { return []any{Collect(Chunk(a, stop))} }, func() []any { return []any{std.Collect(std.Chunk(a, stop))} })
		}
		same(t, fmt.Sprintf("Collect of %v", a),
			func() []any { return []any{Collect(Values(a)), AppendSeq(a[:0:0], Values(a))} },
			func() []any { return []any{std.Collect(std.Values(a)), std.AppendSeq(a[:0:0], std.Values(a))} })
	}
	for c := range Chunk(make([]int, 5, 9), 2) {
		if cap(c) != len(c) {
			t.Errorf("a chunk of %d has capacity %d", len(c), cap(c))
		}
	}
}
