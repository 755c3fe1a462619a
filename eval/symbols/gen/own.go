// This file writes the tables of packages array, display and support.

package main

import (
	"bytes"
	"fmt"
	"go/format"
	"path/filepath"
	"runtime"
)

// ownPaths are the packages that cells may use without naming them, in the order in which their names are tried, and the
// one that interpreted sources import.
var ownPaths = []string{module + "/array", module + "/display", module + "/eval/symbols/internal/support"}

// writeOwn writes one table for each package, further tables with the instances of its generic names, one per element type,
// the export data and the doc comments.
func writeOwn(out string) error {
	w, err := load(home, target{runtime.GOOS, runtime.GOARCH}, ownPaths...)
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	exports := map[string]string{}
	var list []string
	add := func(e entries, ident string) error {
		source, err := e.source("own", ident)
		if err != nil {
			return fmt.Errorf("table %s: %w", ident, err)
		}
		files[ident+".go"] = source
		list = append(list, ident)
		return nil
	}
	for _, path := range ownPaths {
		pkg := w.packages[path]
		data, err := w.exportData(path)
		if err != nil {
			return err
		}
		exports[path] = string(data)
		e := plainEntries(pkg)
		if e.mentions, err = mentions(path, data); err != nil {
			return err
		}
		if err := add(e, pkg.Name()); err != nil {
			return err
		}
		for _, part := range instances(pkg) {
			if err := add(part.entries, pkg.Name()+"_"+part.name); err != nil {
				return err
			}
		}
		if isPublic(path) {
			if files[pkg.Name()+".txt"], err = docs(w.dirs[path]); err != nil {
				return err
			}
		}
	}
	if files["exports.zip"], err = archive(exports); err != nil {
		return err
	}
	if files["tables.go"], err = ownList(list); err != nil {
		return err
	}
	return replaceFiles(filepath.Join(out, "own"), files)
}

func ownList(idents []string) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%spackage own\n\nimport %q\n\nvar tables = []*table.Table{\n", banner, tablePath)
	for _, ident := range idents {
		fmt.Fprintf(&b, "\t&%s,\n", ident)
	}
	b.WriteString("}\n")
	return format.Source(b.Bytes())
}
