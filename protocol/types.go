// This file names the message types of the protocol.

package protocol

import "strings"

// A Type is the msg_type of a header. Types that are not listed here travel as they are.
type Type string

// Requests on shell and control, and the replies to them.
const (
	TypeExecuteRequest        Type = "execute_request"
	TypeExecuteReply          Type = "execute_reply"
	TypeInspectRequest        Type = "inspect_request"
	TypeInspectReply          Type = "inspect_reply"
	TypeCompleteRequest       Type = "complete_request"
	TypeCompleteReply         Type = "complete_reply"
	TypeHistoryRequest        Type = "history_request"
	TypeHistoryReply          Type = "history_reply"
	TypeIsCompleteRequest     Type = "is_complete_request"
	TypeIsCompleteReply       Type = "is_complete_reply"
	TypeConnectRequest        Type = "connect_request"
	TypeConnectReply          Type = "connect_reply"
	TypeCommInfoRequest       Type = "comm_info_request"
	TypeCommInfoReply         Type = "comm_info_reply"
	TypeKernelInfoRequest     Type = "kernel_info_request"
	TypeKernelInfoReply       Type = "kernel_info_reply"
	TypeShutdownRequest       Type = "shutdown_request"
	TypeShutdownReply         Type = "shutdown_reply"
	TypeInterruptRequest      Type = "interrupt_request"
	TypeInterruptReply        Type = "interrupt_reply"
	TypeDebugRequest          Type = "debug_request"
	TypeDebugReply            Type = "debug_reply"
	TypeUsageRequest          Type = "usage_request" // ipykernel's extension, spoken by jupyter-resource-usage
	TypeUsageReply            Type = "usage_reply"
	TypeCreateSubshellRequest Type = "create_subshell_request" // JEP 91
	TypeCreateSubshellReply   Type = "create_subshell_reply"
	TypeDeleteSubshellRequest Type = "delete_subshell_request"
	TypeDeleteSubshellReply   Type = "delete_subshell_reply"
	TypeListSubshellRequest   Type = "list_subshell_request"
	TypeListSubshellReply     Type = "list_subshell_reply"
)

// Messages on iopub.
const (
	TypeStatus            Type = "status"
	TypeStream            Type = "stream"
	TypeDisplayData       Type = "display_data"
	TypeUpdateDisplayData Type = "update_display_data"
	TypeExecuteInput      Type = "execute_input"
	TypeExecuteResult     Type = "execute_result"
	TypeError             Type = "error"
	TypeClearOutput       Type = "clear_output"
	TypeIOPubWelcome      Type = "iopub_welcome" // JEP 65
)

// Messages on stdin: the kernel asks, the frontend answers.
const (
	TypeInputRequest Type = "input_request"
	TypeInputReply   Type = "input_reply"
)

// Messages of comms, in both directions; they have no replies.
const (
	TypeCommOpen  Type = "comm_open"
	TypeCommMsg   Type = "comm_msg"
	TypeCommClose Type = "comm_close"
)

// ReplyType returns the type that answers a request, x_reply for x_request, and "" for a type that is no request.
func (t Type) ReplyType() Type {
	if action, ok := strings.CutSuffix(string(t), "_request"); ok {
		return Type(action + "_reply")
	}
	return ""
}
