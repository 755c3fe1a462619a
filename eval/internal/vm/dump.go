// This file prints compiled code.

package vm

import (
	"fmt"
	"io"

	"golang.org/x/tools/go/ssa"
)

// Dump writes the code of fn and of the functions written inside it.
func (m *Machine) Dump(w io.Writer, fn *ssa.Function) {
	c := m.code(m.slot(fn))
	fmt.Fprintf(w, "func %s: %d constants, frame of %d bytes\n", fn.Name(), len(c.consts), c.layout.rt.Size())
	for i := 1; i < len(c.instrs); i++ {
		in := &c.instrs[i]
		fmt.Fprintf(w, "%4d %s", i, in)
		if in.op < firstFunc && jumps[in.op] {
			fmt.Fprintf(w, " -> %d", (uintptr(in.x)-uintptr(c.start()))/instrSize+1)
		}
		fmt.Fprintln(w)
	}
	for _, inner := range fn.AnonFuncs {
		m.Dump(w, inner)
	}
}
