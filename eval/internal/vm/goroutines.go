// This file lists the goroutines that cells started and ends them.

package vm

import (
	"fmt"
	"go/token"
	"slices"
	"sync/atomic"
	"time"
)

// A goroutine is a thread as the user sees it: a cell's own, or one started by a go statement. Threads that serve a call by
// compiled code are none; their id is 0.
type goroutine struct {
	id    int
	main  bool          // runs the cell's statements
	quit  chan struct{} // closed to end this one alone
	start token.Pos     // of the go statement
	fn    string
}

// A Goroutine is what can be told of a goroutine of a cell.
type Goroutine struct {
	ID, Cell int
	Func     string    // "" for the cell's own
	Start    token.Pos // the go statement
	State    string    // "running", "waiting", "in compiled code" or "ending"
	At       token.Pos // where it runs or waits, if known
}

// Goroutines lists the goroutines that cells started and that have not ended, but for the running cells' own.
func (m *Machine) Goroutines() []Goroutine {
	threads := m.threads.started(m.runningCells())
	for _, t := range threads {
		t.told.Store(0)
		if !atomic.CompareAndSwapUint32(&t.stop, goOn, tell) {
			atomic.CompareAndSwapUint32(&t.stop, pause, tell)
		}
	}
	m.threads.answered(threads)
	var list []Goroutine
	for _, t := range threads {
		if t.seated() {
			list = append(list, t.described())
		}
	}
	slices.SortFunc(list, func(a, b Goroutine) int { return a.ID - b.ID })
	return list
}

func (m *Machine) runningCells() []*env {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.running)
}

// started lists the threads of goroutines, but for the own ones of running cells.
func (s *threadSet) started(running []*env) (list []*thread) {
	s.all(func(t *thread) {
		if t.g.id != 0 && !(t.g.main && slices.Contains(running, t.cell)) {
			list = append(list, t)
		}
	})
	return list
}

// seated reports whether the thread has not ended.
func (t *thread) seated() bool { return t.crew.seats[t.place].Load() == t }

// answered waits a moment for threads that were asked where they are. Those in compiled code do not hear.
func (s *threadSet) answered(threads []*thread) {
	const looks, between = 10, 2 * time.Millisecond
	for range looks {
		if !slices.ContainsFunc(threads, func(t *thread) bool { return !t.waiting.Load() && atomic.LoadUint32(&t.stop) == tell }) {
			return
		}
		time.Sleep(between)
	}
}

// described reads what the thread has told; those who do not hear are not asked any longer.
func (t *thread) described() Goroutine {
	g := Goroutine{ID: t.g.id, Cell: t.cell.cell.Number, Func: t.g.fn, Start: t.g.start, At: token.Pos(t.told.Load())}
	unheard := atomic.CompareAndSwapUint32(&t.stop, tell, goOn)
	switch {
	case atomic.LoadUint32(&t.stop) == end:
		g.State = "ending"
	case t.waiting.Load():
		g.State, g.At = "waiting", token.Pos(t.waitsAt.Load())
	case unheard:
		g.State, g.At = "in compiled code", token.NoPos
	default:
		g.State = "running"
	}
	return g
}

// StopGoroutine ends one goroutine.
func (m *Machine) StopGoroutine(id int) error {
	for _, t := range m.threads.started(m.runningCells()) {
		if t.seated() && t.g.id == id {
			t.quit()
			return nil
		}
	}
	return fmt.Errorf("there is no goroutine %d", id)
}

// StopGoroutines ends all goroutines but the running cells' own, and returns how many there were.
func (m *Machine) StopGoroutines() int {
	running := m.runningCells()
	threads := m.threads.started(running)
	cells := map[*env]bool{}
	for _, t := range threads {
		if slices.Contains(running, t.cell) {
			t.quit()
		} else {
			cells[t.cell] = true
		}
	}
	for e := range cells {
		e.end(ErrInterrupted)
	}
	return len(threads)
}

// quit tells the thread to end.
func (t *thread) quit() {
	atomic.StoreUint32(&t.stop, end)
	if t.quitting.CompareAndSwap(false, true) {
		close(t.g.quit)
	}
}

// endOthers ends the goroutines that ended cells left running; watch looks after the cells that run.
func (m *Machine) endOthers(err error) {
	cells := map[*env]bool{}
	for _, c := range m.threads.list(nil) {
		if c.live.Load() > 0 && c.ctx.Err() == nil {
			cells[c.env] = true
		}
	}
	m.mu.Lock()
	for _, e := range m.running {
		delete(cells, e)
	}
	m.mu.Unlock()
	for e := range cells {
		fmt.Fprintf(e.Stderr(), "the goroutines of cell %d are ended: %v\n", e.cell.Number, err)
		e.end(err)
	}
}

// watchable reports whether goroutines are left that nobody looks after, and takes it that the caller will.
func (s *threadSet) watchable() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.watched || s.running.Load() == 0 {
		return false
	}
	s.watched = true
	return true
}

// leftovers reports whether there are still threads to be looked after.
func (s *threadSet) leftovers() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watched = s.running.Load() > 0
	return s.watched
}

// position is where the thread is, asked by itself.
func (t *thread) position() token.Pos {
	if t.fp == 0 {
		return token.NoPos
	}
	c := head(t.fp.get()).code
	if pos := c.posOf((*instr)(t.pc.get())); pos.IsValid() {
		return pos
	}
	return c.fn.Pos()
}

func (t *thread) beginWaiting() {
	t.waitsAt.Store(int64(t.position()))
	t.waiting.Store(true)
	t.m.threads.sleep.begin()
}

func (t *thread) endWaiting() {
	t.m.threads.sleep.done()
	t.waiting.Store(false)
}

// function names what a go statement calls.
func (d *deferred) function() string {
	if d.frame == nil || d.in != nil {
		return ""
	}
	return funcName(head(d.frame).code.fn)
}
