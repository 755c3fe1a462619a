//go:build !linux

// This file falls back to the wall clock where the processor time of a thread is not at hand.

package main

import "time"

var began = time.Now()

func threadSeconds() float64 { return time.Since(began).Seconds() }
