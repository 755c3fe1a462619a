// This file turns notebooks from one format into another.

package nb

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ExportOptions say what a notebook is turned into.
type ExportOptions struct {
	Format       string // one of Formats; "" takes the one that Target's ending tells
	Target       string // name of the file that the result is for; may be "" when Format is given
	ChartLibrary []byte // as in HTMLOptions
}

// exporters are the formats by name.
var exporters = map[string]func(book *Notebook, path string, opts ExportOptions) ([]byte, error){
	"html": func(book *Notebook, path string, opts ExportOptions) ([]byte, error) {
		return HTML(book, HTMLOptions{Files: os.DirFS(filepath.Dir(path)), ChartLibrary: opts.ChartLibrary})
	},
	"ipynb":   func(book *Notebook, _ string, _ ExportOptions) ([]byte, error) { return book.Bytes() },
	"percent": func(book *Notebook, _ string, _ ExportOptions) ([]byte, error) { return Percent(book) },
}

// Formats returns the names of the formats that Export writes.
func Formats() []string { return slices.Sorted(maps.Keys(exporters)) }

// Export returns the notebook in a file, an .ipynb file or a Go file in the percent format, as another format.
func Export(path string, opts ExportOptions) ([]byte, error) {
	format := opts.Format
	if format == "" {
		format = strings.TrimPrefix(filepath.Ext(opts.Target), ".")
	}
	if format == "" {
		return nil, errors.New("export: neither a format nor a file name says what to write")
	}
	export, ok := exporters[format]
	if !ok {
		return nil, fmt.Errorf("export: unknown format %q; the formats are %s", format, strings.Join(Formats(), ", "))
	}
	book, err := ReadAny(path)
	if err != nil {
		return nil, err
	}
	content, err := export(book, path, opts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return content, nil
}

// ReadAny reads a notebook from an .ipynb file, or from a .go file in the percent format.
func ReadAny(path string) (*Notebook, error) {
	if filepath.Ext(path) != ".go" {
		return Read(path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	book, err := ParsePercent(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return book, nil
}
