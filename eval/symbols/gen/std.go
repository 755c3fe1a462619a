// This file writes the tables of the standard library.

package main

import (
	"bytes"
	"fmt"
	"go/format"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A target is an operating system and architecture for which arraybook builds. The export data of the standard library
// differs between targets (constants of syscall and os, for instance), and so do the names in a few packages.
type target struct{ os, arch string }

var targets = []target{
	{"linux", "amd64"},
	{"linux", "arm64"},
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"windows", "amd64"},
}

func (t target) String() string { return t.os + "_" + t.arch }

// unreachable are the packages that cells may not import.
var unreachable = []string{"unsafe", "plugin", "runtime/cgo"}

// perTarget collects texts by name and target, to tell those that all targets share from the others.
type perTarget map[string]map[target]string

func (p perTarget) add(name string, t target, text string) {
	if p[name] == nil {
		p[name] = map[target]string{}
	}
	p[name][t] = text
}

// shared returns the text under name if it is the same for every target.
func (p perTarget) shared(name string) (string, bool) {
	first := p[name][targets[0]]
	for _, t := range targets {
		if text, ok := p[name][t]; !ok || text != first {
			return "", false
		}
	}
	return first, true
}

func writeStd(out string) error {
	tables, exports := perTarget{}, perTarget{}
	files := map[string][]byte{}
	for _, t := range targets {
		w, err := load(home, t, "std")
		if err != nil {
			return err
		}
		var list []string
		for _, path := range publicPaths(w) {
			if err := checkSource(w.packages[path]); err != nil {
				return err
			}
			data, err := w.exportData(path)
			if err != nil {
				return err
			}
			exports.add(path, t, string(data))
			e := plainEntries(w.packages[path])
			if e.mentions, err = mentions(path, data); err != nil {
				return err
			}
			source, err := e.source("std", identifier(path))
			if err != nil {
				return fmt.Errorf("table of %s: %w", path, err)
			}
			tables.add(path, t, string(source))
			list = append(list, path)
		}
		if files["tables_"+t.String()+".go"], err = listSource(list, t); err != nil {
			return err
		}
	}
	for path, byTarget := range tables {
		if text, ok := tables.shared(path); ok {
			files[identifier(path)+".go"] = []byte(text)
			continue
		}
		for t, text := range byTarget {
			files[identifier(path)+"_"+t.String()+".go"] = []byte(text)
		}
	}
	if err := addArchives(files, exports); err != nil {
		return err
	}
	return replaceFiles(filepath.Join(out, "std"), files)
}

// checkSource returns an error if pkg has generic names but no source that cells interpret.
func checkSource(pkg *types.Package) error {
	names := genericNames(pkg)
	if len(names) == 0 {
		return nil
	}
	if _, err := os.Stat(filepath.Join(home, "source", pkg.Path())); err != nil {
		return fmt.Errorf("%s has generic names %q, which need a source: %w", pkg.Path(), names, err)
	}
	return nil
}

func publicPaths(w *world) []string {
	var paths []string
	for path := range w.packages {
		if isPublic(path) {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// isPublic reports whether cells may import the package of the standard library.
func isPublic(path string) bool {
	return !slices.Contains(unreachable, path) && !strings.HasPrefix(path, "vendor/") && !slices.Contains(strings.Split(path, "/"), "internal")
}

// listSource is the file that lists the tables of t and embeds the export data that t does not share with the others.
func listSource(paths []string, t target) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%spackage std\n\nimport (\n\t_ \"embed\"\n\n\t%q\n)\n\n", banner, tablePath)
	fmt.Fprintf(&b, "//go:embed exports_%s.zip\nvar ownExports string\n\nvar tables = []*table.Table{\n", t)
	for _, path := range paths {
		fmt.Fprintf(&b, "\t&%s,\n", identifier(path))
	}
	b.WriteString("}\n")
	return format.Source(b.Bytes())
}

// addArchives adds one archive of the export data that all targets share and one for each target with the rest.
func addArchives(files map[string][]byte, exports perTarget) error {
	common, own := map[string]string{}, map[target]map[string]string{}
	for _, t := range targets {
		own[t] = map[string]string{}
	}
	for path, byTarget := range exports {
		if text, ok := exports.shared(path); ok {
			common[path] = text
			continue
		}
		for t, text := range byTarget {
			own[t][path] = text
		}
	}
	var err error
	if files["exports.zip"], err = archive(common); err != nil {
		return err
	}
	for t, entries := range own {
		if files["exports_"+t.String()+".zip"], err = archive(entries); err != nil {
			return err
		}
	}
	return nil
}
