// This file opens the five sockets, and sends and receives messages on them.

package kernel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"strconv"
	"sync/atomic"

	"github.com/arraybook/arraybook/kernel/internal/guard"
	"github.com/arraybook/arraybook/protocol"
	"github.com/go-zeromq/zmq4"
)

// A socket is one channel.
type socket struct {
	channel protocol.Channel
	zmq     zmq4.Socket
	guard   *guard.Listener
	key     protocol.Key
	log     *slog.Logger
	seen    replays
	refused atomic.Int64 // messages
}

// open opens the five sockets of connection, all or none.
func (k *kernel) open(connection protocol.Connection) error {
	if err := connection.Check(); err != nil {
		return err
	}
	k.connection = connection
	k.shell = k.newSocket(protocol.Shell)
	k.control = k.newSocket(protocol.Control)
	k.stdin = k.newSocket(protocol.Stdin)
	k.heart = k.newSocket(protocol.Heartbeat)
	k.pubs = k.newSocket(protocol.IOPub)
	k.iopub = &publisher{socket: k.pubs, session: k.session}
	k.input = input{socket: k.stdin, session: k.session}
	for _, s := range k.sockets() {
		if err := k.listen(s); err != nil {
			return errors.Join(fmt.Errorf("%s channel: %w", s.channel, err), k.closeSockets())
		}
	}
	return nil
}

// listen opens s on the port of the connection, or on one of the kernel's choice, which becomes that of the connection.
func (k *kernel) listen(s *socket) error {
	port := k.connection.Port(s.channel)
	if k.connection.RegistrationPort == 0 {
		return s.listen(k.connection, *port, k.iopub.welcome)
	}
	const attempts = 20
	var err error
	for range attempts {
		*port = choosePort(k.connection)
		if err = s.listen(k.connection, *port, k.iopub.welcome); err == nil {
			if address, ok := s.guard.Addr().(*net.TCPAddr); ok {
				*port = address.Port
			}
			return nil
		}
	}
	return err
}

func (k *kernel) newSocket(channel protocol.Channel) *socket {
	return &socket{channel: channel, key: k.connection.Key, log: k.log.With("channel", channel)}
}

func (k *kernel) sockets() []*socket {
	return []*socket{k.shell, k.control, k.stdin, k.heart, k.pubs}
}

// listen opens s. Subscribed is called for subscriptions to the iopub channel.
func (s *socket) listen(connection protocol.Connection, port int, subscribed func(topic string)) error {
	network := map[string]string{protocol.TCP: "tcp", protocol.IPC: "unix"}[connection.Transport]
	config := guard.Config{Kind: zmq4.Router, Limits: guard.Defaults, Log: s.log}
	if s.channel == protocol.IOPub {
		config.Kind, config.Subscribe = zmq4.Pub, subscribed
	}
	l, err := guard.Listen(network, connection.Address(port), config)
	if err != nil {
		return err
	}
	s.guard = l
	// The guard has logged whatever zmq4 could complain about.
	silent := zmq4.WithLogger(log.New(io.Discard, "", 0))
	if s.channel == protocol.IOPub {
		s.zmq = zmq4.NewPub(context.Background(), silent)
	} else {
		s.zmq = zmq4.NewRouter(context.Background(), silent)
	}
	return s.zmq.Listen(l.Endpoint())
}

// closeSockets closes what is open, after what is queued was written.
func (k *kernel) closeSockets() error {
	var errs []error
	for _, s := range k.sockets() {
		if s.zmq != nil {
			errs = append(errs, s.zmq.Close())
		}
		if s.guard != nil {
			if err := s.guard.Close(); !errors.Is(err, net.ErrClosed) { // closed by zmq4 already
				errs = append(errs, err)
			}
		}
	}
	for _, s := range k.sockets() {
		if s.guard != nil {
			s.guard.Wait()
		}
	}
	return errors.Join(errs...)
}

// send signs and sends a message.
func (s *socket) send(m protocol.Message) error {
	frames, err := s.key.Encode(m)
	if err != nil {
		return err
	}
	return s.zmq.SendMulti(zmq4.NewMsgFrom(frames...))
}

// each receives messages until the socket is closed, and calls handle with those that carry a valid signature for the
// first time. The others are logged and dropped: their sender cannot be answered, it is not known to be a frontend.
func (s *socket) each(handle func(protocol.Message)) {
	for {
		raw, err := s.zmq.Recv()
		if errors.Is(err, context.Canceled) {
			return
		}
		if err != nil {
			continue // the end of one connection
		}
		m, err := s.key.Decode(raw.Frames)
		if err == nil && !s.seen.first(m.Signature) {
			err = fmt.Errorf("%s %s was received before", m.Header.Type, m.Header.ID)
		}
		if err != nil {
			s.refuse(err)
			continue
		}
		handle(m)
	}
}

// refuse logs a message that is dropped: the first, second, fourth and so on, so that a flood does not fill the log.
func (s *socket) refuse(err error) {
	if n := s.refused.Add(1); n&(n-1) == 0 {
		s.log.Warn("message dropped", "reason", err, "dropped so far", n)
	}
}

// echo sends back whatever arrives, as the heartbeat does.
func (s *socket) echo() {
	for {
		raw, err := s.zmq.Recv()
		if errors.Is(err, context.Canceled) {
			return
		}
		if err != nil {
			continue
		}
		if err := s.zmq.SendMulti(raw); err != nil && !errors.Is(err, context.Canceled) {
			s.log.Debug("heartbeat not answered", "error", err)
		}
	}
}

// replays remembers messages, so that one that somebody has recorded is not obeyed twice. It keeps 64 bits of each
// signature, the last replayMemory of them: no two messages of a session are likely to share them, and only who holds the
// key could look for such two.
type replays struct {
	seen map[uint64]struct{}
	ring []uint64 // what is in seen; from next on, the oldest first
	next int
}

const replayMemory = 1 << 15

// first reports whether it sees signature for the first time; unsigned messages always count as new.
func (r *replays) first(signature string) bool {
	const digits = 16
	if len(signature) < digits {
		return true
	}
	mark, err := strconv.ParseUint(signature[:digits], 16, 64)
	if err != nil {
		return true // no valid signature looks like that
	}
	if _, seen := r.seen[mark]; seen {
		return false
	}
	if r.seen == nil {
		r.seen = map[uint64]struct{}{}
	}
	r.seen[mark] = struct{}{}
	if len(r.ring) < replayMemory {
		r.ring = append(r.ring, mark)
		return true
	}
	delete(r.seen, r.ring[r.next])
	r.ring[r.next] = mark
	r.next = (r.next + 1) % replayMemory
	return true
}
