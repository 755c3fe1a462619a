// This file measures one row: time by turns with the other libraries, and the memory that a call takes.

package main

import (
	"cmp"
	"maps"
	"math"
	"runtime"
	"runtime/debug"
	"slices"
	"time"
)

// A measurement is what one row gave; times are the best of all turns, in seconds per call.
type measurement struct {
	seconds float64            // of Go
	alone   float64            // of Go with one thread, where several are measured
	peers   map[string]float64 // of each other library
	ratios  map[string]float64 // of Go's time to each library's: the median of the ratios of neighbouring turns
	best    string             // the library with the greatest ratio
	extra   uint64             // bytes that Go allocates in a first call, beyond the result
	peak    float64            // operations per second that one core can reach
}

func (m *measurement) ratio() float64 { return m.ratios[m.best] }

// sorted lists the other libraries, fastest first.
func (m *measurement) sorted() []string {
	return slices.SortedFunc(maps.Keys(m.ratios), func(x, y string) int { return cmp.Compare(m.ratios[y], m.ratios[x]) })
}

// measureRow measures Go and every library that can run the row, in turns. Go has its turn before each library's, and both are
// compared at once: what disturbs the machine for a while disturbs both, and the best of many readings is less by chance alone.
func (b *bench) measureRow(r row) (*measurement, error) {
	m := &measurement{seconds: math.Inf(1), alone: math.Inf(1), peers: map[string]float64{}, ratios: map[string]float64{}}
	var names []string
	var err error
	if b.peers != nil {
		if names, err = b.peers.prepare(r); err != nil {
			return nil, err
		}
	}
	work := r.prepare()
	m.extra = extraMemory(work)
	turns := map[string][]float64{}
	for range b.rounds {
		b.peak32 = max(b.peak32, peakRate(b.slice/4))
		if len(names) == 0 {
			b.measureGo(m, work)
		}
		for _, name := range names {
			own := b.measureGo(m, work)
			seconds, err := b.peers.measure(name, b.slice)
			if err != nil {
				return nil, err
			}
			turns[name] = append(turns[name], own/seconds)
			if old, seen := m.peers[name]; !seen || seconds < old {
				m.peers[name] = seconds
			}
		}
	}
	m.peak = b.peak32
	if r.dtype == "float64" {
		m.peak /= 2
	}
	for name, ratios := range turns {
		slices.Sort(ratios)
		m.ratios[name] = (ratios[len(ratios)/2] + ratios[(len(ratios)-1)/2]) / 2
	}
	if len(names) > 0 {
		m.best = m.sorted()[0]
	}
	return m, nil
}

// measureGo gives Go its turn and returns the time of it.
func (b *bench) measureGo(m *measurement, work func() int) float64 {
	seconds := b.measure(work)
	m.seconds = min(m.seconds, seconds)
	if b.threads > 1 {
		runtime.GOMAXPROCS(1)
		m.alone = min(m.alone, b.measure(work))
		runtime.GOMAXPROCS(b.threads)
	}
	return seconds
}

// extraMemory returns the bytes that a first call of work allocates, with all pools empty, beyond its result.
func extraMemory(work func() int) uint64 {
	work() // programs and kernels are ready
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	runtime.GC()
	runtime.GC() // the second empties what pools kept from the first
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	result := work()
	runtime.ReadMemStats(&after)
	return max(0, after.TotalAlloc-before.TotalAlloc-min(uint64(result), after.TotalAlloc-before.TotalAlloc))
}

// measure returns the seconds that one call of work takes, from enough calls to fill a slice.
func (b *bench) measure(work func() int) float64 {
	now := threadSeconds
	if b.threads > 1 {
		now = clockSeconds
	}
	for calls := 1; ; {
		start := now()
		for range calls {
			work()
		}
		spent := now() - start
		if spent >= b.slice {
			return spent / float64(calls)
		}
		calls *= int(min(10, max(2, 1.1*b.slice/max(spent, 1e-6))))
	}
}

// peakRate measures how many multiplications and additions of float32 numbers a core does in a second, 0 where that is
// not known.
func peakRate(atLeast float64) float64 {
	flops := peak(1)
	if flops == 0 {
		return 0
	}
	for loops := 1000; ; loops *= 2 {
		start := threadSeconds()
		flops := peak(loops)
		if spent := threadSeconds() - start; spent >= atLeast {
			return flops / spent
		}
	}
}

var began = time.Now()

func clockSeconds() float64 { return time.Since(began).Seconds() }
