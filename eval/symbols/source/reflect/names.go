// This file declares what the overlay uses of the standard package, for ordinary compilation.

package reflect

import "reflect"

// Type, Value and ValueError are reflect's.
type (
	Type       = reflect.Type
	Value      = reflect.Value
	ValueError = reflect.ValueError
)

// Invalid is reflect.Invalid.
const Invalid = reflect.Invalid

// TypeOf is reflect.TypeOf.
func TypeOf(i any) Type { return reflect.TypeOf(i) }
