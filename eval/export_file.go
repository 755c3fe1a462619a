package eval

// This file puts the program together: the file's head, the declarations, main, and the helpers that it needs.

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// write makes the program. Go refuses variables that nothing reads, which only the whole program tells; it is then
// written again with a use of each.
func (x *exporter) write() (*Program, error) {
	if x.opts.Show.Path == "" {
		x.opts.Show = Function{"fmt", "Println"}
	}
	x.unused = map[string]bool{}
	for {
		taken, aliases := cloneNames(x.taken), map[string]string{}
		x.aliases = aliases
		text, err := x.file()
		if err != nil {
			return nil, err
		}
		found, err := x.check(text)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			source, err := format.Source([]byte(text))
			if err != nil {
				return nil, err
			}
			return &Program{Source: source, Imports: x.importPaths(), Notes: x.notes}, nil
		}
		for _, name := range found {
			x.unused[name] = true
		}
		x.taken = taken
	}
}

func cloneNames(m map[string]bool) map[string]bool {
	out := make(map[string]bool, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

// file writes the program's text once.
func (x *exporter) file() (string, error) {
	x.imports, x.blank, x.helpers, x.musts, x.notes, x.marks = map[string]bool{}, nil, map[string]string{}, map[int]bool{}, nil, nil
	x.newest, x.declared, x.trivia = map[*entity]string{}, map[*entity]bool{}, map[*syntax]*trivia{}
	for _, e := range x.entities {
		e.variable = ""
	}
	if err := x.findRepeated(); err != nil {
		return "", err
	}
	x.out.Reset()
	decls, err := x.declarations()
	if err != nil {
		return "", err
	}
	inDecls := x.marks
	x.marks = nil
	x.out.Reset()
	for _, c := range x.cells {
		if err := x.cell(c); err != nil {
			return "", err
		}
	}
	body := x.out.String()
	variables, err := x.packageVariables()
	if err != nil {
		return "", err
	}
	begin := ""
	if x.opts.Save.Name != "" && x.imports[x.opts.Save.Path] {
		begin = fmt.Sprintf("%s.%s(%q)\n", x.alias(x.opts.Save.Path), x.opts.Save.Name, x.opts.Folder)
		begin += "\n"
	}
	helpers := x.helperText()
	top := commented(x.opts.Doc) + "package main\n\n" + x.importText() + "\n" + variables
	head := top + decls + "\nfunc main() {\n" + begin
	x.marks = append(moved(inDecls, len(top)), moved(x.marks, len(head))...)
	return head + strings.TrimSpace(body) + "\n}\n" + helpers, nil
}

func moved(marks []mark, by int) []mark {
	for i := range marks {
		marks[i].offset += by
	}
	return marks
}

func (x *exporter) importText() string {
	x.eachChunk(func(c *chunk) {
		for _, u := range c.units {
			for _, spec := range u.syn.imports {
				if path, err := strconv.Unquote(spec.Path.Value); err == nil && spec.Name != nil && spec.Name.Name == "_" {
					x.blank = append(x.blank, path)
				}
			}
		}
	})
	var standard, others []string
	for _, path := range x.importPaths() {
		spec := strconv.Quote(path)
		switch {
		case !x.imports[path]:
			spec = "_ " + spec
		case x.aliases[path] != x.packageName(path):
			spec = x.aliases[path] + " " + spec
		}
		if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
			others = append(others, spec)
		} else {
			standard = append(standard, spec)
		}
	}
	if len(standard)+len(others) == 0 {
		return ""
	}
	text := "import (\n" + strings.Join(standard, "\n") + "\n"
	if len(others) > 0 {
		text += "\n" + strings.Join(others, "\n") + "\n"
	}
	return text + ")\n"
}

// findRepeated gives functions that the notebook declares with several texts a variable each, which callers read: it
// holds the newest.
func (x *exporter) findRepeated() error {
	for _, e := range x.entities {
		if e.kind != funcUnit || len(e.editions) < 2 {
			continue
		}
		texts := map[string]bool{}
		for _, v := range e.editions {
			text, err := x.literal(e, v)
			if err != nil {
				return err
			}
			texts[text] = true
		}
		if len(texts) == 1 {
			continue
		}
		if e.owner == nil {
			e.variable = e.name
			continue
		}
		typeName, method, _ := strings.Cut(e.key, ".")
		last := e.editions[len(e.editions)-1]
		fn := last.unit.decl.(*ast.FuncDecl)
		if sig := last.chunk.info.Defs[fn.Name].(*types.Func).Signature(); sig.RecvTypeParams().Len() > 0 {
			return x.refuse(last.cell, x.s.fset.Position(fn.Pos()).Line, "method "+e.key+" of a generic type is declared with several texts, which no Go program can do")
		}
		e.variable = x.takeName(strings.ToLower(typeName[:1])+typeName[1:]+strings.ToUpper(method[:1])+method[1:], false)
	}
	return nil
}

// literal returns a function or method as a function literal, the receiver being its first parameter.
func (x *exporter) literal(e *entity, v edition) (string, error) {
	t := x.texter(v.chunk, v.unit)
	fn := v.unit.decl.(*ast.FuncDecl)
	rest := t.between(t.offset(fn.Type.Params.Opening), v.unit.end, fn.Type, fn.Body)
	if fn.Type.TypeParams != nil {
		rest = t.between(t.offset(fn.Type.TypeParams.Opening), v.unit.end, fn.Type, fn.Body)
	}
	if fn.Recv != nil && e.owner != nil {
		recv := t.between(t.offset(fn.Recv.Opening)+1, t.offset(fn.Recv.Closing), fn.Recv)
		if len(fn.Recv.List) == 1 && fn.Recv.List[0].Names == nil {
			recv = "_ " + recv
		}
		separator := ", "
		if fn.Type.Params.NumFields() == 0 {
			separator = ""
		} else if fn.Type.Params.List[0].Names == nil {
			return "", x.refuse(v.cell, x.s.fset.Position(fn.Pos()).Line, "method "+e.key+" is declared with several texts, and its parameters have no names")
		}
		rest = "(" + recv + separator + rest[1:]
	}
	return "func" + rest, t.err
}

// declarations writes types, constants and functions, in the notebook's order.
func (x *exporter) declarations() (string, error) {
	done := map[*unit]bool{}
	written := map[*entity]bool{}
	var failed error
	x.eachChunk(func(c *chunk) {
		for _, u := range slices.Concat(c.units, pulledUnits(c.pulled)) {
			if failed == nil && !done[u] {
				done[u] = true
				failed = x.declaration(c, u, written)
			}
		}
	})
	return x.out.String(), failed
}

func (x *exporter) declaration(c *chunk, u *unit, written map[*entity]bool) error {
	t := x.texter(c, u)
	var text string
	switch u.kind {
	case typeUnit:
		name := "_"
		e := x.of[c.pkg.Scope().Lookup(u.names[0])]
		if e != nil {
			name = e.name
		}
		if e == nil || !written[e] {
			written[e] = true
			text = "type " + name + t.between(t.offset(u.typ.Name.End()), u.end, u.typ)
		}
	case constUnit:
		text = x.constants(t, u, written)
	case funcUnit:
		text = x.function(t, c, u, written)
	}
	if text == "" || t.err != nil {
		return t.err
	}
	tr := x.triviaOf(u.syn)
	x.mark(c.cell, u.line())
	x.line("")
	for _, comment := range tr.lead[u.start] {
		x.line("%s", comment)
	}
	delete(tr.lead, u.start)
	if trail := tr.trail[u.start]; trail != "" {
		text += " " + trail
		delete(tr.trail, u.start)
	}
	x.line("%s\n", text)
	return nil
}

// constants writes a group of constants of which at least one is new; those that exist are blanked out.
func (x *exporter) constants(t *texter, u *unit, written map[*entity]bool) string {
	decl := u.decl.(*ast.GenDecl)
	fresh := false
	for _, name := range u.names {
		if e := x.of[t.c.pkg.Scope().Lookup(name)]; e != nil && !written[e] {
			fresh = true
		}
	}
	if !fresh {
		return ""
	}
	for _, spec := range decl.Specs {
		for _, id := range spec.(*ast.ValueSpec).Names {
			if e := x.of[t.c.pkg.Scope().Lookup(id.Name)]; e != nil && id.Name != "_" {
				if written[e] {
					id.Name = "_" // the type checker is done with it
					delete(t.c.info.Defs, id)
				}
				written[e] = true
			}
		}
	}
	return t.between(u.start, u.end, decl)
}

// function writes a function or method. Of one with several texts, a method only passes its arguments on.
func (x *exporter) function(t *texter, c *chunk, u *unit, written map[*entity]bool) string {
	fn := u.decl.(*ast.FuncDecl)
	e := x.entityOf(c, u)
	if e == nil || written[e] {
		return ""
	}
	written[e] = true
	x.noteLateMethod(e)
	switch {
	case e.variable == "":
		return t.between(u.start, u.end, fn.Name, fn.Type, fn.Body, receiver(fn))
	case e.owner == nil:
		return ""
	}
	sig := c.info.Defs[fn.Name].(*types.Func).Signature()
	var arguments []string
	for _, field := range fn.Type.Params.List {
		for _, id := range field.Names {
			arguments = append(arguments, id.Name)
		}
	}
	if sig.Variadic() {
		arguments[len(arguments)-1] += "..."
	}
	recv := "self"
	if len(fn.Recv.List[0].Names) == 1 && fn.Recv.List[0].Names[0].Name != "_" {
		recv = fn.Recv.List[0].Names[0].Name
	}
	call := e.variable + "(" + strings.Join(append([]string{recv}, arguments...), ", ") + ")"
	if sig.Results().Len() > 0 {
		call = "return " + call
	}
	head := t.between(t.offset(fn.Name.Pos()), t.offset(fn.Type.End()), fn.Name, fn.Type)
	recvType := t.node(fn.Recv.List[0].Type)
	return fmt.Sprintf("// %s is declared again later: it does what %s holds.\nfunc (%s %s) %s {\n%s\n}", fn.Name.Name, e.variable, recv, recvType, head, call)
}

// receiver returns a function's receiver, or a node without text.
func receiver(fn *ast.FuncDecl) ast.Node {
	if fn.Recv == nil {
		return &ast.FieldList{}
	}
	return fn.Recv
}

func (x *exporter) entityOf(c *chunk, u *unit) *entity {
	for _, e := range x.entities {
		for _, v := range e.editions {
			if v.chunk == c && v.unit == u {
				return e
			}
		}
	}
	return nil
}

// seenByFmt are methods that change how a value is shown.
var seenByFmt = []string{"String", "Error", "Format", "GoString", "MimeBundle", "MarshalJSON", "MarshalText"}

// noteLateMethod says so when a type got a method after cells may have shown its values.
func (x *exporter) noteLateMethod(e *entity) {
	if e.owner == nil {
		return
	}
	_, method, _ := strings.Cut(e.key, ".")
	first, added := e.owner.editions[0].cell, e.editions[0].cell
	if added > first && slices.Contains(seenByFmt, method) {
		x.notes = append(x.notes, fmt.Sprintf("cell %d: method %s of %s, a type of cell %d: the program has it from the start, and shows values of earlier cells with it", added, method, e.owner.name, first))
	}
}

// packageVariables declares the variables that functions use, and those that hold functions.
func (x *exporter) packageVariables() (string, error) {
	var lines, functions []string
	for _, e := range x.entities {
		v := e.editions[0]
		var typ string
		var err error
		name := e.name
		switch {
		case e.kind == varUnit && !e.local:
			typ, err = x.typeText(v.object.Type())
		case e.variable != "" && e.owner == nil:
			typ, err = x.typeText(v.object.Type())
		case e.variable != "":
			fn := v.unit.decl.(*ast.FuncDecl)
			method := v.chunk.info.Defs[fn.Name].(*types.Func).Signature()
			name = e.variable
			params := []*types.Var{method.Recv()}
			for p := range method.Params().Variables() {
				params = append(params, p)
			}
			typ, err = x.typeText(types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), method.Results(), method.Variadic()))
		default:
			continue
		}
		if err != nil {
			return "", x.refuse(v.cell, x.s.fset.Position(v.unit.pos()).Line, fmt.Sprintf("%s cannot be exported: %v", e.key, err))
		}
		if e.kind == varUnit {
			lines = append(lines, name+" "+typ)
		} else {
			functions = append(functions, name+" "+typ)
		}
	}
	return varBlock("", lines) + varBlock("// Functions that the notebook declares more than once: these hold the newest.\n", functions), nil
}

func varBlock(comment string, lines []string) string {
	switch len(lines) {
	case 0:
		return ""
	case 1:
		return "\n" + comment + "var " + lines[0] + "\n"
	}
	return "\n" + comment + "var (\n" + strings.Join(lines, "\n") + "\n)\n"
}

// check type-checks the program. It returns the variables that nothing reads; any other error is the answer for the
// cell that it is in.
func (x *exporter) check(text string) (unused []string, err error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("the program does not parse: %w\n%s", err, text)
	}
	conf := types.Config{Importer: sourceImporter{x.s.imports}, Sizes: targetSizes, GoVersion: goVersion}
	conf.Error = func(e error) {
		problem, ok := e.(types.Error)
		name, isUnused := strings.CutPrefix(problem.Msg, "declared and not used: ")
		switch {
		case ok && isUnused && !x.unused[name]:
			unused = append(unused, name)
		case err == nil:
			position := fset.Position(problem.Pos)
			cell, line := x.placeAt(position.Offset)
			err = x.refuse(cell, line, fmt.Sprintf("cannot be exported: %s: %s", strings.TrimSpace(lineOf(text, position.Line)), cmp.Or(problem.Msg, e.Error())))
		}
	}
	// The errors are those that conf.Error has seen.
	_, _ = conf.Check("main", fset, []*ast.File{file}, nil)
	return unused, err
}

func lineOf(text string, line int) string {
	return string(bytes.Split([]byte(text), []byte("\n"))[max(line-1, 0)])
}

// placeAt returns the cell, and the line of it, that wrote the text at an offset.
func (x *exporter) placeAt(offset int) (cell, line int) {
	for _, m := range x.marks {
		if m.offset <= offset {
			cell, line = m.cell, m.line
		}
	}
	return cell, line
}
