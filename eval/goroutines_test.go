package eval

// This file tests the list of goroutines that have not begun, which a cell can have only for a moment.

import (
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval/internal/vm"
)

func TestListGoroutines(t *testing.T) {
	const head, none = "number  cell  function  started      state\n", "no goroutines are left from earlier cells or started by this one\n"
	one := []vm.Goroutine{{ID: 4, Cell: 2, State: "ending"}}
	for _, test := range []struct {
		list   []vm.Goroutine
		queued int
		want   string
	}{
		{nil, 0, none},
		{nil, 1, "1 goroutine to be started when others have begun\n"},
		{one, 0, head + "4       2               as the cell  ending\n"},
		{one, 70_000, head + "4       2               as the cell  ending\n70000 goroutines to be started when others have begun\n"},
	} {
		var out strings.Builder
		run := &execution{s: &Session{}, cell: Cell{Stdout: &out}}
		if err := run.listGoroutines(test.list, test.queued); err != nil || out.String() != test.want {
			t.Errorf("%d listed, %d queued:\n%s%v, want\n%s", len(test.list), test.queued, out.String(), err, test.want)
		}
	}
}
