// This file dispatches requests and answers all but execute_request.

package kernel

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/arraybook/arraybook/protocol"
)

// A request is a message that wants an answer.
type request struct {
	protocol.Message
	k      *kernel
	socket *socket
	shell  *shell // nil for requests on the control channel
}

// serveChannels starts the goroutines that take messages off the channels. They end when the sockets are closed.
func (k *kernel) serveChannels() {
	k.iopub.status(protocol.StateStarting, protocol.Header{})
	go k.heart.echo()
	go k.stdin.each(k.input.deliver)
	go k.shell.each(k.route)
	go k.control.each(func(m protocol.Message) {
		k.handle(&request{Message: m, k: k, socket: k.control})
	})
}

// route queues a message of the shell channel in the shell it is addressed to.
func (k *kernel) route(m protocol.Message) {
	s := k.main
	if m.Header.SubshellID != "" {
		s = k.subshells.get(m.Header.SubshellID)
	}
	if s != nil && s.add(m) || s == k.main { // the main shell ends with the kernel
		return
	}
	k.bracket(&request{Message: m, k: k, socket: k.shell}, func(r *request) {
		r.fail("UnknownSubshell", fmt.Errorf("there is no subshell %q", m.Header.SubshellID))
	})
}

// A handler answers a request of one type.
type handler func(*request)

// handlerOf returns what answers requests of type t; those on the shell channel come with a shell.
func handlerOf(t protocol.Type, onShell bool) handler {
	switch t {
	case protocol.TypeKernelInfoRequest:
		return (*request).kernelInfo
	case protocol.TypeCompleteRequest:
		return (*request).complete
	case protocol.TypeInspectRequest:
		return (*request).inspect
	case protocol.TypeIsCompleteRequest:
		return (*request).isComplete
	case protocol.TypeHistoryRequest:
		return (*request).history
	case protocol.TypeConnectRequest:
		return (*request).connect
	case protocol.TypeCommInfoRequest:
		return (*request).commInfo
	case protocol.TypeCommOpen:
		return (*request).commOpen
	case protocol.TypeCommMsg, protocol.TypeCommClose:
		return (*request).commIgnored
	case protocol.TypeShutdownRequest:
		return (*request).shutdown
	case protocol.TypeInterruptRequest:
		return (*request).interrupt
	case protocol.TypeDebugRequest:
		return (*request).debug
	}
	if onShell {
		if t == protocol.TypeExecuteRequest {
			return (*request).execute
		}
		return (*request).unknown
	}
	switch t {
	case protocol.TypeCreateSubshellRequest:
		return (*request).createSubshell
	case protocol.TypeDeleteSubshellRequest:
		return (*request).deleteSubshell
	case protocol.TypeListSubshellRequest:
		return (*request).listSubshells
	case protocol.TypeUsageRequest:
		return (*request).usage
	}
	return (*request).unknown
}

// handle answers a request between busy and idle.
func (k *kernel) handle(r *request) { k.bracket(r, handlerOf(r.Header.Type, r.shell != nil)) }

// bracket runs a handler between busy and idle. A handler that panics, which is a fault of ours or of the evaluator, has
// its request answered with an error; the kernel goes on.
func (k *kernel) bracket(r *request, h handler) {
	k.iopub.status(protocol.StateBusy, r.Header)
	defer k.iopub.status(protocol.StateIdle, r.Header)
	defer func() {
		if p := recover(); p != nil {
			k.log.Error("request handler panicked", "type", r.Header.Type, "panic", p, "stack", string(debug.Stack()))
			r.fail("InternalError", fmt.Errorf("arraybook failed at %s: %v", r.Header.Type, p))
		}
	}()
	h(r)
}

// reply answers r.
func (r *request) reply(content any) { r.replyWith(nil, content) }

// replyWith answers r with metadata besides the content.
func (r *request) replyWith(metadata []byte, content any) {
	t := r.Header.Type.ReplyType()
	if t == "" {
		return // comm messages have no reply
	}
	m, err := r.k.session.Reply(r.Message, t, content)
	if err != nil {
		r.k.log.Error("reply has no JSON form", "type", t, "error", err)
		m, err = r.k.session.Reply(r.Message, t, protocol.NewErrorReply(protocol.Failure{Name: "InternalError", Value: err.Error()}))
		if err != nil {
			panic(err) // strings always have one
		}
	}
	m.Metadata = metadata
	if err := r.socket.send(m); err != nil {
		r.k.log.Debug("reply not sent", "type", t, "error", err) // the client is gone
	}
}

// fail answers r with an error.
func (r *request) fail(name string, err error) {
	r.reply(protocol.NewErrorReply(protocol.Failure{Name: name, Value: err.Error(), Traceback: []string{err.Error()}}))
}

// content decodes the content of r into a C. When it cannot, it answers r and reports false.
func content[C any](r *request) (C, bool) {
	c, err := protocol.ContentOf[C](r.Message)
	if err != nil {
		r.k.log.Warn("bad content", "error", err)
		r.fail("BadRequest", err)
	}
	return c, err == nil
}

func (r *request) unknown() {
	r.k.log.Warn("unknown message type", "type", r.Header.Type, "channel", r.socket.channel)
	r.fail("UnknownRequest", fmt.Errorf("this kernel does not know %s on the %s channel", r.Header.Type, r.socket.channel))
}

func (r *request) kernelInfo() {
	r.reply(protocol.KernelInfoReply{
		Status:                protocol.StatusOK,
		ProtocolVersion:       protocol.Version,
		Implementation:        "arraybook",
		ImplementationVersion: r.k.options.Version,
		LanguageInfo: protocol.LanguageInfo{
			Name: "go", Version: strings.TrimPrefix(runtime.Version(), "go"), MIMEType: "text/x-go", FileExtension: ".go",
			PygmentsLexer: "go", CodeMirrorMode: "go",
		},
		Banner: r.k.options.Banner,
		HelpLinks: []protocol.HelpLink{
			{Text: "Go", URL: "https://go.dev/doc/"},
			{Text: "Go standard library", URL: "https://pkg.go.dev/std"},
		},
		SupportedFeatures: []string{"kernel subshells"},
	})
}

func (r *request) isComplete() {
	c, ok := content[protocol.IsCompleteRequest](r)
	if !ok {
		return
	}
	ev, err := r.k.eval()
	if err != nil {
		r.reply(protocol.IsCompleteReply{Status: "unknown"})
		return
	}
	found := ev.IsComplete(c.Code)
	answer := protocol.IsCompleteReply{Status: found.Status}
	if found.Status == "incomplete" {
		answer.Indent = &found.Indent
	}
	r.reply(answer)
}

func (r *request) complete() {
	c, ok := content[protocol.CompleteRequest](r)
	if !ok {
		return
	}
	ev, err := r.k.eval()
	if err != nil {
		r.fail("StartError", err)
		return
	}
	units := unitsOf(r.Header)
	found := ev.Complete(c.Code, units.byteOffset(c.Code, c.CursorPos))
	start, end := units.count(c.Code, found.Start), units.count(c.Code, found.End)
	typed := make([]protocol.TypedMatch, 0, len(found.Matches))
	for i, match := range found.Matches {
		m := protocol.TypedMatch{Text: match, Start: start, End: end}
		if i < len(found.Types) {
			m.Type = found.Types[i]
		}
		if i < len(found.Signatures) {
			m.Signature = found.Signatures[i]
		}
		typed = append(typed, m)
	}
	r.reply(protocol.CompleteReply{
		Status:      protocol.StatusOK,
		Matches:     append([]string{}, found.Matches...),
		CursorStart: start,
		CursorEnd:   end,
		Metadata:    map[string]any{protocol.TypedMatchesKey: typed},
	})
}

func (r *request) inspect() {
	c, ok := content[protocol.InspectRequest](r)
	if !ok {
		return
	}
	ev, err := r.k.eval()
	if err != nil {
		r.fail("StartError", err)
		return
	}
	found := ev.Inspect(c.Code, unitsOf(r.Header).byteOffset(c.Code, c.CursorPos), c.DetailLevel)
	data := map[string]any{}
	if found.Found {
		data["text/plain"] = found.Text
		if found.Markdown != "" {
			data["text/markdown"] = found.Markdown
		}
	}
	r.reply(protocol.InspectReply{Status: protocol.StatusOK, Found: found.Found, Data: data, Metadata: map[string]any{}})
}

func (r *request) connect() {
	c := r.k.connection
	r.reply(protocol.ConnectReply{
		Status: protocol.StatusOK, ShellPort: c.ShellPort, IOPubPort: c.IOPubPort, StdinPort: c.StdinPort,
		ControlPort: c.ControlPort, HBPort: c.HBPort,
	})
}

// commInfo: this kernel has no comm targets, so there is never an open comm.
func (r *request) commInfo() {
	if _, ok := content[protocol.CommInfoRequest](r); ok {
		r.reply(protocol.CommInfoReply{Status: protocol.StatusOK, Comms: map[string]protocol.CommInfo{}})
	}
}

// commOpen closes the comm again, as the specification asks of a side that does not know the target.
func (r *request) commOpen() {
	c, ok := content[protocol.CommOpen](r)
	if !ok {
		return
	}
	r.k.log.Debug("comm refused", "target", c.TargetName)
	r.k.iopub.must(r.k.iopub.publish(protocol.TypeCommClose, r.Header, protocol.CommMsg{ID: c.ID, Data: []byte("{}")}))
}

// commIgnored drops messages of comms that were refused.
func (r *request) commIgnored() {}

func (r *request) shutdown() {
	c, ok := content[protocol.ShutdownRequest](r)
	if !ok {
		return
	}
	answer := protocol.ShutdownReply{Status: protocol.StatusOK, Restart: c.Restart}
	r.k.interrupt()
	r.reply(answer)
	r.k.iopub.must(r.k.iopub.publish(protocol.TypeShutdownReply, r.Header, answer)) // for the other frontends
	r.k.stop()
}

func (r *request) interrupt() {
	r.k.interrupt()
	r.reply(protocol.StatusReply{Status: protocol.StatusOK})
}

// debug answers in the form of the Debug Adapter Protocol that there is no debugger.
func (r *request) debug() {
	type dap struct {
		Seq     int    `json:"seq"`
		Command string `json:"command"`
	}
	c, ok := content[dap](r)
	if !ok {
		return
	}
	r.reply(struct {
		Type       string `json:"type"`
		RequestSeq int    `json:"request_seq"`
		Success    bool   `json:"success"`
		Command    string `json:"command"`
		Message    string `json:"message"`
		Body       any    `json:"body"`
	}{"response", c.Seq, false, c.Command, "this kernel has no debugger", struct{}{}})
}

func (r *request) createSubshell() {
	s, err := r.k.subshells.create(r.k)
	if err != nil {
		r.fail("TooManySubshells", err)
		return
	}
	r.reply(protocol.SubshellReply{Status: protocol.StatusOK, SubshellID: s.id})
}

func (r *request) deleteSubshell() {
	c, ok := content[protocol.DeleteSubshellRequest](r)
	if !ok {
		return
	}
	if !r.k.subshells.remove(c.SubshellID) {
		r.fail("UnknownSubshell", fmt.Errorf("there is no subshell %q", c.SubshellID))
		return
	}
	r.reply(protocol.StatusReply{Status: protocol.StatusOK})
}

func (r *request) listSubshells() {
	ids := []string{}
	for _, s := range r.k.subshells.all() {
		ids = append(ids, s.id)
	}
	slices.Sort(ids)
	r.reply(protocol.ListSubshellReply{Status: protocol.StatusOK, SubshellID: ids})
}
