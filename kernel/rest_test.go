//go:build linux

package kernel

import (
	"bufio"
	"fmt"
	"strings"
	"testing"
)

// Only pages that are as they are in the file may be given back: what was relocated is nowhere else.
func TestCleanMappings(t *testing.T) {
	smaps := `00400000-01a66000 r-xp 00000000 08:01 42                                 /opt/a kernel
Size:              22936 kB
Rss:                9024 kB
Anonymous:             0 kB
01a66000-02fad000 r--p 01666000 08:01 42                                 /opt/a kernel
Anonymous:             0 kB
02fad000-02fae000 r--p 02bad000 08:01 42                                 /opt/a kernel
Anonymous:             4 kB
02fae000-0310b000 rw-p 02bae000 08:01 42                                 /opt/a kernel
Anonymous:             0 kB
0310b000-0320b000 r--p 00000000 00:00 0
Anonymous:             0 kB
7f0000000000-7f0000100000 r-xp 00000000 08:01 43                         /lib/libc.so.6
Anonymous:             0 kB
`
	got := fmt.Sprintf("%x", cleanMappings(bufio.NewScanner(strings.NewReader(smaps)), "/opt/a kernel"))
	if want := "[{400000 1a66000} {1a66000 2fad000}]"; got != want {
		t.Errorf("clean are %s, want %s", got, want)
	}
}

// The process goes on after it gave everything back that it can.
func TestGiveBack(t *testing.T) {
	giveBack()
	if resident := residentBytes(); resident == 0 {
		t.Error("no memory is resident, or it cannot be read")
	}
	if text := fmt.Sprint(strings.Repeat("x", 3), 42); text != "xxx 42" && text != "xxx42" {
		t.Errorf("fmt writes %q", text)
	}
}
