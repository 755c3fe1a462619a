package vm

// This file compares what is done in pieces with what Go does at once.

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/rtype"
)

func sliceOf[T any](s []T) rtype.Slice {
	return rtype.Slice{Data: unsafe.Pointer(unsafe.SliceData(s)), Len: len(s), Cap: cap(s)}
}

func TestCopyInPieces(t *testing.T) {
	const n = pieceBytes/8*2 + 5
	elem := newTyp(reflect.TypeFor[*int]())
	for _, offsets := range [][2]int{{0, 0}, {0, 3}, {3, 0}, {n / 2, 0}, {0, n / 2}, {0, n}, {n, 0}} {
		got := make([]*int, 2*n)
		for i := range got {
			got[i] = new(int)
		}
		want := slices.Clone(got)
		copySlice(elem, sliceOf(got[offsets[0]:][:n]), sliceOf(got[offsets[1]:][:n]))
		copy(want[offsets[0]:][:n], want[offsets[1]:][:n])
		if !slices.Equal(got, want) {
			t.Errorf("from %d to %d: different", offsets[1], offsets[0])
		}
	}
}

func TestMoveInPieces(t *testing.T) {
	type large struct {
		a    [pieceBytes / 4]int32
		text string
		b    [3][pieceBytes + 1]byte
		last int
	}
	from, to := new(large), new(large)
	for i := range from.a {
		from.a[i] = rand.Int32()
	}
	from.text, from.b[2][pieceBytes], from.last = "text", 7, 9
	ty := newTyp(reflect.TypeFor[large]())
	moveValue(ty, unsafe.Pointer(to), unsafe.Pointer(from))
	if *from != *to {
		t.Error("the copy is different")
	}
	clearSlice(reflect.ValueOf(make([]struct{}, 1<<60))) // which must not take a piece after the other
	if clearValue(unsafe.Pointer(to), ty); *to != (large{}) {
		t.Error("it is not cleared")
	}
}

func TestGrowInPieces(t *testing.T) {
	elem := newTyp(reflect.TypeFor[[3]int32]())
	for _, test := range [][2]int{{0, largeGrowth}, {largeGrowth / 12, 1}, {largeGrowth/12 + 99, largeGrowth}, {3 << 20, 5}, {100, largeGrowth / 12}} {
		s := make([][3]int32, test[0])
		for i := range s {
			s[i][1] = int32(i)
		}
		more := make([][3]int32, test[1])
		grown := appendTo(elem, sliceOf(s), sliceOf(more))
		got := unsafe.Slice((*[3]int32)(grown.Data), grown.Cap)[:grown.Len]
		want := append(s, more...)
		if !slices.Equal(got, want) || cap(got) != cap(want) {
			t.Errorf("%d elements and %d more: %d of %d, want %d of %d", test[0], test[1], len(got), cap(got), len(want), cap(want))
		}
	}
}

func TestTextsInPieces(t *testing.T) {
	text := strings.Repeat("aä€𝄞\xff\xed\xa0\x80", pieceBytes/8)
	if got := runesFromString(text); !slices.Equal(got, []rune(text)) {
		t.Error("runes of a string")
	}
	runes := append([]rune(text), -1, 0x110000, 0xd800)
	if stringFromRunes(runes) != string(runes) {
		t.Error("string of runes")
	}
	if stringFromBytes([]byte(text)) != text || string(bytesFromString(text)) != text {
		t.Error("strings and bytes")
	}
	if joined(text, "x"+text) != text+"x"+text {
		t.Error("joined strings")
	}
}
