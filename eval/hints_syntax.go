package eval

// This file adds to the parser's messages what to write instead of what is Python's.

import (
	"bytes"
	"slices"
	"strings"
)

// syntaxHint returns what to write instead of what the parser stumbled over at offset, or "".
func syntaxHint(text []byte, offset int, message string) string {
	rest := text[min(offset, len(text)):]
	before := words(text, offset)
	switch {
	case strings.HasPrefix(message, "expected ')', found ','") && inParentheses(text, offset):
		return "Go has no tuples: Zeros[float64](2, 3), or a slice: []int{2, 3}"
	case before == "while":
		return "Go: for condition { ... }"
	case before == "let", before == "print", before == "elif", before == "def":
		return foreignStatements[before]
	case strings.HasPrefix(message, "expected '{', found in"):
		return "Go: for i := range n, for i, v := range list"
	case strings.HasPrefix(message, "expected '{', found newline"):
		return "the brace stands on the same line"
	case strings.HasPrefix(message, "expected boolean expression, found assignment"):
		return "== compares"
	case strings.HasPrefix(message, "unexpected comma; expecting ]"):
		return "a slice: []int{1, 2, 3}; an array of values: Of(1, 2, 3)"
	case strings.HasPrefix(message, "expected operand, found '{'"):
		return "a map: map[string]int{\"a\": 1}; a slice: []int{1, 2, 3}"
	case bytes.HasPrefix(rest, []byte("@")):
		return "matrix products: MatMul(x, y), or Einsum(\"ij,jk->ik\", x, y)"
	case strings.HasPrefix(message, "expected operand, found "), strings.HasPrefix(message, "missing ',' in argument list"):
		if bytes.HasPrefix(rest, []byte(":")) {
			return noNamedArguments
		}
	case message == "expected '==', found '='":
		return noNamedArguments
	case message == "expected 1 expression" && bytes.HasPrefix(rest, []byte("[")):
		return "an array of values: Of(1, 2, 3)"
	case message == "expected 1 expression":
		return "one value ends a cell; Display(x, y) shows several"
	case message == "illegal rune literal", message == "rune literal not terminated":
		return "strings stand in double quotes"
	}
	return ""
}

const noNamedArguments = "Go has no named arguments; options are calls, such as Title(\"text\")"

// foreignStatements are first words of statements in other languages, and what Go has in their place.
var foreignStatements = map[string]string{
	"let": "Go: y := 5", "print": "Go: fmt.Println(\"hello\")", "elif": "Go: } else if condition {", "def": "Go: func f(x int) int { ... }",
}

// words returns what stands before offset on its line, if it is nothing but a word.
func words(text []byte, offset int) string {
	line := text[:min(offset, len(text))]
	return string(bytes.TrimSpace(line[bytes.LastIndexByte(line, '\n')+1:]))
}

// inParentheses reports whether the comma at offset stands in parentheses that hold values and are no arguments: f((2, 3)).
func inParentheses(text []byte, offset int) bool {
	open := lastUnclosed(text[:min(offset, len(text))], '(', ')')
	if open < 0 {
		return false
	}
	before := bytes.TrimRight(text[:open], " \t")
	return len(before) > 0 && bytes.IndexByte([]byte("(,="), before[len(before)-1]) >= 0
}

// lastUnclosed returns the offset of the last open bracket in text that is not closed, -1 if there is none.
func lastUnclosed(text []byte, open, closing byte) int {
	depth := 0
	for i, b := range slices.Backward(text) {
		switch b {
		case closing:
			depth++
		case open:
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return -1
}
