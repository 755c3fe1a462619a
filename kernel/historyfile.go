// This file reads and writes the file of inputs: lines of JSON that are only ever appended, each in one write, so that
// several kernels can share it and a line that a full disk or a crash cut short costs nothing but itself.

package kernel

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// A historyLine is a line of the file.
type historyLine struct {
	Session string    `json:"session"`
	Time    time.Time `json:"time"`
	Line    int       `json:"line"`
	Source  string    `json:"source"`
}

// The beginning and end of a line as append writes it, by which the session of a line is found without decoding it.
var (
	lineStart  = []byte(`{"session":"`)
	lineEnd    = []byte(`"}`)
	lineSource = []byte(`,"source":`)
)

// largestHistory is the size from which on a file is cut down to its newer half: about 200,000 inputs.
const largestHistory = 32 << 20

// append writes lines at the end of the file, in one call.
func (h *history) append(lines []historyLine) error {
	var text []byte
	if h.damaged {
		text = append(text, '\n')
	}
	for _, line := range lines {
		encoded, err := json.Marshal(line)
		if err != nil {
			return err
		}
		text = append(append(text, encoded...), '\n')
	}
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return err
	}
	err := h.locked(false, func() error {
		f, err := os.OpenFile(h.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
		if err != nil {
			return err
		}
		_, err = f.Write(text)
		return errors.Join(err, f.Close())
	})
	h.damaged = h.damaged && err != nil
	return err
}

// locked runs f while it holds a lock beside the file: a shared one, or one that excludes all other kernels. Where files
// cannot be locked, f runs all the same: then what others write while the file is shortened may be lost.
func (h *history) locked(exclusive bool, f func() error) error {
	lock, err := os.OpenFile(h.path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return f()
	}
	defer lock.Close()
	_ = lockFile(lock, exclusive)
	return f()
}

// shorten drops the older half of a file that has grown too large, while other kernels wait with writing.
func (h *history) shorten() {
	large := func() bool {
		info, err := os.Stat(h.path)
		return err == nil && info.Size() >= largestHistory
	}
	if !large() {
		return
	}
	err := h.locked(true, func() error {
		if !large() { // another kernel has done it
			return nil
		}
		return keepEnd(h.path, largestHistory/2)
	})
	if err != nil {
		h.log.Warn("history file is not shortened", "file", h.path, "error", err)
	}
}

// keepEnd replaces a file by its last lines, about size bytes of them.
func keepEnd(path string, size int64) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data = data[max(0, int64(len(data))-size):]
	_, data, _ = bytes.Cut(data, []byte("\n"))
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// A storedEntry is a line of another session, not decoded yet.
type storedEntry struct {
	session int
	text    []byte
}

// readHistory returns the entries of all sessions but the one called own, oldest first, and the number of those sessions.
// Nobody waits for all of them to be decoded who wants the last ones.
func readHistory(path, own string) (stored []storedEntry, sessions int, err error) {
	if path == "" {
		return nil, 0, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, 0, err
	}
	stored = make([]storedEntry, 0, len(data)/128)
	numbers := map[string]int{}
	for len(data) > 0 {
		var text []byte
		text, data, _ = bytes.Cut(data, []byte("\n"))
		id := sessionOf(text)
		if len(id) == 0 || string(id) == own {
			continue
		}
		number := numbers[string(id)]
		if number == 0 {
			number = len(numbers) + 1
			numbers[string(id)] = number
		}
		stored = append(stored, storedEntry{number, text})
	}
	return stored, len(numbers), nil
}

// sessionOf returns the session of a line, nothing for a damaged one.
func sessionOf(text []byte) []byte {
	if id, found := bytes.CutPrefix(text, lineStart); found && bytes.HasSuffix(text, lineEnd) {
		if id, _, found = bytes.Cut(id, []byte(`"`)); found && bytes.IndexByte(id, '\\') < 0 {
			return id
		}
	}
	var line historyLine
	if json.Unmarshal(text, &line) != nil {
		return nil
	}
	return []byte(line.Session)
}

// source returns the input of the line; it reports false for a damaged one.
func (s storedEntry) source() (source string, ok bool) {
	if _, text, found := bytes.Cut(s.text, lineSource); found && bytes.HasPrefix(s.text, lineStart) && bytes.HasSuffix(text, lineEnd) {
		if bytes.IndexByte(text, '\\') < 0 && len(text) > len(lineEnd) {
			return string(text[1 : len(text)-len(lineEnd)]), true
		}
		if json.Unmarshal(text[:len(text)-1], &source) == nil {
			return source, true
		}
	}
	e, ok := s.decode()
	return e.source, ok
}

// decode reads the line; it reports false for a damaged one.
func (s storedEntry) decode() (entry, bool) {
	var line historyLine
	err := json.Unmarshal(s.text, &line)
	return entry{s.session, line.Line, line.Source}, err == nil
}

// holds reports whether the line, as it is written, holds all of some texts.
func (s storedEntry) holds(texts [][]byte) bool {
	for _, text := range texts {
		if !bytes.Contains(s.text, text) {
			return false
		}
	}
	return true
}
