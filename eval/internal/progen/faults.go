package progen

// This file writes statements that panic with run-time errors, for their texts.

import (
	"fmt"
)

// declareFaults declares a function that shows the texts of run-time errors.
func (g *generator) declareFaults() string {
	i, t, u := g.name("Face"), g.name("Has"), g.name("Lacks")
	g.declare("type %s interface { Do(); Undo() int }", i)
	g.declare("type %s int\nfunc (%[1]s) Do() {}\nfunc (*%[1]s) Undo() int { return 1 }", t)
	g.declare("type %s struct { s []int; next *%[1]s; array *[4]int; m map[string]int; f func() int; do %s }", u, i)
	name := g.name("run")
	var b block
	b.add("func %s() {", name)
	b.add("s, str, arr := make([]int, %d, %d), %q, [4]int{}\nvar v %s\nvar p *%s\nvar face %s\nvar err error\nvar nothing any", 3+g.IntN(3), 6+g.IntN(3), "hello", u, u, i)
	b.add("_, _, _, _, _, _, _, _ = s, str, arr, v, p, face, err, nothing")
	b.add("ap, sp := &arr, &s\n_, _ = ap, sp")
	for range 24 {
		x := pick(g, "x", "y", "z")
		ty := pick(g, basics[2:13]...)
		val := func() string { return g.smallOf(ty) }
		b.add("attempt(func() { var x, y, z %s = %s, %s, %s; _, _, _ = x, y, z", ty.src, val(), val(), val())
		b.add(pick(g,
			"emit(\"v\", s[%[1]s])", "emit(\"v\", str[%[1]s])", "emit(\"v\", arr[%[1]s])", "emit(\"v\", ap[%[1]s])", "s[%[1]s]++", "(*sp)[%[1]s] = 1",
			"emit(\"v\", s[x:])", "emit(\"v\", s[:y])", "emit(\"v\", s[x:y])", "emit(\"v\", s[x:y:z])", "emit(\"v\", str[x:])", "emit(\"v\", str[:y])", "emit(\"v\", str[x:y])", "emit(\"v\", arr[x:y])", "emit(\"v\", ap[x:y:z])", "emit(\"v\", ap[:y])", "emit(\"v\", s[:y:z])", "emit(\"v\", arr[x:])",
			"emit(\"v\", %[3]s(1) / (%[1]s - %[1]s))", "emit(\"v\", %[1]s %% (y ^ y))", "x /= z - z", "emit(\"v\", 1 << y)", "emit(\"v\", x >> z)",
			"emit(\"v\", len(make([]int, %[1]s%%11)))", "emit(\"v\", len(make([]int, int64(x)|1<<62)))", "emit(\"v\", len(make([]int, x%%11, y%%11)))", "emit(\"v\", cap(make(chan int, %[1]s%%11)))", "emit(\"v\", len(make(map[int]int, %[1]s%%11)))",
			"v.m[\"a\"] = 1", "v.next.s[0] = 1", "v.array[1] = 2", "v.f()", "v.do.Do()", "p.next = nil", "p.m[\"x\"]++", "emit(\"v\", *p)", "for i := range v.array { v.array[i]++ }", "for _, x := range v.array { emit(\"v\", x) }", "v.array = new([4]int); emit(\"v\", v.array[x])",
			"_ = nothing.(int)", "_ = nothing.(%[2]s)", "_ = any(%[1]s).(string)", "_ = any(%[1]s).(%[2]s)", "_ = any(v).(%[2]s)", "_ = any(%[4]s(1)).(%[2]s)", "_ = any(new(%[4]s)).(%[2]s).Undo()", "_ = err.(%[2]s)", "_ = face.(fmt.Stringer)", "_ = any(p).(interface{ missing() })", "_ = any(s).([]string)", "_ = any(func(int) {}).(func())", "_ = any(map[%[3]s]int{}).(map[int]%[3]s)", "err = fmt.Errorf(\"e\"); _ = err.(interface{ Unwrap() error })", "_ = any(struct{ a int }{}).(struct{ b int })", "face.Undo()", "err.Error()",
			"_ = [2]int(s[:x&7])", "_ = (*[8]int)(s)", "_ = [0]int(s[:0])", "emit(\"v\", any(s) == any(s))", "emit(\"v\", any(v) == any(v))", "m := map[any]int{}; m[s] = 1", "m := map[any]int{}; emit(\"v\", m[v.m])", "m := map[any]int{%[1]s: 1}; delete(m, func() {})", "var m map[any]int; emit(\"v\", m[[]int{}])", "emit(\"v\", any([1]any{s}) == any([1]any{s}))",
			"panic(%[1]s)", "panic(err)", "panic(fmt.Sprintf(\"%%v\", %[1]s))", "panic(v.s)", "panic(errors.New(\"own\"))", "var e runtime.Error; panic(e)", "close(v.chanOf())", "strings.Repeat(\"x\", -int(%[1]s&7)-1)", "_ = slices.Max([]int{})", "_ = bytes.Repeat([]byte{1}, -1)", "reflect.ValueOf(%[1]s).Len()", "fmt.Println(reflect.ValueOf(v).Field(9))", "reflect.ValueOf(&v).Elem().Field(0).SetInt(3)", "var wg sync.WaitGroup; wg.Add(-1)", "emit(\"v\", append(s[:x&3], s[y&3:]...))", "clear(v.m); copy(v.s, s); emit(\"v\", len(v.s) + len(v.m))", "runtime.Gosched(); var c chan int; close(c)", "func() { defer func() { panic(fmt.Sprint(recover(), \" again\")) }(); _ = s[%[1]s|8] }()", "emit(\"v\", min(x, y) + max(y, z))",
		)+"\n_ = %[5]q\n})", x, i, ty.src, t, "")
	}
	b.add("}")
	src := b.String()
	g.decls = append(g.decls, fmt.Sprintf("func (v %s) chanOf() chan int { return nil }", u), src)
	return name
}

// smallOf returns a literal near the bounds of small slices, or at the end of the type's range.
func (g *generator) smallOf(t *typ) string {
	if g.chance(20) {
		return g.integerLiteral(t)
	}
	if t.kind == intKind && g.chance(20) {
		return pick(g, "-1", "-2")
	}
	return fmt.Sprint(g.IntN(11))
}
