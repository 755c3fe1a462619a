// This file converts between element types.

package vector

// Convert stores the first elements of src in dst, converted as Go converts numbers, and returns how many: none without
// assembly for the two types. Floats become the nearest integer that the type holds, after their fraction is cut off, and
// NaN becomes 0.
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
	case I32, U32:
		if kindOf[U]() == U32 && (kind == F32 || kind == F64) {
			return 0 // its upper half lies beyond int32
		}
		if n := toInt32Steps.whole(kind, len(dst)); n > 0 {
			toInt32Vectors(kind, pointer(dst), pointer(src), n)
			return n
		}
	case U8, I8, U16, I16:
		if n := toNarrow(dst, src); n > 0 {
			return n
		}
		return throughInt32(dst, src)
	case I64, U64:
		if kindOf[U]() == U64 && (kind == F32 || kind == F64) {
			n := toUint64Steps.whole(kind, len(dst))
			if n > 0 {
				toUint64Vectors(kind, pointer(dst), pointer(src), n)
			}
			return n
		}
		if n := toInt64Steps.whole(kind, len(dst)); n > 0 {
			toInt64Vectors(kind, pointer(dst), pointer(src), n)
			return n
		}
	}
	return 0
}

// toNarrow converts to 8 and 16 bits at once, where there is assembly for it.
func toNarrow[U, T Element](dst []U, src []T) int {
	kind := kindOf[T]()
	to, float := kindOf[U](), kind == F32 || kind == F64
	table, convert := &cutUint8Steps, cutUint8Vectors
	switch {
	case float && to == U8:
		table, convert = &packUint8Steps, packUint8Vectors
	case float && to == I8:
		table, convert = &packInt8Steps, packInt8Vectors
	case float && to == U16:
		table, convert = &packUint16Steps, packUint16Vectors
	case float:
		table, convert = &packInt16Steps, packInt16Vectors
	case to != U8 && to != I8 || kind != I64 && kind != U64:
		return 0
	}
	n := table.whole(kind, len(dst))
	if n > 0 {
		convert(kind, pointer(dst), pointer(src), n)
	}
	return n
}

// throughInt32 converts to 8 and 16 bits.
func throughInt32[U, T Element](dst []U, src []T) int {
	const block = 512 // a multiple of all steps
	from, to := kindOf[T](), kindOf[U]()
	if sizeOf[T]() <= sizeOf[U]() || cutUint8Steps.whole(I32, len(dst)) == 0 || toInt32Steps[from] == 0 && from != I32 && from != U32 {
		return 0
	}
	n := len(dst) &^ 31
	var scratch [block]int32
	for i := 0; i < n; i += block {
		m := min(block, n-i)
		wide := pointer(src[i:])
		if from != I32 && from != U32 {
			wide = pointer(scratch[:])
			toInt32Vectors(from, wide, pointer(src[i:]), m)
		}
		narrow := pointer(dst[i:])
		switch float := from == F32 || from == F64; {
		case float && to == U8:
			packUint8Vectors(I32, narrow, wide, m)
		case float && to == I8:
			packInt8Vectors(I32, narrow, wide, m)
		case float && to == U16:
			packUint16Vectors(I32, narrow, wide, m)
		case float:
			packInt16Vectors(I32, narrow, wide, m)
		case to == U8 || to == I8:
			cutUint8Vectors(I32, narrow, wide, m)
		default:
			cutUint16Vectors(I32, narrow, wide, m)
		}
	}
	return n
}
