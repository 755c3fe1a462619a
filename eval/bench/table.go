// This file prints the results.

package main

import (
	"fmt"
	"io"
	"math"
)

// A table holds the rows measured so far.
type table struct {
	engines []*engine
	rows    []*row
}

// printRow prints the time of a repetition in compiled Go, and each other engine's as a multiple of it.
func (t *table) printRow(w io.Writer, i int) {
	r := t.rows[i]
	if i == 0 {
		fmt.Fprintf(w, "%-9s %-11s %10s", "group", "program", t.engines[0].name)
		for _, e := range t.engines[1:] {
			fmt.Fprintf(w, " %8s", e.name)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%-9s %-11s %8.3fms", r.p.group, r.p.name, r.best[t.engines[0].name].Seconds()*1e3)
	for _, e := range t.engines[1:] {
		if r.errs[e.name] != nil {
			fmt.Fprintf(w, " %8s", "-")
		} else {
			fmt.Fprintf(w, " %7.1fx", r.ratio(e.name, t.engines[0].name))
		}
	}
	fmt.Fprintln(w)
	for _, e := range t.engines {
		if err := r.errs[e.name]; err != nil && !cannot(err) {
			fmt.Fprintf(w, "\t%s: %v\n", e.name, err)
		}
	}
}

func (r *row) ratio(engine, base string) float64 {
	a, ok := r.best[engine]
	b, known := r.best[base]
	if !ok || !known {
		return math.NaN()
	}
	return float64(a) / float64(b)
}

// printMeans prints geometric means by group, and how the evaluator compares with the other interpreters.
func (t *table) printMeans(w io.Writer) {
	base := t.engines[0].name
	for _, group := range []string{"loops", "calls", "library", "elements"} {
		for _, e := range t.engines[1:] {
			if mean, n := t.mean(group, func(r *row) float64 { return r.ratio(e.name, base) }); n > 0 {
				fmt.Fprintf(w, "%s: %s takes %.1f times %s's time (geometric mean of %d)\n", group, e.name, mean, base, n)
			}
		}
	}
	for _, other := range []string{"yaegi", "python"} {
		for _, r := range t.rows {
			if q := r.ratio("eval", other); q > 1 {
				fmt.Fprintf(w, "%s: eval takes %.2f times %s's time\n", r.p.name, q, other)
			}
		}
	}
	if yardstick := t.row("slice"); yardstick != nil {
		for _, r := range t.rows {
			if q := float64(r.best["eval"]) / float64(yardstick.best["eval"]); r.p.arrays && q > 0 {
				fmt.Fprintf(w, "%s: an element of an array takes eval %.2f times an element of a slice\n", r.p.name, q)
			}
		}
	}
}

func (t *table) row(name string) *row {
	for _, r := range t.rows {
		if r.p.name == name {
			return r
		}
	}
	return nil
}

// mean is the geometric mean over the rows of a group for which f is a number.
func (t *table) mean(group string, f func(*row) float64) (mean float64, n int) {
	var logs float64
	for _, r := range t.rows {
		if v := f(r); r.p.group == group && !math.IsNaN(v) {
			logs += math.Log(v)
			n++
		}
	}
	return math.Exp(logs / float64(n)), n
}

// failed says that an engine gave a wrong result or none.
func (t *table) failed() bool {
	for _, r := range t.rows {
		for _, err := range r.errs {
			if !cannot(err) {
				return true
			}
		}
	}
	return false
}
