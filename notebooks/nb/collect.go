// This file folds the messages that a running cell sends into the cell's outputs.

package nb

import (
	"encoding/json"
	"fmt"

	"github.com/arraybook/arraybook/protocol"
)

// A collector gathers the outputs of one run of a notebook, as a frontend shows them: what a stream prints in a row is
// one output, a display that is updated changes wherever it stands, also in an earlier cell.
type collector struct {
	handles map[string][]*Output // by display id
}

// cellOutputs are the outputs of one cell so far.
type cellOutputs struct {
	outputs      []*Output
	clearPending bool // clear_output(wait): clear when the next output comes
	count        int  // execution_count
}

func newCollector() *collector { return &collector{handles: map[string][]*Output{}} }

// finished returns the outputs as values.
func (c *cellOutputs) finished() []Output {
	list := make([]Output, len(c.outputs))
	for i, o := range c.outputs {
		list[i] = *o
	}
	return list
}

func (c *cellOutputs) add(o *Output) {
	if c.clearPending {
		c.outputs, c.clearPending = nil, false
	}
	if n := len(c.outputs); o.Type == "stream" && n > 0 {
		if last := c.outputs[n-1]; last.Type == "stream" && last.Name == o.Name {
			last.Text += o.Text
			return
		}
	}
	c.outputs = append(c.outputs, o)
}

// A shown is the content of display_data, update_display_data and execute_result.
type shown struct {
	Data           map[string]json.RawMessage `json:"data"`
	Metadata       json.RawMessage            `json:"metadata"`
	ExecutionCount int                        `json:"execution_count"`
	Transient      struct {
		DisplayID string `json:"display_id"`
	} `json:"transient"`
}

// add applies one IOPub message to the cell that it belongs to.
func (c *collector) add(cell *cellOutputs, m protocol.Message) error {
	switch m.Header.Type {
	case protocol.TypeStream:
		content, err := protocol.ContentOf[protocol.Stream](m)
		if err != nil {
			return err
		}
		cell.add(&Output{Type: "stream", Name: content.Name, Text: content.Text})
	case protocol.TypeDisplayData, protocol.TypeExecuteResult, protocol.TypeUpdateDisplayData:
		return c.show(cell, m)
	case protocol.TypeError:
		content, err := protocol.ContentOf[protocol.Failure](m)
		if err != nil {
			return err
		}
		cell.add(&Output{Type: "error", ErrName: content.Name, ErrValue: content.Value, Traceback: content.Traceback})
	case protocol.TypeClearOutput:
		content, err := protocol.ContentOf[protocol.ClearOutput](m)
		if err != nil {
			return err
		}
		cell.clearPending = content.Wait
		if !content.Wait {
			cell.outputs = nil
		}
	case protocol.TypeExecuteInput:
		content, err := protocol.ContentOf[protocol.ExecuteInput](m)
		if err != nil {
			return err
		}
		cell.count = content.ExecutionCount
	}
	return nil
}

func (c *collector) show(cell *cellOutputs, m protocol.Message) error {
	content, err := protocol.ContentOf[shown](m)
	if err != nil {
		return err
	}
	data, err := decodeBundle(content.Data)
	if err != nil {
		return fmt.Errorf("%s: %w", m.Header.Type, err)
	}
	id := content.Transient.DisplayID
	if id != "" {
		for _, o := range c.handles[id] {
			o.Data, o.Metadata = data, content.Metadata
		}
	}
	if m.Header.Type == protocol.TypeUpdateDisplayData {
		return nil
	}
	output := &Output{Type: "display_data", Data: data, Metadata: content.Metadata}
	if m.Header.Type == protocol.TypeExecuteResult {
		output.Type, output.ExecutionCount = "execute_result", content.ExecutionCount
	}
	cell.add(output)
	if id != "" {
		c.handles[id] = append(c.handles[id], output)
	}
	return nil
}
