// This file keeps values of forged types alive, and moves them, under a garbage collector that runs all the time.

package rtype

import (
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
)

func TestGarbageCollection(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(1))
	w := newWorld(t)
	w.forge("Node")
	var group sync.WaitGroup
	for g := range 4 {
		group.Go(func() {
			for round := range 20 {
				value := g*1000 + round
				head := buildNodes(w, value, 12)
				grow(64)
				checkNodes(t, head, value, 12)
				animal := w.view(&Animal{Point: Point{1, 2, "a"}, Failure: &Failure{"go", value}, Legs: value})
				if got, want := animal.MethodByName("Error").Call(nil)[0].String(), fmt.Sprintf("go: %d", value); got != want {
					t.Errorf("%s, want %s", got, want)
				}
				sum := w.view(&Point{1, 2, "a"}).Elem().Interface().(fmt.Stringer).String()
				if sum != "(1, 2)" {
					t.Error(sum)
				}
			}
		})
	}
	group.Wait()
}

// buildNodes makes a structure that only the pointer maps of forged types hold together.
func buildNodes(w *world, value, depth int) reflect.Value {
	node := reflect.New(w.forge("Node"))
	v := node.Elem()
	v.FieldByName("Value").SetInt(int64(value + depth))
	if depth == 0 {
		return node
	}
	next := buildNodes(w, value, depth-1)
	v.FieldByName("Next").Set(next)
	v.FieldByName("Children").Set(reflect.Append(v.FieldByName("Children"), next.Elem(), next.Elem()))
	byName := reflect.MakeMap(v.FieldByName("ByName").Type())
	byName.SetMapIndex(reflect.ValueOf("next"), next.Elem())
	v.FieldByName("ByName").Set(byName)
	byKey := reflect.MakeMap(v.FieldByName("Key").Type())
	key := reflect.New(byKey.Type().Key()).Elem()
	key.Field(1).Set(next)
	byKey.SetMapIndex(key, next)
	v.FieldByName("Key").Set(byKey)
	queue := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, v.Type()), 1)
	queue.Send(next.Elem())
	v.FieldByName("Queue").Set(queue.Convert(v.FieldByName("Queue").Type()))
	v.FieldByName("Pair").Index(1).Set(next)
	v.FieldByName("Walk").Set(reflect.MakeFunc(v.FieldByName("Walk").Type(), func(args []reflect.Value) []reflect.Value {
		return []reflect.Value{args[0].FieldByName("Next").Elem(), reflect.Zero(reflect.TypeFor[error]())}
	}))
	return node
}

func checkNodes(t *testing.T, node reflect.Value, value, depth int) {
	for ; depth >= 0; depth-- {
		v := node.Elem()
		want := int64(value + depth)
		if got := v.FieldByName("Value").Int(); got != want {
			t.Errorf("node %d holds %d", want, got)
			return
		}
		if depth == 0 {
			return
		}
		next := v.FieldByName("Next")
		for name, n := range map[string]reflect.Value{
			"Children": v.FieldByName("Children").Index(1),
			"ByName":   v.FieldByName("ByName").MapIndex(reflect.ValueOf("next")),
			"Key":      v.FieldByName("Key").MapIndex(v.FieldByName("Key").MapKeys()[0]).Elem(),
			"Pair":     v.FieldByName("Pair").Index(1).Elem(),
			"Walk":     v.FieldByName("Walk").Call([]reflect.Value{v})[0],
		} {
			if got := n.FieldByName("Value").Int(); got != want-1 {
				t.Errorf("%s of node %d holds %d", name, want, got)
			}
		}
		key := reflect.New(v.FieldByName("Key").Type().Key()).Elem()
		key.Field(1).Set(next)
		if !v.FieldByName("Key").MapIndex(key).IsValid() {
			t.Error("a struct key is not found")
		}
		node = next
	}
}

// grow makes the stack move, with garbage on it.
func grow(depth int) int {
	var garbage [64]*int
	for i := range garbage {
		garbage[i] = new(int)
	}
	if depth == 0 {
		runtime.Gosched()
		return *garbage[3]
	}
	return grow(depth-1) + *garbage[5]
}

// TestReceiverOnMovingStack calls methods from compiled code through entry points while stacks grow and collections run.
func TestReceiverOnMovingStack(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(1))
	w := newWorld(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			point := w.view(&Point{3, 4, "p"})
			scaler := point.Interface().(interface{ Scale(float64, ...float64) })
			for i := range 200 {
				more := make([]float64, i%5)
				grow(i % 50)
				scaler.Scale(1, more...)
				if got := scaler.(fmt.Stringer).String(); got != "(3, 4)" {
					t.Error(got)
					return
				}
			}
		})
	}
	group.Wait()
}
