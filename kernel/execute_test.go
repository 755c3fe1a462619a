// This file tests the execution of cells: order, counting, errors, interrupts, input, subshells.

package kernel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/protocol"
)

func TestExecute(t *testing.T) {
	ev := newFake()
	ev.cell("two", func(_ context.Context, cell Cell) error {
		fmt.Fprint(cell.Stdout, "out")
		fmt.Fprint(cell.Stderr, "err")
		cell.Show(text("value"))
		cell.Show(text("another"))
		fmt.Fprint(cell.Stdout, cell.Number)
		return nil
	})
	c := startFake(t, ev)
	answer, messages := c.execute("first")
	if answer.Status != "ok" || answer.ExecutionCount != 1 || answer.UserExpressions == nil || answer.Payload == nil {
		t.Errorf("execute_reply is %+v", answer)
	}
	expect(t, messages, `input 1 "first"`, `stdout "first\n"`)
	answer, messages = c.execute("two")
	if answer.ExecutionCount != 2 {
		t.Errorf("execute_reply is %+v", answer)
	}
	expect(t, messages, `input 2 "two"`, `stdout "out"`, `stderr "err"`, `result 2 map[text/plain:value]`,
		`display_data "" map[text/plain:another] map[]`, `stdout "2"`)
}

func TestCounting(t *testing.T) {
	c := startFake(t, newFake())
	for _, test := range []struct {
		request protocol.ExecuteRequest
		count   int
		output  string
	}{
		{protocol.ExecuteRequest{Code: "a", StoreHistory: true}, 1, "input 1 \"a\"\nstdout \"a\\n\""},
		{protocol.ExecuteRequest{Code: "b"}, 2, "input 2 \"b\"\nstdout \"b\\n\""}, // not stored: the number stays free
		{protocol.ExecuteRequest{Code: "c", Silent: true, StoreHistory: true}, 1, ""},
		{protocol.ExecuteRequest{Code: "", Silent: true}, 1, ""},
		{protocol.ExecuteRequest{Code: " \n", StoreHistory: true}, 1, "input 1 \" \\n\"\nstdout \" \\n\\n\""},
		{protocol.ExecuteRequest{Code: "d", StoreHistory: true}, 2, "input 2 \"d\"\nstdout \"d\\n\""},
	} {
		answer, messages := c.executeWith(test.request)
		if answer.ExecutionCount != test.count {
			t.Errorf("%+v: count %d, want %d", test.request, answer.ExecutionCount, test.count)
		}
		expect(t, messages, strings.Split(test.output, "\n")...)
	}
}

// failing registers cells that fail in every way there is.
func failing() *fake {
	ev := newFake()
	ev.cell("plain", func(context.Context, Cell) error { return errors.New("oops") })
	ev.cell("traced", func(context.Context, Cell) error { return fmt.Errorf("wrapped: %w", traced{}) })
	ev.cell("panic", func(_ context.Context, cell Cell) error { fmt.Fprint(cell.Stdout, "so far"); panic("bug") })
	return ev
}

func TestErrors(t *testing.T) {
	c := startFake(t, failing())
	for _, test := range []struct{ source, name, value, output string }{
		{"plain", "Error", "oops", `error Error: oops ["\x1b[31mError\x1b[0m: oops"]`},
		{"traced", "RuntimeError", "index out of range", `error RuntimeError: index out of range ["cell 1, line 2" "index out of range"]`},
		{"panic", "Error", "the evaluator panicked: bug", "stdout \"so far\"\nerror Error: the evaluator panicked: bug [\"\\x1b[31mError\\x1b[0m: the evaluator panicked: bug\"]"},
	} {
		answer, messages := c.execute(test.source)
		if answer.Status != "error" || answer.Failure == nil || answer.Name != test.name || answer.Value != test.value || len(answer.Traceback) == 0 {
			t.Errorf("%s: execute_reply is %+v", test.source, answer)
		}
		expect(t, messages[1:], strings.Split(test.output, "\n")...)
		answer, messages = c.executeWith(protocol.ExecuteRequest{Code: test.source, Silent: true})
		if answer.Status != "error" || len(messages) != 0 {
			t.Errorf("%s silently: execute_reply is %+v, published %s", test.source, answer, summary(t, messages))
		}
	}
	c.answers()
}

// A failing cell takes the executions behind it out of the queue, and nothing else.
func TestStopOnError(t *testing.T) {
	ev := failing()
	started, proceed := make(chan struct{}, 1), make(chan struct{})
	ev.cell("fail later", func(context.Context, Cell) error { started <- struct{}{}; <-proceed; return errors.New("oops") })
	for _, test := range []struct {
		stop, silent bool
		after        string
	}{{true, false, "aborted"}, {false, false, "ok"}, {true, true, "ok"}} {
		c := startFake(t, ev)
		requests := []protocol.Header{c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "fail later", StopOnError: test.stop, Silent: test.silent})}
		<-started
		for range 500 {
			requests = append(requests, c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "x", StopOnError: true}))
		}
		info := c.send(protocol.Shell, protocol.TypeKernelInfoRequest, struct{}{})
		c.arrived()
		proceed <- struct{}{}
		statuses := map[string]int{}
		for range requests[1:] {
			m := c.receive(protocol.Shell)
			statuses[read[protocol.StatusReply](t, m).Status]++
		}
		statuses[read[protocol.StatusReply](t, c.receive(protocol.Shell)).Status]++
		last := reply[protocol.KernelInfoReply](c, protocol.Shell, info)
		if statuses["error"] != 1 || statuses[test.after] != 500 || last.Status != "ok" {
			t.Errorf("%+v: statuses are %v, want 500 times %s", test, statuses, test.after)
		}
		if test.after == "aborted" {
			c.published(requests[0])
			for _, r := range requests[1:] {
				expect(t, c.published(r))
			}
		}
		c.stop()
		c.ended()
	}
}

func TestUserExpressions(t *testing.T) {
	ev := failing()
	ev.cell("one", func(_ context.Context, cell Cell) error { cell.Show(text("1")); return nil })
	ev.cell("nothing", func(context.Context, Cell) error { return nil })
	c := startFake(t, ev)
	answer, messages := c.executeWith(protocol.ExecuteRequest{Code: "", Silent: true, UserExpressions: map[string]string{"a": "one", "b": "plain", "c": "nothing"}})
	if got, want := fmt.Sprint(answer.UserExpressions["a"]), "map[data:map[text/plain:1] metadata:map[] status:ok]"; got != want {
		t.Errorf("a is %s, want %s", got, want)
	}
	if got, want := fmt.Sprintf("%q", answer.UserExpressions["b"]), `map["ename":"Error" "evalue":"oops" "status":"error" "traceback":["\x1b[31mError\x1b[0m: oops"]]`; got != want {
		t.Errorf("b is %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(answer.UserExpressions["c"]), "map[data:map[] metadata:map[] status:ok]"; got != want {
		t.Errorf("c is %s, want %s", got, want)
	}
	expect(t, messages)
}

func TestInterrupt(t *testing.T) {
	ev := newFake()
	started := make(chan struct{}, 1)
	ev.cell("hang", hang(started))
	c := startFake(t, ev)
	interrupts := map[string]func(){
		"message": func() {
			request := c.send(protocol.Control, protocol.TypeInterruptRequest, struct{}{})
			c.aside[request.ID] = true
			if answer := reply[protocol.StatusReply](c, protocol.Control, request); answer.Status != "ok" {
				t.Errorf("interrupt_reply is %+v", answer)
			}
		},
	}
	if runtime.GOOS != "windows" {
		interrupts["signal"] = func() {
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = self.Signal(os.Interrupt)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, interrupt := range interrupts {
		t.Run(name, func(t *testing.T) {
			running := c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "hang", StopOnError: true})
			<-started
			queued := c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "x"})
			c.arrived()
			interrupt()
			if answer := reply[protocol.ExecuteReply](c, protocol.Shell, running); answer.Status != "error" || answer.Name != "Interrupted" {
				t.Errorf("execute_reply is %+v", answer)
			}
			if answer := reply[protocol.ExecuteReply](c, protocol.Shell, queued); answer.Status != "aborted" {
				t.Errorf("execute_reply of the next is %+v", answer)
			}
			expect(t, c.published(running)[1:], `error Interrupted: interrupted by the user ["\x1b[31mInterrupted\x1b[0m: interrupted by the user"]`)
			expect(t, c.published(queued))
			if name == "message" { // a signal comes when it likes, and could meet the next cell
				interrupt() // while nothing runs
			}
			if answer, _ := c.execute("x"); answer.Status != "ok" {
				t.Errorf("after the interrupt: %+v", answer)
			}
		})
	}
}

func TestInput(t *testing.T) {
	ev := newFake()
	ev.cell("ask", func(_ context.Context, cell Cell) error {
		fmt.Fprint(cell.Stdout, "before")
		if cell.Stdin == nil {
			return errors.New("no input here")
		}
		for _, password := range []bool{false, true} {
			line, err := cell.Stdin("name: ", password)
			if err != nil {
				return err
			}
			fmt.Fprintf(cell.Stdout, "<%s>", line)
		}
		return nil
	})
	c := startFake(t, ev)
	ask := func() protocol.Header {
		return c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "ask", AllowStdin: true, StoreHistory: true})
	}
	answerTo := func(parent protocol.Header, value string) {
		m, err := c.session.New(protocol.TypeInputReply, parent, protocol.InputReply{Value: value})
		if err != nil {
			t.Fatal(err)
		}
		c.sendMessage(protocol.Stdin, m)
	}
	request := ask()
	first := c.receive(protocol.Stdin)
	if q := read[protocol.InputRequest](t, first); first.Parent.ID != request.ID || q.Prompt != "name: " || q.Password {
		t.Errorf("input_request is %+v for %s", q, first.Parent.ID)
	}
	other := c.testKernel.client() // who was not asked
	m, err := other.session.New(protocol.TypeInputReply, protocol.Header{}, protocol.InputReply{Value: "wrong"})
	if err != nil {
		t.Fatal(err)
	}
	other.sendMessage(protocol.Stdin, m)
	answerTo(protocol.Header{ID: "of another question", Type: protocol.TypeInputRequest}, "wrong")
	answerTo(first.Header, "Ada")
	second := c.receive(protocol.Stdin)
	if q := read[protocol.InputRequest](t, second); !q.Password {
		t.Errorf("input_request is %+v", q)
	}
	answerTo(protocol.Header{}, "secret") // some frontends name no parent
	reply[protocol.ExecuteReply](c, protocol.Shell, request)
	c.receive(protocol.IOPub) // busy
	c.receive(protocol.IOPub) // execute_input
	if got := c.receive(protocol.IOPub); summary(t, []protocol.Message{got}) != `stdout "before"` {
		t.Errorf("published %s before the prompt", summary(t, []protocol.Message{got}))
	}

	answer, _ := func() (protocol.ExecuteReply, any) {
		request := c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "ask"})
		return reply[protocol.ExecuteReply](c, protocol.Shell, request), nil
	}()
	if answer.Status != "error" || answer.Value != "no input here" {
		t.Errorf("without stdin: %+v", answer)
	}

	request = ask()
	answerTo(c.receive(protocol.Stdin).Header, endOfInput)
	if answer := reply[protocol.ExecuteReply](c, protocol.Shell, request); answer.Status != "error" || answer.Value != io.EOF.Error() {
		t.Errorf("Ctrl-D: %+v", answer)
	}

	request = ask()
	late := c.receive(protocol.Stdin).Header
	reply[protocol.StatusReply](c, protocol.Control, c.send(protocol.Control, protocol.TypeInterruptRequest, struct{}{}))
	if answer := reply[protocol.ExecuteReply](c, protocol.Shell, request); answer.Status != "error" || answer.Name != "Interrupted" {
		t.Errorf("interrupted: %+v", answer)
	}
	answerTo(late, "too late")
	request = ask()
	answerTo(c.receive(protocol.Stdin).Header, "a")
	answerTo(c.receive(protocol.Stdin).Header, "b")
	if answer := reply[protocol.ExecuteReply](c, protocol.Shell, request); answer.Status != "ok" {
		t.Errorf("after a late answer: %+v", answer)
	}
}
