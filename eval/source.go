package eval

// This file cuts a cell's text into its top-level items: imports, declarations, statements and kernel commands. Go's own
// parser takes only declarations at the top of a file and only statements in a function, so the cut comes first.

import (
	"bytes"
	"go/scanner"
	"go/token"
	"regexp"
)

type itemKind int

const (
	packageItem itemKind = iota // package main
	importItem                  // import "fmt"
	declItem                    // var, const, type, func
	stmtItem                    // anything else of Go
	commandItem                 // %who, !ls, name?
)

// An item is one top-level piece of a cell, without the semicolon that may end it.
type item struct {
	kind       itemKind
	start, end int    // byte offsets into source.text
	semicolon  int    // offset of the semicolon that ends it in the text, or -1
	timing     string // "%time" or "%timeit" when that command stands before it
}

// A source is a cell's text and its cut.
type source struct {
	text  []byte // the cell without byte order mark, its shebang line and commands still in place
	code  []byte // text with the shebang line and the commands blanked out: same length, same lines
	items []item

	open   []bracket // brackets that nothing closes
	stray  int       // offset of a closing bracket that nothing opened, or -1
	timing string    // the timing command that waits for the item it stands before
}

type bracket struct {
	tok    token.Token
	offset int
}

// cut finds the items of a cell. It never fails: what is wrong with the text, the parser will say.
func cut(text string) *source {
	src := &source{text: []byte(text), stray: -1}
	src.text = bytes.TrimPrefix(src.text, []byte("\uFEFF"))
	src.code = bytes.Clone(src.text)
	start := 0
	if bytes.HasPrefix(src.code, []byte("#!")) {
		start = lineEnd(src.code, 0)
		blank(src.code[:start])
	}
	for start < len(src.code) {
		start = src.cutFrom(start)
	}
	return src
}

// cutFrom scans from an offset where an item may start. It returns where to go on after a command, whose line is not
// Go, or the end of the text.
func (src *source) cutFrom(start int) int {
	var scan scanner.Scanner
	segment := src.code[start:]
	file := token.NewFileSet().AddFile("", -1, len(segment))
	scan.Init(file, segment, func(token.Position, string) {}, 0)
	var current *item // the item being scanned, nil between items
	var head itemHead
	header := false // between for, if or switch and its body: semicolons there are part of the statement
	for {
		pos, tok, literal := scan.Scan()
		offset := start + file.Offset(pos)
		if tok == token.EOF {
			src.finish(current, head, len(src.code), -1)
			return len(src.code)
		}
		if len(src.open) == 0 {
			switch tok {
			case token.FOR, token.IF, token.SWITCH:
				header = true
			case token.LBRACE:
				header = false
			}
		}
		if tok == token.SEMICOLON && len(src.open) == 0 && !(header && literal == ";") {
			header = false
			semicolon := -1
			if literal == ";" {
				semicolon = offset
			}
			src.finish(current, head, offset, semicolon)
			current = nil
			continue
		}
		if current == nil {
			if firstOnLine(src.code, offset) && (tok == token.REM || tok == token.NOT || isQuestion(src.code[offset:lineEnd(src.code, offset)])) {
				return src.command(offset)
			}
			current, head = &item{start: offset}, itemHead{}
		}
		head.add(tok, len(src.open))
		src.bracket(tok, offset)
	}
}

func (src *source) finish(it *item, head itemHead, end, semicolon int) {
	if it == nil {
		if semicolon >= 0 {
			src.code[semicolon] = ' ' // an empty statement, which the top of a file does not allow
		}
		return
	}
	it.kind, it.end, it.semicolon = head.kind(), end, semicolon
	it.timing, src.timing = src.timing, ""
	for it.end > it.start && isSpace(src.code[it.end-1]) {
		it.end--
	}
	src.items = append(src.items, *it)
}

// command records the kernel command at offset and blanks it out. A backslash at a line's end continues it. What follows
// a timing command is Go.
func (src *source) command(offset int) int {
	end := lineEnd(src.code, offset)
	if word := firstWord(src.code[offset:end]); isTiming(word) {
		src.timing = word
		blank(src.code[offset : offset+len(word)])
		return offset + len(word)
	}
	for bytes.HasSuffix(bytes.TrimRight(src.code[offset:end], "\r"), []byte(`\`)) && end < len(src.code) {
		end = lineEnd(src.code, end+1)
	}
	src.items = append(src.items, item{kind: commandItem, start: offset, end: end, semicolon: -1})
	blank(src.code[offset:end])
	return end
}

func (src *source) bracket(tok token.Token, offset int) {
	switch tok {
	case token.LPAREN, token.LBRACK, token.LBRACE:
		src.open = append(src.open, bracket{tok, offset})
	case token.RPAREN, token.RBRACK, token.RBRACE:
		if len(src.open) > 0 {
			src.open = src.open[:len(src.open)-1]
		} else if src.stray < 0 {
			src.stray = offset
		}
	}
}

// masked returns the code with all but the wanted items blanked out, so that what is left keeps its place.
func (src *source) masked(wanted func(itemKind) bool) []byte {
	code := bytes.Clone(src.code)
	for _, it := range src.items {
		if wanted(it.kind) {
			continue
		}
		blank(code[it.start:it.end])
		if it.semicolon >= 0 {
			code[it.semicolon] = ' '
		}
	}
	return code
}

// An itemHead remembers the first tokens of an item, which tell its kind.
type itemHead struct {
	first token.Token
	// For an item that starts with "func (": the tokens that follow the closed parameter list.
	after  []token.Token
	closed bool
}

func (h *itemHead) add(tok token.Token, depth int) {
	switch {
	case h.first == token.ILLEGAL:
		h.first = tok
	case h.first != token.FUNC || len(h.after) == 2:
	case h.closed:
		h.after = append(h.after, tok)
	case len(h.after) == 0 && depth == 0 && tok == token.IDENT:
		h.closed, h.after = true, []token.Token{token.IDENT, token.LPAREN} // func name
	case depth == 1 && tok == token.RPAREN:
		h.closed = true
	}
}

func (h *itemHead) kind() itemKind {
	switch h.first {
	case token.PACKAGE:
		return packageItem
	case token.IMPORT:
		return importItem
	case token.VAR, token.CONST, token.TYPE:
		return declItem
	case token.FUNC:
		// func (r T) name(...) declares a method; func (x int) T {...} is a literal, its result type a name.
		if len(h.after) == 2 && h.after[0] == token.IDENT && h.after[1] == token.LPAREN {
			return declItem
		}
	}
	return stmtItem
}

func blank(b []byte) {
	for i, c := range b {
		if c != '\n' && c != '\r' {
			b[i] = ' '
		}
	}
}

// lineEnd returns the offset of the line break that ends the line at offset, or the end of the text.
func lineEnd(text []byte, offset int) int {
	if i := bytes.IndexByte(text[offset:], '\n'); i >= 0 {
		return offset + i
	}
	return len(text)
}

func firstOnLine(text []byte, offset int) bool {
	line := text[:offset]
	line = line[bytes.LastIndexByte(line, '\n')+1:]
	return len(bytes.TrimSpace(line)) == 0
}

func firstWord(line []byte) string {
	if i := bytes.IndexAny(line, " \t\r"); i >= 0 {
		line = line[:i]
	}
	return string(line)
}

// question matches a line that asks about a name, as in IPython: name?, ?name, and ?? for its source too.
var question = regexp.MustCompile(`^(?:(\?{1,2})[ \t]*(%?[\pL_][\pL\pN_.]*)|(%?[\pL_][\pL\pN_.]*)[ \t]*(\?{1,2}))[ \t\r;]*$`)

func isQuestion(line []byte) bool { return bytes.IndexByte(line, '?') >= 0 && question.Match(line) }

func isTiming(word string) bool { return word == "%time" || word == "%timeit" }

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
