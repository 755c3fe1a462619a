// This file starts a kernel as a child process and ends it.

package nb

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/arraybook/arraybook/protocol"
)

// ConnectionFile stands in a kernel's command line for the path of the connection file, as in kernel.json.
const ConnectionFile = "{connection_file}"

// Time limits for a kernel to come up and to go.
const (
	startLimit    = 60 * time.Second
	shutdownLimit = 5 * time.Second
	exitLimit     = time.Second // from broken sockets to the end of the process
	// welcomeRetry is how long to wait for a sign of life on iopub before asking again: what a kernel publishes before it
	// has seen the subscription is lost.
	welcomeRetry = 100 * time.Millisecond
)

// A child is a kernel process and the connection to it.
type child struct {
	*client
	command *exec.Cmd
	folder  string        // holds the connection file
	words   *tail         // what the process wrote to its own stdout and stderr
	exited  chan struct{} // closed when the process has ended
	cancel  context.CancelFunc
	exitErr error // valid once exited is closed
}

// startChild starts the command, in which ConnectionFile is replaced, in the folder dir, and returns when the kernel has answered and is
// heard on iopub.
func startChild(ctx context.Context, command []string, dir string) (*child, error) {
	if len(command) == 0 {
		return nil, errors.New("no command to start the kernel with")
	}
	folder, err := os.MkdirTemp("", "arraybook-") // for its owner alone, like the key in it
	if err != nil {
		return nil, err
	}
	k := &child{folder: folder, words: &tail{limit: 4096}, exited: make(chan struct{})}
	if err := k.start(ctx, command, dir); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return k, nil
}

func (k *child) start(ctx context.Context, command []string, dir string) error {
	where, err := freeConnection()
	if err != nil {
		return err
	}
	path := filepath.Join(k.folder, "connection.json")
	if err := protocol.WriteConnection(path, where); err != nil {
		return err
	}
	words := make([]string, len(command))
	for i, word := range command {
		words[i] = strings.ReplaceAll(word, ConnectionFile, path)
	}
	k.command = exec.Command(words[0], words[1:]...)
	k.command.Dir = dir
	k.command.Env = append(os.Environ(), "JPY_PARENT_PID="+strconv.Itoa(os.Getpid())) // so that the kernel ends if we are killed
	k.command.Stdout, k.command.Stderr = k.words, k.words
	if err := k.command.Start(); err != nil {
		return fmt.Errorf("kernel: %w", err)
	}
	// The sockets end with the process, not with ctx: an interrupt and a shutdown still have to be sent then.
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	k.cancel = cancel
	go func() {
		k.exitErr = k.command.Wait()
		close(k.exited)
		cancel()
	}()
	limited, stop := context.WithTimeoutCause(ctx, startLimit, fmt.Errorf("kernel: no answer within %v", startLimit))
	defer stop()
	defer context.AfterFunc(limited, cancel)() // a dial cannot be given up otherwise
	k.client, err = connect(life, where)
	if err == nil {
		err = k.greet(limited)
	}
	if err != nil {
		err = errors.Join(k.diagnose(limited, err), k.kill())
	}
	return err
}

// greet waits until the kernel answers on shell and is heard on iopub.
func (k *child) greet(ctx context.Context) error {
	var answered, heard bool
	for !answered || !heard {
		if _, err := k.send(protocol.Shell, protocol.TypeKernelInfoRequest, struct{}{}); err != nil {
			return err
		}
		round, stop := context.WithTimeout(ctx, welcomeRetry)
		for !answered || !heard {
			m, err := k.inbox.take(round)
			if err != nil {
				stop()
				if round.Err() != nil && ctx.Err() == nil {
					break // ask again
				}
				return err
			}
			switch m.Header.Type {
			case protocol.TypeKernelInfoReply:
				answered = true
			case protocol.TypeStatus, protocol.TypeIOPubWelcome:
				heard = true
			}
		}
		stop()
	}
	return nil
}

// diagnose explains why the talk with the kernel broke off. Its sockets break before the end of the process is known.
func (k *child) diagnose(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case <-k.exited:
		how := "exit status 0"
		if k.exitErr != nil {
			how = k.exitErr.Error()
		}
		return fmt.Errorf("kernel ended unexpectedly: %s%s", how, k.words.quoted())
	case <-time.After(exitLimit):
		return err
	}
}

// stop asks the kernel to end, kills it if it does not, and cleans up.
func (k *child) stop() error {
	defer k.cancel()
	if _, err := k.send(protocol.Control, protocol.TypeShutdownRequest, protocol.ShutdownRequest{}); err == nil {
		select {
		case <-k.exited:
		case <-time.After(shutdownLimit):
		}
	}
	return errors.Join(k.kill(), os.RemoveAll(k.folder))
}

// kill ends the process if it still runs, and closes the sockets.
func (k *child) kill() error {
	select {
	case <-k.exited:
	default:
		if err := k.command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		<-k.exited
	}
	if k.client != nil {
		_ = k.close() // a connection that the other side has closed already is what we want
	}
	return nil
}

// freeConnection returns a connection with ports that were free a moment ago and a fresh key.
func freeConnection() (protocol.Connection, error) {
	c := protocol.Connection{Transport: protocol.TCP, IP: "127.0.0.1", Key: protocol.Key(rand.Text()), SignatureScheme: "hmac-sha256"}
	for _, channel := range protocol.Channels {
		l, err := net.Listen("tcp", c.IP+":0")
		if err != nil {
			return c, err
		}
		defer l.Close() // all at the end, so that no port is given twice
		*c.Port(channel) = l.Addr().(*net.TCPAddr).Port
	}
	return c, nil
}

// A tail keeps the last bytes that were written to it.
type tail struct {
	mu    sync.Mutex
	limit int
	text  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	t.text = t.text[max(0, len(t.text)-t.limit):]
	return len(p), nil
}

// quoted is the text as an appendix to an error message.
func (t *tail) quoted() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.text) == 0 {
		return ""
	}
	return "; its last words:\n" + strings.TrimRight(string(t.text), "\n")
}
