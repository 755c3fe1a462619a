package eval_test

// This file tests the commands that show what a session has running and what it takes.

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/internal/memory"
)

// eventually runs the cell until it prints want.
func eventually(t *testing.T, s *eval.Session, source, want string) {
	t.Helper()
	var out string
	var err error
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if out, err = execute(s, 9, source); err == nil && out == want {
			return
		}
	}
	t.Fatalf("%s printed\n%s%v\nwant\n%s", source, out, err, want)
}

func mustPrint(t *testing.T, s *eval.Session, number int, source, want string) {
	t.Helper()
	if out, err := execute(s, number, source); err != nil || out != want {
		t.Errorf("%s printed\n%s%s\nwant\n%s", source, out, traceback(err), want)
	}
}

func TestGoroutines(t *testing.T) {
	s := newSession(t)
	mustPrint(t, s, 1, "c := make(chan int)\nfor range 2 {\n\tgo func() { <-c }()\n}", "")
	mustPrint(t, s, 2, "func waiter() { <-c }\ngo waiter()\ngo func() { for {} }()", "")
	const head, first, second, third = "number  cell  function  started         state\n",
		"2       1     func1     cell 1, line 3  waiting at cell 1, line 3\n3       1     func1     cell 1, line 3  waiting at cell 1, line 3\n",
		"5       2     waiter    cell 2, line 2  waiting at cell 2, line 1\n",
		"6       2     func1     cell 2, line 3  running at cell 2, line 3\n"
	eventually(t, s, "%goroutines", head+first+second+third)
	mustPrint(t, s, 3, "%goroutines stop 6", "")
	eventually(t, s, "%goroutines", head+first+second)
	mustPrint(t, s, 3, "%goroutines stop 5", "")
	eventually(t, s, "%goroutines", head+first)
	mustPrint(t, s, 3, "%goroutines stop", "told 2 goroutines to end\n")
	eventually(t, s, "%goroutines", "no goroutines are left from earlier cells or started by this one\n")
}

func TestMemoryCommand(t *testing.T) {
	defer memory.SetLimit(memory.Limit())
	s := newSession(t)
	for args, want := range map[string]string{
		"600 GB": "limit 600 GB", "1.5TB": "limit 1.5 TB", "512GiB": "limit 550 GB", "2t": "limit 2.2 TB", "off": "no limit", "50%": "limit ", "default": "limit ",
	} {
		out, err := execute(s, 1, "%memory "+args)
		if !regexp.MustCompile(`^\d.* in use, `+want).MatchString(out) || err != nil {
			t.Errorf("%s: %s %v", args, out, err)
		}
		if shown, _ := execute(s, 2, "%memory"); !strings.Contains(shown, want) {
			t.Errorf("%s: then %s", args, shown)
		}
	}
}
