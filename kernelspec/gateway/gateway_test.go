package gateway

// This file plays the gateway: it reads what is reported as enterprise_gateway's response manager does, and sends requests.

import (
	"context"
	"crypto/aes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
)

// decrypt reads the envelope.
func decrypt(t *testing.T, private *rsa.PrivateKey, payload []byte) connection {
	t.Helper()
	unbase := func(text string) []byte {
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	var envelope struct {
		Version int    `json:"version"`
		Key     string `json:"key"`
		Info    string `json:"conn_info"`
	}
	if err := json.Unmarshal(unbase(string(payload)), &envelope); err != nil || envelope.Version != 1 {
		t.Fatal(err, envelope.Version)
	}
	//lint:ignore SA1019 the padding that the gateway uses
	key, err := rsa.DecryptPKCS1v15(nil, private, unbase(envelope.Key))
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	text := unbase(envelope.Info)
	for at := 0; at < len(text); at += aes.BlockSize {
		block.Decrypt(text[at:], text[at:])
	}
	text = text[:len(text)-int(text[len(text)-1])]
	var c connection
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLaunch(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 1024) // the size of the gateway's keys
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	responses, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer responses.Close()
	received := make(chan []byte, 1)
	go func() {
		conn, err := responses.Accept()
		if err != nil {
			return
		}
		payload, _ := io.ReadAll(conn)
		received <- payload
	}()
	launch, err := Prepare(t.Context(), Options{KernelID: "an id", ResponseAddress: responses.Addr().String(), PublicKey: base64.StdEncoding.EncodeToString(der)})
	if err != nil {
		t.Fatal(err)
	}
	told := decrypt(t, private, <-received)
	var own connection
	if err := json.Unmarshal(launch.Connection, &own); err != nil {
		t.Fatal(err)
	}
	if told.ShellPort != own.ShellPort || told.HBPort == 0 || told.Key == "" || told.Key != own.Key || told.KernelID != "an id" || told.PID != os.Getpid() {
		t.Errorf("the gateway was told %+v, the kernel listens at %+v", told, own)
	}
	if strings.Contains(string(launch.Connection), "comm_port") {
		t.Errorf("connection file %s", launch.Connection)
	}
	served := make(chan error, 1)
	go func() { served <- launch.Serve(t.Context()) }()
	for _, text := range []string{`{"signum": 0}`, `nonsense`, `{"shutdown": 1}`} {
		conn, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(told.CommPort))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, text); err != nil {
			t.Fatal(err)
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

func TestErrors(t *testing.T) {
	for _, bad := range []string{"5", "5..4", "a..b", "1..70000", "0..10"} {
		if _, _, err := parseRange(bad); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("range %q: error %v", bad, err)
		}
	}
	busy, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	port := strconv.Itoa(busy.Addr().(*net.TCPAddr).Port)
	if _, err := listen(port+".."+port, 1); err == nil || !strings.Contains(err.Error(), port) {
		t.Errorf("a busy port: error %v", err)
	}
	if _, err := Prepare(context.Background(), Options{KernelID: "x"}); err == nil {
		t.Error("options that are missing are no error")
	}
	if _, err := Prepare(context.Background(), Options{KernelID: "x", ResponseAddress: "127.0.0.1:1", PublicKey: "AAAA"}); err == nil {
		t.Error("a public key that is none is no error")
	}
}

func FuzzRequest(f *testing.F) {
	f.Add([]byte(`{"signum": 2}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if r, err := parseRequest(text); (r == nil) == (err == nil) {
			t.Errorf("%q: %v, %v", text, r, err)
		}
	})
}
