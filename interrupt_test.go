// This file tests that long contractions in cells can be interrupted, and what is left then.

package main

import (
	"context"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/arraybook/arraybook/eval"
)

// writerFunc is called when something is written.
type writerFunc func()

func (f writerFunc) Write(p []byte) (int, error) {
	f()
	return len(p), nil
}

// TestInterruptContractions interrupts contractions that would go on for hours: their operands repeat few elements. It
// waits until nothing of them runs on.
func TestInterruptContractions(t *testing.T) {
	sources := map[string]string{
		"matrix product":     "a := Ones[float32](1, 1).BroadcastTo(3000, 1<<30)\nprintln(\"started\")\nEinsum(\"ij,kj->ik\", a, a)",
		"float64":            "a := Ones[float64](1, 1).BroadcastTo(300, 1<<30)\nprintln(\"started\")\nEinsum(\"ij,kj->ik\", a, a)",
		"complex128":         "a := Ones[complex128](1, 1).BroadcastTo(300, 1<<30)\nprintln(\"started\")\nEinsum(\"ij,kj->ik\", a, a)",
		"int32":              "a := Ones[int32](1, 1).BroadcastTo(300, 1<<30)\nprintln(\"started\")\nEinsum(\"ij,kj->ik\", a, a)",
		"bool":               "a := Full(true, 1, 1).BroadcastTo(300, 1<<30)\nprintln(\"started\")\nEinsum(\"ij,kj->ik\", a, a)",
		"tall":               "a, b := Ones[float32](1, 1).BroadcastTo(1<<14, 64), Ones[float32](1, 1, 1).BroadcastTo(1<<26, 64, 64)\nprintln(\"started\")\nEinsum(\"ij,njk->ik\", a, b)",
		"dot products":       "a := Ones[float64](1).BroadcastTo(1<<40)\nprintln(\"started\")\nEinsum(\"i,i->\", a, a)",
		"side by side":       "a := Ones[float64](1, 3000).BroadcastTo(1<<34, 3000)\nprintln(\"started\")\nEinsum(\"ij,ij->j\", a, a)",
		"chain":              "a := Ones[float32](1, 1).BroadcastTo(2000, 1<<26)\nb := Ones[float32](300, 2000)\nprintln(\"started\")\nEinsum(\"ij,kj,li->lk\", a, a, b)",
		"convolution":        "x, w := Ones[float32](1, 1, 64, 64).BroadcastTo(1, 1<<26, 64, 64), Ones[float32](64, 1, 3, 3).BroadcastTo(64, 1<<26, 3, 3)\nprintln(\"started\")\nConv(x, w, Padding(1))",
		"gradients":          "x, w, dy := Ones[float32](16, 64, 56, 56), Ones[float32](64, 64, 3, 3), Ones[float32](16, 64, 56, 56)\nprintln(\"started\")\nfor { ConvGrad(x, w, dy, Padding(1)) }",
		"Fourier":            "x, k := Ones[float64](2048, 2048), Full(1.5, 300, 300)\nk.Set(2, 0, 0)\nprintln(\"started\")\nfor { Correlate(x, k) }",
		"element by element": "x := Ones[float64](1<<20)\nprintln(\"started\")\nfor { x.Copy() }",
	}
	session, err := eval.New(evalConfig())
	if err != nil {
		t.Fatal(err)
	}
	s, number := interruptible{session}, 0
	execute := func(source string) (string, error) {
		number++
		var out strings.Builder
		err := s.Execute(context.Background(), eval.Cell{Number: number, Source: source, Stdout: &out, Stderr: &out})
		return out.String(), err
	}
	if out, err := execute("kept := Einsum(\"ij,jk->ik\", Arange[float32](0, 900, 1).Reshape(30, 30), Arange[float32](0, 900, 1).Reshape(30, 30))"); err != nil {
		t.Fatal(out, err)
	}
	for name, source := range sources {
		var times []time.Duration
		for range 2 {
			ctx, cancel := context.WithCancel(t.Context())
			var began time.Time
			number++
			err := s.Execute(ctx, eval.Cell{Number: number, Source: source, Stdout: io.Discard, Stderr: writerFunc(func() {
				time.AfterFunc(20*time.Millisecond, func() {
					began = time.Now()
					cancel()
				})
			})})
			if err == nil || !strings.Contains(err.Error(), "interrupt") {
				t.Fatalf("%s: %v", name, err)
			}
			times = append(times, time.Since(began))
		}
		slices.Sort(times)
		t.Logf("%-20s %v, %v", name, times[len(times)/2], times[len(times)-1])
		if out, err := execute("if !slices.Equal(kept.Values(), Einsum(\"ij,jk->ik\", Arange[float32](0, 900, 1).Reshape(30, 30), Arange[float32](0, 900, 1).Reshape(30, 30)).Values()) { panic(\"changed\") }"); err != nil {
			t.Errorf("after %s: %s %v", name, out, err)
		}
	}
	for strings.Contains(stacks(), "internal/contract.") {
		runtime.Gosched()
	}
}

// stacks returns what all goroutines are doing.
func stacks() string {
	text := make([]byte, 1<<20)
	return string(text[:runtime.Stack(text, true)])
}
