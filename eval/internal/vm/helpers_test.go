// This file holds helpers of the tests.

package vm

import "reflect"

func typesOf(values ...any) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, v := range values {
		rt := reflect.TypeOf(v)
		m[rt.Name()] = rt
	}
	return m
}
