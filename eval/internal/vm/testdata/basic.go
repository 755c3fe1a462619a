package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

type Point struct{ X, Y int }

func (p Point) String() string { return fmt.Sprintf("<%d,%d>", p.X, p.Y) }
func (p *Point) Move(dx int)   { p.X += dx }

type Shape interface {
	Area() float64
	Name() string
}
type Square struct{ s float64 }
type Circle struct {
	r    float64
	name string
}

func (s Square) Area() float64  { return s.s * s.s }
func (s Square) Name() string   { return "square" }
func (c *Circle) Area() float64 { return 3 * c.r * c.r }
func (c *Circle) Name() string  { return c.name }

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func divmod(a, b int) (q, r int, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("caught: %v", e)
		}
	}()
	q = a / b
	r = a % b
	return
}

type MyErr struct{ code int }

func (e *MyErr) Error() string { return fmt.Sprint("code ", e.code) }

func fails(n int) error {
	if n > 0 {
		return fmt.Errorf("wrapped: %w", &MyErr{n})
	}
	return nil
}

func Map[T, U any](xs []T, f func(T) U) []U {
	var out []U
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

type Number interface{ ~int | ~float64 }

func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T) { s.items = append(s.items, x) }
func (s *Stack[T]) Pop() T {
	x := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x
}

type byLen []string

func (b byLen) Len() int           { return len(b) }
func (b byLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func main() {
	fmt.Println("hello", 1, 2.5, true)
	fmt.Println(fib(15))
	s := 0
	for i := 0; i < 10; i++ {
		s += i * i
	}
	fmt.Println(s)
	p := Point{1, 2}
	p.Move(3)
	fmt.Println(p, &p, []Point{{1, 2}, {3, 4}})
	fmt.Printf("%v %+v %T\n", p, struct{ P Point }{p}, p)
	shapes := []Shape{Square{2}, &Circle{1, "circle"}}
	for _, sh := range shapes {
		fmt.Println(sh.Name(), sh.Area())
	}
	fmt.Println(divmod(7, 2))
	fmt.Println(divmod(7, 0))
	err := fails(3)
	var me *MyErr
	fmt.Println(err, errors.As(err, &me), me.code)
	fmt.Println(Map([]int{1, 2, 3}, func(i int) string { return strings.Repeat("x", i) }))
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2.5))
	var st Stack[string]
	st.Push("a")
	st.Push("b")
	fmt.Println(st.Pop(), st.Pop(), len(st.items))
	m := map[string]int{"a": 1, "b": 2}
	m["c"] += 5
	delete(m, "a")
	v, ok := m["zz"]
	fmt.Println(m, len(m), v, ok)
	keys := []string{}
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	fmt.Println(keys)
	words := byLen{"ccc", "a", "bb"}
	sort.Sort(words)
	fmt.Println(words)
	sort.Slice(keys, func(i, j int) bool { return keys[i] > keys[j] })
	fmt.Println(keys)
	var sb strings.Builder
	for i, r := range "héllo" {
		sb.WriteString(fmt.Sprint(i, string(r), " "))
	}
	fmt.Println(sb.String())
}

/* Output:
hello 1 2.5 true
610
285
<4,2> <4,2> [<1,2> <3,4>]
<4,2> {P:<4,2>} main.Point
square 4
circle 3
3 1 <nil>
0 0 caught: runtime error: integer divide by zero
wrapped: code 3 true 3
[x xx xxx]
6 4
b a 0
map[b:2 c:5] 2 0 false
[b c]
[a bb ccc]
[c b]
0h 1é 3l 4l 5o
*/
