// This file is a kernel for tests: it speaks the protocol over real sockets, and runs a toy language of one command per line.

package nb

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/go-zeromq/zmq4"

	"github.com/arraybook/arraybook/protocol"
)

// fakeKernelEnv makes the test binary a kernel, so that it can be started as a child process.
const fakeKernelEnv = "ARRAYBOOK_FAKE_KERNEL"

func TestMain(m *testing.M) {
	if os.Getenv(fakeKernelEnv) != "" {
		if err := runFakeKernel(os.Args[len(os.Args)-1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// fakeKernel returns the command line that starts the kernel of this file.
func fakeKernel(t *testing.T) []string {
	t.Helper()
	t.Setenv(fakeKernelEnv, "1")
	return []string{os.Args[0], ConnectionFile}
}

type fake struct {
	key     protocol.Key
	session protocol.Session
	mu      sync.Mutex // guards iopub
	iopub   zmq4.Socket
	count   int
	stop    chan struct{} // interrupts a waiting cell
}

func runFakeKernel(path string) error {
	where, err := protocol.ReadConnection(path)
	if err != nil {
		return err
	}
	ctx := context.Background()
	f := &fake{key: where.Key, session: protocol.NewSession("fake"), iopub: zmq4.NewPub(ctx), stop: make(chan struct{}, 1)}
	shell, control := zmq4.NewRouter(ctx), zmq4.NewRouter(ctx)
	for channel, socket := range map[protocol.Channel]zmq4.Socket{protocol.Shell: shell, protocol.Control: control, protocol.IOPub: f.iopub} {
		if err := socket.Listen(where.Endpoint(channel)); err != nil {
			return err
		}
	}
	go f.serve(shell)
	return f.serve(control)
}

func (f *fake) serve(socket zmq4.Socket) error {
	for {
		frames, err := socket.Recv()
		if err != nil {
			return err
		}
		request, err := f.key.Decode(frames.Frames)
		if err != nil {
			return err
		}
		f.publish(request, protocol.TypeStatus, protocol.Status{ExecutionState: protocol.StateBusy})
		var content any = protocol.StatusReply{Status: protocol.StatusOK}
		switch request.Header.Type {
		case protocol.TypeShutdownRequest:
			return nil
		case protocol.TypeInterruptRequest:
			f.stop <- struct{}{}
		case protocol.TypeExecuteRequest:
			content = f.execute(request)
		}
		reply, err := f.session.Reply(request, request.Header.Type.ReplyType(), content)
		if err != nil {
			return err
		}
		encoded, err := f.key.Encode(reply)
		if err != nil {
			return err
		}
		if err := socket.SendMulti(zmq4.NewMsgFrom(encoded...)); err != nil {
			return err
		}
		f.publish(request, protocol.TypeStatus, protocol.Status{ExecutionState: protocol.StateIdle})
	}
}

func (f *fake) publish(request protocol.Message, t protocol.Type, content any) {
	m, err := f.session.New(t, request.Header, content)
	if err != nil {
		panic(err)
	}
	m.Identities = [][]byte{[]byte(t)}
	frames, err := f.key.Encode(m)
	if err != nil {
		panic(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.iopub.SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		panic(err)
	}
}

func (f *fake) execute(request protocol.Message) protocol.ExecuteReply {
	cell, err := protocol.ContentOf[protocol.ExecuteRequest](request)
	if err != nil {
		panic(err)
	}
	f.count++
	f.publish(request, protocol.TypeExecuteInput, protocol.ExecuteInput{Code: cell.Code, ExecutionCount: f.count})
	for line := range strings.Lines(cell.Code) {
		command, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		bundle := map[string]any{"text/plain": rest}
		switch command {
		case "print":
			f.publish(request, protocol.TypeStream, protocol.Stream{Name: protocol.Stdout, Text: rest + "\n"})
		case "warn":
			f.publish(request, protocol.TypeStream, protocol.Stream{Name: protocol.Stderr, Text: rest + "\n"})
		case "result":
			f.publish(request, protocol.TypeExecuteResult, protocol.ExecuteResult{ExecutionCount: f.count, Data: bundle, Metadata: map[string]any{}})
		case "display", "update":
			t := protocol.TypeDisplayData
			if command == "update" {
				t = protocol.TypeUpdateDisplayData
			}
			id, text, _ := strings.Cut(rest, " ")
			bundle["text/plain"] = text
			f.publish(request, t, protocol.DisplayData{Data: bundle, Metadata: map[string]any{}, Transient: protocol.Transient{DisplayID: id}})
		case "clear":
			f.publish(request, protocol.TypeClearOutput, protocol.ClearOutput{Wait: rest == "wait"})
		case "wait":
			<-f.stop
			return f.fail(request, "interrupted")
		case "fail":
			return f.fail(request, rest)
		case "exit":
			fmt.Fprintln(os.Stderr, "fatal: "+rest)
			os.Exit(3)
		}
	}
	return protocol.ExecuteReply{Status: protocol.StatusOK, ExecutionCount: f.count}
}

func (f *fake) fail(request protocol.Message, why string) protocol.ExecuteReply {
	failure := protocol.Failure{Name: "failure", Value: why, Traceback: []string{"failure: " + why}}
	f.publish(request, protocol.TypeError, failure)
	return protocol.ExecuteReply{Status: protocol.StatusError, ExecutionCount: f.count, Failure: &failure}
}
