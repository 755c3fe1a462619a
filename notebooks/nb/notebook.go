// This file reads and writes .ipynb files.

package nb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Notebook is a document of nbformat 4 as read from a file, with its cells in a form to work on. Only results that were set
// with SetResult differ in the text that Bytes returns.
type Notebook struct {
	Cells    []*Cell
	Language string // of the kernelspec in the metadata, in lower case; "" when the file names none
	Header   string // of the percent file that the notebook is from; "" when it is from none, or has the usual one

	minor int // of the nbformat
	text  []byte
	root  value
	style style
}

// A Cell is one cell of a notebook.
type Cell struct {
	ID             string // "" before nbformat 4.5
	Type           string // "code", "markdown" or "raw"
	Source         string
	Tags           []string
	Metadata       []Field           // all of it, in the order of the file
	Attachments    map[string]Bundle // by file name
	SourceHidden   bool              // metadata.jupyter.source_hidden, or the tag hide-input
	OutputsHidden  bool              // metadata.jupyter.outputs_hidden, metadata.collapsed, or the tag hide-output
	ExecutionCount int               // 0 is null in the file
	Outputs        []Output

	place    value // of the cell in the text
	executed bool  // Outputs and ExecutionCount replace what the text has
	edited   bool  // Source replaces what the text has
	added    bool  // the cell is not in the text: it belongs after the cell before it in Cells
}

// A Field is one member of a JSON object.
type Field struct {
	Key   string
	Value json.RawMessage // compact
}

// HasTag reports whether the cell's metadata lists the tag.
func (c *Cell) HasTag(tag string) bool { return slices.Contains(c.Tags, tag) }

// SetResult replaces the cell's outputs and execution count (0 for null).
func (c *Cell) SetResult(executionCount int, outputs []Output) {
	c.ExecutionCount, c.Outputs, c.executed = executionCount, outputs, true
}

// Append adds a code cell at the end.
func (n *Notebook) Append(source string) {
	n.Cells = append(n.Cells, &Cell{ID: "appended", Type: "code", Source: source, added: true})
}

// Read reads the notebook in a file.
func Read(path string) (*Notebook, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if filepath.Ext(path) == ".go" {
		return nil, fmt.Errorf("%s: a Go file of cells holds no results; arraybook export -to ipynb makes a notebook of it", path)
	}
	book, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return book, nil
}

// Parse reads a notebook from the text of an .ipynb file. The text is kept, and must not be changed afterwards.
func Parse(text []byte) (*Notebook, error) {
	root, err := locate(text)
	if err != nil {
		return nil, err
	}
	if root.kind != '{' {
		return nil, errors.New("not a notebook: the JSON text is not an object")
	}
	var head struct {
		Format   *int `json:"nbformat"`
		Minor    int  `json:"nbformat_minor"`
		Metadata struct {
			Kernelspec struct {
				Language string `json:"language"`
			} `json:"kernelspec"`
			LanguageInfo struct {
				Name string `json:"name"`
			} `json:"language_info"`
			Arraybook struct {
				Header string `json:"percent_header"`
			} `json:"arraybook"`
		} `json:"metadata"`
		Cells []jsonCell `json:"cells"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("not a notebook: %w", err)
	}
	if head.Format == nil {
		return nil, errors.New("not a notebook: no nbformat")
	}
	if *head.Format != 4 {
		return nil, fmt.Errorf("nbformat %d.%d: only nbformat 4 is read (jupyter nbconvert --to notebook upgrades older files)", *head.Format, head.Minor)
	}
	cells, _ := root.get("cells")
	if cells.kind != '[' || len(cells.items) != len(head.Cells) {
		return nil, errors.New("not a notebook: no list of cells")
	}
	book := &Notebook{minor: head.Minor, text: text, root: root, style: styleOf(text, root)}
	book.Language = head.Metadata.Kernelspec.Language
	if book.Language == "" {
		book.Language = head.Metadata.LanguageInfo.Name
	}
	book.Language = strings.ToLower(book.Language)
	book.Header = head.Metadata.Arraybook.Header
	for i, c := range head.Cells {
		if cells.items[i].kind != '{' {
			return nil, fmt.Errorf("not a notebook: cell %d is not an object", i+1)
		}
		cell, err := c.cell()
		if err != nil {
			return nil, fmt.Errorf("cell %d: %w", i+1, err)
		}
		cell.place = cells.items[i]
		if metadata, ok := cell.place.get("metadata"); ok {
			if cell.Metadata, err = fieldsOf(text, metadata); err != nil {
				return nil, fmt.Errorf("cell %d: %w", i+1, err)
			}
		}
		book.Cells = append(book.Cells, cell)
	}
	return book, nil
}

// fieldsOf returns the members of an object in a text.
func fieldsOf(text []byte, object value) ([]Field, error) {
	var fields []Field
	for _, m := range object.members {
		var compact bytes.Buffer
		if err := json.Compact(&compact, text[m.value.start:m.value.end]); err != nil {
			return nil, err
		}
		fields = append(fields, Field{m.key, compact.Bytes()})
	}
	return fields, nil
}

// jsonCell is a cell as nbformat writes it.
type jsonCell struct {
	ID       string `json:"id"`
	Type     string `json:"cell_type"`
	Metadata struct {
		Tags      []string `json:"tags"`
		Collapsed bool     `json:"collapsed"`
		Jupyter   struct {
			SourceHidden  bool `json:"source_hidden"`
			OutputsHidden bool `json:"outputs_hidden"`
		} `json:"jupyter"`
	} `json:"metadata"`
	Source         multiline                             `json:"source"`
	Attachments    map[string]map[string]json.RawMessage `json:"attachments"`
	ExecutionCount *int                                  `json:"execution_count"`
	Outputs        []jsonOutput                          `json:"outputs"`
}

func (j jsonCell) cell() (*Cell, error) {
	c := &Cell{ID: j.ID, Type: j.Type, Source: string(j.Source), Tags: j.Metadata.Tags}
	if !slices.Contains([]string{"code", "markdown", "raw"}, c.Type) {
		return nil, fmt.Errorf("cell_type %q: want code, markdown or raw", c.Type)
	}
	c.SourceHidden = j.Metadata.Jupyter.SourceHidden || c.HasTag("hide-input") || c.HasTag("hide-cell")
	c.OutputsHidden = j.Metadata.Jupyter.OutputsHidden || j.Metadata.Collapsed || c.HasTag("hide-output") || c.HasTag("hide-cell")
	if j.ExecutionCount != nil {
		c.ExecutionCount = *j.ExecutionCount
	}
	for name, data := range j.Attachments {
		if c.Attachments == nil {
			c.Attachments = map[string]Bundle{}
		}
		bundle, err := decodeBundle(data)
		if err != nil {
			return nil, fmt.Errorf("attachment %q: %w", name, err)
		}
		c.Attachments[name] = bundle
	}
	for i, o := range j.Outputs {
		output, err := o.output()
		if err != nil {
			return nil, fmt.Errorf("output %d: %w", i+1, err)
		}
		c.Outputs = append(c.Outputs, output)
	}
	return c, nil
}

// multiline is a text that nbformat writes as one string or as a list of its lines.
type multiline string

func (m *multiline) UnmarshalJSON(text []byte) error {
	if bytes.HasPrefix(text, []byte("[")) {
		var lines []string
		err := json.Unmarshal(text, &lines)
		*m = multiline(strings.Join(lines, ""))
		return err
	}
	return json.Unmarshal(text, (*string)(m))
}

// linesOf returns the lines of a text, each with its line end, as nbformat lists them: it breaks lines where Python's
// str.splitlines does.
func linesOf(text string) []string {
	lines := []string{}
	start := 0
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		switch r {
		case '\r':
			if strings.HasPrefix(text[end:], "\n") {
				continue // the line ends after the pair
			}
		case '\n', '\v', '\f', 0x1c, 0x1d, 0x1e, 0x85, '\u2028', '\u2029':
		default:
			continue
		}
		lines = append(lines, text[start:end])
		start = end
	}
	if start < len(text) {
		lines = append(lines, text[start:])
	}
	return lines
}

// Bytes returns the text of the notebook's file: what was read, with the results of executed cells in their places.
func (n *Notebook) Bytes() ([]byte, error) {
	var edits []edit
	var before *Cell
	for i, c := range n.Cells {
		more, err := n.edits(c, before)
		if err != nil {
			return nil, fmt.Errorf("cell %d: %w", i+1, err)
		}
		edits = append(edits, more...)
		if !c.added {
			before = c
		}
	}
	return apply(n.text, edits), nil
}

// edits are the changes that one cell brings to the text; before is the cell of the text that it follows, nil for none.
func (n *Notebook) edits(c, before *Cell) ([]edit, error) {
	if c.added {
		e, err := n.insertion(c, before)
		return []edit{e}, err
	}
	changes := map[string]any{}
	if c.edited {
		changes["source"] = linesOf(c.Source)
	}
	if c.executed {
		changes["execution_count"], changes["outputs"] = c.results()
	}
	var edits []edit
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		e, err := n.set(c.place, key, changes[key])
		if err != nil {
			return nil, err
		}
		edits = append(edits, e)
	}
	return edits, nil
}

// results are the execution count (null for 0) and the outputs as nbformat writes them.
func (c *Cell) results() (count any, outputs []map[string]any) {
	if c.ExecutionCount != 0 {
		count = c.ExecutionCount
	}
	outputs = []map[string]any{}
	for _, o := range c.Outputs {
		outputs = append(outputs, o.encode())
	}
	return count, outputs
}

// encode is the cell as nbformat writes it.
func (c *Cell) encode(minor int) map[string]any {
	var metadata any = map[string]any{}
	if len(c.Metadata) > 0 {
		metadata = object(c.Metadata)
	} else if len(c.Tags) > 0 {
		metadata = map[string]any{"tags": c.Tags}
	}
	j := map[string]any{"cell_type": c.Type, "metadata": metadata, "source": linesOf(c.Source)}
	if minor >= 5 {
		j["id"] = c.ID
	}
	if c.Type == "code" {
		j["execution_count"], j["outputs"] = c.results()
	}
	return j
}

// object is a JSON object with its members in this order.
func object(fields []Field) json.RawMessage {
	text := []byte("{")
	for i, f := range fields {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(strconv.AppendQuoteToASCII(text, f.Key), ':')
		text = append(text, f.Value...)
	}
	return append(text, '}')
}

// insertion returns the edit that writes an added cell after the cell before it, or as the first.
func (n *Notebook) insertion(c, before *Cell) (edit, error) {
	cells, _ := n.root.get("cells")
	if len(cells.items) == 0 {
		text, err := n.style.encode([]any{c.encode(n.minor)}, n.style.indent)
		return edit{cells.start, cells.end, text}, err
	}
	prefix, alone := lineIndent(n.text, cells.items[0].start)
	text, err := n.style.encode(c.encode(n.minor), prefix)
	separator := ","
	if alone {
		separator = ",\n" + prefix
	}
	if before == nil {
		at := cells.items[0].start
		return edit{at, at, append(text, separator...)}, err
	}
	return edit{before.place.end, before.place.end, append([]byte(separator), text...)}, err
}

// set returns the edit that gives the object a member with the key and the content, in the place of the old one or after the last.
func (n *Notebook) set(object value, key string, content any) (edit, error) {
	for _, m := range slices.Backward(object.members) {
		if m.key == key {
			prefix, _ := lineIndent(n.text, m.keyStart)
			text, err := n.style.encode(content, prefix)
			return edit{m.value.start, m.value.end, text}, err
		}
	}
	last := object.members[len(object.members)-1]
	prefix, _ := lineIndent(n.text, last.keyStart)
	text, err := n.style.encode(content, prefix)
	if err != nil {
		return edit{}, err
	}
	separator, colon := ",\n"+prefix, ": "
	if n.style.compact {
		separator, colon = ",", ":"
	}
	return edit{last.value.end, last.value.end, fmt.Appendf(nil, "%s%q%s%s", separator, key, colon, text)}, nil
}

// Write writes the notebook to a file in one step: the file is its old self or the new one, never a part.
func (n *Notebook) Write(path string) error {
	text, err := n.Bytes()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return WriteFile(path, text)
}

// WriteFile writes a file beside its place and then renames it there. An existing file keeps its permissions. What is no
// regular file, such as a device or a pipe, is written to and stays what it is.
func WriteFile(path string, content []byte) error {
	mode := os.FileMode(0o644)
	if old, err := os.Stat(path); err == nil {
		if !old.Mode().IsRegular() {
			return os.WriteFile(path, content, 0)
		}
		mode = old.Mode().Perm()
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a link stays a link
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails, as it should, once the file has its name
	_, err = f.Write(content)
	if err := errors.Join(err, f.Chmod(mode), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
