// Package gateway lets Jupyter Enterprise Gateway start the kernel on another machine: it chooses the ports there, reports
// them to the gateway, and passes on the signals that the gateway sends. The gateway's own launchers do the same for
// kernels in other languages; what goes over the wire is told by its process proxies (enterprise_gateway 3.3).
//
// It knows the gateway's messages, and nothing of Jupyter's, of cells or of arrays.
package gateway

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Options are what the gateway puts into the argv of the kernelspec.
type Options struct {
	KernelID        string // {kernel_id}
	ResponseAddress string // {response_address}: host:port that wants to know the ports
	PublicKey       string // {public_key}: RSA, in the text form of a PEM file without its first and last line
	PortRange       string // {port_range}: "40000..41000"; "0..0" or "" leaves the choice to the system
}

// A Launch is a kernel that is about to start.
type Launch struct {
	Connection []byte // the text of its connection file
	listener   net.Listener
}

// connection is a connection file with what the gateway wants to know beside it.
type connection struct {
	Transport       string `json:"transport"`
	IP              string `json:"ip"`
	ShellPort       int    `json:"shell_port"`
	IOPubPort       int    `json:"iopub_port"`
	StdinPort       int    `json:"stdin_port"`
	ControlPort     int    `json:"control_port"`
	HBPort          int    `json:"hb_port"`
	Key             string `json:"key"`
	SignatureScheme string `json:"signature_scheme"`
	KernelName      string `json:"kernel_name"`

	CommPort int    `json:"comm_port,omitempty"` // takes signals
	PID      int    `json:"pid,omitempty"`
	KernelID string `json:"kernel_id,omitempty"`
}

const reportTimeout = 30 * time.Second

// Prepare chooses ports on all of this machine's addresses and tells the gateway. The kernel has to listen on them right after.
func Prepare(ctx context.Context, opts Options) (*Launch, error) {
	if opts.KernelID == "" || opts.ResponseAddress == "" || opts.PublicKey == "" {
		return nil, fmt.Errorf("gateway: kernel id %q, response address %q and a public key of %d characters: all three are needed", opts.KernelID, opts.ResponseAddress, len(opts.PublicKey))
	}
	listeners, err := listen(opts.PortRange, 6)
	if err != nil {
		return nil, err
	}
	port := func(i int) int { return listeners[i].Addr().(*net.TCPAddr).Port }
	c := connection{
		Transport: "tcp", IP: "0.0.0.0", ShellPort: port(1), IOPubPort: port(2), StdinPort: port(3), ControlPort: port(4), HBPort: port(5),
		Key: rand.Text(), SignatureScheme: "hmac-sha256", KernelName: "arraybook",
	}
	text, err := json.Marshal(c)
	c.CommPort, c.PID, c.KernelID = port(0), os.Getpid(), opts.KernelID
	for _, l := range listeners[1:] {
		err = errors.Join(err, l.Close()) // the kernel listens there next
	}
	if err == nil {
		err = report(ctx, opts, c)
	}
	if err != nil {
		return nil, errors.Join(err, listeners[0].Close())
	}
	return &Launch{Connection: text, listener: listeners[0]}, nil
}

// listen opens n listeners on ports of the range.
func listen(portRange string, n int) (listeners []net.Listener, err error) {
	defer func() {
		if err != nil {
			for _, l := range listeners {
				_ = l.Close()
			}
		}
	}()
	low, high, err := parseRange(portRange)
	if err != nil {
		return nil, err
	}
	for p := low; len(listeners) < n; p++ {
		if p > high {
			return listeners, fmt.Errorf("gateway: port range %s: only %d ports are free, and a kernel needs %d", portRange, len(listeners), n)
		}
		at := p
		if low == 0 {
			at, p = 0, -1 // any port, as often as needed
		}
		l, err := net.Listen("tcp", ":"+strconv.Itoa(at))
		if err != nil && low == 0 {
			return listeners, err
		}
		if err == nil {
			listeners = append(listeners, l)
		}
	}
	return listeners, nil
}

func parseRange(text string) (low, high int, err error) {
	if text == "" {
		return 0, 0, nil
	}
	from, to, ok := strings.Cut(text, "..")
	low, err1 := strconv.Atoi(from)
	high, err2 := strconv.Atoi(to)
	if !ok || err1 != nil || err2 != nil || low < 0 || high < low || high > 65535 || low == 0 && high != 0 {
		return 0, 0, fmt.Errorf("gateway: port range %q: want LOW..HIGH", text)
	}
	return low, high, nil
}

// report sends the connection to the gateway.
func report(ctx context.Context, opts Options, c connection) error {
	payload, err := encrypt(opts.PublicKey, c)
	if err != nil {
		return err
	}
	dialer := net.Dialer{Timeout: reportTimeout}
	conn, err := dialer.DialContext(ctx, "tcp", opts.ResponseAddress)
	if err != nil {
		return fmt.Errorf("gateway: %w", err)
	}
	if err := conn.SetDeadline(time.Now().Add(reportTimeout)); err != nil {
		return errors.Join(err, conn.Close())
	}
	_, err = conn.Write(payload)
	return errors.Join(err, conn.Close())
}

// encrypt is the gateway's envelope: the connection under a fresh AES key, and that key under the gateway's RSA key.
func encrypt(publicKey string, c connection) ([]byte, error) {
	der, err := base64.StdEncoding.DecodeString(publicKey)
	if err != nil {
		return nil, fmt.Errorf("gateway: public key: %w", err)
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, fmt.Errorf("gateway: public key: %w", err)
	}
	public, ok := parsed.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("gateway: public key: a %T, want RSA", parsed)
	}
	text, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	key := make([]byte, aes.BlockSize)
	rand.Read(key) // never fails
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	padding := aes.BlockSize - len(text)%aes.BlockSize
	text = append(text, bytes.Repeat([]byte{byte(padding)}, padding)...)
	for at := 0; at < len(text); at += aes.BlockSize { // block by block, as the gateway reads it
		block.Encrypt(text[at:], text[at:])
	}
	//lint:ignore SA1019 the padding that the gateway expects
	sealed, err := rsa.EncryptPKCS1v15(rand.Reader, public, key)
	if err != nil {
		return nil, fmt.Errorf("gateway: public key: %w", err)
	}
	envelope, err := json.Marshal(map[string]any{
		"version": 1, "key": base64.StdEncoding.EncodeToString(sealed), "conn_info": base64.StdEncoding.EncodeToString(text),
	})
	return []byte(base64.StdEncoding.EncodeToString(envelope)), err
}

// A request is what the gateway sends to the comm port.
type request struct {
	Signal   *int `json:"signum"`
	Shutdown *int `json:"shutdown"`
}

const maxRequest = 4096 // bytes

// Serve passes the gateway's signals on to this process until the gateway says that it is done, or ctx ends.
func (l *Launch) Serve(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() { _ = l.listener.Close() })()
	defer l.listener.Close()
	for {
		conn, err := l.listener.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		r, err := readRequest(conn)
		if err := conn.Close(); err != nil || r == nil {
			continue
		}
		if err == nil && r.Signal != nil && *r.Signal > 0 { // 0 asks whether anybody is there
			if self, err := os.FindProcess(os.Getpid()); err == nil {
				_ = self.Signal(syscall.Signal(*r.Signal)) // one that this system does not know
			}
		}
		if r.Shutdown != nil {
			return nil
		}
	}
}

// readRequest reads one request; the gateway shuts its side down behind it.
func readRequest(conn net.Conn) (*request, error) {
	if err := conn.SetDeadline(time.Now().Add(reportTimeout)); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(conn, maxRequest))
	if err != nil {
		return nil, err
	}
	return parseRequest(text)
}

func parseRequest(text []byte) (*request, error) {
	var r request
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("gateway: request %.100q: %w", text, err)
	}
	return &r, nil
}
