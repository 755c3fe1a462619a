// This file makes the explanation of a contraction move: a letter that is pointed at lights wherever it occurs, and the
// contractions follow each other in their order.

package display

import (
	"fmt"
	"slices"
	"strings"
)

// Sizes of the cells in a page, in CSS pixels.
const (
	letterCell = 44
	orderCell  = 330
)

// bundle is the picture, in whose place a page that may run scripts shows the letters one by one and then the contractions.
func (c *contraction) bundle() (Bundle, error) {
	b, err := c.draw().bundle(c.text(), c.description())
	if page, ok := b.Data["text/html"].(string); ok {
		b.Data["text/html"] = moving(page, c.scene())
	}
	return b, err
}

// A lettered is an operand, the sum, the output or the result of a contraction before the last, with the cells of its grid.
type lettered struct {
	name string
	axes []axisLetter
}

// scene has a step for the whole, one for each letter, and one for each contraction.
func (c *contraction) scene() scene {
	letters := c.letters()
	rows := c.stepLines()
	order := rows[1 : len(rows)-1]
	first := 1 + len(letters) // of the contractions
	s := scene{Title: c.path.Spec, About: c.description(), Steps: first + len(order), PerSecond: 1}
	s.Captions = append(s.Captions, c.formula+"\n"+c.costText())
	for _, letter := range letters {
		s.Captions = append(s.Captions, c.letterText(letter))
	}
	for i, row := range order {
		s.Captions = append(s.Captions, fmt.Sprintf("contraction %d of %d: %s by %s, %s operations, result %s%s", i+1, len(order), row[0], row[1], row[2], row[3], c.summedIn(i)))
	}

	tensors := c.tensors()
	results := len(c.inputs) // tensors that are results of contractions begin there
	colors := c.colors()
	grid := func(title string, of lettered, born int, taking ...int) sceneGrid {
		g := sceneGrid{Title: title, Cols: max(len(of.axes), 1), Count: max(len(of.axes), 1), Side: letterCell, Mark: true}
		if len(of.axes) == 0 {
			g.Labels, g.Pick = []string{"a\nnumber"}, []int{-1}
		}
		for _, a := range of.axes {
			col, known := colors[a.name]
			if !known {
				col = mutedColor
			}
			g.Labels = append(g.Labels, a.name+"\n"+number(float64(a.extent)))
			g.Colors, g.Inks = append(g.Colors, hexColor(col)), append(g.Inks, hexColor(readableOn(col)))
			g.Pick = append(g.Pick, 1+slices.Index(letters, a.name))
		}
		for t := range s.Steps {
			lit, text := []int{}, g.Labels
			switch {
			case t > 0 && t < first && born < 0:
				for k, a := range of.axes {
					if a.name == letters[t-1] {
						lit = append(lit, k)
					}
				}
			case slices.Contains(taking, t-first):
				for k := range g.Labels {
					lit = append(lit, k)
				}
			}
			g.Lit = append(g.Lit, lit)
			if born >= 0 && t < first+born {
				text = make([]string, len(g.Labels)) // there is no such result yet
			}
			if born >= 0 {
				g.Text = append(g.Text, text)
			}
		}
		if born >= 0 {
			g.Labels = nil
		}
		return g
	}
	takes := func(tensor int) (list []int) {
		for i, step := range c.path.Steps {
			if slices.Contains(step.Inputs, tensor) || step.Result == tensor {
				list = append(list, i)
			}
		}
		return list
	}
	for i, of := range tensors[:results] {
		g := grid(of.name, of, -1, takes(i)...)
		g.Sign = "·"
		if i == results-1 {
			g.Sign = "→"
		}
		s.Grids = append(s.Grids, g)
	}
	if len(c.summed) > 0 {
		g := grid("summed over", lettered{axes: c.summed}, -1)
		s.Grids = append(s.Grids, g)
	}
	last := len(c.path.Steps) - 1
	s.Grids = append(s.Grids, grid("out: point at a letter", lettered{axes: c.output}, -1, last))
	for i, of := range tensors[results:max(results, len(tensors)-1)] {
		s.Grids = append(s.Grids, grid(of.name+" = "+strings.TrimSuffix(order[i][0], " → "+of.name), of, i, takes(results+i)...))
	}
	steps := sceneGrid{Title: "the order of contraction: point at a step", Cols: 1, Count: len(order), Side: 24, Wide: orderCell, Break: true, Mark: true}
	for i, row := range order {
		steps.Labels = append(steps.Labels, row[0]+"   "+row[1]+"   "+row[2])
		steps.Pick = append(steps.Pick, first+i)
	}
	for t := range s.Steps {
		lit := []int{}
		if t >= first {
			lit = append(lit, t-first)
		}
		steps.Lit = append(steps.Lit, lit)
	}
	s.Grids = append(s.Grids, steps)
	return s
}

// costText is what all contractions together cost.
func (c *contraction) costText() string {
	text := count3(c.path.FLOPs) + " operations"
	if c.path.SpeedUp() > 1.005 {
		text += fmt.Sprintf(", %s times fewer than one loop nest over all letters", brief(c.path.SpeedUp()))
	}
	return text
}

// letters lists the letters of all operands in the order in which they first occur.
func (c *contraction) letters() []string {
	var list []string
	for _, axes := range c.inputs {
		for _, a := range axes {
			if !slices.Contains(list, a.name) {
				list = append(list, a.name)
			}
		}
	}
	return list
}

// letterText says where a letter occurs and what becomes of it.
func (c *contraction) letterText(letter string) string {
	var where []string
	extent, stretched := 0, ""
	for i, axes := range c.inputs {
		times := 0
		for _, a := range axes {
			if a.name != letter {
				continue
			}
			times++
			extent = max(extent, a.extent)
		}
		switch {
		case times == 1:
			where = append(where, operandName(i))
		case times > 1:
			where = append(where, fmt.Sprintf("%s %d times (on its diagonal)", operandName(i), times))
		}
	}
	for i, axes := range c.inputs {
		if extent > 1 && slices.Contains(axes, axisLetter{letter, 1}) {
			stretched += "; its length 1 in " + operandName(i) + " is stretched"
		}
	}
	text := fmt.Sprintf("%s, of length %s, ", letter, number(float64(extent)))
	if len(where) > 1 {
		text += "meets in " + strings.Join(where[:len(where)-1], ", ") + " and " + where[len(where)-1]
	} else {
		text += "occurs in " + where[0]
	}
	if slices.ContainsFunc(c.output, func(a axisLetter) bool { return a.name == letter }) {
		return text + " and stays: it is an axis of the output" + stretched
	}
	return text + " and is summed over: the output does not have it" + stretched
}

// summedIn names the letters that end in a contraction.
func (c *contraction) summedIn(step int) string {
	inputs, result, _ := strings.Cut(c.path.Steps[step].Spec, "->")
	names := c.names(step)
	var gone []string
	for _, letter := range inputs {
		if name := names[letter]; letter != ',' && !strings.ContainsRune(result, letter) && !slices.Contains(gone, name) {
			gone = append(gone, name)
		}
	}
	if len(gone) == 0 {
		return ""
	}
	return "; it sums over " + strings.Join(gone, ", ")
}

// names gives the letters of a contraction's own spec as they are called in the whole: axes of an ellipsis have a name.
func (c *contraction) names(step int) map[rune]string {
	names := map[rune]string{}
	for i := range step + 1 {
		s := c.path.Steps[i]
		inputs, _, _ := strings.Cut(s.Spec, "->")
		for n, term := range strings.Split(inputs, ",") {
			for k, letter := range []rune(term) {
				if names[letter] == "" {
					names[letter] = string(letter)
				}
				if n < len(s.Inputs) && s.Inputs[n] < len(c.inputs) && k < len(c.inputs[s.Inputs[n]]) {
					names[letter] = c.inputs[s.Inputs[n]][k].name
				}
			}
		}
	}
	return names
}

// tensors are the operands and the results of all contractions, by their numbers.
func (c *contraction) tensors() []lettered {
	var list []lettered
	for i, axes := range c.inputs {
		list = append(list, lettered{operandName(i), axes})
	}
	for i, step := range c.path.Steps {
		_, result, _ := strings.Cut(step.Spec, "->")
		names := c.names(i)
		t := lettered{name: fmt.Sprintf("T%d", i+1)}
		for k, letter := range []rune(result) {
			t.axes = append(t.axes, axisLetter{names[letter], step.Shape[k]})
		}
		list = append(list, t)
	}
	return list
}
