package eval

// This file turns a notebook's cells into one Go program. The cells go through the evaluator's own front end, up to the
// check; nothing runs. What the session would do when it runs them is then written down as Go: export_names.go decides
// what each declaration is called, export_text.go carries the user's text over with the lowered forms in it,
// export_cell.go writes main, and export_file.go puts the file together.

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// A ProgramCell is a cell of the notebook that becomes a program.
type ProgramCell struct {
	Number int    // shown in errors
	Source string // the text
	Prose  bool   // not code: becomes a comment
	Skip   bool   // code that is not to run: becomes a comment
	Fails  bool   // may fail without ending the program
}

// A Function names an exported function of a package.
type Function struct{ Path, Name string }

// ProgramOptions say how a program is written.
type ProgramOptions struct {
	Doc  string   // the comment above the package clause
	Show Function // displays values, as a variadic function; the zero value means fmt.Println
	// Save, if it is given, is called with Folder at the start of a program that uses Show's package.
	Save   Function
	Folder string
}

// A Program is a Go program in one file.
type Program struct {
	Source  []byte
	Imports []string // import paths, sorted
	Notes   []string // where it may do something else than the notebook
}

// NewProgram writes the program that prints and displays what the cells do. An error names the cell and the line.
func NewProgram(config Config, cells []ProgramCell, opts ProgramOptions) (program *Program, err error) {
	defer internalFailure("exporting", &err)
	s, err := New(config)
	if err != nil {
		return nil, err
	}
	s.originals = map[ast.Node]bool{}
	x := &exporter{s: s, opts: opts}
	for _, c := range cells {
		if err := x.read(c); err != nil {
			return nil, err
		}
	}
	x.nameEverything()
	return x.write()
}

// An exporter holds a notebook between its front end and the text of the program.
type exporter struct {
	s     *Session
	opts  ProgramOptions
	cells []*exportCell
	names

	out      strings.Builder
	marks    []mark          // which cell wrote what
	imports  map[string]bool // paths that the text uses
	blank    []string        // packages imported for their effect
	helpers  map[string]string
	musts    map[int]bool    // for how many results there is a must
	unused   map[string]bool // variables of main that nothing reads
	declared map[*entity]bool
	newest   map[*entity]string // the function literals assigned last
	trivia   map[*syntax]*trivia
	notes    []string
}

// An exportCell is a cell on its way into the program.
type exportCell struct {
	ProgramCell
	chunks  []*chunk
	broken  error  // why it does not compile
	command string // of a cell that starts with %%
	args    string
	body    string // the rest of such a cell
}

// read takes a cell through the front end.
func (x *exporter) read(cell ProgramCell) error {
	c := &exportCell{ProgramCell: cell}
	x.cells = append(x.cells, c)
	if cell.Prose || cell.Skip {
		return nil
	}
	text := cell.Source
	if name, args, body, ok := cellCommand(text); ok {
		c.command, c.args, c.body = name, args, body
		code, timed := timedCode(name, body)
		if !timed {
			return x.checkCellCommand(c)
		}
		text = code
	}
	chunks, err := x.s.checked(cell.Number, text)
	if err != nil {
		if cell.Fails {
			c.broken = err
			return nil
		}
		return err
	}
	for _, k := range chunks {
		x.s.commit(k)
	}
	c.chunks = chunks
	return nil
}

func (x *exporter) checkCellCommand(c *exportCell) error {
	if findCommand(cellCommands, c.command) != nil || c.Fails {
		return nil
	}
	return x.refuse(c.Number, 1, c.command+" has no place in a Go program")
}

// refuse makes the error for what cannot be exported.
func (x *exporter) refuse(cell, line int, why string) error {
	name := "cell " + strconv.Itoa(cell)
	return compileFailure([]report{{file: name, line: line, column: 1, message: why, text: x.s.sourceLine(name, line)}})
}

// noteOriginals records the syntax that the user wrote, to be told from what lowering adds.
func (s *Session) noteOriginals(roots ...ast.Node) {
	if s.originals == nil {
		return
	}
	for _, root := range roots {
		ast.Inspect(root, func(n ast.Node) bool {
			if n != nil {
				s.originals[n] = true
			}
			return true
		})
	}
}

// synthetic reports whether a unit has no text of its own: the calls of main and init functions.
func (u *unit) synthetic() bool { return u.start == 0 && u.end == 0 }

// escapes reports whether a statement would leave the function it stands in: a cell with such statements becomes a
// function of its own.
func escapes(stmt ast.Stmt) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt, *ast.DeferStmt:
			found = true
		case *ast.BranchStmt:
			found = found || n.Tok == token.GOTO
		}
		return !found
	})
	return found
}

// labelsOf lists the labels that a statement declares in the function it stands in.
func labelsOf(stmt ast.Stmt) []string {
	var labels []string
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.LabeledStmt:
			labels = append(labels, n.Label.Name)
		}
		return true
	})
	return labels
}
