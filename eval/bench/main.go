// Bench measures the evaluator's speed: it runs the programs of testdata in the evaluator, as compiled Go, in yaegi and
// in CPython, in turns, checks that all print the same result, and prints the evaluator's time as a multiple of compiled
// Go's, with geometric means.
//
//	cd eval/bench && go run . [-rounds 3] [-run regexp] [-engines go,eval,yaegi,python] [-python python3]
//	cd eval/bench && go run . -run conv -stage code
//
// Each program repeats its work as often as it takes to run for a while, which the first round finds out; the figure of
// an engine is its fastest round, divided by the repetitions.
package main

import (
	"embed"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
)

//go:embed testdata
var testdata embed.FS

func main() {
	rounds := flag.Int("rounds", 3, "how often each engine runs each program")
	run := flag.String("run", "", "regular expression of the programs to run")
	names := flag.String("engines", "go,eval,yaegi,python", "engines, comma-separated; go is the yardstick")
	python := flag.String("python", "python3", "the Python interpreter")
	target := flag.Duration("time", 100*time.Millisecond, "how long one run lasts at least")
	stage := flag.String("stage", "", "print the programs after this stage of the evaluator (lower, check, ssa, code) instead")
	flag.Parse()
	wanted, err := regexp.Compile(*run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer os.RemoveAll(dir)
	var engines []*engine
	for _, e := range allEngines(dir, *python) {
		if strings.Contains(","+*names+",", ","+e.name+",") {
			engines = append(engines, e)
		}
	}
	t := &table{engines: engines}
	for i := range programs {
		p := &programs[i]
		if !wanted.MatchString(p.name) {
			continue
		}
		if *stage != "" {
			if err := dump(os.Stdout, p, *stage); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
			continue
		}
		t.rows = append(t.rows, measure(p, engines, *rounds, *target))
		t.printRow(os.Stdout, len(t.rows)-1)
	}
	if *stage != "" {
		return
	}
	t.printMeans(os.Stdout)
	if t.failed() {
		os.Exit(1)
	}
}
