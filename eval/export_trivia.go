package eval

// This file finds the comments and blank lines between the units of a cell, which the program keeps.

import (
	"bytes"
	"go/scanner"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// trivia are the comments of a cell outside its units, by the offset of the unit they belong to.
type trivia struct {
	lead  map[int][]string // above the unit
	trail map[int]string   // at the end of its last line
	apart map[int]bool     // a blank line stands above it
	tail  []string         // below the last unit
}

// triviaOf reads the trivia of a unit's cell.
func (x *exporter) triviaOf(syn *syntax) *trivia {
	if tr := x.trivia[syn]; tr != nil {
		return tr
	}
	tr := &trivia{lead: map[int][]string{}, trail: map[int]string{}, apart: map[int]bool{}}
	x.trivia[syn] = tr
	units := slices.DeleteFunc(slices.Clone(syn.units), (*unit).synthetic)
	end := 0 // of what has been passed
	for _, u := range units {
		if end <= u.start {
			tr.apart[u.start] = bytes.Contains(bytes.ReplaceAll(syn.src.text[end:u.start], []byte("\r"), nil), []byte("\n\n"))
		}
		end = u.end
	}
	for _, c := range comments(syn.src.code) {
		tr.place(syn, units, c)
	}
	return tr
}

// place gives a comment to the unit it belongs to.
func (tr *trivia) place(syn *syntax, units []*unit, c span) {
	text := strings.TrimRight(string(syn.src.text[c.start:c.end]), "\r")
	for _, it := range syn.src.items {
		onItsLine := it.end <= c.start && !bytes.Contains(syn.src.text[it.end:c.start], []byte("\n"))
		if it.kind == importItem && (it.start <= c.start && c.end <= it.end || onItsLine) {
			return // imports are written anew
		}
	}
	for i, u := range units {
		switch {
		case u.start <= c.start && c.end <= u.end:
			return // part of the unit's text
		case c.start < u.start:
			if i > 0 && !bytes.Contains(syn.src.text[units[i-1].end:c.start], []byte("\n")) {
				tr.trail[units[i-1].start] = text
			} else {
				tr.lead[u.start] = append(tr.lead[u.start], text)
			}
			return
		}
	}
	if n := len(units); n > 0 && !bytes.Contains(syn.src.text[units[n-1].end:c.start], []byte("\n")) {
		tr.trail[units[n-1].start] = text
		return
	}
	tr.tail = append(tr.tail, text)
}

// comments lists the comments of a text.
func comments(code []byte) []span {
	var list []span
	var scan scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	scan.Init(file, code, func(token.Position, string) {}, scanner.ScanComments)
	for {
		pos, tok, literal := scan.Scan()
		switch tok {
		case token.EOF:
			return list
		case token.COMMENT:
			start := file.Offset(pos)
			list = append(list, span{start, min(start+len(literal), len(code))})
		}
	}
}

// commented makes a comment of each line of a text.
func commented(text string) string {
	var out strings.Builder
	for line := range strings.SplitSeq(strings.Trim(text, "\r\n"), "\n") {
		out.WriteString(strings.TrimRight("// "+line, " \t\r") + "\n")
	}
	return out.String()
}

const proseWidth = 110 // columns of comments that were Markdown

var proseLead = regexp.MustCompile(`^(\s*(?:>\s?)*)((?:[-*+]|\d+\.)\s+)?`)

// wrapProse breaks the long lines of Markdown, but for those whose breaks mean something: of code and of tables.
func wrapProse(text string) string {
	var out []string
	fence := false
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fence = !fence
		}
		if fence || len(line) <= proseWidth || strings.HasPrefix(strings.TrimSpace(line), "|") || strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "#") {
			out = append(out, line)
			continue
		}
		lead := proseLead.FindStringSubmatch(line)
		next := lead[1] + strings.Repeat(" ", len(lead[2]))
		current := lead[0]
		for i, word := range strings.Fields(line[len(lead[0]):]) {
			if i > 0 && utf8.RuneCountInString(current)+1+utf8.RuneCountInString(word) > proseWidth {
				out = append(out, strings.TrimRight(current, " "))
				current = next + word
				continue
			}
			if i > 0 {
				current += " "
			}
			current += word
		}
		out = append(out, current)
	}
	return strings.Join(out, "\n")
}
