// This file tests what keeps the process from being ended by compiled code.

package symbols

import (
	"os"
	"reflect"
	"syscall"
	"testing"
)

func TestOwnProcessIsReleased(t *testing.T) {
	p, err := findProcess(os.Getpid())
	if err != nil || p.Pid != os.Getpid() {
		t.Fatalf("got %v, %v", p, err)
	}
	other, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	handles := !reflect.ValueOf(other).Elem().FieldByName("handle").IsNil()
	if err := p.Signal(syscall.Signal(0)); (err != nil) != handles {
		t.Errorf("a signal: %v, although processes have handles here: %v", err, handles)
	}
}
