// This file does in pieces what may take long: to copy, clear and convert much memory. The runtime's own functions cannot be
// preempted on the way, the garbage collector waits for them, and everybody else, whoever wants to interrupt the cell among
// them, waits for the garbage collector.

package vm

import (
	"reflect"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/memory"
	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// pieceBytes is how much is done at once. Memory that is touched for the first time takes a millisecond for it.
const pieceBytes = 1 << 20

// pieces calls f with consecutive ranges of n elements of some size, from the last to the first if it goes backwards.
func pieces(n int, size uintptr, backwards bool, f func(from, to int)) {
	if size == 0 {
		return // there may be 1<<60 of them
	}
	step := max(1, int(pieceBytes/size))
	for done := 0; done < n; done += step {
		from, to := done, min(n, done+step)
		if backwards {
			from, to = n-to, n-from
		}
		f(from, to)
	}
}

// piece returns elements from to to of a slice.
func piece(s rtype.Slice, size uintptr, from, to int) rtype.Slice {
	return rtype.Slice{Data: unsafe.Add(s.Data, uintptr(from)*size), Len: to - from, Cap: to - from}
}

// copySlice copies elements as the built-in copy does.
func copySlice(elem *typ, dst, src rtype.Slice) {
	n := min(dst.Len, src.Len)
	if uintptr(n)*elem.size <= pieceBytes {
		rtype.CopySlice(elem.p, dst, src)
		return
	}
	from, to := uintptr(src.Data), uintptr(dst.Data)
	pieces(n, elem.size, from < to && to < from+uintptr(n)*elem.size, func(i, j int) {
		rtype.CopySlice(elem.p, piece(dst, elem.size, i, j), piece(src, elem.size, i, j))
	})
}

// clearSlice is the built-in clear for a slice.
func clearSlice(s reflect.Value) {
	pieces(s.Len(), s.Type().Elem().Size(), false, func(i, j int) { s.Slice(i, j).Clear() })
}

// moveValue copies a value; the two do not overlap.
func moveValue(ty *typ, dst, src unsafe.Pointer) {
	switch {
	case ty.size <= pieceBytes:
		rtype.Move(ty.p, dst, src)
	case ty.kind == reflect.Array:
		elem, n := newTyp(ty.rt.Elem()), ty.rt.Len()
		if elem.size <= pieceBytes {
			copySlice(elem, rtype.Slice{Data: dst, Len: n, Cap: n}, rtype.Slice{Data: src, Len: n, Cap: n})
			return
		}
		for i := range uintptr(n) {
			moveValue(elem, unsafe.Add(dst, i*elem.size), unsafe.Add(src, i*elem.size))
		}
	default: // a struct
		for i := range ty.rt.NumField() {
			f := ty.rt.Field(i)
			moveValue(newTyp(f.Type), unsafe.Add(dst, f.Offset), unsafe.Add(src, f.Offset))
		}
	}
}

// clearValue sets the value at d to zero.
func clearValue(d unsafe.Pointer, ty *typ) {
	switch {
	case ty.size <= pieceBytes:
		rtype.Clear(ty.p, d)
	case ty.kind == reflect.Array:
		elem := newTyp(ty.rt.Elem())
		if elem.size <= pieceBytes {
			clearSlice(ty.value(d).Slice(0, ty.rt.Len()))
			return
		}
		for i := range uintptr(ty.rt.Len()) {
			clearValue(unsafe.Add(d, i*elem.size), elem)
		}
	default:
		for i := range ty.rt.NumField() {
			f := ty.rt.Field(i)
			clearValue(unsafe.Add(d, f.Offset), newTyp(f.Type))
		}
	}
}

// largeGrowth is the size from which slices grow here, which costs clearing their memory.
const largeGrowth = 16 * pieceBytes

// pageBytes is what Go rounds the sizes of large objects up to.
const pageBytes = 8 << 10

// growSlice returns s with room for n more elements and the capacity that Go's append gives it.
func growSlice(elem *typ, s rtype.Slice, n int) rtype.Slice {
	needed := s.Len + n
	memory.Reserve(uint64(needed) * uint64(elem.size))
	if elem.size == 0 || uintptr(needed) > maxAlloc/elem.size || uintptr(needed)*elem.size < largeGrowth { // the absurd panics there, too
		g := rtype.GrowSlice(elem.p, s, n)
		g.Len = s.Len
		return g
	}
	bytes := uintptr(grownCap(s.Cap, needed)) * elem.size
	bytes = (bytes + pageBytes - 1) &^ (pageBytes - 1)
	g := rtype.Slice{Len: s.Len, Cap: int(bytes / elem.size)}
	g.Data = rtype.AllocArray(elem.p, g.Cap)
	copySlice(elem, g, s)
	return g
}

// grownCap is the capacity that append gives a slice before it rounds it up.
func grownCap(old, needed int) int {
	const threshold = 256
	if needed > 2*old {
		return needed
	}
	if old < threshold {
		return 2 * old
	}
	grown := old
	for uint(grown) < uint(needed) {
		grown += (grown + 3*threshold) >> 2
	}
	if grown <= 0 {
		return needed
	}
	return grown
}

// textOfBytes makes a string of bytes.
func textOfBytes(parts ...[]byte) string {
	total := 0
	for _, p := range parts {
		total += len(p)
	}
	memory.Reserve(uint64(total))
	var b strings.Builder
	b.Grow(total)
	for _, p := range parts {
		pieces(len(p), 1, false, func(i, j int) { b.Write(p[i:j]) })
	}
	return b.String()
}

// bytesOf sees a string as bytes that are only read.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

func joined(a, b string) string {
	if len(a)+len(b) <= pieceBytes {
		return a + b
	}
	return textOfBytes(bytesOf(a), bytesOf(b))
}

func stringFromBytes(b []byte) string {
	if len(b) <= pieceBytes {
		return string(b)
	}
	return textOfBytes(b)
}

func bytesFromString(s string) []byte {
	if len(s) <= pieceBytes {
		return []byte(s)
	}
	memory.Reserve(uint64(len(s)))
	b := make([]byte, len(s))
	pieces(len(s), 1, false, func(i, j int) { copy(b[i:j], s[i:j]) })
	return b
}

func runesFromString(s string) []rune {
	if len(s) <= pieceBytes {
		return []rune(s)
	}
	n := 0
	for rest := s; rest != ""; n++ {
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	memory.Reserve(4 * uint64(n))
	runes := make([]rune, 0, n)
	for _, r := range s {
		runes = append(runes, r)
	}
	return runes
}

func stringFromRunes(runes []rune) string {
	if len(runes) <= pieceBytes {
		return string(runes)
	}
	n := 0
	for _, r := range runes {
		n += max(utf8.RuneLen(r), 0)
		if !utf8.ValidRune(r) {
			n += utf8.RuneLen(utf8.RuneError)
		}
	}
	memory.Reserve(uint64(n))
	var b strings.Builder
	b.Grow(n)
	for _, r := range runes {
		b.WriteRune(r)
	}
	return b.String()
}
