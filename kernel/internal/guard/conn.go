// This file is the connection that zmq4 sees: it reads whole messages and writes into a queue.

package guard

import (
	"io"
	"net"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
)

// A conn is an established connection. Its Read and Write replay the handshake to zmq4 and then pass checked messages.
type conn struct {
	net.Conn // addresses; its Read and Write are for the goroutines of this package
	l        *Listener
	in       inbound

	mu     sync.Mutex
	change sync.Cond // of anything below
	out    outbound
	topics map[string]struct{} // subscriptions of the peer
	state  state
	marks  int       // flush marks that have not come by yet
	moved  time.Time // when bytes last left the queue, or came to one with nothing to write
}

type state int

const (
	live    state = iota
	closing       // by zmq4: the queue is still written
	dead          // nothing is written any more
)

func newConn(l *Listener, raw net.Conn, p peer) *conn {
	c := &conn{Conn: raw, l: l, topics: map[string]struct{}{}, moved: time.Now()}
	c.change.L = &c.mu
	c.in = inbound{source: p.in, conn: c, passing: p.opening}
	c.out.skip = greetingSize
	if l.publishes() {
		c.in.passing = append(c.in.passing, subscribeToAll...)
	}
	return c
}

// subscribeToAll is a subscription to every topic. Every connection of a zmq4.Pub starts with it: zmq4 then hands on all
// messages, and conn keeps back what its peer has not subscribed to.
var subscribeToAll = []byte{0, 1, 1}

func (l *Listener) publishes() bool { return l.config.Kind == zmq4.Pub }

// Read passes checked messages to zmq4. It blocks until a whole message has arrived. Whatever ends the connection is
// io.EOF to zmq4, since that is what makes it forget the connection.
func (c *conn) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if len(c.in.passing) == 0 {
		if err := c.in.receive(); err != nil {
			c.l.config.Log.Debug("connection ended", "address", c.l.Addr(), "peer", c.RemoteAddr(), "reason", err)
			c.Close()
			return 0, io.EOF
		}
	}
	n := copy(p, c.in.passing)
	c.in.passed(n)
	return n, nil
}

// Write takes bytes of messages from zmq4 into the queue. It never blocks on the network.
func (c *conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state != live {
		return 0, net.ErrClosed
	}
	if between := c.out.whole == len(c.out.queue); between && c.out.size() > c.l.config.Limits.Backlog {
		c.l.config.Log.Warn("peer reads too slowly and is disconnected", "address", c.l.Addr(), "peer", c.RemoteAddr(), "queued", c.out.size())
		c.end()
		return 0, net.ErrClosed
	}
	if c.out.whole+c.out.writing == 0 {
		c.moved = time.Now() // a queue with nothing to write was idle, not stalled
	}
	c.out.take(p, c.finished)
	if c.out.whole > 0 {
		c.change.Broadcast()
	}
	return len(p), nil
}

// send queues a command of this package's own.
func (c *conn) send(frame []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == live {
		c.out.insert(frame)
		c.change.Broadcast()
	}
}

// Close ends the connection once what is queued is written, or after Limits.Linger. It does not wait for that.
func (c *conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == live {
		c.state = closing
		now := time.Now()
		c.Conn.SetReadDeadline(now) // a Read that waits for the peer returns; errors only mean that it does anyway
		c.Conn.SetWriteDeadline(now.Add(c.l.config.Limits.Linger))
		c.change.Broadcast()
	}
	return nil
}

// kill ends the connection at once.
func (c *conn) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end()
}

// end is kill for callers that hold the lock.
func (c *conn) end() {
	if c.state != dead {
		c.state = dead
		c.Conn.Close()
		c.change.Broadcast()
	}
}

// backlog returns the bytes that wait to be written, and for how long none of them has been.
func (c *conn) backlog() (bytes int, idle time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == dead {
		return 0, 0
	}
	return c.out.size(), time.Since(c.moved)
}

// expectMark announces a flush mark; it reports false for a connection that gets no more messages.
func (c *conn) expectMark() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state != live {
		return false
	}
	c.marks++
	return true
}

// awaitMark waits until the announced mark has come by or the connection ended. After limit it ends the connection: it
// was being accepted while the mark was published, so that zmq4 did not know it yet.
func (c *conn) awaitMark(limit time.Duration) {
	timer := time.AfterFunc(limit, c.kill)
	defer timer.Stop()
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.marks > 0 && c.state == live {
		c.change.Wait()
	}
}
