// This file is the other side of the tests: a client with real sockets, and an evaluator that does as it is told.

package kernel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/arraybook/arraybook/display"
	"github.com/arraybook/arraybook/protocol"
	"github.com/go-zeromq/zmq4"
)

// patience bounds what must happen; nothing waits that long unless something is broken.
const patience = 30 * time.Second

// A fake evaluator runs the function that the test registers under the source of the cell.
type fake struct {
	mu     sync.Mutex
	cells  map[string]func(ctx context.Context, cell Cell) error
	closed int
}

func newFake() *fake { return &fake{cells: map[string]func(context.Context, Cell) error{}} }

// cell registers what source does.
func (f *fake) cell(source string, run func(ctx context.Context, cell Cell) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.cells[source] = run
}

// Execute runs what was registered, and otherwise prints the source, a line each.
func (f *fake) Execute(ctx context.Context, cell Cell) error {
	f.mu.Lock()
	run := f.cells[cell.Source]
	f.mu.Unlock()
	if run != nil {
		return run(ctx, cell)
	}
	_, err := fmt.Fprintln(cell.Stdout, cell.Source)
	return err
}

func (f *fake) Complete(source string, cursor int) Completion {
	start := strings.LastIndexByte(source[:cursor], '.') + 1
	return Completion{Matches: []string{"Print", "Println"}, Types: []string{"function", "function"}, Start: start, End: cursor}
}

func (f *fake) Inspect(source string, cursor, detail int) Inspection {
	if source == "" {
		return Inspection{}
	}
	return Inspection{Found: true, Text: fmt.Sprint(source[:cursor], "|", detail), Markdown: "*x*"}
}

func (f *fake) IsComplete(source string) Completeness {
	if strings.HasSuffix(source, "{") {
		return Completeness{Status: "incomplete", Indent: "\t"}
	}
	return Completeness{Status: "complete"}
}

func (f *fake) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed++
	return nil
}

// hang is a cell that runs until it is interrupted.
func hang(started chan<- struct{}) func(context.Context, Cell) error {
	return func(ctx context.Context, _ Cell) error {
		started <- struct{}{}
		<-ctx.Done()
		return context.Cause(ctx)
	}
}

// traced is an error with a traceback of its own.
type traced struct{}

func (traced) Error() string       { return "index out of range" }
func (traced) Name() string        { return "RuntimeError" }
func (traced) Traceback() []string { return []string{"cell 1, line 2", "index out of range"} }

// ipcConnection is a connection over sockets in a directory of their own.
func ipcConnection(t *testing.T) protocol.Connection {
	t.Helper()
	dir, err := os.MkdirTemp("", "k") // t.TempDir is too long for a socket path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		left, err := os.ReadDir(dir)
		if err != nil || len(left) > 0 {
			t.Errorf("left over in the directory of the sockets: %v, %v", left, err)
		}
		os.RemoveAll(dir)
	})
	return protocol.Connection{
		Transport: protocol.IPC, IP: filepath.Join(dir, "s"), Key: "secret", SignatureScheme: "hmac-sha256",
		ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HBPort: 5,
	}
}

// tcpConnection is a connection over ports that were free a moment ago.
func tcpConnection(t *testing.T) protocol.Connection {
	t.Helper()
	c := protocol.Connection{Transport: protocol.TCP, IP: "127.0.0.1", Key: "secret", SignatureScheme: "hmac-sha256"}
	for _, channel := range protocol.Channels {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		*c.Port(channel) = l.Addr().(*net.TCPAddr).Port
	}
	return c
}

// A testKernel is a kernel that runs in the test's process.
type testKernel struct {
	t          *testing.T
	connection protocol.Connection
	stop       context.CancelFunc
	result     chan error // of Run
}

// start runs a kernel until the test ends.
func start(t *testing.T, connection protocol.Connection, begin func() (Evaluator, error), options Options) *testKernel {
	t.Helper()
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithCancel(context.Background())
	k := &testKernel{t: t, connection: connection, stop: cancel, result: make(chan error, 1)}
	go func() { k.result <- Run(ctx, connection, begin, options) }()
	t.Cleanup(func() {
		cancel()
		if err := <-k.result; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return k
}

// startFake runs a kernel with an evaluator that is ready at once, and returns a client of it.
func startFake(t *testing.T, ev Evaluator) *client {
	t.Helper()
	return start(t, ipcConnection(t), func() (Evaluator, error) { return ev, nil }, Options{}).client()
}

// ended waits until Run returns.
func (k *testKernel) ended() {
	k.t.Helper()
	select {
	case err := <-k.result:
		if err != nil {
			k.t.Errorf("Run: %v", err)
		}
		k.result <- nil // for the cleanup
	case <-time.After(patience):
		k.t.Fatal("the kernel does not end")
	}
}

// A client is a frontend with four channels.
type client struct {
	*testKernel
	session protocol.Session
	sockets map[protocol.Channel]zmq4.Socket
	inbox   map[protocol.Channel]chan protocol.Message
	aside   map[string]bool // requests whose publications receive skips
}

// client connects a client and waits until it is welcome on iopub.
func (k *testKernel) client() *client {
	k.t.Helper()
	c := &client{testKernel: k, session: protocol.NewSession("tester"), sockets: map[protocol.Channel]zmq4.Socket{}, inbox: map[protocol.Channel]chan protocol.Message{}, aside: map[string]bool{}}
	ctx, cancel := context.WithCancel(context.Background())
	k.t.Cleanup(cancel)
	for _, channel := range []protocol.Channel{protocol.Shell, protocol.Control, protocol.Stdin, protocol.IOPub} {
		var s zmq4.Socket
		if channel == protocol.IOPub {
			s = zmq4.NewSub(ctx, patient...)
		} else { // stdin goes by the identity of shell
			s = zmq4.NewDealer(ctx, append([]zmq4.Option{zmq4.WithID(zmq4.SocketIdentity(c.session.ID))}, patient...)...)
		}
		k.t.Cleanup(func() { s.Close() })
		k.dial(s, channel)
		c.sockets[channel] = s
		inbox := make(chan protocol.Message, 100000)
		c.inbox[channel] = inbox
		go func() {
			for {
				raw, err := s.Recv()
				if err != nil {
					if ctx.Err() != nil {
						return
					}
					if errors.Is(err, io.EOF) || strings.Contains(err.Error(), "EOF") {
						close(inbox)
						return
					}
					continue
				}
				m, err := k.connection.Key.Decode(raw.Frames)
				if err != nil {
					k.t.Errorf("%s: %v", channel, err)
				}
				inbox <- m
			}
		}()
	}
	if err := c.sockets[protocol.IOPub].SetOption(zmq4.OptionSubscribe, ""); err != nil {
		k.t.Fatal(err)
	}
	for c.receive(protocol.IOPub).Header.Type != protocol.TypeIOPubWelcome {
	}
	c.aside[""] = true // status starting, and welcomes of other clients
	return c
}

// patient makes sockets dial again soon and often, since the kernel may just be starting.
var patient = []zmq4.Option{zmq4.WithDialerRetry(5 * time.Millisecond), zmq4.WithDialerMaxRetries(2000)}

// dial connects a socket to a channel; the kernel may just be opening it.
func (k *testKernel) dial(s zmq4.Socket, channel protocol.Channel) {
	k.t.Helper()
	if err := s.Dial(k.connection.Endpoint(channel)); err != nil {
		k.t.Fatal(err)
	}
}

// send sends a request and returns its header.
func (c *client) send(channel protocol.Channel, t protocol.Type, content any) protocol.Header {
	c.t.Helper()
	m, err := c.session.New(t, protocol.Header{}, content)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.sendMessage(channel, m)
}

func (c *client) sendMessage(channel protocol.Channel, m protocol.Message) protocol.Header {
	c.t.Helper()
	frames, err := c.connection.Key.Encode(m)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.sockets[channel].SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		c.t.Fatal(err)
	}
	return m.Header
}

// receive returns the next message on a channel.
func (c *client) receive(channel protocol.Channel) protocol.Message {
	c.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case m, ok := <-c.inbox[channel]:
			if !ok {
				c.t.Fatalf("%s is closed", channel)
			}
			if channel != protocol.IOPub || !c.aside[m.Parent.ID] {
				return m
			}
		case <-timeout:
			c.t.Fatalf("no message on %s", channel)
		}
	}
}

// arrived waits until what was sent on the shell channel is in the kernel's queue, even if the shell is busy: a request
// that goes to a subshell cannot overtake it on the way.
func (c *client) arrived() {
	c.t.Helper()
	request := c.send(protocol.Control, protocol.TypeCreateSubshellRequest, struct{}{})
	c.aside[request.ID] = true
	created := reply[protocol.SubshellReply](c, protocol.Control, request)
	m, err := c.session.New(protocol.TypeKernelInfoRequest, protocol.Header{}, struct{}{})
	if err != nil {
		c.t.Fatal(err)
	}
	m.Header.SubshellID = created.SubshellID
	c.aside[m.Header.ID] = true
	reply[protocol.KernelInfoReply](c, protocol.Shell, c.sendMessage(protocol.Shell, m))
}

// reply waits for the answer to a request, which must be the next message on its channel, and decodes it.
func reply[C any](c *client, channel protocol.Channel, request protocol.Header) C {
	c.t.Helper()
	m := c.receive(channel)
	if m.Parent.ID != request.ID || m.Header.Type != request.Type.ReplyType() {
		c.t.Fatalf("received %s for %s, want the reply to %s", m.Header.Type, m.Parent.Type, request.Type)
	}
	return read[C](c.t, m)
}

// read decodes the content of a message.
func read[C any](t *testing.T, m protocol.Message) C {
	t.Helper()
	content, err := protocol.ContentOf[C](m)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// published returns what is published for a request between busy and idle, and fails on anything that is published for
// another one in between.
func (c *client) published(request protocol.Header) []protocol.Message {
	c.t.Helper()
	var all []protocol.Message
	busy := false
	for {
		m := c.receive(protocol.IOPub)
		if m.Parent.ID != request.ID {
			c.t.Fatalf("%s of %s was published before idle of %s", m.Header.Type, m.Parent.Type, request.Type)
		}
		if m.Header.Type != protocol.TypeStatus {
			all = append(all, m)
			continue
		}
		switch state := read[protocol.Status](c.t, m).ExecutionState; {
		case state == protocol.StateBusy && !busy && len(all) == 0:
			busy = true
		case state == protocol.StateIdle && busy:
			return all
		default:
			c.t.Fatalf("status %s after %d messages", state, len(all))
		}
	}
}

// execute runs a cell and returns its reply and what it published.
func (c *client) execute(source string) (protocol.ExecuteReply, []protocol.Message) {
	c.t.Helper()
	return c.executeWith(protocol.ExecuteRequest{Code: source, StoreHistory: true, StopOnError: true})
}

func (c *client) executeWith(content protocol.ExecuteRequest) (protocol.ExecuteReply, []protocol.Message) {
	c.t.Helper()
	request := c.send(protocol.Shell, protocol.TypeExecuteRequest, content)
	answer := reply[protocol.ExecuteReply](c, protocol.Shell, request)
	return answer, c.published(request)
}

// answers fails the test unless the kernel answers kernel_info on both channels.
func (c *client) answers() {
	c.t.Helper()
	for _, channel := range []protocol.Channel{protocol.Shell, protocol.Control} {
		request := c.send(channel, protocol.TypeKernelInfoRequest, struct{}{})
		if info := reply[protocol.KernelInfoReply](c, channel, request); info.Implementation != "arraybook" {
			c.t.Errorf("%s: kernel_info_reply is %+v", channel, info)
		}
		c.published(request)
	}
}

// summary writes messages in short, for comparison with what is expected.
func summary(t *testing.T, messages []protocol.Message) string {
	t.Helper()
	var lines []string
	for _, m := range messages {
		line := string(m.Header.Type)
		switch m.Header.Type {
		case protocol.TypeStream:
			s := read[protocol.Stream](t, m)
			line = fmt.Sprintf("%s %q", s.Name, s.Text)
		case protocol.TypeExecuteInput:
			s := read[protocol.ExecuteInput](t, m)
			line = fmt.Sprintf("input %d %q", s.ExecutionCount, s.Code)
		case protocol.TypeExecuteResult:
			s := read[protocol.ExecuteResult](t, m)
			line = fmt.Sprintf("result %d %v", s.ExecutionCount, s.Data)
		case protocol.TypeDisplayData, protocol.TypeUpdateDisplayData:
			s := read[protocol.DisplayData](t, m)
			line = fmt.Sprintf("%s %q %v %v", m.Header.Type, s.Transient.DisplayID, s.Data, s.Metadata)
		case protocol.TypeClearOutput:
			line = fmt.Sprintf("clear %v", read[protocol.ClearOutput](t, m).Wait)
		case protocol.TypeError:
			s := read[protocol.Failure](t, m)
			line = fmt.Sprintf("error %s: %s %q", s.Name, s.Value, s.Traceback)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// expect compares messages with their summary.
func expect(t *testing.T, messages []protocol.Message, want ...string) {
	t.Helper()
	if got := summary(t, messages); got != strings.Join(want, "\n") {
		t.Errorf("published\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// text is a bundle of plain text.
func text(s string) display.Bundle { return display.Bundle{Data: map[string]any{"text/plain": s}} }
