// This file queues the requests of the shell channel and serves them in order.

package kernel

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/arraybook/arraybook/protocol"
)

// A shell serves requests one after the other. There is the main one, and one for each subshell (JEP 91). Shells do not
// wait for each other: the evaluator runs the cells of several at a time.
type shell struct {
	k  *kernel
	id string // "" for the main one

	mu     sync.Mutex
	more   sync.Cond
	queue  []queued
	ended  bool
	cancel context.CancelCauseFunc // of the cell that runs, nil when none does
}

// A queued request waits for its turn.
type queued struct {
	protocol.Message
	aborted bool // an earlier execution failed: it is answered and not run
}

// newShell starts a shell.
func (k *kernel) newShell(id string) *shell {
	s := &shell{k: k, id: id}
	s.more.L = &s.mu
	go s.serve()
	return s
}

// serve handles requests until the shell is ended.
func (s *shell) serve() {
	for {
		q, ok := s.next()
		if !ok {
			return
		}
		r := &request{Message: q.Message, k: s.k, socket: s.k.shell, shell: s}
		s.handle(r, q.aborted)
	}
}

func (s *shell) handle(r *request, aborted bool) {
	if aborted {
		s.k.bracket(r, (*request).aborted)
	} else {
		s.k.handle(r)
	}
}

// add queues a request. It reports false for a shell that has ended, which serves nothing any more.
func (s *shell) add(m protocol.Message) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	s.queue = append(s.queue, queued{Message: m})
	s.more.Signal()
	return true
}

// next waits for a request and takes it off the queue; it reports false when the shell is ended.
func (s *shell) next() (queued, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.queue) == 0 && !s.ended {
		s.more.Wait()
	}
	if s.ended {
		return queued{}, false
	}
	q := s.queue[0]
	s.queue[0] = queued{} // free the message when it is done
	s.queue = s.queue[1:]
	return q, true
}

// abort marks the executions that have arrived so far: an earlier one failed, and they build on it.
func (s *shell) abort() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.queue {
		if s.queue[i].Header.Type == protocol.TypeExecuteRequest {
			s.queue[i].aborted = true
		}
	}
}

// end makes the shell stop after the request that it is handling, and returns those that it did not come to.
func (s *shell) end() (left []queued) {
	s.mu.Lock()
	defer s.mu.Unlock()
	left, s.queue = s.queue, nil
	s.ended = true
	s.more.Signal()
	return left
}

// runs notes how to interrupt the cell that the shell runs, nil at its end.
func (s *shell) runs(cancel context.CancelCauseFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cancel = cancel
}

// interrupt cancels the cell that the shell runs, if any.
func (s *shell) interrupt() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil {
		s.cancel(errInterrupted)
	}
}

// subshells are the shells besides the main one.
type subshells struct {
	mu   sync.Mutex
	last int
	byID map[string]*shell
}

// maxSubshells bounds what a frontend that never deletes its subshells can take.
const maxSubshells = 1000

// create starts a subshell.
func (ss *subshells) create(k *kernel) (*shell, error) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	if len(ss.byID) >= maxSubshells {
		return nil, fmt.Errorf("there are %d subshells already", len(ss.byID))
	}
	ss.last++
	if ss.byID == nil {
		ss.byID = map[string]*shell{}
	}
	s := k.newShell(strconv.Itoa(ss.last))
	ss.byID[s.id] = s
	return s, nil
}

// remove ends a subshell and reports whether there was one. Its cell is interrupted, and what waits in it is answered as
// aborted.
func (ss *subshells) remove(id string) bool {
	ss.mu.Lock()
	s, ok := ss.byID[id]
	delete(ss.byID, id)
	ss.mu.Unlock()
	if !ok {
		return false
	}
	left := s.end()
	s.interrupt()
	for _, q := range left {
		s.handle(&request{Message: q.Message, k: s.k, socket: s.k.shell, shell: s}, true)
	}
	return true
}

// get returns the subshell called id, nil if there is none.
func (ss *subshells) get(id string) *shell {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	return ss.byID[id]
}

// all lists the subshells in no particular order.
func (ss *subshells) all() []*shell {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	return slices.Collect(maps.Values(ss.byID))
}

// endAll ends all subshells.
func (ss *subshells) endAll() {
	for _, s := range ss.all() {
		ss.remove(s.id)
	}
}
