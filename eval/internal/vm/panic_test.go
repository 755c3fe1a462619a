// This file tests what is known of goroutines that panic.

package vm

import "testing"

// fmt recovers the panic of a String method, and the goroutine goes on.
func TestDyingEndsInCompiledCode(t *testing.T) {
	p := loadProgram(t, "cell.go", prelude+`
		type T struct{}
		func (T) String() string { panic("swallowed") }
		var stay = make(chan bool)
		func main() {
			went := make(chan bool)
			go func() { _ = fmt.Sprint(T{}); went <- true; <-stay }()
			go func() {
				defer func() { recover() }()
				defer func() { _ = fmt.Sprint(T{}); went <- true }()
				defer func() { defer func() { recover() }(); panic("inner") }()
				panic("outer")
			}()
			<-went
			<-went
		}`)
	if err := p.run(t.Context(), p.init); err != nil {
		t.Fatal(err)
	}
	if err := p.run(t.Context(), p.main); err != nil {
		t.Fatal(err)
	}
	if n := p.m.cell.Load().dying.Load(); n != 0 {
		t.Errorf("%d goroutines count as panicking", n)
	}
}
