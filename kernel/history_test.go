// This file tests the history of inputs.

package kernel

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/arraybook/arraybook/protocol"
)

// filled returns the history of a session that comes after two others on the same file.
func filled(t *testing.T) *history {
	t.Helper()
	path := filepath.Join(t.TempDir(), "new", "history.jsonl")
	var h *history
	for _, session := range [][]string{{"a := 1", "fmt.Println(a)"}, {"b := 2"}, {"fmt.Println(b)", "a := 1", "if x {\n\ty\n}"}} {
		h = &history{path: path, log: slog.New(slog.DiscardHandler)}
		for i, source := range session {
			h.add(i+1, source)
		}
		h.flush(patience)
	}
	return h
}

func TestHistory(t *testing.T) {
	h := filled(t)
	for _, test := range []struct {
		request protocol.HistoryRequest
		want    string
	}{
		{protocol.HistoryRequest{AccessType: "tail", N: 2}, "3.2 a := 1, 3.3 if x {\n\ty\n}"},
		{protocol.HistoryRequest{AccessType: "tail", N: 4}, "2.1 b := 2, 3.1 fmt.Println(b), 3.2 a := 1, 3.3 if x {\n\ty\n}"},
		{protocol.HistoryRequest{AccessType: "tail", N: 100}, "1.1 a := 1, 1.2 fmt.Println(a), 2.1 b := 2, 3.1 fmt.Println(b), 3.2 a := 1, 3.3 if x {\n\ty\n}"},
		{protocol.HistoryRequest{AccessType: "range", Session: 0, Start: 1, Stop: 3}, "3.1 fmt.Println(b), 3.2 a := 1"},
		{protocol.HistoryRequest{AccessType: "range", Session: -1}, "2.1 b := 2"},
		{protocol.HistoryRequest{AccessType: "range", Session: 1, Start: 2}, "1.2 fmt.Println(a)"},
		{protocol.HistoryRequest{AccessType: "range", Session: 99}, ""},
		{protocol.HistoryRequest{AccessType: "search", Pattern: "fmt.Print*"}, "1.2 fmt.Println(a), 3.1 fmt.Println(b)"},
		{protocol.HistoryRequest{AccessType: "search", Pattern: "? := ?"}, "1.1 a := 1, 2.1 b := 2, 3.2 a := 1"},
		{protocol.HistoryRequest{AccessType: "search", Pattern: "? := ?", Unique: true}, "2.1 b := 2, 3.2 a := 1"},
		{protocol.HistoryRequest{AccessType: "search", Pattern: "? := ?", N: 1}, "3.2 a := 1"},
		{protocol.HistoryRequest{AccessType: "search", Pattern: "if*y*"}, "3.3 if x {\n\ty\n}"},
		{protocol.HistoryRequest{AccessType: "search", Pattern: "[a"}, ""},
		{protocol.HistoryRequest{AccessType: "search", N: 1}, "3.3 if x {\n\ty\n}"},
	} {
		var got []string
		for _, e := range h.selected(test.request) {
			got = append(got, fmt.Sprintf("%d.%d %s", e.session, e.line, e.source))
		}
		if got := strings.Join(got, ", "); got != test.want {
			t.Errorf("%+v: %s, want %s", test.request, got, test.want)
		}
	}
}

// The file stays readable after lines that were cut short, and its mode keeps it private.
func TestHistoryFile(t *testing.T) {
	h := filled(t)
	info, err := os.Stat(h.path)
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("mode is %v, %v", info.Mode(), err)
	}
	f, err := os.OpenFile(h.path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("not JSON\n{}\n" + `{"session":"cut","sour`); err != nil {
		t.Fatal(err)
	}
	f.Close()
	next := &history{path: h.path, log: h.log}
	next.add(1, "c := 3")
	next.add(2, "d := 4")
	next.flush(patience)
	if got := next.selected(protocol.HistoryRequest{AccessType: "tail", N: 3}); len(got) != 3 || got[1].source != "c := 3" || got[2].session != 4 {
		t.Errorf("tail is %+v", got)
	}
	after := &history{path: h.path, log: h.log}
	if got := after.selected(protocol.HistoryRequest{AccessType: "tail"}); len(got) != 8 || got[7].source != "d := 4" {
		t.Errorf("the next session reads %+v", got)
	}
}

func TestHistoryShortens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	source := strings.Repeat("x", 1000)
	for i := 0; i < largestHistory; i += len(source) {
		if err := json.NewEncoder(f).Encode(historyLine{Session: "s", Line: i / len(source), Source: source}); err != nil {
			t.Fatal(err)
		}
	}
	f.Close()
	h := &history{path: path, log: slog.New(slog.DiscardHandler)}
	h.add(1, "new")
	h.flush(patience)
	info, err := os.Stat(path)
	if err != nil || info.Size() > largestHistory/2+1000 || info.Size() < largestHistory/2-2000 {
		t.Errorf("%d bytes are left, %v", info.Size(), err)
	}
	got := h.selected(protocol.HistoryRequest{AccessType: "tail", N: 2})
	if len(got) != 2 || got[0].line != largestHistory/len(source) || got[1].source != "new" {
		t.Errorf("tail is %.100v", got)
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || len(left) != 1 || left[0] != path+".lock" {
		t.Errorf("left over: %v, %v", left, err)
	}
}

// Patterns find what JSON writes with escapes, and what it looks like there finds nothing.
func TestHistorySearchesEscapes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	source := "if a < b {\n\tprint(`é\\`, \"x*y\")\n}"
	earlier := &history{path: path, log: slog.New(slog.DiscardHandler)}
	earlier.add(1, source)
	earlier.add(2, "plain")
	earlier.flush(patience)
	h := &history{path: path, log: earlier.log}
	for pattern, want := range map[string]int{
		"*a < b*": 1, "*{\n\t*": 1, "*é\\*": 1, "*é\\?, \"x*": 1, "*?\"x?y\"*": 1, "if*}": 1, "*u003c*": 0, "*source*": 0, "*\\n*": 0, "pla?n": 1, "plai": 0, "*": 2, "**": 2,
	} {
		if got := h.selected(protocol.HistoryRequest{AccessType: "search", Pattern: pattern}); len(got) != want {
			t.Errorf("%q finds %d inputs, want %d", pattern, len(got), want)
		}
	}
}

// Kernels that share a file lose nothing when one of them shortens it while the others write.
func TestHistoryIsShared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	if err := os.WriteFile(path, bytes.Repeat([]byte(strings.Repeat("x", 1<<10)+"\n"), largestHistory>>10), 0o600); err != nil {
		t.Fatal(err)
	}
	const kernels, inputs = 6, 40
	var working sync.WaitGroup
	for n := range kernels {
		working.Go(func() {
			h := &history{path: path, log: slog.New(slog.DiscardHandler)}
			for line := range inputs {
				h.add(line+1, fmt.Sprintf("kernel %d", n))
				h.flush(patience)
			}
		})
	}
	working.Wait()
	h := &history{path: path, log: slog.New(slog.DiscardHandler)}
	if got := h.selected(protocol.HistoryRequest{AccessType: "search", Pattern: "kernel ?"}); len(got) != kernels*inputs {
		t.Errorf("%d of %d inputs are left", len(got), kernels*inputs)
	}
	if info, err := os.Stat(path); err != nil || info.Size() > largestHistory*3/4 {
		t.Errorf("the file was not shortened: %v", err)
	}
}

// BenchmarkHistory reads a file of 100,000 inputs of 50 sessions.
func BenchmarkHistory(b *testing.B) {
	path := filepath.Join(b.TempDir(), "history.jsonl")
	h := &history{path: path, log: slog.New(slog.DiscardHandler)}
	var lines []historyLine
	for i := range 100_000 {
		source := fmt.Sprintf("x%d := Einsum(\"ij,jk->ik\", a, b)\nfmt.Println(x%d.Sum())", i, i)
		if i%3 > 0 {
			source = fmt.Sprintf("y := Normal(NewRand(%d), 100, 100).Sum() * 2.5", i)
		}
		lines = append(lines, historyLine{fmt.Sprintf("00000000-0000-0000-0000-%012d", i/2000), time.Now().UTC(), i % 2000, source})
	}
	if err := h.append(lines); err != nil {
		b.Fatal(err)
	}
	for name, request := range map[string]protocol.HistoryRequest{
		"tail":   {AccessType: "tail", N: 1000},
		"range":  {AccessType: "range", Session: -3},
		"search": {AccessType: "search", Pattern: "*Println(x99*", N: 10},
		"rare":   {AccessType: "search", Pattern: "*nothing like it*"},
		"unique": {AccessType: "search", Pattern: "y := *Rand(?7*", Unique: true},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				h.selected(request)
			}
		})
	}
}

// fullDisk returns the path of a file that cannot be written for lack of space: a link, so that what the kernel puts beside
// the file stays in the test's folder.
func fullDisk(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full")
	}
	path := filepath.Join(t.TempDir(), "full")
	if err := os.Symlink("/dev/full", path); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file that cannot be written, or whose disk is full, costs the history beyond the session, and one line of the log.
func TestHistoryCannotBeWritten(t *testing.T) {
	t.Run("no folder", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		historyOfSession(t, filepath.Join(file, "history.jsonl"))
	})
	t.Run("full disk", func(t *testing.T) { historyOfSession(t, fullDisk(t)) })
}

func historyOfSession(t *testing.T, path string) {
	t.Helper()
	var log strings.Builder
	h := &history{path: path, log: slog.New(slog.NewTextHandler(&log, nil))}
	for i, source := range []string{"a", "b"} {
		h.add(i+1, source)
		h.flush(patience)
	}
	if n := strings.Count(log.String(), "\n"); n != 1 {
		t.Errorf("%s: the log has %d lines: %s", path, n, log.String())
	}
	h.path = ""
	if got := h.selected(protocol.HistoryRequest{AccessType: "tail"}); len(got) != 2 {
		t.Errorf("%s: tail is %v", path, got)
	}
}

// A kernel whose history goes to a full disk runs cells as ever.
func TestFullDisk(t *testing.T) {
	c := start(t, ipcConnection(t), func() (Evaluator, error) { return newFake(), nil }, Options{History: fullDisk(t)}).client()
	for range 3 {
		if answer, _ := c.execute("x"); answer.Status != "ok" {
			t.Errorf("execute_reply is %+v", answer)
		}
	}
	c.answers()
}

func TestDefaultHistory(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv(HistoryVariable, "")
	if got := DefaultHistory(); filepath.Base(got) != "history.jsonl" || filepath.Base(filepath.Dir(got)) != "arraybook" {
		t.Errorf("the default is %q", got)
	}
	for value, want := range map[string]string{"off": "", "/x/y": "/x/y"} {
		t.Setenv(HistoryVariable, value)
		if got := DefaultHistory(); got != want {
			t.Errorf("%s=%s gives %q, want %q", HistoryVariable, value, got, want)
		}
	}
}

func TestHistoryRequest(t *testing.T) {
	ev := newFake()
	ev.cell("fail", func(context.Context, Cell) error { return errors.New("oops") })
	path := filepath.Join(t.TempDir(), "history.jsonl")
	for session := 1; session <= 2; session++ {
		k := start(t, ipcConnection(t), func() (Evaluator, error) { return ev, nil }, Options{History: path})
		c := k.client()
		c.execute("x")
		c.execute("fail")
		c.executeWith(protocol.ExecuteRequest{Code: "unstored"})
		c.execute(" \n") // neither counted nor stored
		for output, want := range map[bool]string{false: "[%d 2 fail]", true: "[%d 2 [fail <nil>]]"} {
			request := c.send(protocol.Shell, protocol.TypeHistoryRequest, protocol.HistoryRequest{AccessType: "tail", N: 1, Output: output})
			answer := reply[protocol.HistoryReply](c, protocol.Shell, request)
			if got := fmt.Sprint(answer.History); answer.Status != "ok" || got != "["+fmt.Sprintf(want, session)+"]" {
				t.Errorf("session %d: history_reply is %+v, want %s", session, answer, want)
			}
			c.published(request)
		}
		k.stop()
		k.ended()
	}
}
