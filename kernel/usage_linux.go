// This file reads from /proc what the process and the machine use.

package kernel

import (
	"bufio"
	"bytes"
	"os"
	"strconv"
	"strings"

	"github.com/arraybook/arraybook/protocol"
)

// residentBytes returns the memory of the process that is in RAM, 0 if it cannot be read.
func residentBytes() uint64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(text)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseUint(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}

// hostMemory returns the memory of the machine, nil if it cannot be read.
func hostMemory() *protocol.MemoryUsage {
	f, err := os.Open("/proc/meminfo")
	if err != nil {
		return nil
	}
	defer f.Close()
	var m protocol.MemoryUsage
	for lines := bufio.NewScanner(f); lines.Scan(); {
		name, rest, _ := strings.Cut(lines.Text(), ":")
		kilobytes, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
		if err != nil {
			continue
		}
		switch name {
		case "MemTotal":
			m.Total = kilobytes << 10
		case "MemAvailable":
			m.Available = kilobytes << 10
		}
	}
	if m.Total == 0 {
		return nil
	}
	return &m
}
