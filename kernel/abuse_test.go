// This file mistreats a kernel in every way that has been thought of. Whatever happens, it goes on answering, and other
// clients lose nothing.

package kernel

import (
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/arraybook/arraybook/protocol"
	"github.com/go-zeromq/zmq4"
)

var (
	abuseSeed = flag.Uint64("abuse.seed", 1, "seed of the random abuse")
	abuseTime = flag.Duration("abuse.time", 0, "how long the random abuse lasts; 0 is a fixed number of steps")
)

// routers are the channels that take messages.
var routers = []protocol.Channel{protocol.Shell, protocol.Control, protocol.Stdin}

// damaged returns the frames of a valid request, damaged in many ways; none of them may be obeyed.
func damaged(t *testing.T, c *client) map[string][][]byte {
	t.Helper()
	request, err := c.session.New(protocol.TypeShutdownRequest, protocol.Header{}, protocol.ShutdownRequest{})
	if err != nil {
		t.Fatal(err)
	}
	encode := func(key protocol.Key, change func(m *protocol.Message)) [][]byte {
		m := request
		change(&m)
		frames, err := key.Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		return frames
	}
	same := func(*protocol.Message) {}
	valid := func() [][]byte { return encode(c.connection.Key, same) }
	cut := func(n int) [][]byte { return valid()[:n] }
	replaced := func(i int, text string) [][]byte {
		frames := valid()
		frames[i] = []byte(text)
		return frames
	}
	all := map[string][][]byte{
		"empty":            {{}},
		"one frame":        {[]byte("hello")},
		"delimiter only":   {[]byte(protocol.Delimiter)},
		"no signature":     replaced(1, ""),
		"other key":        encode("another key", same),
		"unsigned":         encode("", same),
		"wrong content":    replaced(5, `{"restart":true}`),
		"binary":           replaced(5, "\x00\xff\xfe"),
		"huge signature":   replaced(1, strings.Repeat("0", 1<<20)),
		"signed bad types": encode(c.connection.Key, func(m *protocol.Message) { m.Content = []byte(`{"restart":[1]}`) }),
		"signed bad JSON":  encode(c.connection.Key, func(m *protocol.Message) { m.Content = []byte(`{"restart":`) }),
		"signed deep JSON": encode(c.connection.Key, func(m *protocol.Message) { m.Content = []byte(strings.Repeat(`{"a":`, 1<<20)) }),
		"signed deep list": encode(c.connection.Key, func(m *protocol.Message) {
			m.Metadata = []byte(`{"a":` + strings.Repeat("[", 50000) + strings.Repeat("]", 50000) + "}")
		}),
		"signed no type":   encode(c.connection.Key, func(m *protocol.Message) { m.Header.Type = "" }),
		"many identities":  append(make([][]byte, 1000), encode("another key", same)...),
		"many buffers":     encode("another key", func(m *protocol.Message) { m.Buffers = make([][]byte, 3000) }),
		"too many buffers": encode(c.connection.Key, func(m *protocol.Message) { m.Buffers = make([][]byte, 5000) }),
	}
	for n := range 5 { // six would be whole
		all[fmt.Sprintf("%d frames", n+1)] = cut(n + 1)
	}
	return all
}

func TestDamagedMessages(t *testing.T) {
	for name, connection := range map[string]protocol.Connection{"tcp": tcpConnection(t), "ipc": ipcConnection(t)} {
		t.Run(name, func(t *testing.T) {
			k := start(t, connection, func() (Evaluator, error) { return newFake(), nil }, Options{})
			c := k.client()
			for name, frames := range damaged(t, c) {
				for _, channel := range routers {
					bad := zmq4.NewDealer(context.Background(), patient...)
					k.dial(bad, channel)
					if err := bad.SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
						t.Logf("%s on %s: %v", name, channel, err)
					}
					bad.Close()
				}
			}
			c.answersAmid()
			if answer, _ := c.executeAmid("x"); answer.Status != "ok" {
				t.Errorf("execute_reply is %+v", answer)
			}
		})
	}
}

// answersAmid is answers while other clients' messages are published as well.
func (c *client) answersAmid() {
	c.t.Helper()
	for _, channel := range []protocol.Channel{protocol.Shell, protocol.Control} {
		request := c.send(channel, protocol.TypeKernelInfoRequest, struct{}{})
		if info := reply[protocol.KernelInfoReply](c, channel, request); info.Implementation != "arraybook" {
			c.t.Errorf("%s: kernel_info_reply is %+v", channel, info)
		}
		c.publishedAmid(request)
	}
}

// publishedAmid returns what is published for a request and leaves out what is published for others.
func (c *client) publishedAmid(request protocol.Header) []protocol.Message {
	c.t.Helper()
	var all []protocol.Message
	for {
		m := c.receive(protocol.IOPub)
		if m.Parent.ID != request.ID {
			continue
		}
		if m.Header.Type != protocol.TypeStatus {
			all = append(all, m)
		} else if read[protocol.Status](c.t, m).ExecutionState == protocol.StateIdle {
			return all
		}
	}
}

func (c *client) executeAmid(source string) (protocol.ExecuteReply, []protocol.Message) {
	c.t.Helper()
	request := c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: source})
	answer := reply[protocol.ExecuteReply](c, protocol.Shell, request)
	return answer, c.publishedAmid(request)
}

// A message that somebody has recorded is obeyed once, from whatever client and on whatever channel.
func TestReplay(t *testing.T) {
	c := startFake(t, newFake())
	m, err := c.session.New(protocol.TypeExecuteRequest, protocol.Header{}, protocol.ExecuteRequest{Code: "x", StoreHistory: true})
	if err != nil {
		t.Fatal(err)
	}
	first := c.sendMessage(protocol.Shell, m)
	reply[protocol.ExecuteReply](c, protocol.Shell, first)
	c.published(first)
	for range 3 {
		c.sendMessage(protocol.Shell, m)
	}
	if answer, _ := c.execute("y"); answer.ExecutionCount != 2 {
		t.Errorf("execution count is %d after a replay, want 2", answer.ExecutionCount)
	}
}

func TestReplays(t *testing.T) {
	var r replays
	signature := func(i int) string { return fmt.Sprintf("%016x%048d", uint64(i)*0x9e3779b97f4a7c15, i) }
	for i := range 2 * replayMemory {
		if !r.first(signature(i)) {
			t.Fatalf("%d was new", i)
		}
		if r.first(signature(i)) || i > 1000 && r.first(signature(i-1000)) {
			t.Fatalf("%d was not", i)
		}
	}
	if len(r.seen) != replayMemory || len(r.ring) != replayMemory {
		t.Errorf("%d signatures are kept", len(r.seen))
	}
	for range 2 {
		if !r.first("") {
			t.Error("unsigned messages count as replays")
		}
	}
}

// rawDial opens a plain connection to a channel.
func (k *testKernel) rawDial(channel protocol.Channel) (net.Conn, error) {
	network := map[string]string{protocol.TCP: "tcp", protocol.IPC: "unix"}[k.connection.Transport]
	return net.Dial(network, k.connection.Address(*k.connection.Port(channel)))
}

// zmtp is what a client sends before its first message.
func zmtp(socketType string) []byte {
	greeting := make([]byte, 64)
	greeting[0], greeting[9], greeting[10] = 0xff, 0x7f, 3
	copy(greeting[12:], "NULL")
	body := "\x05READY\x0bSocket-Type\x00\x00\x00" + string(rune(len(socketType))) + socketType
	return append(append(greeting, 4, byte(len(body))), body...)
}

// rawAttacks are what connections send that end or stay open.
var rawAttacks = map[string][]byte{
	"nothing":          nil,
	"garbage":          []byte(strings.Repeat("garbage\x00\xff", 100)),
	"half a greeting":  zmtp("DEALER")[:40],
	"no READY":         zmtp("DEALER")[:64],
	"2^62 bytes":       binary.BigEndian.AppendUint64(append(zmtp("DEALER"), 2), 1<<62),
	"2^36 bytes":       binary.BigEndian.AppendUint64(append(zmtp("DEALER"), 2), 1<<36),
	"1 GB":             binary.BigEndian.AppendUint64(append(zmtp("DEALER"), 2), 1<<30),
	"500 MB and a bit": append(binary.BigEndian.AppendUint64(append(zmtp("DEALER"), 2), 500<<20), make([]byte, 1<<20)...),
	"half a message":   append(zmtp("DEALER"), 1, 5, 'h', 'e'),
	"as subscriber":    append(zmtp("SUB"), 0, 1, 1),
	"as publisher":     append(zmtp("PUB"), 0, 1, 1),
}

// While attackers hold connections in every state to every channel, a client connects and works.
func TestRawConnections(t *testing.T) {
	k := start(t, tcpConnection(t), func() (Evaluator, error) { return newFake(), nil }, Options{})
	first := k.client()
	for name, bytes := range rawAttacks {
		for _, channel := range protocol.Channels {
			for i := range 3 {
				conn, err := k.rawDial(channel)
				if err != nil {
					t.Fatalf("%s on %s: %v", name, channel, err)
				}
				t.Cleanup(func() { conn.Close() })
				if _, err := conn.Write(bytes); err != nil {
					t.Logf("%s on %s: %v", name, channel, err)
				}
				switch tcp := conn.(*net.TCPConn); i {
				case 1:
					tcp.CloseWrite()
				case 2:
					tcp.SetLinger(0)
					tcp.Close()
				}
			}
		}
	}
	k.client().answersAmid()
	first.answersAmid()
	if answer, messages := first.executeAmid("x"); answer.Status != "ok" || joined(t, messages)["stdout"] != "x\n" {
		t.Errorf("execute_reply is %+v", answer)
	}
}

// 500 cells that wait in the queue all run, in order.
func TestManyQueued(t *testing.T) {
	ev := newFake()
	started, proceed := make(chan struct{}, 1), make(chan struct{})
	ev.cell("first", func(context.Context, Cell) error { started <- struct{}{}; <-proceed; return nil })
	c := startFake(t, ev)
	requests := []protocol.Header{c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "first", StoreHistory: true})}
	<-started
	for range 500 {
		requests = append(requests, c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "x", StoreHistory: true}))
	}
	c.arrived()
	info := c.send(protocol.Control, protocol.TypeKernelInfoRequest, struct{}{}) // answered at once
	c.aside[info.ID] = true
	reply[protocol.KernelInfoReply](c, protocol.Control, info)
	close(proceed)
	for i, request := range requests {
		if answer := reply[protocol.ExecuteReply](c, protocol.Shell, request); answer.ExecutionCount != i+1 {
			t.Fatalf("cell %d has count %d", i+1, answer.ExecutionCount)
		}
		c.published(request)
	}
}

// A client that goes away while its cell runs takes nothing with it.
func TestClientDisappears(t *testing.T) {
	ev := newFake()
	started, proceed := make(chan struct{}, 1), make(chan struct{})
	ev.cell("ask", func(_ context.Context, cell Cell) error {
		started <- struct{}{}
		<-proceed
		fmt.Fprintln(cell.Stdout, "still here")
		_, err := cell.Stdin("name? ", false)
		return err
	})
	k := start(t, ipcConnection(t), func() (Evaluator, error) { return ev, nil }, Options{})
	stays, goes := k.client(), k.client()
	request := goes.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "ask", AllowStdin: true})
	<-started
	for _, s := range goes.sockets {
		s.Close()
	}
	close(proceed)
	for m := stays.receive(protocol.IOPub); m.Header.Type != protocol.TypeStream || m.Parent.ID != request.ID; m = stays.receive(protocol.IOPub) {
	}
	reply[protocol.StatusReply](stays, protocol.Control, stays.send(protocol.Control, protocol.TypeInterruptRequest, struct{}{}))
	stays.answersAmid()
}

// A subscriber that never reads holds up a flood of output for a while, and then no more; another one gets all of it.
func TestSubscriberThatNeverReads(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits until the kernel gives up on a subscriber")
	}
	t.Parallel()
	ev := newFake()
	const lines, size = 16000, 1000 // more than sockets and queue hold together
	ev.cell("flood", func(_ context.Context, cell Cell) error {
		line := strings.Repeat("x", size-1) + "\n"
		for range lines {
			io.WriteString(cell.Stdout, line)
		}
		return nil
	})
	k := start(t, tcpConnection(t), func() (Evaluator, error) { return ev, nil }, Options{})
	c := k.client()
	deaf, err := k.rawDial(protocol.IOPub)
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	if _, err := deaf.Write(append(zmtp("SUB"), 0, 1, 1)); err != nil {
		t.Fatal(err)
	}
	k.client() // is welcome after the deaf one
	_, messages := c.executeAmid("flood")
	if n := len(joined(t, messages)["stdout"]); n != lines*size {
		t.Errorf("%d bytes arrived, want %d", n, lines*size)
	}
	c.answersAmid()
}

// Port scanners connect to everything and hang up, many at a time. More of them than the kernel has room for, which hold
// on, keep nobody out who greets.
func TestPortScan(t *testing.T) {
	k := start(t, tcpConnection(t), func() (Evaluator, error) { return newFake(), nil }, Options{})
	first := k.client()
	for range 50 {
		for _, channel := range protocol.Channels {
			conn, err := k.rawDial(channel)
			if err != nil {
				t.Fatal(err)
			}
			conn.Close()
		}
	}
	for range 100 { // more than handshakes that may be under way
		conn, err := k.rawDial(protocol.Shell)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	k.client().answersAmid()
	first.answersAmid()
}

// Interrupts at random moments hit cells at their start, in the middle, at their end, and none. Every cell is answered, and
// one that was not hit has printed everything.
func TestRandomInterrupts(t *testing.T) {
	ev := newFake()
	ev.cell("work", func(ctx context.Context, cell Cell) error {
		for i := range 20 {
			if err := context.Cause(ctx); err != nil {
				return err
			}
			fmt.Fprintln(cell.Stdout, i)
			runtime.Gosched()
		}
		return nil
	})
	k := start(t, ipcConnection(t), func() (Evaluator, error) { return ev, nil }, Options{})
	c, impatient := k.client(), k.client()
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		rng := rand.New(rand.NewPCG(*abuseSeed, 1))
		for {
			select {
			case <-done:
				return
			case <-time.After(time.Duration(rng.IntN(1000)) * time.Microsecond):
			}
			request := impatient.send(protocol.Control, protocol.TypeInterruptRequest, struct{}{})
			if m := <-impatient.inbox[protocol.Control]; m.Parent.ID != request.ID {
				t.Errorf("answer to %s", m.Parent.Type)
			}
		}
	}()
	for range 200 {
		answer, messages := c.executeAmid("work")
		if text := joined(t, messages)["stdout"]; answer.Status == "ok" && strings.Count(text, "\n") != 20 {
			t.Errorf("a cell that was not interrupted printed %q", text)
		}
	}
	close(done)
	<-stopped
	c.answersAmid()
}

// TestRandomAbuse lets a seed choose among everything above, and checks all the time that a client that behaves gets
// every reply and every line of its cells. -abuse.time or ARRAYBOOK_ABUSE_TIME makes it last.
func TestRandomAbuse(t *testing.T) {
	t.Logf("repeat with -abuse.seed=%d", *abuseSeed)
	rng := rand.New(rand.NewPCG(*abuseSeed, 0))
	ev := newFake()
	ev.cell("hang", func(ctx context.Context, cell Cell) error {
		fmt.Fprintln(cell.Stdout, "hanging")
		<-ctx.Done()
		return context.Cause(ctx)
	})
	ev.cell("fail", func(context.Context, Cell) error { return errors.New("oops") })
	ev.cell("panic", func(context.Context, Cell) error { panic("bug") })
	ev.cell("print", func(_ context.Context, cell Cell) error {
		for i := range 1000 {
			fmt.Fprintln(cell.Stdout, i)
		}
		return nil
	})
	ev.cell("late", func(_ context.Context, cell Cell) error {
		go func() {
			for range 100 {
				fmt.Fprintln(cell.Stderr, "late")
				runtime.Gosched()
			}
		}()
		return nil
	})
	k := start(t, tcpConnection(t), func() (Evaluator, error) { return ev, nil }, Options{})
	good := k.client()
	attacks := damaged(t, good)
	wild := zmq4.NewDealer(context.Background(), patient...)
	k.dial(wild, protocol.Shell)
	go func() { // its replies are read, unheeded
		for {
			if _, err := wild.Recv(); errors.Is(err, context.Canceled) {
				return
			}
		}
	}()
	t.Cleanup(func() { wild.Close() })
	var open []net.Conn
	t.Cleanup(func() {
		for _, c := range open {
			c.Close()
		}
	})
	step := func() string {
		switch n := rng.IntN(100); {
		case n < 30: // damaged message
			name := pick(rng, attacks)
			channel := routers[rng.IntN(len(routers))]
			bad := zmq4.NewDealer(context.Background(), patient...)
			k.dial(bad, channel)
			bad.SendMulti(zmq4.NewMsgFrom(attacks[name]...)) // an error means that the kernel has hung up
			bad.Close()
			return name + " on " + string(channel)
		case n < 60: // raw connection
			name := pick(rng, rawAttacks)
			channel := protocol.Channels[rng.IntN(len(protocol.Channels))]
			conn, err := k.rawDial(channel)
			if err != nil {
				t.Errorf("%s: %v", channel, err)
				return name
			}
			conn.Write(rawAttacks[name])
			if open = append(open, conn); len(open) > 50 {
				open[0].Close()
				open = open[1:]
			}
			return name + " at " + string(channel)
		case n < 75: // another client's cell, which may be interrupted
			source := []string{"fail", "panic", "print", "late"}[rng.IntN(4)]
			m, err := good.session.New(protocol.TypeExecuteRequest, protocol.Header{}, protocol.ExecuteRequest{Code: source, Silent: rng.IntN(2) == 0})
			if err != nil {
				t.Fatal(err)
			}
			frames, err := k.connection.Key.Encode(m)
			if err != nil {
				t.Fatal(err)
			}
			wild.SendMulti(zmq4.NewMsgFrom(frames...))
			return "wild " + source
		case n < 85: // interrupt of a cell that hangs, or of nothing
			running := good.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "hang"})
			for m := good.receive(protocol.IOPub); m.Header.Type != protocol.TypeStream || m.Parent.ID != running.ID; m = good.receive(protocol.IOPub) {
			}
			reply[protocol.StatusReply](good, protocol.Control, good.send(protocol.Control, protocol.TypeInterruptRequest, struct{}{}))
			if answer := reply[protocol.ExecuteReply](good, protocol.Shell, running); answer.Status != "error" {
				t.Errorf("interrupted cell: %+v", answer)
			}
			good.publishedAmid(running)
			return "interrupt"
		case n < 90:
			k.client()
			return "another client"
		default:
			_, messages := good.executeAmid("print")
			if text := joined(t, messages)["stdout"]; strings.Count(text, "\n") != 1000 || !strings.HasSuffix(text, "\n999\n") {
				t.Errorf("%d lines arrived, want 1000", strings.Count(text, "\n"))
			}
			return "print"
		}
	}
	lasts := *abuseTime
	if text := os.Getenv("ARRAYBOOK_ABUSE_TIME"); text != "" {
		var err error
		if lasts, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	var slowest time.Duration
	steps := 0
	defer func() { t.Logf("%d steps; slowest kernel_info on both channels %v", steps, slowest) }()
	for i := 0; i < 150 || time.Since(began) < lasts; i++ {
		steps++
		did := step()
		asked := time.Now()
		good.answersAmid()
		slowest = max(slowest, time.Since(asked))
		if t.Failed() {
			t.Fatalf("step %d: %s", i, did)
		}
	}
}

// pick returns a key of m that depends on the random numbers alone.
func pick[V any](rng *rand.Rand, m map[string]V) string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names[rng.IntN(len(names))]
}
