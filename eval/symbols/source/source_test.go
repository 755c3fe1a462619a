// This file compares the exported names and types of the sources with those of the standard packages.

package source

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// standard imports packages of the standard library from their source.
var standard = importer.ForCompiler(token.NewFileSet(), "source", nil)

// lenient imports helpers of the sources as empty packages, which only function bodies miss.
type lenient struct{}

func (lenient) Import(path string) (*types.Package, error) {
	if strings.HasPrefix(path, module) {
		p := types.NewPackage(path, path[strings.LastIndexByte(path, '/')+1:])
		p.MarkComplete()
		return p, nil
	}
	return standard.Import(path)
}

// check type-checks the declarations, not the bodies, of the files for path. An overlay sees the names of base.
func check(t *testing.T, path string, base *types.Package) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	declared := map[string]bool{}
	for name, text := range Files(path) {
		file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					declared[d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if spec, ok := spec.(*ast.TypeSpec); ok {
						declared[spec.Name.Name] = true
					}
				}
			}
		}
	}
	pkg := types.NewPackage(path, base.Name())
	if !IsWhole(path) {
		for _, name := range base.Scope().Names() {
			if !declared[name] {
				pkg.Scope().Insert(base.Scope().Lookup(name))
			}
		}
	}
	conf := types.Config{Importer: lenient{}, IgnoreFuncBodies: true, Error: func(err error) {
		if !strings.Contains(err.Error(), "imported and not used") {
			t.Error(err)
		}
	}}
	_ = types.NewChecker(&conf, fset, pkg, nil).Files(files) // errors have been told
	return pkg
}

// api returns the declarations of exported names and methods, with package paths but for the package's own.
func api(pkg *types.Package) map[string]string {
	qualify := func(p *types.Package) string {
		if p.Path() == pkg.Path() {
			return ""
		}
		return p.Path()
	}
	decls := map[string]string{}
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		named, isType := obj.Type().(*types.Named)
		if _, isTypeName := obj.(*types.TypeName); !isType || !isTypeName {
			decls[name] = types.ObjectString(obj, qualify)
			continue
		}
		decls[name] = "type " + name
		for p := range named.TypeParams().TypeParams() {
			decls[name] += " " + types.TypeString(p, qualify) + " " + types.TypeString(p.Constraint(), qualify)
		}
		for m := range named.Methods() {
			if m.Exported() {
				decls[name+"."+m.Name()] = types.ObjectString(m, qualify)
			}
		}
	}
	return decls
}

func TestAPI(t *testing.T) {
	for _, path := range slices.Concat(wholes, overlays) {
		if strings.HasPrefix(path, module) {
			continue
		}
		t.Run(path, func(t *testing.T) {
			base, err := standard.Import(path)
			if err != nil {
				t.Fatal(err)
			}
			got, want := api(check(t, path, base)), api(base)
			for name, decl := range want {
				if got[name] != decl {
					t.Errorf("%s is\n\t%s, want\n\t%s", name, got[name], decl)
				}
				delete(got, name)
			}
			for name := range got {
				t.Errorf("%s is not in the standard package", name)
			}
		})
	}
}

// interpreted are functions that overlays have although the compiled package has them as well, with the reason.
var interpreted = map[string]string{
	"sync.OnceFunc": "the engine knows what interpreted code waits for, and so finds deadlocks in it",
}

// Every generic function and type of an overlaid package needs a body.
func TestOverlaysAreGeneric(t *testing.T) {
	for _, path := range overlays {
		for name, text := range Files(path) {
			file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Type.TypeParams == nil && interpreted[path+"."+f.Name.Name] == "" {
					t.Errorf("%s: %s is not generic, so that the compiled package has it", path, f.Name.Name)
				}
			}
		}
	}
}
