package eval

// This file tells how a running cell ended: panics with the frames of cells, errors that nobody took.

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/arraybook/arraybook/eval/internal/vm"
)

// A frame is a call in progress when a panic began, or stands for many.
type frame struct {
	function string
	pos      token.Pos
	isNil    string // the value whose nil made the panic, if it has a name
	elided   int    // how many calls are left out here; then the rest is not set
}

// A failure is the panic value of a cell that failed without panicking: an error nobody took, a failed command.
type failure struct {
	doing string // the call or command
	err   error
}

func (f *failure) Error() string { return f.doing + ": " + f.err.Error() }

func (f *failure) Unwrap() error { return f.err }

// panicFailure describes a panic, its frames the innermost first. Frames outside cells are left out.
func (s *Session) panicFailure(p *vm.Panic, frames []frame) *Error {
	e := &Error{name: panicError, message: p.Text}
	e.cause, _ = p.Value.(error)
	if len(frames) > 0 && frames[0].isNil != "" {
		e.message += " (" + frames[0].isNil + " is nil)"
	}
	if f, ok := p.Value.(*failure); ok {
		e.name, e.cause = failedError, f.err
	}
	e.lines = append(e.lines, e.name+": "+e.message)
	s.mu.Lock()
	defer s.mu.Unlock()
	var places []place
	for _, f := range frames {
		if f.elided > 0 {
			places = append(places, place{elided: f.elided})
			continue
		}
		name, ok := reportedFunction(f.function)
		if !ok {
			continue
		}
		r := s.reportAt(f.pos, name)
		if _, ours := s.sources[r.file]; ours && r.line > 0 {
			places = append(places, place{report: r})
		}
	}
	e.lines = append(e.lines, shortened(places)...)
	return e
}

// A place is where a call of a cell was, or stands for calls that are left out.
type place struct {
	report
	elided int
}

// shortened lists places with their source lines; of many calls only both ends.
func shortened(places []place) []string {
	const ends = 10
	if n := len(places) - 2*ends; n > 1 {
		frames := 0
		for _, p := range places[ends : ends+n] {
			frames += max(1, p.elided)
		}
		places = slices.Concat(places[:ends], []place{{elided: frames}}, places[ends+n:])
	}
	var lines []string
	for _, p := range places {
		if p.elided > 0 {
			lines = append(lines, fmt.Sprintf("...%d frames elided...", p.elided))
			continue
		}
		where := fmt.Sprintf("%s, line %d", p.file, p.line)
		if p.message != "" {
			where += ", in " + p.message
		}
		lines = append(lines, where)
		lines = append(lines, p.excerpt()...)
	}
	return lines
}

// reportedFunction names a function as the user wrote it; ok is false for functions of ours.
func reportedFunction(name string) (_ string, ok bool) {
	return userFunction(name), !strings.HasPrefix(name, takePrefix)
}

// userFunction names a function as the user wrote it; the statements of a cell are in none.
func userFunction(name string) string {
	if name == entryName {
		return ""
	}
	name = strings.TrimPrefix(name, entryName+".")
	if strings.HasPrefix(name, "·init") {
		return "init"
	}
	return strings.ReplaceAll(name, "·", "")
}
