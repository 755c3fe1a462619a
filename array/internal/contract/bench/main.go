// Command bench compares Einsum and Conv with other libraries, one thread each, interleaved in one run, and prints
// ratios: Go's time over the other's, so that below 1 Go is faster.
//
//	go run ./array/internal/contract/bench -python ~/venv/bin/python [-rows regexp] [-rounds 5]
//
// The Python environment needs numpy; onnxruntime, torch, opencv-python-headless and opt_einsum are used where they are
// installed. Times are the processor time of the measuring thread, so other programs disturb them little.
package main

import (
	"flag"
	"fmt"
	"math"
	"os"
	"regexp"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

func main() {
	python := flag.String("python", "", "Python interpreter that has the other libraries; empty measures Go alone")
	pattern := flag.String("rows", ".", "regular expression of the rows to run")
	rounds := flag.Int("rounds", 5, "how often each library is measured, in turns")
	flag.Parse()
	if err := run(*python, *pattern, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(python, pattern string, rounds int) error {
	selected, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	var other *peers
	if python != "" {
		if other, err = startPeers(python); err != nil {
			return err
		}
		defer other.close()
	}
	runtime.GOMAXPROCS(1)
	runtime.LockOSThread()
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	defer w.Flush()
	fmt.Fprintln(w, "row\ttime\tGFLOP/s\tbest peer\tratio\tall peers (microseconds)")
	logs, count := 0.0, 0
	for _, r := range rows() {
		if !selected.MatchString(r.name) {
			continue
		}
		line, ratio, err := measureRow(r, other, rounds)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		fmt.Fprintln(w, line)
		w.Flush()
		if ratio > 0 {
			logs += math.Log(ratio)
			count++
		}
	}
	if count > 0 {
		fmt.Fprintf(w, "geometric mean\t\t\t\t%.2f\n", math.Exp(logs/float64(count)))
	}
	return nil
}

// measureRow measures Go and every library that can run the row, in turns, and takes the best time of each.
func measureRow(r row, other *peers, rounds int) (line string, ratio float64, err error) {
	names := []string{}
	best := map[string]float64{}
	if other != nil {
		if names, err = other.prepare(r); err != nil {
			return "", 0, err
		}
	}
	goBest := math.Inf(1)
	work := r.prepare()
	work()
	for range rounds {
		goBest = min(goBest, measure(work))
		for _, name := range names {
			seconds, err := other.measure(name)
			if err != nil {
				return "", 0, err
			}
			if old, seen := best[name]; !seen || seconds < old {
				best[name] = seconds
			}
		}
	}
	line = fmt.Sprintf("%s\t%s\t%.1f", r.name, time.Duration(goBest*1e9), r.flops/goBest/1e9)
	if len(names) == 0 {
		return line, 0, nil
	}
	slices.SortFunc(names, func(x, y string) int {
		if best[x] < best[y] {
			return -1
		}
		return 1
	})
	ratio = goBest / best[names[0]]
	line += fmt.Sprintf("\t%s\t%.2f\t", names[0], ratio)
	for _, name := range names {
		line += fmt.Sprintf("%s %.1f  ", name, best[name]*1e6)
	}
	return line, ratio, nil
}

// measure returns the seconds of processor time that one call of work takes, from enough calls to fill a while.
func measure(work func()) float64 {
	const enough = 30e-3
	for calls := 1; ; calls *= 2 {
		start := threadSeconds()
		for range calls {
			work()
		}
		if spent := threadSeconds() - start; spent >= enough {
			return spent / float64(calls)
		}
	}
}
