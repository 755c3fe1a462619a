// Package kernel is the Jupyter kernel: it serves frontends over five ZeroMQ channels and has an Evaluator run their cells.
//
// Its one job is the messaging protocol as a kernel speaks it: order of requests, busy and idle, output of cells while
// they run, interrupt, input, history, comms. It must not know Go syntax or arrays: source goes to the Evaluator as it
// came, and values go to package display to become MIME bundles.
//
// How it is laid out. Each channel is a socket (socket.go), guarded against hostile peers (internal/guard). Requests of
// the shell channel queue up in a shell (shell.go), which serves them one after the other; those of the control channel
// are served at once. Both ways end in a handler (handlers.go, execute.go), which answers its request. What a cell
// prints and displays goes through its output (output.go) to the publisher of the iopub channel (publisher.go).
package kernel

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/arraybook/arraybook/protocol"
)

// Options are settings of a kernel. The zero value is usable.
type Options struct {
	Version string // of the implementation, for kernel_info
	Banner  string // what consoles show at the start
	History string // file that keeps inputs across sessions; "" keeps them in memory only
	// ConnectionFile is where the connection was read from. A report of a crash is left beside it, and the next kernel
	// that is started with it shows the report; "" leaves none.
	ConnectionFile string
	Log            *slog.Logger // hears what goes wrong; nil is slog.Default()
}

// parentVariable is the environment variable by which Jupyter's launchers tell a kernel that it shall end with them.
const parentVariable = "JPY_PARENT_PID"

// Run serves the frontends of connection, or of the ports it chooses when a launcher waits to hear of them, until one of them asks for shutdown or ctx is cancelled, which are no errors.
// It answers kernel_info as soon as its sockets are open: start, which makes the evaluator, runs meanwhile, and only
// requests that need the evaluator wait for it. While Run runs, SIGINT interrupts the cell that is running and SIGTERM
// ends the kernel. It also ends with its parent process if that is a Jupyter launcher.
func Run(ctx context.Context, connection protocol.Connection, start func() (Evaluator, error), options Options) error {
	k := &kernel{
		options: options,
		log:     options.Log,
		session: protocol.NewSession("kernel"),
		stopped: make(chan struct{}),
		ready:   make(chan struct{}),
	}
	if k.log == nil {
		k.log = slog.Default()
	}
	k.history.path, k.history.log = options.History, k.log
	err := k.open(connection)
	if err == nil && connection.RegistrationPort != 0 {
		if k.written, err = k.register(options.ConnectionFile); err != nil {
			err = errors.Join(err, k.closeSockets())
		}
	}
	if err != nil {
		return fmt.Errorf("kernel: %w", err)
	}
	if k.crash, err = openCrashReport(options.ConnectionFile); err != nil {
		k.log.Warn("a crash would leave no report", "error", err)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if os.Getenv(parentVariable) != "" {
		go func() {
			parentEnds(ctx)
			cancel()
		}()
	}
	go k.prepare(start)
	k.main = k.newShell("")
	k.serveChannels()
	for done := false; !done; {
		select {
		case s := <-signals:
			if s != os.Interrupt {
				done = true
				break
			}
			k.interrupt()
		case <-ctx.Done():
			done = true
		case <-k.stopped:
			done = true
		}
	}
	return k.close()
}

// A kernel is one run of Run.
type kernel struct {
	options Options
	log     *slog.Logger
	session protocol.Session

	connection                         protocol.Connection
	written                            string // connection file of ours, "" when the launcher wrote it
	shell, control, stdin, heart, pubs *socket
	iopub                              *publisher
	input                              input

	main      *shell
	subshells subshells
	running   executions
	count     atomic.Int64 // of stored executions
	history   history
	crash     *crashReport
	cpu       cpuMeter

	stopOnce sync.Once
	stopped  chan struct{} // closed when the kernel shall end

	ready     chan struct{} // closed when the two below are set
	evaluator Evaluator
	startErr  error
}

// settled is how long after its start a kernel has come to rest.
const settled = 300 * time.Millisecond

// prepare makes the evaluator.
func (k *kernel) prepare(start func() (Evaluator, error)) {
	defer close(k.ready)
	defer func() {
		if p := recover(); p != nil {
			k.startErr = fmt.Errorf("panic: %v", p)
		}
		if k.startErr != nil {
			k.log.Error("the evaluator did not start", "error", k.startErr)
		}
	}()
	k.evaluator, k.startErr = start()
	time.AfterFunc(settled, giveBack)
}

// eval returns the evaluator once it is ready.
func (k *kernel) eval() (Evaluator, error) {
	<-k.ready
	if k.startErr != nil {
		return nil, fmt.Errorf("the evaluator did not start: %w", k.startErr)
	}
	return k.evaluator, nil
}

// stop makes Run return.
func (k *kernel) stop() { k.stopOnce.Do(func() { close(k.stopped) }) }

// grace is how long the end of the kernel waits for a cell that does not heed its interrupt.
const grace = 2 * time.Second

// close ends everything in the order in which it can still be heard: the running cell first, whose last words are
// published, then the sockets, which write what is queued.
func (k *kernel) close() error {
	k.stop()
	k.main.end()
	k.main.interrupt()
	k.subshells.endAll()
	ended := k.running.wait(grace)
	if !ended {
		k.log.Warn("a cell did not heed its interrupt", "waited", grace)
	}
	var errs []error
	select {
	case <-k.ready:
		if k.evaluator != nil && ended {
			errs = append(errs, k.evaluator.Close())
		}
	default: // it never got ready, and nothing waits for it any more
	}
	k.history.flush(grace)
	errs = append(errs, k.iopub.flush(), k.closeSockets(), k.crash.close(), k.forget())
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("kernel: %w", err)
	}
	return nil
}
