// This file checks that the programs of testdata use every operation of the switch loop.

package vm

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"
)

func TestOperationsUsed(t *testing.T) {
	var used [firstFunc]bool
	for _, file := range programs(t) {
		p := loadProgram(t, file, nil)
		for _, member := range p.main.Pkg.Members {
			if fn, ok := member.(*ssa.Function); ok {
				markUsed(p.m, fn, &used)
			}
		}
	}
	used[opBad] = true
	for op, ok := range used {
		// Elements of arrays are tested where there are arrays: in eval/symbols.
		if name := switchNames[op]; !ok && !strings.Contains(name, "Elem") && !strings.Contains(strings.ToLower(name), "vec") {
			t.Errorf("no program uses %s", name)
		}
	}
}

func markUsed(m *Machine, fn *ssa.Function, used *[firstFunc]bool) {
	if fn.Blocks == nil || fn.TypeParams().Len() > 0 {
		return
	}
	for _, in := range m.code(m.slot(fn)).instrs {
		if in.op < firstFunc {
			used[in.op] = true
		}
	}
	for _, inner := range fn.AnonFuncs {
		markUsed(m, inner, used)
	}
}
