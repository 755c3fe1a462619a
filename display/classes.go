// This file parts the points of a chart by their labels.

package display

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/arraybook/arraybook/array"
)

// byClass makes a series of the points of each label, in the order of the labels.
func byClass(rows []series, labels any) ([]series, error) {
	if len(rows) != 1 {
		return nil, fmt.Errorf("labels part one series, not %d", len(rows))
	}
	list, err := labelsOf(labels)
	if err != nil {
		return nil, err
	}
	points := rows[0]
	if len(list) != len(points.y) {
		return nil, fmt.Errorf("%s for %s", plural(len(list), "label"), plural(len(points.y), "point"))
	}
	type class struct {
		label reflect.Value
		series
	}
	var all []*class
	named := map[string]*class{}
	for i, label := range list {
		name := labelText(label)
		c := named[name]
		if c == nil {
			c = &class{label, series{name: name}}
			named[name] = c
			all = append(all, c)
		}
		c.x, c.y = append(c.x, points.x[i]), append(c.y, points.y[i])
	}
	var parts []series
	slices.SortStableFunc(all, func(a, b *class) int { return compareKeys(a.label, b.label) })
	for _, c := range all {
		parts = append(parts, c.series)
	}
	return parts, nil
}

// labelsOf reads the labels in an array of one axis or a slice.
func labelsOf(labels any) ([]reflect.Value, error) {
	if a, ok := labels.(array.Untyped); ok {
		if a.Rank() != 1 || a.Size() > readLimit {
			return nil, fmt.Errorf("an array of shape %s; it takes one axis and up to %s elements", tuple(a.Shape()), grouped(readLimit))
		}
		if b, ok := a.(*array.Array[bool]); ok {
			labels = b.Values()
		} else {
			labels = a.Float64s()
		}
	}
	v := reflect.ValueOf(labels)
	if v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
		return nil, fmt.Errorf("labels of type %T; it takes an array or a slice of numbers, strings or bools", labels)
	}
	list := make([]reflect.Value, v.Len())
	for i := range list {
		list[i] = v.Index(i)
		for list[i].Kind() == reflect.Interface {
			list[i] = list[i].Elem()
		}
		if _, isNumber := numberOf(list[i]); !isNumber && list[i].Kind() != reflect.String && list[i].Kind() != reflect.Bool {
			return nil, fmt.Errorf("labels of type %T; it takes an array or a slice of numbers, strings or bools", labels)
		}
	}
	return list, nil
}

// labelText is a label as the legend names it.
func labelText(label reflect.Value) string {
	if label.Kind() == reflect.String {
		return label.String()
	}
	return cellOf(label)
}
