// This file turns writers into files. Compiled code that is handed os.Stdout wants an *os.File, while a cell's output is
// a stream of its own.

package symbols

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"sync"
)

// A stream is a file whose bytes arrive at a writer. They pass through a pipe, so that child processes can write to it.
type stream struct {
	file   *os.File // what cells write to
	marker []byte   // written to the pipe by flush, and taken out again by copy

	flushing sync.Mutex
	arrived  chan struct{} // told when the marker came out of the pipe
}

// newStream returns a stream that copies to the writer that to returns, asked again for each piece. It panics if the system
// has no pipe left.
func newStream(to func() io.Writer) *stream {
	r, w, err := os.Pipe()
	if err != nil {
		panic(fmt.Errorf("standard output of cells: %w", err))
	}
	// A first byte that text does not hold, then nothing anybody could write by chance.
	s := &stream{file: w, marker: append([]byte{0}, rand.Text()...), arrived: make(chan struct{})}
	go copyOut(r, to, s.marker, s.arrived)
	return s
}

// flush returns when all that was written before has arrived, false if a cell has closed the file.
func (s *stream) flush() bool {
	s.flushing.Lock()
	defer s.flushing.Unlock()
	if _, err := s.file.Write(s.marker); err != nil {
		return false
	}
	<-s.arrived
	return true
}

// copyOut copies from the pipe until it is closed. It knows nothing else of the stream, so that an abandoned stream is
// collected, which closes its file.
func copyOut(r *os.File, to func() io.Writer, marker []byte, arrived chan<- struct{}) {
	defer r.Close()
	buffer := make([]byte, 32<<10)
	held := 0 // bytes at the start of buffer that may be the start of a marker
	for {
		n, err := r.Read(buffer[held:])
		data := buffer[:held+n]
		for {
			before, after, found := bytes.Cut(data, marker)
			if !found {
				break
			}
			writeTo(to, before)
			arrived <- struct{}{}
			data = after
		}
		if err != nil {
			writeTo(to, data)
			return
		}
		held = markerStart(data, marker)
		writeTo(to, data[:len(data)-held])
		copy(buffer, data[len(data)-held:])
	}
}

// writeTo drops what the writer does not take: nobody is left to hear of the error.
func writeTo(to func() io.Writer, data []byte) {
	if len(data) > 0 {
		_, _ = to().Write(data)
	}
}

// markerStart returns the length of the longest end of data that a marker starts with.
func markerStart(data, marker []byte) int {
	for n := min(len(data), len(marker)-1); n > 0; n-- {
		if bytes.HasSuffix(data, marker[:n]) {
			return n
		}
	}
	return 0
}
