// This file tests panics on goroutines that compiled code starts.

package vm

import (
	"strings"
	"testing"
)

func TestForeignGoroutines(t *testing.T) {
	cases := []struct{ name, body, want string }{
		{"panic", `func main() { var wg sync.WaitGroup; wg.Go(func() { panic("far away") }); wg.Wait(); fmt.Println("goes on") }`, "far away"},
		{"deep", `func f(n int) { if n == 0 { panic("deep down") }; sort.Slice([]int{2, 1}, func(i, j int) bool { f(n - 1); return true }) }
			func main() { var wg sync.WaitGroup; wg.Go(func() { f(200) }); wg.Wait(); fmt.Println("goes on") }`, "deep down"},
		{"recovered", `func main() {
			var wg sync.WaitGroup
			wg.Go(func() { defer func() { fmt.Println(recover()) }(); panic("caught") })
			wg.Wait()
			fmt.Println("goes on")
		}`, "caught"},
		{"own goroutine", `func main() {
			defer func() { fmt.Println(recover(), "goes on") }()
			sort.Slice([]int{2, 1}, func(i, j int) bool { panic("up the stack") })
		}`, "up the stack"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := runSource(t, t.Context(), c.body)
			if err != nil || !strings.Contains(out, c.want) || !strings.Contains(out, "goes on") {
				t.Errorf("printed %q, error %v", out, err)
			}
		})
	}
}

func TestGoexit(t *testing.T) {
	p := loadProgram(t, "cell.go", `package main
		import ("fmt"; "runtime")
		func main() {
			done := make(chan bool)
			go func() { defer close(done); defer fmt.Println("one"); runtime.Goexit(); fmt.Println("never") }()
			<-done
			defer fmt.Println("two")
			runtime.Goexit()
		}`)
	if err := p.run(t.Context(), p.main); p.out.String() != "one\ntwo\n" || err != nil {
		t.Errorf("printed %q, error %v", p.out.String(), err)
	}
}
