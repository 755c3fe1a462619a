// This file finds the order in which the operands of a specification are contracted, two at a time: the cheapest one by
// dynamic programming over all subsets up to 8 operands, a greedy one beyond. slices.go keeps it within a memory limit.

package contract

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode"
)

// exhaustive is the largest number of operands for which every order is considered.
const exhaustive = 8

// A Step contracts one or two tensors. Operands have the numbers 0, 1, ...; the result of step i has number
// (operands + i). Right is -1 where a single tensor is summed or rearranged.
type Step struct {
	Left, Right int
	Letters     []int     // of the result; in the last step, the output's
	Terms       float64   // size of the loop nest over all letters of the step
	FLOPs       float64   // multiplications and additions
	Size        float64   // elements of the result
	overlaps    []overlap // that the result keeps
}

// A Plan is the order for one specification.
type Plan struct {
	Spec   *Spec
	Steps  []Step
	Sliced []int // letters whose values are taken one at a time; Steps are those for one value of each
}

// FLOPs returns the operations of all steps, for all slices.
func (p *Plan) FLOPs() float64 {
	total := 0.0
	for _, s := range p.Steps {
		total += s.FLOPs
	}
	return total * p.Slices()
}

// NaiveFLOPs returns the operations of one loop nest over all letters.
func (p *Plan) NaiveFLOPs() float64 {
	terms := 1.0
	for _, l := range p.Spec.Letters {
		terms *= float64(l.Extent)
	}
	perTerm := float64(max(1, len(p.Spec.Inputs)-1))
	if p.sums() {
		perTerm++
	}
	return terms * perTerm
}

// sums tells whether a letter is missing from the output.
func (p *Plan) sums() bool { return len(p.Spec.Output) < len(p.Spec.Letters) }

// LargestIntermediate returns the elements of the biggest result of a step but the last; 0 if there is none.
func (p *Plan) LargestIntermediate() float64 {
	largest := 0.0
	for _, s := range p.Steps[:max(0, len(p.Steps)-1)] {
		largest = max(largest, s.Size)
	}
	return largest
}

// letterSet is a set of letters; specifications with hundreds of operands have more letters than a word has bits.
type letterSet []uint64

func newLetterSet(letters int) letterSet { return make(letterSet, (letters+63)/64) }

func (s letterSet) add(letter int)      { s[letter/64] |= 1 << (letter % 64) }
func (s letterSet) has(letter int) bool { return s[letter/64]>>(letter%64)&1 != 0 }

func (s letterSet) union(t letterSet) letterSet {
	u := slices.Clone(s)
	for i := range t {
		u[i] |= t[i]
	}
	return u
}

func (s letterSet) intersection(t letterSet) letterSet {
	u := slices.Clone(s)
	for i := range t {
		u[i] &= t[i]
	}
	return u
}

func (s letterSet) meets(t letterSet) bool {
	for i := range t {
		if s[i]&t[i] != 0 {
			return true
		}
	}
	return false
}

func (s letterSet) equal(t letterSet) bool { return slices.Equal(s, t) }

// size returns the number of elements of a tensor with these letters.
func (p *planner) size(s letterSet) float64 {
	size := 1.0
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			size *= p.extents[i*64+bits.TrailingZeros64(word)]
		}
	}
	return size
}

// A planner holds the letters of the tensors that are left.
type planner struct {
	plan     *Plan
	extents  []float64 // 1 for letters that are sliced
	output   letterSet
	live     []node
	overlaps []overlap
	limit    float64 // elements that an intermediate may have
	check    func()  // panics when the plan is wanted no more
}

// A node is a tensor that waits to be contracted: its number and its letters.
type node struct {
	number  int
	letters letterSet
}

// order returns a good order for spec, whose operands have the given shapes, with some letters sliced, or nil if every
// order of the tensors has an intermediate of more than limit elements. A greedy order has any intermediates and keeps no
// overlaps.
func order(spec *Spec, shapes [][]int, shared []overlap, sliced []int, limit float64, check func()) *Plan {
	p := &planner{plan: &Plan{Spec: spec, Sliced: sliced}, limit: limit, check: check}
	if len(sliced) == 0 {
		p.overlaps = shared
	}
	for letter := range spec.Letters {
		p.extents = append(p.extents, float64(p.plan.extent(letter)))
	}
	p.output = newLetterSet(len(spec.Letters))
	for _, letter := range spec.Output {
		p.output.add(letter)
	}
	for number, axes := range spec.Inputs {
		letters := newLetterSet(len(spec.Letters))
		for axis, letter := range axes {
			if shapes[number][axis] != 1 && p.extents[letter] != 1 {
				letters.add(letter)
			}
		}
		p.live = append(p.live, node{number, letters})
	}
	p.reduceSingles()
	switch {
	case len(p.live) == 1:
		p.finishSingle()
	case len(p.live) <= exhaustive:
		if !p.optimal() {
			return nil
		}
	default:
		p.greedy()
	}
	last := &p.plan.Steps[len(p.plan.Steps)-1]
	last.Letters = spec.Output
	return p.plan
}

// reduceSingles sums letters that only one operand carries and the output does not, since that shrinks the operand
// before it meets another. With one operand the final step does it.
func (p *planner) reduceSingles() {
	if len(p.live) == 1 {
		return
	}
	for i, n := range p.live {
		p.check()
		needed := p.output
		for j, other := range p.live {
			if j != i {
				needed = needed.union(other.letters)
			}
		}
		if kept := n.letters.intersection(needed); !kept.equal(n.letters) {
			p.live[i] = node{p.step(n, node{-1, kept}, kept, 0), kept}
		}
	}
}

func (p *planner) finishSingle() {
	n := p.live[0]
	p.step(n, node{-1, n.letters}, n.letters.intersection(p.output), 0)
}

// step appends the contraction of two nodes (or the reduction of one) to the plan and returns the result's number. The
// result keeps some overlaps.
func (p *planner) step(left, right node, result letterSet, kept uint64) int {
	all := left.letters.union(right.letters)
	terms := p.shrunk(all, kept)
	flops := 0.0
	if right.number >= 0 {
		flops += terms
	}
	if !all.equal(result) {
		flops += terms
	}
	var letters []int
	for letter := range p.extents {
		if result.has(letter) {
			letters = append(letters, letter)
		}
	}
	s := Step{left.number, right.number, letters, terms, flops, p.shrunk(result, kept), nil}
	for i, o := range p.overlaps {
		if kept>>i&1 != 0 {
			s.overlaps = append(s.overlaps, o)
		}
	}
	p.plan.Steps = append(p.plan.Steps, s)
	return len(p.plan.Spec.Inputs) + len(p.plan.Steps) - 1
}

// optimal finds the order with the fewest operations (then the smallest intermediates, then
// the smallest of what is read repeatedly) over all subsets of the live
// tensors: the best way to contract a set is the best split into two sets that are each contracted in their best way. It
// returns false if no order keeps within the limit.
func (p *planner) optimal() bool {
	count := len(p.live)
	full := 1<<count - 1
	type best struct {
		letters letterSet // of the set's result
		cost    float64
		size    float64 // of the results on the way, this one included
		again   float64 // of the smaller operands, which are read again and again, best from a cache
		split   int     // one half, as a set
		kept    uint64  // overlaps of the result
	}
	sets := make([]best, full+1)
	carried := p.carried()
	for set := 1; set <= full; set++ {
		if set&(set-1) == 0 {
			sets[set] = best{letters: p.live[bits.TrailingZeros(uint(set))].letters}
			continue
		}
		b := best{letters: carried[set].intersection(p.output.union(carried[full&^set])), cost: math.Inf(1)}
		weight := 0.0
		if set != full && len(p.overlaps) > 0 {
			if b.kept = p.keptOverlaps(set, b.letters); b.kept != 0 {
				weight = overlapWeight
			}
		}
		own := p.shrunk(b.letters, b.kept)
		if own > p.limit && set != full {
			sets[set] = b
			continue
		}
		for half := (set - 1) & set; half > 0; half = (half - 1) & set {
			rest := set &^ half
			if half < rest {
				break // every split comes twice; this is the second half of them
			}
			cost := sets[half].cost + sets[rest].cost + p.shrunk(sets[half].letters.union(sets[rest].letters), b.kept) + weight*own
			size := sets[half].size + sets[rest].size + own
			again := sets[half].again + sets[rest].again + min(p.shrunk(sets[half].letters, sets[half].kept), p.shrunk(sets[rest].letters, sets[rest].kept))
			if cost < b.cost || cost == b.cost && (size < b.size || size == b.size && again < b.again) {
				b.cost, b.size, b.again, b.split = cost, size, again, half
			}
		}
		sets[set] = b
	}
	var emit func(set int) node
	emit = func(set int) node {
		if set&(set-1) == 0 {
			return p.live[bits.TrailingZeros(uint(set))]
		}
		left, right := emit(sets[set].split), emit(set&^sets[set].split)
		if left.number > right.number {
			left, right = right, left
		}
		return node{p.step(left, right, sets[set].letters, sets[set].kept), sets[set].letters}
	}
	if math.IsInf(sets[full].cost, 1) {
		return false
	}
	emit(full)
	return true
}

// carried returns, for every subset of the live tensors, the letters they carry together.
func (p *planner) carried() []letterSet {
	sets := make([]letterSet, 1<<len(p.live))
	sets[0] = newLetterSet(len(p.extents))
	for set := 1; set < len(sets); set++ {
		lowest := bits.TrailingZeros(uint(set))
		sets[set] = sets[set&(set-1)].union(p.live[lowest].letters)
	}
	return sets
}

// greedy always contracts the pair whose result takes least memory beyond that of its operands, preferring pairs that
// share a letter (the measure of D. G. A. Smith and J. Gray, "opt_einsum"); ties go to fewer operations.
func (p *planner) greedy() {
	uses := make([]int, len(p.extents)) // how many live tensors and outputs carry the letter
	count := func(s letterSet, by int) {
		for letter := range uses {
			if s.has(letter) {
				uses[letter] += by
			}
		}
	}
	count(p.output, 1)
	for _, n := range p.live {
		count(n.letters, 1)
	}
	for len(p.live) > 1 {
		left, right, letters := p.cheapest(uses)
		a, b := p.live[left], p.live[right]
		count(a.letters, -1)
		count(b.letters, -1)
		count(letters, 1)
		p.live[left] = node{p.step(a, b, letters, 0), letters}
		p.live = slices.Delete(p.live, right, right+1)
	}
}

// cheapest returns the positions in live of the pair to contract next, and the letters of its result.
func (p *planner) cheapest(uses []int) (left, right int, letters letterSet) {
	type score struct {
		apart  bool
		growth float64
		cost   float64
	}
	better := func(x, y score) bool {
		if x.apart != y.apart {
			return y.apart
		}
		return x.growth < y.growth || x.growth == y.growth && x.cost < y.cost
	}
	least, found := score{}, false
	sizes := make([]float64, len(p.live))
	for i, n := range p.live {
		sizes[i] = p.size(n.letters)
	}
	for i, a := range p.live {
		p.check()
		for j := i + 1; j < len(p.live); j++ {
			b := p.live[j]
			apart := !a.letters.meets(b.letters)
			if apart && found && !least.apart {
				continue
			}
			result := p.result(a, b, uses)
			s := score{apart, p.size(result) - sizes[i] - sizes[j], p.size(a.letters.union(b.letters))}
			if !found || better(s, least) {
				least, left, right, letters, found = s, i, j, result, true
			}
		}
	}
	return left, right, letters
}

// result returns the letters that the product of two nodes keeps: those that the output or a third tensor carries.
func (p *planner) result(a, b node, uses []int) letterSet {
	kept := a.letters.union(b.letters)
	for i, word := range kept {
		for ; word != 0; word &= word - 1 {
			letter := i*64 + bits.TrailingZeros64(word)
			own := 1
			if a.letters.has(letter) && b.letters.has(letter) {
				own = 2
			}
			if uses[letter] == own {
				kept[i] &^= 1 << (letter % 64)
			}
		}
	}
	return kept
}

// StepText writes step i as a specification, such as "ij,jk->ik". Ellipsis axes appear as capital letters that the
// plan's specification does not use.
func (p *Plan) StepText(i int) string {
	names := p.letterNames()
	word := func(letters []int) string {
		var b strings.Builder
		for _, letter := range letters {
			b.WriteString(names[letter])
		}
		return b.String()
	}
	step := p.Steps[i]
	text := word(p.tensorLetters(step.Left))
	if step.Right >= 0 {
		text += "," + word(p.tensorLetters(step.Right))
	}
	return text + "->" + word(step.Letters)
}

// tensorLetters returns the letters of an operand or of a step's result.
func (p *Plan) tensorLetters(number int) []int {
	if number < len(p.Spec.Inputs) {
		return p.Spec.Inputs[number]
	}
	return p.Steps[number-len(p.Spec.Inputs)].Letters
}

func (p *Plan) letterNames() []string {
	names := make([]string, len(p.Spec.Letters))
	used := map[string]bool{}
	for i, l := range p.Spec.Letters {
		if !strings.HasPrefix(l.Name, "...") {
			names[i], used[l.Name] = l.Name, true
		}
	}
	free := 'A'
	for i := range names {
		for names[i] == "" {
			if unicode.IsLetter(free) && !used[string(free)] {
				names[i] = string(free)
			}
			free++
		}
	}
	return names
}
