// This file gives a notebook values from outside, by papermill's convention of tagged cells.

package nb

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// Tags of papermill's convention: the cell with the defaults, and the cell with the values that were given.
const (
	TagParameters = "parameters"
	TagInjected   = "injected-parameters"
)

// A Parameter is a value for a variable of the notebook.
type Parameter struct {
	Name  string
	Value string // Go expression
}

// ParseParameter reads NAME=VALUE. Numbers, true, false, nil, quoted strings and composite literals are Go; any other
// value is a string, so that a path needs no quotes.
func ParseParameter(text string) (Parameter, error) {
	name, value, found := strings.Cut(text, "=")
	name = strings.TrimSpace(name)
	if !found || !token.IsIdentifier(name) {
		return Parameter{}, fmt.Errorf("parameter %q: want NAME=VALUE", text)
	}
	if !isLiteral(value) {
		value = strconv.Quote(value)
	}
	return Parameter{name, strings.TrimSpace(value)}, nil
}

func isLiteral(value string) bool {
	expression, err := parser.ParseExpr(value)
	if err != nil {
		return false
	}
	if signed, ok := expression.(*ast.UnaryExpr); ok && (signed.Op == token.SUB || signed.Op == token.ADD) {
		expression = signed.X
	}
	switch e := expression.(type) {
	case *ast.BasicLit, *ast.CompositeLit:
		return true
	case *ast.Ident:
		return slices.Contains([]string{"true", "false", "nil"}, e.Name)
	}
	return false
}

// Inject puts a cell that sets the parameters after the cell tagged "parameters". Since it assigns to variables that are declared
// there, the evaluator's type checker refuses a name or a type that does not fit. Without such a cell the new one comes
// first and declares the variables. A cell that was injected into the file before is replaced.
func (n *Notebook) Inject(parameters []Parameter) {
	if len(parameters) == 0 {
		return
	}
	defaults := slices.IndexFunc(n.Cells, func(c *Cell) bool { return c.Type == "code" && c.HasTag(TagParameters) })
	operator := "="
	if defaults < 0 {
		operator = ":="
	}
	lines := []string{"// Parameters"}
	for _, p := range parameters {
		lines = append(lines, fmt.Sprintf("%s %s %s", p.Name, operator, p.Value))
	}
	source := strings.Join(lines, "\n")
	if old := slices.IndexFunc(n.Cells, func(c *Cell) bool { return c.Type == "code" && c.HasTag(TagInjected) }); old >= 0 {
		n.Cells[old].Source, n.Cells[old].edited = source, true
		return
	}
	cell := &Cell{ID: TagInjected, Type: "code", Source: source, Tags: []string{TagInjected}, added: true}
	n.Cells = slices.Insert(n.Cells, defaults+1, cell)
}
