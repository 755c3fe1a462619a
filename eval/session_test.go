package eval_test

// This file tests what cells in testdata cannot show: interrupts, input, commands whose output changes, files, dumps, and
// questions asked while a cell runs.

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval"
)

func TestInterrupt(t *testing.T) {
	for _, source := range []string{
		"println(\"started\"); for {}",
		"println(\"started\"); select {}",
		"println(\"started\"); time.Sleep(time.Hour)",
		"println(\"started\"); <-make(chan int)",
		"kept := 1\nprintln(\"started\")\nvar f func()\nf = func() { defer f(); for {} }\nf()",
		"println(\"started\")\n!sleep 100",
		// Loops of the engine's own, and functions that compiled code calls.
		"m := map[int]int{}\nfor i := range 1000 { m[i] = i }\nprintln(\"started\")\nfor { for k := range m { m[k]++ } }",
		"x := []int{3, 1, 2}\nprintln(\"started\")\nfor { sort.Slice(x, func(i, j int) bool { return x[i] < x[j] }) }",
		"println(\"started\")\nslices.SortFunc([]int{1, 2}, func(a, b int) int { for {} })",
		"println(\"started\")\nfor range func(yield func(int) bool) { for yield(1) {} } {}",
		"println(\"started\")\nfor { func() { defer func() { recover() }(); for {} }() }",
		"println(\"started\")\nfor s := \"x\"; ; s += s { if len(s) > 1<<20 { s = \"x\" } }",
		"println(\"started\")\nfor b := []byte(nil); ; b = append(b, b...) { if len(b) > 1<<20 || len(b) == 0 { b = []byte{1} } }",
		"println(\"started\")\nfor { Einsum(\"ij,jk->ik\", Ones[float64](64, 64), Ones[float64](64, 64)) }",
		"println(\"started\")\nfor { fmt.Sprint(make([]int, 1000)) }",
		"println(\"started\")\nfor { regexp.MustCompile(`(a|b)*c`).MatchString(strings.Repeat(\"ab\", 1000)) }",
		// What waits.
		"var mu sync.Mutex\nmu.Lock()\ngo func() { time.Sleep(time.Hour) }()\nprintln(\"started\")\nmu.Lock()",
		"r, w := io.Pipe()\n_ = w\nprintln(\"started\")\nr.Read(make([]byte, 1))",
		"r, w, err := os.Pipe()\n_, _ = w, err\nprintln(\"started\")\nr.Read(make([]byte, 1))",
		"l := Must(net.Listen(\"tcp\", \"127.0.0.1:0\"))\nprintln(\"started\")\nl.Accept()",
		"println(\"started\")\nexec.Command(\"sleep\", \"1\").Run(); for {}",
		"println(\"started\")\n%timeit time.Sleep(time.Hour)",
		"go func() { for {} }()\ndefer func() { for {} }()\nprintln(\"started\")\nfor {}",
	} {
		s := newSession(t)
		if _, err := execute(s, 1, "kept := 7"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		err := s.Execute(ctx, eval.Cell{Number: 2, Source: source, Stdout: io.Discard, Stderr: writerFunc(cancel)})
		var e notebookError
		if !errors.As(err, &e) || e.Name() != "interrupted" {
			t.Errorf("%q: %v", source, err)
		}
		if out, err := execute(s, 3, "kept > 0"); err != nil || out != "=> true\n" {
			t.Errorf("after %q: %s %v", source, out, err)
		}
		if _, err := execute(s, 4, "%goroutines stop"); err != nil { // deferred calls may run on
			t.Error(err)
		}
	}
}

// writerFunc is called when something is written.
type writerFunc func()

func (f writerFunc) Write(p []byte) (int, error) {
	f()
	return len(p), nil
}

func TestInput(t *testing.T) {
	s := newSession(t)
	var out lockedBuilder
	lines := []string{"Ada 36", "rest"}
	err := s.Execute(context.Background(), eval.Cell{
		Number: 1, Source: "var name string\nvar age int\nfmt.Scan(&name, &age)\nfmt.Println(name, age)",
		Stdout: &out, Stderr: &out,
		Stdin: func(string, bool) (string, error) {
			line := lines[0]
			lines = lines[1:]
			return line, nil
		},
	})
	if err != nil || out.String() != "Ada 36\n" {
		t.Errorf("%q %v", out.String(), err)
	}
	if _, err := execute(s, 2, "var x int\nfmt.Scan(&x)"); err == nil || !strings.Contains(err.Error(), "gives cells no input") {
		t.Errorf("without input: %v", err)
	}
}

func TestTimingCommands(t *testing.T) {
	s := newSession(t)
	for _, test := range []struct{ source, want string }{
		{"%time x := 1", `^time: [\d.]+(ns|µs|ms)\n$`},
		{"%time x + 1", `^=> 2\ntime: `},
		{"for i := range 3 {\n\tx += i\n}\n%time x++\nx", `^time: .*\n=> 5\n$`},
		{"%%time\nx := 3\nx", `^=> 3\ntime: `},
		{"%timeit x + 1", `per run \(median of 7 rounds of \d+ runs; `},
		{"%%timeit\n// the sum\nx := 2\nx += 1", `^\S+ per run \(median of 7 rounds of \d+ runs; `},
		{"%timeit { if x > 0 { return }; panic(x) }", ` per run `},
		{"%timeit { defer func() { x++ }() }", ` per run `},
		{"%%timeit\nOnes[int](3) + Ones[int](3)", ` per run `},
		{"%history", `// cell 1\n%time x := 1\n`},
		{"%version", `^arraybook test, go1\.\d+`},
		{"%help", `(?m)^%who +list the session's declarations$`},
	} {
		out, err := execute(s, 1, test.source)
		if err != nil || !regexp.MustCompile(test.want).MatchString(out) {
			t.Errorf("%q: %q %v", test.source, out, err)
		}
	}
}

func TestBadCellCommands(t *testing.T) {
	s := newSession(t)
	for _, test := range []struct{ source, want string }{
		{"%%time 3\nx := 3", `%%time: takes no arguments, not "3"`},
		{"%%timeit -n 5\n1", `%%timeit: takes no arguments, not "-n 5"`},
		{"%%timeit\n1\nnope", "cell 1:3:1: undefined: nope"},
		{"%%times\n1", "unknown command (known: "},
	} {
		if out, err := execute(s, 1, test.source); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %q %v", test.source, out, err)
		}
	}
}

func TestWritefile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file.txt")
	s := newSession(t)
	for _, source := range []string{"%%writefile " + path + "\nline 1\n", "%%writefile -a " + path + "\nline 2\n"} {
		if _, err := execute(s, 1, source); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "line 1\nline 2\n" {
		t.Errorf("%q %v", text, err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("left over: %v", entries)
	}
	if _, err := execute(s, 1, "%%writefile\nx"); err == nil {
		t.Error("no error without a path")
	}
	if _, err := execute(s, 1, "%%writefile "+os.DevNull+"\nx"); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is now %v %v", os.DevNull, info, err)
	}
}

func TestDump(t *testing.T) {
	s := newSession(t)
	const source = "x := 2\nfunc f(n int) int { return n * x }\nfmt.Println(f(x))\nf(3)"
	for stage, want := range map[string]string{
		"lower": `(?s)fmt "fmt".*var x = 2.*func f\(n int\) int.*func ·cell\(\) {\s+fmt.Println\(f\(x\)\)\n`,
		"check": `f: func\(n int\) int \(uses x\)\nx: var int`,
		"ssa":   `(?s)func f\(n int\) int:.*func ·cell\(\):`,
		"code":  `(?s)func f: .*constants`,
	} {
		var b strings.Builder
		if err := s.Dump(&b, source, stage); err != nil || !regexp.MustCompile(want).MatchString(b.String()) {
			t.Errorf("%s: %v\n%s", stage, err, b.String())
		}
	}
	if err := s.Dump(io.Discard, source, "none"); err == nil || !strings.Contains(err.Error(), "lower, check, ssa, code") {
		t.Error(err)
	}
	if err := s.Dump(io.Discard, "x :=", "lower"); err == nil {
		t.Error("no error for a cell that does not parse")
	}
}

// TestQuestionsWhileRunning completes and inspects while a cell is busy.
func TestQuestionsWhileRunning(t *testing.T) {
	s := prepared(t, editorCell)
	started := make(chan bool)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() {
		done <- s.Execute(ctx, eval.Cell{
			Number: 2, Source: "println(1)\nfor { numbers = append(numbers[:0], len(numbers)) }",
			Stdout: io.Discard, Stderr: writerFunc(func() { close(started) }),
		})
	}()
	<-started
	if got := s.Complete("numb", 4); len(got.Matches) == 0 {
		t.Error("no completion while a cell runs")
	}
	if got := s.Inspect("numbers", 3, 0); !got.Found || strings.Contains(got.Text, "value") {
		t.Errorf("inspected %+v", got)
	}
	cancel()
	if err := <-done; err == nil {
		t.Error("the cell was not interrupted")
	}
}

// TestOddText feeds text that editors and files bring: byte order marks, carriage returns, nothing, noise.
func TestOddText(t *testing.T) {
	s := newSession(t)
	for source, want := range map[string]string{
		"\uFEFFx := 1\nx":                        "=> 1\n",
		"y := 1\r\ny + 1\r\n":                    "=> 2\n",
		"s := `a\r\nb`\r\nlen(s)\r\n":            "=> 3\n",
		"if true {\r\n\tfmt.Println(1)\r\n}\r\n": "1\n",
		"":                                       "",
		"\n\n\n":                                 "",
		"// comment":                             "",
		"/* a\nb */ 5":                           "=> 5\n",
		";;":                                     "",
		"x := 1;; x":                             "=> 1\n",
		"type T struct{}; var t T; t":            "=> {}\n",
	} {
		if out, err := execute(s, 1, source); err != nil || out != want {
			t.Errorf("%q: %q %v", source, out, err)
		}
	}
	for _, source := range []string{"\x00", "é := é", "\"", "'", "`", "/*", "func", "func (", "import", "package", "%", "!", "\xff", "[", "a[", "·x := 1"} {
		execute(s, 1, source) // must not panic
	}
}
