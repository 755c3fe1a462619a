// This file reads type information of packages through the go command.

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"

	"golang.org/x/tools/go/gcexportdata"
)

// home is a directory of the main module, seen from where the generator runs.
const home = ".."

// world is a set of type-checked packages that share their objects.
type world struct {
	fset     *token.FileSet
	packages map[string]*types.Package
	dirs     map[string]string // where sources are
}

// load reads the packages that the patterns name and all they depend on, as compiled for t, from module directory dir.
func load(dir string, t target, patterns ...string) (*world, error) {
	args := append([]string{"list", "-export", "-deps", "-json=ImportPath,Export,Dir"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS="+t.os, "GOARCH="+t.arch, "CGO_ENABLED=0", "GOWORK=off")
	cmd.Stderr = os.Stderr
	listed, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", strings.Join(patterns, " "), err)
	}
	w := &world{token.NewFileSet(), map[string]*types.Package{}, map[string]string{}}
	for dec := json.NewDecoder(bytes.NewReader(listed)); ; {
		var p struct{ ImportPath, Export, Dir string }
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return w, nil
		} else if err != nil {
			return nil, err
		}
		w.dirs[p.ImportPath] = p.Dir
		if p.Export == "" {
			continue // unsafe, and packages of tests only
		}
		if err := w.read(p.ImportPath, p.Export); err != nil {
			return nil, err
		}
	}
}

func (w *world) read(path, exportFile string) error {
	f, err := os.Open(exportFile)
	if err != nil {
		return fmt.Errorf("export data of %s: %w", path, err)
	}
	defer f.Close()
	//lint:ignore SA1019 up to Go 1.27, go list -export gives archives
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		return fmt.Errorf("export data of %s: %w", path, err)
	}
	if _, err := gcexportdata.Read(r, w.fset, w.packages, path); err != nil {
		return fmt.Errorf("export data of %s: %w", path, err)
	}
	return nil
}

// exportData encodes what the importer of cells reads: package path and all that its declarations mention. Positions are
// left out: those of the machine that ran the generator mean nothing where the tables are used.
func (w *world) exportData(path string) ([]byte, error) {
	var b bytes.Buffer
	if err := gcexportdata.Write(&b, nil, w.packages[path]); err != nil {
		return nil, fmt.Errorf("export data of %s: %w", path, err)
	}
	return b.Bytes(), nil
}

// mentions lists the public packages of which the export data of package path holds declarations.
func mentions(path string, data []byte) ([]string, error) {
	packages := map[string]*types.Package{}
	if _, err := gcexportdata.Read(bytes.NewReader(data), token.NewFileSet(), packages, path); err != nil {
		return nil, fmt.Errorf("export data of %s: %w", path, err)
	}
	var paths []string
	for other := range packages {
		if other != path && isPublic(other) && packages[other].Scope().Len() > 0 {
			paths = append(paths, other)
		}
	}
	slices.Sort(paths)
	return paths, nil
}
