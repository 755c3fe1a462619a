// Command bench compares Einsum and Conv with other libraries, interleaved in one run, and prints ratios: Go's time
// over the best other's, so that below 1 Go is faster.
//
//	go run ./array/internal/contract/bench -python ~/venv/bin/python [-rows regexp] [-rounds 5] [-threads 2] [-markdown]
//
// The Python environment needs numpy; torch, onnx with onnxruntime, openvino, jax, opencv-python-headless, numba, pytblis
// (TBLIS) and opt_einsum are used where they are installed. With one thread, times are the processor time of the measuring thread,
// or of the process for libraries with threads of their own, so other programs disturb them little; with more they are
// the clock's, and the machine should have nothing else to do.
package main

import (
	"flag"
	"fmt"
	"math"
	"os"
	"regexp"
	"runtime"
	"strings"
	"time"
)

func main() {
	python := flag.String("python", "", "Python interpreter that has the other libraries; empty measures Go alone")
	pattern := flag.String("rows", ".", "regular expression of the rows to run")
	rounds := flag.Int("rounds", 5, "how often each library is measured, in turns")
	threads := flag.Int("threads", 1, "threads that each library may use")
	slice := flag.Duration("slice", 20*time.Millisecond, "least time of one measurement")
	markdown := flag.Bool("markdown", false, "print the table of DESIGN.md: ratio, best peer, percent of the peak, memory")
	flag.Parse()
	// As much as the process of a notebook holds. Beside a smaller heap the collector runs for every large result.
	held := make([]byte, 16<<20)
	defer runtime.KeepAlive(held)
	b := &bench{rounds: *rounds, threads: *threads, slice: slice.Seconds(), format: columns}
	if *markdown {
		b.format = markdownRow
	}
	if err := b.run(*python, *pattern); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A bench is one run of the program.
type bench struct {
	peers           *peers // nil without Python
	rounds, threads int
	slice           float64 // least seconds of one measurement
	format          func(fields []string) string
	peak32          float64 // multiplications and additions per second of one core, float32
}

const slowRow = 1.1 // rows with a greater ratio are marked

func (b *bench) run(python, pattern string) error {
	selected, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	if python != "" {
		if b.peers, err = startPeers(python, b.threads); err != nil {
			return err
		}
		defer b.peers.close()
	}
	runtime.GOMAXPROCS(b.threads)
	if b.threads == 1 {
		runtime.LockOSThread() // its processor time is measured; several threads would pay for each hand-over to a locked one
	}
	w := os.Stdout
	fmt.Fprintln(w, b.format(strings.Split("row,time,GFLOP/s,peak,memory,speedup,ratio,best peer,all peers (microseconds)", ",")))
	logs, count, slow := 0.0, 0, 0
	for _, r := range rows() {
		if !selected.MatchString(r.name) {
			continue
		}
		m, err := b.measureRow(r)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		fmt.Fprintln(w, b.format(m.fields(r, b)))
		if m.best != "" {
			logs += math.Log(m.ratio())
			count++
			if m.ratio() > slowRow {
				slow++
			}
		}
	}
	if count > 0 {
		fmt.Fprintf(w, "geometric mean of %d rows: %.2f; %d above %.1f\n", count, math.Exp(logs/float64(count)), slow, slowRow)
	}
	return nil
}

// markdownRow is a line of the table in DESIGN.md; the first line brings the rule below it.
func markdownRow(fields []string) string {
	line := fmt.Sprintf("| %s | %s | %s | %s | %s |", fields[0], fields[6], fields[7], strings.TrimSuffix(fields[3], "%"), strings.TrimSuffix(fields[4], " MB"))
	if fields[0] == "row" {
		line += "\n|---|---|---|---|---|"
	}
	return line
}

// columns sets the fields of a line in columns; lines come out as they are measured.
func columns(fields []string) string {
	return fmt.Sprintf("%-40s %11s %8s %5s %10s %8s %7s  %-20s %s", fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], fields[8])
}

// fields are what a line says of a row.
func (m *measurement) fields(r row, b *bench) []string {
	fields := []string{r.name, fmt.Sprintf("%.3g us", m.seconds*1e6), fmt.Sprintf("%.1f", r.flops/m.seconds/1e9), "", "", "", "", "", ""}
	if m.peak > 0 {
		fields[3] = fmt.Sprintf("%.0f%%", 100*r.flops/m.seconds/(m.peak*float64(b.threads)))
	}
	fields[4] = fmt.Sprintf("%.2f MB", float64(m.extra)/1e6)
	if b.threads > 1 {
		fields[5] = fmt.Sprintf("%.2f", m.alone/m.seconds)
	}
	if m.best != "" {
		mark := ""
		if m.ratio() > slowRow {
			mark = "*"
		}
		fields[6], fields[7] = fmt.Sprintf("%.2f%s", m.ratio(), mark), m.best
		for _, name := range m.sorted() {
			fields[8] += fmt.Sprintf("%s %.1f  ", name, m.peers[name]*1e6)
		}
	}
	return fields
}
