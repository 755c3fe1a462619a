// This file reads and writes the lines of percent files that begin a cell: // %% title [type] key=value...

package nb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// marker is the line that begins the cell in the percent format.
func (c *Cell) marker() (string, error) {
	line := "// %%"
	fields := c.Metadata
	if fields == nil && len(c.Tags) > 0 {
		tags, err := style{compact: true}.encode(c.Tags, "")
		if err != nil {
			return "", err
		}
		fields = []Field{{"tags", tags}}
	}
	var options string
	for _, f := range fields {
		var title string
		if f.Key == "title" && json.Unmarshal(f.Value, &title) == nil && isTitle(title) {
			line += " " + title
			continue
		}
		if !optionKey.MatchString(f.Key + "=") {
			return "", fmt.Errorf("the percent format cannot hold metadata under the key %q", f.Key)
		}
		options += " " + f.Key + "=" + string(spaced(f.Value))
	}
	if c.Type != "code" {
		line += " [" + c.Type + "]"
	}
	return line + options, nil
}

var (
	cellType  = regexp.MustCompile(`(?:^|\s)\[(\w+)\](?:\s|$)`)
	optionKey = regexp.MustCompile(`^[A-Za-z_][\w.-]*=`)
	anyOption = regexp.MustCompile(`(?:^|\s)([A-Za-z_][\w.-]*=|\{)`)
)

// isTitle reports whether a title reads as one.
func isTitle(title string) bool {
	return title != "" && title == strings.Join(strings.Fields(title), " ") && !cellType.MatchString(title) && !anyOption.MatchString(title)
}

// startCell makes a cell of what stands behind the percent signs.
func startCell(text string) (*Cell, error) {
	cell := &Cell{Type: "code"}
	title, options := text, ""
	if at := cellType.FindStringSubmatchIndex(text); at != nil {
		switch kind := text[at[2]:at[3]]; kind {
		case "markdown", "raw":
			cell.Type = kind
		case "md": // jupytext's other name for it
			cell.Type = "markdown"
		default:
			return nil, fmt.Errorf("cell type %q: want markdown or raw", kind)
		}
		title, options = text[:at[0]], text[at[1]:]
	} else if at := anyOption.FindStringSubmatchIndex(text); at != nil {
		title, options = text[:at[2]], text[at[2]:]
	}
	if title = strings.TrimSpace(title); title != "" {
		quoted, err := style{compact: true}.encode(title, "")
		if err != nil {
			return nil, err
		}
		cell.Metadata = append(cell.Metadata, Field{"title", quoted})
	}
	fields, err := parseOptions(options)
	if err != nil {
		return nil, err
	}
	cell.Metadata = append(cell.Metadata, fields...)
	for _, f := range cell.Metadata {
		if f.Key == "tags" {
			if err := json.Unmarshal(f.Value, &cell.Tags); err != nil {
				return nil, fmt.Errorf("tags: %w", err)
			}
		}
	}
	return cell, nil
}

// parseOptions reads key=value pairs, whose values are JSON, and objects, the form of older files.
func parseOptions(text string) ([]Field, error) {
	var fields []Field
	for {
		text = strings.TrimSpace(text)
		if text == "" {
			return fields, nil
		}
		key := optionKey.FindString(text)
		if key == "" && text[0] != '{' {
			return nil, fmt.Errorf("%q: want key=value", text)
		}
		decoder := json.NewDecoder(strings.NewReader(text[len(key):]))
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return nil, fmt.Errorf("%q: the value is no JSON: %w", text, unexpectedEnd(err))
		}
		text = text[len(key)+int(decoder.InputOffset()):]
		if key == "" {
			object, err := locate(raw)
			if err != nil {
				return nil, err
			}
			members, err := fieldsOf(raw, object)
			if err != nil {
				return nil, err
			}
			fields = append(fields, members...)
			continue
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, raw); err != nil {
			return nil, err
		}
		fields = append(fields, Field{strings.TrimSuffix(key, "="), compact.Bytes()})
	}
}

func unexpectedEnd(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// spaced is compact JSON with a space behind its commas and colons, as Python writes it.
func spaced(text []byte) []byte {
	var out []byte
	inString := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		out = append(out, c)
		switch {
		case inString && c == '\\' && i+1 < len(text):
			i++
			out = append(out, text[i])
		case c == '"':
			inString = !inString
		case !inString && (c == ',' || c == ':'):
			out = append(out, ' ')
		}
	}
	return out
}
