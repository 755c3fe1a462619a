package progen

// This file writes package variables whose initializers depend on each other through functions, methods and closures, in an order
// that is not that of the text.

import (
	"fmt"
	"strings"
)

// declareStart declares such variables and a function that shows in which order they were made.
func (g *generator) declareStart() string {
	log, t := g.name("log"), g.name("Start")
	note := g.name("note")
	decls := []string{
		fmt.Sprintf("var %s []string", log),
		fmt.Sprintf("func %s(name string, values ...int) int { n := len(name); for _, v := range values { n = n*3 + v }; %s = append(%[2]s, fmt.Sprint(name, \":\", n)); return n }", note, log),
		fmt.Sprintf("type %s struct{ n int }", t),
	}
	var vars, funcs []string
	for range 10 + g.IntN(6) {
		uses := func() string {
			s := ""
			for range g.IntN(3) {
				if len(vars) > 0 && g.chance(60) {
					s += ", " + pick(g, vars...)
				} else if len(funcs) > 0 {
					s += ", " + pick(g, funcs...) + "()"
				}
			}
			return s
		}
		v := g.name("v")
		switch g.IntN(8) {
		case 0, 1, 2:
			decls = append(decls, fmt.Sprintf("var %s = %s(%q%s)", v, note, v, uses()))
			vars = append(vars, v)
		case 3:
			w := g.name("v")
			decls = append(decls, fmt.Sprintf("var %s, %s = %s(%q%s), %s(%q%s)", v, w, note, v, uses(), note, w, uses()))
			vars = append(vars, v, w)
		case 4:
			f := g.name("f")
			decls = append(decls, fmt.Sprintf("func %s() (int, int) { return %s(%q%s), 2 }", f, note, f, uses()))
			w := g.name("v")
			decls = append(decls, fmt.Sprintf("var %s, %s = %s()", v, w, f))
			vars = append(vars, v, w)
		case 5:
			f := g.name("f")
			decls = append(decls, fmt.Sprintf("func %s() int { return %s(%q%s) }", f, note, f, uses()))
			funcs = append(funcs, f)
		case 6:
			m := g.name("m")
			decls = append(decls, fmt.Sprintf("func (s %s) %s() int { return s.n + %s(%q%s) }", t, m, note, m, uses()))
			funcs = append(funcs, pick(g, t+"{1}."+m, fmt.Sprintf("func() int { return %s.%s(%s{2}) }", t, m, t)))
		case 7:
			decls = append(decls, fmt.Sprintf("var %s = func() int { return %s(%q%s) }", v, note, v, uses()))
			funcs = append(funcs, v)
		}
	}
	decls = append(decls, fmt.Sprintf("var _ = %s(\"blank\"%s)", note, strings.Repeat(", "+pick(g, append(vars, "1")...), 2)))
	name := g.name("run")
	decls = append(decls, fmt.Sprintf("func %s() { for _, s := range %s { fmt.Println(s) } }", name, log))
	g.decls = append(g.decls, decls...)
	return name
}
