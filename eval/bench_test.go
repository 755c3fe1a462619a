package eval_test

// This file measures what a cell costs before its code runs, with small and large sessions.

import (
	"fmt"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval"
)

func mustExecute(t testing.TB, s *eval.Session, number int, source string) {
	t.Helper()
	if _, err := execute(s, number, source); err != nil {
		t.Fatal(traceback(err))
	}
}

// BenchmarkOneLine executes a cell of one line in sessions of 5 and 500 declarations.
func BenchmarkOneLine(b *testing.B) {
	for _, declarations := range []int{5, 500} {
		b.Run(fmt.Sprintf("declarations=%d", declarations), func(b *testing.B) {
			s := newSession(b)
			for i := range declarations / 5 {
				mustExecute(b, s, i+1, declarationsCell(i))
			}
			mustExecute(b, s, 1, "x := 1")
			for i := 0; b.Loop(); i++ {
				mustExecute(b, s, i, "x += f0(x, 2)")
			}
		})
	}
}

// BenchmarkRedefine replaces a function with one dependent, and a type with a method and a variable.
func BenchmarkRedefine(b *testing.B) {
	for name, cell := range map[string]string{
		"function": "func f0(a, b int) int { return a - b }",
		"method":   "func (t T0) Get() int { return t.a + 1 }",
	} {
		b.Run(name, func(b *testing.B) {
			s := newSession(b)
			for i := range 100 {
				mustExecute(b, s, i+1, declarationsCell(i))
			}
			for i := 0; b.Loop(); i++ {
				mustExecute(b, s, i, cell)
			}
		})
	}
}

func declarationsCell(i int) string {
	return strings.ReplaceAll(`
type T# struct{ a, b int }
func (t T#) Get() int { return t.a }
func f#(a, b int) int { return a + b }
func g#() int { return f#(1, 2) + c# }
const c# = 5
v# := T#{1, 2}
`, "#", fmt.Sprint(i))
}

// BenchmarkNew measures the start of a session, up to its first cell with a compiled package.
func BenchmarkNew(b *testing.B) {
	b.Run("empty", func(b *testing.B) {
		for b.Loop() {
			newSession(b)
		}
	})
	b.Run("fmt", func(b *testing.B) {
		for b.Loop() {
			mustExecute(b, newSession(b), 1, `fmt.Fprint(io.Discard, "x")`)
		}
	})
}
