package vm

import (
	"strings"
	"syscall"
	"testing"

	"github.com/arraybook/arraybook/eval/internal/host"
)

// A cell that needs too many threads of the system is ended; Go keeps the threads, but later cells run.
func TestThreads(t *testing.T) {
	natives["syscall"] = &host.Symbols{Funcs: map[string]any{"Pipe": syscall.Pipe, "Close": syscall.Close, "Read": syscall.Read}}
	p := loadProgram(t, "cell.go", `package main
import ("syscall"; "time")
var later bool
func main() {
	if later { time.Sleep(3*50*time.Millisecond); return }
	later = true
	var fds [2]int
	if err := syscall.Pipe(fds[:]); err != nil { panic(err) }
	defer syscall.Close(fds[1])
	for range 40 { go syscall.Read(fds[0], make([]byte, 1)) }
	time.Sleep(time.Hour)
}`)
	p.m.maxThreads = threads() + 60
	if err := p.run(t.Context(), p.init); err != nil {
		t.Fatal(err)
	}
	if err := p.run(t.Context(), p.main); err == nil || !strings.Contains(err.Error(), errThreads.Error()) {
		t.Errorf("got %v, want %v", err, errThreads)
	}
	if err := p.run(t.Context(), p.main); err != nil {
		t.Errorf("a later cell: %v", err)
	}
}
