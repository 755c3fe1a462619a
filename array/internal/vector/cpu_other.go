//go:build !amd64

// This file serves the processors whose assembly, if there is any, always runs.

package vector

// assembly tells whether the kernels can run, wide whether there are wider ones; tests turn them off to compare.
var assembly, wide = true, false

// vectorBytes is the size of a vector.
const vectorBytes = 16

// foldsLanes tells whether the kernels of MaxOf and MinOf leave the extreme integer in the first lane.
const foldsLanes = false
