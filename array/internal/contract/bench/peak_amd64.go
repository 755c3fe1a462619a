// This file measures the peak of AVX2 processors.

package main

import "golang.org/x/sys/cpu"

// multiplyAdds runs loops turns of 12 independent fused multiply-adds of 8 numbers each.
//
//go:noescape
func multiplyAdds(loops int)

// peak does loops turns of arithmetic and returns the multiplications and additions in them.
func peak(loops int) float64 {
	if !cpu.X86.HasAVX2 || !cpu.X86.HasFMA {
		return 0
	}
	multiplyAdds(loops)
	return float64(loops) * 12 * 8 * 2
}
