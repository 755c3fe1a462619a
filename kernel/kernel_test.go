// This file tests requests other than execute_request, and the life of a kernel.

package kernel

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/protocol"
	"github.com/go-zeromq/zmq4"
)

// kernel_info is answered while the evaluator is starting; what needs the evaluator waits for it.
func TestKernelInfoBeforeEvaluator(t *testing.T) {
	begin := make(chan struct{})
	k := start(t, tcpConnection(t), func() (Evaluator, error) { <-begin; return newFake(), nil }, Options{Version: "1.2.3", Banner: "hello"})
	c := k.client()
	request := c.send(protocol.Shell, protocol.TypeKernelInfoRequest, struct{}{})
	info := reply[protocol.KernelInfoReply](c, protocol.Shell, request)
	c.published(request)
	if info.Status != "ok" || info.ProtocolVersion != "5.5" || info.ImplementationVersion != "1.2.3" || info.Banner != "hello" ||
		info.LanguageInfo.Name != "go" || info.LanguageInfo.FileExtension != ".go" || "go"+info.LanguageInfo.Version != runtime.Version() || info.SupportedFeatures == nil {
		t.Errorf("kernel_info_reply is %+v", info)
	}
	c.answers()
	request = c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "x", StoreHistory: true})
	close(begin)
	if answer := reply[protocol.ExecuteReply](c, protocol.Shell, request); answer.Status != "ok" || answer.ExecutionCount != 1 {
		t.Errorf("execute_reply is %+v", answer)
	}
	expect(t, c.published(request), `input 1 "x"`, `stdout "x\n"`)
}

// An evaluator that does not start costs its requests an error, not the kernel.
func TestEvaluatorDoesNotStart(t *testing.T) {
	for name, begin := range map[string]func() (Evaluator, error){
		"error": func() (Evaluator, error) { return nil, errors.New("no memory") },
		"panic": func() (Evaluator, error) { panic("no memory") },
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, ipcConnection(t), begin, Options{}).client()
			answer, _ := c.execute("x")
			if answer.Status != "error" || !strings.Contains(answer.Value, "no memory") {
				t.Errorf("execute_reply is %+v", answer)
			}
			for _, request := range []protocol.Type{protocol.TypeCompleteRequest, protocol.TypeInspectRequest} {
				h := c.send(protocol.Shell, request, struct{}{})
				if answer := reply[protocol.ErrorReply](c, protocol.Shell, h); answer.Status != "error" || !strings.Contains(answer.Value, "no memory") {
					t.Errorf("answer to %s is %+v", request, answer)
				}
				c.published(h)
			}
			h := c.send(protocol.Shell, protocol.TypeIsCompleteRequest, struct{}{})
			if answer := reply[protocol.IsCompleteReply](c, protocol.Shell, h); answer.Status != "unknown" {
				t.Errorf("is_complete_reply is %+v", answer)
			}
			c.published(h)
			c.answers()
		})
	}
}

func TestComplete(t *testing.T) {
	c := startFake(t, newFake())
	request := c.send(protocol.Shell, protocol.TypeCompleteRequest, protocol.CompleteRequest{Code: "é🙂.Pr", CursorPos: 5})
	answer := reply[protocol.CompleteReply](c, protocol.Shell, request)
	if answer.CursorStart != 3 || answer.CursorEnd != 5 || !slices.Equal(answer.Matches, []string{"Print", "Println"}) {
		t.Errorf("complete_reply is %+v, want cursors in code points", answer)
	}
	typed, err := json.Marshal(answer.Metadata[protocol.TypedMatchesKey])
	if want := `{"end":5,"start":3,"text":"Println","type":"function"}`; err != nil || !strings.Contains(string(typed), want) {
		t.Errorf("typed matches are %s, %v, want %s", typed, err, want)
	}
	c.published(request)
	for _, cursor := range []int{-5, 1000} { // moved into the text
		request := c.send(protocol.Shell, protocol.TypeCompleteRequest, protocol.CompleteRequest{Code: "x.y", CursorPos: cursor})
		if answer := reply[protocol.CompleteReply](c, protocol.Shell, request); answer.Status != "ok" || answer.CursorEnd != max(0, min(3, cursor)) {
			t.Errorf("cursor %d: complete_reply is %+v", cursor, answer)
		}
		c.published(request)
	}
}

// Before version 5.2 of the protocol, positions count UTF-16 units.
func TestCompleteUTF16(t *testing.T) {
	c := startFake(t, newFake())
	for version, start := range map[string]int{"5.1": 4, "4.0": 4, "5.2": 3, "5.5": 3, "": 3, "x": 3} {
		m, err := c.session.New(protocol.TypeCompleteRequest, protocol.Header{}, protocol.CompleteRequest{Code: "é🙂.Pr", CursorPos: start + 2})
		if err != nil {
			t.Fatal(err)
		}
		m.Header.Version = version
		request := c.sendMessage(protocol.Shell, m)
		if answer := reply[protocol.CompleteReply](c, protocol.Shell, request); answer.CursorStart != start || answer.CursorEnd != start+2 {
			t.Errorf("version %q: complete_reply is %+v", version, answer)
		}
		c.published(request)
	}
}

func TestInspectAndIsComplete(t *testing.T) {
	c := startFake(t, newFake())
	request := c.send(protocol.Shell, protocol.TypeInspectRequest, protocol.InspectRequest{Code: "é🙂x", CursorPos: 2, DetailLevel: 1})
	found := reply[protocol.InspectReply](c, protocol.Shell, request)
	if !found.Found || found.Data["text/plain"] != "é🙂|1" || found.Data["text/markdown"] != "*x*" {
		t.Errorf("inspect_reply is %+v", found)
	}
	c.published(request)
	request = c.send(protocol.Shell, protocol.TypeInspectRequest, protocol.InspectRequest{})
	if found := reply[protocol.InspectReply](c, protocol.Shell, request); found.Found || found.Status != "ok" || found.Data == nil {
		t.Errorf("inspect_reply is %+v", found)
	}
	c.published(request)
	request = c.send(protocol.Shell, protocol.TypeIsCompleteRequest, protocol.IsCompleteRequest{Code: "if x {"})
	if answer := reply[protocol.IsCompleteReply](c, protocol.Shell, request); answer.Status != "incomplete" || answer.Indent == nil || *answer.Indent != "\t" {
		t.Errorf("is_complete_reply is %+v", answer)
	}
	c.published(request)
}

func TestComms(t *testing.T) {
	c := startFake(t, newFake())
	request := c.send(protocol.Shell, protocol.TypeCommInfoRequest, protocol.CommInfoRequest{TargetName: "jupyter.widget"})
	if answer := reply[protocol.CommInfoReply](c, protocol.Shell, request); answer.Comms == nil || len(answer.Comms) != 0 {
		t.Errorf("comm_info_reply is %+v", answer)
	}
	c.published(request)
	request = c.send(protocol.Shell, protocol.TypeCommOpen, protocol.CommOpen{ID: "1", TargetName: "jupyter.widget", Data: []byte("{}")})
	messages := c.published(request)
	if len(messages) != 1 || messages[0].Header.Type != protocol.TypeCommClose || read[protocol.CommMsg](t, messages[0]).ID != "1" {
		t.Errorf("comm_open is followed by %s", summary(t, messages))
	}
	request = c.send(protocol.Shell, protocol.TypeCommMsg, protocol.CommMsg{ID: "1", Data: []byte("{}")})
	expect(t, c.published(request))
	c.answers()
}

func TestConnectAndDebug(t *testing.T) {
	c := startFake(t, newFake())
	request := c.send(protocol.Shell, protocol.TypeConnectRequest, struct{}{})
	if answer := reply[protocol.ConnectReply](c, protocol.Shell, request); answer.IOPubPort != c.connection.IOPubPort || answer.HBPort != c.connection.HBPort {
		t.Errorf("connect_reply is %+v", answer)
	}
	c.published(request)
	request = c.send(protocol.Control, protocol.TypeDebugRequest, map[string]any{"seq": 7, "type": "request", "command": "initialize"})
	answer := reply[map[string]any](c, protocol.Control, request)
	if answer["success"] != false || answer["command"] != "initialize" || answer["request_seq"] != 7.0 {
		t.Errorf("debug_reply is %v", answer)
	}
	c.published(request)
}

// Requests that cannot be understood get an error for an answer.
func TestBadRequests(t *testing.T) {
	c := startFake(t, newFake())
	for _, test := range []struct {
		channel protocol.Channel
		t       protocol.Type
		content any
		text    string
	}{
		{protocol.Shell, "dance_request", struct{}{}, "dance_request on the shell channel"},
		{protocol.Control, protocol.TypeExecuteRequest, struct{}{}, "execute_request on the control channel"},
		{protocol.Shell, protocol.TypeExecuteRequest, map[string]any{"code": 5}, "code"},
		{protocol.Shell, protocol.TypeExecuteRequest, map[string]any{"user_expressions": []int{}}, "user_expressions"},
		{protocol.Shell, protocol.TypeCompleteRequest, map[string]any{"cursor_pos": "x"}, "cursor_pos"},
		{protocol.Shell, protocol.TypeInspectRequest, map[string]any{"code": 5}, "code"},
		{protocol.Shell, protocol.TypeIsCompleteRequest, map[string]any{"code": 5}, "code"},
		{protocol.Shell, protocol.TypeHistoryRequest, map[string]any{"n": "x"}, "history_request"},
		{protocol.Shell, protocol.TypeCommInfoRequest, map[string]any{"target_name": 5}, "target_name"},
		{protocol.Control, protocol.TypeShutdownRequest, map[string]any{"restart": 5}, "restart"},
		{protocol.Control, protocol.TypeDebugRequest, map[string]any{"seq": "x"}, "seq"},
		{protocol.Control, protocol.TypeDeleteSubshellRequest, map[string]any{"subshell_id": 5}, "subshell_id"},
	} {
		request := c.send(test.channel, test.t, test.content)
		answer := reply[protocol.ErrorReply](c, test.channel, request)
		if answer.Status != "error" || !strings.Contains(answer.Value, test.text) || answer.Traceback == nil {
			t.Errorf("%s with %v: answer is %+v, want %q", test.t, test.content, answer, test.text)
		}
		expect(t, c.published(request))
	}
	request := c.send(protocol.Shell, "nonsense", struct{}{}) // no request, no reply
	expect(t, c.published(request))
	c.answers()
}

func TestHeartbeat(t *testing.T) {
	c := startFake(t, newFake())
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for range 2 { // a second client, too
		req := zmq4.NewReq(ctx, patient...)
		defer req.Close()
		c.dial(req, protocol.Heartbeat)
		for _, beat := range []string{"ping", "", "\x00\xff"} {
			if err := req.Send(zmq4.NewMsgString(beat)); err != nil {
				t.Fatal(err)
			}
			got, err := req.Recv()
			if err != nil || !bytes.Equal(got.Bytes(), []byte(beat)) {
				t.Errorf("%q comes back as %q, %v", beat, got.Bytes(), err)
			}
		}
	}
}

// Shutdown is answered, told to all frontends, and ends a running cell.
func TestShutdown(t *testing.T) {
	for _, channel := range []protocol.Channel{protocol.Control, protocol.Shell} {
		t.Run(string(channel), func(t *testing.T) {
			ev := newFake()
			started := make(chan struct{}, 1)
			ev.cell("hang", hang(started))
			c := startFake(t, ev)
			other := c.testKernel.client()
			if channel == protocol.Control {
				c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "hang"})
				<-started
			}
			request := c.send(channel, protocol.TypeShutdownRequest, protocol.ShutdownRequest{Restart: true})
			if answer := reply[protocol.ShutdownReply](c, channel, request); answer.Status != "ok" || !answer.Restart {
				t.Errorf("shutdown_reply is %+v", answer)
			}
			for m := range other.inbox[protocol.IOPub] {
				if m.Header.Type == protocol.TypeShutdownReply && m.Parent.ID == request.ID {
					break
				}
			}
			c.ended()
			if ev.closed != 1 {
				t.Errorf("the evaluator was closed %d times", ev.closed)
			}
		})
	}
}

// Everything that was published before the end arrives.
func TestNothingIsLostAtTheEnd(t *testing.T) {
	ev := newFake()
	lines := 20000
	ev.cell("print", func(_ context.Context, cell Cell) error {
		for i := range lines {
			fmt.Fprintln(cell.Stdout, i)
		}
		return nil
	})
	c := startFake(t, ev)
	c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "print"})
	c.send(protocol.Shell, protocol.TypeShutdownRequest, protocol.ShutdownRequest{})
	c.ended()
	var printed strings.Builder
	for m := range c.inbox[protocol.IOPub] {
		if m.Header.Type == protocol.TypeStream {
			printed.WriteString(read[protocol.Stream](t, m).Text)
		}
		if m.Header.Type == protocol.TypeShutdownReply {
			break
		}
	}
	if n := strings.Count(printed.String(), "\n"); n != lines {
		t.Errorf("%d lines arrived, want %d", n, lines)
	}
}

// A kernel leaves its addresses to the next one.
func TestRestartOnSameConnection(t *testing.T) {
	for _, connection := range []protocol.Connection{tcpConnection(t), ipcConnection(t)} {
		for range 3 {
			k := start(t, connection, func() (Evaluator, error) { return newFake(), nil }, Options{})
			k.client().answers()
			k.stop()
			k.ended()
		}
	}
}

func TestBadConnection(t *testing.T) {
	good := tcpConnection(t)
	for text, change := range map[string]func(*protocol.Connection){
		"transport":       func(c *protocol.Connection) { c.Transport = "udp" },
		"shell_port is 0": func(c *protocol.Connection) { c.ShellPort = 0 },
		"curve_publickey": func(c *protocol.Connection) { c.CurvePublicKey = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7" },
	} {
		bad := good
		change(&bad)
		err := Run(context.Background(), bad, func() (Evaluator, error) { return newFake(), nil }, Options{})
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("error %v, want %q", err, text)
		}
	}
}

func TestAddressInUse(t *testing.T) {
	k := start(t, tcpConnection(t), func() (Evaluator, error) { return newFake(), nil }, Options{})
	k.client()
	err := Run(context.Background(), k.connection, func() (Evaluator, error) { return newFake(), nil }, Options{Log: nil})
	if err == nil || !strings.Contains(err.Error(), fmt.Sprint(k.connection.ShellPort)) || !strings.Contains(err.Error(), "shell channel") {
		t.Errorf("error %v does not name channel and port", err)
	}
}
