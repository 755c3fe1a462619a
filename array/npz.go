// This file reads and writes NumPy's .npz archives: zip files with one .npy file per array.

package array

import (
	"archive/zip"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
)

// Limits on packed files, so that a small one cannot unpack to fill the memory: beyond bombSize bytes, data that
// unpacks to more than bombRatio times its packed size is refused.
const (
	bombSize  = 1 << 28
	bombRatio = 200
)

// LoadNPZ reads one array of a .npz archive, stored or deflated. T must hold its elements as for LoadNPY, else the error
// names the type to ask for; other arrays of the archive may be of other types. An unknown name is an error that lists the
// known ones. NumPy: load(path)[name].
func LoadNPZ[T Element](path, name string) (*Array[T], error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, fileError("LoadNPZ", path, err)
	}
	defer archive.Close()
	a, err := loadMember[T](&archive.Reader, name)
	if err != nil {
		return nil, fileError("LoadNPZ", path, cause(err))
	}
	return a, nil
}

// NamesNPZ returns the names of the arrays in a .npz archive, sorted, or an error if the file cannot be read. NumPy:
// load(path).files.
func NamesNPZ(path string) ([]string, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, fileError("NamesNPZ", path, err)
	}
	defer archive.Close()
	return memberNames(&archive.Reader), nil
}

func memberNames(archive *zip.Reader) []string {
	var names []string
	for _, f := range archive.File {
		names = append(names, strings.TrimSuffix(f.Name, ".npy"))
	}
	slices.Sort(names)
	return names
}

func loadMember[T Element](archive *zip.Reader, name string) (*Array[T], error) {
	i := slices.IndexFunc(archive.File, func(f *zip.File) bool { return f.Name == name+".npy" || f.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("no array %q; the archive holds %q", name, memberNames(archive))
	}
	f := archive.File[i]
	if f.UncompressedSize64 > bombSize && f.UncompressedSize64/bombRatio > f.CompressedSize64 {
		return nil, fmt.Errorf("array %q claims to unpack %d bytes to %d, more than %d times as much", name, f.CompressedSize64, f.UncompressedSize64, bombRatio)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("array %q: %w", name, err)
	}
	defer r.Close()
	// No more than the size that was just checked, whatever the data unpacks to.
	a, err := ReadNPY[T](io.LimitReader(r, int64(min(f.UncompressedSize64, math.MaxInt64))))
	if err != nil {
		return nil, fmt.Errorf("array %q: %w", name, cause(err))
	}
	// The checksum is compared at the end of the member.
	if n, err := io.Copy(io.Discard, watchedReader{r, watch()}); err != nil || n > 0 {
		return nil, fmt.Errorf("array %q: %d bytes after the data (%v)", name, n, err)
	}
	return a, nil
}

// SaveNPZ writes a .npz archive with the given arrays, deflated, in the order of their names. Arrays of several element
// types are values of a map[string]Untyped:
//
//	SaveNPZ("run.npz", map[string]Untyped{"weights": w, "labels": labels})
//
// It returns an error for what is not an *Array, or nil, and if the file cannot be written. The file appears whole or not at
// all. NumPy: savez_compressed.
func SaveNPZ[A Untyped](path string, arrays map[string]A) error {
	return writeWhole("SaveNPZ", path, func(w io.Writer) error {
		archive := zip.NewWriter(w)
		for _, name := range slices.Sorted(maps.Keys(arrays)) {
			if err := saveMember(archive, name, arrays[name]); err != nil {
				return fmt.Errorf("array %q: %w", name, cause(err))
			}
		}
		return archive.Close()
	})
}

func saveMember(archive *zip.Writer, name string, a Untyped) error {
	writer, ok := a.(interface{ writeNPY(w io.Writer) error })
	if !ok {
		return fmt.Errorf("%v of type %T is not an *Array", a, a)
	}
	member, err := archive.Create(name + ".npy")
	if err != nil {
		return err
	}
	return writer.writeNPY(member)
}

// writeNPY is WriteNPY for code that does not know T.
func (a *Array[T]) writeNPY(w io.Writer) error {
	if a == nil {
		return fmt.Errorf("it is a nil %T", a)
	}
	return WriteNPY(w, a)
}
