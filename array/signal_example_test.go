// This file shows Fourier transforms, and the memory limit of Einsum.

package array_test

import (
	"fmt"

	. "github.com/arraybook/arraybook/array"
)

func ExampleFFT() {
	wave := Of[complex128](1, 0, -1, 0) // one period of a cosine
	fmt.Println(FFT(wave))
	// Output: [0+0i 2+0i 0+0i 2+0i]
}

func ExampleIFFT() {
	fmt.Println(IFFT(FFT(Of[complex128](1, 2, 3, 4))))
	// Output: [1+0i 2+0i 3+0i 4+0i]
}

func ExampleRFFT() {
	samples := Of(1.0, 2, 3, 2)
	fmt.Println(RFFT(samples), IRFFT(RFFT(samples), 4))
	// Output: [ 8+0i -2+0i  0+0i] [1 2 3 2]
}

func ExampleIRFFT() {
	mean := Of[complex128](8, 0, 0)
	fmt.Println(IRFFT(mean, 4))
	// Output: [2 2 2 2]
}

func ExampleFFTFreq() {
	fmt.Println(FFTFreq(4, 0.5))
	// Output: [ 0.0  0.5 -1.0 -0.5]
}

func ExampleFFTShift() {
	fmt.Println(FFTShift(Of(0, 1, 2, -2, -1)), IFFTShift(Of(-2, -1, 0, 1, 2)))
	// Output: [-2 -1  0  1  2] [ 0  1  2 -2 -1]
}

func ExampleIFFTShift() {
	fmt.Println(IFFTShift(FFTShift(Of(0, 1, 2, -2, -1))))
	// Output: [ 0  1  2 -2 -1]
}

func ExampleEinsumMemoryLimit() {
	defer EinsumMemoryLimit(EinsumMemoryLimit(99))
	a, b := Ones[float64](10, 1000), Ones[float64](1000, 20)
	fmt.Println(EinsumPath("ij,jk,kl->il", a, b, Ones[float64](20, 30)))
	// Output:
	// ij,jk,kl->il -> shape (10, 30)
	// one loop nest:        18M FLOP
	// in this order:        406k FLOP, 44.3 times fewer
	// largest intermediate: 10 elements
	// slices:               20, one for each value of k
	// tensors       contraction        FLOP  shape
	// 0, 1 -> 3     ij,jk->i            20k  (10,)
	// 2, 3 -> 4     kl,i->il            300  (10, 30)
}
