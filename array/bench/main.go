// Command bench compares array's loops with NumPy, interleaved in one run, and prints ratios: Go's time over NumPy's, so that
// below 1 Go is faster.
//
//	go run ./array/bench -python ~/venv/bin/python [-rows regexp] [-threads 1] [-all]
//	go run ./array/bench -bandwidth -threads 2
//
// NumPy runs these operations on one thread. With one thread for Go too, times are the processor time of each process,
// garbage collection included, so that other programs disturb them little. Without -all only the rows that miss the aim are printed: 1, and a third for
// arrays of 3 x 3.
package main

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

//go:embed numpy_bench.py
var script string

func main() {
	python := flag.String("python", "python3", "Python interpreter that has numpy")
	pattern := flag.String("rows", ".", "regular expression of the rows to run")
	threads := flag.Int("threads", 1, "number of processors for Go")
	rounds := flag.Int("rounds", 3, "how often each side is measured, in turns")
	budget := flag.Duration("time", 4*time.Millisecond, "least time of one measurement")
	all := flag.Bool("all", false, "print all rows")
	memory := flag.Bool("bandwidth", false, "compare large operations with the memory's bandwidth instead")
	flag.Parse()
	runtime.GOMAXPROCS(*threads)
	if *memory {
		bandwidth(*threads, *rounds)
		return
	}
	// As much as the process of a notebook holds. Beside a smaller heap the collector runs for every large result.
	held := make([]byte, 16<<20)
	defer runtime.KeepAlive(held)
	if err := run(*python, *pattern, *threads, *rounds, *budget, *all); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(python, pattern string, threads, rounds int, budget time.Duration, all bool) error {
	selected, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	other, err := start(python, threads > 1)
	if err != nil {
		return err
	}
	defer other.stop()
	groups := map[string][]float64{}
	for _, set := range sets() {
		prepared := false
		for _, r := range set.rows() {
			name := set.name + " " + r.name
			if !selected.MatchString(name) {
				continue
			}
			if !prepared {
				if err := other.prepare(set.setup); err != nil {
					return err
				}
				prepared = true
			}
			ours, theirs, err := measure(r, other, rounds, budget)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			ratio := ours / theirs
			aim := 1.0
			if set.n == 3 {
				aim = 1.0 / 3
			}
			if all || ratio > aim {
				fmt.Printf("%-48s %10.2f µs %10.2f µs  %.2f\n", name, ours*1e6, theirs*1e6, ratio)
			}
			for _, g := range []string{set.name, fmt.Sprintf("%s %d", r.group, set.n), "all"} {
				groups[g] = append(groups[g], ratio)
			}
		}
	}
	var names []string
	for g := range groups {
		names = append(names, g)
	}
	slices.Sort(names)
	for _, g := range names {
		logs := 0.0
		for _, x := range groups[g] {
			logs += math.Log(x)
		}
		fmt.Printf("mean %-43s %.2f of %d rows, worst %.2f\n", g, math.Exp(logs/float64(len(groups[g]))), len(groups[g]), slices.Max(groups[g]))
	}
	return nil
}

// measure returns the least time per call of both sides, measured in turns.
func measure(r row, other *numpy, rounds int, budget time.Duration) (ours, theirs float64, err error) {
	count, theirCount := 0, 0
	ours, theirs = math.Inf(1), math.Inf(1)
	for range rounds {
		if count == 0 {
			count = calibrate(r.run, budget)
		}
		for range count/4 + 1 { // the other side has had the caches
			r.run()
		}
		began := other.now()
		for range count {
			r.run()
		}
		ours = min(ours, (other.now()-began).Seconds()/float64(count))
		var t float64
		if t, theirCount, err = other.time(r.statement, theirCount, budget); err != nil {
			return 0, 0, err
		}
		theirs = min(theirs, t)
	}
	return ours, theirs, nil
}

// calibrate returns how many calls take the budget.
func calibrate(f func(), budget time.Duration) int {
	for count := 1; ; count *= 2 {
		began := time.Now()
		for range count {
			f()
		}
		if took := time.Since(began); took >= budget || count > 1<<24 {
			return count
		}
	}
}

// numpy is the Python process at the other end of two pipes.
type numpy struct {
	wall    bool // times are of the clock, not of the processor
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

func start(python string, wall bool) (*numpy, error) {
	p := &numpy{wall: wall, process: exec.Command(python, "-c", script)}
	p.process.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
	p.process.Stderr = os.Stderr
	var err error
	if p.in, err = p.process.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	return p, p.process.Start()
}

// now is the time by the clock that both sides use.
func (p *numpy) now() time.Duration {
	if p.wall {
		return time.Since(origin)
	}
	return processorTime()
}

var origin = time.Now()

func (p *numpy) stop() {
	p.in.Close()
	p.process.Wait()
}

func (p *numpy) ask(request, answer any) error {
	line, err := json.Marshal(request)
	if err != nil {
		return err
	}
	if _, err := p.in.Write(append(line, '\n')); err != nil {
		return err
	}
	text, err := p.out.ReadString('\n')
	if err != nil {
		return fmt.Errorf("NumPy does not answer to %s: %w", line, err)
	}
	return json.NewDecoder(strings.NewReader(text)).Decode(answer)
}

func (p *numpy) prepare(setup string) error {
	var version string
	return p.ask(map[string]any{"setup": setup}, &version)
}

func (p *numpy) time(statement string, count int, budget time.Duration) (float64, int, error) {
	var answer [2]float64
	err := p.ask(map[string]any{"statement": statement, "count": count, "seconds": budget.Seconds(), "wall": p.wall}, &answer)
	return answer[0], int(answer[1]), err
}
