// This file prints any Go value as text, like fmt's %+v but in bounded time and space.

package display

import (
	"cmp"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of the text of one value.
const (
	maxText     = 1 << 15 // bytes
	maxElements = 200     // of one slice or map
	maxDepth    = 8       // of nesting
	maxSorted   = 20_000  // keys of a map that are put in order; of a larger map any are shown
)

// plainText writes a value as fmt's %+v does, with four differences: long text, slices and maps are cut and say so,
// pointers are followed to what they point to, functions show their signature, and structs of a replaced type its name.
func plainText(value any) string {
	if s, ok := value.(string); ok {
		return cut(s, 4*maxText)
	}
	p := printer{}
	p.value(reflect.ValueOf(value), 0)
	return p.String()
}

// cut shortens a text to about limit bytes and says how long it was.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	end := limit
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return fmt.Sprintf("%s… (%s of %s bytes)", s[:end], grouped(end), grouped(len(s)))
}

// A printer collects text until it is too long.
type printer struct {
	strings.Builder
	path []uintptr // pointers that are being followed, to stop at cycles
}

func (p *printer) full() bool { return p.Len() > maxText }

// value writes one value at a depth of nesting.
func (p *printer) value(v reflect.Value, depth int) {
	if !v.IsValid() {
		p.WriteString("<nil>")
		return
	}
	if p.full() || depth > maxDepth {
		p.WriteString("…")
		return
	}
	if own, ok := ownText(v); ok {
		p.WriteString(cut(own, maxText))
		return
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		p.list(v, depth)
	case reflect.Map:
		p.table(v, depth)
	case reflect.Struct:
		p.fields(v, depth)
	case reflect.Pointer:
		p.pointer(v, depth)
	case reflect.Interface:
		p.value(v.Elem(), depth)
	case reflect.String:
		p.WriteString(cut(v.String(), 4096))
	case reflect.Func:
		p.WriteString(functionText(v))
	case reflect.Chan:
		fmt.Fprintf(p, "%v (%d of %d buffered)", v.Type(), v.Len(), v.Cap())
	default:
		p.WriteString(scalarText(v))
	}
}

// ownText is what the value's own Error, String or Format method says.
func ownText(v reflect.Value) (string, bool) {
	if a, ok := arrayOf(v); ok {
		return elementsText(a), true
	}
	if !v.CanInterface() {
		return "", false
	}
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return "", false
	}
	switch own := v.Interface().(type) {
	case error, fmt.Stringer, fmt.Formatter:
		return fmt.Sprint(own), true
	}
	return "", false
}

func (p *printer) list(v reflect.Value, depth int) {
	if v.Kind() == reflect.Slice && v.IsNil() && depth == 0 {
		p.WriteString("[]")
		return
	}
	p.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			p.WriteByte(' ')
		}
		if i == maxElements || p.full() {
			fmt.Fprintf(p, "… %s in all", grouped(v.Len()))
			break
		}
		p.value(v.Index(i), depth+1)
	}
	p.WriteByte(']')
}

func (p *printer) table(v reflect.Value, depth int) {
	p.WriteString("map[")
	for i, e := range entries(v, maxElements) {
		if i > 0 {
			p.WriteByte(' ')
		}
		if p.full() {
			break
		}
		p.value(e.key, depth+1)
		p.WriteByte(':')
		p.value(e.value, depth+1)
	}
	if v.Len() > maxElements {
		fmt.Fprintf(p, " … %s in all", grouped(v.Len()))
	}
	p.WriteByte(']')
}

func (p *printer) fields(v reflect.Value, depth int) {
	p.WriteString(replacedType(v.Type()))
	p.WriteByte('{')
	for i := range v.NumField() {
		if i > 0 {
			p.WriteByte(' ')
		}
		if p.full() {
			p.WriteString("…")
			break
		}
		p.WriteString(v.Type().Field(i).Name)
		p.WriteByte(':')
		p.value(v.Field(i), depth+1)
	}
	p.WriteByte('}')
}

// replacedType is the name of a session's type that another has replaced since, such as "Point (cell 3)", as the name of no
// other type is written; "" for others.
func replacedType(t reflect.Type) string {
	name := t.String()
	if t.Name() == "" || !strings.HasSuffix(name, ")") || !strings.Contains(name, " (cell ") {
		return ""
	}
	return strings.TrimPrefix(name, "main.")
}

func (p *printer) pointer(v reflect.Value, depth int) {
	switch {
	case v.IsNil():
		p.WriteString("<nil>")
		return
	case slices.Contains(p.path, v.Pointer()):
		p.WriteString("&↺") // a cycle
		return
	}
	p.path = append(p.path, v.Pointer())
	p.WriteByte('&')
	p.value(v.Elem(), depth+1)
	p.path = p.path[:len(p.path)-1]
}

// scalarText writes numbers and booleans as fmt does.
func scalarText(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.Kind() == reflect.Uintptr:
		return "0x" + strconv.FormatUint(v.Uint(), 16)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case v.Kind() == reflect.Float32:
		return fmt.Sprint(float32(v.Float()))
	case v.CanFloat():
		return fmt.Sprint(v.Float())
	case v.Kind() == reflect.Complex64:
		return fmt.Sprint(complex64(v.Complex()))
	case v.CanComplex():
		return fmt.Sprint(v.Complex())
	case v.Kind() == reflect.UnsafePointer:
		return fmt.Sprintf("%#x", v.Pointer())
	}
	return v.Type().String()
}

// functionText is a function's signature, with its name where it has one.
func functionText(v reflect.Value) string {
	if v.IsNil() {
		return "nil " + v.Type().String()
	}
	signature := v.Type().String()
	f := runtime.FuncForPC(v.Pointer())
	if f == nil || v.Type().Name() != "" {
		return signature
	}
	name := f.Name()
	if strings.Contains(name, ".func") || strings.HasPrefix(name, "reflect.") {
		return signature // an anonymous function, or one made at run time
	}
	return "func " + name[strings.LastIndexByte(name, '/')+1:] + strings.TrimPrefix(signature, "func")
}

// An entry is one key of a map with its value.
type entry struct{ key, value reflect.Value }

// entries returns up to limit entries of a map: the first by key, unless the map is too large to be put in order.
func entries(m reflect.Value, limit int) []entry {
	var all []entry
	enough := maxSorted
	if m.Len() > maxSorted {
		enough = limit
	}
	for it := m.MapRange(); len(all) < enough && it.Next(); {
		all = append(all, entry{it.Key(), it.Value()})
	}
	slices.SortStableFunc(all, func(a, b entry) int { return compareKeys(a.key, b.key) })
	return all[:min(len(all), limit)]
}

// compareKeys orders numbers by value, strings alphabetically and everything else by its text.
func compareKeys(a, b reflect.Value) int {
	for a.Kind() == reflect.Interface && !a.IsNil() {
		a = a.Elem()
	}
	for b.Kind() == reflect.Interface && !b.IsNil() {
		b = b.Elem()
	}
	switch {
	case a.CanInt() && b.CanInt():
		return cmp.Compare(a.Int(), b.Int())
	case a.CanUint() && b.CanUint():
		return cmp.Compare(a.Uint(), b.Uint())
	case a.CanFloat() && b.CanFloat():
		return cmp.Compare(a.Float(), b.Float())
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return strings.Compare(a.String(), b.String())
	}
	text := func(v reflect.Value) string {
		p := printer{}
		p.value(v, maxDepth-1)
		return p.String()
	}
	return strings.Compare(text(a), text(b))
}
