// This file finds where each value lies in a JSON text, so that a notebook can be changed in some places and stay byte for
// byte what it was in all others.

package nb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// A value is one JSON value and its place in the text: text[start:end].
type value struct {
	start, end int
	kind       byte     // '{', '[', '"', or 0 for numbers, true, false and null
	members    []member // of an object, in the order of the text
	items      []value  // of an array
}

type member struct {
	keyStart int
	key      string
	value    value
}

// get returns the value under key; of a key that is there twice, the last, as every JSON reader does.
func (v value) get(key string) (value, bool) {
	for _, m := range slices.Backward(v.members) {
		if m.key == key {
			return m.value, true
		}
	}
	return value{}, false
}

// locate parses text and returns the tree of its values.
func locate(text []byte) (value, error) {
	if !json.Valid(text) { // also bounds the depth of the recursion below
		return value{}, syntaxError(text)
	}
	l := locator{text: text, tokens: json.NewDecoder(bytes.NewReader(text))}
	l.tokens.UseNumber()
	return l.value()
}

// syntaxError returns what is wrong with an invalid JSON text, with its line.
func syntaxError(text []byte) error {
	var ignored json.RawMessage
	err := json.Unmarshal(text, &ignored)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
		return fmt.Errorf("not JSON: line %d: %w", line, err)
	}
	return fmt.Errorf("not JSON: %w", err)
}

type locator struct {
	text   []byte
	tokens *json.Decoder
}

// start is where the next token begins: past the white space and separators that follow the last one.
func (l *locator) start() int {
	at := int(l.tokens.InputOffset())
	for at < len(l.text) && bytes.IndexByte([]byte(" \t\r\n,:"), l.text[at]) >= 0 {
		at++
	}
	return at
}

func (l *locator) value() (value, error) {
	v := value{start: l.start()}
	token, err := l.tokens.Token()
	if err != nil {
		return v, err
	}
	switch token := token.(type) {
	case json.Delim:
		v.kind = byte(token)
		for l.tokens.More() {
			if err := l.element(&v); err != nil {
				return v, err
			}
		}
		if _, err := l.tokens.Token(); err != nil { // the closing bracket
			return v, err
		}
	case string:
		v.kind = '"'
	}
	v.end = int(l.tokens.InputOffset())
	return v, nil
}

// element reads one member or item into its parent.
func (l *locator) element(parent *value) error {
	var m member
	if parent.kind == '{' {
		m.keyStart = l.start()
		key, err := l.tokens.Token()
		if err != nil {
			return err
		}
		m.key = key.(string)
	}
	var err error
	if m.value, err = l.value(); err != nil {
		return err
	}
	if parent.kind == '{' {
		parent.members = append(parent.members, m)
	} else {
		parent.items = append(parent.items, m.value)
	}
	return nil
}

// An edit replaces text[start:end].
type edit struct {
	start, end int
	with       []byte
}

// apply returns text with the edits made. Edits do not overlap; of two insertions at one place the first given comes first.
func apply(text []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(out, text[at:e.start]...)
		out = append(out, e.with...)
		at = e.end
	}
	return append(out, text[at:]...)
}

// A style is how a JSON text is laid out: the white space that one level is indented by, or everything on one line.
type style struct {
	indent  string
	compact bool
}

// jupyterStyle is what Jupyter's own tools write.
var jupyterStyle = style{indent: " "}

// styleOf recognises the layout from the first member of the outermost object.
func styleOf(text []byte, root value) style {
	if len(root.members) == 0 {
		return jupyterStyle
	}
	indent, alone := lineIndent(text, root.members[0].keyStart)
	if !alone {
		return style{compact: true}
	}
	return style{indent: indent}
}

// lineIndent returns the white space before text[at] on its line, and whether there is nothing else before it.
func lineIndent(text []byte, at int) (string, bool) {
	line := bytes.LastIndexByte(text[:at], '\n') + 1
	indent := text[line:at]
	return string(indent), line > 0 && len(bytes.Trim(indent, " \t")) == 0
}

// encode writes v as JSON in the style, for a place whose line is indented by prefix. Characters stand as they are, as in
// files that Jupyter writes (Python's ensure_ascii=False).
func (s style) encode(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	text := unescapeSeparators(bytes.TrimRight(b.Bytes(), "\n"))
	if s.compact {
		return text, nil
	}
	var laidOut bytes.Buffer
	if err := json.Indent(&laidOut, text, prefix, s.indent); err != nil {
		return nil, err
	}
	return laidOut.Bytes(), nil
}

// unescapeSeparators undoes encoding/json's escapes of U+2028 and U+2029, which Jupyter's writers leave as they are. A backslash that
// is itself escaped does not begin an escape.
func unescapeSeparators(text []byte) []byte {
	if !bytes.Contains(text, []byte(`\u202`)) {
		return text
	}
	var out []byte
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] != '\\':
			out = append(out, text[i])
		case bytes.HasPrefix(text[i:], []byte(`\u2028`)):
			out = append(out, "\u2028"...)
			i += len(`\u2028`) - 1
		case bytes.HasPrefix(text[i:], []byte(`\u2029`)):
			out = append(out, "\u2029"...)
			i += len(`\u2029`) - 1
		default:
			out = append(out, text[i], text[i+1])
			i++
		}
	}
	return out
}
