// This file holds compiled instances of functions whose type arguments are not element types. Those of package slices are
// otherwise interpreted; they are compiled for the element types that most slices have. Functions that call a function for
// each element are not among them, but for the sorts: interpreted code calls interpreted functions faster than compiled
// code does.

package symbols

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/arraybook/arraybook/array"
)

// addArrayInstances adds what archives of arrays are made with: of one element type, or of any.
func addArrayInstances(funcs map[string]any) {
	funcs["SaveNPZ[array.Untyped]"] = array.SaveNPZ[array.Untyped]
	addArchive[bool](funcs)
	addArchive[int](funcs)
	addArchive[int8](funcs)
	addArchive[int16](funcs)
	addArchive[int32](funcs)
	addArchive[int64](funcs)
	addArchive[uint](funcs)
	addArchive[uint8](funcs)
	addArchive[uint16](funcs)
	addArchive[uint32](funcs)
	addArchive[uint64](funcs)
	addArchive[float32](funcs)
	addArchive[float64](funcs)
	addArchive[complex64](funcs)
	addArchive[complex128](funcs)
}

func addArchive[T array.Element](funcs map[string]any) {
	funcs["SaveNPZ["+reflect.TypeFor[*array.Array[T]]().String()+"]"] = array.SaveNPZ[*array.Array[T]]
}

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
