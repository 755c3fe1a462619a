// This file runs cells.

package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/arraybook/arraybook/display"
	"github.com/arraybook/arraybook/protocol"
)

// execute runs the cell of an execute_request and answers it.
func (r *request) execute() {
	c, ok := content[protocol.ExecuteRequest](r)
	if !ok {
		return
	}
	started := time.Now()
	number := r.k.number(c)
	if c.StoreHistory && !isBlank(c.Code) {
		r.k.history.add(number, c.Code) // it is written while the cell runs
	}
	out := &output{iopub: r.k.iopub, parent: r.Header, count: number, silent: c.Silent}
	if !c.Silent {
		r.k.iopub.must(r.k.iopub.bulk(protocol.TypeExecuteInput, r.Header, protocol.ExecuteInput{Code: c.Code, ExecutionCount: number}))
		r.k.crash.tell(func(report string) { out.write(protocol.Stderr, []byte(report)) })
	}
	ctx, finished := r.k.running.begin(r.shell)
	defer finished()
	cell := r.cell(ctx, c, out)
	failure := r.run(ctx, cell)
	answer := protocol.ExecuteReply{Status: protocol.StatusOK, ExecutionCount: number}
	if failure == nil {
		answer.Payload = []struct{}{}
		answer.UserExpressions = r.userExpressions(ctx, cell, c.UserExpressions)
	}
	out.finish()
	if failure != nil {
		answer.Status, answer.Failure = protocol.StatusError, failure
		if !c.Silent {
			r.k.iopub.must(r.k.iopub.publish(protocol.TypeError, r.Header, failure))
		}
	}
	r.replyWith(timing(started, answer.Status), answer)
	if failure != nil && c.StopOnError && !c.Silent {
		r.shell.abort()
	}
}

// aborted answers a request that is not served.
func (r *request) aborted() {
	if r.Header.Type == protocol.TypeExecuteRequest {
		r.reply(protocol.AbortedReply{Status: protocol.StatusAborted, ExecutionCount: int(r.k.count.Load())})
		return
	}
	r.reply(protocol.StatusReply{Status: protocol.StatusAborted})
}

// number counts an execution that is stored, and returns the number a cell goes by. A blank cell is not counted, as in
// other kernels, and a silent one shows the number of the last that was. There is one count for all shells, as the
// messaging specification has it (JEP 91 has one each): cells are called by it, in errors and in the history.
func (k *kernel) number(c protocol.ExecuteRequest) int {
	switch {
	case c.Silent || isBlank(c.Code):
		return int(k.count.Load())
	case c.StoreHistory:
		return int(k.count.Add(1))
	}
	return int(k.count.Load()) + 1
}

func isBlank(code string) bool { return strings.TrimSpace(code) == "" }

// cell returns what the evaluator is given.
func (r *request) cell(ctx context.Context, c protocol.ExecuteRequest, out *output) Cell {
	cell := Cell{
		Number:  out.count,
		Source:  c.Code,
		Stdout:  stream{out, protocol.Stdout},
		Stderr:  stream{out, protocol.Stderr},
		Show:    out.result,
		Host:    out,
		Company: func() bool { return len(r.k.subshells.all()) > 0 },
	}
	if c.AllowStdin {
		cell.Stdin = func(prompt string, password bool) (string, error) {
			out.flush() // what was printed before belongs above the prompt
			return r.k.input.ask(ctx, r.Message, prompt, password)
		}
	}
	return cell
}

// run has the evaluator run a cell and says how it failed, nil if it did not.
func (r *request) run(ctx context.Context, cell Cell) (failure *protocol.Failure) {
	defer func() {
		if p := recover(); p != nil {
			r.k.log.Error("the evaluator panicked", "panic", p, "stack", string(debug.Stack()))
			failure = failureOf(ctx, fmt.Errorf("the evaluator panicked: %v", p))
		}
	}()
	ev, err := r.k.eval()
	if err == nil {
		err = ev.Execute(ctx, cell)
	}
	if err == nil {
		return nil
	}
	return failureOf(ctx, err)
}

// failureOf describes an error in the form of the protocol.
func failureOf(ctx context.Context, err error) *protocol.Failure {
	f := &protocol.Failure{Name: "Error", Value: err.Error()}
	var traced Traced
	switch {
	case errors.As(err, &traced):
		f.Name, f.Value, f.Traceback = traced.Name(), traced.Error(), traced.Traceback()
	case ctx.Err() != nil:
		f.Name = "Interrupted"
	}
	if len(f.Traceback) == 0 { // frontends show the traceback alone
		f.Traceback = []string{"\x1b[31m" + f.Name + "\x1b[0m: " + f.Value}
	}
	return f
}

// userExpressions evaluates expressions after a cell. Each value is an Evaluation, or an ErrorReply if it failed.
func (r *request) userExpressions(ctx context.Context, cell Cell, expressions map[string]string) map[string]any {
	answers := make(map[string]any, len(expressions))
	for name, expression := range expressions {
		data, metadata := map[string]any{}, map[string]any{}
		var formErr error
		cell.Source = expression
		cell.Show = func(value any) { data, metadata, formErr = encodeBundle(display.BundleOf(value)) }
		failure := r.run(ctx, cell)
		if failure == nil && formErr != nil {
			failure = failureOf(ctx, formErr)
		}
		if failure != nil {
			answers[name] = protocol.NewErrorReply(*failure)
			continue
		}
		answers[name] = protocol.Evaluation{Status: protocol.StatusOK, Data: data, Metadata: metadata}
	}
	return answers
}

// timing returns the metadata of an execute_reply from which frontends learn when a cell began.
func timing(started time.Time, status string) []byte {
	metadata, err := json.Marshal(struct {
		Started string `json:"started"`
		Status  string `json:"status"`
	}{started.UTC().Format(time.RFC3339Nano), status})
	if err != nil {
		panic(err) // strings always have a JSON form
	}
	return metadata
}

// errInterrupted is the cause with which the context of an interrupted cell is cancelled.
var errInterrupted = errors.New("interrupted by the user")

// executions counts the cells that are running: one for each shell at most.
type executions struct{ wg sync.WaitGroup }

// begin returns the context for a cell of s, which interrupting s cancels, and the function to call when it has ended.
func (e *executions) begin(s *shell) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	e.wg.Add(1)
	s.runs(cancel)
	return ctx, func() {
		s.runs(nil)
		cancel(nil)
		e.wg.Done()
	}
}

// interrupt interrupts the cells of all shells: an interrupt is for the kernel as a whole.
func (k *kernel) interrupt() {
	k.main.interrupt()
	for _, s := range k.subshells.all() {
		s.interrupt()
	}
}

// wait waits until no cell is running, for limit at most, and reports whether none is.
func (e *executions) wait(limit time.Duration) bool {
	done := make(chan struct{})
	go func() {
		e.wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-time.After(limit):
		return false
	}
}
