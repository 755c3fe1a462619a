package eval

// This file completes what is no Go name: kernel commands and their arguments, import paths, files in strings.

import (
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// command completes kernel commands and the paths some of them take.
func (c *completer) command(source string) bool {
	start := strings.LastIndexByte(source[:c.end], '\n') + 1
	line := strings.TrimLeft(source[start:c.end], " \t")
	if strings.HasPrefix(line, "!") && isCommandAt(source, c.end-len(line)) {
		if words := strings.Fields(line[1:] + "·"); len(words) > 1 { // after the command's name
			c.files(strings.TrimSuffix(words[len(words)-1], "·"))
		}
		return true
	}
	if !strings.HasPrefix(line, "%") {
		return false
	}
	name, _, hasArgs := strings.Cut(line, " ")
	switch {
	case !hasArgs:
		c.start, c.prefix = c.end-len(name), name
		for _, command := range commandNames() {
			c.offerWord(command, "keyword")
		}
	case name == "%cd" || name == "%load" || name == "%%writefile":
		c.files(line[strings.LastIndexByte(line, ' ')+1:])
	case name == "%env":
		c.environment(line[strings.LastIndexByte(line, ' ')+1:])
	default:
		return false // %time takes Go
	}
	return true
}

// isCommandAt reports whether a kernel command begins at an offset.
func isCommandAt(source string, offset int) bool {
	return slices.ContainsFunc(cut(source).items, func(it item) bool { return it.kind == commandItem && it.start == offset })
}

func (c *completer) files(typed string) {
	c.start, c.prefix = c.end-len(typed), typed
	dir, _ := filepath.Split(typed)
	entries, err := os.ReadDir(filepath.Clean("./" + dir))
	if filepath.IsAbs(typed) {
		entries, err = os.ReadDir(dir)
	}
	if err != nil {
		return
	}
	for _, e := range entries {
		name := dir + e.Name()
		if e.IsDir() {
			name += "/"
		}
		c.offerWord(name, "module")
	}
}

func (c *completer) environment(typed string) {
	c.start, c.prefix = c.end-len(typed), typed
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		c.offerWord(name, "variable")
	}
}

// quoted completes import paths, and the names of files in other strings. Inside comments there is nothing to complete.
func (c *completer) quoted(source string) bool {
	var scan scanner.Scanner
	code := cut(source).code
	if len(code) != len(source) {
		return false // a byte order mark
	}
	file := token.NewFileSet().AddFile("", -1, len(code))
	scan.Init(file, code, func(token.Position, string) {}, scanner.ScanComments)
	importing := false // since "import" or "import (" nothing but names and paths came
	for {
		pos, tok, literal := scan.Scan()
		at := file.Offset(pos)
		if tok == token.EOF || at >= c.end {
			return false
		}
		inside := at < c.end && (c.end < at+len(literal) || c.end == at+len(literal) && !closed(literal))
		switch tok {
		case token.IMPORT:
			importing = true
		case token.STRING:
			if inside {
				if typed := source[at+1 : c.end]; importing {
					c.importPaths(typed)
				} else if c.start, c.prefix = c.end, ""; typed != "" && !strings.ContainsAny(typed, "\n*?") {
					c.files(typed)
				}
				return true
			}
		case token.COMMENT, token.CHAR:
			if inside || tok == token.COMMENT && c.end == at+len(literal) && strings.HasPrefix(literal, "//") {
				return true
			}
		case token.LPAREN, token.SEMICOLON, token.IDENT, token.PERIOD:
		default:
			importing = false
		}
	}
}

// closed reports whether a string literal has its closing quote.
func closed(literal string) bool {
	return len(literal) > 1 && literal[len(literal)-1] == literal[0] && !strings.HasSuffix(literal, `\"`)
}

func (c *completer) importPaths(typed string) {
	c.start, c.prefix = c.end-len(typed), typed
	for path := range c.s.imports.byPath {
		if !isInternal(path) {
			c.offerWord(path, "module")
		}
	}
}
