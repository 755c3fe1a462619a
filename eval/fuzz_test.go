package eval_test

// This file feeds cells to the front end that nobody would write. Nothing may panic, and a cell that is refused may
// change nothing.

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// FuzzFrontEnd asks everything about a cell but to run it.
func FuzzFrontEnd(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range readCells(string(text)) {
			if !strings.Contains(c.source, "%load") {
				f.Add(c.source, len(c.source)/2)
			}
		}
	}
	s := newSession(f)
	if _, err := execute(s, 1, editorCell); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, source string, cursor int) {
		if strings.Contains(source, "%load") {
			t.Skip("reads files")
		}
		var out strings.Builder
		if err := s.Dump(&out, source, "ssa"); err != nil && strings.HasPrefix(traceback(err), "internal error") {
			t.Errorf("%q: %s", source, traceback(err))
		}
		completion := s.Complete(source, cursor)
		if completion.Start < 0 || completion.Start > completion.End || completion.End > len(source) {
			t.Errorf("%q: completes %d to %d", source, completion.Start, completion.End)
		}
		s.Inspect(source, cursor, 1)
		s.IsComplete(source)
		if out, err := execute(s, 2, "greet(title, point.Norm())"); err != nil || out != "=> a title25\n" {
			t.Fatalf("after %q: %s %v", source, out, err)
		}
	})
}

// TestMutations damages the cells of testdata at random places, as editing does.
func TestMutations(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s := newSession(t)
		for _, c := range readCells(string(text)) {
			source := damaged(random, c.source)
			if strings.Contains(source, "%load") {
				continue
			}
			var out strings.Builder
			err := s.Dump(&out, source, "ssa")
			if err != nil && strings.HasPrefix(traceback(err), "internal error") {
				t.Errorf("%q: %s", source, traceback(err))
			}
			cursor := random.IntN(len(source) + 1)
			s.Complete(source, cursor)
			s.Inspect(source, cursor, 0)
			s.IsComplete(source)
		}
	}
}

// damaged deletes, doubles or exchanges a few bytes.
func damaged(random *rand.Rand, source string) string {
	b := []byte(source)
	for range 1 + random.IntN(3) {
		if len(b) < 2 {
			break
		}
		i := random.IntN(len(b) - 1)
		n := min(1+random.IntN(4), len(b)-i)
		switch random.IntN(3) {
		case 0:
			b = slices.Delete(b, i, i+n)
		case 1:
			b = slices.Insert(b, i, b[i:i+n]...)
		case 2:
			b[i] = "(){}[];,.:=+*\n\"`x1"[random.IntN(18)]
		}
	}
	return string(b)
}
