// This file defines the contents of requests and replies on shell, control and stdin.

package protocol

import "encoding/json"

// Values of a reply's status field.
const (
	StatusOK      = "ok"
	StatusError   = "error"
	StatusAborted = "aborted" // an execute_request that a failing earlier cell took out of the queue
)

// ExecuteRequest asks for a cell to be run. Use its decoded form: absent fields take their defaults in UnmarshalJSON.
type ExecuteRequest struct {
	Code            string            `json:"code"`
	Silent          bool              `json:"silent"`           // no output on iopub, no result, not counted
	StoreHistory    bool              `json:"store_history"`    // default true; false whenever Silent
	UserExpressions map[string]string `json:"user_expressions"` // evaluated after the cell
	AllowStdin      bool              `json:"allow_stdin"`      // the cell may send input_request
	StopOnError     bool              `json:"stop_on_error"`    // default true: a failure aborts the queued requests
}

// UnmarshalJSON fills in the defaults of absent fields and the rule that a silent request is not stored.
func (r *ExecuteRequest) UnmarshalJSON(data []byte) error {
	type plain ExecuteRequest
	p := plain{StoreHistory: true, StopOnError: true}
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	*r = ExecuteRequest(p)
	r.StoreHistory = r.StoreHistory && !r.Silent
	return nil
}

// ExecuteReply ends an execute_request. With status "error" the Failure is set.
type ExecuteReply struct {
	Status          string         `json:"status"`
	ExecutionCount  int            `json:"execution_count"`
	UserExpressions map[string]any `json:"user_expressions,omitzero"` // Evaluation or ErrorReply, by name; never null when ok
	Payload         []struct{}     `json:"payload,omitzero"`          // always empty: payloads are deprecated
	*Failure
}

// AbortedReply ends an execute_request that was not run.
type AbortedReply struct {
	Status         string `json:"status"` // "aborted"
	ExecutionCount int    `json:"execution_count"`
}

// An Evaluation is the value of one user expression.
type Evaluation struct {
	Status   string         `json:"status"` // "ok"
	Data     map[string]any `json:"data"`
	Metadata map[string]any `json:"metadata"`
}

// A Failure says what went wrong in a request. As the content of a reply or a user expression it carries Status "error".
type Failure struct {
	Name      string   `json:"ename"`
	Value     string   `json:"evalue"`
	Traceback []string `json:"traceback"` // never null
}

// ErrorReply is the content of any reply whose request failed.
type ErrorReply struct {
	Status string `json:"status"` // "error"
	Failure
}

// NewErrorReply returns the content of a failed reply or user expression.
func NewErrorReply(f Failure) ErrorReply {
	if f.Traceback == nil {
		f.Traceback = []string{}
	}
	return ErrorReply{Status: StatusError, Failure: f}
}

// StatusReply is the content of replies that say no more than their status.
type StatusReply struct {
	Status string `json:"status"`
}

// InspectRequest asks what is at the cursor.
type InspectRequest struct {
	Code        string `json:"code"`
	CursorPos   int    `json:"cursor_pos"` // in code points
	DetailLevel int    `json:"detail_level"`
}

// InspectReply describes what is at the cursor.
type InspectReply struct {
	Status   string         `json:"status"`
	Found    bool           `json:"found"`
	Data     map[string]any `json:"data"`
	Metadata map[string]any `json:"metadata"`
}

// CompleteRequest asks for the ways to go on at the cursor.
type CompleteRequest struct {
	Code      string `json:"code"`
	CursorPos int    `json:"cursor_pos"` // in code points
}

// CompleteReply offers texts that may replace the code from CursorStart to CursorEnd, both in code points.
type CompleteReply struct {
	Status      string         `json:"status"`
	Matches     []string       `json:"matches"` // never null
	CursorStart int            `json:"cursor_start"`
	CursorEnd   int            `json:"cursor_end"`
	Metadata    map[string]any `json:"metadata"` // may hold TypedMatchesKey
}

// TypedMatchesKey is the key in CompleteReply.Metadata for a []TypedMatch, which frontends show instead of Matches.
const TypedMatchesKey = "_jupyter_types_experimental"

// A TypedMatch is a match with its kind and, as IPython has it, its signature.
type TypedMatch struct {
	Text      string `json:"text"`
	Type      string `json:"type"`
	Signature string `json:"signature,omitempty"`
	Start     int    `json:"start"` // code points
	End       int    `json:"end"`
}

// HistoryRequest asks for earlier inputs, and outputs if Output is set.
type HistoryRequest struct {
	Output     bool   `json:"output"`
	Raw        bool   `json:"raw"`
	AccessType string `json:"hist_access_type"` // "range", "tail" or "search"
	Session    int    `json:"session"`          // range: 0 is this session, negative counts back from it
	Start      int    `json:"start"`            // range: first line
	Stop       int    `json:"stop"`             // range: line after the last; 0 means to the end
	N          int    `json:"n"`                // tail and search: how many of the newest
	Pattern    string `json:"pattern"`          // search: glob with * and ?
	Unique     bool   `json:"unique"`           // search: equal inputs once
}

// HistoryReply lists inputs from old to new. An entry is [session, line, input], or [session, line, [input, output]].
type HistoryReply struct {
	Status  string   `json:"status"`
	History [][3]any `json:"history"` // never null
}

// IsCompleteRequest asks whether code is ready to be run, for consoles.
type IsCompleteRequest struct {
	Code string `json:"code"`
}

// IsCompleteReply answers with "complete", "incomplete", "invalid" or "unknown"; Indent goes with "incomplete".
type IsCompleteReply struct {
	Status string  `json:"status"`
	Indent *string `json:"indent,omitempty"`
}

// ConnectReply lists the kernel's ports. The request is deprecated.
type ConnectReply struct {
	Status      string `json:"status"`
	ShellPort   int    `json:"shell_port"`
	IOPubPort   int    `json:"iopub_port"`
	StdinPort   int    `json:"stdin_port"`
	ControlPort int    `json:"control_port"`
	HBPort      int    `json:"hb_port"`
}

// CommInfoRequest asks for open comms, all of them when TargetName is empty.
type CommInfoRequest struct {
	TargetName string `json:"target_name"`
}

// CommInfoReply maps the identifiers of open comms to their targets.
type CommInfoReply struct {
	Status string              `json:"status"`
	Comms  map[string]CommInfo `json:"comms"` // never null
}

// CommInfo describes one open comm.
type CommInfo struct {
	TargetName string `json:"target_name"`
}

// KernelInfoReply introduces the kernel.
type KernelInfoReply struct {
	Status                string       `json:"status"`
	ProtocolVersion       string       `json:"protocol_version"`
	Implementation        string       `json:"implementation"`
	ImplementationVersion string       `json:"implementation_version"`
	LanguageInfo          LanguageInfo `json:"language_info"`
	Banner                string       `json:"banner"`
	Debugger              bool         `json:"debugger"`
	HelpLinks             []HelpLink   `json:"help_links"`
	SupportedFeatures     []string     `json:"supported_features"` // JEP 92
}

// LanguageInfo tells a frontend how to treat the code of cells.
type LanguageInfo struct {
	Name           string `json:"name"`
	Version        string `json:"version"`
	MIMEType       string `json:"mimetype"`
	FileExtension  string `json:"file_extension"`
	PygmentsLexer  string `json:"pygments_lexer,omitempty"`
	CodeMirrorMode string `json:"codemirror_mode,omitempty"`
}

// HelpLink is an entry of the frontend's help menu.
type HelpLink struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// ShutdownRequest asks the kernel to end; Restart tells that the frontend will start it again.
type ShutdownRequest struct {
	Restart bool `json:"restart"`
}

// ShutdownReply confirms it, as a reply and on iopub.
type ShutdownReply struct {
	Status  string `json:"status"`
	Restart bool   `json:"restart"`
}

// SubshellReply answers create_subshell_request with the new identifier.
type SubshellReply struct {
	Status     string `json:"status"`
	SubshellID string `json:"subshell_id"`
}

// DeleteSubshellRequest names the subshell to end.
type DeleteSubshellRequest struct {
	SubshellID string `json:"subshell_id"`
}

// ListSubshellReply lists the subshells besides the main one.
type ListSubshellReply struct {
	Status     string   `json:"status"`
	SubshellID []string `json:"subshell_id"` // never null
}

// UsageReply tells what the kernel process uses.
type UsageReply struct {
	Status       string       `json:"status"`
	Hostname     string       `json:"hostname"`
	PID          int          `json:"pid"`
	KernelCPU    float64      `json:"kernel_cpu"`    // percent of one CPU since the last request
	KernelMemory uint64       `json:"kernel_memory"` // bytes resident
	CPUCount     int          `json:"cpu_count"`
	HostMemory   *MemoryUsage `json:"host_virtual_memory,omitempty"`
}

// MemoryUsage describes the machine's memory in bytes.
type MemoryUsage struct {
	Total     uint64 `json:"total"`
	Available uint64 `json:"available"`
}

// InputRequest asks the user for a line of text.
type InputRequest struct {
	Prompt   string `json:"prompt"`
	Password bool   `json:"password"` // do not show what is typed
}

// InputReply is what the user typed, without the line end.
type InputReply struct {
	Value string `json:"value"`
}
