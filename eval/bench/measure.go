// This file runs the engines in turns and keeps their best times.

package main

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// A row is what is known of one program.
type row struct {
	p    *program
	best map[string]time.Duration // of one repetition, by engine
	errs map[string]error
}

// measure runs the program in all engines. The first run of each, of a single repetition, tells how many repetitions
// fill the target time; it does not count.
func measure(p *program, engines []*engine, rounds int, target time.Duration) *row {
	r := &row{p: p, best: map[string]time.Duration{}, errs: map[string]error{}}
	reps := map[string]int{}
	want := math.NaN()
	for _, e := range engines {
		check, once, err := runOnce(e, p, 1)
		if err == nil && math.IsNaN(want) {
			want = check
		}
		if err == nil && check != want {
			err = fmt.Errorf("it computed %v, %s computed %v", check, engines[0].name, want)
		}
		if err != nil {
			r.errs[e.name] = err
			continue
		}
		reps[e.name] = int(target/max(once, 1)) + 1
	}
	for range rounds {
		for _, e := range engines {
			if r.errs[e.name] != nil {
				continue
			}
			check, took, err := runOnce(e, p, reps[e.name])
			if err == nil && check != want {
				err = fmt.Errorf("it computed %v after %v", check, want)
			}
			if err != nil {
				r.errs[e.name] = err
				continue
			}
			took /= time.Duration(reps[e.name])
			if best, ok := r.best[e.name]; !ok || took < best {
				r.best[e.name] = took
			}
		}
	}
	return r
}

// runOnce returns the number that the program printed first and the time it took by its own clock.
func runOnce(e *engine, p *program, reps int) (check float64, took time.Duration, err error) {
	out, err := e.run(p, reps)
	if err != nil {
		return 0, 0, err
	}
	var ns int64
	if _, err := fmt.Sscan(out, &check, &ns); err != nil {
		return 0, 0, fmt.Errorf("it printed %q: %w", out, err)
	}
	return check, time.Duration(ns), nil
}

func cannot(err error) bool { return errors.Is(err, errCannot) }
