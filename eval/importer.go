package eval

// This file makes packages known to the checker and to the ssa.Program: from export data, or from source where bodies
// of generic functions are needed.

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/host"
)

// An importer loads packages when they are first imported. It implements types.Importer.
type importer struct {
	fset   *token.FileSet
	prog   *program
	conf   types.Config // for packages given as source
	byPath map[string]*host.Package
	byName map[string][]string          // package name to import paths
	loaded map[string]*types.Package    // by path; also packages of which export data so far mentioned only some names
	docs   map[string]map[string]string // doc comments read from source, by path
	built  func(pkg *ssa.Package) error // told of each package built from source
}

func newImporter(fset *token.FileSet, prog *program, packages []*host.Package) *importer {
	im := &importer{
		fset: fset, prog: prog,
		byPath: make(map[string]*host.Package, len(packages)),
		byName: make(map[string][]string, len(packages)),
		loaded: make(map[string]*types.Package),
		docs:   make(map[string]map[string]string),
	}
	im.conf = types.Config{Importer: sourceImporter{im}, Sizes: targetSizes, GoVersion: goVersion, DisableUnusedImportCheck: true}
	for _, p := range packages {
		im.byPath[p.Path] = p
		if !isInternal(p.Path) {
			im.byName[p.Name] = append(im.byName[p.Name], p.Path)
		}
	}
	im.loaded["unsafe"] = types.Unsafe
	return im
}

const noCgo = "cells have no cgo: there is no C compiler at hand when a cell runs"

// refused names packages that exist in Go and will not be had in cells, with the reason.
var refused = map[string]string{
	"unsafe": "cells have no unsafe: a stray pointer would take the whole session down",
	"C":      noCgo,
	"plugin": "cells cannot load plugins",

	"runtime/cgo": noCgo,
}

// Import returns the package of that path, complete, for a cell.
func (im *importer) Import(path string) (*types.Package, error) {
	if reason, ok := refused[path]; ok {
		return nil, errors.New(reason)
	}
	if isInternal(path) {
		return nil, im.unknown(path)
	}
	return im.load(path)
}

// A sourceImporter imports for packages given as source, which may use more than cells.
type sourceImporter struct{ *importer }

func (im sourceImporter) Import(path string) (*types.Package, error) { return im.load(path) }

func isInternal(path string) bool {
	return slices.Contains(strings.Split(path, "/"), "internal")
}

func (im *importer) load(path string) (*types.Package, error) {
	if p := im.loaded[path]; p != nil && p.Complete() {
		return p, nil
	}
	given := im.byPath[path]
	if given == nil {
		return nil, im.unknown(path)
	}
	for _, need := range given.Needs {
		if _, err := im.load(need); err != nil {
			return nil, err
		}
	}
	var pkg *types.Package
	var err error
	switch {
	case given.ExportData == nil:
		pkg, err = im.fromSource(given, nil)
	case given.Source == nil:
		pkg, err = im.fromExportData(given, im.loaded)
	default:
		pkg, err = im.overlaid(given)
	}
	if err != nil {
		return nil, fmt.Errorf("package %s: %w", path, err)
	}
	return pkg, nil
}

// unknown says which package was probably meant.
func (im *importer) unknown(path string) error {
	var near []string
	last := path[strings.LastIndexByte(path, '/')+1:]
	for _, p := range im.named(last) {
		near = append(near, strconv.Quote(p))
	}
	if len(near) > 0 {
		return fmt.Errorf("no package %q is built into this kernel (there is %s)", path, strings.Join(near, " and "))
	}
	return fmt.Errorf("no package %q is built into this kernel", path)
}

func (im *importer) fromExportData(given *host.Package, loaded map[string]*types.Package) (*types.Package, error) {
	data, err := given.ExportData()
	if err != nil {
		return nil, err
	}
	pkg, err := gcexportdata.Read(bytes.NewReader(data), im.fset, loaded, given.Path)
	if err != nil {
		return nil, err
	}
	im.prog.CreatePackage(pkg, nil, nil, true)
	return pkg, nil
}

// overlaid makes a package from export data whose generic declarations are given as source.
func (im *importer) overlaid(given *host.Package) (*types.Package, error) {
	loaded := maps.Clone(im.loaded)
	delete(loaded, given.Path)
	base, err := im.fromExportData(given, loaded)
	if err != nil {
		return nil, err
	}
	for path, pkg := range loaded {
		if path != given.Path {
			im.loaded[path] = pkg
		}
	}
	return im.fromSource(given, base)
}

// fromSource checks and builds a package given as source. Names of base that the source does not declare are in its
// scope.
func (im *importer) fromSource(given *host.Package, base *types.Package) (*types.Package, error) {
	files, err := im.parse(given)
	if err != nil {
		return nil, err
	}
	pkg := types.NewPackage(given.Path, given.Name)
	if base != nil {
		declared := declaredIn(files)
		for _, name := range base.Scope().Names() {
			if !declared[name] {
				pkg.Scope().Insert(base.Scope().Lookup(name))
			}
		}
	}
	info := newInfo()
	if err := types.NewChecker(&im.conf, im.fset, pkg, info).Files(files); err != nil {
		return nil, err
	}
	im.loaded[given.Path] = pkg
	built := im.prog.CreatePackage(pkg, files, info, true)
	built.Build()
	return pkg, im.built(built)
}

func (im *importer) parse(given *host.Package) ([]*ast.File, error) {
	texts := given.Source()
	var files []*ast.File
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		file, err := parser.ParseFile(im.fset, given.Path+"/"+name, texts[name], parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// declaredIn returns the package-level names that files declare.
func declaredIn(files []*ast.File) map[string]bool {
	names := map[string]bool{}
	for _, file := range files {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					names[d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						names[spec.Name.Name] = true
					case *ast.ValueSpec:
						for _, id := range spec.Names {
							names[id.Name] = true
						}
					}
				}
			}
		}
	}
	return names
}

// named returns the import paths of packages called name, an exact path first, then the shorter.
func (im *importer) named(name string) []string {
	paths := slices.Clone(im.byName[name])
	slices.SortFunc(paths, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	return paths
}
