// This file reads and writes tables of numbers as comma-separated text.

package array

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"math/cmplx"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// maxCSVLine bounds one line of a table.
const maxCSVLine = 1 << 26

// LoadCSV reads a table of numbers, comma-separated, one row per line, plain or compressed with gzip, as an array of
// shape (rows, columns). Blank lines and lines that start with # are skipped, and so is the first other line if it is a
// heading: words, none of which begins as a number does. Every row must have as many fields as the first, and every field
// must be a T: an error names the line and the field, and the character that separates fields where it is no comma. A field
// that is empty, whose value is missing, is NaN where T has NaN, and an error else.
// Booleans are written true, false, 1 or 0. A byte order mark of UTF-8 means nothing. NumPy: genfromtxt with delimiter=",".
func LoadCSV[T Element](path string) (*Array[T], error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError("LoadCSV", path, err)
	}
	defer f.Close()
	a, err := ReadCSV[T](f)
	if err != nil {
		return nil, fileError("LoadCSV", path, cause(err))
	}
	return a, nil
}

// ReadCSV is LoadCSV for any source of bytes, and returns an error for what LoadCSV refuses or if reading fails.
func ReadCSV[T Element](r io.Reader) (*Array[T], error) {
	a, err := readCSV[T](r)
	if err != nil {
		return nil, &Error{Op: "ReadCSV", Message: err.Error(), Err: err}
	}
	return a, nil
}

func readCSV[T Element](r io.Reader) (*Array[T], error) {
	packed := &countingReader{r: bufio.NewReader(r)}
	var text io.Reader = packed.r
	if start, _ := packed.r.Peek(2); bytes.Equal(start, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(packed)
		if err != nil {
			return nil, err
		}
		text = &bombReader{r: z, packed: packed}
	}
	text, err := skipMark(text)
	if err != nil {
		return nil, err
	}
	lines, check := bufio.NewScanner(text), watch()
	lines.Buffer(make([]byte, 1<<16), maxCSVLine)
	var values []T
	columns, rows, number, heading := 0, 0, 0, false
	for lines.Scan() {
		check()
		number++
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		row, err := parseRow[T](values, line)
		if err != nil && rows == 0 && !heading && isHeading(line) {
			heading = true
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		width := len(row) - len(values)
		if rows > 0 && width != columns {
			return nil, fmt.Errorf("line %d has %d fields, the first row has %d", number, width, columns)
		}
		values, columns = row, width
		rows++
	}
	if err := lines.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("line %d is longer than %d bytes", number+1, maxCSVLine)
		}
		return nil, err
	}
	return wrap(values[:rows*columns:rows*columns], []int{rows, columns}), nil
}

// skipMark drops the byte order mark that some programs, Excel among them, write before UTF-8.
func skipMark(text io.Reader) (io.Reader, error) {
	r := bufio.NewReader(text)
	start, _ := r.Peek(3) // what is wrong with a shorter text is found when it is read
	switch {
	case bytes.Equal(start, []byte("\ufeff")):
		_, err := r.Discard(len(start))
		return r, err
	case bytes.HasPrefix(start, []byte{0xff, 0xfe}), bytes.HasPrefix(start, []byte{0xfe, 0xff}):
		return nil, fmt.Errorf("the text begins with % x, the mark of UTF-16; save it as UTF-8", start[:2])
	}
	return r, nil
}

// isHeading tells whether a line has words, and none of its fields begins as a number does.
func isHeading(line string) bool {
	words := false
	for field := range strings.SplitSeq(line, ",") {
		field = strings.Trim(field, "\" \t")
		_, err := strconv.ParseComplex(field, 128)
		if err == nil || strings.EqualFold(field, "true") || strings.EqualFold(field, "false") {
			return false
		}
		if first := strings.IndexFunc(field, wordOrNumber); first >= 0 && '0' <= field[first] && field[first] <= '9' {
			return false // whatever stands before it: signs of currencies, brackets, minus signs that are no hyphens
		}
		words = words || field != ""
	}
	return words
}

// wordOrNumber tells whether words or numbers may begin with a character.
func wordOrNumber(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// unquote takes the quotes off a field; one that only begins or ends with a quote, as the halves of "1,234" do, stays.
func unquote(field string) string {
	field = strings.TrimSpace(field)
	if len(field) > 1 && field[0] == '"' && field[len(field)-1] == '"' {
		field = strings.TrimSpace(field[1 : len(field)-1])
	}
	return field
}

// otherSeparator returns what separates the numbers of a field that holds several, or 0.
func otherSeparator[T Element](field string) rune {
	for _, separator := range ";\t| " {
		parts := strings.FieldsFunc(field, func(r rune) bool { return r == separator })
		if len(parts) > 1 && !slices.ContainsFunc(parts, func(s string) bool { _, err := parseElement[T](unquote(s)); return err != nil }) {
			return separator
		}
	}
	return 0
}

// parseRow appends the numbers of a line.
func parseRow[T Element](to []T, line string) ([]T, error) {
	column := 0
	for field := range strings.SplitSeq(line, ",") {
		column++
		v, err := parseElement[T](unquote(field))
		if err != nil {
			kind := dtypeOf[T]()
			if unquote(field) == "" {
				return nil, fmt.Errorf("field %d is empty; %s has no NaN for what is missing, but float64 has", column, kind)
			}
			err = fmt.Errorf("field %d, %.40q, is not %s %s", column, field, kind.article(), kind)
			if separator := otherSeparator[T](field); separator != 0 {
				err = fmt.Errorf("%w; fields end at commas, not at %q", err, separator)
			}
			return nil, err
		}
		to = append(to, v)
	}
	return to, nil
}

// parseElement parses one number in Go's notation; nothing is NaN.
func parseElement[T Element](text string) (T, error) {
	var v T
	d := dtypeOf[T]()
	width := 8 * d.Bytes()
	switch d.String()[0] {
	case 'b':
		x, err := strconv.ParseBool(text)
		return convert[T](x), err
	case 'i':
		x, err := strconv.ParseInt(text, 10, width)
		return convert[T](x), err
	case 'u':
		x, err := strconv.ParseUint(text, 10, width)
		return convert[T](x), err
	case 'f':
		if text == "" {
			return convert[T](math.NaN()), nil
		}
		x, err := strconv.ParseFloat(text, width)
		return convert[T](x), err
	case 'c':
		if text == "" {
			return convert[T](cmplx.NaN()), nil
		}
		x, err := strconv.ParseComplex(text, width)
		return convert[T](x), err
	}
	return v, fmt.Errorf("unknown element type")
}

// countingReader counts the bytes taken from a packed file.
type countingReader struct {
	r *bufio.Reader
	n int64
}

// Read counts.
func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// ReadByte makes gzip read no further than it needs, and count.
func (c *countingReader) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// bombReader stops a file that unpacks to far more than its size.
type bombReader struct {
	r      io.Reader
	packed *countingReader
	n      int64
}

// Read fails once too much has been unpacked.
func (b *bombReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	if b.n > bombSize && b.n/bombRatio > b.packed.n {
		return n, fmt.Errorf("%d packed bytes unpack to more than %d, over %d times as much", b.packed.n, b.n, bombRatio)
	}
	return n, err
}

// SaveCSV writes an array of rank 1, as a column, or 2 as comma-separated text, each number in the shortest form
// that reads back the same. It returns an error for other ranks, or if the file cannot be written. The file appears
// whole or not at all. NumPy: savetxt with delimiter=",".
func SaveCSV[T Element](path string, a *Array[T]) error {
	return writeWhole("SaveCSV", path, func(w io.Writer) error { return cause(WriteCSV(w, a)) })
}

// WriteCSV is SaveCSV for any sink of bytes. It returns an error for ranks other than 1 and 2, or if writing fails.
func WriteCSV[T Element](w io.Writer, a *Array[T]) error {
	if len(a.shape) != 1 && len(a.shape) != 2 {
		err := fmt.Errorf("shape %s is not a table: want rank 1 or 2", shapeText(a.shape))
		return &Error{Op: "WriteCSV", Message: err.Error(), Err: err}
	}
	columns := 1
	if len(a.shape) == 2 {
		columns = a.shape[1]
	}
	out, check := bufio.NewWriter(w), lookout(a.Size())
	for i, v := range a.Values() {
		check()
		fmt.Fprint(out, v)
		if (i+1)%columns == 0 {
			out.WriteByte('\n')
		} else {
			out.WriteByte(',')
		}
	}
	if err := out.Flush(); err != nil {
		return &Error{Op: "WriteCSV", Message: err.Error(), Err: err}
	}
	return nil
}
