// This file is the ZeroMQ side of a Jupyter client: the sockets to one kernel and the messages that come from them.

package nb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"

	"github.com/arraybook/arraybook/protocol"
)

// A client is connected to the shell, control and iopub channels of a kernel. The stdin channel stays unused, since nobody sits in
// front of a notebook that is run by a command; and a kernel that is our child needs no heartbeat.
type client struct {
	session protocol.Session
	key     protocol.Key
	sockets map[protocol.Channel]zmq4.Socket
	inbox   *mailbox
}

// dialRetry is the pause between attempts to reach a kernel that is still binding its sockets.
const dialRetry = 5 * time.Millisecond

// connect reaches the kernel's channels, waiting for it to bind them until ctx ends. The sockets live as long as ctx.
func connect(ctx context.Context, where protocol.Connection) (*client, error) {
	c := &client{
		session: protocol.NewSession("arraybook"),
		key:     where.Key,
		sockets: map[protocol.Channel]zmq4.Socket{},
		inbox:   newMailbox(),
	}
	options := []zmq4.Option{
		zmq4.WithDialerRetry(dialRetry),
		zmq4.WithDialerMaxRetries(-1),
		zmq4.WithLogger(log.New(io.Discard, "", 0)), // what fails is returned by Dial, Send or Recv as well
	}
	for channel, create := range map[protocol.Channel]func(context.Context, ...zmq4.Option) zmq4.Socket{
		protocol.IOPub:   zmq4.NewSub,
		protocol.Shell:   zmq4.NewDealer,
		protocol.Control: zmq4.NewDealer,
	} {
		socket := create(ctx, options...)
		c.sockets[channel] = socket
		if channel == protocol.IOPub {
			if err := socket.SetOption(zmq4.OptionSubscribe, ""); err != nil {
				return nil, errors.Join(err, c.close())
			}
		}
		if err := socket.Dial(where.Endpoint(channel)); err != nil {
			return nil, errors.Join(fmt.Errorf("kernel's %s channel: %w", channel, err), c.close())
		}
		go c.receive(channel, socket)
	}
	return c, nil
}

// receive puts what a socket gets into the mailbox. It takes messages as fast as they come, since a publisher drops what
// a slow subscriber leaves waiting.
func (c *client) receive(channel protocol.Channel, socket zmq4.Socket) {
	for {
		frames, err := socket.Recv()
		if err != nil {
			c.inbox.fail(fmt.Errorf("kernel's %s channel: %w", channel, err))
			return
		}
		m, err := c.key.Decode(frames.Frames)
		if err != nil {
			c.inbox.fail(fmt.Errorf("kernel's %s channel: %w", channel, err))
			return
		}
		c.inbox.put(m)
	}
}

// send sends a request and returns its header, by which its replies and outputs are known.
func (c *client) send(channel protocol.Channel, t protocol.Type, content any) (protocol.Header, error) {
	m, err := c.session.New(t, protocol.Header{}, content)
	if err != nil {
		return protocol.Header{}, err
	}
	frames, err := c.key.Encode(m)
	if err != nil {
		return protocol.Header{}, err
	}
	if err := c.sockets[channel].SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		return protocol.Header{}, fmt.Errorf("kernel's %s channel: %w", channel, err)
	}
	return m.Header, nil
}

func (c *client) close() error {
	var errs []error
	for _, s := range c.sockets {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// A mailbox is an unbounded queue of messages with one reader.
type mailbox struct {
	mu    sync.Mutex
	queue []protocol.Message
	err   error         // given to the reader once the queue is empty
	ready chan struct{} // holds a token when there may be something to read
}

func newMailbox() *mailbox { return &mailbox{ready: make(chan struct{}, 1)} }

func (b *mailbox) put(m protocol.Message) {
	b.mu.Lock()
	b.queue = append(b.queue, m)
	b.mu.Unlock()
	b.wake()
}

func (b *mailbox) fail(err error) {
	b.mu.Lock()
	if b.err == nil {
		b.err = err
	}
	b.mu.Unlock()
	b.wake()
}

func (b *mailbox) wake() {
	select {
	case b.ready <- struct{}{}:
	default:
	}
}

// take returns the next message. It waits for one until ctx ends.
func (b *mailbox) take(ctx context.Context) (protocol.Message, error) {
	for {
		b.mu.Lock()
		if len(b.queue) > 0 {
			m := b.queue[0]
			b.queue = b.queue[1:]
			b.mu.Unlock()
			return m, nil
		}
		err := b.err
		b.mu.Unlock()
		if err != nil {
			return protocol.Message{}, err
		}
		select {
		case <-b.ready:
		case <-ctx.Done():
			return protocol.Message{}, context.Cause(ctx)
		}
	}
}
