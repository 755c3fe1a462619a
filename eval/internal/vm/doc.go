// Package vm is the evaluator's engine: it compiles go/ssa functions to a compact register code and runs it.
//
// Values have their native Go layout everywhere. A frame is one Go object whose layout (header, then a slot for every
// SSA value) is known to the garbage collector, so slots hold real pointers, strings, interfaces and structs, and any
// value can be handed to compiled code as it is. Instructions name slots by their byte offset in the frame.
//
// The way of a function: ssa.Function -> slots (slots.go, phis merged by coalesce.go) -> instructions (compile*.go) ->
// the switch loop in exec.go, which handles the frequent instructions itself and leaves the others to small functions
// (ops_*.go).
//
// The package knows neither syntax nor the session: which declaration replaces which is decided by names and run-time
// types in Load. It must not know Jupyter, arrays or HTML.
package vm
