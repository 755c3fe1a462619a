// This file queues the requests of the shell channel and serves them in order.

package kernel

import (
	"strconv"
	"sync"

	"github.com/arraybook/arraybook/protocol"
)

// A shell serves requests one after the other. There is the main one, and one for each subshell (JEP 91).
type shell struct {
	k     *kernel
	id    string // "" for the main one
	count int    // executions; only the shell's own goroutine uses it

	mu    sync.Mutex
	more  sync.Cond
	queue []queued
	ended bool
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
		if q.aborted {
			s.k.bracket(r, (*request).aborted)
		} else {
			s.k.handle(r)
		}
	}
}

// add queues a request.
func (s *shell) add(m protocol.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, queued{Message: m})
	s.more.Signal()
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

// end makes the shell stop after the request that it is handling.
func (s *shell) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.more.Signal()
}

// subshells are the shells besides the main one.
type subshells struct {
	mu   sync.Mutex
	last int
	byID map[string]*shell
}

// create starts a subshell.
func (ss *subshells) create(k *kernel) *shell {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	ss.last++
	if ss.byID == nil {
		ss.byID = map[string]*shell{}
	}
	s := k.newShell(strconv.Itoa(ss.last))
	ss.byID[s.id] = s
	return s
}

// remove ends a subshell and reports whether there was one.
func (ss *subshells) remove(id string) bool {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	s, ok := ss.byID[id]
	if ok {
		s.end()
		delete(ss.byID, id)
	}
	return ok
}

// get returns the subshell called id, nil if there is none.
func (ss *subshells) get(id string) *shell {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	return ss.byID[id]
}

// ids lists the subshells in no particular order.
func (ss *subshells) ids() []string {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	all := make([]string, 0, len(ss.byID))
	for id := range ss.byID {
		all = append(all, id)
	}
	return all
}

// endAll ends all subshells.
func (ss *subshells) endAll() {
	for _, id := range ss.ids() {
		ss.remove(id)
	}
}
