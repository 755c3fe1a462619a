package eval

// This file tells whether a cell is ready to run, for consoles that have to decide what the return key means.

import (
	"go/scanner"
	"go/token"
	"strings"
)

// IsComplete reports whether source can run as it is, lacks something that may still come, or is wrong whatever comes.
func (s *Session) IsComplete(source string) Completeness {
	if strings.HasPrefix(source, "%%") {
		return Completeness{Status: "complete"}
	}
	src := cut(source)
	if src.stray >= 0 {
		return Completeness{Status: "invalid"}
	}
	if len(src.open) > 0 || unfinishedToken(src.code) {
		return Completeness{Status: "incomplete", Indent: src.indent()}
	}
	found := syntaxProblems(source)
	if len(found) == 0 {
		return Completeness{Status: "complete"}
	}
	end := len(strings.TrimRight(string(src.text), " \t\r\n"))
	for _, p := range found {
		if p.offset < end {
			return Completeness{Status: "invalid"}
		}
	}
	return Completeness{Status: "incomplete", Indent: src.indent()}
}

// syntaxProblems parses source without a session.
func syntaxProblems(source string) []problem {
	syn := &syntax{src: cut(source)}
	_, _, found := syn.parseBoth(token.NewFileSet())
	return found
}

// unfinishedToken reports whether the text ends inside a raw string or a comment.
func unfinishedToken(code []byte) bool {
	unfinished := false
	var scan scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	scan.Init(file, code, func(_ token.Position, message string) {
		switch message {
		case "raw string literal not terminated", "comment not terminated":
			unfinished = true
		}
	}, 0)
	for {
		if _, tok, _ := scan.Scan(); tok == token.EOF {
			return unfinished
		}
	}
}

// indent returns what the next line should start with: one tab more than the line of the innermost open bracket, or
// than the last line when an operator awaits its operand.
func (src *source) indent() string {
	at := len(strings.TrimRight(string(src.text), " \t\r\n"))
	if n := len(src.open); n > 0 {
		at = src.open[n-1].offset
	}
	start := strings.LastIndexByte(string(src.text[:at]), '\n') + 1
	line := string(src.text[start:])
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))] + "\t"
}
