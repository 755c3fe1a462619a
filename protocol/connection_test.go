// This file tests connection files.

package protocol

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// As jupyter_client writes it.
const connectionFile = `{
  "shell_port": 53794, "iopub_port": 53795, "stdin_port": 53796, "control_port": 53797, "hb_port": 53798,
  "ip": "127.0.0.1", "key": "8c6a2fb6-f6a31e2b", "transport": "tcp", "signature_scheme": "hmac-sha256",
  "kernel_name": "arraybook", "jupyter_session": "/home/u/a.ipynb"
}`

func TestParseConnection(t *testing.T) {
	c, err := ParseConnection([]byte(connectionFile))
	if err != nil {
		t.Fatal(err)
	}
	for channel, want := range map[Channel]string{
		Shell: "tcp://127.0.0.1:53794", IOPub: "tcp://127.0.0.1:53795", Stdin: "tcp://127.0.0.1:53796",
		Control: "tcp://127.0.0.1:53797", Heartbeat: "tcp://127.0.0.1:53798",
	} {
		if got := c.Endpoint(channel); got != want {
			t.Errorf("%s is at %s, want %s", channel, got, want)
		}
	}
	if c.Key != "8c6a2fb6-f6a31e2b" || c.KernelName != "arraybook" {
		t.Errorf("read %+v", c)
	}
	c.Transport, c.IP = IPC, "/run/kernel"
	if got, want := c.Endpoint(Shell), "ipc:///run/kernel-53794"; got != want {
		t.Errorf("shell is at %s, want %s", got, want)
	}
	c.Transport, c.IP = TCP, "::1"
	if got, want := c.Endpoint(Shell), "tcp://[::1]:53794"; got != want {
		t.Errorf("shell is at %s, want %s", got, want)
	}
}

func TestParseConnectionDefaults(t *testing.T) {
	text := strings.NewReplacer(`"transport": "tcp", `, "", `"hmac-sha256"`, `""`, `"8c6a2fb6-f6a31e2b"`, `""`).Replace(connectionFile)
	c, err := ParseConnection([]byte(text))
	if err != nil || c.Transport != TCP || c.Key != "" || c.SignatureScheme != signatureScheme {
		t.Errorf("read %+v, %v", c, err)
	}
}

func TestParseConnectionRegistration(t *testing.T) {
	c, err := ParseConnection([]byte(`{"transport":"tcp","ip":"127.0.0.1","key":"k","registration_port":4000}`))
	if err != nil || c.RegistrationPort != 4000 || c.IP != "127.0.0.1" {
		t.Errorf("read %+v, %v", c, err)
	}
}

func TestParseConnectionRefuses(t *testing.T) {
	for _, test := range []struct{ old, new, text string }{
		{"{", "", "invalid character"},
		{`"tcp"`, `"udp"`, `transport is "udp"`},
		{`"127.0.0.1"`, `""`, "ip is empty"},
		{`hmac-sha256`, `hmac-md5`, `signature_scheme is "hmac-md5", want "hmac-sha256"`},
		{`53794`, `0`, "shell_port is 0, want 1 to 65535"},
		{`53797`, `65536`, "control_port is 65536"},
		{`53798`, `-1`, "hb_port is -1"},
		{`53796`, `53795`, "iopub_port and stdin_port are both 53795"},
		{`53796`, `"x"`, "stdin_port"},
	} {
		_, err := ParseConnection([]byte(strings.Replace(connectionFile, test.old, test.new, 1)))
		if err == nil || !strings.Contains(err.Error(), test.text) {
			t.Errorf("%s for %s: error %v, want %q", test.new, test.old, err, test.text)
		}
	}
}

func TestWriteConnection(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kernel-1.json")
	want, err := ParseConnection([]byte(connectionFile))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time over an existing file
		if err := WriteConnection(path, want); err != nil {
			t.Fatal(err)
		}
	}
	got, err := ReadConnection(path)
	if err != nil || got != want {
		t.Errorf("read %+v, %v, want %+v", got, err, want)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode is %v, want 0600", info.Mode())
	}
	left, err := filepath.Glob(path + ".*")
	if err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestWriteConnectionRefuses(t *testing.T) {
	dir := t.TempDir()
	c, err := ParseConnection([]byte(connectionFile))
	if err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(dir, "missing", "kernel.json")
	if err := WriteConnection(missing, c); err == nil || !strings.Contains(err.Error(), missing) {
		t.Errorf("error %v does not name %s", err, missing)
	}
	taken := filepath.Join(dir, "taken")
	if err := os.Mkdir(taken, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := WriteConnection(taken, c); err == nil {
		t.Error("a directory was replaced")
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.*")); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
	c.ShellPort = 0
	if err := WriteConnection(filepath.Join(dir, "bad.json"), c); err == nil || !strings.Contains(err.Error(), "shell_port is 0") {
		t.Errorf("error %v", err)
	}
	if _, err := ReadConnection(missing); err == nil || !strings.Contains(err.Error(), missing) {
		t.Errorf("error %v does not name %s", err, missing)
	}
}

func FuzzParseConnection(f *testing.F) {
	f.Add([]byte(connectionFile))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := ParseConnection(data); err == nil {
			for _, channel := range Channels {
				c.Endpoint(channel)
			}
		}
	})
}
