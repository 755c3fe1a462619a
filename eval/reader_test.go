package eval_test

// This file tests that goroutines of earlier cells read on when a later cell has been interrupted.

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/arraybook/arraybook/eval"
)

func TestReadersOutliveOtherCells(t *testing.T) {
	s := newSession(t)
	_, err := execute(s, 1, `r, w := io.Pipe()
lines := make(chan string, 10)
go func() {
	sc := bufio.NewScanner(r)
	for sc.Scan() { lines <- sc.Text() }
	lines <- fmt.Sprint("ended: ", sc.Err())
}()`)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	err = s.Execute(ctx, eval.Cell{
		Number: 2, Source: "func() {\n\tdefer func() { for range 3 { fmt.Fprintln(w, \"line\") } }()\n\tprintln(\"started\")\n\tfor {}\n}()",
		Stdout: io.Discard, Stderr: writerFunc(cancel),
	})
	var e notebookError
	if !errors.As(err, &e) || e.Name() != "interrupted" {
		t.Fatal(err)
	}
	mustPrint(t, s, 3, "for range 3 { fmt.Println(<-lines) }", "line\nline\nline\n")
}
