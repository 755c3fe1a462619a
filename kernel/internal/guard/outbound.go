// This file queues the messages for a peer and writes them.

package guard

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// flushMark is the frame that Listener.Flush sends after everything else. It is secret, so that nobody else can publish
// or expect it.
var flushMark = []byte(rand.Text() + rand.Text())

// outbound is the sending half of a conn: a queue of whole messages and the beginning of one. The conn's lock guards it.
type outbound struct {
	queue   []byte // frames as on the wire
	whole   int    // length of the whole messages at the beginning of queue
	writing int    // bytes that the writer has taken and not written yet
	skip    int    // bytes of zmq4's greeting to drop: the peer has been greeted

	// Where the parser stands in what follows queue[:whole].
	header  []byte // of the current frame, as far as it is known
	body    bool   // the header is complete
	left    int    // bytes of the current frame's body to come
	started bool   // the first frame of the message is complete
	first   int    // and its size
}

// size returns the bytes that wait to be written.
func (o *outbound) size() int { return len(o.queue) + o.writing }

// take appends bytes from zmq4 and calls finished at the end of each message, to ask whether it is to be sent.
func (o *outbound) take(p []byte, finished func(first []byte, command bool) bool) {
	n := min(o.skip, len(p))
	o.skip -= n
	p = p[n:]
	for len(p) > 0 {
		if !o.body {
			p = o.takeHeader(p)
		}
		if !o.body {
			return
		}
		n := min(o.left, len(p))
		o.queue = append(o.queue, p[:n]...)
		p, o.left = p[n:], o.left-n
		if o.left == 0 {
			o.endFrame(finished)
		}
	}
}

// takeHeader moves bytes of p into the frame's header until it is complete, and returns the rest of p.
func (o *outbound) takeHeader(p []byte) []byte {
	for len(p) > 0 && !o.body {
		o.header = append(o.header, p[0])
		p = p[1:]
		long := o.header[0]&flagLong != 0
		switch {
		case !long && len(o.header) == 2:
			o.left, o.body = int(o.header[1]), true
		case long && len(o.header) == 9:
			o.left, o.body = int(binary.BigEndian.Uint64(o.header[1:])), true
		}
	}
	if o.body {
		o.queue = append(o.queue, o.header...)
	}
	return p
}

// endFrame notes the end of a frame, and of the message if it was the last.
func (o *outbound) endFrame(finished func(first []byte, command bool) bool) {
	flags := o.header[0]
	if !o.started {
		o.started, o.first = true, len(o.queue)-o.whole-len(o.header)
	}
	o.header, o.body = o.header[:0], false
	if flags&flagMore != 0 {
		return
	}
	o.started = false
	message := o.queue[o.whole:]
	if finished(message[headerSize(message[0]):][:o.first], flags&flagCommand != 0) {
		o.whole = len(o.queue)
	} else {
		o.queue = o.queue[:o.whole]
	}
}

// insert puts a whole frame of our own between messages.
func (o *outbound) insert(frame []byte) {
	partial := bytes.Clone(o.queue[o.whole:])
	o.queue = append(append(o.queue[:o.whole], frame...), partial...)
	o.whole += len(frame)
}

func headerSize(flags byte) int {
	if flags&flagLong != 0 {
		return 9
	}
	return 2
}

// finished decides about a message at its end: commands pass, flush marks are noted and dropped, and a publisher's
// messages pass if the peer has subscribed to the topic, which is the beginning of the first frame.
func (c *conn) finished(first []byte, command bool) bool {
	if command || !c.l.publishes() {
		return true
	}
	if bytes.Equal(first, flushMark) {
		c.marks--
		c.change.Broadcast()
		return false
	}
	for topic := range c.topics {
		if strings.HasPrefix(string(first), topic) {
			return true
		}
	}
	return false
}

// subscribe adds a topic and reports it to Config.Subscribe. From then on its messages are sent: zmq4 hands all of them
// to the connection.
func (c *conn) subscribe(topic string) error {
	c.mu.Lock()
	if limit := c.l.config.Limits.Subscribed; len(c.topics) >= limit {
		c.mu.Unlock()
		return fmt.Errorf("more than %d subscriptions", limit)
	}
	c.topics[topic] = struct{}{}
	c.mu.Unlock()
	if c.l.config.Subscribe != nil {
		c.l.config.Subscribe(topic)
	}
	return nil
}

func (c *conn) unsubscribe(topic string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.topics, topic)
}

// write moves the queue to the network until the connection ends. All that has gathered goes in one call.
func (c *conn) write() {
	// piece bounds one call, so that progress on a large message shows.
	const piece = 256 << 10
	defer c.l.forget(c)
	var spare []byte
	for {
		batch, ok := c.nextBatch(spare)
		if !ok {
			return
		}
		for rest := batch; len(rest) > 0; {
			n, err := c.Conn.Write(rest[:min(len(rest), piece)])
			rest = rest[n:]
			c.written(n, err)
			if err != nil {
				return
			}
		}
		if spare = batch[:0]; cap(spare) > keep {
			spare = nil
		}
	}
}

// nextBatch waits for whole messages and takes them off the queue; spare becomes the memory of the queue. It reports
// false when there is nothing left to write on a connection that ends, which it then has ended.
func (c *conn) nextBatch(spare []byte) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.out.whole == 0 && c.state == live {
		c.change.Wait()
	}
	if c.out.whole == 0 || c.state == dead {
		c.end()
		return nil, false
	}
	o := &c.out
	batch := o.queue[:o.whole:o.whole]
	o.queue = append(spare, o.queue[o.whole:]...)
	o.writing, o.whole = len(batch), 0
	c.moved = time.Now()
	return batch, true
}

// written notes what a call has written.
func (c *conn) written(n int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.out.writing -= n
	if n > 0 {
		c.moved = time.Now()
	}
	if err != nil {
		c.end()
	}
}
