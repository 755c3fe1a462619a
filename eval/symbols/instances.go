// This file holds compiled instances of functions that are otherwise interpreted, for the element types that most slices
// have. Functions that call a function for each element are not among them, but for the sorts: interpreted code calls
// interpreted functions faster than compiled code does.

package symbols

import (
	"cmp"
	"reflect"
	"slices"
)

func addSliceInstances(funcs map[string]any) {
	addOrdered[int](funcs, "int")
	addOrdered[int32](funcs, "int32")
	addOrdered[int64](funcs, "int64")
	addOrdered[uint8](funcs, "uint8")
	addOrdered[float32](funcs, "float32")
	addOrdered[float64](funcs, "float64")
	addOrdered[string](funcs, "string")
	addComparable[bool](funcs, "bool")
}

func addOrdered[E cmp.Ordered](funcs map[string]any, elem string) {
	addComparable[E](funcs, elem)
	args := "[[]" + elem + "," + elem + "]"
	funcs["BinarySearch"+args] = slices.BinarySearch[[]E, E]
	funcs["Compare"+args] = slices.Compare[[]E, E]
	funcs["IsSorted"+args] = slices.IsSorted[[]E, E]
	funcs["Max"+args] = slices.Max[[]E, E]
	funcs["Min"+args] = slices.Min[[]E, E]
	funcs["Sort"+args] = slices.Sort[[]E, E]
}

func addComparable[E comparable](funcs map[string]any, elem string) {
	args := "[[]" + elem + "," + elem + "]"
	funcs["Clone"+args] = slices.Clone[[]E, E]
	funcs["Compact"+args] = slices.Compact[[]E, E]
	funcs["Concat"+args] = slices.Concat[[]E, E]
	funcs["Contains"+args] = slices.Contains[[]E, E]
	funcs["Delete"+args] = slices.Delete[[]E, E]
	funcs["Equal"+args] = slices.Equal[[]E, E]
	funcs["Index"+args] = slices.Index[[]E, E]
	funcs["Insert"+args] = slices.Insert[[]E, E]
	funcs["Repeat"+args] = func(x []E, count int) []E {
		if len(x) > 0 {
			reserve(count, len(x)*int(reflect.TypeFor[E]().Size()))
		}
		return slices.Repeat(x, count)
	}
	funcs["Reverse"+args] = slices.Reverse[[]E, E]
	funcs["SortFunc"+args] = slices.SortFunc[[]E, E]
	funcs["SortStableFunc"+args] = slices.SortStableFunc[[]E, E]
}
