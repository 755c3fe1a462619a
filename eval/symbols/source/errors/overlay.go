// Package errors is the generic part of the standard package errors.
package errors

// AsType returns the first error of type E in err's tree, or one that an As method of an error there gives.
func AsType[E error](err error) (E, bool) {
	for err != nil {
		if e, ok := err.(E); ok {
			return e, true
		}
		if as, ok := err.(interface{ As(any) bool }); ok {
			var e E
			if as.As(&e) {
				return e, true
			}
		}
		switch wrapper := err.(type) {
		case interface{ Unwrap() error }:
			err = wrapper.Unwrap()
		case interface{ Unwrap() []error }:
			for _, branch := range wrapper.Unwrap() {
				if e, ok := AsType[E](branch); ok {
					return e, true
				}
			}
			err = nil
		default:
			err = nil
		}
	}
	var none E
	return none, false
}
