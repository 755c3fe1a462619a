// Package memory bounds the memory of the process that a session lives in: how much the machine or its container has, how
// much is taken, and the limit. The limit is the one of the Go runtime (runtime/debug.SetMemoryLimit, GOMEMLIMIT), so that
// the garbage collector works harder when it comes near, and garbage is not held against it. It knows nothing of cells.
package memory

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
)

// An Error says that values take too much memory, or would.
type Error struct{ Used, Limit uint64 }

func (e *Error) Error() string {
	return fmt.Sprintf("out of memory: the session would hold %s, its limit is %s (%%memory raises it)", Text(e.Used), Text(e.Limit))
}

// Text prints a size with a decimal unit: "1.5 GB".
func Text(n uint64) string {
	const units = "kMGTPE"
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	value, i := float64(n)/1000, 0
	for value >= 999.5 && i < len(units)-1 {
		value /= 1000
		i++
	}
	return fmt.Sprintf("%.3g %cB", value, units[i])
}

// Limit is what values may take, in bytes; 0 means that there is no bound.
func Limit() uint64 {
	limit := debug.SetMemoryLimit(-1) // only asks
	if limit == math.MaxInt64 {
		return 0
	}
	return uint64(limit)
}

// SetLimit bounds what values may take; 0 lifts the bound.
func SetLimit(bytes uint64) {
	if bytes == 0 || bytes > math.MaxInt64 {
		bytes = math.MaxInt64
	}
	debug.SetMemoryLimit(int64(bytes))
}

// DefaultLimit is four fifths of Available.
func DefaultLimit() uint64 { return Available() / 5 * 4 }

// Available is what the machine or the container has, 0 where that is not known.
func Available() uint64 { return available(os.DirFS("/")) }

// available reads the files in which Linux tells the machine's memory and, in both versions of control groups, how
// much of it the process and the groups around it may have.
func available(root fs.FS) uint64 {
	total := memTotal(root)
	lower := func(file string) {
		data, err := fs.ReadFile(root, file)
		if err != nil {
			return
		}
		if n, err := strconv.ParseUint(strings.TrimSpace(string(data)), 10, 64); err == nil && (total == 0 || n < total) {
			total = n // "max" is no number, and version 1 writes a huge one for none
		}
	}
	for _, group := range controlGroups(root) {
		lower(path.Join("sys/fs/cgroup", group, "memory.max"))
		lower(path.Join("sys/fs/cgroup/memory", group, "memory.limit_in_bytes"))
	}
	return total
}

// controlGroups lists the process's control groups and all above them. In a container that sees only its own, the path
// may name a group that is not there; the top is what bounds it.
func controlGroups(root fs.FS) []string {
	groups := []string{"."}
	data, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return groups
	}
	for line := range strings.Lines(string(data)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 || parts[1] != "" && !strings.Contains(parts[1], "memory") {
			continue
		}
		for group := strings.Trim(path.Clean("/"+parts[2]), "/"); group != "" && group != "."; group = path.Dir(group) {
			groups = append(groups, group)
		}
	}
	return groups
}

func memTotal(root fs.FS) uint64 {
	data, err := fs.ReadFile(root, "proc/meminfo")
	if err != nil {
		return 0
	}
	var kb uint64
	if _, err := fmt.Sscanf(string(data), "MemTotal: %d kB", &kb); err != nil {
		return 0
	}
	return kb << 10
}

// stackAllowance is what stacks may take without counting: one deep recursion is bounded otherwise. What counts is those of
// a million goroutines.
const stackAllowance = 512 << 20

// InUse is what values and the stacks of goroutines take now, garbage included that has not been collected yet.
func InUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(sample)
	objects, stacks := sample[0].Value.Uint64(), sample[1].Value.Uint64()
	return objects + max(stacks, stackAllowance) - stackAllowance
}

// large is the size from which an allocation is held against the limit beforehand.
const large = 64 << 20

// Reserve panics with an *Error if n more bytes would go past the limit.
func Reserve(n uint64) {
	if n >= large {
		if err := Admit(n); err != nil {
			panic(err)
		}
	}
}

// Admit returns an *Error if n more bytes would go past the limit. An allocation that the system refuses would end the
// process.
func Admit(n uint64) error {
	limit := Limit()
	if n < large || limit == 0 || InUse()+n <= limit {
		return nil
	}
	runtime.GC() // some of it may be garbage
	if used := InUse() + n; used > limit || used < n {
		return &Error{used, limit}
	}
	return nil
}

// Over returns an *Error if values take more than the limit now, and more than held, for which others answer.
func Over(held uint64) error {
	limit := Limit()
	if used := InUse(); limit > 0 && used > max(limit, held) {
		return &Error{used, limit}
	}
	return nil
}
