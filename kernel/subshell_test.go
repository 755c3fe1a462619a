// This file tests subshells (JEP 91): what runs beside what, questions, and the end of a subshell.

package kernel

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/protocol"
)

// subshell creates a subshell.
func (c *client) subshell() string {
	c.t.Helper()
	request := c.send(protocol.Control, protocol.TypeCreateSubshellRequest, struct{}{})
	c.aside[request.ID] = true
	return reply[protocol.SubshellReply](c, protocol.Control, request).SubshellID
}

// sendTo sends a request on the shell channel to a subshell.
func (c *client) sendTo(id string, t protocol.Type, content any) protocol.Header {
	c.t.Helper()
	m, err := c.session.New(t, protocol.Header{}, content)
	if err != nil {
		c.t.Fatal(err)
	}
	m.Header.SubshellID = id
	return c.sendMessage(protocol.Shell, m)
}

func (c *client) listSubshells() []string {
	c.t.Helper()
	request := c.send(protocol.Control, protocol.TypeListSubshellRequest, struct{}{})
	c.aside[request.ID] = true
	return reply[protocol.ListSubshellReply](c, protocol.Control, request).SubshellID
}

// A subshell runs cells and answers questions while the main shell is busy, and there is one count for both.
func TestSubshells(t *testing.T) {
	ev := newFake()
	started := make(chan struct{}, 1)
	ev.cell("hang", hang(started))
	c := startFake(t, ev)
	info := c.send(protocol.Shell, protocol.TypeKernelInfoRequest, struct{}{})
	if features := reply[protocol.KernelInfoReply](c, protocol.Shell, info).SupportedFeatures; !slices.Contains(features, "kernel subshells") {
		t.Errorf("features are %q", features)
	}
	c.published(info)
	if ids := c.listSubshells(); ids == nil || len(ids) != 0 {
		t.Errorf("subshells are %v", ids)
	}
	id := c.subshell()
	if ids := c.listSubshells(); len(ids) != 1 || ids[0] != id || id == "" {
		t.Errorf("subshells are %v, created was %q", ids, id)
	}
	hanging := c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "hang", StoreHistory: true})
	<-started
	c.aside[hanging.ID] = true
	for count := 2; count <= 3; count++ {
		request := c.sendTo(id, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "x", StoreHistory: true})
		if answer := reply[protocol.ExecuteReply](c, protocol.Shell, request); answer.Status != "ok" || answer.ExecutionCount != count {
			t.Errorf("in the subshell: %+v, want count %d", answer, count)
		}
		messages := c.published(request)
		expect(t, messages, fmt.Sprintf("input %d \"x\"", count), `stdout "x\n"`)
		if got := messages[0].Parent.SubshellID; got != id {
			t.Errorf("the parent of the output is of subshell %q", got)
		}
	}
	request := c.sendTo(id, protocol.TypeCompleteRequest, protocol.CompleteRequest{Code: "x.P", CursorPos: 3})
	if answer := reply[protocol.CompleteReply](c, protocol.Shell, request); len(answer.Matches) != 2 {
		t.Errorf("complete_reply is %+v", answer)
	}
	c.published(request)
	interrupt := c.send(protocol.Control, protocol.TypeInterruptRequest, struct{}{})
	c.aside[interrupt.ID] = true
	reply[protocol.StatusReply](c, protocol.Control, interrupt)
	if answer := reply[protocol.ExecuteReply](c, protocol.Shell, hanging); answer.Status != "error" {
		t.Errorf("the interrupted cell: %+v", answer)
	}
}

// A subshell that is deleted interrupts its cell, answers what waits in it, and is gone. The others go on.
func TestDeleteSubshell(t *testing.T) {
	ev := newFake()
	started := make(chan struct{}, 1)
	ev.cell("hang", hang(started))
	c := startFake(t, ev)
	first, second := c.subshell(), c.subshell()
	hanging := c.sendTo(first, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "hang", StoreHistory: true})
	<-started
	waiting := c.sendTo(first, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "x"})
	c.arrived()
	deleted := c.send(protocol.Control, protocol.TypeDeleteSubshellRequest, protocol.DeleteSubshellRequest{SubshellID: first})
	if answer := reply[protocol.StatusReply](c, protocol.Control, deleted); answer.Status != "ok" {
		t.Errorf("delete_subshell_reply is %+v", answer)
	}
	for range 2 {
		m := c.receive(protocol.Shell)
		switch answer := read[protocol.ExecuteReply](t, m); {
		case m.Parent.ID == hanging.ID && answer.Status == "error" && answer.Name == "Interrupted":
		case m.Parent.ID == waiting.ID && answer.Status == "aborted" && answer.ExecutionCount == 1:
		default:
			t.Errorf("answer to %s is %+v", m.Parent.ID, answer)
		}
	}
	again := c.send(protocol.Control, protocol.TypeDeleteSubshellRequest, protocol.DeleteSubshellRequest{SubshellID: first})
	if answer := reply[protocol.ErrorReply](c, protocol.Control, again); answer.Status != "error" {
		t.Errorf("delete_subshell_reply is %+v", answer)
	}
	request := c.sendTo(first, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "x"})
	if answer := reply[protocol.ExecuteReply](c, protocol.Shell, request); answer.Status != "error" || !strings.Contains(answer.Value, `no subshell "1"`) {
		t.Errorf("in the deleted subshell: %+v", answer)
	}
	request = c.sendTo(second, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "x"})
	if answer := reply[protocol.ExecuteReply](c, protocol.Shell, request); answer.Status != "ok" {
		t.Errorf("in the other subshell: %+v", answer)
	}
}

// A failing cell aborts what waits in its own shell alone.
func TestStopOnErrorInSubshell(t *testing.T) {
	ev := newFake()
	proceed := make(chan struct{})
	ev.cell("fail", func(context.Context, Cell) error { <-proceed; return traced{} })
	ev.cell("wait", func(context.Context, Cell) error { <-proceed; return nil })
	c := startFake(t, ev)
	id := c.subshell()
	want := map[string]string{}
	for _, shell := range []struct{ id, source, first, second string }{{"", "wait", "ok", "ok"}, {id, "fail", "error", "aborted"}} {
		want[c.sendTo(shell.id, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: shell.source, StopOnError: true}).ID] = shell.first
		want[c.sendTo(shell.id, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "x", StopOnError: true}).ID] = shell.second
	}
	c.arrived()
	close(proceed)
	for range want {
		m := c.receive(protocol.Shell)
		if answer := read[protocol.StatusReply](t, m); answer.Status != want[m.Parent.ID] {
			t.Errorf("status is %s, want %s", answer.Status, want[m.Parent.ID])
		}
	}
}

// Cells of two shells ask at the same time, and each gets the answer to its own question.
func TestInputInSubshell(t *testing.T) {
	ev := newFake()
	ev.cell("ask", func(_ context.Context, cell Cell) error {
		line, err := cell.Stdin("?", false)
		fmt.Fprint(cell.Stdout, line)
		return err
	})
	c := startFake(t, ev)
	requests := map[string]string{}
	for _, id := range []string{"", c.subshell()} {
		requests[c.sendTo(id, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "ask", AllowStdin: true}).ID] = "in <" + id + ">"
	}
	questions := []protocol.Message{c.receive(protocol.Stdin), c.receive(protocol.Stdin)}
	slices.Reverse(questions)
	for _, q := range questions {
		m, err := c.session.New(protocol.TypeInputReply, q.Header, protocol.InputReply{Value: requests[q.Parent.ID]})
		if err != nil {
			t.Fatal(err)
		}
		c.sendMessage(protocol.Stdin, m)
	}
	for range requests {
		if m := c.receive(protocol.Shell); read[protocol.StatusReply](t, m).Status != "ok" {
			t.Errorf("answer is %s", m.Content)
		}
	}
	for left := len(requests); left > 0; {
		if m := c.receive(protocol.IOPub); m.Header.Type == protocol.TypeStream {
			left--
			if got := read[protocol.Stream](t, m).Text; got != requests[m.Parent.ID] {
				t.Errorf("a cell got %q, want %q", got, requests[m.Parent.ID])
			}
		}
	}
}

func TestTooManySubshells(t *testing.T) {
	c := startFake(t, newFake())
	for range maxSubshells {
		c.subshell()
	}
	request := c.send(protocol.Control, protocol.TypeCreateSubshellRequest, struct{}{})
	if answer := reply[protocol.ErrorReply](c, protocol.Control, request); answer.Status != "error" || !strings.Contains(answer.Value, fmt.Sprint(maxSubshells)) {
		t.Errorf("create_subshell_reply is %+v", answer)
	}
}
