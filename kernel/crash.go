// This file lets a kernel that crashed say why after its restart.

package kernel

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// Nothing that a cell does should end the process, and panics are caught where they can be. What cannot be caught (a
// fault of the runtime, out of memory, concurrent map writes in compiled code) makes the Go runtime write its report to
// a file beside the connection file. A frontend that restarts the kernel passes the same connection file, so that the
// next process finds the report, and prints it above the output of its first cell.
const crashSuffix = ".crash"

// A crashReport is what the previous process left.
type crashReport struct {
	path string // of this process's report; "" when there is none
	file *os.File
	once sync.Once
	last string // the report of the previous process, "" if it did not crash
}

// tell passes the report of the previous process to show, the first time it is called.
func (c *crashReport) tell(show func(report string)) {
	c.once.Do(func() {
		if c.last != "" {
			show(c.last)
		}
	})
}

// openCrashReport takes over the report that lies beside a connection file, and has the runtime write there from now on.
func openCrashReport(connectionFile string) (*crashReport, error) {
	if connectionFile == "" {
		return &crashReport{}, nil
	}
	c := &crashReport{path: connectionFile + crashSuffix}
	last, err := os.ReadFile(c.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &crashReport{}, err
	}
	if info, err := os.Stat(c.path); err == nil && len(last) > 0 {
		c.last = describeCrash(string(last), info.ModTime())
	}
	if c.file, err = os.OpenFile(c.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
		return &crashReport{last: c.last}, err
	}
	return c, debug.SetCrashOutput(c.file, debug.CrashOptions{})
}

// fatalErrors tells by a function on the stack what the runtime found. It writes the text of its fatal errors, other than
// panics and signals, to standard error alone, before it turns to the report.
var fatalErrors = []struct{ function, reason string }{
	{"internal/runtime/maps.fatal(", "fatal error: goroutines read and wrote, or wrote, a map at the same time"},
	{"runtime.(*mheap).", "fatal error: out of memory"},
	{"runtime.newstack(", "fatal error: stack overflow"},
	{"runtime.throw(", "fatal error: its text is in the log of the Jupyter server"},
	{"runtime.fatal(", "fatal error: its text is in the log of the Jupyter server"},
}

// describeCrash shortens a report of the runtime to what a user can use: the reason and the goroutine that failed.
func describeCrash(report string, when time.Time) string {
	const longest = 4 << 10
	report = strings.TrimSpace(report)
	if strings.HasPrefix(report, "goroutine ") || strings.HasPrefix(report, "runtime stack:") {
		for _, e := range fatalErrors {
			if strings.Contains(report, e.function) {
				report = e.reason + "\n\n" + report
				break
			}
		}
	}
	if reason, rest, ok := strings.Cut(report, "\n\ngoroutine "); ok {
		first, _, _ := strings.Cut(rest, "\n\n")
		report = reason + "\n\ngoroutine " + first
	}
	if len(report) > longest {
		report = strings.ToValidUTF8(report[:longest], "") + "\n..."
	}
	return fmt.Sprintf("The kernel crashed at %s and lost its variables. The Go runtime reported:\n%s\n",
		when.Format(time.DateTime), strings.TrimSpace(report))
}

// close removes the file of a process that ends in peace.
func (c *crashReport) close() error {
	if c.file == nil {
		return nil
	}
	return errors.Join(debug.SetCrashOutput(nil, debug.CrashOptions{}), c.file.Close(), os.Remove(c.path))
}
