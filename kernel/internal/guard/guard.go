// Package guard is a transport for zmq4 sockets that listen: it stands between the network and zmq4 and lets through only
// what cannot harm the process or stall its other connections.
//
// Its job is ZMTP hygiene (ZeroMQ RFC 23), for sockets with the NULL mechanism. It must not know Jupyter. What it adds to
// zmq4 v0.17.0, each because of a fault seen there:
//
//   - The whole handshake happens here, many at a time and under a deadline, before zmq4 sees a connection: zmq4 greets
//     one peer after the other, so that one silent peer keeps all others out, and panics on malformed metadata.
//   - Messages are read here whole, within limits on frames and bytes, and memory grows only with bytes that arrived:
//     zmq4 allocates whatever a frame header claims. Connections also end between messages for zmq4, never inside one,
//     which it would not notice.
//   - Writing never blocks zmq4: messages are queued here, and one goroutine per connection writes all that has gathered
//     in one system call. In zmq4 a peer that does not read stops the socket for all peers. See Listener.Throttle for
//     what happens to such a peer.
//   - Subscriptions are kept here, so that a subscriber can be told for sure that it will receive everything from now on.
//   - Flush and Close let what is queued reach the peers; zmq4 drops it.
//   - PING is answered with PONG.
package guard

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/transport"
)

// Limits bounds what peers may do. Peers are not authenticated: anyone who reaches the port can try.
type Limits struct {
	Handshake   time.Duration // from accept to READY
	Handshakes  int           // unfinished at a time; the oldest gives way to a new one
	Connections int           // established at a time; more are refused
	Frames      int           // in one message
	Message     int64         // bytes in one message
	Inbound     int64         // bytes of all messages that are being received at a time
	Subscribed  int           // topics of one subscriber
	HighWater   int           // bytes queued for one peer from which on Throttle waits
	Backlog     int           // bytes queued for one peer beyond which it is disconnected
	Stall       time.Duration // how long Throttle waits for a peer that reads nothing
	Linger      time.Duration // how long Close lets queued messages be written
}

// Defaults are limits for a socket that serves a handful of frontends.
var Defaults = Limits{
	Handshake:   5 * time.Second,
	Handshakes:  64,
	Connections: 256,
	Frames:      4096,
	Message:     512 << 20,
	Inbound:     1 << 30,
	Subscribed:  256,
	HighWater:   4 << 20,
	Backlog:     256 << 20,
	Stall:       5 * time.Second,
	Linger:      2 * time.Second,
}

// Config says what a Listener serves.
type Config struct {
	Kind      zmq4.SocketType    // of the zmq4 socket that will listen: zmq4.Router or zmq4.Pub
	Limits    Limits             // all must be positive
	Subscribe func(topic string) // for zmq4.Pub: called after a subscription took effect; may be nil
	Log       *slog.Logger       // hears of refused peers
}

// scheme is the name of this transport among zmq4's.
const scheme = "guarded"

// register makes the transport known to zmq4, which keeps transports for the life of the process.
var register = sync.OnceValue(func() error { return zmq4.RegisterTransport(scheme, &prepared) })

// prepared hands listeners that were made by Listen to the zmq4 sockets that are told to listen on their endpoints. It is
// the only way to bring per-socket settings through zmq4, whose transports know nothing but an address.
var prepared = listeners{waiting: map[string]*Listener{}}

type listeners struct {
	mu      sync.Mutex
	next    int
	waiting map[string]*Listener
}

var _ transport.Transport = &prepared

// add returns the address under which l waits.
func (ls *listeners) add(l *Listener) string {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.next++
	address := strconv.Itoa(ls.next)
	ls.waiting[address] = l
	return address
}

// Listen implements transport.Transport: it hands out the listener that waits under address, once.
func (ls *listeners) Listen(_ context.Context, address string) (net.Listener, error) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l, ok := ls.waiting[address]
	if !ok {
		return nil, fmt.Errorf("guard: nothing prepared under %q", address)
	}
	delete(ls.waiting, address)
	return l, nil
}

// Dial implements transport.Transport; guarded sockets only listen.
func (ls *listeners) Dial(_ context.Context, _ transport.Dialer, address string) (net.Conn, error) {
	return nil, fmt.Errorf("guard: cannot dial %q: only for sockets that listen", address)
}

// Addr implements transport.Transport.
func (ls *listeners) Addr(endpoint string) (string, error) { return endpoint, nil }
