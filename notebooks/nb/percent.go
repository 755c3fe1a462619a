// This file reads and writes notebooks in the percent format: Go files whose cells begin with "// %%", as jupytext and
// editors know them. The format holds what people write and leaves out results, which suits version control.

package nb

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// percentHeader opens a file; jupytext takes the kernel from it.
const percentHeader = `// ---
// jupyter:
//   kernelspec:
//     display_name: Go (arraybook)
//     language: go
//     name: arraybook
// ---
`

// notebookMetadata is the metadata of notebooks that are made here.
var notebookMetadata = map[string]any{
	"kernelspec":    map[string]any{"display_name": "Go (arraybook)", "language": "go", "name": "arraybook"},
	"language_info": map[string]any{"name": "go", "file_extension": ".go", "mimetype": "text/x-go"},
}

// NewNotebook returns a notebook of the cells, laid out as Jupyter writes files, in nbformat 4.5. Cells without an
// identifier get one that depends on their place and source alone.
func NewNotebook(cells []*Cell) (*Notebook, error) { return newNotebook(cells, "") }

func newNotebook(cells []*Cell, header string) (*Notebook, error) {
	const minor = 5
	list := []any{}
	for i, c := range cells {
		if c.ID == "" {
			c.ID = fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%d\n%s", i, c.Source)))[:8]
		}
		list = append(list, c.encode(minor))
	}
	metadata := maps.Clone(notebookMetadata)
	if header != "" {
		metadata["arraybook"] = map[string]any{"percent_header": header}
	}
	text, err := jupyterStyle.encode(map[string]any{"cells": list, "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}, "")
	if err != nil {
		return nil, err
	}
	return Parse(append(text, '\n'))
}

// Percent returns the notebook in the percent format. Outputs are left out, as are blank lines at the ends of cells. Attached files
// have no place in the format and are an error.
func Percent(book *Notebook) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(cmp.Or(book.Header, percentHeader))
	for i, c := range book.Cells {
		if len(c.Attachments) > 0 {
			return nil, fmt.Errorf("cell %d: the percent format cannot hold the attached file %q", i+1, slices.Sorted(maps.Keys(c.Attachments))[0])
		}
		head, err := c.marker()
		if err != nil {
			return nil, fmt.Errorf("cell %d: %w", i+1, err)
		}
		out.WriteString("\n" + head + "\n")
		source := strings.Trim(c.Source, "\n")
		if source == "" {
			continue
		}
		for line := range strings.SplitSeq(source, "\n") {
			if c.Type != "code" || mustComment(line) {
				line = strings.TrimRight("// "+line, " ")
			}
			if c.Type != "code" && marker.MatchString(line) {
				return nil, fmt.Errorf("cell %d: the line %q would begin a cell in the percent format", i+1, line)
			}
			out.WriteString(line + "\n")
		}
	}
	return out.Bytes(), nil
}

// kernelCommand matches the lines of a code cell that are no Go.
var kernelCommand = regexp.MustCompile(`^(?:[%!][A-Za-z./]|%%\S)`)

// mustComment reports whether a line of a code cell is written behind "// ": kernel commands are, so that the file is Go for
// other tools, and so is what would be read as such a comment or as the start of a cell.
func mustComment(line string) bool {
	rest, isComment := strings.CutPrefix(line, "// ")
	return kernelCommand.MatchString(line) || marker.MatchString(line) || isComment && mustComment(rest)
}

// marker matches the line that begins a cell.
var marker = regexp.MustCompile(`^// ?%%(?:\s+(.*))?$`)

// ParsePercent reads a notebook from the percent format.
func ParsePercent(text []byte) (*Notebook, error) {
	lines := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	header, lines, err := cutHeader(lines)
	if err != nil {
		return nil, err
	}
	var cells []*Cell
	var body []string
	for _, line := range lines {
		m := marker.FindStringSubmatch(line)
		if m == nil {
			body = append(body, line)
			continue
		}
		if cells, err = endCell(cells, body); err != nil {
			return nil, err
		}
		body = nil
		cell, err := startCell(strings.TrimSpace(m[1]))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", line, err)
		}
		cells = append(cells, cell)
	}
	if cells, err = endCell(cells, body); err != nil {
		return nil, err
	}
	return newNotebook(cells, header)
}

var codingLine = regexp.MustCompile(`^// -\*- coding: \S+ -\*-$`)

// cutHeader parts the YAML header from the cells, with the line about the encoding that jupytext puts above it. The usual
// header is returned as "".
func cutHeader(lines []string) (header string, rest []string, err error) {
	first := 0
	if codingLine.MatchString(lines[0]) {
		first = 1
	}
	if first == len(lines) || strings.TrimSpace(lines[first]) != "// ---" {
		if first > 0 {
			return lines[0] + "\n", lines[1:], nil
		}
		return "", lines, nil
	}
	length := slices.IndexFunc(lines[first+1:], func(line string) bool { return strings.TrimSpace(line) == "// ---" })
	if length < 0 {
		return "", nil, errors.New("the header that begins with \"// ---\" does not end")
	}
	end := first + 1 + length + 1
	header = strings.Join(lines[:end], "\n") + "\n"
	if header == percentHeader {
		header = ""
	}
	return header, lines[end:], nil
}

// endCell gives the lines to the last cell. Lines before the first marker are a cell of their own if they say anything.
func endCell(cells []*Cell, body []string) ([]*Cell, error) {
	text := strings.Trim(strings.Join(body, "\n"), "\n")
	if len(cells) == 0 {
		if strings.TrimSpace(text) == "" {
			return nil, nil
		}
		cells = append(cells, &Cell{Type: "code"})
	}
	cell := cells[len(cells)-1]
	if text == "" {
		return cells, nil
	}
	body = strings.Split(text, "\n")
	for i, line := range body {
		rest, isComment := strings.CutPrefix(line, "//")
		inner := strings.TrimPrefix(rest, " ")
		switch {
		case cell.Type == "code":
			if isComment && inner != rest && mustComment(inner) {
				body[i] = inner
			}
		case strings.TrimSpace(line) == "":
		case isComment:
			body[i] = inner
		default:
			return nil, fmt.Errorf("line %q of a %s cell is not a comment", line, cell.Type)
		}
	}
	cell.Source = strings.Join(body, "\n")
	return cells, nil
}
