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
