// This file opens large .npy files without reading them.

package array

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"slices"
	"unsafe"
)

// Mapping is an open .npy file whose elements are read from the file as they are used.
type Mapping[T Element] struct {
	array  *Array[T]
	memory []byte
}

// Array returns the read-only view of the file, which must not be used after Close. Where a program cannot tell, Copy
// it first.
func (m *Mapping[T]) Array() *Array[T] { return m.array }

// Close ends the mapping.
func (m *Mapping[T]) Close() error {
	if m.memory == nil {
		return nil
	}
	memory := m.memory
	m.memory, m.array = nil, nil
	if err := unmap(memory); err != nil {
		return &Error{Op: "Mapping.Close", Message: err.Error(), Err: err}
	}
	return nil
}

// OpenNPY maps a .npy file into memory. It returns an error unless the element type is T exactly, in the machine's
// byte order; LoadNPY reads all others. The file must not shrink while it is open. NumPy: load with mmap_mode="r".
func OpenNPY[T Element](path string) (*Mapping[T], error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError("OpenNPY", path, err)
	}
	defer f.Close()
	m, err := openNPY[T](f)
	if err != nil {
		return nil, fileError("OpenNPY", path, err)
	}
	return m, nil
}

func openNPY[T Element](f *os.File) (*Mapping[T], error) {
	h, err := readNPYHeader(f)
	if err != nil {
		return nil, err
	}
	var zero T
	native := h.bytes == 1 || (h.order == binary.BigEndian) == (binary.NativeEndian.Uint16([]byte{0, 1}) == 1)
	if holds := dtypeOf[T](); h.bytes != holds.Bytes() || h.kind != holds.String()[0] || !native {
		if err := fits(holds, &h); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("the file's %s elements are not %s as this machine stores them; use LoadNPY", h.dtypeName(), holds)
	}
	if h.kind == 'b' {
		return nil, fmt.Errorf("bool cannot be mapped, because bytes other than 0 and 1 would not be bools; use LoadNPY")
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	end := int64(h.length) + int64(h.size)*int64(h.bytes)
	if info.Size() < end {
		return nil, fmt.Errorf("the file has %d bytes, but shape %s needs %d", info.Size(), shapeText(h.shape), end)
	}
	if h.length%int(unsafe.Alignof(zero)) != 0 {
		return nil, fmt.Errorf("the data starts at byte %d, which is not aligned for %s; use LoadNPY", h.length, dtypeOf[T]())
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	memory, err := mapFile(f, int(end))
	if err != nil {
		return nil, err
	}
	var data []T
	if h.size > 0 {
		data = unsafe.Slice((*T)(unsafe.Pointer(&memory[h.length])), h.size)
	}
	shape := slices.Clone(h.shape)
	if h.fortran {
		slices.Reverse(shape)
	}
	a := wrap(data, shape)
	if h.fortran {
		a = a.T()
	}
	a.readonly = true
	return &Mapping[T]{array: a, memory: memory}, nil
}
