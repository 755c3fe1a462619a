// Package array is the part of package array whose type arguments are not element types, of which instances could be
// compiled.
package array

// Must returns v, or panics with err if it is not nil.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
