// This file tells whether amd64's assembly can run.

package vector

import "github.com/arraybook/arraybook/array/internal/processor"

// assembly tells whether the kernels can run, wide whether those of AVX-512 can; tests turn them off to compare.
var (
	assembly = processor.AVX2
	wide     = processor.AVX512
)

// vectorBytes is the size of a vector that reductions leave.
const vectorBytes = 32

// foldsLanes tells whether the kernels of MaxOf and MinOf leave the extreme integer in the first lane.
const foldsLanes = true
