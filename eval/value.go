package eval

// This file prints a value in short without running any code of cells: a String method could loop for ever, and nobody
// asked for it.

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/arraybook/arraybook/eval/internal/cycle"
)

// plainValue prints v as Go syntax would, up to about most bytes.
func plainValue(v reflect.Value, most int) string {
	p := &valuePrinter{most: most}
	p.print(v, 0)
	return p.b.String()
}

type valuePrinter struct {
	b    strings.Builder
	most int
}

const maxValueDepth = 4

func (p *valuePrinter) full() bool { return p.b.Len() > p.most }

func (p *valuePrinter) print(v reflect.Value, depth int) {
	if p.full() {
		return
	}
	if !v.IsValid() {
		p.b.WriteString("nil")
		return
	}
	if text, ok := compiledText(v); ok {
		p.b.WriteString(text)
		return
	}
	switch v.Kind() {
	case reflect.String:
		p.b.WriteString(strconv.Quote(v.String()[:min(v.Len(), p.most)]))
	case reflect.Slice, reflect.Array:
		p.list(v, depth)
	case reflect.Map:
		p.b.WriteString(typeText(v.Type()) + " with " + strconv.Itoa(v.Len()) + " entries")
	case reflect.Struct:
		p.structure(v, depth)
	case reflect.Interface:
		p.print(v.Elem(), depth)
	case reflect.Pointer:
		p.pointer(v, depth)
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		if v.IsNil() {
			p.b.WriteString("nil")
		} else {
			p.b.WriteString(typeText(v.Type()))
		}
	case reflect.Bool:
		p.b.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Float32, reflect.Float64:
		p.b.WriteString(strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits()))
	case reflect.Complex64, reflect.Complex128:
		p.b.WriteString(strconv.FormatComplex(v.Complex(), 'g', -1, v.Type().Bits()))
	default:
		if v.CanInt() {
			p.b.WriteString(strconv.FormatInt(v.Int(), 10))
		} else {
			p.b.WriteString(strconv.FormatUint(v.Uint(), 10))
		}
	}
}

// typeText writes a type with the session's types by their names alone.
func typeText(t reflect.Type) string { return strings.ReplaceAll(t.String(), sessionPath+".", "") }

// compiledText uses the String method of types that are not declared in cells.
func compiledText(v reflect.Value) (string, bool) {
	t := v.Type()
	if t.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "nil", true
		}
		t = t.Elem()
	}
	if t.PkgPath() == "" || t.PkgPath() == sessionPath || !v.CanInterface() || v.Kind() == reflect.Interface {
		return "", false
	}
	switch x := v.Interface().(type) {
	case error:
		if cycle.Nested(v) {
			return "", false
		}
		return x.Error(), true
	case fmt.Stringer:
		return x.String(), true
	}
	return "", false
}

func (p *valuePrinter) list(v reflect.Value, depth int) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		p.b.WriteString("nil")
		return
	}
	if depth > maxValueDepth {
		p.b.WriteString("[...]")
		return
	}
	p.b.WriteString("[")
	for i := range v.Len() {
		if i > 0 {
			p.b.WriteString(" ")
		}
		if p.full() {
			p.b.WriteString("...")
			break
		}
		p.print(v.Index(i), depth+1)
	}
	p.b.WriteString("]")
	if v.Len() > 8 {
		p.b.WriteString(" (" + strconv.Itoa(v.Len()) + " elements)")
	}
}

func (p *valuePrinter) structure(v reflect.Value, depth int) {
	if depth > maxValueDepth {
		p.b.WriteString("{...}")
		return
	}
	p.b.WriteString("{")
	for i := range v.NumField() {
		if i > 0 {
			p.b.WriteString(" ")
		}
		if p.full() {
			p.b.WriteString("...")
			break
		}
		p.b.WriteString(v.Type().Field(i).Name + ":")
		p.print(v.Field(i), depth+1)
	}
	p.b.WriteString("}")
}

func (p *valuePrinter) pointer(v reflect.Value, depth int) {
	switch {
	case v.IsNil():
		p.b.WriteString("nil")
	case depth > 1:
		p.b.WriteString(typeText(v.Type()))
	default:
		p.b.WriteString("&")
		p.print(v.Elem(), depth+1)
	}
}
