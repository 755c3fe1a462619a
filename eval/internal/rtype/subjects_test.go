// This file declares the types that the tests compare: once compiled, as the compiler sees this file, and once forged, as
// the type checker sees its text. It imports nothing but compiled packages whose types occur in declarations.

package rtype

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
)

type Celsius float64

func (c Celsius) String() string { return strconv.FormatFloat(float64(c), 'f', 1, 64) + " °C" }

type Weekday uint8

const Monday Weekday = 1

func (d *Weekday) Set(s string) error { *d = Weekday(len(s)); return nil }
func (d *Weekday) String() string     { return "day " + strconv.Itoa(int(*d)) }

type Point struct {
	X, Y float64
	name string
}

func (p Point) String() string                     { return fmt.Sprintf("(%g, %g)", p.X, p.Y) }
func (p Point) Add(q Point) Point                  { return Point{p.X + q.X, p.Y + q.Y, p.name} }
func (p *Point) Scale(by float64, more ...float64) { p.X *= by; p.Y *= by }
func (p *Point) hidden() string                    { return p.name }

type Tagged struct {
	Name  string             `json:"name" xml:"n,attr"`
	Age   int                `json:"age,omitempty"`
	Skip  bool               `json:"-"`
	Inner struct{ A, B int } `json:"inner"`
	Map   map[string]Point
	List  []*Tagged `json:",omitempty"`
	When  time.Time
	Raw   json.RawMessage
	At    Celsius
	any
}

type Money int64

func (m Money) MarshalJSON() ([]byte, error) { return []byte(`"` + strconv.Itoa(int(m)) + ` kr"`), nil }
func (m *Money) UnmarshalJSON(b []byte) error {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.Trim(string(b), `"`), " kr"))
	*m = Money(n)
	return err
}

type Failure struct {
	Op   string
	Code int
}

func (f *Failure) Error() string        { return f.Op + ": " + strconv.Itoa(f.Code) }
func (f *Failure) Is(target error) bool { return target.Error() == "any failure" }

type Sentinel string

func (s Sentinel) Error() string { return string(s) }

type Verbose struct{ N int }

func (v Verbose) Format(s fmt.State, verb rune) { fmt.Fprintf(s, "<%c %d>", verb, v.N) }

type Literal struct{ S string }

func (l Literal) GoString() string { return "Literal!" + l.S }

type ByAge []Tagged

func (b ByAge) Len() int           { return len(b) }
func (b ByAge) Less(i, j int) bool { return b[i].Age < b[j].Age }
func (b ByAge) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

// Recursion of every shape.
type (
	List    []List
	Func    func(Func, ...*Func) Func
	Tree    map[string]Tree
	Channel chan Channel
	Pointer *Pointer
	Array   [2]*Array
	Node    struct {
		Value    int
		Next     *Node
		Children []Node
		ByName   map[string]Node
		Key      map[Key]*Node
		Walk     func(Node) (Node, error)
		Queue    <-chan Node
		Pair     [2]*Node
		Nested   struct {
			Deep map[string][]struct{ N *Node }
		}
		Visitor Visitor
	}
	Key     struct{ A, B *Node }
	Left    struct{ R map[string]Right }
	Right   struct{ L []Left }
	Big     struct{ Big map[[40]int]Big }
	Visitor interface {
		Visit(Node) Visitor
		fmt.Stringer
		secret() Visitor
	}
)

type Reader interface{ Read(Reader) Reader }

type Empty struct{}

type Any interface{}

// Embedding.
type Animal struct {
	Point
	*Failure
	sync.Mutex
	io.Reader
	lower
	Legs int
}

type lower struct{ Z int }

func (l lower) Promoted() string { return "promoted " + strconv.Itoa(l.Z) }
func (l *lower) SetZ(z int)      { l.Z = z }
func (l lower) String() string   { return "lower" }
func (l *lower) unexported()     {}

type Single struct{ *lower }

type Wrapped struct{ error }

type Callback func(string) string

func (f Callback) Call(s string) string { return f(s) }

type Set map[string]bool

func (s Set) Has(k string) bool { return s[k] }
func (s Set) String() string    { return strconv.Itoa(len(s)) + " elements" }

type Stream chan int

func (s Stream) Len() int { return len(s) }

type Matrix [2][2]float32

func (m Matrix) T() Matrix { return Matrix{{m[0][0], m[1][0]}, {m[0][1], m[1][1]}} }

type Words [2]string

// Comparison.
type (
	Blank struct {
		A int
		_ int
		B string
	}
	Padded struct {
		A int8
		B int64
	}
	Mixed struct {
		F float64
		I any
		S string
	}
	Trailing struct {
		A int64
		Z struct{}
	}
	Floats   [3]float64
	OnePtr   struct{ P *int }
	OneOfPtr [1]*int
	Func2    struct{ F func() }
)

func (o OnePtr) Value() int   { return *o.P }
func (o OneOfPtr) Value() int { return *o[0] }

// Generics.
type Pair[K comparable, V any] struct {
	Key   K
	Value V
	next  *Pair[K, V]
}

func (p Pair[K, V]) String() string     { return fmt.Sprint(p.Key, "=>", p.Value) }
func (p *Pair[K, V]) Set(k K, v V)      { p.Key, p.Value = k, v }
func (p Pair[K, V]) Swap() map[string]V { return map[string]V{fmt.Sprint(p.Key): p.Value} }

type Stack[T any] []T

func (s *Stack[T]) Push(x T) { *s = append(*s, x) }

type Held struct {
	P Pair[string, int]
	Q *Pair[string, []Held]
	R Pair[Weekday, Pair[*json.Decoder, func(int, ...string) (struct{ X int }, error)]]
	S Stack[map[string]Held]
	T Stack[interface{ M() }]
	U Stack[any]
	V Stack[chan (<-chan int)]
}

type Large struct {
	Head *int
	Data [9000]struct {
		P *int
		N int
	}
	Tail string
}

// What only the type checker looks at.
var _ = []any{(*Point).hidden, (*lower).unexported, Tagged{}.any, Pair[int, int]{}.next}

// subjects lists a type descriptor of each, in the form of a pointer.
var subjects = []any{
	(*Celsius)(nil), (*Weekday)(nil), (*Point)(nil), (*Tagged)(nil), (*Money)(nil), (*Failure)(nil), (*Sentinel)(nil),
	(*Verbose)(nil), (*Literal)(nil), (*ByAge)(nil), (*List)(nil), (*Func)(nil), (*Tree)(nil), (*Channel)(nil),
	(*Pointer)(nil), (*Array)(nil), (*Node)(nil), (*Key)(nil), (*Left)(nil), (*Right)(nil), (*Big)(nil), (*Visitor)(nil),
	(*Reader)(nil), (*Empty)(nil), (*Any)(nil), (*Animal)(nil), (*lower)(nil), (*Single)(nil), (*Wrapped)(nil),
	(*Callback)(nil), (*Set)(nil), (*Stream)(nil), (*Matrix)(nil), (*Words)(nil), (*Blank)(nil), (*Padded)(nil),
	(*Mixed)(nil), (*Trailing)(nil), (*Floats)(nil), (*OnePtr)(nil), (*OneOfPtr)(nil), (*Func2)(nil), (*Held)(nil),
	(*Large)(nil),
}
