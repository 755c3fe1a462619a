//go:build !linux

// This file falls back to the wall clock where the processor time of a thread is not at hand.

package main

func threadSeconds() float64 { return clockSeconds() }
