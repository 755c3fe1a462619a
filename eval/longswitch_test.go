package eval_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestLongSwitches runs switches and chains that are built in parts: the branch that is taken, the tag evaluated once, default in
// the middle, break, labels, results, switches that fall through.
func TestLongSwitches(t *testing.T) {
	cases := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i, 3*i)
		}
		return b.String()
	}
	s := newSession(t)
	for i, test := range []struct{ source, want string }{
		{"func sum(x int) int {\nn := 1\nswitch n++; x {\n" + cases(1_500, "case %d: n += %d\n") + "}\nreturn n\n}\n[]int{sum(0), sum(7), sum(1000), sum(1_499), sum(1_500)}", "[2 23 3002 4499 2]"},
		{"func tripled(x int) int {\nswitch x {\ndefault: return -1\n" + cases(2_500, "case %d: return %d\n") + "}\n}\n[]int{tripled(0), tripled(2499), tripled(2500)}", "[0 7497 -1]"},
		{"calls, n := 0, 0\ntag := func() int { calls++; return 2100 }\nswitch tag() {\n" + cases(2_500, "case %d: if calls == 1 { break }; n = %d\n") + "default: n = -1\n}\n[]int{calls, n}", "[1 0]"},
		{"found := []int{}\nloop:\nfor i := 0; i < 5000; i += 1234 {\n" + "chosen:\nswitch {\n" + cases(2_500, "case i == %d: found = append(found, %d); if i > 0 { break chosen }\n") + "case i == 3702: continue loop\ndefault: break loop\n}\nfound = append(found, -i)\n}\nfound", "[0 0 3702 -1234 7404 -2468]"},
		{"passed := 0\nswitch 1200 {\n" + cases(1_500, "case %d: passed += %d; fallthrough\n") + "default: passed++\n}\npassed", "1214551"},
		{"func chained(x int) (n int) {\n" + cases(1_500, "if x == %d { n = %d } else ") + "{ n = -1 }\nreturn\n}\n[]int{chained(0), chained(1000), chained(1499), chained(1500)}", "[0 3000 4497 -1]"},
		{"func named(x any) string {\nswitch x {\n" + cases(2_500, "case %d: return \"%d\"\n") + "case \"a\": return \"text\"\n}\nreturn \"none\"\n}\n[]string{named(2499), named(\"a\"), named(nil)}", "[7497 text none]"},
		{"func kind(x any) (n int) {\nswitch y, m := x, 5; y := y.(type) {\n" + cases(1_500, "case [%d]int: n = len(y) + %d\n") + "case error: n = len(y.Error())\ncase nil, string: n = m; if y == nil { break }; n++\ndefault: n = y.(int) - m\n}\nreturn\n}\n" +
			"[]int{kind([3]int{}), kind([1400]int{}), kind(io.EOF), kind(nil), kind(\"\"), kind(7)}", "[12 5600 3 5 6 2]"},
	} {
		out, err := execute(s, i+1, test.source)
		if want := "=> " + test.want + "\n"; err != nil || out != want {
			t.Errorf("%.60q: %s %v, want %s", test.source, out, err, want)
		}
	}
}

// TestTooManyJumps has what go/ssa would be busy with for minutes refused.
func TestTooManyJumps(t *testing.T) {
	s := newSession(t)
	for _, test := range []struct{ source, want string }{
		{"select {\n" + strings.Repeat("case <-time.After(1):\n", 20_000) + "}", "too many jumps: the cell's statements have 20000 cases of select"},
		{"func f(x int) int {\n" + strings.Repeat("if x > 0 { goto end }\n", 5_001) + "end: return x\n}", "too many jumps: the function has 5001 cases"},
		{"f := func(x int) {\nswitch x {\n" + strings.Repeat("case x + 1: fallthrough\n", 6_000) + "default:\n}\n}", "too many jumps: the function has 6000 cases"},
	} {
		if _, err := execute(s, 1, test.source); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.60q: %v", test.source, err)
		}
	}
	if out, err := execute(s, 2, "1 + 1"); err != nil || out != "=> 2\n" {
		t.Errorf("afterwards: %q %v", out, err)
	}
}
