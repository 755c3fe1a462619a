// This file copies past the caches: a large result that is written once is not found in a cache later, and storing it the
// usual way would read its memory first.

package vector

// lineBytes is the size of a line of the caches. Only whole ones are worth storing past them.
const lineBytes = 64

// CopyPast copies src to dst, which are equally long, past the caches where the processor can. The copy is sure to be seen by
// other goroutines after Fence.
func CopyPast[T Element](dst, src []T) {
	size := sizeOf[T]()
	if !StoresPast() || len(dst) < 2*lineBytes/size {
		copy(dst, src)
		return
	}
	head := Ahead(dst)
	if uintptr(pointer(dst[head:]))%lineBytes != 0 { // complex numbers may lie across two lines
		copy(dst, src)
		return
	}
	lines := (len(dst) - head) * size / lineBytes
	end := head + lines*lineBytes/size
	copy(dst[:head], src[:head])
	copyLines(pointer(dst[head:]), pointer(src[head:]), lines)
	copy(dst[end:], src[end:])
}

// Fence makes what was stored past the caches precede all later stores.
func Fence() {
	if StoresPast() {
		storeFence()
	}
}

// Ahead returns how many elements of s, which is not empty, lie ahead of the first line that begins with an element.
func Ahead[T Element](s []T) int { return int(-uintptr(pointer(s))%lineBytes) / sizeOf[T]() }
