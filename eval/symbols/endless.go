// This file lets an interrupt end compiled loops that read without end, such as io.Copy from /dev/zero. What they gather would
// fill the memory after the cell that started them has been left behind.

package symbols

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"reflect"
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
	var parts [][]byte
	total, next := 0, 512
	for {
		part := make([]byte, next)
		n, err := readPart(r, part, env.Context())
		if part = part[:n]; n > 0 {
			parts, total = append(parts, part), total+n
		}
		if err == io.EOF {
			return joinParts(parts, total), nil
		}
		if err != nil {
			if env.Context().Err() != nil {
				return nil, err
			}
			return joinParts(parts, total), err
		}
		next = min(2*next, readPiece)
	}
}

// readPiece is how much of what is read lies together, at most, until its end is known.
const readPiece = 1 << 20

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

// joinParts joins what was read, part after part, so that it can be preempted.
func joinParts(parts [][]byte, total int) []byte {
	if len(parts) == 1 {
		return parts[0]
	}
	reserve(total, 1)
	all := make([]byte, 0, total)
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// endingWriter writes to w until the cell ends.
type endingWriter struct {
	env eval.Env
	w   io.Writer
}

func (e endingWriter) Write(p []byte) (int, error) {
	if err := e.env.Context().Err(); err != nil {
		return 0, err
	}
	return e.w.Write(p)
}

// copyPiece is how much files and connections copy to each other at once.
const copyPiece = 16 << 20

// copyAll is io.CopyBuffer, which an interrupt ends. Files and connections copy to each other without passing the bytes through the
// process, so that they do it piece by piece.
func copyAll(env eval.Env, dst io.Writer, src io.Reader, buf []byte) (total int64, err error) {
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
