package display

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// ticking is a clock that moves on by step every time it is asked.
func ticking(step time.Duration) func() time.Time {
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	return func() time.Time { at = at.Add(step); return at }
}

func TestProgress(t *testing.T) {
	var r recorder
	var seen []int
	count(&r, 4, "epoch", ticking(time.Second), func(i int) bool { seen = append(seen, i); return true })
	if fmt.Sprint(seen) != "[0 1 2 3]" {
		t.Errorf("rounds %v", seen)
	}
	golden(t, "progress.txt", strings.Join(r.calls, "\n")+"\n")
}

func TestProgressIsLimited(t *testing.T) {
	var r recorder
	count(&r, 100_000, "fast", ticking(time.Microsecond), func(int) bool { return true })
	if len(r.calls) > 5 {
		t.Errorf("%d messages for a loop of a tenth of a second", len(r.calls))
	}
	if last := r.calls[len(r.calls)-1]; !strings.Contains(last, "100% ") || !strings.Contains(last, "100,000/100,000 in 0.1 s") {
		t.Errorf("the last state is %q", last)
	}
}

func TestProgressStops(t *testing.T) {
	var r recorder
	for i := range ProgressTo(&r, 10, "stops") {
		if i == 3 {
			break
		}
	}
	if last := r.calls[len(r.calls)-1]; !strings.Contains(last, "3/10 in") || !strings.Contains(last, "stopped") {
		t.Errorf("after break: %q", last)
	}
	func() {
		defer func() { _ = recover() }()
		for range ProgressTo(&r, 10, "panics") {
			panic("in the loop")
		}
	}()
	if last := r.calls[len(r.calls)-1]; !strings.Contains(last, "0/10 in") {
		t.Errorf("after a panic: %q", last)
	}
	for range ProgressTo(&r, -1, "none") {
		t.Error("a round of none")
	}
	if len(barGroups.on) != 0 {
		t.Errorf("%d groups of bars are left", len(barGroups.on))
	}
}

// TestProgressNested checks that inner loops share one place.
func TestProgressNested(t *testing.T) {
	var r recorder
	for range ProgressTo(&r, 5, "outer") {
		for range ProgressTo(&r, 2, "inner") {
		}
		for range ProgressTo(&r, 2, "validation") {
		}
	}
	if len(r.ids) != 3 {
		t.Errorf("%d places, want one for each label: %v", len(r.ids), r.texts)
	}
}

func TestProgressHTML(t *testing.T) {
	b := &bar{label: "<b>", total: 4, done: 1, start: time.Unix(0, 0), sent: time.Unix(10, 0)}
	bundle := BundleOf(b)
	golden(t, "progress-html.txt", fmt.Sprintf("%s\n%s\n", bundle.Data["text/plain"], bundle.Data["text/html"]))
}

func TestClock(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                                      "0.0 s",
		2500 * time.Millisecond:                "2.5 s",
		59 * time.Second:                       "59 s",
		60 * time.Second:                       "1:00",
		time.Hour + time.Minute + time.Second:  "1:01:01",
		100*time.Hour + 59*time.Minute + 1e9*5: "100:59:05",
	} {
		if got := clock(d); got != want {
			t.Errorf("%v is written %q, want %q", d, got, want)
		}
	}
}
