//go:build !linux && !darwin

// This file stands in for memory with forbidden pages where tests know no way to make it.

package vector

import "slices"

func atEnd[T Element](arena int, s []T) []T { return slices.Clone(s) }
