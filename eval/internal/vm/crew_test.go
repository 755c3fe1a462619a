// This file tests crews, and the blocks of results.

package vm

import (
	"reflect"
	"runtime"
	"testing"
	"unsafe"
	"weak"
)

// What has one crew keeps it, and would keep all others if they stayed linked.
func TestPrunedCrewsKeepNoOthers(t *testing.T) {
	s, e := &threadSet{}, &env{ctx: t.Context()}
	crews := []*crew{s.hire(e, minCrew), s.hire(e, minCrew), s.hire(e, minCrew), s.hire(e, minCrew)}
	stays := &thread{}
	if !crews[1].seat(stays) {
		t.Fatal("there is no seat")
	}
	s.prune()
	if list := s.list(e); len(list) != 2 || list[0] != crews[3] || list[1] != crews[1] {
		t.Errorf("%d crews are left, want the latest and the one with a thread", len(list))
	}
	for _, i := range []int{0, 2} {
		if crews[i].next != nil {
			t.Errorf("crew %d keeps another", i)
		}
	}
}

func TestResultBlockKeepsPointers(t *testing.T) {
	word, pointer := newTyp(reflect.TypeFor[int]()), newTyp(reflect.TypeFor[*[64]int]())
	tys := []*typ{word, word, word, pointer, word, pointer}
	offs, _ := blockOffsets(tys)
	c := &code{}
	for i, ty := range tys {
		c.results = append(c.results, result{offs[i], ty})
	}
	block := newResultBlock(c)
	var kept []weak.Pointer[[64]int]
	for i, ty := range tys {
		if ty == pointer {
			p := new([64]int)
			kept = append(kept, weak.Make(p))
			put(block, offs[i], unsafe.Pointer(p))
		}
	}
	runtime.GC()
	for i, p := range kept {
		if p.Value() == nil {
			t.Errorf("pointer %d of the block is not kept", i)
		}
	}
	runtime.KeepAlive(block)
}
