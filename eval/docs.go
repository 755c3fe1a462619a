package eval

// This file finds doc comments of compiled packages: those that come with the package, or those in the source of the
// standard library where a Go distribution is at hand.

import (
	"cmp"
	"context"
	"go/ast"
	"go/build"
	"go/doc"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
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
	root := distribution()
	if root == "" {
		return docs
	}
	pkg, err := build.Default.ImportDir(filepath.Join(root, "src", filepath.FromSlash(path)), 0)
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
	mode := doc.Mode(0)
	if path == "builtin" {
		mode = doc.AllDecls // its names are lower case
	}
	d, err := doc.NewFromFiles(fset, files, path, mode)
	if err != nil {
		return docs
	}
	collectDocs(d, docs)
	return docs
}

// distribution is where the Go distribution is installed, "" if there is none.
var distribution = sync.OnceValue(findDistribution)

// findDistribution asks the environment and the binary itself, which tells nothing when it was built with -trimpath, then the
// go command.
func findDistribution() string {
	if root := build.Default.GOROOT; isDistribution(root) {
		return root
	}
	const patience = 5 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, "go", "env", "GOROOT")
	command.Dir = os.TempDir()                                         // not that of a module that wants another toolchain
	command.Env = append(os.Environ(), "GOTOOLCHAIN=local", "GOROOT=") // GOROOT has been tried
	command.WaitDelay = time.Second
	out, err := command.Output()
	if root := strings.TrimSpace(string(out)); err == nil && isDistribution(root) {
		return root
	}
	return ""
}

func isDistribution(root string) bool {
	info, err := os.Stat(filepath.Join(root, "src", "builtin"))
	return filepath.IsAbs(root) && err == nil && info.IsDir()
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
		for _, spec := range t.Decl.Specs {
			if spec, ok := spec.(*ast.TypeSpec); ok && spec.Name.Name == t.Name {
				for name, text := range memberDocs(spec) {
					add(t.Name+"."+name, text)
				}
			}
		}
		values(t.Consts)
		values(t.Vars)
		funcs("", t.Funcs)
		funcs(t.Name+".", t.Methods)
	}
	add(d.Name, d.Doc)
}

// valueDoc is the comment of one name of a group, else that of the group.
func valueDoc(v *doc.Value, name string) string { return cmp.Or(specDoc(v.Decl, name), v.Doc) }

func specDoc(d *ast.GenDecl, name string) string {
	for _, spec := range d.Specs {
		if spec, ok := spec.(*ast.ValueSpec); ok && slices.ContainsFunc(spec.Names, func(id *ast.Ident) bool { return id.Name == name }) {
			return firstDoc(spec.Doc, spec.Comment).Text()
		}
	}
	return ""
}

// memberDocs returns the comments of a struct's fields or an interface's methods.
func memberDocs(spec *ast.TypeSpec) map[string]string {
	var list *ast.FieldList
	switch t := spec.Type.(type) {
	case *ast.StructType:
		list = t.Fields
	case *ast.InterfaceType:
		list = t.Methods
	default:
		return nil
	}
	docs := map[string]string{}
	for _, f := range list.List {
		for _, id := range f.Names {
			docs[id.Name] = firstDoc(f.Doc, f.Comment).Text()
		}
	}
	return docs
}

// parsed returns the declaration of a type or of constants with its comments, nil for others.
func (d *decl) parsed() *ast.GenDecl {
	prefix := "package p\n"
	switch d.kind {
	case typeUnit:
		prefix += "type "
	case constUnit:
	default:
		return nil
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", prefix+d.text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || len(file.Decls) == 0 {
		return nil
	}
	decl, _ := file.Decls[0].(*ast.GenDecl)
	return decl
}

// docOf returns the comment of one of the names that d declares: of constants, its own before that of the group.
func (d *decl) docOf(name string) string {
	if decl := d.parsed(); decl != nil && d.kind == constUnit {
		return cmp.Or(strings.TrimSpace(specDoc(decl, name)), d.doc)
	}
	return d.doc
}

// memberDoc returns the comment of a field, or of an interface's method, of a type of the session.
func (s *Session) memberDoc(obj types.Object) string {
	owner, name, ok := strings.Cut(docKey(obj), ".")
	d := s.decls[owner]
	if !ok || d == nil || d.kind != typeUnit {
		return ""
	}
	decl := d.parsed()
	if decl == nil || len(decl.Specs) != 1 {
		return ""
	}
	return strings.TrimSpace(memberDocs(decl.Specs[0].(*ast.TypeSpec))[name])
}
