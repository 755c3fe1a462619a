// This file colours Go source for HTML, with the language's own scanner.

package nb

import (
	"go/scanner"
	"go/token"
	"html"
	"slices"
	"strings"
)

// highlightGo returns a cell's source as HTML: the text itself, with a span around each token that has a class. Lines that are
// commands to the kernel ("%time", "!ls", a cell that starts with "%%") have the class of their own.
func highlightGo(source string) string {
	if strings.HasPrefix(source, "%%") {
		first, rest, _ := strings.Cut(source, "\n")
		if rest == "" {
			return span(classCommand, first)
		}
		return span(classCommand, first) + "\n" + html.EscapeString(rest)
	}
	var out, pending strings.Builder
	for line := range strings.Lines(source) {
		text := strings.TrimRight(line, "\n")
		if !isCommand(text) {
			pending.WriteString(line)
			continue
		}
		out.WriteString(highlightTokens(pending.String()))
		pending.Reset()
		out.WriteString(span(classCommand, text) + line[len(text):])
	}
	out.WriteString(highlightTokens(pending.String()))
	return out.String()
}

func isCommand(line string) bool {
	return len(line) > 1 && (line[0] == '%' || line[0] == '!') && line[1] != '=' && line[1] != ' '
}

// Classes of tokens, as in the page's style sheet.
const (
	classKeyword  = "k"
	classString   = "s"
	classNumber   = "n"
	classComment  = "c"
	classFunction = "f"
	classBuiltin  = "b"
	classCommand  = "m"
)

func span(class, text string) string {
	return `<span class="` + class + `">` + html.EscapeString(text) + `</span>`
}

// predeclared are the names of the universe scope that are shown like keywords' smaller siblings.
var predeclared = strings.Fields(`any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64
	rune string uint uint8 uint16 uint32 uint64 uintptr true false nil iota
	append cap clear close complex copy delete imag len make max min new panic print println real recover`)

// A lexeme is a token with its place in the source.
type lexeme struct {
	start, end int
	token      token.Token
}

func highlightTokens(source string) string {
	if source == "" {
		return ""
	}
	lexemes := scan(source)
	var out strings.Builder
	at := 0
	for i, l := range lexemes {
		out.WriteString(html.EscapeString(source[at:l.start]))
		text := source[l.start:l.end]
		if class := classOf(text, l, lexemes[i+1:]); class != "" {
			out.WriteString(span(class, text))
		} else {
			out.WriteString(html.EscapeString(text))
		}
		at = l.end
	}
	out.WriteString(html.EscapeString(source[at:]))
	return out.String()
}

// scan returns the tokens of the source. What is no Go is passed over: it is shown without colours.
func scan(source string) []lexeme {
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), func(token.Position, string) {}, scanner.ScanComments)
	var list []lexeme
	for {
		pos, tok, literal := s.Scan()
		if tok == token.EOF {
			return list
		}
		start := file.Offset(pos)
		// A semicolon that the scanner inserts is not in the source, and an illegal character may be shorter there.
		if tok == token.ILLEGAL || tok == token.SEMICOLON && literal != ";" {
			continue
		}
		text := literal
		if tok.IsOperator() {
			text = tok.String()
		}
		end := min(start+len(text), len(source)) // the text of a token with carriage returns lacks them
		if tok == token.STRING && strings.HasPrefix(literal, "`") {
			if n := strings.IndexByte(source[min(start+1, len(source)):], '`'); n >= 0 {
				end = start + n + 2
			}
		}
		list = append(list, lexeme{start, end, tok})
	}
}

func classOf(text string, l lexeme, following []lexeme) string {
	switch {
	case l.token.IsKeyword():
		return classKeyword
	case l.token == token.COMMENT:
		return classComment
	case l.token == token.STRING || l.token == token.CHAR:
		return classString
	case l.token == token.INT || l.token == token.FLOAT || l.token == token.IMAG:
		return classNumber
	case l.token != token.IDENT:
		return ""
	case slices.Contains(predeclared, text):
		return classBuiltin
	case len(following) > 0 && following[0].token == token.LPAREN:
		return classFunction
	}
	return ""
}
