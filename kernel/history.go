// This file keeps the inputs of this session and of earlier ones, and answers questions about them.

package kernel

import (
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"math"
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

// A history is the inputs of this session in memory and of all sessions in a file (historyfile.go). Sessions are numbered
// by their first appearance in the file.
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

// gathering is how long an input waits for others to be written with.
const gathering = 20 * time.Millisecond

// add stores an input. The file is written in the background, and for all cells of a moment at once: no cell waits for a
// disk.
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
		time.AfterFunc(gathering, h.write)
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

// selected returns the entries that c asks for, oldest first.
func (h *history) selected(c protocol.HistoryRequest) []entry {
	h.mu.Lock()
	defer h.mu.Unlock()
	stored, sessions, err := readHistory(h.path, h.id)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		h.log.Warn("history of earlier sessions cannot be read", "file", h.path, "error", err)
	}
	current := sessions + 1 // this session comes last
	own := slices.Clone(h.entries)
	for i := range own {
		own[i].session = current
	}
	limit := c.N
	if limit <= 0 || c.Unique {
		limit = math.MaxInt
	}
	inRange := func(entry) bool { return true }
	pattern := glob("")
	switch c.AccessType {
	case "range":
		session := c.Session
		if session <= 0 {
			session += current
		}
		stored = slices.DeleteFunc(stored, func(s storedEntry) bool { return s.session != session })
		inRange = func(e entry) bool {
			return e.session == session && e.line >= c.Start && (c.Stop <= 0 || e.line < c.Stop)
		}
	case "search":
		pattern = glob(c.Pattern)
	}
	var found []entry // newest first
	for i := len(own) - 1; i >= 0 && len(found) < limit; i-- {
		if inRange(own[i]) && pattern.matches(own[i].source) {
			found = append(found, own[i])
		}
	}
	for i := len(stored) - 1; i >= 0 && len(found) < limit; i-- {
		if pattern.whole != nil { // few lines are worth being decoded
			if !stored[i].holds(pattern.literals) {
				continue
			}
			if source, ok := stored[i].source(); !ok || !pattern.matches(source) {
				continue
			}
		}
		if e, ok := stored[i].decode(); ok && inRange(e) {
			found = append(found, e)
		}
	}
	if c.AccessType == "search" && c.Unique {
		found = newestOfEqual(found)
	}
	if c.N > 0 && len(found) > c.N {
		found = found[:c.N]
	}
	slices.Reverse(found)
	return found
}

// newestOfEqual drops the entries whose source has come before in a list that begins with the newest.
func newestOfEqual(entries []entry) []entry {
	seen := map[string]bool{}
	return slices.DeleteFunc(entries, func(e entry) bool {
		before := seen[e.source]
		seen[e.source] = true
		return before
	})
}

// A historyPattern says which inputs a search wants.
type historyPattern struct {
	whole    *regexp.Regexp // nil for all
	literals [][]byte       // texts that an input must hold, as they are written in JSON
}

// glob reads a pattern in which * stands for any text and ? for any character. The empty pattern is *.
func glob(pattern string) historyPattern {
	if strings.Trim(pattern, "*") == "" {
		return historyPattern{}
	}
	quoted := strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(regexp.QuoteMeta(pattern))
	p := historyPattern{whole: regexp.MustCompile(`(?s)^` + quoted + `$`)}
	for _, literal := range strings.FieldsFunc(pattern, func(r rune) bool { return r == '*' || r == '?' }) {
		if text, err := json.Marshal(literal); err == nil {
			p.literals = append(p.literals, text[1:len(text)-1])
		}
	}
	return p
}

func (p historyPattern) matches(source string) bool {
	return p.whole == nil || p.whole.MatchString(source)
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
