//go:build !unix

// This file serves systems without getrusage.

package main

import "time"

func processorTime() time.Duration { return time.Since(origin) }
