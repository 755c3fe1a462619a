// This file holds the functions that change a slice's length. What they cut off the end is cleared, so that it holds on to
// nothing.

package slices

// Insert puts v before element i and returns the longer slice. It panics if i is not in [0, len(s)].
func Insert[S ~[]E, E any](s S, i int, v ...E) S {
	_ = s[i:] // panics for a bad i even if v is empty
	if len(v) == 0 {
		return s
	}
	if len(s)+len(v) > cap(s) {
		longer := append(s[:i], make(S, len(s)+len(v)-i)...) // a new array, as the capacity is exceeded
		copy(longer[i:], v)
		copy(longer[i+len(v):], s[i:])
		return longer
	}
	v = append([]E(nil), v...) // it may lie in s, which is about to be moved
	n := len(s)
	s = s[:n+len(v)]
	copy(s[i+len(v):], s[i:n])
	copy(s[i:], v)
	return s
}

// Delete removes s[i:j] and returns the shorter slice. It panics if that is not a valid part of s.
func Delete[S ~[]E, E any](s S, i, j int) S {
	_ = s[i:j:len(s)] // panics for bad bounds
	if i == j {
		return s
	}
	n := len(s)
	s = append(s[:i], s[j:]...)
	clear(s[len(s):n])
	return s
}

// DeleteFunc removes the elements that satisfy del and returns the shorter slice.
func DeleteFunc[S ~[]E, E any](s S, del func(E) bool) S {
	kept := IndexFunc(s, del)
	if kept < 0 {
		return s
	}
	for _, v := range s[kept+1:] {
		if !del(v) {
			s[kept] = v
			kept++
		}
	}
	clear(s[kept:])
	return s[:kept]
}

// Replace puts v in the place of s[i:j] and returns the slice. It panics if that is not a valid part of s.
func Replace[S ~[]E, E any](s S, i, j int, v ...E) S {
	_ = s[i:j]
	tail := s[j:]
	n := i + len(v) + len(tail)
	if n > cap(s) {
		longer := append(s[:i], make(S, n-i)...) // a new array, as the capacity is exceeded
		copy(longer[i:], v)
		copy(longer[i+len(v):], tail)
		return longer
	}
	v = append([]E(nil), v...) // it may lie in s, which is about to be moved
	old := len(s)
	s = s[:n]
	copy(s[i+len(v):], tail)
	copy(s[i:], v)
	if n < old {
		clear(s[n:old])
	}
	return s
}

// Compact keeps the first of each run of equal elements and returns the shorter slice.
func Compact[S ~[]E, E comparable](s S) S {
	return CompactFunc(s, func(a, b E) bool { return a == b })
}

// CompactFunc keeps the first of each run of elements that eq calls equal and returns the shorter slice.
func CompactFunc[S ~[]E, E any](s S, eq func(E, E) bool) S {
	if len(s) < 2 {
		return s
	}
	kept := 1
	for i := 1; i < len(s); i++ {
		if !eq(s[i], s[i-1]) {
			if kept < i {
				s[kept] = s[i]
			}
			kept++
		}
	}
	clear(s[kept:])
	return s[:kept]
}

// Clone returns a shallow copy; that of nil is nil.
func Clone[S ~[]E, E any](s S) S {
	return append(s[:0:0], s...)
}

// Grow makes room for n more elements. It panics if n is negative.
func Grow[S ~[]E, E any](s S, n int) S {
	if n < 0 {
		panic("cannot be negative")
	}
	if n > cap(s)-len(s) {
		s = append(s[:cap(s)], make([]E, n-(cap(s)-len(s)))...)[:len(s)]
	}
	return s
}

// Clip drops the unused capacity.
func Clip[S ~[]E, E any](s S) S { return s[:len(s):len(s)] }

// Concat returns the slices one after the other in a new slice, nil if all are empty.
func Concat[S ~[]E, E any](slices ...S) S {
	size := 0
	for _, s := range slices {
		size += len(s)
		if size < 0 {
			panic("len out of range")
		}
	}
	joined := Grow[S](nil, size)
	for _, s := range slices {
		joined = append(joined, s...)
	}
	return joined
}

// Repeat returns count copies of x in a new slice. It panics if count is negative or the length is not an int.
func Repeat[S ~[]E, E any](x S, count int) S {
	if count < 0 {
		panic("cannot be negative")
	}
	const maxInt = int(^uint(0) >> 1)
	if count > 0 && len(x) > maxInt/count {
		panic("the result of (len(x) * count) overflows")
	}
	repeated := make(S, len(x)*count)
	for n := copy(repeated, x); n > 0 && n < len(repeated); {
		n += copy(repeated[n:], repeated[:n])
	}
	return repeated
}
