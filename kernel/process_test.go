// This file tests kernels in processes of their own: crashes, signals, and the end of the parent.

package kernel

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/arraybook/arraybook/protocol"
)

// processVariable makes the test binary a kernel for the connection file that it names.
const processVariable = "ARRAYBOOK_TEST_KERNEL"

// parentFlag makes the test binary a launcher, which starts such a kernel, prints its process id and waits to be killed.
const parentFlag = "ARRAYBOOK_TEST_PARENT"

func TestMain(m *testing.M) {
	if os.Getenv(parentFlag) != "" {
		os.Unsetenv(parentFlag)
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), parentVariable+"="+fmt.Sprint(os.Getpid()))
		if err := child.Start(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(child.Process.Pid)
		select {}
	}
	if path := os.Getenv(processVariable); path != "" {
		if err := runProcess(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func runProcess(path string) error {
	connection, err := protocol.ReadConnection(path)
	if err != nil {
		return err
	}
	ev := newFake()
	ev.cell("crash", func(context.Context, Cell) error {
		done := make(chan struct{})
		go func() {
			defer close(done)
			panic("a panic that nobody can catch")
		}()
		<-done
		select {}
	})
	ev.cell("concurrent map writes", func(context.Context, Cell) error {
		runtime.GOMAXPROCS(4) // on one, no goroutine is ever stopped in the middle of a write
		m := map[int]int{}
		for range 8 {
			go func() {
				for i := 0; ; i++ {
					m[i%100] = i
				}
			}()
		}
		select {}
	})
	return Run(context.Background(), connection, func() (Evaluator, error) { return ev, nil }, Options{ConnectionFile: path})
}

// launch starts a kernel process for a connection, with more variables in its environment.
func launch(t *testing.T, connection protocol.Connection, environ ...string) (cmd *exec.Cmd, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "kernel.json")
	if err := protocol.WriteConnection(path, connection); err != nil {
		t.Fatal(err)
	}
	return relaunch(t, path, environ...), path
}

func relaunch(t *testing.T, path string, environ ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), processVariable+"="+path), environ...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	return cmd
}

// attach connects a client to a kernel process.
func attach(t *testing.T, connection protocol.Connection) *client {
	t.Helper()
	return (&testKernel{t: t, connection: connection}).client()
}

// A kernel that crashed, however it did, says why in the first output after its restart, once.
func TestCrashReport(t *testing.T) {
	tests := map[string]string{"crash": "panic: a panic that nobody can catch", "concurrent map writes": "wrote, a map at the same time"}
	signals := map[string]syscall.Signal{}
	if runtime.GOOS != "windows" {
		signals["SIGSEGV"], signals["SIGABRT"] = syscall.SIGSEGV, syscall.SIGABRT
		tests["SIGSEGV"], tests["SIGABRT"] = "SIGSEGV", "SIGABRT"
	}
	for source, reason := range tests {
		t.Run(source, func(t *testing.T) {
			connection := tcpConnection(t)
			cmd, path := launch(t, connection)
			c := attach(t, connection)
			if s, ok := signals[source]; ok {
				if err := cmd.Process.Signal(s); err != nil {
					t.Fatal(err)
				}
			} else {
				c.send(protocol.Shell, protocol.TypeExecuteRequest, protocol.ExecuteRequest{Code: source})
			}
			if err := cmd.Wait(); err == nil {
				t.Fatal("the kernel did not crash")
			}
			info, err := os.Stat(path + crashSuffix)
			if err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("the report: %v, %v", info, err)
			}
			again := relaunch(t, path)
			c = attach(t, connection)
			_, messages := c.execute("x")
			shown := joined(t, messages)["stderr"]
			if !strings.Contains(shown, "The kernel crashed at 20") || !strings.Contains(shown, reason) || !strings.Contains(shown, "goroutine ") || strings.Count(shown, "goroutine ") > 3 {
				t.Errorf("after the restart stderr is %q", shown)
			}
			_, messages = c.execute("y")
			expect(t, messages, `input 2 "y"`, `stdout "y\n"`)
			c.send(protocol.Control, protocol.TypeShutdownRequest, protocol.ShutdownRequest{})
			if err := again.Wait(); err != nil {
				t.Errorf("after shutdown: %v", err)
			}
			if _, err := os.Stat(path + crashSuffix); err == nil {
				t.Error("a kernel that ended in peace left a report")
			}
		})
	}
}

func TestDescribeCrash(t *testing.T) {
	long := "fatal error: all is lost\n\ngoroutine 7 [running]:\nmain.f()\n\t/x.go:1\n\ngoroutine 8 [select]:\nmain.g()\n"
	info, err := os.Stat(".")
	if err != nil {
		t.Fatal(err)
	}
	got := describeCrash(long, info.ModTime())
	if !strings.Contains(got, "all is lost") || !strings.Contains(got, "main.f()") || strings.Contains(got, "main.g()") {
		t.Errorf("description is %q", got)
	}
	if got := describeCrash(strings.Repeat("é", 10000), info.ModTime()); len(got) > 5000 || strings.ToValidUTF8(got, "?") != got {
		t.Errorf("description has %d bytes", len(got))
	}
}

// SIGTERM ends a kernel, which takes its sockets along.
func TestTerminate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGTERM on Windows")
	}
	connection := ipcConnection(t) // whose cleanup looks for left-over sockets
	cmd, _ := launch(t, connection)
	attach(t, connection).answers()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}

// A kernel ends with the launcher that started it.
func TestParentEnds(t *testing.T) {
	connection := ipcConnection(t)
	path := filepath.Join(t.TempDir(), "kernel.json")
	if err := protocol.WriteConnection(path, connection); err != nil {
		t.Fatal(err)
	}
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), parentFlag+"=1", processVariable+"="+path)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	pid, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	c := attach(t, connection)
	c.answers()
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	parent.Wait()
	for range c.inbox[protocol.IOPub] { // until the kernel closes the connection
	}
	t.Logf("process %s ended", strings.TrimSpace(pid))
}

func TestUsage(t *testing.T) {
	c := startFake(t, newFake())
	for range 2 {
		request := c.send(protocol.Control, protocol.TypeUsageRequest, struct{}{})
		answer := reply[protocol.UsageReply](c, protocol.Control, request)
		if answer.Status != "ok" || answer.PID != os.Getpid() || answer.CPUCount != runtime.NumCPU() || answer.KernelMemory < 1<<20 || answer.KernelCPU < 0 {
			t.Errorf("usage_reply is %+v", answer)
		}
		if runtime.GOOS == "linux" && (answer.HostMemory == nil || answer.HostMemory.Total < answer.HostMemory.Available || answer.HostMemory.Available == 0) {
			t.Errorf("memory of the machine is %+v", answer.HostMemory)
		}
		c.published(request)
	}
}
