// This file tests the guard from both sides: well-meaning ZeroMQ peers, and raw connections that misbehave.

package guard

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
)

// patience bounds what must happen in a test; nothing waits that long unless something is broken.
const patience = 20 * time.Second

var quiet = slog.New(slog.DiscardHandler)

// echo starts a guarded ROUTER that sends every message back, and returns its listener.
func echo(t *testing.T, network, address string, limits Limits) *Listener {
	t.Helper()
	l, err := Listen(network, address, Config{Kind: zmq4.Router, Limits: limits, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	router := zmq4.NewRouter(context.Background())
	if err := router.Listen(l.Endpoint()); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			msg, err := router.Recv()
			if err != nil {
				return
			}
			if err := router.SendMulti(msg); err != nil {
				t.Logf("echo: %v", err)
			}
		}
	}()
	t.Cleanup(func() {
		router.Close()
		<-done
		l.Wait()
	})
	return l
}

// publisher starts a guarded PUB whose subscriptions are reported on the channel.
func publisher(t *testing.T, limits Limits) (*Listener, zmq4.Socket, chan string) {
	t.Helper()
	subscribed := make(chan string, 100)
	l, err := Listen("tcp", "127.0.0.1:0", Config{Kind: zmq4.Pub, Limits: limits, Log: quiet, Subscribe: func(topic string) { subscribed <- topic }})
	if err != nil {
		t.Fatal(err)
	}
	pub := zmq4.NewPub(context.Background())
	if err := pub.Listen(l.Endpoint()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		pub.Close()
		l.Wait()
	})
	return l, pub, subscribed
}

// dial opens a raw connection to l.
func dial(t *testing.T, l *Listener) net.Conn {
	t.Helper()
	c, err := net.Dial(l.Addr().Network(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(patience))
	return c
}

// greet performs the client's side of the handshake on a raw connection.
func greet(t *testing.T, c net.Conn, kind zmq4.SocketType, id string) {
	t.Helper()
	write(t, c, append(greeting(), ready(map[string]string{socketType: string(kind), identity: id})...))
	readFull(t, c, greetingSize)
	if _, body := readFrame(t, c); !bytes.HasPrefix(body, []byte("\x05READY")) {
		t.Fatalf("answer is %q, want READY", body)
	}
}

func write(t *testing.T, c net.Conn, b []byte) {
	t.Helper()
	if _, err := c.Write(b); err != nil {
		t.Fatal(err)
	}
}

func readFull(t *testing.T, c net.Conn, n int) []byte {
	t.Helper()
	b := make([]byte, n)
	if _, err := io.ReadFull(c, b); err != nil {
		t.Fatal(err)
	}
	return b
}

func readFrame(t *testing.T, c net.Conn) (flags byte, body []byte) {
	t.Helper()
	head := readFull(t, c, 2)
	if head[0]&flagLong == 0 {
		return head[0], readFull(t, c, int(head[1]))
	}
	head = append(head, readFull(t, c, 7)...)
	return head[0], readFull(t, c, int(binary.BigEndian.Uint64(head[1:])))
}

// frame returns a frame as on the wire.
func frame(flags byte, body string) []byte {
	return append(frameHeader(flags, len(body)), body...)
}

// ends fails the test unless the other end closes the connection, whatever it sends before.
func ends(t *testing.T, c net.Conn) {
	t.Helper()
	if _, err := io.Copy(io.Discard, c); err != nil && strings.Contains(err.Error(), "timeout") {
		t.Errorf("the connection stays open")
	}
}

// works fails the test unless a fresh client gets its echo.
func works(t *testing.T, l *Listener) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	dealer := zmq4.NewDealer(ctx)
	defer dealer.Close()
	network := l.Addr().Network()
	if network == "unix" {
		network = "ipc"
	}
	if err := dealer.Dial(network + "://" + l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	sent := zmq4.NewMsgFrom([]byte("a"), nil, bytes.Repeat([]byte("x"), 300))
	if err := dealer.SendMulti(sent); err != nil {
		t.Fatal(err)
	}
	got, err := dealer.Recv()
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got.Frames) != fmt.Sprint(sent.Frames) {
		t.Errorf("echo of %d frames is %q", len(sent.Frames), got.Frames)
	}
}

func TestEcho(t *testing.T) {
	t.Run("tcp", func(t *testing.T) { works(t, echo(t, "tcp", "127.0.0.1:0", Defaults)) })
	t.Run("unix", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "s")
		l := echo(t, "unix", path, Defaults)
		works(t, l)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("socket has mode %v, want 0600", info.Mode())
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("the socket file is left over")
		}
	})
}

func TestStaleSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Listen("unix", path, Config{Kind: zmq4.Router, Limits: Defaults, Log: quiet}); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a live socket was taken over: %v", err)
	}
	stale.SetUnlinkOnClose(false)
	stale.Close()
	works(t, echo(t, "unix", path, Defaults))

	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen("unix", file, Config{Kind: zmq4.Router, Limits: Defaults, Log: quiet}); err == nil || !strings.Contains(err.Error(), "no socket") {
		t.Errorf("a plain file was replaced: %v", err)
	}
}

// Whatever a peer does, its connection ends and others are served.
func TestHostilePeers(t *testing.T) {
	limits := Defaults
	limits.Handshake = 50 * time.Millisecond
	limits.Message, limits.Frames, limits.Inbound = 10<<20, 10, 12<<20
	l := echo(t, "tcp", "127.0.0.1:0", limits)
	claim := func(flags byte, size uint64) []byte {
		return binary.BigEndian.AppendUint64([]byte{flags | flagLong}, size)
	}
	badProperty := func(p string) []byte { return append(greeting(), frame(flagCommand, "\x05READY"+p)...) }
	http := []byte("GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: port scanner\r\nAccept: */*\r\n\r\n")
	plain := greeting()
	copy(plain[12:], "PLAIN")
	old := greeting()
	old[10] = 1
	for name, bytes := range map[string][]byte{
		"silence":                  nil,
		"half a greeting":          greeting()[:20],
		"greeting only":            greeting(),
		"HTTP":                     http,
		"PLAIN":                    plain,
		"ZMTP 1":                   old,
		"message instead of READY": append(greeting(), frame(0, "hello")...),
		"huge READY":               append(greeting(), claim(flagCommand, 1<<62)...),
		"HELLO":                    append(greeting(), frame(flagCommand, "\x05HELLO")...),
		"empty property name":      badProperty("\x00\x00\x00\x00\x00"),
		"cut property name":        badProperty("\x20abc"),
		"cut property value":       badProperty("\x01a\xff\xff\xff\xff"),
		"no socket type":           badProperty(""),
		"SUB":                      append(greeting(), ready(map[string]string{socketType: "SUB"})...),
		"long identity":            append(greeting(), ready(map[string]string{socketType: "DEALER", identity: strings.Repeat("x", 256)})...),
		"reserved identity":        append(greeting(), ready(map[string]string{socketType: "DEALER", identity: "\x00x"})...),
	} {
		t.Run("handshake/"+name, func(t *testing.T) {
			c := dial(t, l)
			write(t, c, bytes)
			ends(t, c)
		})
	}
	for name, bytes := range map[string][]byte{
		"2^62 bytes":             claim(0, 1<<62),
		"2^36 bytes":             claim(0, 1<<36),
		"2^64-1 bytes":           claim(flagMore, 1<<64-1),
		"1 GB":                   claim(0, 1<<30),
		"sum over the limit":     append(frame(flagMore, strings.Repeat("x", 300)), claim(0, 10<<20)...),
		"sum that overflows":     append(frame(flagMore, "x"), claim(0, 1<<64-1)...),
		"reserved flags":         frame(0x80, "x"),
		"too many frames":        append(bytes10(frame(flagMore, "x")), frame(0, "x")...),
		"huge command":           claim(flagCommand, 1<<40),
		"command in a message":   append(frame(flagMore, "x"), frame(flagCommand, "\x04PING\x00\x00")...),
		"multipart command":      frame(flagCommand|flagMore, "\x04PING\x00\x00"),
		"received over the sum":  append(claim(0, 9<<20), make([]byte, 9<<20-1)...),
		"empty then wrong flags": append(frame(0, ""), frame(0xf0, "")...),
	} {
		t.Run("message/"+name, func(t *testing.T) {
			c := dial(t, l)
			greet(t, c, zmq4.Dealer, "")
			if name == "received over the sum" { // 9 MB are under way on one connection, 4 more are too much
				write(t, c, bytes)
				other := dial(t, l)
				greet(t, other, zmq4.Dealer, "")
				for l.inbound.Load() < 9<<20 {
					runtime.Gosched()
				}
				other.Write(append(claim(0, 5<<20), make([]byte, 4<<20)...)) // may fail: the end can come early
				ends(t, other)
				return
			}
			write(t, c, bytes)
			ends(t, c)
		})
	}
	works(t, l)
	t.Run("reset", func(t *testing.T) {
		c := dial(t, l).(*net.TCPConn)
		greet(t, c, zmq4.Dealer, "")
		write(t, c, frame(flagMore, "x"))
		c.SetLinger(0)
		c.Close()
	})
	t.Run("half closed", func(t *testing.T) {
		c := dial(t, l).(*net.TCPConn)
		greet(t, c, zmq4.Dealer, "")
		c.CloseWrite()
		ends(t, c)
	})
	works(t, l)
	for len(l.open()) > 0 { // nothing of the dead is kept
		runtime.Gosched()
	}
	if n := l.inbound.Load(); n != 0 {
		t.Errorf("%d bytes are still counted as being received", n)
	}
}

func bytes10(b []byte) []byte { return bytes.Repeat(b, 10) }

// A client is served while others sit in their handshakes, and more silent peers than allowed push out each other.
func TestStalledHandshakes(t *testing.T) {
	limits := Defaults
	limits.Handshake, limits.Handshakes = patience, 3
	l := echo(t, "tcp", "127.0.0.1:0", limits)
	first := dial(t, l)
	for range 5 {
		dial(t, l)
	}
	ends(t, first)
	works(t, l)
}

func TestConnectionCap(t *testing.T) {
	limits := Defaults
	limits.Connections = 2
	l := echo(t, "tcp", "127.0.0.1:0", limits)
	a, b := dial(t, l), dial(t, l)
	greet(t, a, zmq4.Dealer, "a")
	greet(t, b, zmq4.Dealer, "b")
	c := dial(t, l)
	write(t, c, append(greeting(), ready(map[string]string{socketType: "DEALER"})...))
	ends(t, c)
	write(t, b, frame(0, "hello"))
	if _, body := readFrame(t, b); string(body) != "hello" {
		t.Errorf("echo is %q", body)
	}
	a.Close()
	for len(l.open()) > 1 {
		runtime.Gosched()
	}
	works(t, l)
}

func TestPing(t *testing.T) {
	l := echo(t, "tcp", "127.0.0.1:0", Defaults)
	c := dial(t, l)
	greet(t, c, zmq4.Dealer, "")
	write(t, c, frame(flagCommand, "\x04PING\x00\x01context"))
	if flags, body := readFrame(t, c); flags != flagCommand || string(body) != "\x04PONGcontext" {
		t.Errorf("PING is answered by %#x %q", flags, body)
	}
	write(t, c, frame(flagCommand, "\x05OTHER")) // ignored
	write(t, c, frame(0, "x"))
	if _, body := readFrame(t, c); string(body) != "x" {
		t.Errorf("echo is %q", body)
	}
}

func TestLargeMessage(t *testing.T) {
	l := echo(t, "tcp", "127.0.0.1:0", Defaults)
	c := dial(t, l)
	greet(t, c, zmq4.Dealer, "")
	large := strings.Repeat("0123456789abcdef", 300<<10)
	go c.Write(append(frame(flagMore, "small"), frame(0, large)...))
	if _, body := readFrame(t, c); string(body) != "small" {
		t.Errorf("first frame is %q", body)
	}
	if _, body := readFrame(t, c); string(body) != large {
		t.Errorf("a frame of %d bytes came back as %d", len(large), len(body))
	}
}

// Subscribers get what they asked for, from the moment their subscription is reported.
func TestSubscriptions(t *testing.T) {
	l, pub, subscribed := publisher(t, Defaults)
	all, some := dial(t, l), dial(t, l)
	greet(t, all, zmq4.Sub, "")
	greet(t, some, zmq4.XSub, "")
	write(t, all, frame(0, "\x01"))
	if got := <-subscribed; got != "" {
		t.Errorf("subscription to %q is reported, want everything", got)
	}
	write(t, some, append(frame(0, "\x01stream."), frame(0, "\x01x")...))
	if a, b := <-subscribed, <-subscribed; a != "stream." || b != "x" {
		t.Errorf("subscriptions to %q and %q are reported", a, b)
	}
	publish := func(topics ...string) {
		for _, topic := range topics {
			if err := pub.SendMulti(zmq4.NewMsgFrom([]byte(topic), []byte("body"))); err != nil {
				t.Fatal(err)
			}
		}
	}
	expect := func(c net.Conn, topics ...string) {
		t.Helper()
		for _, topic := range topics {
			if flags, got := readFrame(t, c); string(got) != topic || flags != flagMore {
				t.Errorf("received topic %q, want %q", got, topic)
			}
			readFrame(t, c)
		}
	}
	publish("status", "stream.stdout", "stream", "x", "")
	expect(all, "status", "stream.stdout", "stream", "x", "")
	expect(some, "stream.stdout", "x")

	write(t, some, append(frame(0, "\x00x"), frame(0, "\x01y")...))
	<-subscribed
	publish("x", "y")
	expect(all, "x", "y")
	expect(some, "y")

	wrong := dial(t, l)
	greet(t, wrong, zmq4.Sub, "")
	write(t, wrong, frame(0, "hello"))
	ends(t, wrong)
	greedy := dial(t, l)
	greet(t, greedy, zmq4.Sub, "")
	for i := range Defaults.Subscribed + 1 {
		if _, err := greedy.Write(frame(0, fmt.Sprint("\x01", i))); err != nil {
			break
		}
	}
	go func() {
		for range subscribed {
		}
	}()
	ends(t, greedy)
}

// A subscriber that never reads is dropped when it holds up the producer, and the others miss nothing.
func TestSubscriberThatNeverReads(t *testing.T) {
	t.Parallel() // it waits for Stall, which must be longer than a busy machine keeps the good subscriber from running
	limits := Defaults
	limits.HighWater, limits.Stall = 64<<10, 2*time.Second
	l, pub, subscribed := publisher(t, limits)
	deaf, good := dial(t, l), dial(t, l)
	for _, c := range []net.Conn{deaf, good} {
		greet(t, c, zmq4.Sub, "")
		write(t, c, frame(0, "\x01"))
		<-subscribed
	}
	const size = 8 << 10
	send := func(number uint64) {
		body := binary.BigEndian.AppendUint64(make([]byte, 0, size), number)
		if err := pub.SendMulti(zmq4.NewMsgFrom([]byte("t"), body[:size])); err != nil {
			t.Error(err)
		}
	}
	const last = math.MaxUint64
	go func() {
		for i := uint64(0); len(l.open()) > 1; i++ {
			l.Throttle()
			send(i)
		}
		send(last)
	}()
	for i := uint64(0); ; i++ {
		readFrame(t, good)
		_, body := readFrame(t, good)
		got := binary.BigEndian.Uint64(body)
		if got == last {
			break
		}
		if got != i {
			t.Fatalf("message %d arrives in the place of %d", got, i)
		}
	}
	ends(t, deaf)
}

// A burst to a peer that had nothing to read for long is not taken for a stall, whenever the writer gets to run.
func TestIdleIsNotStalled(t *testing.T) {
	ours, theirs := net.Pipe()
	defer theirs.Close()
	l := &Listener{config: Config{Kind: zmq4.Router, Limits: Defaults, Log: quiet}}
	c := newConn(l, ours, peer{})
	defer c.kill()
	c.out.skip = 0
	c.moved = time.Now().Add(-time.Hour)
	before := time.Now()
	for range 2 { // the second finds a queue that has waited since the first
		if _, err := c.Write(frame(0, strings.Repeat("x", 1<<20))); err != nil {
			t.Fatal(err)
		}
	}
	queued, idle := c.backlog()
	if queued < 2<<20 || idle > time.Since(before) {
		t.Errorf("%d bytes queued now count as stalled for %v", queued, idle)
	}
}

// A peer that asks without ever reading the answers is dropped at the backlog limit.
func TestBacklog(t *testing.T) {
	limits := Defaults
	limits.Backlog = 64 << 10
	l := echo(t, "tcp", "127.0.0.1:0", limits)
	c := dial(t, l)
	greet(t, c, zmq4.Dealer, "")
	request := frame(0, strings.Repeat("x", 60<<10))
	for {
		if _, err := c.Write(request); err != nil {
			break
		}
	}
	works(t, l)
}

// Flush and Close bring everything to a subscriber, Pub's own queue included.
func TestFlushAndClose(t *testing.T) {
	for range 20 {
		l, pub, subscribed := publisher(t, Defaults)
		c := dial(t, l)
		greet(t, c, zmq4.Sub, "")
		write(t, c, frame(0, "\x01"))
		<-subscribed
		const messages = 500
		for i := range messages {
			if err := pub.SendMulti(zmq4.NewMsgFrom([]byte(fmt.Sprint(i)), []byte("body"))); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Flush(func(mark []byte) error { return pub.Send(zmq4.NewMsg(mark)) }); err != nil {
			t.Fatal(err)
		}
		if err := pub.Close(); err != nil {
			t.Fatal(err)
		}
		l.Wait()
		for i := range messages {
			if _, got := readFrame(t, c); string(got) != fmt.Sprint(i) {
				t.Fatalf("message %d is %q", i, got)
			}
			readFrame(t, c)
		}
		ends(t, c)
	}
}

// FuzzOutbound cuts a stream of frames anywhere and checks that the queue holds the same bytes.
func FuzzOutbound(f *testing.F) {
	f.Add([]byte("abc"), []byte("0123456789"), uint8(3))
	f.Fuzz(func(t *testing.T, a, b []byte, cut uint8) {
		stream := append(append(frameHeader(flagMore, len(a)), a...), append(frameHeader(0, len(b)), b...)...)
		stream = append(stream, frameHeader(0, 0)...)
		var o outbound
		messages := 0
		finished := func(first []byte, command bool) bool {
			if want := a; messages == 0 && !bytes.Equal(first, want) {
				t.Errorf("first frame %q, want %q", first, want)
			}
			messages++
			return true
		}
		for rest := stream; len(rest) > 0; {
			n := min(int(cut)+1, len(rest))
			o.take(rest[:n], finished)
			rest = rest[n:]
		}
		if messages != 2 || !bytes.Equal(o.queue, stream) || o.whole != len(stream) {
			t.Errorf("%d messages, queue %q, whole %d, want %q", messages, o.queue, o.whole, stream)
		}
	})
}

// FuzzProperties looks for metadata that panics or reads past its end.
func FuzzProperties(f *testing.F) {
	f.Add([]byte("\x0bSocket-Type\x00\x00\x00\x06DEALER"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if properties, err := parseProperties(b); err == nil {
			ready(properties)
		}
	})
}
