// This file keeps the unnamed types that reflect does not keep for us. They are shared by all sessions of the process, since
// an unnamed type is the same type wherever it is written.

package rtype

import (
	"encoding/binary"
	"reflect"
	"strings"
	"sync"
)

var globals typeTable

// A typeTable finds types by a key made of the words of their parts.
type typeTable struct {
	mu    sync.Mutex
	types map[string]reflect.Type
}

// remember returns the type under key, made by build if it is new.
func (t *typeTable) remember(key string, build func() reflect.Type) reflect.Type {
	t.mu.Lock()
	defer t.mu.Unlock()
	if rt := t.types[key]; rt != nil {
		return rt
	}
	rt := build()
	if t.types == nil {
		t.types = map[string]reflect.Type{}
	}
	t.types[key] = rt
	return rt
}

// writePointer adds a type's identity to a key.
func writePointer(key *strings.Builder, t reflect.Type) {
	var word [8]byte
	binary.NativeEndian.PutUint64(word[:], uint64(uintptr(Ptr(t))))
	key.Write(word[:])
}
