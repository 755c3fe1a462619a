// This file defines the contents of messages on iopub and of comms.

package protocol

import "encoding/json"

// Values of Status.ExecutionState.
const (
	StateStarting = "starting"
	StateBusy     = "busy"
	StateIdle     = "idle"
)

// Names of the streams.
const (
	Stdout = "stdout"
	Stderr = "stderr"
)

// Status brackets every request: busy before its first output, idle after its last.
type Status struct {
	ExecutionState string `json:"execution_state"`
}

// Stream is text that a cell printed.
type Stream struct {
	Name string `json:"name"` // Stdout or Stderr
	Text string `json:"text"`
}

// DisplayData is a value shown in several forms by MIME type. Binary forms are base64 strings. It is the content of
// display_data and update_display_data.
type DisplayData struct {
	Data      map[string]any `json:"data"`
	Metadata  map[string]any `json:"metadata"`
	Transient Transient      `json:"transient"`
}

// Transient is what is not stored in notebooks.
type Transient struct {
	DisplayID string `json:"display_id,omitempty"` // where update_display_data finds the display
}

// ExecuteInput repeats a cell to all frontends before it runs.
type ExecuteInput struct {
	Code           string `json:"code"`
	ExecutionCount int    `json:"execution_count"`
}

// ExecuteResult is the value of a cell.
type ExecuteResult struct {
	ExecutionCount int            `json:"execution_count"`
	Data           map[string]any `json:"data"`
	Metadata       map[string]any `json:"metadata"`
}

// ClearOutput removes what a cell has shown so far, at once or (Wait) when its next output arrives.
type ClearOutput struct {
	Wait bool `json:"wait"`
}

// IOPubWelcome tells a new subscriber that it will receive what is published from now on (JEP 65).
type IOPubWelcome struct {
	Subscription string `json:"subscription"` // topic prefix, usually ""
}

// CommOpen opens a comm; the receiver answers with CommClose when it does not know the target.
type CommOpen struct {
	ID         string          `json:"comm_id"`
	TargetName string          `json:"target_name"`
	Data       json.RawMessage `json:"data"`
}

// CommMsg carries data over an open comm, and as the content of comm_close its last data.
type CommMsg struct {
	ID   string          `json:"comm_id"`
	Data json.RawMessage `json:"data"`
}
