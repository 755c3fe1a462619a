// Package sql is the generic part of the standard package database/sql.
package sql

import (
	"database/sql/driver"

	"github.com/arraybook/arraybook/eval/symbols/internal/support"
)

// Null is a value that may be null in a database. It can be scanned into and given as an argument.
type Null[T any] struct {
	V     T
	Valid bool
}

// Scan sets n from a column's value.
func (n *Null[T]) Scan(value any) error {
	if value == nil {
		*n = Null[T]{}
		return nil
	}
	n.Valid = true
	return support.ConvertAssign(&n.V, value)
}

// Value returns what to send to the database.
func (n Null[T]) Value() (driver.Value, error) {
	if !n.Valid {
		return nil, nil
	}
	return driver.DefaultParameterConverter.ConvertValue(n.V)
}
