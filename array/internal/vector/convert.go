// This file converts between the types that pictures and mixed precision use most.

package vector

// Convert stores the first elements of src in dst, converted as Go converts numbers, and returns how many: none without
// assembly for the two types.
func Convert[U, T Element](dst []U, src []T) int {
	src = src[:len(dst)]
	kind := kindOf[T]()
	switch kindOf[U]() {
	case F64:
		if n := toFloat64Steps.whole(kind, len(dst)); n > 0 {
			toFloat64Vectors(kind, pointer(dst), pointer(src), n)
			return n
		}
	case F32:
		if n := toFloat32Steps.whole(kind, len(dst)); n > 0 {
			toFloat32Vectors(kind, pointer(dst), pointer(src), n)
			return n
		}
	case I64, U64:
		if n := toInt64Steps.whole(kind, len(dst)); n > 0 {
			toInt64Vectors(kind, pointer(dst), pointer(src), n)
			return n
		}
	}
	return 0
}
