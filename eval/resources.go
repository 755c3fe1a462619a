package eval

// This file holds %goroutines and %memory, which show what a session has running and what it takes, and bound both.

import (
	"errors"
	"fmt"
	"go/token"
	"math"
	"runtime"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/arraybook/arraybook/eval/internal/memory"
	"github.com/arraybook/arraybook/eval/internal/vm"
)

// goroutines lists the goroutines that cells have left running, or ends one or all of them.
func goroutines(run *execution, args string) error {
	machine := run.s.engine.machine
	verb, which, _ := strings.Cut(args, " ")
	which = strings.TrimSpace(which)
	switch {
	case args == "":
		return run.listGoroutines(machine.Goroutines(), machine.Queued())
	case verb != "stop":
		return fmt.Errorf("%q is not understood: want nothing, stop, or stop and a number", args)
	case which == "" || which == "all":
		_, err := fmt.Fprintf(run.cell.Stdout, "told %s to end\n", counted(machine.StopGoroutines(), "goroutine"))
		return err
	}
	id, err := strconv.Atoi(which)
	if err != nil {
		return fmt.Errorf("%q is not the number of a goroutine", which)
	}
	return machine.StopGoroutine(id)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// listGoroutines shows goroutines, and how many there are that have not begun.
func (run *execution) listGoroutines(list []vm.Goroutine, queued int) error {
	if queued > 0 {
		defer func() {
			fmt.Fprintf(run.cell.Stdout, "%s to be started when others have begun\n", counted(queued, "goroutine"))
		}()
	}
	if len(list) == 0 && queued > 0 {
		return nil
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(run.cell.Stdout, "no goroutines are left from earlier cells or started by this one")
		return err
	}
	w := tabwriter.NewWriter(run.cell.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "number\tcell\tfunction\tstarted\tstate")
	for _, g := range list {
		started, state := run.s.place(g.Start), g.State
		if g.Func == "" {
			started = "as the cell"
		}
		if at := run.s.place(g.At); at != "" {
			state += " at " + at
		}
		fmt.Fprintf(w, "%d\t%d\t%s\t%s\t%s\n", g.ID, g.Cell, userFunction(g.Func), started, state)
	}
	return w.Flush()
}

// place names a position in a cell: "cell 3, line 2".
func (s *Session) place(pos token.Pos) string {
	if !pos.IsValid() {
		return ""
	}
	p := s.fset.Position(pos)
	return fmt.Sprintf("%s, line %d", p.Filename, p.Line)
}

// memoryLimit shows how much the session holds and may hold, or sets the limit.
func memoryLimit(run *execution, args string) error {
	available := memory.Available()
	if args != "" {
		limit, err := parseMemory(args, available)
		if err != nil {
			return err
		}
		memory.SetLimit(limit)
	}
	runtime.GC() // what is shown is what values really take
	text := "no limit"
	if limit := memory.Limit(); limit > 0 {
		text = "limit " + memory.Text(limit)
	}
	if available > 0 {
		text += fmt.Sprintf(" (the machine has %s)", memory.Text(available))
	}
	_, err := fmt.Fprintf(run.cell.Stdout, "%s in use, %s\n", memory.Text(memory.InUse()), text)
	return err
}

// memoryUnits are the units of %memory, decimal as on a disk's label, or with an i binary.
var memoryUnits = map[string]float64{
	"b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40,
	"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
	"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
}

// parseMemory reads a limit: "4GB", "50%" of what is available, "default", or "off" for none.
func parseMemory(text string, available uint64) (uint64, error) {
	lower := strings.ToLower(strings.ReplaceAll(text, " ", ""))
	switch lower {
	case "off", "none":
		return 0, nil
	case "default":
		return memory.DefaultLimit(), nil
	}
	split := strings.LastIndexAny(lower, "0123456789.") + 1
	n, err := strconv.ParseFloat(lower[:split], 64)
	if err != nil || !(n > 0) || math.IsInf(n, 0) {
		return 0, fmt.Errorf("%q is no limit: want a size such as 4GB, a share such as 50%%, default or off", text)
	}
	if lower[split:] == "%" {
		if available == 0 {
			return 0, errors.New("the machine does not tell how much memory it has; want a size such as 4GB")
		}
		return uint64(n / 100 * float64(available)), nil
	}
	unit, ok := memoryUnits[lower[split:]]
	if !ok {
		return 0, fmt.Errorf("%q has no unit that is known: want such as 512MB, 4GB or 50%%", text)
	}
	bytes := n * unit
	if bytes < 1 || bytes >= math.MaxInt64 {
		return 0, fmt.Errorf("%q is out of range", text)
	}
	return uint64(bytes), nil
}
