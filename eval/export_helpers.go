package eval

// This file holds the functions that programs made of notebooks may need beside their own.

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// helper returns the name of a helper, and sees that the program has it.
func (x *exporter) helper(name string) string {
	if x.helpers[name] == "" {
		x.helpers[name] = x.takeName(name, false)
	}
	return x.helpers[name]
}

// must is the helper for calls of n results and an error.
func (x *exporter) must(n int) string {
	x.musts[n] = true
	if n < len(mustNames) {
		return x.helper(mustNames[n])
	}
	return x.helper(fmt.Sprintf("mustAll%d", n))
}

var mustNames = []string{1: "must", 2: "mustTwo", 3: "mustThree", 4: "mustFour"}

// helperText writes the helpers that the program uses.
func (x *exporter) helperText() string {
	var out strings.Builder
	if name := x.helpers["show"]; name != "" {
		fmt.Fprintf(&out, `
// %[1]s displays values that may be nil, which shows nothing.
func %[1]s(values ...any) {
	for _, v := range values {
		if v != nil {
			%[2]s(v)
		}
	}
}
`, name, x.shower())
	}
	for _, n := range slices.Sorted(maps.Keys(x.musts)) {
		out.WriteString(mustText(x.must(n), n))
	}
	if name := x.helpers["check"]; name != "" {
		fmt.Fprintf(&out, `
// %[1]s ends the program if there is an error.
func %[1]s(err error) {
	if err != nil {
		panic(err)
	}
}
`, name)
	}
	if name := x.helpers["attempt"]; name != "" {
		fmt.Fprintf(&out, `
// %[1]s runs what may panic, reports it and goes on.
func %[1]s(f func()) {
	defer func() {
		if problem := recover(); problem != nil {
			%[2]s.Fprintln(%[3]s.Stderr, "panic:", problem)
		}
	}()
	f()
}
`, name, x.alias("fmt"), x.alias("os"))
	}
	if name := x.helpers["shell"]; name != "" {
		fmt.Fprintf(&out, `
// %[1]s runs a command in the shell.
func %[1]s(command string) {
	c := %[2]s.Command("sh", "-c", command)
	c.Stdin, c.Stdout, c.Stderr = %[3]s.Stdin, %[3]s.Stdout, %[3]s.Stderr
	if err := c.Run(); err != nil {
		panic(%[4]s.Errorf("%%s: %%w", command, err))
	}
}
`, name, x.alias("os/exec"), x.alias("os"), x.alias("fmt"))
	}
	return out.String()
}

// mustText is a function that takes the error of a call with n other results.
func mustText(name string, n int) string {
	types, params, values := make([]string, n), make([]string, n), make([]string, n)
	for i := range n {
		types[i] = fmt.Sprintf("T%d", i+1)
		values[i] = fmt.Sprintf("v%d", i+1)
		params[i] = values[i] + " " + types[i]
	}
	if n == 1 {
		types, params, values = []string{"T"}, []string{"v T"}, []string{"v"}
	}
	results := strings.Join(types, ", ")
	if n > 1 {
		results = "(" + results + ")"
	}
	return fmt.Sprintf(`
// %[1]s returns a call's results, or ends the program if there is an error.
func %[1]s[%[2]s any](%[3]s, err error) %[4]s {
	if err != nil {
		panic(err)
	}
	return %[5]s
}
`, name, strings.Join(types, ", "), strings.Join(params, ", "), results, strings.Join(values, ", "))
}
