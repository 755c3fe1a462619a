// This file uses values of forged types through compiled packages and compares with values of compiled types.

package rtype

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"testing"
	"text/template"
	"time"
)

func TestPrinting(t *testing.T) {
	w := newWorld(t)
	point := Point{1, 2, "p"}
	values := []any{
		ptr(Celsius(21.5)), ptr(Weekday(3)), &point, &Failure{"open", 2}, ptr(Sentinel("gone")), &Verbose{7}, &Literal{"x"},
		&Tagged{Name: "n", Map: map[string]Point{"a": point}, List: []*Tagged{nil}, At: 3},
		&List{{}, {{}}}, &Tree{"a": {"b": nil}}, &Node{Value: 1, Children: []Node{{Value: 2}}}, ptr(Set{"a": true}),
		&Matrix{{1, 2}, {3, 4}}, &Words{"a", "b"}, &Animal{Legs: 4, Failure: &Failure{"run", 1}}, &Single{&lower{3}},
		&Wrapped{errors.New("inner")}, &Mixed{1, "x", "y"}, &Trailing{A: 1}, &Held{P: Pair[string, int]{Key: "k", Value: 1}},
		ptr(OnePtr{ptr(3)}),
	}
	for _, v := range values {
		forged := w.view(v)
		compiled := reflect.ValueOf(v)
		for _, pair := range [][2]any{
			{forged.Elem().Interface(), compiled.Elem().Interface()},
			{listOf(forged.Elem()), listOf(compiled.Elem())},
			{structOf(forged.Elem()), structOf(compiled.Elem())},
			{mapOf(forged.Elem()), mapOf(compiled.Elem())},
		} {
			for _, format := range []string{"%v", "%+v", "%#v", "%T", "%s", "%d", "%q"} {
				if got, want := fmt.Sprintf(format, pair[0]), neutral(fmt.Sprintf(format, pair[1])); got != want {
					t.Errorf("%s of %T: %s, want %s", format, pair[1], got, want)
				}
			}
			got, gotErr := json.Marshal(pair[0])
			want, wantErr := json.Marshal(pair[1])
			if !bytes.Equal(got, want) || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
				t.Errorf("json of %T: %s %v, want %s %v", pair[1], got, gotErr, want, wantErr)
			}
		}
		if got, want := fmt.Sprint(forged.Interface()), fmt.Sprint(v); got != want && want[0] != '0' {
			t.Errorf("pointer to %T: %s, want %s", v, got, want)
		}
	}
}

func ptr[T any](v T) *T { return &v }

func listOf(v reflect.Value) any {
	s := reflect.MakeSlice(reflect.SliceOf(v.Type()), 0, 2)
	return reflect.Append(s, v, v).Interface()
}

func structOf(v reflect.Value) any {
	s := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "A", Type: v.Type(), Tag: `json:"a"`}, {Name: "B", Type: reflect.TypeFor[any]()}})).Elem()
	s.Field(0).Set(v)
	s.Field(1).Set(v)
	return s.Interface()
}

func mapOf(v reflect.Value) any {
	m := reflect.MakeMap(reflect.MapOf(reflect.TypeFor[string](), v.Type()))
	m.SetMapIndex(reflect.ValueOf("key"), v)
	return m.Interface()
}

func TestJSONDecoding(t *testing.T) {
	w := newWorld(t)
	text := `{"name":"n","age":3,"inner":{"A":1,"B":2},"Map":{"x":{"X":5}},"List":[{"name":"m"}],"When":"2024-01-02T03:04:05Z","Raw":[1],"At":2}`
	var want Tagged
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	got := reflect.New(w.forge("Tagged"))
	if err := json.Unmarshal([]byte(text), got.Interface()); err != nil {
		t.Fatal(err)
	}
	if g, w := fmt.Sprintf("%+v", got.Elem().Interface()), fmt.Sprintf("%+v", want); stripPointers(g) != stripPointers(w) {
		t.Errorf("%s, want %s", g, w)
	}
	money := reflect.New(w.forge("Money"))
	if err := json.Unmarshal([]byte(`"12 kr"`), money.Interface()); err != nil || money.Elem().Int() != 12 {
		t.Error(money.Elem(), err)
	}
}

func stripPointers(s string) string {
	i := bytes.Index([]byte(s), []byte("0x"))
	j := bytes.IndexByte([]byte(s[i:]), ']')
	return s[:i] + s[i+j:]
}

func TestErrors(t *testing.T) {
	w := newWorld(t)
	failure := w.view(&Failure{"open", 2})
	err := fmt.Errorf("while testing: %w", failure.Interface().(error))
	if err.Error() != "while testing: open: 2" {
		t.Error(err)
	}
	if !errors.Is(err, Sentinel("any failure")) || errors.Is(err, Sentinel("another")) {
		t.Error("errors.Is does not ask the method")
	}
	target := reflect.New(failure.Type())
	if !errors.As(err, target.Interface()) || target.Elem().Pointer() != failure.Pointer() {
		t.Error("errors.As")
	}
	gone := w.view(ptr(Sentinel("gone"))).Elem()
	if !errors.Is(fmt.Errorf("%w", gone.Interface().(error)), gone.Interface().(error)) {
		t.Error("errors.Is does not compare")
	}
}

func TestSorting(t *testing.T) {
	w := newWorld(t)
	list := w.view(&ByAge{{Age: 3}, {Age: 1}, {Age: 2}}).Elem()
	sort.Sort(list.Interface().(sort.Interface))
	for i := range 3 {
		if list.Index(i).FieldByName("Age").Int() != int64(i+1) {
			t.Error(list)
		}
	}
}

func TestTemplate(t *testing.T) {
	w := newWorld(t)
	text := template.Must(template.New("").Parse(`{{.Name}} {{range $k, $v := .Map}}{{$k}}={{$v}} {{($v.Add $v).X}}{{end}} {{.At}}`))
	value := &Tagged{Name: "n", Map: map[string]Point{"a": {1, 2, ""}}, At: 5, When: time.Now()}
	var got, want bytes.Buffer
	if err := text.Execute(&got, w.view(value).Interface()); err != nil {
		t.Fatal(err)
	}
	if err := text.Execute(&want, value); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("%s, want %s", got.String(), want.String())
	}
}
