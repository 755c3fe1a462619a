// This file shows matrices and plots of gonum, known by their methods.

package display

import (
	"bytes"
	"fmt"
	"io"
	"reflect"

	"github.com/arraybook/arraybook/array"
)

// A matrix is any matrix of gonum.org/v1/gonum/mat.
type matrix interface {
	Dims() (rows, cols int)
	At(i, j int) float64
}

// matrixBundle shows a matrix as an array with its type.
func matrixBundle(m matrix) Bundle {
	rows, cols := m.Dims()
	name := fmt.Sprintf("%T (%d, %d)", m, rows, cols)
	if rows <= 0 || cols <= 0 || rows > readLimit/cols {
		return textBundle(name)
	}
	values := make([]float64, 0, rows*cols)
	for i := range rows {
		for j := range cols {
			values = append(values, m.At(i, j))
		}
	}
	a := array.From(values, rows, cols)
	stats, histogram := statistics(a)
	return Bundle{Data: map[string]any{
		"text/plain": name + "  " + stats + "  " + histogram + "\n" + elementsText(a),
		"text/html":  arrayFacts{shape: tuple(a.Shape()), dtype: fmt.Sprintf("%T", m), strides: tuple(a.Strides()), memory: byteSize(8 * len(values)), stats: stats, histogram: histogram}.html() + elementsHTML(a),
	}}
}

// plotterBundle shows a plot of gonum.org/v1/plot: anything with a method WriterTo(width, height Length, format string)
// (io.WriterTo, error), where Length is a floating-point type that counts points.
func plotterBundle(v reflect.Value) (Bundle, bool) {
	method := v.MethodByName("WriterTo")
	if !method.IsValid() {
		return Bundle{}, false
	}
	t := method.Type()
	if t.NumIn() != 3 || t.NumOut() != 2 || t.In(0).Kind() != reflect.Float64 || t.In(1) != t.In(0) || t.In(2).Kind() != reflect.String || !t.Out(0).Implements(reflect.TypeFor[io.WriterTo]()) {
		return Bundle{}, false
	}
	const width, height = 420, 280 // points
	length := func(points float64) reflect.Value { return reflect.ValueOf(points).Convert(t.In(0)) }
	result := method.Call([]reflect.Value{length(width), length(height), reflect.ValueOf("png").Convert(t.In(2))})
	if err, ok := result[1].Interface().(error); ok && err != nil {
		return errorBundle(fmt.Sprintf("%v: %v", v.Type(), err)), true
	}
	var b bytes.Buffer
	if _, err := result[0].Interface().(io.WriterTo).WriteTo(&b); err != nil {
		return errorBundle(fmt.Sprintf("%v: %v", v.Type(), err)), true
	}
	text := fmt.Sprintf("Plot (%v)", v.Type())
	return Bundle{Data: map[string]any{"text/plain": text, "image/png": b.Bytes(), "text/html": pictureHTML(b.Bytes(), width*4/3, height*4/3, text)}}, true
}
