// This file shows how far running notebooks are.

package nb

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// Progress writes how far notebooks are: on a terminal one line for each, redrawn in place; elsewhere a line for each
// cell that has ended. The methods of a nil Progress do nothing.
type Progress struct {
	out      io.Writer
	terminal bool

	mu      sync.Mutex
	running []string          // paths, in the order in which they began
	lines   map[string]string // by path, of those that run
	drawn   int               // lines on the terminal that are redrawn
}

// NewProgress returns a Progress that writes to out, which is a terminal or not.
func NewProgress(out io.Writer, terminal bool) *Progress {
	return &Progress{out: out, terminal: terminal, lines: map[string]string{}}
}

// cell tells about a cell of a notebook.
func (p *Progress) cell(path string, e Event) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.terminal {
		if e.Done {
			state := "ok"
			if e.Err != nil {
				state = "failed"
			}
			p.write(fmt.Sprintf("%s: cell %d/%d %s %s\n", path, e.Cell, e.Cells, state, seconds(e.Duration)))
		}
		return
	}
	if !slices.Contains(p.running, path) {
		p.running = append(p.running, path)
	}
	p.lines[path] = fmt.Sprintf("%s %s %d/%d %s", path, bar(e), e.Cell, e.Cells, shorten(e.Title, 40))
	p.write(p.redraw(""))
}

// finished tells that a notebook has ended and which files it left.
func (p *Progress) finished(r Result, written []string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	state := "ok"
	if r.Err != nil {
		state = "FAILED"
	}
	line := fmt.Sprintf("%s: %s, %d cells in %s", r.Path, state, len(r.Cells), seconds(r.Duration))
	if len(written) > 0 {
		line += " -> " + strings.Join(written, ", ")
	}
	if r.Err != nil {
		line += "\n" + indent(r.Err.Error())
	}
	p.running = slices.DeleteFunc(p.running, func(path string) bool { return path == r.Path })
	p.write(p.redraw(line + "\n"))
}

// write ignores errors: a run does not fail because nobody can see how far it is.
func (p *Progress) write(text string) { _, _ = io.WriteString(p.out, text) }

// redraw returns what puts the text above the lines of the running notebooks, which are drawn anew.
func (p *Progress) redraw(text string) string {
	if !p.terminal {
		return text
	}
	const clearLine, up = "\x1b[2K", "\x1b[1A"
	out := strings.Repeat(up+clearLine, p.drawn) + "\r" + text
	for _, path := range p.running {
		out += p.lines[path] + "\n"
	}
	p.drawn = len(p.running)
	return out
}

func bar(e Event) string {
	const width = 16
	done := e.Cell - 1
	if e.Done {
		done = e.Cell
	}
	full := done * width / e.Cells
	return strings.Repeat("█", full) + strings.Repeat("░", width-full)
}

func shorten(text string, limit int) string {
	if r := []rune(text); len(r) > limit {
		return string(r[:limit-1]) + "…"
	}
	return text
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2fs", d.Seconds()) }

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ")
}
