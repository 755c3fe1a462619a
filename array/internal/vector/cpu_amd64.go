// This file tells whether amd64's assembly can run.

package vector

import "golang.org/x/sys/cpu"

// assembly tells whether the kernels can run; tests turn it off to compare.
var assembly = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// vectorBytes is the size of a vector.
const vectorBytes = 32
