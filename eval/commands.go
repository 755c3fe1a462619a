package eval

// This file holds the kernel commands: lines that start with % or !, and cells whose first line starts with %%.

import (
	"errors"
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/arraybook/arraybook/eval/internal/cycle"
)

// A lineCommand is a command that stands on a line of its own, like a statement.
type lineCommand struct {
	name, args, help string
	run              func(run *execution, args string) error
}

// lineCommands is filled in by init, since %help lists it.
var lineCommands []lineCommand

func init() {
	lineCommands = []lineCommand{
		{"%cd", "[directory]", "change the working directory; without an argument, to the home directory", changeDirectory},
		{"%env", "[name[=value]]", "list environment variables, show one, or set one", environment},
		{"%goroutines", "[stop [number]]", "list the goroutines that cells left running, or end one or all", goroutines},
		{"%help", "", "list the kernel commands", help},
		{"%history", "", "print the cells that ran in this session", printHistory},
		{"%load", "file.go", "run a Go file as if it stood here", nil},
		{"%memory", "[limit]", "show how much memory the session takes, or bound it: 4GB, 50%, default, off", memoryLimit},
		{"%pwd", "", "print the working directory", workingDirectory},
		{"%reset", "", "forget all declarations", nil},
		{"%time", "statement", "run a statement and print how long it took", nil},
		{"%timeit", "statement", "run a statement many times and print the median and spread of its time", nil},
		{"%version", "", "print the versions of arraybook and Go", version},
		{"%who", "", "list the session's declarations", who},
	}
}

// cellCommands start a cell's first line and concern all the rest.
var cellCommands = []lineCommand{
	{"%%time", "", "run the cell and print how long it took", nil},
	{"%%timeit", "", "run the cell many times and print the median and spread of its time", nil},
	{"%%writefile", "[-a] path", "write the rest of the cell to a file; -a appends", nil},
}

func findCommand(list []lineCommand, name string) *lineCommand {
	for i := range list {
		if list[i].name == name {
			return &list[i]
		}
	}
	return nil
}

// splitCommand parts "%cd dir" into name and arguments; "!ls -l" has the name "!", and "x?" the name "?".
func splitCommand(line string) (name, args string) {
	if m := question.FindStringSubmatch(line); m != nil {
		return m[1] + m[4], m[2] + m[3]
	}
	if rest, ok := strings.CutPrefix(line, "!"); ok {
		return "!", strings.TrimSpace(rest)
	}
	name = firstWord([]byte(line))
	return name, strings.TrimSpace(line[len(name):])
}

func (u *unit) isReset() bool {
	name, _ := splitCommand(u.command)
	return name == "%reset"
}

// checkCommand refuses unknown commands before anything runs, and replaces %load by the units of the file.
func (s *Session) checkCommand(syn *syntax, u *unit) ([]*unit, error) {
	name, args := splitCommand(u.command)
	fail := func(message string) error {
		return compileFailure([]report{newReport(syn.name, string(syn.src.text), problem{u.start, message})})
	}
	if name == "!" || name == "?" || name == "??" {
		return []*unit{u}, nil
	}
	command := findCommand(lineCommands, name)
	switch {
	case command == nil:
		return nil, fail(fmt.Sprintf("unknown command %s (known: %s)", name, strings.Join(commandNames(), " ")))
	case command.args == "" && args != "":
		return nil, fail(fmt.Sprintf("%s takes no arguments, not %q", name, args))
	case name != "%load":
		return []*unit{u}, nil
	}
	text, err := os.ReadFile(args)
	if err != nil {
		return nil, fail("%load: " + err.Error())
	}
	s.sources[args] = string(text)
	file, err := s.parse(args, string(text))
	if err != nil {
		return nil, err
	}
	syn.imports = append(syn.imports, file.imports...)
	program := file.program
	file.program = false // its declarations become the cell's
	units, err := s.expand(file)
	if err == nil && program {
		units = append(units, callUnit(file, "main", u.pos()))
	}
	return units, err
}

func commandNames() []string {
	var names []string
	for _, c := range slices.Concat(lineCommands, cellCommands) {
		names = append(names, c.name)
	}
	return append(names, "!", "name?")
}

// command runs a line command while the cell runs.
func (run *execution) command(line string) error {
	name, args := splitCommand(line)
	switch name {
	case "!":
		return run.shell(args)
	case "?", "??":
		return run.describe(args, len(name)-1)
	}
	if c := findCommand(lineCommands, name); c != nil && c.run != nil {
		return c.run(run, args)
	}
	return nil // %reset and %load took effect before
}

// cellCommand splits a cell that starts with %%.
func cellCommand(text string) (name, args, body string, ok bool) {
	text = strings.TrimPrefix(text, "\uFEFF")
	if !strings.HasPrefix(text, "%%") {
		return "", "", "", false
	}
	line, body, _ := strings.Cut(text, "\n")
	name, args = splitCommand(strings.TrimRight(line, "\r"))
	return name, args, body, true
}

// timedCode is the code of a cell behind %%time or %%timeit, every line of it where it stands in the cell.
func timedCode(name, body string) (code string, ok bool) {
	switch name {
	case "%%time":
		return "\n" + body, true
	case "%%timeit":
		return "%timeit {\n" + body + "\n}", true
	}
	return "", false
}

func (run *execution) cellCommand(name, args, body string) error {
	if c := findCommand(cellCommands, name); c != nil && c.args == "" && args != "" {
		return commandFailure(name, fmt.Errorf("takes no arguments, not %q", args))
	}
	code, _ := timedCode(name, body)
	switch name {
	case "%%timeit":
		return run.execute(code)
	case "%%time":
		start := time.Now()
		err := run.execute(code)
		fmt.Fprintf(run.cell.Stdout, "time: %s\n", rounded(time.Since(start)))
		return err
	case "%%writefile":
		path, appending := strings.CutPrefix(args, "-a ")
		if err := writeFile(strings.TrimSpace(path), body, appending); err != nil {
			return commandFailure(name, err)
		}
		fmt.Fprintf(run.cell.Stdout, "wrote %d bytes to %s\n", len(body), strings.TrimSpace(path))
		return nil
	}
	return commandFailure(name, fmt.Errorf("unknown command (known: %s)", strings.Join(commandNames(), " ")))
}

func commandFailure(name string, err error) *Error {
	f := &failure{doing: name, err: err}
	return &Error{name: failedError, message: f.Error(), lines: []string{failedError + ": " + f.Error()}, cause: err}
}

// writeFile writes a file whole: beside its place first, then under its name. What is no regular file, such as a device or
// a pipe, is written to and stays what it is.
func writeFile(path, text string, appending bool) error {
	if path == "" {
		return errors.New("no path given")
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a link stays a link
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(path, []byte(text), 0)
	}
	if appending {
		old, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		text = string(old) + text
	}
	beside, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(beside.Name())
	if _, err := beside.WriteString(text); err != nil {
		return errors.Join(err, beside.Close())
	}
	if err := errors.Join(beside.Chmod(0o644), beside.Close()); err != nil {
		return err
	}
	return os.Rename(beside.Name(), path)
}

func changeDirectory(run *execution, dir string) error {
	if dir == "" || dir == "~" || strings.HasPrefix(dir, "~/") {
		home, err := os.UserHomeDir()
		if err != nil {
			return err
		}
		dir = filepath.Join(home, strings.TrimPrefix(dir, "~"))
	}
	if err := os.Chdir(dir); err != nil {
		return err
	}
	return workingDirectory(run, "")
}

func workingDirectory(run *execution, _ string) error {
	dir, err := os.Getwd()
	if err == nil {
		_, err = fmt.Fprintln(run.cell.Stdout, dir)
	}
	return err
}

func environment(run *execution, args string) error {
	if args == "" {
		for _, e := range slices.Sorted(slices.Values(os.Environ())) {
			fmt.Fprintln(run.cell.Stdout, e)
		}
		return nil
	}
	name, value, set := strings.Cut(args, "=")
	if !set {
		name, value, set = strings.Cut(args, " ")
	}
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if set {
		return os.Setenv(name, value)
	}
	value, ok := os.LookupEnv(name)
	if !ok {
		return fmt.Errorf("there is no environment variable %s", name)
	}
	_, err := fmt.Fprintln(run.cell.Stdout, value)
	return err
}

func help(run *execution, _ string) error {
	w := tabwriter.NewWriter(run.cell.Stdout, 0, 0, 2, ' ', 0)
	for _, c := range slices.Concat(lineCommands, cellCommands) {
		fmt.Fprintf(w, "%s %s\t%s\n", c.name, c.args, c.help)
	}
	fmt.Fprintf(w, "!command\trun a command in the shell\n")
	fmt.Fprintf(w, "name?\tdescribe a name; name?? shows its source too\n")
	return w.Flush()
}

// describe shows what is known of a name.
func (run *execution) describe(name string, detail int) error {
	s := run.s
	s.mu.Lock()
	var d *description
	if c := commandAt(name, len(name)); c != nil {
		d = c.description()
	} else if obj := s.objectAt(name, len(name)); obj != nil {
		d = s.describe(obj, true, detail)
	}
	s.mu.Unlock()
	if d == nil {
		return fmt.Errorf("nothing is named %s", name)
	}
	if run.cell.Show != nil {
		run.cell.Show(documented{d.signature, strings.Join(nonEmpty(prefixed("value: ", d.value), d.doc, d.source), "\n\n")})
	}
	return nil
}

func printHistory(run *execution, _ string) error {
	run.s.mu.Lock()
	entries := slices.Clone(run.s.history)
	run.s.mu.Unlock()
	for _, h := range entries {
		fmt.Fprintf(run.cell.Stdout, "// cell %d\n%s\n\n", h.cell, strings.TrimRight(h.text, "\n"))
	}
	return nil
}

func version(run *execution, _ string) error {
	_, err := fmt.Fprintf(run.cell.Stdout, "arraybook %s, %s %s/%s\n", run.s.config.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// who lists the session's declarations in the order of their cells.
func who(run *execution, _ string) error {
	run.s.mu.Lock()
	defer run.s.mu.Unlock()
	v := &view{s: run.s}
	var list []*decl
	for _, d := range run.s.decls {
		if !strings.HasPrefix(d.key, "·") && !d.missed {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b *decl) int {
		if a.cell != b.cell {
			return a.cell - b.cell
		}
		return strings.Compare(a.key, b.key)
	})
	w := tabwriter.NewWriter(run.cell.Stdout, 0, 0, 2, ' ', 0)
	for _, d := range list {
		fmt.Fprintf(w, "%s\t%s\tcell %d\n", d.key, run.s.described(v, d), d.cell)
	}
	return w.Flush()
}

// described tells in a few words what a declaration is.
func (s *Session) described(v *view, d *decl) string {
	if d.broken != "" {
		return "broken: " + d.broken
	}
	var text string
	switch obj := d.obj.(type) {
	case *types.TypeName:
		text = "type " + types.TypeString(obj.Type().Underlying(), byName)
	case *types.Const:
		text = "const " + types.TypeString(obj.Type(), byName) + " = " + obj.Val().String()
	case *types.Var:
		text = "var " + types.TypeString(obj.Type(), byName)
	case *types.Func:
		text = types.TypeString(obj.Type(), byName)
	}
	return s.userText(v, text)
}

// rounded shortens a duration to four digits.
func rounded(d time.Duration) time.Duration {
	unit := time.Duration(1)
	for d/unit >= 10000 {
		unit *= 10
	}
	return d.Round(unit)
}

// hookBodies are what cells call under the names of the hooks.
var hookBodies = map[string]func(run *execution, args []any){
	showHook: func(run *execution, args []any) {
		for _, v := range args {
			if v != nil && run.cell.Show != nil {
				run.cell.Show(run.documented(v))
			}
		}
	},
	functionHook: func(run *execution, args []any) {
		var f *documented
		if len(args) == 2 {
			f = &documented{args[0].(string), args[1].(string)}
		} else {
			f = run.functionNamed()
		}
		if f != nil && run.cell.Show != nil {
			run.cell.Show(*f)
		}
	},
	mustHook: func(_ *execution, args []any) {
		if err, ok := args[0].(error); ok && err != nil {
			if cycle.Nested(reflect.ValueOf(err)) {
				err = fmt.Errorf("an error of type %T that is nested too deep", err)
			}
			panic(&failure{doing: args[1].(string), err: err})
		}
	},
	commandHook: func(run *execution, args []any) {
		line := args[0].(string)
		if err := run.command(line); err != nil {
			panic(&failure{doing: line, err: err})
		}
	},
	nextHook: func(run *execution, _ []any) {
		if err := run.takeOver(); err != nil {
			panic(err)
		}
	},
	reachedHook:   func(run *execution, args []any) { run.reached[args[0].(int)].Store(true) },
	timeStartHook: func(run *execution, _ []any) { run.clocks = append(run.clocks, time.Now()) },
	timeStopHook: func(run *execution, _ []any) {
		last := len(run.clocks) - 1
		took := time.Since(run.clocks[last])
		run.clocks = run.clocks[:last]
		fmt.Fprintf(run.cell.Stdout, "time: %s\n", rounded(took))
	},
	timeitHook: func(run *execution, args []any) { timeMany(run.cell.Stdout, args[0].(timedLoop)) },
}
