package eval_test

// This file runs random sequences of cells that declare names, declare them again as something else, use them, do not
// compile, and panic. A model knows what each name is and what it is worth; the session must agree after every cell.

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval"
)

// What a name can be.
type nameKind int

const (
	undeclared nameKind = iota
	intVar              // var of type int
	textVar             // var of type string
	intFunc             // func() int
	textFunc            // func() string
	structType          // a struct with a field A int
	structVar           // a variable of a struct type of the session, perhaps of one that has been replaced
	numKinds
)

// A named is what the model knows of a name.
type named struct {
	kind   nameKind
	value  int    // of an intVar or a structVar's field A; added by an intFunc to its operands
	text   string // of a textVar or textFunc
	uses   []use  // operands of an intFunc
	fields int    // which fields a structType has besides A
	method int    // what the method M of a structType adds to A
	known  bool   // the method has been declared since the type was
}

// A use is an operand of a function: a name that was of that kind.
type use struct {
	name   int
	kind   nameKind
	method bool
}

// A sequence is a session beside its model. Choices are read off data, so that a fuzzer can steer them.
type sequence struct {
	t       *testing.T
	s       *eval.Session
	data    []byte
	names   [6]named
	touched [6]bool // in the current cell
	cells   []string
}

func (q *sequence) choose(n int) int {
	if len(q.data) == 0 {
		return 0
	}
	b := q.data[0]
	q.data = q.data[1:]
	return int(b) % n
}

func name(i int) string { return fmt.Sprint("n", i) }

// valid says that the function i still type-checks: all that it uses is of the kind it was.
func (q *sequence) valid(i int) bool {
	return !slices.ContainsFunc(q.names[i].uses, func(u use) bool { return !q.usable(u) })
}

func (q *sequence) usable(u use) bool {
	n := &q.names[u.name]
	return n.kind == u.kind && (n.kind != intFunc || q.valid(u.name)) && (!u.method || n.known)
}

// worth is the value of an operand.
func (q *sequence) worth(u use) int {
	n := &q.names[u.name]
	switch {
	case u.method:
		return 2 + n.method
	case n.kind == structType:
		return 2
	case n.kind == intFunc:
		return q.result(u.name)
	}
	return n.value
}

func (q *sequence) result(i int) int {
	sum := q.names[i].value
	for _, u := range q.names[i].uses {
		sum += q.worth(u)
	}
	return sum
}

func (u use) source() string {
	switch {
	case u.method:
		return name(u.name) + "{A: 2}.M()"
	case u.kind == structType:
		return name(u.name) + "{A: 2}.A"
	case u.kind == intFunc:
		return name(u.name) + "()"
	}
	return name(u.name)
}

// operands picks names below i that are worth an int. As functions only use names below their own, none calls itself.
func (q *sequence) operands(i int) (uses []use) {
	for j := range i {
		n := &q.names[j]
		u := use{name: j, kind: n.kind}
		if n.kind == structType && n.known && q.choose(2) == 0 {
			u.method = true
		}
		if !q.changes(j) && (n.kind == intVar || n.kind == intFunc || n.kind == structType) && q.usable(u) && q.choose(3) > 0 {
			uses = append(uses, u)
		}
	}
	return uses
}

// changes says that the current cell declares name i or something that it uses.
func (q *sequence) changes(i int) bool {
	return q.touched[i] || slices.ContainsFunc(q.names[i].uses, func(u use) bool { return q.changes(u.name) })
}

// declare returns the source of a new declaration of name i, after which it is what next says.
func (q *sequence) declare(i int) (source string, next named) {
	next = named{kind: nameKind(1 + q.choose(int(numKinds)-1)), value: q.choose(50), text: fmt.Sprint("t", q.choose(9))}
	switch next.kind {
	case intVar:
		expr := fmt.Sprint(next.value)
		for _, u := range q.operands(i) {
			expr += " + " + u.source()
			next.value += q.worth(u)
		}
		if q.choose(2) == 0 {
			return fmt.Sprintf("var %s int = %s", name(i), expr), next
		}
		return fmt.Sprintf("%s := %s", name(i), expr), next
	case textVar:
		return fmt.Sprintf("%s := %q", name(i), next.text), next
	case intFunc:
		next.uses = q.operands(i)
		expr := fmt.Sprint(next.value)
		for _, u := range next.uses {
			expr += " + " + u.source()
		}
		return fmt.Sprintf("func %s() int { return %s }", name(i), expr), next
	case textFunc:
		return fmt.Sprintf("func %s() string { return %q }", name(i), next.text), next
	case structType:
		next.fields = q.choose(3)
		return fmt.Sprintf("type %s struct { A int; %s }", name(i), strings.Repeat("B string; ", next.fields%2)+strings.Repeat("C []int; ", next.fields/2)), next
	}
	for j := range i {
		if q.names[j].kind == structType && !q.touched[j] {
			return fmt.Sprintf("%s := %s{A: %d}", name(i), name(j), next.value), next
		}
	}
	next.kind = intVar
	return fmt.Sprintf("%s := %d", name(i), next.value), next
}

// declareSome returns declarations of name i and up to two others, which do not use each other.
func (q *sequence) declareSome(i int) (lines []string, next map[int]named) {
	next = map[int]named{}
	chosen := []int{i}
	q.touched[i] = true
	for range q.choose(3) {
		if j := q.choose(len(q.names)); !q.touched[j] {
			chosen = append(chosen, j)
			q.touched[j] = true
		}
	}
	for _, j := range chosen {
		line, n := q.declare(j)
		lines = append(lines, line)
		next[j] = n
	}
	return lines, next
}

// step runs one cell.
func (q *sequence) step() {
	q.touched = [6]bool{}
	switch i := q.choose(len(q.names)); q.choose(8) {
	case 0: // an assignment, then a panic
		if n := &q.names[i]; n.kind == intVar || n.kind == structVar {
			n.value++
			target := name(i)
			if n.kind == structVar {
				target += ".A"
			}
			q.run(fmt.Sprintf("%s = %d\nvar missing map[string]int\nmissing[\"x\"] = %[2]d", target, n.value), "nil map")
		}
	case 1: // declarations, then an error
		lines, _ := q.declareSome(i)
		q.run(strings.Join(append(lines, `var wrong int = "text"`), "\n"), "cannot use")
	case 2:
		if n := &q.names[i]; n.kind == structType {
			n.method, n.known = q.choose(30), true
			q.run(fmt.Sprintf("func (t %s) M() int { return t.A + %d }", name(i), n.method), "")
		}
	default:
		lines, next := q.declareSome(i)
		q.run(strings.Join(lines, "\n"), "")
		for j, n := range next {
			q.names[j] = n
		}
	}
	q.check()
}

// run executes a cell, which has to fail with that text, or not to fail.
func (q *sequence) run(source, failure string) string {
	q.cells = append(q.cells, source)
	out, err := execute(q.s, len(q.cells), source)
	switch text := traceback(err); {
	case err != nil && strings.HasPrefix(text, "internal error"):
		q.fail(text)
	case failure == "" && err != nil, failure != "" && (err == nil || !strings.Contains(text, failure)):
		q.fail(fmt.Sprintf("got %s, want an error with %q", text, failure))
	}
	return out
}

func (q *sequence) fail(text string) {
	q.t.Helper()
	q.t.Fatalf("%s\nafter the cells\n%s", text, strings.Join(q.cells, "\n---\n"))
}

// check looks at all names.
func (q *sequence) check() {
	for i := range q.names {
		n := &q.names[i]
		expr, want := name(i), ""
		switch n.kind {
		case intVar:
			want = fmt.Sprint(n.value)
		case textVar:
			want = n.text
		case textFunc:
			expr, want = expr+"()", n.text
		case structVar:
			expr, want = expr+".A", fmt.Sprint(n.value)
		case structType:
			expr, want = expr+"{A: 7}.A", "7"
		case intFunc:
			if slices.ContainsFunc(n.uses, func(u use) bool { return q.doubtful(u) }) {
				continue
			}
			if !q.valid(i) {
				q.run(fmt.Sprintf("fmt.Println(%s())", expr), "is broken")
				q.cells = q.cells[:len(q.cells)-1]
				continue
			}
			expr, want = expr+"()", fmt.Sprint(q.result(i))
		default:
			continue
		}
		if got := q.run("fmt.Println("+expr+")", ""); got != want+"\n" {
			q.fail(fmt.Sprintf("%s is %q, want %q", expr, got, want))
		}
		q.cells = q.cells[:len(q.cells)-1]
	}
}

// doubtful says that the model does not know whether the session can still use the operand: methods of a type that has been
// declared again go on with the new one if they fit.
func (q *sequence) doubtful(u use) bool {
	n := &q.names[u.name]
	if u.method && !n.known {
		return true
	}
	return n.kind == intFunc && slices.ContainsFunc(n.uses, q.doubtful)
}

func runSequence(t *testing.T, data []byte) {
	q := &sequence{t: t, s: newSession(t), data: data}
	for len(q.data) > 0 {
		q.step()
	}
}

// FuzzSequences lets a fuzzer choose the cells.
func FuzzSequences(f *testing.F) {
	f.Add([]byte("declare and declare again"))
	f.Add([]byte{3, 7, 0, 0, 1, 4, 0, 3, 3, 7, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) { runSequence(t, data[:min(len(data), 300)]) })
}

// TestSequences runs sequences that are always the same.
func TestSequences(t *testing.T) {
	count := 40
	if testing.Short() {
		count = 10
	}
	for seed := range uint64(count) {
		random := rand.New(rand.NewPCG(seed, 4))
		data := make([]byte, 150)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		runSequence(t, data)
	}
}
