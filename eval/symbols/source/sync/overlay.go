// Package sync is the generic part of the standard package sync, and OnceFunc, so that what it waits for is known.
package sync

// OnceFunc returns a function that calls f the first time. If f panics, every call panics with the same value.
func OnceFunc(f func()) func() {
	var once Once
	var failure any
	ended := false
	first := func() {
		defer func() {
			if failure = recover(); !ended {
				panic(failure)
			}
		}()
		f()
		f, ended = nil, true
	}
	return func() {
		if once.Do(first); !ended {
			panic(failure)
		}
	}
}

// OnceValue returns a function that calls f the first time and returns f's value each time. If f panics, every call panics
// with the same value.
func OnceValue[T any](f func() T) func() T {
	var value T
	once := OnceFunc(func() { value = f() })
	return func() T {
		once()
		return value
	}
}

// OnceValues is OnceValue for a function with two results.
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	var value1 T1
	var value2 T2
	once := OnceFunc(func() { value1, value2 = f() })
	return func() (T1, T2) {
		once()
		return value1, value2
	}
}
