// This file encodes the names in descriptors and spells types as the compiler does.

package rtype

import (
	"encoding/binary"
	"fmt"
	"go/types"
	"strconv"
	"strings"
	"sync"
	"unsafe"
)

// encodeName returns a name that is not registered with the runtime, as struct fields have it.
func encodeName(text, tag, pkgPath string, flags byte) name {
	if tag != "" {
		flags |= nameTag
	}
	if pkgPath != "" {
		flags |= namePkgPath
	}
	b := binary.AppendUvarint([]byte{flags}, uint64(len(text)))
	b = append(b, text...)
	if tag != "" {
		b = binary.AppendUvarint(b, uint64(len(tag)))
		b = append(b, tag...)
	}
	if pkgPath != "" {
		b = binary.NativeEndian.AppendUint32(b, uint32(nameOffset(pkgPath, "", 0)))
	}
	return name{&b[0]}
}

type nameKey struct {
	text, pkgPath string
	flags         byte
}

var nameOffsets sync.Map // nameKey to int32: the runtime keeps each registered name for ever, so each is registered once

// nameOffset returns the registered offset of a name without tag.
func nameOffset(text, pkgPath string, flags byte) int32 {
	key := nameKey{text, pkgPath, flags}
	if off, ok := nameOffsets.Load(key); ok {
		return off.(int32)
	}
	off := addReflectOff(unsafe.Pointer(encodeName(text, "", pkgPath, flags).bytes))
	nameOffsets.Store(key, off)
	return off
}

// methodName returns the offset of a method's name in a type whose own package path is home.
func methodName(fn *types.Func, home string) int32 {
	if fn.Exported() {
		return nameOffset(fn.Name(), "", nameExported)
	}
	path := pathOf(fn.Pkg())
	if path == home {
		path = ""
	}
	return nameOffset(fn.Name(), path, 0)
}

// hashString continues an FNV-1 hash, the one that reflect uses for types.
func hashString(h uint32, s string) uint32 {
	for i := range len(s) {
		h = h*16777619 ^ uint32(s[i])
	}
	return h
}

func pathOf(pkg *types.Package) string {
	if pkg == nil {
		return ""
	}
	return pkg.Path()
}

// qualifierOf returns what stands before the dot in the printed name of a type: the package's name. Packages made of cells
// share the path "main" and have other names each.
func qualifierOf(pkg *types.Package) string {
	if pkg.Path() == "main" {
		return "main"
	}
	return pkg.Name()
}

// displayName returns the name of a named type as reflect prints it: "main.Point", "main.Pair[int,encoding/json.Decoder]".
func displayName(t *types.Named) string {
	w := speller{named: spellPath}
	w.WriteString(qualifierOf(t.Obj().Pkg()) + "." + t.Obj().Name())
	w.arguments(t)
	return w.String()
}

// spellPath writes a type argument's name: with the package's path, not its name.
func spellPath(w *speller, t *types.Named) {
	if pkg := t.Obj().Pkg(); pkg != nil {
		w.WriteString(pkg.Path() + ".")
	}
	w.WriteString(t.Obj().Name())
	w.arguments(t)
}

// A speller writes types in the compiler's spelling for linker symbols; named writes the named ones.
type speller struct {
	exact bool // tells apart what reads the same
	strings.Builder
	named func(*speller, *types.Named)
}

func (w *speller) arguments(t *types.Named) {
	args := t.TypeArgs()
	for i := range args.Len() {
		w.WriteByte("[,"[min(i, 1)])
		w.write(args.At(i))
	}
	if args.Len() > 0 {
		w.WriteByte(']')
	}
}

func (w *speller) write(t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		w.named(w, t)
	case *types.Basic:
		w.WriteString(types.Typ[basicKind(t)].String())
	case *types.Pointer:
		w.WriteByte('*')
		w.write(t.Elem())
	case *types.Slice:
		w.WriteString("[]")
		w.write(t.Elem())
	case *types.Array:
		fmt.Fprintf(w, "[%d]", t.Len())
		w.write(t.Elem())
	case *types.Map:
		w.WriteString("map[")
		w.write(t.Key())
		w.WriteByte(']')
		w.write(t.Elem())
	case *types.Chan:
		w.channel(t)
	case *types.Signature:
		w.WriteString("func")
		w.signature(t)
	case *types.Struct:
		w.structure(t)
	case *types.Interface:
		w.methods(t)
	default:
		w.WriteString(t.String())
	}
}

// basicKind maps the untyped kinds to their default types: what a value of such a type becomes at run time.
func basicKind(t *types.Basic) types.BasicKind {
	return types.Default(t).(*types.Basic).Kind()
}

func (w *speller) channel(t *types.Chan) {
	elem, isChan := types.Unalias(t.Elem()).(*types.Chan)
	switch {
	case t.Dir() == types.RecvOnly:
		w.WriteString("<-chan ")
	case t.Dir() == types.SendOnly:
		w.WriteString("chan<- ")
	case isChan && elem.Dir() == types.RecvOnly:
		w.WriteString("chan (")
		w.write(elem)
		w.WriteByte(')')
		return
	default:
		w.WriteString("chan ")
	}
	w.write(t.Elem())
}

func (w *speller) signature(t *types.Signature) {
	w.tuple(t.Params(), t.Variadic())
	if n := t.Results().Len(); n == 1 {
		w.WriteByte(' ')
		w.write(t.Results().At(0).Type())
	} else if n > 1 {
		w.WriteByte(' ')
		w.tuple(t.Results(), false)
	}
}

func (w *speller) tuple(vars *types.Tuple, variadic bool) {
	w.WriteByte('(')
	for i := range vars.Len() {
		if i > 0 {
			w.WriteString(", ")
		}
		t := vars.At(i).Type()
		if slice, ok := t.(*types.Slice); ok && variadic && i == vars.Len()-1 {
			w.WriteString("...")
			t = slice.Elem()
		}
		w.write(t)
	}
	w.WriteByte(')')
}

func (w *speller) structure(t *types.Struct) {
	w.WriteString("struct {")
	for i := range t.NumFields() {
		f := t.Field(i)
		w.WriteByte(" ;"[min(i, 1)])
		if i > 0 {
			w.WriteByte(' ')
		}
		if !f.Embedded() {
			if !f.Exported() {
				w.WriteString(pathOf(f.Pkg()) + ".")
			}
			w.WriteString(f.Name() + " ")
		}
		if f.Embedded() && w.exact {
			w.WriteString(f.Name() + "=") // which an alias may have given
		}
		w.write(f.Type())
		if tag := t.Tag(i); tag != "" {
			w.WriteString(" " + strconv.Quote(tag))
		}
	}
	if t.NumFields() > 0 {
		w.WriteByte(' ')
	}
	w.WriteByte('}')
}

func (w *speller) methods(t *types.Interface) {
	w.WriteString("interface {")
	for i, fn := range interfaceMethods(t) {
		w.WriteByte(" ;"[min(i, 1)])
		if i > 0 {
			w.WriteByte(' ')
		}
		if !fn.Exported() {
			w.WriteString(pathOf(fn.Pkg()) + ".")
		}
		w.WriteString(fn.Name())
		w.signature(fn.Signature())
	}
	if t.NumMethods() > 0 {
		w.WriteByte(' ')
	}
	w.WriteByte('}')
}
