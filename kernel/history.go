// This file keeps the inputs of this session and of earlier ones, and answers questions about them.

package kernel

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/arraybook/arraybook/protocol"
	"github.com/google/uuid"
)

// A history is the inputs of this session in memory and of all sessions in a file. The file is lines of JSON that are
// only ever appended, one write each, so that several kernels can share it without locks; a line that a full disk or a
// crash cut short is skipped by readers. Sessions are numbered by their first appearance in the file.
type history struct {
	path string // "" keeps nothing beyond the session
	log  *slog.Logger

	mu      sync.Mutex
	id      string        // of this session in the file; "" until it has a line
	entries []entry       // of this session, oldest first
	lines   []historyLine // to be written
	writing chan struct{} // closed when lines are written; nil when nobody writes

	// For the goroutine that writes.
	begun   bool // a line of this session may be in the file
	damaged bool // the last line of the file may be incomplete
	warned  bool // about a file that cannot be written
}

// An entry is one stored execution. Its session counts in the numbers of HistoryReply.
type entry struct {
	session, line int
	source        string
}

// A historyLine is a line of the file.
type historyLine struct {
	Session string    `json:"session"`
	Time    time.Time `json:"time"`
	Line    int       `json:"line"`
	Source  string    `json:"source"`
}

// largestHistory is the size from which on a file is cut down to its newer half.
const largestHistory = 8 << 20

// HistoryVariable is the environment variable that says where inputs are kept: a file, or "off".
const HistoryVariable = "ARRAYBOOK_HISTORY"

// DefaultHistory returns the file for Options.History: what HistoryVariable says, else arraybook/history.jsonl in the
// user's configuration folder. It is "" when history is switched off or there is no such folder.
func DefaultHistory() string {
	switch file := os.Getenv(HistoryVariable); file {
	case "":
	case "off":
		return ""
	default:
		return file
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "arraybook", "history.jsonl")
}

// add stores an input. The file is written in the background: no cell waits for a disk.
func (h *history) add(line int, source string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.entries = append(h.entries, entry{line: line, source: source})
	if h.path == "" {
		return
	}
	if h.id == "" {
		h.id = uuid.NewString()
	}
	h.lines = append(h.lines, historyLine{h.id, time.Now().UTC().Truncate(time.Second), line, source})
	if h.writing == nil {
		h.writing = make(chan struct{})
		go h.write()
	}
}

// write writes the lines that wait, until there are none. What cannot be written is kept in memory, and reported once.
func (h *history) write() {
	for {
		h.mu.Lock()
		lines := h.lines
		h.lines = nil
		if len(lines) == 0 {
			close(h.writing)
			h.writing = nil
			h.mu.Unlock()
			return
		}
		h.mu.Unlock()
		if !h.begun {
			h.begun = true
			h.damaged = true // perhaps, by another process
			h.shorten()
		}
		if err := h.append(lines); err != nil {
			h.damaged = true
			if !h.warned {
				h.warned = true
				h.log.Warn("history is not stored beyond this session", "file", h.path, "error", err)
			}
		}
	}
}

// flush waits until what was added is written, for limit at most.
func (h *history) flush(limit time.Duration) {
	h.mu.Lock()
	writing := h.writing
	h.mu.Unlock()
	if writing == nil {
		return
	}
	select {
	case <-writing:
	case <-time.After(limit):
		h.log.Warn("history is not written in time", "file", h.path, "waited", limit)
	}
}

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
	f, err := os.OpenFile(h.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	h.damaged = false
	return nil
}

// shorten drops the older half of a file that has grown too large. Lines that another kernel appends in the moment
// between reading and replacing are lost.
func (h *history) shorten() {
	info, err := os.Stat(h.path)
	if err != nil || info.Size() < largestHistory {
		return
	}
	if err := keepEnd(h.path, largestHistory/2); err != nil {
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

// all returns every entry, oldest first, and the number of this session, which comes last.
func (h *history) all() (entries []entry, current int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	earlier, sessions, err := h.earlier()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		h.log.Warn("history of earlier sessions cannot be read", "file", h.path, "error", err)
	}
	current = sessions + 1
	for _, e := range h.entries {
		e.session = current
		earlier = append(earlier, e)
	}
	return earlier, current
}

// earlier reads the entries of other sessions from the file.
func (h *history) earlier() (entries []entry, sessions int, err error) {
	if h.path == "" {
		return nil, 0, nil
	}
	f, err := os.Open(h.path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	numbers := map[string]int{}
	for in := bufio.NewReader(f); ; {
		text, err := in.ReadBytes('\n')
		var line historyLine
		if json.Unmarshal(text, &line) == nil && line.Session != "" && line.Session != h.id {
			if numbers[line.Session] == 0 {
				numbers[line.Session] = len(numbers) + 1
			}
			entries = append(entries, entry{numbers[line.Session], line.Line, line.Source})
		}
		if errors.Is(err, io.EOF) {
			return entries, len(numbers), nil
		}
		if err != nil {
			return entries, len(numbers), err
		}
	}
}

// selected returns the entries that c asks for.
func (h *history) selected(c protocol.HistoryRequest) []entry {
	entries, current := h.all()
	switch c.AccessType {
	case "range":
		session := c.Session
		if session <= 0 {
			session += current
		}
		return slices.DeleteFunc(entries, func(e entry) bool {
			return e.session != session || e.line < c.Start || c.Stop > 0 && e.line >= c.Stop
		})
	case "search":
		matches := glob(c.Pattern)
		entries = slices.DeleteFunc(entries, func(e entry) bool { return !matches.MatchString(e.source) })
		if c.Unique {
			entries = newestOfEqual(entries)
		}
	}
	if c.N > 0 && len(entries) > c.N {
		entries = entries[len(entries)-c.N:]
	}
	return entries
}

// newestOfEqual drops the entries whose source comes again later.
func newestOfEqual(entries []entry) []entry {
	last := map[string]int{}
	for i, e := range entries {
		last[e.source] = i
	}
	kept := entries[:0]
	for i, e := range entries {
		if last[e.source] == i {
			kept = append(kept, e)
		}
	}
	return kept
}

// glob compiles a pattern in which * stands for any text and ? for any character. The empty pattern is *.
func glob(pattern string) *regexp.Regexp {
	if pattern == "" {
		pattern = "*"
	}
	quoted := regexp.QuoteMeta(pattern)
	quoted = strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(quoted)
	return regexp.MustCompile(`(?s)^` + quoted + `$`)
}

// history answers a history_request. Outputs are not stored; a request for them gets null.
func (r *request) history() {
	c, ok := content[protocol.HistoryRequest](r)
	if !ok {
		return
	}
	answer := protocol.HistoryReply{Status: protocol.StatusOK, History: [][3]any{}}
	for _, e := range r.k.history.selected(c) {
		var value any = e.source
		if c.Output {
			value = [2]any{e.source, nil}
		}
		answer.History = append(answer.History, [3]any{e.session, e.line, value})
	}
	r.reply(answer)
}
