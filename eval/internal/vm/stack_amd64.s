// This file measures the goroutine's stack: R14 holds the g, whose first words are the stack's bounds.

#include "textflag.h"

// func stackUsed() uintptr
TEXT ·stackUsed(SB), NOSPLIT|NOFRAME, $0-8
	MOVQ 8(R14), AX
	SUBQ SP, AX
	MOVQ AX, ret+0(FP)
	RET

// func currentG() uintptr
TEXT ·currentG(SB), NOSPLIT|NOFRAME, $0-8
	MOVQ R14, ret+0(FP)
	RET
