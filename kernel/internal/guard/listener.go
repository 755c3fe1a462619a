// This file accepts connections, many handshakes at a time, and hands the established ones to zmq4.

package guard

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Listener accepts connections for one zmq4 socket.
type Listener struct {
	config Config
	raw    net.Listener
	name   string // under which the zmq4 socket finds it

	established chan *conn
	closed      chan struct{}
	closeOnce   sync.Once
	inbound     atomic.Int64   // bytes of messages that are being received
	writers     sync.WaitGroup // one for each live connection

	mu       sync.Mutex
	greeting []net.Conn         // handshakes under way, oldest first
	conns    map[*conn]struct{} // established
}

// Listen listens on a network ("tcp" or "unix") for the socket that is described by config. The zmq4 socket is then told
// to listen on the result's Endpoint. A unix socket is accessible to its owner only; one that a dead process left behind
// is replaced.
func Listen(network, address string, config Config) (*Listener, error) {
	if err := register(); err != nil {
		return nil, fmt.Errorf("guard: %w", err)
	}
	if network == "unix" {
		if err := removeStale(address); err != nil {
			return nil, fmt.Errorf("guard: %w", err)
		}
	}
	raw, err := net.Listen(network, address)
	if err != nil {
		return nil, fmt.Errorf("guard: %w", err)
	}
	if network == "unix" {
		if err := os.Chmod(address, 0o600); err != nil {
			return nil, errors.Join(fmt.Errorf("guard: %w", err), raw.Close())
		}
	}
	l := &Listener{
		config:      config,
		raw:         raw,
		established: make(chan *conn),
		closed:      make(chan struct{}),
		conns:       map[*conn]struct{}{},
	}
	l.name = prepared.add(l)
	go l.serve()
	return l, nil
}

// removeStale removes a socket file on which nobody listens.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode().Type() != fs.ModeSocket {
		return fmt.Errorf("%s exists and is no socket", path)
	}
	if c, err := net.Dial("unix", path); err == nil {
		return errors.Join(fmt.Errorf("%s is in use by another process", path), c.Close())
	}
	return os.Remove(path)
}

// Endpoint returns the endpoint that makes a zmq4 socket listen on l.
func (l *Listener) Endpoint() string { return scheme + "://" + l.name }

// Addr returns the network address of l.
func (l *Listener) Addr() net.Addr { return l.raw.Addr() }

// serve accepts until the listener is closed. Lack of file descriptors and the like passes: it goes on after a pause.
func (l *Listener) serve() {
	const shortest, longest = 5 * time.Millisecond, time.Second
	pause := shortest
	for {
		raw, err := l.raw.Accept()
		if err != nil {
			select {
			case <-l.closed:
				return
			case <-time.After(pause):
			}
			l.config.Log.Warn("accepting a connection failed", "address", l.Addr(), "error", err)
			pause = min(2*pause, longest)
			continue
		}
		pause = shortest
		l.begin(raw)
		go l.establish(raw)
	}
}

// begin notes a handshake under way. When there are too many, the oldest is cut off: a peer that means well needs
// milliseconds, so the oldest is the least likely to.
func (l *Listener) begin(raw net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.greeting = append(l.greeting, raw)
	if len(l.greeting) > l.config.Limits.Handshakes {
		l.greeting[0].Close() // its establish notices and takes it off the list
	}
}

// establish performs the handshake on raw and passes the connection on to Accept.
func (l *Listener) establish(raw net.Conn) {
	peer, err := handshake(raw, l.config.Kind, l.config.Limits.Handshake)
	l.mu.Lock()
	l.greeting = slices.DeleteFunc(l.greeting, func(c net.Conn) bool { return c == raw })
	switch {
	case err != nil:
	case l.isClosed():
		err = net.ErrClosed
	case len(l.conns) >= l.config.Limits.Connections:
		err = fmt.Errorf("%d connections are open already", len(l.conns))
	}
	if err != nil {
		l.mu.Unlock()
		raw.Close()
		l.config.Log.Debug("peer refused", "address", l.Addr(), "peer", raw.RemoteAddr(), "reason", err)
		return
	}
	c := newConn(l, raw, peer)
	l.conns[c] = struct{}{}
	l.writers.Add(1)
	l.mu.Unlock()

	go c.write()
	select {
	case l.established <- c:
	case <-l.closed:
		c.Close()
	}
}

// Accept returns the next established connection; its handshake is over, so that zmq4's own cannot block.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.established:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close stops accepting and frees the address, with the file of a unix socket. Established connections stay open.
func (l *Listener) Close() error {
	err := net.ErrClosed
	l.closeOnce.Do(func() {
		close(l.closed)
		err = l.raw.Close()
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, raw := range l.greeting {
			raw.Close()
		}
	})
	return err
}

func (l *Listener) isClosed() bool {
	select {
	case <-l.closed:
		return true
	default:
		return false
	}
}

// Wait returns when every connection has ended and what was queued for it is written or given up. Call it after the zmq4
// socket was closed; it takes at most Limits.Linger.
func (l *Listener) Wait() {
	for _, c := range l.open() {
		c.Close() // one that was accepted while zmq4 closed
	}
	l.writers.Wait()
}

// forget takes an ended connection off the list.
func (l *Listener) forget(c *conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, c)
	l.writers.Done()
}

// open returns the established connections.
func (l *Listener) open() []*conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]*conn, 0, len(l.conns))
	for c := range l.conns {
		all = append(all, c)
	}
	return all
}

// Throttle waits while any peer has more than Limits.HighWater bytes queued and reads. It is for producers of bulk
// output, which would otherwise fill memory faster than the network empties it. A peer that took nothing off its queue
// for Limits.Stall is disconnected, so that a dead frontend cannot hold up the living.
func (l *Listener) Throttle() {
	for {
		waiting := false
		for _, c := range l.open() {
			switch backlog, idle := c.backlog(); {
			case backlog <= l.config.Limits.HighWater:
			case idle > l.config.Limits.Stall:
				l.config.Log.Warn("peer does not read and is disconnected", "address", l.Addr(), "peer", c.RemoteAddr(), "queued", backlog)
				c.kill()
			default:
				waiting = true
			}
		}
		if !waiting {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// Flush is for a zmq4.Pub socket, which hands messages to its connections in a goroutine of its own. It has publish send
// a single frame that no peer gets to see, and returns when that frame, and so everything published before it, has
// passed through zmq4 on all connections. Within Limits.Linger it gives up on those where it has not.
func (l *Listener) Flush(publish func(frame []byte) error) error {
	var pending []*conn
	for _, c := range l.open() {
		if c.expectMark() {
			pending = append(pending, c)
		}
	}
	if err := publish(flushMark); err != nil {
		return fmt.Errorf("guard: %w", err)
	}
	for _, c := range pending {
		c.awaitMark(l.config.Limits.Linger)
	}
	return nil
}
