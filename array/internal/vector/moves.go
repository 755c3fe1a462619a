// This file gathers elements that do not lie side by side.

package vector

import "unsafe"

// Gather stores in dst the elements of src that lie a stride apart, which may be negative, from position at on.
func Gather[T Element](dst, src []T, at, stride int) {
	if len(dst) == 0 {
		return
	}
	_, _ = src[at], src[at+(len(dst)-1)*stride]
	switch kind := kindOf[T](); {
	case stride == 2:
		// The kernel reads a gap beyond the last element of each group.
		if n := everySecondSteps.whole(kind, len(dst)-1); n > 0 {
			everySecondVectors(kind, pointer(dst), unsafe.Pointer(&src[at]), n)
			dst, at = dst[n:], at+2*n
		}
	case stride == -1:
		if n := backwardsSteps.whole(kind, len(dst)); n > 0 {
			backwardsVectors(kind, pointer(dst), unsafe.Pointer(&src[at]), n)
			dst, at = dst[n:], at-n
		}
	}
	if len(dst) > 0 {
		gatherPlain(dst, unsafe.Pointer(&src[at]), stride)
	}
}

// gatherPlain gathers at least one element without checking each, which would take as long as the move, and never forms
// an address beyond the last.
func gatherPlain[T Element](dst []T, from unsafe.Pointer, stride int) {
	step := stride * sizeOf[T]()
	for len(dst) > 4 {
		second := unsafe.Add(from, step)
		third := unsafe.Add(second, step)
		fourth := unsafe.Add(third, step)
		_ = dst[3]
		dst[0], dst[1], dst[2], dst[3] = *(*T)(from), *(*T)(second), *(*T)(third), *(*T)(fourth)
		from, dst = unsafe.Add(fourth, step), dst[4:]
	}
	for i := range dst[1:] {
		dst[i] = *(*T)(from)
		from = unsafe.Add(from, step)
	}
	dst[len(dst)-1] = *(*T)(from)
}

// Scatter stores src at positions of dst that lie a stride apart, from position at on.
func Scatter[T Element](dst []T, at, stride int, src []T) {
	if len(src) == 0 {
		return
	}
	_, _ = dst[at], dst[at+(len(src)-1)*stride]
	step := stride * sizeOf[T]()
	to := unsafe.Pointer(&dst[at])
	for _, v := range src[:len(src)-1] {
		*(*T)(to) = v
		to = unsafe.Add(to, step)
	}
	*(*T)(to) = src[len(src)-1]
}
