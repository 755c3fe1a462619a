package progen

// This file writes programs that use the generic functions of the standard library on types of their own.

import (
	"fmt"
)

// declareLibrary declares a type, and a function that passes slices and maps of it through the library.
func (g *generator) declareLibrary() string {
	key := pick(g, intType, stringType, byteType, float64Type, basics[3])
	t, ts, k := g.name("Item"), g.name("Items"), g.name("Key")
	g.declare("type %s %s", k, key.src)
	g.declare("type %s struct { K %s; N int }", t, k)
	g.declare("type %s []%s", ts, t)
	g.declare("func (x %s) Compare(y %[1]s) int { return cmp.Or(cmp.Compare(x.K, y.K), -cmp.Compare(x.N, y.N)) }", t)
	g.declare("func (x %s) String() string { return fmt.Sprint(x.K, \"/\", x.N) }", t)
	if g.chance(50) {
		g.declare("func (x %s) Len() int { return len(x) }\nfunc (x %[1]s) Less(i, j int) bool { return x[i].Compare(x[j]) > 0 }\nfunc (x %[1]s) Swap(i, j int) { x[i], x[j] = x[j], x[i] }\nfunc (x *%[1]s) Push(v any) { *x = append(*x, v.(%[2]s)) }\nfunc (x *%[1]s) Pop() any { n := len(*x) - 1; v := (*x)[n]; *x = (*x)[:n]; return v }", ts, t)
	}
	sorts := len(g.decls[len(g.decls)-1]) > 200
	item := func() string { return fmt.Sprintf("%s{%s, %d}", t, g.smallKey(key), g.IntN(4)) }
	list := func() string {
		s := ts + "{"
		for range 2 + g.IntN(5) {
			s += item() + ", "
		}
		return s + "}"
	}
	name := g.name("run")
	var b block
	b.add("func %s() {", name)
	b.add("s, u := %s, %s", list(), list())
	b.add("m := map[%s]%s{%s: %s}\nkeys := []%s{%s, %s, %s}", k, t, g.smallKey(key), item(), k, g.smallKey(key), g.smallKey(key), g.smallKey(key))
	b.add("_, _, _, _ = s, u, m, keys")
	for range 14 {
		i, j := g.IntN(4), g.IntN(7)
		line := pick(g,
			"slices.SortFunc(s, %[1]s.Compare); fmt.Println(s, slices.IsSortedFunc(s, %[1]s.Compare))",
			"slices.SortStableFunc(u, func(a, b %[1]s) int { return cmp.Compare(b.N, a.N) }); fmt.Println(u)",
			"slices.SortFunc(s, %[1]s.Compare); fmt.Println(slices.BinarySearchFunc(s, u[0], %[1]s.Compare))",
			"fmt.Println(slices.BinarySearchFunc(keys, keys[0], func(a, b %[2]s) int { return cmp.Compare(a, b) }))",
			"fmt.Println(slices.Index(s, u[0]), slices.Contains(s, s[len(s)-1]), slices.IndexFunc(s, func(x %[1]s) bool { return x.N == %[4]d }))",
			"s = slices.Compact(slices.Concat(s, s)); fmt.Println(s)",
			"fmt.Println(slices.CompactFunc(slices.Clone(s), func(a, b %[1]s) bool { return a.N == b.N }))",
			"attempt(func() { s = slices.Insert(s, %[4]d, u[0], u[1]); fmt.Printf(\"%%T %%v\\n\", s, s) })",
			"attempt(func() { s = slices.Delete(s, %[4]d, %[5]d); fmt.Println(s) })",
			"attempt(func() { s = slices.Replace(s, %[4]d, %[5]d, u...); fmt.Println(s) })",
			"s = slices.DeleteFunc(s, func(x %[1]s) bool { return x.N == %[4]d }); s = append(s, u...); fmt.Println(s)",
			"fmt.Println(slices.MaxFunc(s, %[1]s.Compare), slices.MinFunc(u, %[1]s.Compare))",
			"attempt(func() { fmt.Println(slices.Max(keys), slices.Min(keys), slices.Max(keys[:0])) })",
			"slices.Sort(keys); fmt.Println(keys, slices.Compare(keys, keys[1:]))",
			"slices.Reverse(u); fmt.Println(u, slices.Equal(s, u), slices.CompareFunc(s, u, %[1]s.Compare))",
			"for c := range slices.Chunk(s, %[4]d+1) { fmt.Print(c, len(c), \" \") }; fmt.Println()",
			"for i, x := range slices.Backward(u) { if i == %[4]d { break }; fmt.Print(x, \" \") }; fmt.Println()",
			"fmt.Println(slices.Sorted(maps.Keys(m)), slices.SortedFunc(maps.Values(m), %[1]s.Compare))",
			"for _, x := range s { m[x.K] = x }; fmt.Println(m, len(m))",
			"maps.DeleteFunc(m, func(k %[2]s, x %[1]s) bool { return x.N == %[4]d }); fmt.Println(m)",
			"n := maps.Clone(m); maps.Copy(n, map[%[2]s]%[1]s{keys[0]: s[0]}); fmt.Println(maps.Equal(m, n), len(n))",
			"n := maps.Collect(maps.All(m)); maps.Insert(n, maps.All(m)); fmt.Println(maps.EqualFunc(m, n, func(a, b %[1]s) bool { return a.Compare(b) == 0 }))",
			"fmt.Println(slices.Collect(func(yield func(%[1]s) bool) { for _, x := range s { if x.N != %[4]d && !yield(x) { return } } }))",
			"next, stop := iter.Pull(slices.Values(s)); a, ok := next(); stop(); b, ok2 := next(); fmt.Println(a, ok, b, ok2)",
			"next, stop := iter.Pull2(slices.All(u)); i, a, ok := next(); fmt.Println(i, a, ok); stop()",
			"fmt.Println(slices.Repeat(keys[:1], %[4]d), slices.Grow(keys, 3)[:1], cap(slices.Clip(keys)))",
			"fmt.Println(cmp.Compare(keys[0], keys[1]), cmp.Less(keys[1], keys[2]), cmp.Or(keys...), min(keys[0], keys[1], keys[2]))",
			"sort.Slice(s, func(i, j int) bool { return s[i].Compare(s[j]) < 0 }); fmt.Println(s, sort.SearchInts([]int{1, 3, 5}, %[4]d))",
			"sort.SliceStable(u, func(i, j int) bool { return u[i].N < u[j].N }); fmt.Println(u)",
			"fmt.Println(slices.AppendSeq(s[:1:1], slices.Values(u)), slices.SortedStableFunc(slices.Values(s), func(a, b %[1]s) int { return cmp.Compare(a.N, b.N) }))",
			"fmt.Println(slices.ContainsFunc(s, func(x %[1]s) bool { return x.K == keys[0] }), slices.EqualFunc(s, keys, func(x %[1]s, k %[2]s) bool { return x.K == k }))",
			"data, err := json.Marshal(s); fmt.Println(string(data), err); var back %[3]s; fmt.Println(json.Unmarshal(data, &back), slices.Equal(s, back))",
			"data, err := json.Marshal(map[string]any{\"s\": s, \"m\": []any{u[0], &u[1]}}); fmt.Println(string(data), err)",
			"for i := range strings.FieldsSeq(\" a b  c\") { fmt.Print(i, \".\") }; for l := range strings.Lines(\"x\\ny\") { fmt.Printf(\"%%q\", l) }; fmt.Println()",
			"l := list.New(); for _, x := range s { l.PushFront(x) }; for e := l.Front(); e != nil; e = e.Next() { fmt.Print(e.Value, e.Value.(%[1]s).N, \" \") }; fmt.Println()",
			"fmt.Println(reflect.TypeOf(s), reflect.TypeOf(s).Elem().NumMethod(), reflect.ValueOf(s[0]).Field(1).Int(), reflect.DeepEqual(s, slices.Clone(s)))",
		)
		if sorts && g.chance(25) {
			line = pick(g, "sort.Sort(s); fmt.Println(s, sort.IsSorted(s))", "sort.Stable(sort.Reverse(u)); fmt.Println(u)", "h := slices.Clone(s); heap.Init(&h); heap.Push(&h, u[0]); for len(h) > %[4]d { fmt.Print(heap.Pop(&h), \" \") }; fmt.Println()")
		}
		b.add("{ "+line+" }"+"\n_ = %[6]q", t, k, ts, i, j, "")
	}
	b.add("}")
	src := b.String()
	g.decls = append(g.decls, src)
	return name
}

func (g *generator) smallKey(t *typ) string {
	if t.kind == stringKind {
		return pick(g, `"a"`, `"b"`, `"c"`, `""`)
	}
	if t.kind == floatKind {
		return pick(g, "1", "2.5", "-1", "0.25")
	}
	return fmt.Sprint(g.IntN(4))
}
