// This file executes the cells of a notebook, one after the other, through a kernel.

package nb

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/arraybook/arraybook/protocol"
)

// Tags that change how a cell is run, as in nbclient.
const (
	TagSkip   = "skip-execution"   // the cell is not run and keeps its outputs
	TagRaises = "raises-exception" // an error is expected and does not stop the run
)

// RunOptions say how a notebook is executed.
type RunOptions struct {
	Kernel      []string      // command line of the kernel, with ConnectionFile in it
	Dir         string        // the kernel's working folder; "" is the current one
	CellTimeout time.Duration // limit for each cell; 0 is none
	AllowErrors bool          // go on after a failing cell
	Progress    func(Event)   // told about each cell; may be nil
}

// An Event tells how far a run is. Cells are numbered from 1 among the code cells that will be run.
type Event struct {
	Cell, Cells int
	Title       string        // first line of the cell
	Done        bool          // the cell has ended; else it begins
	Duration    time.Duration // of an ended cell
	Err         error         // of an ended cell that failed, whether or not that stops the run
}

// A CellError is the failure of a cell.
type CellError struct {
	Index     int    // of the cell in the notebook, from 0
	Name      string // kind of error, such as "panic"
	Value     string // message
	Traceback []string
}

func (e *CellError) Error() string {
	text := strings.Join(e.Traceback, "\n")
	if text == "" {
		text = e.Name + ": " + e.Value
	}
	return fmt.Sprintf("cell %d failed:\n%s", e.Index+1, text)
}

// interruptLimit is how long an interrupted cell may take to end before the run is given up.
const interruptLimit = 5 * time.Second

// Run starts a kernel, executes the code cells of the notebook in order and sets their results. At a failing cell it stops
// with a *CellError; the cells so far, the failing one included, have their results, the rest is cleared. When ctx ends
// the running cell is interrupted and its output so far is kept.
func Run(ctx context.Context, book *Notebook, opts RunOptions) (err error) {
	k, err := startChild(ctx, opts.Kernel, opts.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.stop()) }()
	r := &runner{child: k, opts: opts, outputs: newCollector(), byRequest: map[string]*cellOutputs{}}
	for i, c := range book.Cells {
		if c.Type == "code" && !c.HasTag(TagSkip) && strings.TrimSpace(c.Source) != "" {
			r.plan = append(r.plan, planned{index: i, cell: c})
		}
	}
	for _, p := range r.plan {
		p.cell.SetResult(0, nil)
	}
	err = r.run(ctx)
	for _, p := range r.plan {
		if p.outputs != nil {
			p.cell.SetResult(p.outputs.count, p.outputs.finished())
		}
	}
	return err
}

// A runner holds one run of one notebook.
type runner struct {
	*child
	opts      RunOptions
	plan      []planned
	outputs   *collector
	byRequest map[string]*cellOutputs // by msg_id of the execute_request
}

// planned is a cell that is to be run.
type planned struct {
	index   int
	cell    *Cell
	outputs *cellOutputs // nil until its turn
}

func (r *runner) run(ctx context.Context) error {
	for n := range r.plan {
		p := &r.plan[n]
		event := Event{Cell: n + 1, Cells: len(r.plan), Title: title(p.cell.Source)}
		r.report(event)
		begun := time.Now()
		p.outputs = &cellOutputs{}
		failure, err := r.execute(ctx, p.cell.Source, p.outputs)
		event.Done, event.Duration = true, time.Since(begun)
		if failure != nil {
			failure.Index = p.index
			event.Err = failure
		}
		if err != nil {
			err = fmt.Errorf("cell %d: %w", p.index+1, err)
			event.Err = err
		}
		r.report(event)
		switch {
		case err != nil:
			return err
		case failure != nil && !r.opts.AllowErrors && !p.cell.HasTag(TagRaises):
			return failure
		}
	}
	return nil
}

func (r *runner) report(e Event) {
	if r.opts.Progress != nil {
		r.opts.Progress(e)
	}
}

// execute runs one source text, gathers its outputs, and returns the error that the code ended with, if it did, or the
// reason why it could not be run to its end.
func (r *runner) execute(ctx context.Context, source string, into *cellOutputs) (*CellError, error) {
	request, err := r.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: source, StoreHistory: true, StopOnError: true})
	if err != nil {
		return nil, r.diagnose(ctx, err)
	}
	r.byRequest[request.ID] = into
	limited, stop := ctx, context.CancelFunc(func() {})
	if r.opts.CellTimeout > 0 {
		limited, stop = context.WithTimeoutCause(ctx, r.opts.CellTimeout, fmt.Errorf("timeout after %v", r.opts.CellTimeout))
	}
	defer stop()
	reply, err := r.await(limited, request)
	if err != nil && limited.Err() != nil {
		return nil, errors.Join(err, r.interrupt(request))
	}
	if err != nil {
		return nil, r.diagnose(ctx, err)
	}
	return cellError(reply, into)
}

// await takes messages until the request has both its reply and the idle status that ends its outputs.
func (r *runner) await(ctx context.Context, request protocol.Header) (reply protocol.Message, err error) {
	replied, idle := false, false
	for !replied || !idle {
		m, err := r.inbox.take(ctx)
		if err != nil {
			return reply, err
		}
		if m.Header.Type == protocol.TypeExecuteReply && m.Parent.ID == request.ID {
			reply, replied = m, true
			continue
		}
		if m.Header.Type == protocol.TypeStatus && m.Parent.ID == request.ID {
			status, err := protocol.ContentOf[protocol.Status](m)
			if err != nil {
				return reply, err
			}
			idle = idle || status.ExecutionState == protocol.StateIdle
			continue
		}
		// What a goroutine of an earlier cell prints belongs to that cell.
		if cell, known := r.byRequest[m.Parent.ID]; known {
			if err := r.outputs.add(cell, m); err != nil {
				return reply, err
			}
		}
	}
	return reply, nil
}

// interrupt stops the running request and waits for its end, so that its last outputs are not lost.
func (r *runner) interrupt(request protocol.Header) error {
	if _, err := r.send(protocol.Control, protocol.TypeInterruptRequest, struct{}{}); err != nil {
		return err
	}
	limited, stop := context.WithTimeoutCause(context.Background(), interruptLimit, fmt.Errorf("the kernel did not answer the interrupt within %v", interruptLimit))
	defer stop()
	_, err := r.await(limited, request)
	return err
}

// cellError returns the failure that an execute_reply tells, or nil.
func cellError(reply protocol.Message, outputs *cellOutputs) (*CellError, error) {
	content, err := protocol.ContentOf[protocol.ExecuteReply](reply)
	if err != nil {
		return nil, err
	}
	if outputs.count == 0 {
		outputs.count = content.ExecutionCount
	}
	switch {
	case content.Status == protocol.StatusOK:
		return nil, nil
	case content.Failure != nil:
		return &CellError{Name: content.Name, Value: content.Value, Traceback: content.Traceback}, nil
	}
	return nil, fmt.Errorf("the kernel answered with status %q", content.Status)
}

// title is the first line of a source text that says something.
func title(source string) string {
	for line := range strings.Lines(source) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}
