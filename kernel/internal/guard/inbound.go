// This file reads the messages that a peer sends, within limits.

package guard

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

const (
	// maxCommand bounds commands after the handshake: PING carries 18 bytes at most.
	maxCommand = 1 << 10
	// maxTopic bounds one subscription.
	maxTopic = 1 << 10
	// step is by how much a buffer runs ahead of the bytes that have arrived.
	step = 1 << 20
	// keep is the largest buffer that is kept for the next message.
	keep = 64 << 10
)

// inbound is the receiving half of a conn. Only the goroutine that zmq4 reads with uses it.
type inbound struct {
	source   *bufio.Reader
	conn     *conn
	buffer   []byte // of the message in passing
	passing  []byte // what zmq4 has not read yet: frames as on the wire
	reserved int64  // bytes of buffer counted in Listener.inbound
}

// passed notes that zmq4 has read n more bytes.
func (in *inbound) passed(n int) {
	if in.passing = in.passing[n:]; len(in.passing) > 0 {
		return
	}
	in.release()
	if cap(in.buffer) > keep {
		in.buffer = nil
	}
}

// release gives back the bytes that the message was counted with.
func (in *inbound) release() {
	in.conn.l.inbound.Add(-in.reserved)
	in.reserved = 0
}

// receive reads until there is a message for zmq4 to pass. Commands and subscriptions are handled here.
func (in *inbound) receive() error {
	for {
		flags, size, err := readFrameHeader(in.source)
		if err != nil {
			return err
		}
		switch {
		case flags&flagCommand != 0:
			err = in.command(flags, size)
		case in.conn.l.publishes():
			err = in.subscription(flags, size)
		default:
			if err = in.message(flags, size); err == nil {
				in.passing = in.buffer
				return nil
			}
			in.release()
		}
		if err != nil {
			return err
		}
	}
}

// message reads a message, whose first frame has these flags and size, into the buffer.
func (in *inbound) message(flags byte, size uint64) error {
	limits := &in.conn.l.config.Limits
	in.buffer = in.buffer[:0]
	var total uint64
	for frames := 1; ; frames++ {
		// No overflow: size is compared first, and total stays within the limit.
		if limit := uint64(limits.Message); size > limit || total+size > limit {
			return fmt.Errorf("message of %d bytes and more, limit %d", size, limit)
		}
		if frames > limits.Frames {
			return fmt.Errorf("message of more than %d frames", limits.Frames)
		}
		if flags&flagCommand != 0 {
			return errors.New("command inside a message")
		}
		total += size
		in.buffer = append(in.buffer, frameHeader(flags, int(size))...)
		if err := in.body(int(size)); err != nil {
			return err
		}
		if flags&flagMore == 0 {
			return nil
		}
		var err error
		if flags, size, err = readFrameHeader(in.source); err != nil {
			return noEOF(err)
		}
	}
}

// body appends size bytes from the peer to the buffer, which grows as they arrive.
func (in *inbound) body(size int) error {
	for size > 0 {
		n := min(size, step)
		if err := in.reserve(int64(n)); err != nil {
			return err
		}
		at := len(in.buffer)
		in.buffer = slices.Grow(in.buffer, n)[:at+n]
		if _, err := io.ReadFull(in.source, in.buffer[at:]); err != nil {
			return noEOF(err)
		}
		size -= n
	}
	return nil
}

// reserve counts n bytes against what all connections together may be receiving.
func (in *inbound) reserve(n int64) error {
	limit := in.conn.l.config.Limits.Inbound
	if sum := in.conn.l.inbound.Add(n); sum > limit {
		in.conn.l.inbound.Add(-n)
		return fmt.Errorf("%d bytes are being received at once, limit %d", sum, limit)
	}
	in.reserved += n
	return nil
}

// command answers PING with PONG and ignores the others.
func (in *inbound) command(flags byte, size uint64) error {
	body, err := in.small(flags, size, maxCommand)
	if err != nil {
		return fmt.Errorf("command: %w", err)
	}
	// PING carries two bytes of time to live and a context, which PONG repeats.
	if rest, ok := bytes.CutPrefix(body, []byte("\x04PING")); ok && len(rest) >= 2 {
		pong := append([]byte("\x04PONG"), rest[2:]...)
		in.conn.send(append(frameHeader(flagCommand, len(pong)), pong...))
	}
	return nil
}

// subscription takes note of what a subscriber wants to receive (or no longer). It sends nothing else.
func (in *inbound) subscription(flags byte, size uint64) error {
	body, err := in.small(flags, size, maxTopic)
	if err != nil {
		return fmt.Errorf("subscription: %w", err)
	}
	if len(body) == 0 || body[0] > 1 {
		return fmt.Errorf("not a subscription: %.20q", body)
	}
	if topic := string(body[1:]); body[0] == 0 {
		in.conn.unsubscribe(topic)
		return nil
	} else {
		return in.conn.subscribe(topic)
	}
}

// small reads a frame that is a message of its own and at most limit bytes.
func (in *inbound) small(flags byte, size, limit uint64) ([]byte, error) {
	if flags&flagMore != 0 || size > limit {
		return nil, fmt.Errorf("frame with flags %#x and %d bytes, limit %d", flags, size, limit)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(in.source, body); err != nil {
		return nil, noEOF(err)
	}
	return body, nil
}

// noEOF tells the end of a connection inside a message from the end between messages.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
