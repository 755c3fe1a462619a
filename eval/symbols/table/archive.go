// This file opens archives of export data.

package table

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"sync"
)

// Archive is a set of named byte strings in zip files. It is opened when it is first read.
type Archive struct {
	open func() (map[string]*zip.File, error)
}

// NewArchive returns the archive that the zip files hold together.
func NewArchive(zips ...string) *Archive {
	return &Archive{sync.OnceValues(func() (map[string]*zip.File, error) {
		files := map[string]*zip.File{}
		for _, data := range zips {
			r, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
			if err != nil {
				return nil, fmt.Errorf("embedded archive: %w", err)
			}
			for _, f := range r.File {
				files[f.Name] = f
			}
		}
		return files, nil
	})}
}

// Read returns what stands under name.
func (a *Archive) Read(name string) ([]byte, error) {
	files, err := a.open()
	if err != nil {
		return nil, err
	}
	f, ok := files[name]
	if !ok {
		return nil, fmt.Errorf("embedded archive: no entry %q", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("embedded archive: %s: %w", name, err)
	}
	defer r.Close()
	data := make([]byte, f.UncompressedSize64)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, fmt.Errorf("embedded archive: %s: %w", name, err)
	}
	return data, nil
}
