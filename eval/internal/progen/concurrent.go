package progen

// This file writes programs of several goroutines that print the same however they are scheduled.

import (
	"fmt"
)

// declareConcurrency declares a function of such parts.
func (g *generator) declareConcurrency() string {
	name := g.name("run")
	t := g.name("shared")
	g.declare("type %s struct { sync.Mutex; n map[string]int; total atomic.Int64; once sync.Once }", t)
	g.declare("func (s *%s) add(k string, n int) { s.Lock(); defer s.Unlock(); s.n[k] += n; s.total.Add(int64(n)); s.once.Do(func() { s.n[\"once\"]++ }) }", t)
	var b block
	b.add("func %s() {", name)
	for range 4 {
		n, m := 1+g.IntN(8), 1+g.IntN(5)
		b.add("attempt(func() {")
		switch g.IntN(16) {
		case 0:
			b.add("s := &%s{n: map[string]int{}}\nvar wg sync.WaitGroup\nfor i := range %d { wg.Add(1); go func() { defer wg.Done(); for j := range %d { s.add(fmt.Sprint(j), i) } }() }\nwg.Wait()\nfmt.Println(s.n, s.total.Load())", t, n, m)
		case 1:
			b.add("jobs, results := make(chan int), make(chan [2]int, %d)\nvar wg sync.WaitGroup\nfor range %d { wg.Go(func() { for j := range jobs { results <- [2]int{j, j*j} } }) }\nfor j := range %d { jobs <- j }\nclose(jobs)\nwg.Wait()\nclose(results)\nall := map[int]int{}\nfor r := range results { all[r[0]] = r[1] }\nfmt.Println(all)", n, m, n)
		case 2:
			b.add("c := upToChan(%d)\nfor i := range %d { c = stage(c, func(x int) int { return x*%d + i }) }\nfor v := range c { fmt.Print(v, \" \") }\nfmt.Println()", n, m, 1+g.IntN(4))
		case 3:
			b.add("a, z := make(chan int), make(chan string)\ngo func() { for i := range %d { a <- i }; close(a) }()\ngo func() { for i := range %d { z <- fmt.Sprint(i) }; close(z) }()\nsum, text := 0, 0\nfor a != nil || z != nil {\nselect {\ncase v, ok := <-a: if !ok { a = nil; continue }; sum += v\ncase v, ok := <-z: if !ok { z = nil; break }; text += len(v)\n}\n}\nfmt.Println(sum, text)", n, m)
		case 4:
			b.add("ctx, cancel := context.WithCancelCause(context.WithValue(context.Background(), %q, %d))\ndone := make(chan error)\ngo func() { <-ctx.Done(); done <- context.Cause(ctx) }()\ncancel(fmt.Errorf(\"cause %%v\", ctx.Value(%q)))\nfmt.Println(<-done, ctx.Err())", "k", n, "k")
		case 5:
			b.add("var mu sync.Mutex\ncond := sync.NewCond(&mu)\nturn, order := 0, []int{}\nvar wg sync.WaitGroup\nfor i := range %d { wg.Go(func() { mu.Lock(); for turn != i { cond.Wait() }; order = append(order, i); turn++; cond.Broadcast(); mu.Unlock() }) }\nwg.Wait()\nfmt.Println(order)", n)
		case 6:
			b.add("get := sync.OnceValues(func() (int, error) { fmt.Println(\"once\"); return %d, errors.New(\"e\") })\nfor range %d { v, err := get(); fmt.Println(v, err) }", n, m)
		case 7:
			b.add("f := sync.OnceFunc(func() { panic(%d) })\nfor range 2 { attempt(f) }", n)
		case 8:
			b.add("ch := make(chan chan int, 1)\ngo func() { for c := range ch { c <- %d; close(c) } }()\nfor range %d { c := make(chan int); ch <- c; v, ok := <-c; w, ok2 := <-c; fmt.Println(v, ok, w, ok2) }\nclose(ch)", n, m)
		case 9:
			b.add("ch := make(chan int, %d)\nfor i := range %d { select { case ch <- i: default: fmt.Print(\"full \") } }\nfor range %d { select { case v := <-ch: fmt.Print(v, \" \"); default: fmt.Print(\"empty \") } }\nfmt.Println(len(ch), cap(ch))", m, n, n)
		case 10:
			b.add("%s", pick(g, "var ch chan int\nclose(ch)", "ch := make(chan int)\nclose(ch)\nclose(ch)", "ch := make(chan int, 1)\nclose(ch)\nch <- 1", "ch := make(chan int)\nclose(ch)\nselect { case ch <- 1: default: }", "ch := make(chan int, zero-1)\n_ = ch", "var wg sync.WaitGroup\nwg.Done()"))
		case 11:
			b.add("var m sync.Map\nfor i := range %d { m.Store(i %% 3, i) }\nv, loaded := m.LoadOrStore(%d, \"new\")\nn := 0\nm.Range(func(k, v any) bool { n++; return true })\nfmt.Println(v, loaded, n)", n, m)
		case 12:
			b.add("var rw sync.RWMutex\nx := 0\nvar wg sync.WaitGroup\nfor i := range %d { wg.Go(func() { if i%%2 == 0 { rw.Lock(); x += i; rw.Unlock() } else { rw.RLock(); _ = x; rw.RUnlock() } }) }\nwg.Wait()\nfmt.Println(x, rw.TryLock())", n)
		case 13:
			b.add("next, stop := iter.Pull2(func(yield func(int, string) bool) { defer fmt.Println(\"stopped\"); for i := range %d { if !yield(i, fmt.Sprint(i)) { return } } })\nfor range %d { i, s, ok := next(); fmt.Println(i, s, ok) }\nstop()\nfmt.Println(next())", n, m)
		case 14:
			b.add("next, stop := iter.Pull(func(yield func(int) bool) { for i := range 10 { if i == %d { panic(\"in the iterator\") }; if !yield(i) { return } } })\ndefer stop()\nfor range %d { fmt.Println(next()) }", n, m+3)
		case 15:
			b.add("var p atomic.Pointer[%s]\nfmt.Println(p.Load() == nil)\np.Store(&%s{n: map[string]int{\"a\": %d}})\nold := p.Swap(nil)\nfmt.Println(old.n, p.CompareAndSwap(nil, old), p.Load() == old)", t, t, n)
		}
		b.add("})")
	}
	b.add("}")
	g.decls = append(g.decls, b.String())
	return name
}

// declareErrors declares errors that wrap each other and asks what is in them.
func (g *generator) declareErrors() string {
	value, pointer, wrapper, many, alike := g.name("Err"), g.name("Err"), g.name("Err"), g.name("Err"), g.name("Err")
	g.declare("type %s struct{ code int }\nfunc (e %[1]s) Error() string { return fmt.Sprint(\"value \", e.code) }", value)
	g.declare("type %s struct{ name string }\nfunc (e *%[1]s) Error() string { if e == nil { return \"nil pointer\" }; return e.name }", pointer)
	g.declare("type %s struct{ error }\nfunc (e %[1]s) Unwrap() error { return e.error }", wrapper)
	g.declare("type %s []error\nfunc (e %[1]s) Error() string { return fmt.Sprint(len(e), \" errors\") }\nfunc (e %[1]s) Unwrap() []error { return e }", many)
	g.declare("type %s struct{ n int }\nfunc (e %[1]s) Error() string { return \"alike\" }\nfunc (e %[1]s) Is(target error) bool { t, ok := target.(%[2]s); return ok && t.code == e.n }\nfunc (e %[1]s) As(target any) bool { if p, ok := target.(**%[3]s); ok { *p = &%[3]s{\"from alike\"}; return e.n > 1 }; return false }", alike, value, pointer)
	sentinel := g.name("err")
	g.declare("var %s = errors.New(\"sentinel\")", sentinel)
	var tree func(depth int) string
	tree = func(depth int) string {
		if depth <= 0 {
			return pick(g, sentinel, fmt.Sprintf("%s{%d}", value, g.IntN(3)), fmt.Sprintf("&%s{\"p\"}", pointer), "io.EOF", "nil", fmt.Sprintf("%s{%d}", alike, g.IntN(3)), "context.Canceled", fmt.Sprintf("(*%s)(nil)", pointer))
		}
		switch g.IntN(7) {
		case 0, 1:
			return fmt.Sprintf("fmt.Errorf(\"w%d: %%w\", %s)", depth, tree(depth-1))
		case 2:
			return fmt.Sprintf("fmt.Errorf(\"two %%w and %%w\", %s, %s)", tree(depth-1), tree(depth-1))
		case 3:
			return fmt.Sprintf("errors.Join(%s, %s)", tree(depth-1), tree(depth-1))
		case 4:
			return fmt.Sprintf("%s{%s}", wrapper, g.wrapped(sentinel, tree(depth-1)))
		case 5:
			return fmt.Sprintf("%s{%s, %s}", many, tree(depth-1), tree(depth-1))
		}
		return tree(depth - 1)
	}
	name := g.name("run")
	var b block
	b.add("func %s() {", name)
	b.add("for _, err := range []error{%s, %s, %s, %s} {", tree(4), tree(3), tree(2), tree(1))
	b.add("attempt(func() { fmt.Printf(\"%%v|%%s|%%T\\n\", err, err, err) })")
	b.add("attempt(func() { fmt.Println(errors.Is(err, %s), errors.Is(err, %s{1}), errors.Is(err, io.EOF), errors.Is(err, nil), errors.Is(err, context.Canceled), errors.Unwrap(err) == nil) })", sentinel, value)
	b.add("attempt(func() { var v %s; fmt.Println(errors.As(err, &v), v) })", value)
	b.add("attempt(func() { var p *%s; fmt.Println(errors.As(err, &p), p) })", pointer)
	b.add("attempt(func() { var u interface{ Unwrap() []error }; fmt.Println(errors.As(err, &u), u) })")
	b.add("attempt(func() { v, ok := errors.AsType[%s](err); fmt.Println(v, ok) })", pick(g, value, "*"+pointer, wrapper, many))
	b.add("attempt(func() { if err != nil { panic(err) } })")
	b.add("}\n}")
	g.decls = append(g.decls, b.String())
	return name
}

// wrapped makes sure that an error is not nil, where its text is asked for.
func (g *generator) wrapped(instead, src string) string {
	if src == "nil" {
		return instead
	}
	return src
}
