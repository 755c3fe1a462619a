// Package reflect is the generic part of the standard package reflect.
package reflect

// TypeFor returns the Type of T.
func TypeFor[T any]() Type { return TypeOf((*T)(nil)).Elem() }

// TypeAssert is v.Interface().(T) with two results.
func TypeAssert[T any](v Value) (T, bool) {
	if !v.IsValid() {
		panic(&ValueError{Method: "reflect.TypeAssert", Kind: Invalid})
	}
	x, ok := v.Interface().(T)
	return x, ok
}
