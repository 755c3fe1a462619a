package eval

// This file adds to the parser's messages what to write instead of what is Python's.

import (
	"bytes"
	"cmp"
	"strings"
)

// syntaxHint returns what to write instead of what the parser stumbled over at offset, or "".
func syntaxHint(text []byte, offset int, message string) string {
	rest := text[min(offset, len(text)):]
	switch {
	case bytes.HasPrefix(rest, []byte("@")):
		return "matrix products: MatMul(x, y), or Einsum(\"ij,jk->ik\", x, y)"
	case strings.HasPrefix(message, "expected operand, found ','"), strings.HasPrefix(message, "expected operand, found ':'"),
		strings.HasPrefix(message, "missing ',' in argument list"), strings.HasPrefix(message, "expected operand, found ']'"):
		if x, list := bracketed(text, offset); strings.Contains(list, ":") && strings.Contains(list, ",") {
			return "a view: " + x + ".Slice(\"" + list + "\")"
		}
	case message == "expected '==', found '='":
		return "Go has no named arguments; options are calls, such as Title(\"text\")"
	case message == "expected 1 expression" && bytes.HasPrefix(rest, []byte("[")):
		return "an array of values: Of(1, 2, 3)"
	case message == "expected 1 expression":
		return "one value ends a cell; Display(x, y) shows several"
	case message == "illegal rune literal", message == "rune literal not terminated":
		return "strings stand in double quotes"
	}
	return ""
}

// bracketed returns the operand and the list of the brackets around offset, if they are on one line.
func bracketed(text []byte, offset int) (operand, list string) {
	open := bytes.LastIndexByte(text[:min(offset, len(text))], '[')
	if open < 0 {
		return "", ""
	}
	length := bytes.IndexAny(text[open:], "]\n")
	if length < 0 || text[open+length] != ']' {
		return "", ""
	}
	return cmp.Or(identBefore(string(text[:open])), "x"), string(text[open+1 : open+length])
}
