//go:build !amd64

// This file serves the processors whose assembly, if there is any, always runs.

package vector

// assembly tells whether the kernels can run; tests turn it off to compare.
var assembly = true

// vectorBytes is the size of a vector.
const vectorBytes = 16
