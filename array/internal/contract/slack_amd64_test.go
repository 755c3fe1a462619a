// This file tests what holds for kernels of every set, on machines that lack their instructions, too.

package contract

import "testing"

// TestSlack: a vector that is stored for fewer rows may not go beyond the room behind a packed block.
func TestSlack(t *testing.T) {
	for name, lanes := range map[string]int{
		"float32 AVX2": float32AVX2().packLanes, "float32 AVX-512": widened(float32AVX2(), &avx512F32, fma32).packLanes,
		"float64 AVX2": float64AVX2().packLanes, "float64 AVX-512": widened(float64AVX2(), &avx512F64, fma64).packLanes,
	} {
		if lanes-1 > slack {
			t.Errorf("%s packs vectors of %d elements, and blocks leave room for %d", name, lanes, slack)
		}
	}
}
