package array

import (
	"math/bits"
	"runtime/debug"
	"strings"
	"testing"
)

func TestMemoryLimit(t *testing.T) {
	if bits.UintSize == 32 {
		t.Skip("arrays of this size are refused whatever the limit")
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(int64(heapBytes()) + 200<<20))
	for range 8 {
		Zeros[float64](10 << 20) // 80 MB each, and each garbage at once
	}
	for name, make := range map[string]func(){
		"zeros":     func() { Zeros[float64](1<<20, 1<<20) },
		"unwritten": func() { unwritten[int8]([]int{absurd >> 20}) },
		"outer":     func() { x := Ones[float32](1 << 20); Outer(x, x) },
		"broadcast": func() { x := Ones[float32](1<<20, 1); Add(x, x.T()) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				err, ok := recover().(*Error)
				if !ok || !strings.Contains(err.Error(), "GB") {
					t.Errorf("got %v", err)
				}
			}()
			make()
			t.Error("was allocated")
		})
	}
}
