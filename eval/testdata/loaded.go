// Package helpers is what a test loads into its session.
package helpers

import "fmt"

// Twice doubles.
func Twice(n int) int { return 2 * n }

func init() { fmt.Println("loaded") }
