// This file has the instruction that tells a processor that a loop is waiting.

#include "textflag.h"

// func pause()
TEXT ·pause(SB), NOSPLIT, $0-0
	PAUSE
	RET
