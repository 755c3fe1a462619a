// This file tells the evaluator where arrays keep their elements, so that a.At(i, j) in a loop is a load.

package symbols

import (
	"reflect"
	"strings"

	"github.com/arraybook/arraybook/eval"
)

const arrayPath = "github.com/arraybook/arraybook/array"

// arrayElements describes every instance of array.Array.
func arrayElements(types map[string]reflect.Type) map[reflect.Type]eval.Elements {
	all := map[reflect.Type]eval.Elements{}
	for name, rt := range types {
		if e, ok := elementsOf(rt); ok && strings.HasPrefix(name, "Array[") {
			all[rt] = e
		}
	}
	return all
}

// elementsOf names the methods of an array's struct. It reports false if the struct does not start as the evaluator needs
// it: then it calls the methods.
func elementsOf(rt reflect.Type) (eval.Elements, bool) {
	view := reflect.TypeFor[eval.View]()
	for i := range view.NumField() {
		if rt.Kind() != reflect.Struct || i >= rt.NumField() {
			return eval.Elements{}, false
		}
		have, want := rt.Field(i), view.Field(i)
		same := have.Type == want.Type || want.Name == "Data" && have.Type.Kind() == reflect.Slice
		if !strings.EqualFold(have.Name, want.Name) || have.Offset != want.Offset || !same {
			return eval.Elements{}, false
		}
	}
	return eval.Elements{Get: "At", Set: "Set", Looks: []string{"Shape", "Strides", "Rank", "Size", "Len", "Item"}}, true
}
