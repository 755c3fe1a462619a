// This file lets an interrupt end compiled loops that read without end, such as io.Copy from /dev/zero. What they gather would
// fill the memory after the cell that started them has been left behind.

package symbols

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/arraybook/arraybook/eval"
)

// endable returns r, as one that fails for goroutines of cells that have been ended. It stays what it is where its type matters
// to its reader: readers in memory end by themselves, and those of cells hear of interrupts anyway.
func endable(env eval.Env, r io.Reader) io.Reader {
	switch r.(type) {
	case nil, *bytes.Buffer, *bytes.Reader, typed, io.ByteReader, interface{ ReadRune() (rune, int, error) }:
		return r
	}
	if t := reflect.TypeOf(r); t.PkgPath() == sessionPath || t.Kind() == reflect.Pointer && t.Elem().PkgPath() == sessionPath {
		return r
	}
	if shared, ok := session(env); ok {
		return ending{func() context.Context { return readerContext(shared, env) }, r}
	}
	return ending{env.Context, r}
}

// readerContext is the context of the cell that reads, which need not be env's that made the reader, nor the current one. It
// takes a while to find, and matters only when one of these has ended.
func readerContext(shared eval.Shared, env eval.Env) context.Context {
	if ctx := shared.Current().Context(); ctx.Err() == nil && env.Context().Err() == nil {
		return ctx
	}
	return shared.Own(env).Context()
}

// sessionPath is the import path of the types that cells declare.
const sessionPath = "main"

// ending reads from r until the cell's context ends.
type ending struct {
	cell func() context.Context
	r    io.Reader
}

func (e ending) Read(p []byte) (int, error) {
	if err := e.cell().Err(); err != nil {
		return 0, err
	}
	return e.r.Read(p)
}

// readAll is io.ReadAll, which keeps nothing of what it has read when the cell ends: to join gigabytes takes its time.
func readAll(env eval.Env, r io.Reader) ([]byte, error) {
	var read gathered
	err := read.from(env, r)
	if err != nil && env.Context().Err() != nil {
		return nil, err
	}
	return read.bytes(), err
}

// readBuffered is (*bufio.Reader).ReadBytes, which keeps nothing of what it has read when the cell ends.
func readBuffered(env eval.Env, r *bufio.Reader, delim byte) ([]byte, error) {
	line, err := r.ReadSlice(delim)
	if err != bufio.ErrBufferFull {
		return bytes.Clone(line), err
	}
	var read gathered
	for {
		_, _ = read.Write(line) // never fails
		if err != bufio.ErrBufferFull {
			return read.bytes(), err
		}
		if ended := env.Context().Err(); ended != nil {
			return nil, ended
		}
		line, err = r.ReadSlice(delim)
	}
}

// bufferPiece is how much a bytes.Buffer reads without knowing where it ends: what it has read it moves whenever it grows, which
// nothing can preempt.
const bufferPiece = 16 << 20

// readIntoBuffer is (*bytes.Buffer).ReadFrom, which keeps the beginning of what it has read when the cell ends.
func readIntoBuffer(env eval.Env, b *bytes.Buffer, r io.Reader) (int64, error) {
	n, err := b.ReadFrom(io.LimitReader(r, bufferPiece))
	if err != nil || n < bufferPiece {
		return n, err
	}
	var read gathered
	if err = read.from(env, r); err != nil && env.Context().Err() != nil {
		return n, err
	}
	growBuffer(b, read.total)
	for _, p := range read.parts {
		b.Write(p)
	}
	return n + int64(read.total), err
}

// growBuffer makes room for n more bytes in a buffer that is or becomes large.
func growBuffer(b *bytes.Buffer, n int) {
	if needed := b.Len() + n; needed > bufferPiece && b.Available() < n {
		reserve(2*needed, 1)
		grown := make([]byte, 0, 2*needed)
		*b = *bytes.NewBuffer(appendPieces(grown, b.Bytes()))
	}
}

// appendPieces is append, which can be preempted.
func appendPieces(to, from []byte) []byte {
	for p := range slices.Chunk(from, maxPart) {
		to = append(to, p...)
	}
	return to
}

// A gathered is what has been read or written, part by part. A slice that grows would be moved again and again, which cannot be
// preempted.
type gathered struct {
	parts [][]byte
	total int
	next  int // the size of the next part
}

// partBytes is the size of the first part, maxPart that of all in a long row.
const partBytes, maxPart = 512, 1 << 20

// room returns the rest of the last part, or a new one.
func (g *gathered) room() []byte {
	if n := len(g.parts); n > 0 && len(g.parts[n-1]) < cap(g.parts[n-1]) {
		return g.parts[n-1][len(g.parts[n-1]):cap(g.parts[n-1])]
	}
	g.next = min(max(partBytes, 2*g.next), maxPart)
	g.parts = append(g.parts, make([]byte, 0, g.next))
	return g.parts[len(g.parts)-1][:g.next]
}

// took notes that the first n bytes of the room have been filled.
func (g *gathered) took(n int) {
	last := &g.parts[len(g.parts)-1]
	*last = (*last)[:len(*last)+n]
	g.total += n
}

// from reads r to its end, or that of the cell.
func (g *gathered) from(env eval.Env, r io.Reader) error {
	for {
		n, err := readPart(r, g.room(), env.Context())
		g.took(n)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (g *gathered) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		n := copy(g.room(), rest)
		g.took(n)
		rest = rest[n:]
	}
	return len(p), nil
}

// bytes joins the parts, one after the other, so that it can be preempted.
func (g *gathered) bytes() []byte {
	if len(g.parts) == 1 {
		return g.parts[0]
	}
	reserve(g.total, 1)
	all := make([]byte, 0, g.total)
	for _, p := range g.parts {
		all = appendPieces(all, p)
	}
	return all
}

// readPart fills p, and less only with an error.
func readPart(r io.Reader, p []byte, cell context.Context) (n int, err error) {
	for n < len(p) && err == nil {
		if err = cell.Err(); err != nil {
			break
		}
		var m int
		m, err = r.Read(p[n:])
		n += m
	}
	return n, err
}

// copyPiece is how much files and connections copy to each other at once.
const copyPiece = 16 << 20

// copyAll is io.CopyBuffer, which an interrupt ends. Files and connections copy to each other without passing the bytes through the
// process, so that they do it piece by piece.
func copyAll(env eval.Env, dst io.Writer, src io.Reader, buf []byte) (total int64, err error) {
	if b, ok := dst.(*bytes.Buffer); ok && b != nil {
		if r, ok := copied(env, src).(ending); ok { // which may never end
			return readIntoBuffer(env, b, r)
		}
	}
	if !direct(dst, src) {
		return io.CopyBuffer(dst, copied(env, src), buf)
	}
	for err == nil {
		if err = env.Context().Err(); err != nil {
			break
		}
		var n int64
		n, err = io.CopyBuffer(dst, io.LimitReader(src, copyPiece), buf)
		if total += n; n < copyPiece {
			break
		}
	}
	return total, err
}

// copyN is io.CopyN, which an interrupt ends.
func copyN(env eval.Env, dst io.Writer, src io.Reader, n int64) (total int64, err error) {
	if !direct(dst, src) {
		return io.CopyN(dst, endable(env, src), n)
	}
	for err == nil && total < n {
		if err = env.Context().Err(); err != nil {
			break
		}
		var m int64
		m, err = io.CopyN(dst, src, min(n-total, copyPiece))
		total += m
	}
	return total, err
}

// direct reports whether the system copies from src to dst by itself.
func direct(dst io.Writer, src io.Reader) bool {
	of := func(v any) bool {
		switch v.(type) {
		case *os.File, *net.TCPConn, *net.UnixConn:
			return true
		}
		return false
	}
	return of(dst) && of(src)
}

// copied returns src for a copy, as it is if it writes its bytes by itself.
func copied(env eval.Env, src io.Reader) io.Reader {
	if _, file := src.(*os.File); !file {
		if _, ok := src.(io.WriterTo); ok {
			return src
		}
	}
	return endable(env, src)
}

// maxBlocks bounds the blocks of a template's text: the parser calls itself for each block within another.
const maxBlocks = 100_000

// checkBlocks returns an error if a template's text may have too many blocks. What encloses them is the template's own affair, so
// that the words are counted, in texts that are long enough.
func checkBlocks(text string) error {
	blocks := 0
	if len(text) > 5*maxBlocks {
		for _, word := range []string{"if", "with", "range", "block", "define"} {
			blocks += strings.Count(text, word)
		}
	}
	if blocks > maxBlocks {
		return fmt.Errorf("template: a text of %d MB that may have %d blocks, of at most %d", len(text)>>20, blocks, maxBlocks)
	}
	return nil
}

// A template is what text/template and html/template have in common.
type template[T any] interface {
	Parse(text string) (T, error)
	Execute(w io.Writer, data any) error
	ExecuteTemplate(w io.Writer, name string, data any) error
}

// bindTemplate ends templates that write without end, and refuses those that are too deep.
func bindTemplate[T template[T]](funcs map[string]any) {
	funcs["(*Template).Parse"] = plain(func(t T, text string) (none T, err error) {
		if err := checkBlocks(text); err != nil {
			return none, err
		}
		return t.Parse(text)
	})
	funcs["(*Template).Execute"] = eval.Bound(func(env eval.Env) any {
		return func(t T, w io.Writer, data any) error { return t.Execute(endingWriter{env, w}, data) }
	})
	funcs["(*Template).ExecuteTemplate"] = eval.Bound(func(env eval.Env) any {
		return func(t T, w io.Writer, name string, data any) error {
			return t.ExecuteTemplate(endingWriter{env, w}, name, data)
		}
	})
}
