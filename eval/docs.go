package eval

// This file finds doc comments of compiled packages: those that come with the package, or those in the source of the
// standard library where a Go distribution is at hand.

import (
	"go/ast"
	"go/build"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// doc returns the doc comment of a package's name, "Type.Method" for methods, and the package's own for its own name.
func (im *importer) doc(path, key string) string {
	if given := im.byPath[path]; given != nil && given.Docs != nil {
		return strings.TrimSpace(given.Docs()[key])
	}
	if im.docs[path] == nil {
		im.docs[path] = sourceDocs(path)
	}
	return im.docs[path][key]
}

// sourceDocs reads the doc comments of a package of the standard library from the installed distribution. The map is
// empty where there is none.
func sourceDocs(path string) map[string]string {
	docs := map[string]string{}
	pkg, err := build.Default.ImportDir(filepath.Join(build.Default.GOROOT, "src", filepath.FromSlash(path)), 0)
	if err != nil {
		return docs
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range pkg.GoFiles {
		if file, err := parser.ParseFile(fset, filepath.Join(pkg.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution); err == nil {
			files = append(files, file)
		}
	}
	d, err := doc.NewFromFiles(fset, files, path)
	if err != nil {
		return docs
	}
	collectDocs(d, docs)
	return docs
}

func collectDocs(d *doc.Package, docs map[string]string) {
	add := func(key, text string) { docs[key] = strings.TrimSpace(text) }
	values := func(list []*doc.Value) {
		for _, v := range list {
			for _, name := range v.Names {
				add(name, valueDoc(v, name))
			}
		}
	}
	funcs := func(prefix string, list []*doc.Func) {
		for _, f := range list {
			add(prefix+f.Name, f.Doc)
		}
	}
	values(d.Consts)
	values(d.Vars)
	funcs("", d.Funcs)
	for _, t := range d.Types {
		add(t.Name, t.Doc)
		values(t.Consts)
		values(t.Vars)
		funcs("", t.Funcs)
		funcs(t.Name+".", t.Methods)
	}
	add(d.Name, d.Doc)
}

// valueDoc is the comment of one name of a group, else that of the group.
func valueDoc(v *doc.Value, name string) string {
	for _, spec := range v.Decl.Specs {
		if spec, ok := spec.(*ast.ValueSpec); ok && slices.ContainsFunc(spec.Names, func(id *ast.Ident) bool { return id.Name == name }) {
			if text := firstDoc(spec.Doc, spec.Comment).Text(); text != "" {
				return text
			}
		}
	}
	return v.Doc
}
