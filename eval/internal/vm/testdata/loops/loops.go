// Loops of every form, with what may and what may not be computed in front of them.
package main

import "fmt"

type pair struct {
	a, b int
	next *pair
}

type wide struct {
	p pair
	v [3]int
}

var (
	g, h  = 3, 4
	gp    = &g
	one   wide
	table = []int{1, 2, 3, 4, 5}
)

// throughPointer changes a variable behind its back.
func throughPointer(n int, p *int) (s int) {
	for i := range n {
		s += g * i
		*p += i
		s += h
	}
	return s
}

// fields of the same name in the same and in other values.
func fields(n int, p, q *pair) (s int) {
	for range n {
		s += p.a + q.b
		q.a++
		p.b -= q.a
	}
	return s
}

// parts of a variable that is read as a whole, and the other way round.
func parts(n int) (s int) {
	var w wide
	other := wide{v: [3]int{7, 8, 9}}
	for i := range n {
		w.v[i%3] += i
		c := w
		s += c.v[0] + 2*c.v[1] + 3*c.v[2] + other.v[1]
		w = wide{p: c.p, v: other.v}
		w.p.a += i
		s += w.p.a
	}
	return s
}

// rows are elements of slices that share their memory.
func rows(n int) (s int) {
	r := [][]int{table, table[1:], {10, 20, 30}}
	for i := range n {
		row := r[i%3]
		s += row[0] + table[2]
		row[1]++
		r[2] = r[i%2]
	}
	return s
}

func captured(n int) (s int) {
	k, m := 2, 5
	add := func(d int) { k += d }
	for i := range n {
		s += k * m
		if i%2 == 1 {
			add(i)
		}
	}
	func() {
		for i := range n {
			s += k
			k = i
			m += k
		}
	}()
	return s + m
}

// forever has no test at its beginning.
func forever(x []int) (s int) {
	i := 0
	for {
		k := g*2 + len(x)
		s += x[2] + k
		if i++; i > 4 {
			break
		}
		if s%2 == 0 {
			continue
		}
		s += x[i%len(x)]
	}
	return s
}

func jumps(n int) (s int) {
	i := 0
again:
	s += g + n*n
	if i++; i < n {
		goto again
	}
outer:
	for i := range n {
		for j := range n {
			if j > i {
				continue outer
			}
			if i*j > 6 {
				break outer
			}
			s += i*10 + j + n*3
		}
	}
	return s
}

// ranges are over numbers of several types and values.
func ranges(n int) (s int) {
	for i := range uint8(n) {
		s += int(i)
	}
	for i := range int32(n) {
		i *= 2
		s += int(i)
	}
	for i := range 4 {
		s += i * n
	}
	for range 0 {
		s = -1
	}
	for i := range -n {
		s += i
	}
	for range n {
		n++
		s += n
	}
	for i, v := range table {
		if v == 2 {
			continue
		}
		s += i * v * h
	}
	var fs []func() int
	for i := range 3 {
		fs = append(fs, func() int { i += 10; return i })
	}
	for _, f := range fs {
		s += f() + f()
	}
	return s
}

func try(name string, f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(name, e)
		}
	}()
	f()
}

// order: what comes first fails first, and what is not reached does not fail.
func order() {
	var p *pair
	var x []int
	n, zero := 0, 0
	try("not reached", func() {
		for i := range n {
			fmt.Println(p.a, x[3], i/zero)
		}
		for i := 0; i < n; i++ {
			fmt.Println(p.a, x[3], i/zero)
		}
		fmt.Println("fine")
	})
	try("index first", func() {
		for range 2 {
			y := x[3]
			fmt.Println(y + p.a)
		}
	})
	try("pointer first", func() {
		for range 2 {
			y := p.a
			fmt.Println(y + x[3])
		}
	})
	try("print first", func() {
		for i := 0; i < 3; i++ {
			fmt.Println("printed", i)
			table[0] = p.a
		}
	})
	try("store first", func() {
		for {
			g++
			h = x[g] + p.a
		}
	})
	try("second turn", func() {
		for i := range 3 {
			if i == 1 {
				fmt.Println(p.b)
			}
			table[1] += 100
		}
	})
	try("conditional", func() {
		for i := range 3 {
			if i > 5 {
				g = p.a / zero
			}
			s := one.p.next
			if i == 2 {
				fmt.Println(s.a)
			}
		}
	})
	fmt.Println(g, h, table)
}

func main() {
	fmt.Println(throughPointer(4, gp), throughPointer(4, &h), throughPointer(3, &table[0]), g, h)
	p, q := &pair{a: 1, b: 2}, &pair{a: 3, b: 4}
	fmt.Println(fields(4, p, q), fields(4, p, p), *p, *q)
	fmt.Println(parts(5), rows(7), table)
	fmt.Println(captured(5), forever(table), jumps(4), jumps(1), ranges(3))
	order()
}

/* Output:
45 80 57 9 10
20 -86 {5 -34 <nil>} {7 4 <nil>}
279 58 [4 6 6 4 5]
107 155 385 13 638
fine
index first runtime error: index out of range [3] with length 0
pointer first runtime error: invalid memory address or nil pointer dereference
printed 0
print first runtime error: invalid memory address or nil pointer dereference
store first runtime error: index out of range [10] with length 0
second turn runtime error: invalid memory address or nil pointer dereference
conditional runtime error: invalid memory address or nil pointer dereference
10 10 [4 106 6 4 5]
*/
