// This file lists the programs.

package main

import "strings"

// A program is what all engines run: NAME.go and NAME.py in testdata. One that uses forms only cells have is NAME.cell,
// and compiled Go runs the program called plain in its place.
type program struct {
	name, group string
	plain       string
	arrays      bool // imports package array, which yaegi has not got
}

var programs = []program{
	{name: "sum", group: "loops"},
	{name: "conv", group: "loops"},
	{name: "sieve", group: "loops"},
	{name: "matmul", group: "loops"},
	{name: "mandelbrot", group: "loops"},
	{name: "nbody", group: "loops"},
	{name: "fib", group: "calls"},
	{name: "methods", group: "calls"},
	{name: "interfaces", group: "calls"},
	{name: "closures", group: "calls"},
	{name: "sorting", group: "calls"},
	{name: "maps", group: "library"},
	{name: "builder", group: "library"},
	{name: "channels", group: "library"},
	{name: "slice", group: "elements"},
	{name: "at", group: "elements", arrays: true},
	{name: "index", group: "elements", arrays: true, plain: "at"},
}

// file returns the program's text with the number of repetitions put in.
func (p *program) file(ext string, reps int) (string, error) {
	name := p.name
	switch {
	case ext == ".cell" && p.plain == "":
		ext = ".go"
	case ext != ".cell" && p.plain != "":
		name = p.plain
	}
	text, err := testdata.ReadFile("testdata/" + name + ext)
	return strings.Replace(string(text), "reps = 1 ", "reps = "+decimal(reps)+" ", 1), err
}
