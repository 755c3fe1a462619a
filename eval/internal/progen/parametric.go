package progen

// This file writes generic types of many forms, with methods and constraints, and uses instances of them at random types.

import (
	"fmt"
	"strings"
)

// declareParametric declares generic types that build on each other, and a function that uses them.
func (g *generator) declareParametric() string {
	n := map[string]any{}
	for _, kind := range []string{"Pair", "Num", "Vec", "Set", "Fn", "Tree", "Box", "Opt", "Cell", "Alias", "Map", "Named", "Assign", "Ring", "Less", "Chan", "Keyed"} {
		n[kind] = g.name(kind)
	}
	// in replaces the names above, written with a leading dollar.
	in := func(text string) string {
		for kind, name := range n {
			text = strings.ReplaceAll(text, "$"+kind, name.(string))
		}
		return text
	}
	for _, decl := range []string{
		"type $Pair[K comparable, V any] struct { Key K; Val V }",
		"func (p $Pair[K, V]) Swap(f func(K, V) (K, V)) $Pair[K, V] { k, v := f(p.Key, p.Val); return $Pair[K, V]{k, v} }",
		"func (p *$Pair[_, V]) Set(v V) { p.Val = v }",
		"func (p $Pair[K, V]) String() string { return fmt.Sprintf(\"%v=>%v\", p.Key, p.Val) }",
		"type $Num interface { ~int | ~int8 | ~uint8 | ~uint16 | ~float32 | ~float64 }",
		"type $Vec[T $Num] []T",
		"func (v $Vec[T]) Sum() (s T) { for _, x := range v { s += x }; return }",
		"func (v $Vec[T]) Map(f func(T) T) $Vec[T] { w := make($Vec[T], len(v)); for i, x := range v { w[i] = f(x) }; return w }",
		"func (v $Vec[T]) Shift(n T) $Vec[T] { return v.Map(func(x T) T { return x*2 + n }) }",
		"func (v *$Vec[T]) Push(x ...T) { *v = append(*v, x...) }",
		"type $Set[T comparable] map[T]struct{}",
		"func (s $Set[T]) Add(values ...T) $Set[T] { for _, v := range values { s[v] = struct{}{} }; return s }",
		"func (s $Set[T]) Has(v T) bool { _, ok := s[v]; return ok }",
		"func (s $Set[T]) Union(t $Set[T]) $Set[T] { u := $Set[T]{}; for k := range s { u.Add(k) }; for k := range t { u.Add(k) }; return u }",
		"type $Fn[A, B any] func(A) B",
		"func (f $Fn[A, B]) Twice(a A) [2]B { return [...]B{f(a), f(a)} }",
		"func $FnThen[A, B, C any](f $Fn[A, B], h $Fn[B, C]) $Fn[A, C] { return func(a A) C { return h(f(a)) } }",
		"type $Tree[T any] struct { left, right *$Tree[T]; val T }",
		"func (t *$Tree[T]) Insert(v T, less func(a, b T) bool) *$Tree[T] { if t == nil { return &$Tree[T]{val: v} }; if less(v, t.val) { t.left = t.left.Insert(v, less) } else { t.right = t.right.Insert(v, less) }; return t }",
		"func (t *$Tree[T]) walk(yield func(T) bool) bool { return t == nil || t.left.walk(yield) && yield(t.val) && t.right.walk(yield) }",
		"func (t *$Tree[T]) All() iter.Seq[T] { return func(yield func(T) bool) { t.walk(yield) } }",
		"type $Opt[T any] struct { v *T }",
		"type $Box[T any] struct { $Opt[T]; Name string }",
		"func (o $Opt[T]) Get() (v T, ok bool) { if o.v != nil { return *o.v, true }; return }",
		"func (o *$Opt[T]) Put(v T) { o.v = &v }",
		"type $Cell[T any] interface { Get() (T, bool); Put(T) }",
		"func $CellPut[T any](c $Cell[T], v T) (T, bool) { c.Put(v); return c.Get() }",
		"type $Alias[T any] = $Pair[string, []T]",
		"type $Map[K comparable, V any] = map[K]$Alias[V]",
		"type $Named[T any] interface { ~[]T; Len() int }",
		"type $Assign[T any] interface { *T; Set(string) }",
		"func $AssignAll[T any, P $Assign[T]](texts ...string) (out []T) { for _, s := range texts { var t T; P(&t).Set(s); out = append(out, t) }; return }",
		"type $Ring struct { s string }",
		"func (r *$Ring) Set(s string) { r.s = \"ring \" + s }",
		"type $Less[T any] interface { Less(T) bool }",
		"func $LessMin[T $Less[T]](a T, rest ...T) T { for _, b := range rest { if b.Less(a) { a = b } }; return a }",
		"func (r $Ring) Less(o $Ring) bool { return r.s < o.s }",
		"type $Chan[T any] chan T",
		"func (c $Chan[T]) Drain() (out []T) { close(c); for v := range c { out = append(out, v) }; return }",
		"func $KeyedKind[T any](v T) string { switch x := any(v).(type) { case int: return \"int\"; case []T: return \"slice\"; case fmt.Stringer: return \"stringer \" + x.String(); case interface{ Sum() T }: return \"sum\"; case error, nil: return \"error\" }; return fmt.Sprintf(\"%T\", v) }",
		"func $KeyedConv[A, B $Num](a A) B { var zero B; if B(a) == zero { return zero + 1 }; return B(a) * 1 + B(a) }",
		"func $KeyedIndex[S ~string | ~[]byte](s S) int { n := 0; for range len(s) { n++ }; return n + len(s[1:]) }",
		"func $KeyedBytes[T ~string | ~[]byte](a, b T) string { return string(append([]byte(a), b...)) + string(a[:1]) }",
		"func $KeyedFold[T, A any](s iter.Seq[T], a A, f func(A, T) A) A { for v := range s { a = f(a, v) }; return a }",
		"func $KeyedPtr[T any](v T) *T { return &v }",
		"func $KeyedSwap[A, B any, P interface{ ~struct{ Key A; Val B } }](p P) string { return fmt.Sprintf(\"%T %v\", p, p) }",
		"func $KeyedLocal[T any](v T) any { type local struct { v T; next *local }; return local{v, &local{v, nil}}.next.v }",
		"func $KeyedStatic[T any]() func() int { n := 0; return func() int { n++; return n } }",
	} {
		g.decls = append(g.decls, in(decl))
	}
	ordered := func() *typ { return pick(g, intType, basics[3], byteType, float64Type, float32Type) }
	any1 := func() *typ {
		t := g.randomType(2)
		for t.kind == interfaceKind || t.kind == funcKind {
			t = g.randomType(2)
		}
		return t
	}
	name := g.name("run")
	var b block
	b.add("func %s() {", name)
	g.risk = 1
	for range 12 {
		a, o, o2, k := any1(), ordered(), ordered(), g.comparableType()
		for a.named && g.IntN(2) == 0 {
			a = any1()
		}
		v := func(t *typ) string { return fmt.Sprintf("id[%s](%s)", t.src, g.literal(t, 2).src) }
		line := pick(g,
			in("p := $Pair[%[2]s, %[1]s]{%[6]s, %[5]s}; p.Set(%[5]s); emit(\"pair\", p); q := p.Swap(func(k %[2]s, v %[1]s) (%[2]s, %[1]s) { return k, v }); emit(\"text\", q.Key)"),
			in("f := (*$Pair[%[2]s, %[1]s]).Set; p := new($Pair[%[2]s, %[1]s]); f(p, %[5]s); g := p.Set; g(%[5]s); emit(\"p\", p)"),
			in("var v $Vec[%[3]s]; v.Push(1, 2, %[7]s); emit(\"vec\", v.Shift(%[7]s).Sum()); emit(\"vec\", $Vec[%[3]s].Sum(v)); w := v.Map; emit(\"w\", w(func(x %[3]s) %[3]s { return x + 1 }))"),
			in("s := $Set[%[2]s]{}.Add(%[6]s, %[6]s); emit(\"has\", s.Union($Set[%[2]s]{}.Add(%[6]s)).Has(%[6]s)); emit(\"set\", len(s))"),
			in("f := $FnThen(func(x %[3]s) %[4]s { return %[4]s(x) + 1 }, func(y %[4]s) %[1]s { return %[5]s }); emit(\"fn\", f(3)); emit(\"twice\", f.Twice(2))"),
			in("var t *$Tree[%[3]s]; for _, x := range []%[3]s{3, 1, 2, %[7]s} { t = t.Insert(x, cmp.Less[%[3]s]) }; emit(\"tree\", slices.Collect(t.All())); for x := range t.All() { if x > 1 { emit(\"x\", x); break } }"),
			in("b := &$Box[%[1]s]{Name: \"box\"}; v, ok := b.Get(); emit(\"v\", v); emit(\"ok\", ok); b.Put(%[5]s); v, ok = $Box[%[1]s].Get(*b); emit(\"v\", v); w, _ := $CellPut[%[1]s](b, %[5]s); emit(\"w\", w); x, _ := $CellPut($Cell[%[1]s](&b.$Opt), %[5]s); emit(\"x\", x)"),
			in("m := $Map[%[2]s, %[1]s]{%[6]s: {Key: \"k\", Val: []%[1]s{%[5]s}}}; emit(\"map\", m); fmt.Printf(\"%%T\\n\", m)"),
			in("fmt.Println($AssignAll[$Ring](\"b\", \"a\"), $LessMin($Ring{\"z\"}, $Ring{\"y\"}, $Ring{\"x\"}))"),
			in("c := make($Chan[%[1]s], 3); c <- %[5]s; c <- %[5]s; emit(\"chan\", c.Drain())"),
			in("fmt.Println($KeyedKind(%[5]s), $KeyedKind($Vec[%[3]s]{1}), $KeyedKind(1), $KeyedKind([]int{}), $KeyedKind($Pair[%[3]s, %[4]s]{1, 2}), $KeyedKind[error](nil))"),
			in("emit(\"conv\", $KeyedConv[%[3]s, %[4]s](3)); emit(\"conv\", $KeyedConv[%[4]s, %[3]s](0))"),
			in("fmt.Println($KeyedIndex(\"hello\"), $KeyedIndex([]byte{1, 2}), $KeyedBytes(\"ab\", \"cd\"), $KeyedBytes([]byte(\"xy\"), []byte(\"z\")))"),
			in("emit(\"fold\", $KeyedFold(slices.Values([]%[3]s{1, 2, 3}), %[5]s, func(a %[1]s, x %[3]s) %[1]s { emit(\"step\", x); return a })); emit(\"fold\", $KeyedFold(maps.Keys(map[%[2]s]int{%[6]s: 1}), 0, func(n int, _ %[2]s) int { return n + 1 }))"),
			in("p, q := $KeyedPtr(%[5]s), $KeyedPtr(%[7]s); *q += 1; emit(\"p\", p); emit(\"q\", q)"),
			in("fmt.Println($KeyedSwap[%[3]s, string](struct { Key %[3]s; Val string }{1, \"v\"}), $KeyedSwap[%[3]s, %[4]s](struct { Key %[3]s; Val %[4]s }{}))"),
			in("emit(\"local\", $KeyedLocal(%[5]s)); n := $KeyedStatic[%[1]s](); n(); emit(\"n\", n())"),
			in("emit(\"is\", any($Pair[%[2]s, %[3]s]{}) == any($Pair[%[2]s, %[4]s]{})); attempt(func() { _ = any($Opt[%[3]s]{}).($Opt[%[4]s]) }); attempt(func() { _ = any($Vec[%[3]s]{}).($Cell[%[1]s]) })"),
			in("fmt.Printf(\"%%T %%T %%T\\n\", $Box[%[1]s]{}, $Pair[%[2]s, $Opt[%[1]s]]{}, new($Tree[$Vec[%[3]s]]))"),
			in("fmt.Println(reflect.TypeFor[$Pair[%[2]s, %[1]s]]().Name(), reflect.TypeFor[*$Opt[%[3]s]]().NumMethod(), reflect.TypeFor[$Box[%[3]s]]().Field(0).Name)"),
		)
		b.add("{ "+line+"\n_ = %[8]q }", a.src, k.src, o.src, o2.src, v(a), v(k), v(o), "")
	}
	b.add("}")
	src := b.String()
	g.decls = append(g.decls, src)
	return name
}
