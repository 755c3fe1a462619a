package eval

import (
	"context"
	"fmt"
	"io"
	"testing"
)

// TestCellsAreForgotten checks that cells that declare nothing leave no package behind.
func TestCellsAreForgotten(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	run := func(i int, source string) {
		t.Helper()
		if err := s.Execute(context.Background(), Cell{Number: i, Source: source, Stdout: io.Discard, Stderr: io.Discard, Show: func(any) {}}); err != nil {
			t.Fatal(err)
		}
	}
	run(1, "x := 1\nfunc f() int { return x }")
	count := func() int { return len(s.prog.AllPackages()) }
	before := count()
	for i := range 10 {
		run(i+2, fmt.Sprintf("x = f() + %d\nfunc() { x++ }()\nx", i))
	}
	if got := count(); got != before {
		t.Errorf("%d packages after ten cells, %d before", got, before)
	}
	run(20, "f()")
}

// TestReplacedFunctionsAreForgotten checks that functions that have been replaced leave no package behind, and that those
// who call them, translated or not, call the new ones.
func TestReplacedFunctionsAreForgotten(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	var shown any
	run := func(i int, source string) {
		t.Helper()
		show := func(v any) { shown = v }
		if err := s.Execute(context.Background(), Cell{Number: i, Source: source, Stdout: io.Discard, Stderr: io.Discard, Show: show}); err != nil {
			t.Fatal(err)
		}
	}
	run(1, "func f() int { return 1 }\nfunc h() int { return 1 }")
	run(2, "func called() int { return f() + h() }\nfunc later() int { return 10*f() + h() }")
	run(3, "old := f\ncalled()")
	before := len(s.prog.AllPackages())
	for i := range 10 {
		run(i+4, fmt.Sprintf("func f() int { return func() int { return %d }() }\nf()", i))
		run(i+4, fmt.Sprintf("func h() int { return %d }", i))
	}
	if got := len(s.prog.AllPackages()); got != before+1 { // the first cell's package is gone, those of f and h are there
		t.Errorf("%d packages after twenty functions, %d before", got, before)
	}
	run(30, "[]int{called(), later(), old(), f(), h()}")
	if got := fmt.Sprint(shown); got != "[18 99 9 9 9]" {
		t.Errorf("the functions return %s", got)
	}
	run(31, "func f() string { return \"text\" }")
	run(32, "func h() string { return f() }\nfunc f() string { return \"changed\" }")
	run(33, "h()")
	if shown != "changed" {
		t.Errorf("h() is %v", shown)
	}
	run(34, "%reset\nfunc f() int { return 5 }\nf()")
	if shown != 5 {
		t.Errorf("f() is %v", shown)
	}
}
