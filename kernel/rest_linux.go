// This file gives back what only the start of the process needed.

package kernel

import (
	"bufio"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// giveBack returns memory to the system: freed pages of the heap, and the pages of the program's own file. Linux maps 64
// kB around each place that the initialisation of some hundred packages touches, 25 MB in all. They stay in the page cache,
// and what is needed again is mapped again without reading a disk.
func giveBack() {
	debug.FreeOSMemory()
	maps, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer maps.Close()
	program, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	for _, m := range cleanMappings(bufio.NewScanner(maps), program) {
		// The kernel refuses what it cannot do; the pages then stay.
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, m.from, m.to-m.from, unix.MADV_DONTNEED)
	}
}

// A mapping is a part of the address space.
type mapping struct{ from, to uintptr }

// cleanMappings finds where a file is mapped read-only and no page of it differs from the file: none was relocated, and
// no debugger has put a breakpoint there.
func cleanMappings(smaps *bufio.Scanner, file string) []mapping {
	var clean []mapping
	var m mapping
	for smaps.Scan() {
		fields := strings.Fields(smaps.Text())
		if len(fields) >= 5 && strings.Contains(fields[0], "-") { // from-to perms offset device inode path
			m = mapping{}
			readOnly := fields[1] == "r-xp" || fields[1] == "r--p"
			if !readOnly || len(fields) < 6 || strings.Join(fields[5:], " ") != file {
				continue
			}
			from, to, _ := strings.Cut(fields[0], "-")
			start, err := strconv.ParseUint(from, 16, 64)
			if err != nil {
				continue
			}
			end, err := strconv.ParseUint(to, 16, 64)
			if err != nil {
				continue
			}
			m = mapping{uintptr(start), uintptr(end)}
		}
		if len(fields) == 3 && fields[0] == "Anonymous:" && fields[1] == "0" && m.to > m.from {
			clean = append(clean, m)
		}
	}
	return clean
}
