// This file runs notebooks through the kernel of fakekernel_test.go, over real sockets and in a real child process.

package nb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// bookOf returns a notebook of code cells; a source that begins with "#tag " has that tag.
func bookOf(t *testing.T, sources ...string) *Notebook {
	t.Helper()
	var cells []map[string]any
	for i, source := range sources {
		var tags []string
		if rest, tagged := strings.CutPrefix(source, "#"); tagged {
			var tag string
			tag, source, _ = strings.Cut(rest, " ")
			tags = append(tags, tag)
		}
		cells = append(cells, map[string]any{"cell_type": "code", "id": fmt.Sprint("c", i), "metadata": map[string]any{"tags": tags},
			"source": source, "outputs": []any{map[string]any{"output_type": "stream", "name": "stdout", "text": "old"}}, "execution_count": 99})
	}
	text, err := json.Marshal(map[string]any{"cells": cells, "metadata": map[string]any{}, "nbformat": 4, "nbformat_minor": 5})
	if err != nil {
		t.Fatal(err)
	}
	book, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// sketch writes outputs as short texts.
func sketch(outputs []Output) []string {
	list := []string{}
	for _, o := range outputs {
		switch o.Type {
		case "stream":
			list = append(list, o.Name+":"+o.Text)
		case "error":
			list = append(list, "error:"+o.ErrValue)
		default:
			text, _ := o.Data.Text("text/plain")
			list = append(list, o.Type+":"+text)
		}
	}
	return list
}

func TestRun(t *testing.T) {
	book := bookOf(t,
		"print a\nprint b\nwarn c\nprint d\nresult e",
		"display h first\nprint -",
		"update h second\ndisplay h third",
		"",
		"#skip-execution fail",
		"#raises-exception print before\nfail expected",
		"print gone\nclear\nprint kept\nclear wait",
		"print gone\nclear wait\nprint kept",
	)
	var events []string
	err := Run(t.Context(), book, RunOptions{Kernel: fakeKernel(t), Progress: func(e Event) {
		if e.Done {
			events = append(events, fmt.Sprintf("%d/%d %s failed=%t", e.Cell, e.Cells, e.Title, e.Err != nil))
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"stdout:a\nb\n", "stderr:c\n", "stdout:d\n", "execute_result:e"},
		{"display_data:third", "stdout:-\n"},
		{"display_data:third"},
		{"stdout:old"},
		{"stdout:old"},
		{"stdout:before\n", "error:expected"},
		{"stdout:kept\n"},
		{"stdout:kept\n"},
	}
	counts := []int{1, 2, 3, 99, 99, 4, 5, 6}
	for i, c := range book.Cells {
		if got := sketch(c.Outputs); !reflect.DeepEqual(got, want[i]) || c.ExecutionCount != counts[i] {
			t.Errorf("cell %d [%d]: %q, want [%d] %q", i+1, c.ExecutionCount, got, counts[i], want[i])
		}
	}
	wantEvents := []string{"1/6 print a failed=false", "2/6 display h first failed=false", "3/6 update h second failed=false",
		"4/6 print before failed=true", "5/6 print gone failed=false", "6/6 print gone failed=false"}
	if !reflect.DeepEqual(events, wantEvents) {
		t.Errorf("events %q\nwant   %q", events, wantEvents)
	}
}

func TestRunStopsAtFailure(t *testing.T) {
	book := bookOf(t, "print a", "print b\nfail here\nprint never", "print c")
	err := Run(t.Context(), book, RunOptions{Kernel: fakeKernel(t)})
	var failure *CellError
	if !errors.As(err, &failure) || failure.Index != 1 || !strings.Contains(err.Error(), "cell 2 failed:\nfailure: here") {
		t.Errorf("error %v", err)
	}
	want := [][]string{{"stdout:a\n"}, {"stdout:b\n", "error:here"}, {}}
	for i, c := range book.Cells {
		if got := sketch(c.Outputs); !reflect.DeepEqual(got, want[i]) {
			t.Errorf("cell %d: %q, want %q", i+1, got, want[i])
		}
	}
	if last := book.Cells[2]; last.ExecutionCount != 0 {
		t.Errorf("execution count of a cell that did not run: %d", last.ExecutionCount)
	}
}

func TestRunAllowErrors(t *testing.T) {
	book := bookOf(t, "fail here", "print c")
	if err := Run(t.Context(), book, RunOptions{Kernel: fakeKernel(t), AllowErrors: true}); err != nil {
		t.Fatal(err)
	}
	if got := sketch(book.Cells[1].Outputs); !reflect.DeepEqual(got, []string{"stdout:c\n"}) {
		t.Errorf("cell after the failure: %q", got)
	}
}

func TestRunTimeout(t *testing.T) {
	book := bookOf(t, "print a\nwait", "print b")
	err := Run(t.Context(), book, RunOptions{Kernel: fakeKernel(t), CellTimeout: 50 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "cell 1: timeout after 50ms") {
		t.Errorf("error %v", err)
	}
	if got := sketch(book.Cells[0].Outputs); !reflect.DeepEqual(got, []string{"stdout:a\n", "error:interrupted"}) {
		t.Errorf("outputs of the interrupted cell: %q", got)
	}
}

func TestRunCancelled(t *testing.T) {
	book := bookOf(t, "wait", "print b")
	ctx, cancel := context.WithCancelCause(t.Context())
	err := Run(ctx, book, RunOptions{Kernel: fakeKernel(t), Progress: func(e Event) {
		if !e.Done {
			cancel(errors.New("ctrl-c"))
		}
	}})
	if err == nil || !strings.Contains(err.Error(), "cell 1: ctrl-c") {
		t.Errorf("error %v", err)
	}
}

func TestRunDyingKernel(t *testing.T) {
	book := bookOf(t, "print a", "exit out of luck")
	err := Run(t.Context(), book, RunOptions{Kernel: fakeKernel(t)})
	for _, want := range []string{"cell 2: kernel ended unexpectedly", "exit status 3", "fatal: out of luck"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q in it", err, want)
		}
	}
	if got := sketch(book.Cells[0].Outputs); !reflect.DeepEqual(got, []string{"stdout:a\n"}) {
		t.Errorf("first cell: %q", got)
	}
}

func TestRunWithoutKernel(t *testing.T) {
	for _, c := range []struct {
		command []string
		want    string
	}{
		{nil, "no command"},
		{[]string{"/nonexistent/kernel"}, "/nonexistent/kernel"},
		{[]string{"false", ConnectionFile}, "kernel ended unexpectedly: exit status 1"},
	} {
		err := Run(t.Context(), bookOf(t, "print a"), RunOptions{Kernel: c.command})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error %v, want %q", c.command, err, c.want)
		}
	}
}
