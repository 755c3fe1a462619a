// This file performs the server's side of the ZMTP 3.0 handshake with the NULL mechanism (RFC 23).

package guard

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/go-zeromq/zmq4"
)

const (
	greetingSize = 64
	maxReady     = 4 << 10 // bytes of READY; libzmq's are below 100
	maxIdentity  = 255
)

// Bits of a frame's first byte.
const (
	flagMore     = 1 << 0
	flagLong     = 1 << 1
	flagCommand  = 1 << 2
	flagReserved = 0xff &^ (flagMore | flagLong | flagCommand)
)

// A peer is the other end of an established connection.
type peer struct {
	in      *bufio.Reader // what it sends after its READY
	opening []byte        // greeting and READY as zmq4 shall see them
}

// compatible lists the types of peers that each kind of socket talks to.
var compatible = map[zmq4.SocketType][]zmq4.SocketType{
	zmq4.Router: {zmq4.Dealer, zmq4.Req, zmq4.Router},
	zmq4.Pub:    {zmq4.Sub, zmq4.XSub},
}

// greeting is what both ends send first: signature, version 3.0, mechanism NULL, not as server.
func greeting() []byte {
	g := make([]byte, greetingSize)
	g[0], g[9], g[10] = 0xff, 0x7f, 3
	copy(g[12:32], "NULL")
	return g
}

// handshake greets raw's other end, up to and including its READY. Our own READY is left to zmq4: NULL peers do not wait
// for each other's. On success raw has no deadline.
func handshake(raw net.Conn, kind zmq4.SocketType, limit time.Duration) (peer, error) {
	if err := raw.SetDeadline(time.Now().Add(limit)); err != nil {
		return peer{}, err
	}
	if _, err := raw.Write(greeting()); err != nil {
		return peer{}, err
	}
	in := bufio.NewReaderSize(raw, 16<<10)
	var theirs [greetingSize]byte
	if _, err := io.ReadFull(in, theirs[:]); err != nil {
		return peer{}, fmt.Errorf("greeting: %w", err)
	}
	mechanism := string(bytes.TrimRight(theirs[12:32], "\x00"))
	switch {
	case theirs[0] != 0xff || theirs[9] != 0x7f:
		return peer{}, fmt.Errorf("greeting: signature % x, want ff ... 7f", theirs[:10])
	case theirs[10] < 3:
		return peer{}, fmt.Errorf("greeting: ZMTP version %d, want 3", theirs[10])
	case mechanism != "NULL":
		return peer{}, fmt.Errorf("greeting: mechanism %q, want NULL", mechanism)
	}
	properties, err := readReady(in)
	if err != nil {
		return peer{}, fmt.Errorf("READY: %w", err)
	}
	if err := checkPeer(kind, properties); err != nil {
		return peer{}, fmt.Errorf("READY: %w", err)
	}
	if err := raw.SetDeadline(time.Time{}); err != nil {
		return peer{}, err
	}
	return peer{in: in, opening: append(greeting(), ready(properties)...)}, nil
}

// checkPeer refuses socket types that kind does not talk to, and identities that are not allowed on the wire.
func checkPeer(kind zmq4.SocketType, properties map[string]string) error {
	theirs := zmq4.SocketType(properties[socketType])
	for _, t := range compatible[kind] {
		if t != theirs {
			continue
		}
		id := properties[identity]
		if len(id) > maxIdentity || strings.HasPrefix(id, "\x00") {
			return fmt.Errorf("identity %.20q of %d bytes", id, len(id))
		}
		return nil
	}
	return fmt.Errorf("socket type %.20q does not talk to %s", theirs, kind)
}

// Names of the properties that matter, in lower case since they are compared without regard to it.
const (
	socketType = "socket-type"
	identity   = "identity"
)

// readReady reads the READY command and returns its properties under lower-case names.
func readReady(in *bufio.Reader) (map[string]string, error) {
	flags, size, err := readFrameHeader(in)
	if err != nil {
		return nil, err
	}
	if flags&^flagLong != flagCommand || size > maxReady {
		return nil, fmt.Errorf("a frame with flags %#x and %d bytes", flags, size)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(in, body); err != nil {
		return nil, err
	}
	body, ok := bytes.CutPrefix(body, []byte("\x05READY"))
	if !ok {
		return nil, fmt.Errorf("another command: %.20q", body)
	}
	return parseProperties(body)
}

var errProperties = errors.New("malformed properties")

// parseProperties reads pairs of a name (one byte of length) and a value (four bytes of length).
func parseProperties(b []byte) (map[string]string, error) {
	properties := map[string]string{}
	for len(b) > 0 {
		n := int(b[0])
		if n == 0 || len(b) < 1+n+4 {
			return nil, errProperties
		}
		name := strings.ToLower(string(b[1 : 1+n]))
		b = b[1+n:]
		size := uint64(binary.BigEndian.Uint32(b))
		if b = b[4:]; size > uint64(len(b)) {
			return nil, errProperties
		}
		properties[name] = string(b[:size])
		b = b[size:]
	}
	return properties, nil
}

// ready returns a READY frame with the properties that zmq4 looks at and no others.
func ready(properties map[string]string) []byte {
	body := []byte("\x05READY")
	for _, p := range [...]struct{ name, key string }{{"Socket-Type", socketType}, {"Identity", identity}} {
		value := properties[p.key]
		body = append(body, byte(len(p.name)))
		body = append(body, p.name...)
		body = binary.BigEndian.AppendUint32(body, uint32(len(value)))
		body = append(body, value...)
	}
	return append(frameHeader(flagCommand, len(body)), body...)
}

// readFrameHeader reads the flags and the size that the next frame claims.
func readFrameHeader(in *bufio.Reader) (flags byte, size uint64, err error) {
	if flags, err = in.ReadByte(); err != nil {
		return 0, 0, err
	}
	if flags&flagReserved != 0 {
		return 0, 0, fmt.Errorf("reserved frame flags %#x", flags)
	}
	if flags&flagLong == 0 {
		b, err := in.ReadByte()
		return flags, uint64(b), err
	}
	var long [8]byte
	_, err = io.ReadFull(in, long[:])
	return flags, binary.BigEndian.Uint64(long[:]), err
}

// frameHeader returns the header of a frame of size bytes; it sets flagLong where needed.
func frameHeader(flags byte, size int) []byte {
	if size <= 255 {
		return []byte{flags &^ flagLong, byte(size)}
	}
	return binary.BigEndian.AppendUint64([]byte{flags | flagLong}, uint64(size))
}
