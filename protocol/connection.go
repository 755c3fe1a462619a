// This file reads, checks and writes connection files, which tell a kernel and its clients where to meet.

package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
)

// Transports of a Connection.
const (
	TCP = "tcp"
	IPC = "ipc" // Unix domain sockets
)

// signatureScheme is the only scheme that is spoken here, and the one that every Jupyter frontend writes.
const signatureScheme = "hmac-sha256"

// A Connection is the content of a connection file.
type Connection struct {
	Transport       string `json:"transport"` // TCP or IPC
	IP              string `json:"ip"`        // with IPC, the path that socket paths begin with
	ShellPort       int    `json:"shell_port"`
	IOPubPort       int    `json:"iopub_port"`
	StdinPort       int    `json:"stdin_port"`
	ControlPort     int    `json:"control_port"`
	HBPort          int    `json:"hb_port"`
	Key             Key    `json:"key"` // empty: messages are not signed
	SignatureScheme string `json:"signature_scheme"`
	KernelName      string `json:"kernel_name,omitempty"`
	// A registration file, which launchers of the handshake pattern (JEP 66) write instead, has these and no ports: the
	// kernel chooses its ports itself, and reports them at the registration port.
	KernelID         string `json:"kernel_id,omitempty"`
	RegistrationIP   string `json:"registration_ip,omitempty"`
	RegistrationPort int    `json:"registration_port,omitempty"`
	// Keys of a launcher that wants its connections encrypted (CurveZMQ).
	CurvePublicKey string `json:"curve_publickey,omitempty"`
	CurveSecretKey string `json:"curve_secretkey,omitempty"`
}

// A Channel is one of the five sockets of a kernel.
type Channel string

// The channels.
const (
	Shell     Channel = "shell"
	IOPub     Channel = "iopub"
	Stdin     Channel = "stdin"
	Control   Channel = "control"
	Heartbeat Channel = "hb"
)

// Channels lists all channels.
var Channels = []Channel{Shell, IOPub, Stdin, Control, Heartbeat}

// Port returns a pointer to the port of channel, so that callers can set it. It panics for an unknown channel.
func (c *Connection) Port(channel Channel) *int {
	switch channel {
	case Shell:
		return &c.ShellPort
	case IOPub:
		return &c.IOPubPort
	case Stdin:
		return &c.StdinPort
	case Control:
		return &c.ControlPort
	case Heartbeat:
		return &c.HBPort
	}
	panic(fmt.Sprintf("protocol: no channel %q", channel))
}

// Address returns where a port of the connection is: "host:port" for TCP, a socket path for IPC.
func (c Connection) Address(port int) string {
	if c.Transport == IPC {
		return c.IP + "-" + strconv.Itoa(port)
	}
	return net.JoinHostPort(c.IP, strconv.Itoa(port))
}

// Endpoint returns the ZeroMQ endpoint of channel, such as tcp://127.0.0.1:5555 or ipc:///run/kernel-1.
func (c Connection) Endpoint(channel Channel) string {
	return c.Transport + "://" + c.Address(*c.Port(channel))
}

// Check reports what is wrong with c, nil if nothing is.
func (c Connection) Check() error {
	if c.Transport != TCP && c.Transport != IPC {
		return fmt.Errorf("transport is %q, want %q or %q", c.Transport, TCP, IPC)
	}
	if c.IP == "" {
		return errors.New("ip is empty")
	}
	if c.SignatureScheme != signatureScheme {
		return fmt.Errorf("signature_scheme is %q, want %q", c.SignatureScheme, signatureScheme)
	}
	if c.CurvePublicKey != "" || c.CurveSecretKey != "" {
		return errors.New("curve_publickey is set: encrypted connections are not supported")
	}
	if c.RegistrationPort != 0 {
		return c.checkPort("registration_port", c.RegistrationPort)
	}
	seen := map[int]Channel{}
	for _, channel := range Channels {
		port := *c.Port(channel)
		if err := c.checkPort(string(channel)+"_port", port); err != nil {
			return err
		}
		if other, taken := seen[port]; taken {
			return fmt.Errorf("%s_port and %s_port are both %d", other, channel, port)
		}
		seen[port] = channel
	}
	return nil
}

func (c Connection) checkPort(name string, port int) error {
	const largest = 1<<16 - 1
	if port < 1 || c.Transport == TCP && port > largest {
		return fmt.Errorf("%s is %d, want 1 to %d", name, port, largest)
	}
	return nil
}

// ParseConnection reads the content of a connection file. An absent transport is TCP and an absent signature scheme is
// HMAC-SHA256, as in other Jupyter programs; fields that are not known are ignored.
func ParseConnection(data []byte) (Connection, error) {
	c := Connection{Transport: TCP, SignatureScheme: signatureScheme}
	if err := json.Unmarshal(data, &c); err != nil {
		return Connection{}, err
	}
	if c.IP == "" { // as in a registration file, whose launcher is on the same machine
		c.IP = c.RegistrationIP
	}
	if c.SignatureScheme == "" { // written by launchers that leave messages unsigned
		c.SignatureScheme = signatureScheme
	}
	if err := c.Check(); err != nil {
		return Connection{}, err
	}
	return c, nil
}

// ReadConnection reads a connection file. Its errors name the file.
func ReadConnection(path string) (Connection, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Connection{}, fmt.Errorf("protocol: connection file: %w", err)
	}
	c, err := ParseConnection(data)
	if err != nil {
		return Connection{}, fmt.Errorf("protocol: connection file %s: %w", path, err)
	}
	return c, nil
}

// WriteConnection writes c to path, readable by its owner alone since it holds the key. The file appears whole or not
// at all: it is written beside path and renamed.
func WriteConnection(path string, c Connection) (err error) {
	if err := c.Check(); err != nil {
		return fmt.Errorf("protocol: connection file %s: %w", path, err)
	}
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return fmt.Errorf("protocol: connection file %s: %w", path, err)
	}
	// CreateTemp opens with mode 0600, so that the key is never readable by others, not even for a moment.
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("protocol: connection file: %w", err)
	}
	defer func() {
		if err == nil {
			return
		}
		err = fmt.Errorf("protocol: connection file: %w", err)
		if removal := os.Remove(f.Name()); removal != nil && !errors.Is(removal, fs.ErrNotExist) {
			err = errors.Join(err, removal)
		}
	}()
	_, err = f.Write(append(data, '\n'))
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
