// This file tests the startup handshake (JEP 66), with a launcher as the specification describes it.

package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/protocol"
	"github.com/go-zeromq/zmq4"
)

// A launcher waits for kernels at its registration socket.
type launcher struct {
	t      *testing.T
	socket zmq4.Socket
	file   string // registration file
	given  protocol.Connection
}

func newLauncher(t *testing.T, transport string) *launcher {
	t.Helper()
	dir, err := os.MkdirTemp("", "k")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	ip, port := "127.0.0.1", freePort(t)
	if transport == protocol.IPC {
		ip = filepath.Join(dir, "s")
	}
	l := &launcher{t: t, socket: zmq4.NewRouter(context.Background()), file: filepath.Join(dir, "registration.json")}
	t.Cleanup(func() { l.socket.Close() })
	content, err := json.Marshal(map[string]any{
		"kernel_id": "an id/with a slash", "transport": transport, "registration_ip": ip, "registration_port": port,
		"signature_scheme": "hmac-sha256", "key": "secret",
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(l.file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if l.given, err = protocol.ReadConnection(l.file); err != nil {
		t.Fatal(err)
	}
	if err := l.socket.Listen(transport + "://" + l.given.Address(port)); err != nil {
		t.Fatal(err)
	}
	return l
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// register takes a kernel's ports, answers with what sign makes of the acknowledgement, and returns how to reach the
// kernel.
func (l *launcher) register(sign func(key protocol.Key) protocol.Key) protocol.Connection {
	l.t.Helper()
	m, err := l.socket.Recv()
	if err != nil {
		l.t.Fatal(err)
	}
	identity, content := m.Frames[0], m.Frames[len(m.Frames)-1]
	if _, err := l.given.Key.DecodeAcknowledgement(m.Frames[1:]); err != nil { // both directions are signed alike
		l.t.Fatal(err)
	}
	var told map[string]string
	if err := json.Unmarshal(content, &told); err != nil || told["kernel_id"] != l.given.KernelID {
		l.t.Fatalf("registration is %s, %v", content, err)
	}
	c := l.given
	for _, channel := range protocol.Channels {
		if *c.Port(channel), err = strconv.Atoi(told[string(channel)+"_port"]); err != nil {
			l.t.Fatal(err)
		}
	}
	c.RegistrationPort, c.RegistrationIP = 0, ""
	frames, err := protocol.EncodeRegistration(protocol.Connection{Key: sign(l.given.Key)})
	if err != nil {
		l.t.Fatal(err)
	}
	if err := l.socket.SendMulti(zmq4.NewMsgFrom(append([][]byte{identity}, frames...)...)); err != nil {
		l.t.Fatal(err)
	}
	return c
}

// A kernel chooses its ports, registers, serves, leaves a connection file while it runs, and does so again after a restart.
func TestRegistration(t *testing.T) {
	for _, transport := range []string{protocol.TCP, protocol.IPC} {
		t.Run(transport, func(t *testing.T) {
			l := newLauncher(t, transport)
			for range 2 {
				k := start(t, l.given, func() (Evaluator, error) { return newFake(), nil }, Options{ConnectionFile: l.file})
				k.connection = l.register(func(key protocol.Key) protocol.Key { return key })
				k.client().answers()
				written := filepath.Join(filepath.Dir(l.file), "kernel-an_id_with_a_slash.json")
				info, err := os.Stat(written)
				if err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("connection file: %v %v", info, err)
				}
				if c, err := protocol.ReadConnection(written); err != nil || c != k.connection {
					t.Errorf("connection file holds %+v, %v", c, err)
				}
				k.stop()
				k.ended()
				if _, err := os.Stat(written); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("the connection file is still there: %v", err)
				}
			}
			left, err := filepath.Glob(filepath.Join(filepath.Dir(l.file), "s-*"))
			if err != nil || len(left) > 1 { // the launcher's own
				t.Errorf("left over: %v, %v", left, err)
			}
		})
	}
}

// A kernel that cannot trust the answer of its launcher does not run.
func TestRegistrationRefused(t *testing.T) {
	l := newLauncher(t, protocol.TCP)
	result := make(chan error, 1)
	go func() {
		result <- Run(context.Background(), l.given, func() (Evaluator, error) { return newFake(), nil }, Options{})
	}()
	c := l.register(func(protocol.Key) protocol.Key { return "another key" })
	if err := <-result; !errors.Is(err, protocol.ErrSignature) || !strings.Contains(err.Error(), strconv.Itoa(l.given.RegistrationPort)) {
		t.Errorf("error is %v", err)
	}
	if conn, err := net.Dial("tcp", c.Address(c.ShellPort)); err == nil {
		conn.Close()
		t.Error("the shell channel is still open")
	}
}
