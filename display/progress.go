// This file shows the progress of loops.

package display

import (
	"fmt"
	"html"
	"iter"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
)

// progressEvery is the least time between two states of a bar that are sent.
const progressEvery = 100 * time.Millisecond

// Progress counts from 0 to n-1 and shows how far it is: a bar that is redrawn in place, with the rate and the time left.
//
//	for i := range Progress(epochs, "epoch") { ... }
//
// When the loop ends, also by break or panic, the bar says how far it came and how long that took. Loops inside a loop
// have one bar for all their runs. In a cell the name Progress is bound to [ProgressTo] with the cell's Output.
func Progress(n int, label string) iter.Seq[int] { return ProgressTo(nil, n, label) }

// ProgressTo is [Progress] with the bar on out; nil is stdout, where the bar is one line.
func ProgressTo(out Output, n int, label string) iter.Seq[int] {
	return func(yield func(int) bool) { count(orStdout(out), n, label, time.Now, yield) }
}

// count runs the loop and keeps its bar up to date by the given clock.
func count(out Output, n int, label string, now func() time.Time, yield func(int) bool) {
	b := &bar{label: label, total: max(n, 0), now: now, start: now()}
	b.open(out)
	defer b.close()
	for i := range n {
		if !yield(i) {
			return
		}
		b.step()
	}
}

// A bar is the state of one loop.
type bar struct {
	label       string
	done, total int
	now         func() time.Time
	start, sent time.Time
	group       *barGroup
	slot        *barSlot
	ended       bool
}

// A barGroup is the bars that run at the same time on one Output: a loop and the loops inside it.
type barGroup struct {
	out     Output
	running int
	slots   []*barSlot
}

// A lineOutput has no places to redraw, only a last line.
type lineOutput interface {
	redraw(line string)
	endLine()
}

// A barSlot is the place of a bar on the screen, taken over by the next loop of the same label.
type barSlot struct {
	label  string
	handle *Handle
	taken  bool
}

// barGroups holds the groups with a loop that runs, so that inner loops find the bars of their outer ones.
var barGroups = struct {
	sync.Mutex
	on map[Output]*barGroup
}{on: map[Output]*barGroup{}}

// open finds or makes the bar's place and shows it there.
func (b *bar) open(out Output) {
	barGroups.Lock()
	defer barGroups.Unlock()
	hashable := reflect.ValueOf(out).Comparable() // else it cannot be a key, and its bars know nothing of each other
	g := &barGroup{out: out}
	if hashable {
		if running := barGroups.on[out]; running != nil {
			g = running
		}
		barGroups.on[out] = g
	}
	g.running++
	b.group = g
	for _, s := range g.slots {
		if s.label == b.label && !s.taken {
			s.taken = true
			b.slot = s
			b.send()
			return
		}
	}
	b.sent = b.now()
	b.slot = &barSlot{label: b.label, taken: true}
	g.slots = append(g.slots, b.slot)
	if t, ok := out.(lineOutput); ok {
		t.redraw(b.line())
		return
	}
	b.slot.handle = DisplayTo(out, b)
}

// step counts one round and shows it, unless the last state was sent a moment ago.
func (b *bar) step() {
	b.done++
	if b.now().Sub(b.sent) >= progressEvery {
		b.send()
	}
}

// close shows the final state and gives the place free.
func (b *bar) close() {
	b.ended = true
	b.send()
	barGroups.Lock()
	defer barGroups.Unlock()
	b.slot.taken = false
	if b.group.running--; b.group.running == 0 {
		if reflect.ValueOf(b.group.out).Comparable() {
			delete(barGroups.on, b.group.out)
		}
		if t, ok := b.group.out.(lineOutput); ok {
			t.endLine()
		}
	}
}

// send shows the current state. A bar is no reason to stop a loop, so an Output that is gone is not reported.
func (b *bar) send() {
	b.sent = b.now()
	if t, ok := b.group.out.(lineOutput); ok {
		t.redraw(b.line())
		return
	}
	_ = b.slot.handle.Update(b)
}

// MimeBundle implements [MimeBundler].
func (b *bar) MimeBundle() (Bundle, error) {
	color := "#2f6fed"
	if b.ended {
		color = "#2e9e5b"
		if b.done < b.total {
			color = "#b7791f"
		}
	}
	page := fmt.Sprintf(`<div style="display:flex;align-items:center;gap:10px;font-size:13px;line-height:1.6"><span>%s</span>`+
		`<span style="flex:0 1 260px;height:8px;border-radius:4px;background-color:rgba(128,128,128,.25);overflow:hidden">`+
		`<span style="display:block;width:%.1f%%;height:8px;border-radius:4px;background-color:%s"></span></span><span style="opacity:.8">%s</span></div>`,
		html.EscapeString(b.label), 100*b.fraction(), color, html.EscapeString(b.numbers()))
	volatile := map[string]any{"volatile": true} // the time it took, which arraybook verify does not compare
	return Bundle{Data: map[string]any{"text/plain": b.line(), "text/html": page}, Metadata: map[string]any{"text/plain": volatile, "text/html": volatile}}, nil
}

func (b *bar) fraction() float64 {
	if b.total == 0 {
		return 1
	}
	return float64(b.done) / float64(b.total)
}

// line is the bar as one line of text.
func (b *bar) line() string {
	const width = 24
	eighths := int(b.fraction()*width*8 + 0.5)
	filled := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		filled += string([]rune(" ▏▎▍▌▋▊▉")[rest])
	}
	filled += strings.Repeat(" ", width-len([]rune(filled)))
	label := strings.Join(strings.Fields(b.label), " ")
	if label != "" {
		label += " "
	}
	return fmt.Sprintf("%s%3.0f%% |%s| %s", label, 100*b.fraction(), filled, b.numbers())
}

// numbers says how far the loop is, how fast, and how long it will take or took.
func (b *bar) numbers() string {
	elapsed := b.sent.Sub(b.start)
	s := fmt.Sprintf("%s/%s", grouped(b.done), grouped(b.total))
	if b.ended {
		s += " in " + clock(elapsed)
		if b.done < b.total {
			s += ", stopped"
		}
	}
	if b.done == 0 || elapsed <= 0 {
		return s
	}
	each := elapsed / time.Duration(b.done)
	if each >= time.Second {
		s += ", " + clock(each) + " each"
	} else {
		s += ", " + rate(float64(b.done)/elapsed.Seconds()) + "/s"
	}
	if !b.ended {
		left := elapsed.Seconds() / float64(b.done) * float64(b.total-b.done)
		s += ", " + clock(time.Duration(min(left, 1e9)*float64(time.Second))) + " left"
	}
	return s
}

// rate writes a number of rounds per second.
func rate(v float64) string {
	switch {
	case v >= 100:
		return grouped(int(math.Round(v)))
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// clock writes a duration as 0.4 s, 12 s, 3:05 or 1:02:03.
func clock(d time.Duration) string {
	seconds := int(d.Round(time.Second) / time.Second)
	switch {
	case d < 10*time.Second:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	case seconds < 60:
		return fmt.Sprintf("%d s", seconds)
	case seconds < 3600:
		return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}
