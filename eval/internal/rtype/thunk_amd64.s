// This file holds the entry points of methods. Entry i puts the closure in thunkTable[i] into the context register and jumps
// to its code, so that a bare code pointer, as method tables hold it, reaches a func value. Every entry takes 16 bytes.

#include "textflag.h"

#define E1(i) \
	MOVQ ·thunkTable+8*(i)(SB), DX; \
	JMP  (DX); \
	PCALIGN $16;
#define E8(i)    E1(i) E1(i+1) E1(i+2) E1(i+3) E1(i+4) E1(i+5) E1(i+6) E1(i+7)
#define E64(i)   E8(i) E8(i+8) E8(i+16) E8(i+24) E8(i+32) E8(i+40) E8(i+48) E8(i+56)
#define E512(i)  E64(i) E64(i+64) E64(i+128) E64(i+192) E64(i+256) E64(i+320) E64(i+384) E64(i+448)
#define E4096(i) E512(i) E512(i+512) E512(i+1024) E512(i+1536) E512(i+2048) E512(i+2560) E512(i+3072) E512(i+3584)

// All entry points, one after the other.
TEXT thunks<>(SB), NOSPLIT|NOFRAME, $0-0
	PCALIGN $16
	E4096(0)
	E4096(4096)
	E4096(8192)
	E4096(12288)
	E4096(16384)
	E4096(20480)
	E4096(24576)
	E4096(28672)
	INT $3

// func thunkBase() unsafe.Pointer
TEXT ·thunkBase(SB), NOSPLIT, $0-8
	LEAQ thunks<>(SB), AX
	MOVQ AX, ret+0(FP)
	RET
