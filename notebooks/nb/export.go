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
	Target       string // file or folder that the result is for: a folder ends in a slash, or exists; may be "" when Format is given
	ChartLibrary []byte // as in HTMLOptions
	Program      ProgramOptions
}

// An Exported is a notebook in another format.
type Exported struct {
	Folder string // where the files go
	Files  []File // the first is the notebook; the others belong to it
	Notes  []string
}

// A File is one of the files of an exported notebook.
type File struct {
	Name    string // within the folder, with slashes
	Content []byte
	Keep    bool // where there is a file of that name, it is left as it is
}

// A format is what notebooks can be exported to. Its export returns the text, and the files beside it by name.
type format struct {
	ending string
	export func(book *Notebook, path, name string, opts ExportOptions) ([]byte, []File, []string, error)
}

// formats are the formats by name.
var formats = map[string]format{
	"go": {".go", func(book *Notebook, path, _ string, opts ExportOptions) ([]byte, []File, []string, error) {
		return Program(book, path, opts.Program)
	}},
	"html": {".html", func(book *Notebook, path, _ string, opts ExportOptions) ([]byte, []File, []string, error) {
		text, err := HTML(book, HTMLOptions{Files: os.DirFS(filepath.Dir(path)), ChartLibrary: opts.ChartLibrary})
		return text, nil, nil, err
	}},
	"ipynb": {".ipynb", func(book *Notebook, _, _ string, _ ExportOptions) ([]byte, []File, []string, error) {
		text, err := book.Bytes()
		return text, nil, nil, err
	}},
	"md": {".md", func(book *Notebook, path, name string, opts ExportOptions) ([]byte, []File, []string, error) {
		folder := ""
		if opts.Target != "" {
			folder = strings.TrimSuffix(name, filepath.Ext(name)) + "_files"
		}
		text, pictures, err := Markdown(book, MarkdownOptions{Files: os.DirFS(filepath.Dir(path)), Folder: folder})
		return text, pictures, nil, err
	}},
	"percent": {".go", func(book *Notebook, _, _ string, _ ExportOptions) ([]byte, []File, []string, error) {
		text, err := Percent(book)
		return text, nil, nil, err
	}},
}

// Formats returns the names of the formats that Export writes.
func Formats() []string { return slices.Sorted(maps.Keys(formats)) }

// CheckFormat returns an error for a name that is no format.
func CheckFormat(name string) error {
	if _, ok := formats[name]; !ok {
		return fmt.Errorf("export: unknown format %q; the formats are %s", name, strings.Join(Formats(), ", "))
	}
	return nil
}

// Export returns the notebook in a file, an .ipynb file or a Go file in the percent format, as another format.
func Export(path string, opts ExportOptions) (*Exported, error) {
	folder, name := filepath.Split(opts.Target)
	if info, err := os.Stat(opts.Target); err == nil && info.IsDir() {
		folder, name = opts.Target, ""
	}
	named := opts.Format
	if named == "" {
		named = strings.TrimPrefix(filepath.Ext(name), ".")
	}
	if named == "" && opts.Target != "" && name == "" {
		named = "go"
	}
	if named == "" {
		return nil, errors.New("export: neither a format nor a file name says what to write")
	}
	if err := CheckFormat(named); err != nil {
		return nil, err
	}
	f := formats[named]
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) + f.ending
		if named == "go" {
			name = "main.go"
		}
	}
	book, err := ReadAny(path)
	if err != nil {
		return nil, err
	}
	text, files, notes, err := f.export(book, path, name, opts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &Exported{Folder: folder, Files: append([]File{{Name: name, Content: text}}, files...), Notes: notes}, nil
}

// Write writes the files, and returns the names of those that were there and have been left as they are.
func (e *Exported) Write() (kept []string, err error) {
	for _, f := range e.Files {
		path := filepath.Join(e.Folder, filepath.FromSlash(f.Name))
		if old, err := os.ReadFile(path); err == nil && f.Keep {
			if string(old) != string(f.Content) {
				kept = append(kept, path)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return kept, err
		}
		if err := WriteFile(path, f.Content); err != nil {
			return kept, err
		}
	}
	return kept, nil
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
