package eval

// This file says what the checker does not: the signatures of Go's builtin functions, as the specification has them.

var builtinSignatures = map[string]string{
	"append":  "func(s []T, values ...T) []T",
	"cap":     "func(v T) int",
	"clear":   "func(m T)",
	"close":   "func(c chan<- T)",
	"complex": "func(re, im FloatT) ComplexT",
	"copy":    "func(dst, src []T) int",
	"delete":  "func(m map[K]V, key K)",
	"imag":    "func(c ComplexT) FloatT",
	"len":     "func(v T) int",
	"make":    "func(T, size ...int) T",
	"max":     "func(x T, more ...T) T",
	"min":     "func(x T, more ...T) T",
	"new":     "func(T or value) *T",
	"panic":   "func(v any)",
	"print":   "func(values ...T)",
	"println": "func(values ...T)",
	"real":    "func(c ComplexT) FloatT",
	"recover": "func() any",
}
