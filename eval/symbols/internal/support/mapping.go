// This file remembers what memory cells have mapped. It is not Go's own: what looks for a pointer's object there ends the process.

package support

import "sync"

// A mapping is memory from syscall.Mmap.
type mapping struct{ start, end uintptr }

var mappings struct {
	sync.Mutex
	list []mapping
}

// NoteMapping remembers n bytes at start.
func NoteMapping(start, n uintptr) {
	mappings.Lock()
	defer mappings.Unlock()
	mappings.list = append(mappings.list, mapping{start, start + n})
}

// IsMapped reports whether p is an address that a cell has mapped, whether or not it still is.
func IsMapped(p uintptr) bool {
	mappings.Lock()
	defer mappings.Unlock()
	for _, m := range mappings.list {
		if m.start <= p && p < m.end {
			return true
		}
	}
	return false
}
