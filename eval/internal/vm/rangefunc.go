// This file gives the panics that the ssa package puts around range-over-func loops the errors that Go's runtime has for them.

package vm

import (
	"go/constant"
	"strings"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

const (
	yieldedTooLate = "yield function called after range loop exit" // ssa's words
	lostPanic      = "iterator call did not preserve panic"

	rangeDone         = "range function continued iteration after function for loop body returned false"
	rangePanicked     = "range function continued iteration after loop body panic"
	rangeExhausted    = "range function continued iteration after whole loop exit"
	rangeMissingPanic = "range function recovered a loop body panic and did not resume panicking"
)

func (c *compiler) panic(in *ssa.Panic) {
	switch text := c.ownPanic(in); text {
	case yieldedTooLate:
		if state := loopState(in.Block()); state != nil {
			c.emit(instr{op: opRangePanic, b: c.slot(state)})
			return
		}
	case lostPanic:
		c.emit(instr{op: opLostPanic})
		return
	}
	c.emit(instr{op: opPanic, b: c.slot(in.X)})
}

// ownPanic returns the text of a panic that no source has, "" for others.
func (c *compiler) ownPanic(in *ssa.Panic) string {
	value, ok := in.X.(*ssa.MakeInterface)
	if !ok || in.Pos().IsValid() {
		return ""
	}
	text, ok := value.X.(*ssa.Const)
	if !ok || text.Value == nil || text.Value.Kind() != constant.String {
		return ""
	}
	return constant.StringVal(text.Value)
}

// loopState returns the pointer to a loop's state, which was compared on the way into the block.
func loopState(b *ssa.BasicBlock) ssa.Value {
	if len(b.Preds) != 1 {
		return nil
	}
	instrs := b.Preds[0].Instrs
	test, ok := instrs[len(instrs)-1].(*ssa.If)
	if !ok {
		return nil
	}
	cond, ok := test.Cond.(*ssa.BinOp)
	if !ok {
		return nil
	}
	load, ok := cond.X.(*ssa.UnOp)
	if !ok {
		return nil
	}
	state, ok := load.X.(*ssa.FreeVar)
	if !ok {
		return nil
	}
	return state
}

// isLoopState reports whether addr is the state of a range-over-func loop, which its own function loads when the loop is over and
// nowhere else: to go on where the loop was left.
func isLoopState(addr ssa.Value) bool {
	alloc, ok := addr.(*ssa.Alloc)
	return ok && strings.HasPrefix(alloc.Comment, "jump$") // no name of the source
}

// The states of a loop in ssa's code, beside the numbers of its exits.
const loopBusy, loopDone = -1, -2

var (
	// Ssa's code leaves the number of the exit in the state.
	opLoopOver = register("loop over", func(_ *thread, fp unsafe.Pointer, in *instr) {
		if state := (*int)(unsafe.Add(get[unsafe.Pointer](fp, in.b), in.c)); *state != loopBusy {
			*state = loopDone
		}
	})

	opRangePanic = register("range panic", func(_ *thread, fp unsafe.Pointer, in *instr) {
		panic(rangeError(*get[*int](fp, in.b)))
	})

	opLostPanic = register("lost panic", func(*thread, unsafe.Pointer, *instr) { panic(runtimeError(rangeMissingPanic)) })
)

// rangeError returns the error for a call of a yield function in the state that ssa's code keeps: running, over, or left by
// the exit of that number.
func rangeError(state int) error {
	switch state {
	case loopBusy:
		return runtimeError(rangePanicked)
	case loopDone:
		return runtimeError(rangeExhausted)
	}
	return runtimeError(rangeDone)
}
