// This file holds the outputs of a cell and their form in nbformat.

package nb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// An Output is one entry of a cell's outputs.
type Output struct {
	Type string // "stream", "display_data", "execute_result" or "error"

	Name string // of a stream: "stdout" or "stderr"
	Text string // of a stream

	Data           Bundle          // of display_data and execute_result
	Metadata       json.RawMessage // likewise; empty means {}
	ExecutionCount int             // of execute_result

	ErrName   string // of error
	ErrValue  string
	Traceback []string
}

// A Bundle holds one thing in several representations: MIME type to string, or to compact json.RawMessage for JSON types.
// Binary types are base64 strings, as in messages and files.
type Bundle map[string]any

// Text returns the representation of a type that is not JSON.
func (b Bundle) Text(mime string) (string, bool) {
	s, ok := b[mime].(string)
	return s, ok
}

func isJSONType(mime string) bool {
	return mime == "application/json" || strings.HasPrefix(mime, "application/") && strings.HasSuffix(mime, "+json")
}

// decodeBundle reads a bundle from a file, where a text may be a list of lines, or from a message.
func decodeBundle(data map[string]json.RawMessage) (Bundle, error) {
	b := Bundle{}
	for mime, raw := range data {
		if isJSONType(mime) {
			var compact bytes.Buffer
			if err := json.Compact(&compact, raw); err != nil {
				return nil, fmt.Errorf("%s: %w", mime, err)
			}
			b[mime] = json.RawMessage(compact.Bytes())
			continue
		}
		var text multiline
		if err := json.Unmarshal(raw, &text); err != nil {
			return nil, fmt.Errorf("%s: %w", mime, err)
		}
		b[mime] = string(text)
	}
	return b, nil
}

// encode is the bundle as nbformat's own writer lays it out: texts as lists of lines, base64 as one string.
func (b Bundle) encode() map[string]any {
	out := map[string]any{}
	for mime, v := range b {
		text, isText := v.(string)
		if isText && (strings.HasPrefix(mime, "text/") || mime == "image/svg+xml" || mime == "application/javascript") {
			v = linesOf(text)
		}
		out[mime] = v
	}
	return out
}

// encode is the output as nbformat writes it.
func (o Output) encode() map[string]any {
	j := map[string]any{"output_type": o.Type}
	switch o.Type {
	case "stream":
		j["name"] = o.Name
		j["text"] = linesOf(o.Text)
	case "error":
		j["ename"] = o.ErrName
		j["evalue"] = o.ErrValue
		j["traceback"] = append([]string{}, o.Traceback...)
	default:
		j["data"] = o.Data.encode()
		j["metadata"] = map[string]any{}
		if len(o.Metadata) > 0 {
			j["metadata"] = o.Metadata
		}
		if o.Type == "execute_result" {
			j["execution_count"] = o.ExecutionCount
		}
	}
	return j
}

// jsonOutput reads an output as nbformat writes it.
type jsonOutput struct {
	Type           string                     `json:"output_type"`
	Name           string                     `json:"name"`
	Text           multiline                  `json:"text"`
	Data           map[string]json.RawMessage `json:"data"`
	Metadata       json.RawMessage            `json:"metadata"`
	ExecutionCount *int                       `json:"execution_count"`
	ErrName        string                     `json:"ename"`
	ErrValue       string                     `json:"evalue"`
	Traceback      []string                   `json:"traceback"`
}

func (j jsonOutput) output() (Output, error) {
	o := Output{Type: j.Type, Name: j.Name, Text: string(j.Text), Metadata: j.Metadata,
		ErrName: j.ErrName, ErrValue: j.ErrValue, Traceback: j.Traceback}
	switch j.Type {
	case "stream", "error":
		return o, nil
	case "display_data", "execute_result":
		if j.ExecutionCount != nil {
			o.ExecutionCount = *j.ExecutionCount
		}
		var err error
		o.Data, err = decodeBundle(j.Data)
		return o, err
	}
	return o, fmt.Errorf("output_type %q: want stream, display_data, execute_result or error", j.Type)
}
