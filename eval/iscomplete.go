package eval

// This file tells whether a cell is ready to run, for consoles that have to decide what the return key means.

import (
	"bytes"
	"go/scanner"
	"go/token"
	"strings"
)

// IsComplete reports whether source can run as it is, lacks something that may still come, or is wrong whatever comes.
func (s *Session) IsComplete(source string) Completeness {
	if name, _, body, ok := cellCommand(source); ok {
		code, timed := timedCode(name, body)
		if !timed {
			return Completeness{Status: "complete"}
		}
		source = code
	}
	src := cut(source)
	if src.stray >= 0 {
		return Completeness{Status: "invalid"}
	}
	if unfinishedToken(src.code) {
		return Completeness{Status: "incomplete"} // what the next line starts with would be part of a text
	}
	if n := len(src.items); n > 0 && src.items[n-1].kind == commandItem && strings.HasSuffix(string(src.text), `\`) {
		return Completeness{Status: "incomplete"} // the next line is part of the command
	}
	end := len(strings.TrimRight(string(src.text), " \t\r\n"))
	if len(src.open) > 0 {
		if misplaced(syntaxProblems(closedText(source)), src.open[0].offset) {
			return Completeness{Status: "invalid"}
		}
		return Completeness{Status: "incomplete", Indent: src.indent()}
	}
	found := syntaxProblems(source)
	for _, p := range found {
		if p.offset < end {
			return Completeness{Status: "invalid"}
		}
	}
	switch {
	case len(found) > 0 && lineEnds(src.code) && !src.inHeader():
		return Completeness{Status: "invalid"} // the next line begins another statement
	case len(found) > 0:
		return Completeness{Status: "incomplete", Indent: src.indent()}
	case src.lacksMain():
		return Completeness{Status: "incomplete"}
	}
	return Completeness{Status: "complete"}
}

// misplaced reports whether there is a problem before the first open bracket that nothing behind it can mend. Some of the
// parser's messages stand where an unfinished statement begins.
func misplaced(found []problem, open int) bool {
	for _, p := range found {
		if p.offset < open && strings.HasPrefix(p.message, "expected ") && !strings.Contains(p.message, "expression") {
			return true
		}
	}
	return false
}

// inHeader reports whether the text ends with a semicolon between for, if or switch and its body.
func (src *source) inHeader() bool {
	n := len(src.items)
	if n == 0 || !bytes.HasSuffix(bytes.TrimSpace(src.code), []byte(";")) {
		return false
	}
	switch firstWord(src.code[src.items[n-1].start:]) {
	case "for", "if", "switch":
		return true
	}
	return false
}

// lineEnds reports whether a statement ends with the text, so that the next line is none of its own.
func lineEnds(code []byte) bool {
	var scan scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	scan.Init(file, code, func(token.Position, string) {}, 0)
	ends := false
	for {
		_, tok, _ := scan.Scan()
		if tok == token.EOF {
			return ends
		}
		ends = tok == token.SEMICOLON
	}
}

// lacksMain reports whether the text is the beginning of a whole program.
func (src *source) lacksMain() bool {
	if len(src.items) == 0 || src.items[0].kind != packageItem {
		return false
	}
	for _, it := range src.items {
		if text := string(src.text[it.start:it.end]); it.kind == declItem && strings.HasPrefix(text, "func main(") {
			return false
		}
	}
	clause := strings.Fields(string(src.text[src.items[0].start:src.items[0].end]))
	return len(clause) == 2 && clause[1] == "main"
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
// than the first line of the item when an operator awaits its operand. The cases of a switch stand below its first letter.
func (src *source) indent() string {
	at := len(strings.TrimRight(string(src.text), " \t\r\n"))
	more := "\t"
	if n := len(src.open); n > 0 {
		at = src.open[n-1].offset
		if src.open[n-1].tok == token.LBRACE && src.awaitsCase(at) {
			more = ""
		}
	} else if n := len(src.items); n > 0 {
		at = src.items[n-1].start
	}
	start := strings.LastIndexByte(string(src.text[:at]), '\n') + 1
	line := string(src.text[start:])
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))] + more
}

// awaitsCase reports whether the brace at an offset opens a switch or select that has nothing in it yet.
func (src *source) awaitsCase(brace int) bool {
	if strings.TrimSpace(string(src.text[brace+1:])) != "" {
		return false
	}
	line := string(src.text[strings.LastIndexByte(string(src.text[:brace]), '\n')+1 : brace])
	word := strings.TrimLeft(line, " \t")
	return strings.HasPrefix(word, "switch ") || strings.HasPrefix(word, "select ")
}
