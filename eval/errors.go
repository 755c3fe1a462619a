package eval

// This file makes errors that a notebook can show: a name, a message, and lines that point at the user's own text.

import (
	"fmt"
	"go/token"
	"go/types"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Error is why a cell failed.
type Error struct {
	name    string
	message string
	lines   []string
	cause   error
}

// Names of errors, as frontends show them before the message.
const (
	compileError = "compile error"
	panicError   = "panic"
	failedError  = "error" // an error result that nobody took, or a kernel command that failed
	interrupted  = "interrupted"
	exited       = "exit"
	internal     = "internal error"
)

// Name tells the kind of error: "compile error", "panic", "error", "interrupted", "exit" or "internal error".
func (e *Error) Name() string { return e.name }

// Error returns the message, with its place in the cell when it is about the text.
func (e *Error) Error() string { return e.message }

// Traceback returns lines ready to be shown: the message, and the places it came through with their source lines.
func (e *Error) Traceback() []string { return e.lines }

// Unwrap returns the Go error that the cell's own code produced, if that is what ended it.
func (e *Error) Unwrap() error { return e.cause }

// internalFailure makes an error of a panic in the front end, whose fault it is: the session goes on.
func internalFailure(doing string, err *error) {
	switch r := recover(); r {
	case nil:
	case errAbandoned:
		*err = interruption()
	default:
		message := fmt.Sprintf("%s the cell: %v", doing, r)
		*err = &Error{name: internal, message: message, lines: append([]string{internal + ": " + message}, strings.Split(string(debug.Stack()), "\n")...)}
	}
}

// A problem is one message about a place in a cell's text.
type problem struct {
	offset  int
	message string
}

// syntaxError reports what the parser found, the first of each line.
func (s *Session) syntaxError(syn *syntax, found []problem) *Error {
	slices.SortStableFunc(found, func(a, b problem) int { return a.offset - b.offset })
	var reports []report
	for i, p := range found {
		if i > 0 && strings.Contains(p.message, "found the end of the cell") { // brackets that an earlier error left open
			continue
		}
		p.message = withHint(p.message, syntaxHint(syn.src.code, p.offset, p.message))
		r := newReport(syn.name, string(syn.src.text), p)
		if len(reports) == 0 || reports[len(reports)-1].line != r.line {
			reports = append(reports, r)
		}
	}
	return compileFailure(reports)
}

// A report is a message with its place, and the line it is about.
type report struct {
	file         string
	line, column int
	message      string
	text         string // the source line
}

func newReport(file, text string, p problem) report {
	end := len(strings.TrimRight(text, " \t\r\n"))
	offset := min(p.offset, end) // the parser may see an end that only its wrapping has
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return report{
		file: file, line: strings.Count(text[:offset], "\n") + 1, column: offset - start + 1,
		message: p.message, text: strings.TrimRight(line, "\r"),
	}
}

// maxReports is how many errors of a cell are told, as by the go command.
const maxReports = 10

// compileFailure is the error of a cell that does not compile. The message is the first report; the traceback has all.
func compileFailure(reports []report) *Error {
	first := reports[0]
	e := &Error{name: compileError, message: first.place() + ": " + first.message}
	for i, r := range reports {
		if i == maxReports {
			e.lines = append(e.lines, "too many errors")
			break
		}
		e.lines = append(e.lines, r.place()+": "+r.message)
		e.lines = append(e.lines, r.excerpt()...)
	}
	if n := len(reports) - 1; n > 0 {
		e.message += fmt.Sprintf(" (and %d more)", n)
	}
	return e
}

func (r report) place() string { return fmt.Sprintf("%s:%d:%d", r.file, r.line, r.column) }

// excerpt shows the source line with a caret under the column. Tabs are kept so that the caret stays aligned.
func (r report) excerpt() []string {
	if strings.TrimSpace(r.text) == "" {
		return nil
	}
	gutter := fmt.Sprintf("%5d", r.line)
	before := r.text[:min(max(r.column-1, 0), len(r.text))]
	var pad strings.Builder
	for _, c := range before {
		if c == '\t' {
			pad.WriteByte('\t')
		} else {
			pad.WriteByte(' ')
		}
	}
	return []string{gutter + " | " + r.text, strings.Repeat(" ", utf8.RuneCountInString(gutter)) + " | " + pad.String() + "^"}
}

// reportAt makes a report about a position in any cell of the session.
func (s *Session) reportAt(pos token.Pos, message string) report {
	p := s.fset.Position(pos)
	return report{file: p.Filename, line: p.Line, column: p.Column, message: message, text: s.sourceLine(p.Filename, p.Line)}
}

func (s *Session) sourceLine(file string, line int) string {
	text := s.sources[file]
	for range line - 1 {
		_, rest, ok := strings.Cut(text, "\n")
		if !ok {
			return ""
		}
		text = rest
	}
	text, _, _ = strings.Cut(text, "\n")
	return strings.TrimRight(text, "\r")
}

// typeErrors reports what is left of the checker's errors, in its words but with the user's names.
func (s *Session) typeErrors(v *view, errs []types.Error) *Error {
	var reports []report
	told := map[string]bool{}
	for _, e := range errs {
		if strings.HasPrefix(e.Msg, "\t") && len(reports) > 0 { // a part of the error before
			reports[len(reports)-1].message += "\n" + s.userText(v, e.Msg)
			continue
		}
		r := s.reportAt(e.Pos, s.userText(v, e.Msg))
		if line := r.place() + ": " + r.message; !told[line] {
			told[line] = true
			reports = append(reports, r)
		}
	}
	return compileFailure(reports)
}

// chunkName matches a name of a chunk's package, whose package name is "cell·N".
var chunkName = regexp.MustCompile(`cell·(\d+)\.([\pL_][\pL_\pN]*)`)

// userText rewrites names of chunks: cell·7.Point is Point to the user, or "Point (cell 3)" when it has been replaced.
func (s *Session) userText(v *view, message string) string {
	if strings.Contains(message, "cell·") {
		message = chunkName.ReplaceAllStringFunc(message, func(match string) string {
			part := chunkName.FindStringSubmatch(match)
			name := part[2]
			if d := v.lookup(name); d != nil && d.obj != nil && d.obj.Pkg().Name() == "cell·"+part[1] {
				return name
			}
			if cell := s.cellOf(part[1], name); cell != 0 {
				return fmt.Sprintf("%s (cell %d)", name, cell)
			}
			return name // of a text that is being written
		})
	}
	return strings.ReplaceAll(message, "·", "")
}
