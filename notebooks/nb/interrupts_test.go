// This file measures how long interrupts take through a kernel, its sockets and the client's included. ARRAYBOOK_INTERRUPTS_KERNEL
// is the program whose command kernel starts one:
//
//	go build && ARRAYBOOK_INTERRUPTS_KERNEL=$PWD/arraybook go test -run '^TestInterrupts$' -v ./notebooks/nb

package nb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/arraybook/arraybook/protocol"
)

// busyFor is how long a cell runs before it is interrupted.
const busyFor = 500 * time.Millisecond

func TestInterrupts(t *testing.T) {
	program := os.Getenv("ARRAYBOOK_INTERRUPTS_KERNEL")
	if program == "" {
		t.Skip("it measures")
	}
	text, err := os.ReadFile("testdata/interrupts.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(text), "\n=== ")[1:] {
		name, source, _ := strings.Cut(part, "\n")
		t.Run(name, func(t *testing.T) {
			took, err := interruptionOf(t.Context(), []string{program, "kernel", ConnectionFile}, source)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("replied %v after the interrupt", took.Round(100*time.Microsecond))
		})
	}
}

// interruptionOf interrupts a cell in a new kernel and returns the time from the request to the cell's reply. The next cell must run.
func interruptionOf(ctx context.Context, kernel []string, source string) (took time.Duration, err error) {
	k, err := startChild(ctx, kernel, "")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, k.stop()) }()
	r := &runner{child: k, outputs: newCollector(), byRequest: map[string]*cellOutputs{}}
	if failure, err := r.execute(ctx, "kept := 7", &cellOutputs{}); err != nil || failure != nil {
		return 0, failed(err, failure)
	}
	request, err := k.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: "println(`started`)\n" + source})
	if err != nil {
		return 0, err
	}
	if _, err := r.next(ctx, protocol.TypeStream, request); err != nil {
		return 0, err
	}
	time.Sleep(busyFor)
	at := time.Now()
	if _, err := k.send(protocol.Control, protocol.TypeInterruptRequest, struct{}{}); err != nil {
		return 0, err
	}
	reply, err := r.next(ctx, protocol.TypeExecuteReply, request)
	if took = time.Since(at); err != nil {
		return 0, err
	}
	if failure, err := cellError(reply, &cellOutputs{}); err != nil || failure == nil || failure.Name != "interrupted" {
		return 0, fmt.Errorf("the cell was not interrupted: %v, %v", failure, err)
	}
	if failure, err := r.execute(ctx, "if kept != 7 { panic(kept) }", &cellOutputs{}); err != nil || failure != nil {
		return 0, failed(err, failure)
	}
	return took, nil
}

// next returns the next message of type t for a request.
func (r *runner) next(ctx context.Context, t protocol.Type, request protocol.Header) (protocol.Message, error) {
	for {
		m, err := r.inbox.take(ctx)
		if err != nil || m.Header.Type == t && m.Parent.ID == request.ID {
			return m, err
		}
		if m.Header.Type == protocol.TypeExecuteReply {
			return m, errors.New("the cell ended by itself")
		}
	}
}

// failed joins how a cell could not be run and how it failed, of which one is not nil.
func failed(err error, failure *CellError) error {
	if failure == nil {
		return err
	}
	return failure
}
