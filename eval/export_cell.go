package eval

// This file writes the cells' statements into main, with what the session does around them: values displayed, errors
// that nobody takes, kernel commands.

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// A mark says which line of which cell the text from an offset on is from.
type mark struct {
	offset     int
	cell, line int
}

func (x *exporter) mark(cell, line int) { x.marks = append(x.marks, mark{x.out.Len(), cell, line}) }

// line returns the line of a cell in which a unit begins.
func (u *unit) line() int { return bytes.Count(u.syn.src.text[:u.start], []byte("\n")) + 1 }

// cell writes one cell.
func (x *exporter) cell(c *exportCell) error {
	x.mark(c.Number, 1)
	x.line("")
	switch {
	case c.Prose:
		x.line("%s", commented(wrapProse(c.Source)))
		return nil
	case c.Skip:
		x.line("// Not executed in the notebook either:\n//\n%s", commented(c.Source))
		return nil
	case c.broken != nil:
		x.line("// This cell does not compile (%s):\n//\n%s", userMessage(c.broken), commented(c.Source))
		return nil
	case c.command == "%%writefile":
		return x.writeFileCell(c)
	case c.command != "" && c.command != "%%time" && c.command != "%%timeit":
		x.line("// %s has no place in a Go program:\n//\n%s", c.command, commented(c.Source))
		return nil
	}
	if c.command == "%%time" {
		defer x.clock()()
	}
	if c.Fails {
		x.line("%s(func() {", x.helper("attempt"))
		defer x.line("})")
	}
	if x.wrapped(c) {
		x.line("func() {")
		defer x.line("}()")
	}
	for _, k := range c.chunks {
		if err := x.chunk(c, k); err != nil {
			return err
		}
	}
	return nil
}

func userMessage(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return strings.ReplaceAll(e.message, "\n", " ")
	}
	return err.Error()
}

// line writes a line of main.
func (x *exporter) line(format string, values ...any) {
	fmt.Fprintf(&x.out, strings.TrimSuffix(format, "\n")+"\n", values...)
}

// clock starts a clock; what it returns stops and prints it.
func (x *exporter) clock() func() {
	start := x.takeName("start", false)
	x.line("%s := %s.Now()", start, x.alias("time"))
	return func() { x.line("%s.Println(\"time:\", %s.Since(%s))", x.alias("fmt"), x.alias("time"), start) }
}

// chunk writes the statements of a chunk.
func (x *exporter) chunk(cell *exportCell, c *chunk) error {
	x.noteExit(c)
	if err := x.newestFunctions(c); err != nil {
		return err
	}
	if c.program {
		if err := x.programVariables(c); err != nil {
			return err
		}
	}
	var last *syntax
	for _, u := range c.units {
		text, err := x.statements(c, u)
		if err != nil {
			return err
		}
		switch {
		case c.program && u.kind == varUnit:
			continue // see programVariables
		case u.kind == funcUnit || u.kind == typeUnit || u.kind == constUnit:
			continue
		case u.synthetic():
			x.line("%s", text)
			continue
		}
		last = u.syn
		x.mark(c.cell, u.line())
		x.around(u, text, x.texter(c, u).rewrites(u))
	}
	if last != nil && cell.chunks[len(cell.chunks)-1] == c {
		for _, comment := range x.triviaOf(last).tail {
			x.line("%s", comment)
		}
	}
	return nil
}

// manyCalls is how many calls must have been made of operators for the user's formula to be the better reading.
const manyCalls = 3

// around writes a unit's text with its comments. A formula that became many calls is repeated beside them.
func (x *exporter) around(u *unit, text string, calls int) {
	tr := x.triviaOf(u.syn)
	if tr.apart[u.start] {
		x.line("")
	}
	for _, comment := range tr.lead[u.start] {
		x.line("%s", comment)
	}
	delete(tr.lead, u.start)
	text = strings.TrimSuffix(text, "\n")
	if trail := tr.trail[u.start]; trail != "" {
		delete(tr.trail, u.start)
		text += " " + trail
	} else if original := string(u.syn.src.text[u.start:u.end]); calls >= manyCalls && !strings.ContainsAny(text+original, "\n{") {
		text += " // " + original
	}
	if strings.TrimSpace(text) != "" {
		x.line("%s", text)
	}
}

// newestFunctions writes which functions the chunk makes the newest, of those that the notebook declares repeatedly.
func (x *exporter) newestFunctions(c *chunk) error {
	for _, e := range x.entities {
		if e.variable == "" {
			continue
		}
		for _, v := range e.editions {
			if v.chunk != c {
				continue
			}
			literal, err := x.literal(e, v)
			if err != nil {
				return err
			}
			if x.newest[e] == literal {
				continue
			}
			x.newest[e] = literal
			for _, comment := range x.triviaOf(v.unit.syn).lead[v.unit.start] {
				x.line("%s", comment)
			}
			x.line("%s = %s", e.variable, literal)
		}
	}
	return nil
}

// statements returns what a unit becomes in main.
func (x *exporter) statements(c *chunk, u *unit) (string, error) {
	t := x.texter(c, u)
	var text string
	switch u.kind {
	case varUnit:
		if !c.program {
			text = x.variables(t, u)
		}
	case stmtUnit:
		text = x.statement(t, u)
	case commandUnit:
		text = x.commandText(u)
	}
	if u.timing == "%time" && text != "" {
		start := x.takeName("start", false)
		text = fmt.Sprintf("%s := %s.Now()\n%s\n%s.Println(\"time:\", %s.Since(%s))", start, x.alias("time"), text, x.alias("fmt"), x.alias("time"), start)
	}
	return text, t.err
}

// statement returns a statement's text: displayed, checked or timed as the session does.
func (x *exporter) statement(t *texter, u *unit) string {
	expr, isExpr := u.stmt.(*ast.ExprStmt)
	if u.synthetic() {
		return t.node(expr.X.(*ast.CallExpr).Fun) + "()"
	}
	if call, isHook := u.form.(*ast.ExprStmt); isHook && isCallOf(call.X, functionHook) {
		return "" // a program has no use for the documentation of a generic function
	}
	if u.timing == "%timeit" {
		text := t.node(withoutValues(u.stmt))
		return fmt.Sprintf("%s.Println(%s.Benchmark(func(b *%[2]s.B) {\nfor b.Loop() {\n%s\n}\n}))", x.alias("fmt"), x.alias("testing"), text)
	}
	text := t.node(u.stmt)
	if !isExpr {
		return text
	}
	if u.form != u.stmt { // a value that cannot stand alone
		if u.hide {
			return "_ = " + text
		}
		return x.show(text, t.c.info.TypeOf(expr.X))
	}
	results, fails, shown := t.c.outcome(u)
	switch {
	case fails && len(results) == 1:
		return x.helper("check") + "(" + text + ")"
	case fails:
		text = x.must(len(results)-1) + "(" + text + ")"
		results = results[:len(results)-1]
	case !shown:
		return text
	}
	if !shown {
		return text
	}
	if x.calls(t.c, expr.X, x.opts.Show) {
		return text
	}
	return x.show(text, results...)
}

// calls reports whether e is a call of f.
func (x *exporter) calls(c *chunk, e ast.Expr, f Function) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := call.Fun.(*ast.Ident)
	if sel, isSelector := call.Fun.(*ast.SelectorExpr); isSelector {
		id, ok = sel.Sel, true
	}
	if !ok {
		return false
	}
	obj := c.info.Uses[id]
	return obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == f.Path && obj.Name() == f.Name
}

// show displays values of the given types.
func (x *exporter) show(text string, of ...types.Type) string {
	maybeNil := func(t types.Type) bool {
		return t == nil || types.IsInterface(t) || types.Identical(t, types.Typ[types.UntypedNil])
	}
	if len(of) == 1 && types.Identical(of[0], types.Typ[types.UntypedNil]) {
		return ""
	}
	if len(of) > 1 || slices.ContainsFunc(of, maybeNil) {
		return x.helper("show") + "(" + text + ")"
	}
	return x.shower() + "(" + text + ")"
}

func (x *exporter) shower() string {
	return x.alias(x.opts.Show.Path) + "." + x.opts.Show.Name
}

// variables returns what a variable's declaration becomes in main.
func (x *exporter) variables(t *texter, u *unit) string {
	vs := u.vars
	if strings.HasPrefix(vs.names[0].Name, "·") {
		return "" // evaluated where the variables that take the values are declared
	}
	source, values, kept := vs, t, ""
	if vs.from != nil {
		source = vs.from
		values = x.texter(x.chunkOf(vs.from), u)
		kept = x.keep(t, values, vs.from)
	}
	a := &assignment{x: x, t: t, u: u, typ: source.typ}
	for _, id := range vs.names {
		a.add(id)
	}
	if len(source.values) == 0 {
		return a.zero()
	}
	right := values.nodes(source.values)
	if values.err != nil {
		t.err = values.err
	}
	return kept + a.text(right)
}

// keep gives function literals a variable that their declaration replaces under another name (shadow.go).
func (x *exporter) keep(t, values *texter, vs *variables) string {
	var lines string
	kept, mentions := vs.keptBy(values.c.info)
	for _, obj := range kept {
		e := x.of[obj]
		if e != x.of[t.c.pkg.Scope().Lookup(obj.Name())] {
			continue // it has another name
		}
		name := x.takeName(e.key, false)
		lines += name + " := " + e.name + "\n"
		for _, id := range mentions {
			if values.c.info.Uses[id] == obj {
				values.kept[id] = name
			}
		}
	}
	return lines
}

// chunkOf finds the chunk that holds the temporaries.
func (x *exporter) chunkOf(vs *variables) *chunk {
	var found *chunk
	x.eachChunk(func(c *chunk) {
		if slices.ContainsFunc(c.units, func(u *unit) bool { return u.vars == vs }) {
			found = c
		}
	})
	return found
}

// An assignment gives values to variables, some of which may be new in main.
type assignment struct {
	x     *exporter
	t     *texter
	u     *unit
	typ   ast.Expr
	names []string
	of    []*entity // nil for the blank name
	types []types.Type
}

func (a *assignment) add(id *ast.Ident) {
	if id.Name == "_" {
		a.names, a.of, a.types = append(a.names, "_"), append(a.of, nil), append(a.types, nil)
		return
	}
	obj := a.t.c.pkg.Scope().Lookup(id.Name)
	e := a.x.of[obj]
	a.names, a.of, a.types = append(a.names, e.name), append(a.of, e), append(a.types, obj.Type())
}

// fresh reports whether name i is declared by this assignment.
func (a *assignment) fresh(i int) bool {
	return a.of[i] != nil && a.of[i].local && !a.x.declared[a.of[i]]
}

// text returns the assignment of the values on the right.
func (a *assignment) text(right string) string {
	left := strings.Join(a.names, ", ")
	any, all, fixed := false, true, false // names that are declared here; names of the package level
	for i, e := range a.of {
		any = any || a.fresh(i)
		all = all && (a.fresh(i) || e == nil)
		fixed = fixed || e != nil && !e.local
	}
	var out string
	switch {
	case !any && a.typ != nil && all:
		out = "var " + left + " " + a.t.node(a.typ) + " = " + right
	case !any:
		out = left + " = " + right
	case a.u.vars.define && !fixed:
		out = left + " := " + right
	case all && a.typ != nil:
		out = "var " + left + " " + a.t.node(a.typ) + " = " + right
	case all:
		out = "var " + left + " = " + right
	default:
		for i := range a.names {
			if a.fresh(i) {
				out += "var " + a.names[i] + " " + a.typeText(i) + "\n"
			}
		}
		out += left + " = " + right
	}
	return out + a.ignored()
}

// ignored uses the new variables that nothing reads, which Go wants.
func (a *assignment) ignored() string {
	out := ""
	for i, e := range a.of {
		if a.fresh(i) && a.x.unused[e.name] {
			out += "\n_ = " + e.name
		}
		if e != nil {
			a.x.declared[e] = true
		}
	}
	return out
}

// zero declares variables without values, or sets those that exist to zero.
func (a *assignment) zero() string {
	var fresh, zeros []string
	for i, e := range a.of {
		switch {
		case e == nil:
		case a.fresh(i):
			fresh = append(fresh, e.name)
		case e.local || a.x.declared[e]:
			zeros = append(zeros, e.name+" = "+a.zeroOf(i))
		}
	}
	var lines []string
	if len(fresh) > 0 {
		lines = append(lines, "var "+strings.Join(fresh, ", ")+" "+a.t.node(a.typ))
	}
	return strings.Join(append(lines, zeros...), "\n") + a.ignored()
}

func (a *assignment) zeroOf(i int) string {
	t := a.types[i]
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsString != 0:
			return `""`
		case u.Info()&types.IsBoolean != 0:
			return "false"
		}
		return "0"
	case *types.Struct, *types.Array:
		return a.typeText(i) + "{}"
	}
	return "nil"
}

func (a *assignment) typeText(i int) string {
	text, err := a.x.typeText(a.types[i])
	if err != nil {
		a.t.fail(a.u.vars.names[i], "%s cannot be exported: %v", a.names[i], err)
	}
	return text
}

// programVariables assigns a whole program's variables in the order of their dependencies.
func (x *exporter) programVariables(c *chunk) error {
	for _, init := range c.info.InitOrder {
		var left []string
		for _, v := range init.Lhs {
			name := "_"
			if e := x.of[v]; e != nil {
				name = e.name
			}
			left = append(left, name)
		}
		for _, u := range c.units {
			if u.kind == varUnit && slices.Contains(u.vars.values, init.Rhs) {
				t := x.texter(c, u)
				x.around(u, strings.Join(left, ", ")+" = "+t.node(init.Rhs), 0)
				if t.err != nil {
					return t.err
				}
			}
		}
	}
	return nil
}

// noteExit says so when a chunk may end the program, where it would only have ended the cell.
func (x *exporter) noteExit(c *chunk) {
	for id, obj := range c.info.Uses {
		if f, ok := obj.(*types.Func); ok && (f.FullName() == "os.Exit" || strings.HasPrefix(f.FullName(), "log.Fatal")) {
			x.notes = append(x.notes, fmt.Sprintf("cell %d, line %d: %s ends the program, not just the cell", c.cell, x.s.fset.Position(id.Pos()).Line, f.FullName()))
		}
	}
}

// writeFileCell writes what %%writefile does.
func (x *exporter) writeFileCell(c *exportCell) error {
	path, appending := strings.CutPrefix(c.args, "-a ")
	path = strconv.Quote(strings.TrimSpace(path))
	os := x.alias("os")
	body := strconv.Quote(c.body)
	if !strings.ContainsAny(c.body, "`\r") && strings.Contains(c.body, "\n") {
		body = "`" + c.body + "`"
	}
	text := x.takeName("text", false)
	x.line("%s := %s", text, body)
	if appending {
		file := x.takeName("file", false)
		x.line("%s := %s(%s.OpenFile(%s, %[3]s.O_APPEND|%[3]s.O_CREATE|%[3]s.O_WRONLY, 0o644))", file, x.must(1), os, path)
		x.line("%s(%s.WriteString(%s))", x.must(1), file, text)
		x.line("%s(%s.Close())", x.helper("check"), file)
	} else {
		x.line("%s(%s.WriteFile(%s, []byte(%s), 0o644))", x.helper("check"), os, path, text)
	}
	x.line("%s.Printf(\"wrote %%d bytes to %%s\\n\", len(%s), %s)", x.alias("fmt"), text, path)
	return nil
}

// commandText returns what a kernel command becomes.
func (x *exporter) commandText(u *unit) string {
	name, args := splitCommand(u.command)
	switch {
	case name == "!":
		return x.helper("shell") + "(" + strconv.Quote(args) + ")"
	case name == "%cd":
		dir := strconv.Quote(args)
		if args == "" || args == "~" || strings.HasPrefix(args, "~/") {
			dir = x.must(1) + "(" + x.alias("os") + ".UserHomeDir())"
			if len(args) > 1 {
				dir += " + " + strconv.Quote(args[1:])
			}
		}
		return x.helper("check") + "(" + x.alias("os") + ".Chdir(" + dir + "))\n" + x.printWorkingDirectory()
	case name == "%pwd":
		return x.printWorkingDirectory()
	case name == "%env" && strings.ContainsAny(args, "= "):
		key, value, _ := strings.Cut(strings.Replace(args, " ", "=", 1), "=")
		if strings.Contains(args, "=") {
			key, value, _ = strings.Cut(args, "=")
		}
		return fmt.Sprintf("%s(%s.Setenv(%q, %q))", x.helper("check"), x.alias("os"), strings.TrimSpace(key), strings.TrimSpace(value))
	case name == "%env" && args != "":
		return fmt.Sprintf("%s.Println(%s.Getenv(%q))", x.alias("fmt"), x.alias("os"), args)
	case name == "%reset":
		return "// %reset: names may mean something else from here on."
	}
	return "// " + strings.ReplaceAll(u.command, "\n", "\n// ") + " asks the notebook's session, which a program does not have."
}

func (x *exporter) printWorkingDirectory() string {
	return x.alias("fmt") + ".Println(" + x.must(1) + "(" + x.alias("os") + ".Getwd()))"
}
