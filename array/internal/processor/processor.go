// Package processor is the one place that decides which instruction sets the assembly of package array uses. Each tells
// that the processor has it and the operating system keeps its registers (CPUID, OSXSAVE and XCR0, read by
// golang.org/x/sys/cpu). GODEBUG turns sets off for a process: cpu.avx512f=off, cpu.avx2=off.
package processor

import "golang.org/x/sys/cpu"

var (
	// AVX2 stands for AVX2 with fused multiply-add.
	AVX2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	// AVX512 stands for the foundation with doublewords and quadwords, bytes and words, and all vector lengths, which all
	// processors but the first have together.
	AVX512 = AVX2 && cpu.X86.HasBMI2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL
)
