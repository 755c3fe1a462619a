// This file tests reading and writing of files: against files that NumPy wrote (testdata/numpy_files.zip, written by
// testdata/numpy_files.py), by round trips, and with broken and hostile input.

package array

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// numpyFiles returns the files that NumPy wrote, by name.
func numpyFiles(t testing.TB) map[string][]byte {
	t.Helper()
	archive, err := zip.OpenReader("testdata/numpy_files.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	files := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// Every readable file holds the numbers 0..5, halved for floats and with an imaginary part for complex, as shape (2, 3).
func TestNPYFromNumPy(t *testing.T) {
	for name, data := range numpyFiles(t) {
		if !strings.HasPrefix(name, "good/") || !strings.HasSuffix(name, ".npy") {
			continue
		}
		a, err := ReadNPY[complex128](bytes.NewReader(data))
		if strings.Contains(name, "i8") || strings.Contains(name, "u8") {
			var b *Array[int64]
			if b, err = ReadNPY[int64](bytes.NewReader(data)); strings.Contains(name, "u8") {
				var c *Array[uint64]
				c, err = ReadNPY[uint64](bytes.NewReader(data))
				b = Cast[int64](c)
			}
			a = Cast[complex128](b)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := Arange(0.0, 6, 1).Reshape(2, 3)
		switch {
		case strings.Contains(name, "b1"):
			want = Minimum(want, Scalar(1.0))
		case strings.Contains(name, "f"), strings.Contains(name, "c"):
			want = Mul(want, Scalar(0.5))
		}
		expected := Cast[complex128](want)
		if strings.Contains(name, "c8") || strings.Contains(name, "c16") {
			expected = Mul(expected, Scalar(1-2i))
		}
		if !ArrayEqual(a, expected) {
			t.Errorf("%s: got %v, want %v", name, a, expected)
		}
	}
}

func TestNPYRefused(t *testing.T) {
	reasons := map[string]string{
		"object": "Python objects (element type \"|O\")", "string": "strings (element type \"<U1\")", "bytes": "byte strings (element type \"|S1\")",
		"structured": "records (a structured array)", "date": "dates (element type \"<M8[D]\")", "span": "time spans (element type \"<m8[s]\")",
		"longdouble": "long doubles (element type \"<f16\")",
	}
	for name, data := range numpyFiles(t) {
		kind, ok := strings.CutPrefix(strings.TrimSuffix(name, ".npy"), "bad/")
		if !ok {
			continue
		}
		if _, err := ReadNPY[float64](bytes.NewReader(data)); err == nil || reasons[kind] == "" || !strings.HasPrefix(err.Error(), "array: ReadNPY: the file holds "+reasons[kind]) {
			t.Errorf("%s: error %v, want one with %q", name, err, reasons[kind])
		}
	}
	clongdouble := npyBytes("{'descr': '<c32', 'fortran_order': False, 'shape': (1,), }", 32)
	if _, err := ReadNPY[complex128](bytes.NewReader(clongdouble)); err == nil || !strings.Contains(err.Error(), "complex long doubles") {
		t.Errorf("clongdouble: error %v", err)
	}
}

func TestHalfFloats(t *testing.T) {
	for bits, want := range map[uint16]float32{
		0x0000: 0, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x0001: 0x1p-24, 0x03ff: 1023 * 0x1p-24, 0x0400: 0x1p-14, 0x3555: 0.33325195,
		0x7c00: float32(math.Inf(1)), 0xfc00: float32(math.Inf(-1)),
	} {
		if got := halfToFloat(bits); got != want {
			t.Errorf("%#04x is %v, want %v", bits, got, want)
		}
	}
	if v := halfToFloat(0x7e00); v == v {
		t.Error("NaN is lost")
	}
	if v := halfToFloat(0x8000); v != 0 || !math.Signbit(float64(v)) {
		t.Error("-0 is lost")
	}
}

func roundTrip[T Element](t *testing.T, a *Array[T]) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.npy")
	if err := SaveNPY(path, a); err != nil {
		t.Fatal(err)
	}
	b, err := LoadNPY[T](path)
	if err != nil {
		t.Fatal(err)
	}
	if !ArrayEqual(a, b) {
		t.Errorf("%s: wrote %v, read %v", a.DType(), a, b)
	}
	if a.DType() == Bool {
		return
	}
	m, err := OpenNPY[T](path)
	if err != nil {
		t.Fatal(err)
	}
	if !ArrayEqual(a, m.Array()) || !m.Array().ReadOnly() {
		t.Errorf("%s: wrote %v, mapped %v", a.DType(), a, m.Array())
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
}

func TestNPYRoundTrip(t *testing.T) {
	base := Arange(-12.0, 12, 1).Reshape(2, 3, 4)
	for _, view := range []*Array[float64]{base, base.T(), base.Slice("::-1, 1:, ::2"), base.Slice("0, 0, 0"), base.Slice("5:"), base.BroadcastTo(3, 2, 3, 4)} {
		roundTrip(t, Cast[bool](view))
		roundTrip(t, Cast[int](view))
		roundTrip(t, Cast[int8](view))
		roundTrip(t, Cast[int16](view))
		roundTrip(t, Cast[int32](view))
		roundTrip(t, Cast[int64](view))
		roundTrip(t, Cast[uint](view))
		roundTrip(t, Cast[uint8](view))
		roundTrip(t, Cast[uint16](view))
		roundTrip(t, Cast[uint32](view))
		roundTrip(t, Cast[uint64](view))
		roundTrip(t, Cast[float32](view))
		roundTrip(t, view)
		roundTrip(t, Cast[complex64](view))
		roundTrip(t, Cast[complex128](view))
	}
}

func npyBytes(header string, data int) []byte {
	b := []byte(npyMagic + "\x01\x00" + string([]byte{byte(len(header)), byte(len(header) >> 8)}) + header)
	return append(b, make([]byte, data)...)
}

func TestNPYHostile(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want string
	}{
		{nil, "not a .npy file"},
		{[]byte("PK\x03\x04 and more"), "it starts with"},
		{[]byte(npyMagic + "\x07\x00\x00\x00"), "version 7.0"},
		{[]byte(npyMagic + "\x02\x00\xff\xff\xff\xff"), "claims 4294967295 bytes"},
		{npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976,), }", 64), "more elements than memory"},
		{npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", 64), "more elements than memory"},
		{npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (72057594037927936,), }", 64), "ends after 64 of"},
		{npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 99999999999999999999), }", 0), "value out of range"},
		{npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", 64), "want a length"},
		{npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", 23), "ends after 23 of 24 bytes"},
		{npyBytes("{'descr': '<f8', 'fortran_order': Maybe, 'shape': (3,), }", 24), `want "False"`},
		{npyBytes("{'descr': '<f8', 'shape': (3,), }", 24), "want the keys"},
		{npyBytes("{'descr': '<f8', 'descr': '<f8', 'shape': (3,), 'x': 1}", 24), `unknown key "x"`},
		{npyBytes("{'descr': '<q9', 'fortran_order': False, 'shape': (3,), }", 24), `unknown element type "<q9"`},
		{npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': ("+strings.Repeat("1,", 40)+"), }", 24), "rank 40 exceeds 32"},
		{npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), } import os", 24), "after the dictionary"},
		{npyBytes("{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }", 12), ""},
	} {
		a, err := ReadNPY[float64](bytes.NewReader(c.data))
		if c.want == "" {
			if err != nil || a.Size() != 3 {
				t.Errorf("good file: %v, %v", a, err)
			}
			continue
		}
		narrow := strconv.IntSize == 32 && err != nil && strings.Contains(err.Error(), "value out of range") // lengths that no int holds
		if err == nil || !narrow && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.90q: error %v, want one with %q", c.data, err, c.want)
		}
	}
	for _, c := range []struct{ descr, want string }{{"<f8", "[float64]"}, {"<i8", "[int64]"}, {"<f2", "[float32]"}, {"<c8", "[complex64]"}} {
		_, err := ReadNPY[int32](bytes.NewReader(npyBytes("{'descr': '"+c.descr+"', 'fortran_order': False, 'shape': (), }", 16)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s as int32: error %v, want one with %q", c.descr, err, c.want)
		}
	}
}

func TestLoadMissing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing")
	for _, load := range []func() error{
		func() error { _, err := LoadNPY[float64](path); return err },
		func() error { _, err := LoadNPZ[float64](path, "a"); return err },
		func() error { _, err := LoadCSV[float64](path); return err },
		func() error { _, err := LoadImage(path); return err },
		func() error { _, err := OpenNPY[float64](path); return err },
	} {
		if err := load(); !os.IsNotExist(err) && !strings.Contains(fmt.Sprint(err), "no such file") || !strings.Contains(fmt.Sprint(err), path) {
			t.Errorf("error %v does not name the file", err)
		}
	}
}

// foreign is an Untyped that is no array of this package.
type foreign struct{ Untyped }

func TestNPZMixed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mixed.npz")
	weights, labels, mask := Of[float32](0.5, 2), Of[uint8](3, 4).Reshape(2, 1), Of(true, false)
	if err := SaveNPZ(path, map[string]Untyped{"weights": weights, "labels": labels.T(), "mask": mask, "z": Scalar(1i)}); err != nil {
		t.Fatal(err)
	}
	if a, err := LoadNPZ[float32](path, "weights"); err != nil || !ArrayEqual(a, weights) {
		t.Errorf("weights are %v, %v", a, err)
	}
	if a, err := LoadNPZ[int](path, "labels"); err != nil || !ArrayEqual(a, Of(3, 4).Reshape(1, 2)) {
		t.Errorf("labels are %v, %v", a, err)
	}
	if a, err := LoadNPZ[bool](path, "mask"); err != nil || !ArrayEqual(a, mask) {
		t.Errorf("mask is %v, %v", a, err)
	}
	if _, err := LoadNPZ[float64](path, "z"); err == nil || !strings.Contains(err.Error(), `array "z": the file holds complex128`) {
		t.Errorf("error %v", err)
	}
	var none *Array[int]
	for text, a := range map[string]Untyped{"a nil *array.Array[int]": none, "<nil> of type <nil> is not an *Array": nil, "of type array.foreign is not an *Array": foreign{Of(1)}} {
		err := SaveNPZ(path, map[string]Untyped{"ok": mask, "x": a})
		if err == nil || !strings.Contains(err.Error(), `SaveNPZ`) || !strings.Contains(err.Error(), `array "x": `) || !strings.Contains(err.Error(), text) {
			t.Errorf("error %v, want one with %q", err, text)
		}
	}
	if names, err := NamesNPZ(path); err != nil || len(names) != 4 {
		t.Errorf("the file that was there is gone: %v, %v", names, err)
	}
}

func TestNPZ(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npz")
	if err := SaveNPZ(path, map[string]*Array[int32]{"x": Of[int32](1, 2), "y": Zeros[int32](2, 0)}); err != nil {
		t.Fatal(err)
	}
	if a, err := LoadNPZ[float64](path, "x"); err != nil || !ArrayEqual(a, Of(1.0, 2)) {
		t.Errorf("x is %v, %v", a, err)
	}
	if _, err := LoadNPZ[int32](path, "z"); err == nil || !strings.Contains(err.Error(), `no array "z"; the archive holds ["x" "y"]`) {
		t.Errorf("error %v", err)
	}
	if names, err := NamesNPZ(path); err != nil || !slices.Equal(names, []string{"x", "y"}) {
		t.Errorf("names %v, %v", names, err)
	}
	for name, data := range numpyFiles(t) {
		if strings.HasSuffix(name, ".npz") {
			file := filepath.Join(t.TempDir(), "numpy.npz")
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
			if a, err := LoadNPZ[float64](file, "half"); err != nil || !ArrayEqual(a, Mul(Arange(0.0, 6, 1), Scalar(0.5)).Reshape(2, 3)) {
				t.Errorf("%s: %v, %v", name, a, err)
			}
		}
	}
}

// A small archive that unpacks to more than bombSize is refused by what it claims, before anything is unpacked.
func TestNPZBomb(t *testing.T) {
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	w, err := archive.CreateRaw(&zip.FileHeader{Name: "a.npy", Method: zip.Deflate, CompressedSize64: 8, UncompressedSize64: 1 << 40})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 8)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bomb.npz")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadNPZ[float64](path, "a"); err == nil || !strings.Contains(err.Error(), "claims to unpack 8 bytes") {
		t.Errorf("error %v", err)
	}
}

func TestCSV(t *testing.T) {
	read := func(text string) (*Array[float64], error) { return ReadCSV[float64](strings.NewReader(text)) }
	for text, want := range map[string]*Array[float64]{
		"1,2\n3,4.5\n":                         From([]float64{1, 2, 3, 4.5}, 2, 2),
		"# note\nx, y\r\n\n 1 , -2e3\r\n3,nan": From([]float64{1, -2000, 3, math.NaN()}, 2, 2),
		"\"1\",\"2\"":                          From([]float64{1, 2}, 1, 2),
		"":                                     Zeros[float64](0, 0),
		"\ufeff1,2\n":                          From([]float64{1, 2}, 1, 2),
		"\ufeffx,t\n1,2\n":                     From([]float64{1, 2}, 1, 2),
		",a,-b\n0,1,2\n":                       From([]float64{0, 1, 2}, 1, 3),
		"_1,€\n5,6\n":                          From([]float64{5, 6}, 1, 2),
	} {
		if a, err := read(text); err != nil || !equalElements(a, want, 0) {
			t.Errorf("%q: %v, %v", text, a, err)
		}
	}
	for text, want := range map[string]string{
		"1,2\n3\n":          "line 2 has 1 fields, the first row has 2",
		"1,2\n3,x\n":        `line 2: field 2, "x", is not a float64`,
		"x,1\n":             `line 1: field 1, "x"`,
		"a,b\nc,d\n1,2x":    `line 2: field 1, "c"`,
		"a,b\n1,2x":         `line 2: field 2, "2x"`,
		"1;2\n3;4":          `line 1: field 1, "1;2", is not a float64; fields end at commas, not at ';'`,
		"1\t2\n":            `line 1: field 1, "1\t2", is not a float64; fields end at commas, not at '\t'`,
		"x y\n1 -2e3\n":     `line 2: field 1, "1 -2e3", is not a float64; fields end at commas, not at ' '`,
		"1,5;2,5":           `line 1: field 2, "5;2", is not a float64; fields end at commas, not at ';'`,
		"x,y\nfoo,bar\n1,2": `line 2: field 1, "foo", is not a float64`,
		"1+2i,3-1i\n1,2":    `line 1: field 1, "1+2i"`,
		"True,False\n1,2":   `line 1: field 1, "True"`,
		"2024-01-02\n":      `line 1: field 1, "2024-01-02"`,
		"€5,€6\n1,2\n":      `line 1: field 1, "€5", is not a float64`,
		"\u22125,(£6)\n1,2": `line 1: field 1, "−5", is not a float64`,
		"\"1,234\",5\n":     `line 1: field 1, "\"1", is not a float64`,
		"\xff\xfe1\x00":     "begins with ff fe, the mark of UTF-16; save it as UTF-8",
	} {
		if _, err := read(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
	missing, err := ReadCSV[float32](strings.NewReader("id,,x\n1,,\" \"\n,5, \n"))
	if err != nil || missing.String() != From([]float32{1, float32(math.NaN()), float32(math.NaN()), float32(math.NaN()), 5, float32(math.NaN())}, 2, 3).String() {
		t.Errorf("missing values: %v, %v", missing, err)
	}
	if _, err := ReadCSV[int](strings.NewReader("1,2\n3,\n")); err == nil || !strings.Contains(err.Error(), "line 2: field 2 is empty; int has no NaN") {
		t.Errorf("error %v", err)
	}
	if _, err := ReadCSV[uint8](strings.NewReader("255\n256")); err == nil || !strings.Contains(err.Error(), `"256", is not a uint8`) {
		t.Errorf("error %v", err)
	}
	path := filepath.Join(t.TempDir(), "a.csv")
	a := Of(0.1, -1e300, math.Inf(1), 3).Reshape(2, 2)
	if err := SaveCSV(path, a.T()); err != nil {
		t.Fatal(err)
	}
	if b, err := LoadCSV[float64](path); err != nil || !ArrayEqual(a.T(), b) {
		t.Errorf("%v, %v", b, err)
	}
	if err := SaveCSV(path, Zeros[int](2, 2, 2)); err == nil {
		t.Error("a table of rank 3 was written")
	}
}

func TestCSVGzip(t *testing.T) {
	pack := func(text string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		fmt.Fprint(z, text)
		z.Close()
		return b.Bytes()
	}
	a, err := ReadCSV[int](bytes.NewReader(pack("1,2\n3,4\n")))
	if err != nil || !ArrayEqual(a, Of(1, 2, 3, 4).Reshape(2, 2)) {
		t.Errorf("%v, %v", a, err)
	}
	if _, err := ReadCSV[int](bytes.NewReader(pack("1,2\n3,4\n")[:20])); err == nil {
		t.Error("a truncated file was read")
	}
}

func TestBombReader(t *testing.T) {
	packed := &countingReader{n: 1000}
	r := &bombReader{r: strings.NewReader("x"), packed: packed, n: bombSize}
	if _, err := r.Read(make([]byte, 1)); err == nil || !strings.Contains(err.Error(), "unpack to more than") {
		t.Errorf("error %v", err)
	}
}

func TestImages(t *testing.T) {
	dir := t.TempDir()
	grey := Cast[uint8](Arange(0, 12, 1)).Reshape(3, 4)
	colour := Cast[uint8](Arange(0, 36, 1)).Reshape(3, 4, 3)
	clear := Cast[uint8](Arange(0, 48, 1)).Reshape(3, 4, 4)
	for name, a := range map[string]*Array[uint8]{"grey.png": grey, "colour.png": colour.Flip(1), "clear.png": clear} {
		path := filepath.Join(dir, name)
		if err := SaveImage(path, a); err != nil {
			t.Fatal(err)
		}
		b, err := LoadImage(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.shape) == 2 {
			a = a.ExpandDims(2)
		}
		if !ArrayEqual(a, b) {
			t.Errorf("%s: wrote %v, read %v", name, a, b)
		}
	}
	deep := Mul(Cast[uint16](colour), Scalar[uint16](1777))
	path := filepath.Join(dir, "deep.png")
	if err := SaveImage(path, deep); err != nil {
		t.Fatal(err)
	}
	if b, err := LoadImage16(path); err != nil || !ArrayEqual(deep, b) {
		t.Errorf("16 bits: %v, %v", b, err)
	}
	path = filepath.Join(dir, "a.jpg")
	if err := SaveImage(path, Full[uint8](128, 16, 16, 3)); err != nil {
		t.Fatal(err)
	}
	if b, err := LoadImage(path); err != nil || !slices.Equal(b.shape, []int{16, 16, 3}) || b.At(8, 8, 0) != 128 {
		t.Errorf("JPEG: %v, %v", b, err)
	}
	for name, a := range map[string]*Array[uint8]{"a.bmp": grey, "a.png": Zeros[uint8](2, 2, 2), "b.png": Zeros[uint8](0, 2), "b.jpg": clear} {
		if err := SaveImage(filepath.Join(dir, name), a); err == nil {
			t.Errorf("%s of shape %v was written", name, a.shape)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestImageClaim(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	copy(data[16:], []byte{0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff}) // width and height; the checksum is off too
	if _, err := decodeImage(bytes.NewReader(data)); err == nil {
		t.Error("a picture of 2^62 pixels was read")
	}
	m := image.NewPaletted(image.Rect(2, 3, 4, 5), color.Palette{color.Gray{9}, color.RGBA{1, 2, 3, 255}})
	if a := FromImage(m); !slices.Equal(a.shape, []int{2, 2, 3}) || a.At(1, 1, 2) != 9 {
		t.Errorf("palette picture %v", a)
	}
}

// A write that fails or panics leaves neither a new file nor a temporary one, and the old file as it was.
func TestWriteWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := writeWhole("SaveNPY", path, func(w io.Writer) error {
		fmt.Fprint(w, "half")
		return io.ErrShortWrite
	})
	if err == nil || !strings.Contains(err.Error(), "array: SaveNPY: "+path) {
		t.Errorf("error %v", err)
	}
	func() {
		defer func() {
			if got := recover(); got != "half way" {
				t.Errorf("panic %v", got)
			}
		}()
		writeWhole("SaveNPZ", path, func(w io.Writer) error {
			fmt.Fprint(w, "half")
			panic("half way")
		})
	}()
	if got, _ := os.ReadFile(path); string(got) != "old" {
		t.Errorf("the file is now %q", got)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

func FuzzReadNPY(f *testing.F) {
	for _, data := range numpyFiles(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if a, err := ReadNPY[complex128](bytes.NewReader(data)); err == nil && a.Size() > 16*len(data)+1 {
			t.Errorf("%d bytes give %d elements", len(data), a.Size())
		}
	})
}

// TestOpenNPYRefused checks that an error names a call that works.
func TestOpenNPYRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	if err := SaveNPY(path, Of(1.0, 2)); err != nil {
		t.Fatal(err)
	}
	for want, open := range map[string]func() error{
		"the file holds float64, which float32 cannot hold; ask for [float64] and Cast":           func() error { _, err := OpenNPY[float32](path); return err },
		"the file's float64 elements are not complex128 as this machine stores them; use LoadNPY": func() error { _, err := OpenNPY[complex128](path); return err },
	} {
		if err := open(); err == nil || err.Error() != "array: OpenNPY: "+path+": "+want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	if a, err := LoadNPY[complex128](path); err != nil || !ArrayEqual(a, Of[complex128](1, 2)) {
		t.Errorf("%v, %v", a, err)
	}
}

// FuzzOpenNPY checks that a mapped file holds what is read from it.
func FuzzOpenNPY(f *testing.F) {
	for name, data := range numpyFiles(f) {
		if strings.HasSuffix(name, ".npy") {
			f.Add(data)
		}
	}
	for _, shape := range []string{"()", "(0,)", "(0, 99999999999)", "(2, 0)", "(3,)"} {
		f.Add(npyBytes("{'descr': '<f8', 'fortran_order': True, 'shape': "+shape+", }      ", 16))
	}
	path := filepath.Join(f.TempDir(), "a.npy")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		m, err := OpenNPY[float64](path)
		if err != nil {
			return
		}
		a, err := ReadNPY[float64](bytes.NewReader(data))
		if err != nil {
			t.Fatalf("mapped as %v, but reading it fails: %v", m.Array().shape, err)
		}
		if !equalElements(a, m.Array(), 0) {
			t.Errorf("mapped %v, read %v", m.Array(), a)
		}
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
}

func FuzzReadNPZ(f *testing.F) {
	for name, data := range numpyFiles(f) {
		if strings.HasSuffix(name, ".npz") {
			f.Add(data)
		}
	}
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		for _, write := range []func(w io.Writer) error{
			func(w io.Writer) error { return WriteNPY(w, Of(1.5, 2)) },
			func(w io.Writer) error { return WriteNPY(w, Zeros[bool](0, 3)) },
			func(w io.Writer) error { return WriteNPY(w, Scalar[complex64](1i)) },
			func(w io.Writer) error { return WriteNPY(w, Zeros[float64](300, 40)) }, // packs well
			func(w io.Writer) error { _, err := io.WriteString(w, "\x93NUMPY\x01\x00"); return err },
		} {
			var b bytes.Buffer
			archive := zip.NewWriter(&b)
			for _, name := range []string{"x.npy", "folder/y.npy", "z"} {
				w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: method})
				if err != nil {
					f.Fatal(err)
				}
				if err := write(w); err != nil {
					f.Fatal(err)
				}
			}
			if err := archive.Close(); err != nil {
				f.Fatal(err)
			}
			f.Add(b.Bytes())
			f.Add(b.Bytes()[:b.Len()-30])
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for _, name := range memberNames(archive) {
			if a, err := loadMember[float64](archive, name); err == nil && a.Size() != len(a.data) {
				t.Errorf("shape %v over %d elements", a.shape, len(a.data))
			}
		}
	})
}

func FuzzReadCSV(f *testing.F) {
	for _, text := range []string{"", "\n", "a,b\n1,2\n", "1,2\r\n3,4\r\n", "1;2\n3;4\n", "# remark\n1 2 3\n", "\"1\",\"2\"\n", "nan,inf,-Infinity\n1e400,-0,0x1p-3\n",
		"1,2\n3\n", ",,\n", "\ufeff1,2\n", "\"unclosed\n1,2", "1,\"a\"\"b\"\n"} {
		f.Add([]byte(text))
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, text)
		if err := z.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
		f.Add(b.Bytes()[:b.Len()-5])
	}
	f.Add([]byte{0x1f, 0x8b, 8, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if a, err := ReadCSV[float64](bytes.NewReader(data)); err == nil && a.Size() != len(a.data) {
			t.Errorf("shape %v over %d elements", a.shape, len(a.data))
		}
	})
}

func FuzzDecodeImage(f *testing.F) {
	box := image.Rect(0, 0, 5, 3)
	palette := color.Palette{color.Gray{9}, color.RGBA{1, 2, 3, 255}, color.Transparent}
	for _, m := range []image.Image{image.NewNRGBA(box), image.NewGray(box), image.NewGray16(box), image.NewRGBA64(box), image.NewNRGBA64(box), image.NewPaletted(box, palette), image.NewCMYK(box)} {
		for _, encode := range []func(w io.Writer) error{
			func(w io.Writer) error { return png.Encode(w, m) },
			func(w io.Writer) error { return jpeg.Encode(w, m, nil) },
			func(w io.Writer) error { return gif.Encode(w, m, nil) },
		} {
			var b bytes.Buffer
			if err := encode(&b); err != nil {
				f.Fatal(err)
			}
			f.Add(b.Bytes())
			f.Add(b.Bytes()[:b.Len()/2])
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := decodeImage(bytes.NewReader(data)); err == nil && m.Bounds().Dx() < 1<<10 && m.Bounds().Dy() < 1<<10 {
			FromImage(m)
		}
	})
}
