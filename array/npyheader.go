// This file reads and writes the header of the .npy format: a magic string, a version, and a Python dictionary literal
// with the element type, the memory order and the shape. Source: NEP 1 and numpy.lib.format, versions 1.0 to 3.0.

package array

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

const npyMagic = "\x93NUMPY"

// maxNPYHeader bounds the header that is read; NumPy's own limit for untrusted files is 10,000 bytes.
const maxNPYHeader = 1 << 16

// npyHeader describes the data that follows the header.
type npyHeader struct {
	kind    byte // b bool, i, u integer, f float, c complex
	bytes   int  // of one element
	order   binary.ByteOrder
	fortran bool
	shape   []int
	size    int // elements
	length  int // of the header itself, in bytes
}

// readNPYHeader reads up to the first byte of data.
func readNPYHeader(r io.Reader) (npyHeader, error) {
	var start [8]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return npyHeader{}, fmt.Errorf("not a .npy file: %w", unexpectedEnd(err))
	}
	if string(start[:6]) != npyMagic {
		return npyHeader{}, fmt.Errorf("not a .npy file: it starts with %q", start[:6])
	}
	var length [4]byte
	width := 4
	switch major, minor := start[6], start[7]; {
	case major == 1:
		width = 2
	case major != 2 && major != 3:
		return npyHeader{}, fmt.Errorf(".npy version %d.%d is unknown; versions 1 to 3 can be read", major, minor)
	}
	if _, err := io.ReadFull(r, length[:width]); err != nil {
		return npyHeader{}, fmt.Errorf("the header is cut off: %w", unexpectedEnd(err))
	}
	n := binary.LittleEndian.Uint32(length[:])
	if n > maxNPYHeader {
		return npyHeader{}, fmt.Errorf("the header claims %d bytes, more than %d", n, maxNPYHeader)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return npyHeader{}, fmt.Errorf("the header is cut off: %w", unexpectedEnd(err))
	}
	h, err := parseNPYHeader(string(text))
	h.length = len(start) + width + int(n)
	return h, err
}

// unexpectedEnd says that a file ended where more was promised.
func unexpectedEnd(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// parseNPYHeader parses {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }.
func parseNPYHeader(text string) (npyHeader, error) {
	p := literalParser{text: text}
	var h npyHeader
	var seen []string
	p.expect("{")
	for p.err == nil && !p.accept("}") {
		key := p.quoted()
		p.expect(":")
		seen = append(seen, key)
		switch key {
		case "descr":
			p.descr(&h)
		case "fortran_order":
			h.fortran = p.boolean()
		case "shape":
			h.shape = p.tuple()
		default:
			p.fail("unknown key %q", key)
		}
		if !p.accept(",") {
			p.expect("}")
			break
		}
	}
	if p.err == nil && strings.TrimSpace(p.text) != "" {
		p.fail("text %.20q after the dictionary", p.text)
	}
	if p.err == nil && len(seen) != 3 {
		p.fail("want the keys descr, fortran_order and shape once each, have %q", seen)
	}
	switch {
	case p.refused:
		return h, p.err
	case p.err != nil:
		return h, fmt.Errorf("malformed header: %w", p.err)
	}
	return h, h.checkSize()
}

// checkSize computes the number of elements without overflow.
func (h *npyHeader) checkSize() error {
	if len(h.shape) > maxRank {
		return fmt.Errorf("rank %d exceeds %d", len(h.shape), maxRank)
	}
	wide := uint64(1)
	h.size = 1
	for _, d := range h.shape {
		hi, lo := bits.Mul64(wide, uint64(max(d, 1)))
		if hi != 0 || lo > maxElements {
			return fmt.Errorf("shape %s has more elements than memory can address", shapeText(h.shape))
		}
		wide = lo
		h.size *= d
	}
	return nil
}

// literalParser consumes a Python literal from the front of text; after an error it does nothing.
type literalParser struct {
	text    string
	err     error
	refused bool // the header is well formed, but describes what an Array cannot hold
}

func (p *literalParser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
}

// refuse fails for data of a kind that is known and not read.
func (p *literalParser) refuse(holds, descr, reason string) {
	p.refused = p.err == nil
	p.fail("the file holds %s (%s): %s", holds, descr, reason)
}

func (p *literalParser) accept(token string) bool {
	p.text = strings.TrimLeft(p.text, " \t\r\n")
	rest, ok := strings.CutPrefix(p.text, token)
	if ok && p.err == nil {
		p.text = rest
	}
	return ok && p.err == nil
}

func (p *literalParser) expect(token string) {
	if !p.accept(token) {
		p.fail("want %q before %.20q", token, p.text)
	}
}

func (p *literalParser) quoted() string {
	quote := "'"
	if !p.accept(quote) {
		quote = `"`
		p.expect(quote)
	}
	s, rest, ok := strings.Cut(p.text, quote)
	if !ok {
		p.fail("unterminated string %.20q", p.text)
		return ""
	}
	p.text = rest
	return s
}

func (p *literalParser) boolean() bool {
	if p.accept("True") {
		return true
	}
	p.expect("False")
	return false
}

// tuple parses (), (2,) and (2, 3); Python 2 wrote lengths as 2L.
func (p *literalParser) tuple() []int {
	out := []int{}
	p.expect("(")
	for p.err == nil && !p.accept(")") {
		p.text = strings.TrimLeft(p.text, " ")
		end := strings.IndexFunc(p.text, func(r rune) bool { return r < '0' || r > '9' })
		if end <= 0 {
			p.fail("shape: want a length before %.20q", p.text)
			return nil
		}
		n, err := strconv.Atoi(p.text[:end])
		if err != nil {
			p.fail("shape: %w", err)
			return nil
		}
		p.text = p.text[end:]
		p.accept("L")
		out = append(out, n)
		if !p.accept(",") {
			p.expect(")")
			break
		}
	}
	return out
}

// descr parses an element type such as '<f8'.
func (p *literalParser) descr(h *npyHeader) {
	if p.accept("[") {
		p.refuse("records", "a structured array", "an Array has elements of one type; save each field by itself")
		return
	}
	s := p.quoted()
	if p.err != nil {
		return
	}
	h.order = binary.LittleEndian
	if strings.HasPrefix(s, ">") {
		h.order = binary.BigEndian
	}
	if len(s) < 2 || !strings.Contains("<>|=", s[:1]) {
		p.fail("unknown element type %q", s)
		return
	}
	kind := s[1:2]
	if isLongDouble(s[1:]) {
		kind = "long " + kind
	}
	if refused, known := refusedKinds[kind]; known {
		p.refuse(refused[0], "element type "+strconv.Quote(s), refused[1])
		return
	}
	size, err := strconv.Atoi(s[2:])
	if err != nil || !slices.Contains(readableKinds, s[1:]) {
		p.fail("unknown element type %q; bool, integers of 1 to 8 bytes, floats of 2 to 8 and complex of 8 and 16 can be read", s)
		return
	}
	h.kind, h.bytes = s[1], size
}

// readableKinds are the element types that can be read, but for their byte order.
var readableKinds = []string{"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"}

// refusedKinds explains the element types that NumPy writes and an Array cannot hold.
var refusedKinds = map[string][2]string{
	"O":      {"Python objects", "they are pickled, which is not read, for it can run code"},
	"S":      {"byte strings", "an Array holds numbers"},
	"a":      {"byte strings", "an Array holds numbers"},
	"U":      {"strings", "an Array holds numbers"},
	"V":      {"raw memory", "an Array holds numbers; save a view of it as numbers"},
	"M":      {"dates", "an Array holds numbers; save them as int64"},
	"m":      {"time spans", "an Array holds numbers; save them as int64"},
	"long f": {"long doubles", "their format is that of the machine that wrote them; save them as float64"},
	"long c": {"complex long doubles", "their format is that of the machine that wrote them; save them as complex128"},
}

// isLongDouble tells whether a type is numpy.longdouble or numpy.clongdouble, of which the file says the size only: on
// x86 an 80-bit number in 12 or 16 bytes, on arm64 one of IEEE 754's binary128.
func isLongDouble(s string) bool {
	return slices.Contains([]string{"f12", "f16", "c24", "c32"}, s)
}

// dtypeName returns the element type as users know it.
func (h *npyHeader) dtypeName() string {
	switch h.kind {
	case 'b':
		return "bool"
	case 'i':
		return fmt.Sprintf("int%d", 8*h.bytes)
	case 'u':
		return fmt.Sprintf("uint%d", 8*h.bytes)
	case 'f':
		return fmt.Sprintf("float%d", 8*h.bytes)
	}
	return fmt.Sprintf("complex%d", 8*h.bytes)
}

// npyDescr returns the element type of T in a header, always little-endian.
func npyDescr(d DType) string {
	kind := d.String()[:1]
	switch {
	case d == Bool || d == Int8:
		return "|" + kind + "1"
	case d == Uint8:
		return "|u1"
	}
	return "<" + kind + strconv.Itoa(d.Bytes())
}

// writeNPYHeader writes a header of version 1, padded so that the data starts at a multiple of 64 bytes.
func writeNPYHeader(w io.Writer, d DType, shape []int) error {
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", npyDescr(d), shapeText(shape))
	total := (len(npyMagic) + 4 + len(text) + 1 + 63) / 64 * 64
	var b bytes.Buffer
	b.WriteString(npyMagic)
	b.Write([]byte{1, 0})
	length := total - len(npyMagic) - 4
	b.Write([]byte{byte(length), byte(length >> 8)})
	b.WriteString(text)
	b.WriteString(strings.Repeat(" ", total-b.Len()-1))
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}
