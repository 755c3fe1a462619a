// This file holds the house's plan as data: which room may import which, and which outside modules each may use.

package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A room is a folder with everything below it. Its ours lists the rooms it may import; "internals" are always allowed.
// Outside lists the modules it may import beyond the standard library.
type room struct {
	dir     string
	ours    []string
	outside []string
}

// The first row whose dir contains a file governs it, so inner folders come before outer ones.
var rooms = []room{
	{dir: "protocol", outside: []string{uuid}},
	{dir: "kernel", ours: []string{"protocol", "display"}, outside: []string{zmq, uuid, xsys}},
	{dir: "eval/symbols", ours: []string{"eval", "array", "display"}, outside: []string{echarts}},
	{dir: "eval", outside: []string{xtools}},
	{dir: "array", outside: []string{gonum, xsys}},
	{dir: "display", ours: []string{"array"}, outside: []string{echarts, ximage, gonum}},
	{dir: "kernelspec"},
	{dir: "notebooks", ours: []string{"protocol", "eval"}, outside: []string{zmq, uuid, markdown}},
	{dir: ".", ours: []string{"protocol", "kernel", "eval", "eval/symbols", "array", "display", "kernelspec", "notebooks"}},
}

// Every outside module is a decision; its reason stands here.
const (
	zmq      = "github.com/go-zeromq/zmq4"           // ZeroMQ sockets without cgo: the transport Jupyter speaks
	uuid     = "github.com/google/uuid"              // message and session identifiers
	echarts  = "github.com/go-echarts/go-echarts/v2" // interactive charts
	xtools   = "golang.org/x/tools"                  // go/ssa and export data: the front half of the evaluator
	ximage   = "golang.org/x/image"                  // font rasteriser and the Go fonts, for labels in pictures
	gonum    = "gonum.org/v1/gonum"                  // LAPACK-grade linear algebra; matrices shown by display
	xsys     = "golang.org/x/sys"                    // CPU features, memory maps, process signals
	markdown = "github.com/yuin/goldmark"            // CommonMark cells in exported HTML
)

// Generators and benchmark programs have a go.mod of their own and are outside the plan.
func TestLayout(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || hasOwnModule(path)) {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(path, ".go") {
			checkImports(t, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func hasOwnModule(dir string) bool {
	found, _ := filepath.Glob(filepath.Join(dir, "go.mod"))
	return len(found) > 0
}

func checkImports(t *testing.T, path string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	home := governing(path)
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		if !home.allows(imported) {
			t.Errorf("%s imports %s, which the plan does not allow in room %s", path, imported, home.dir)
		}
	}
}

func governing(path string) room {
	path = filepath.ToSlash(path)
	for _, r := range rooms {
		if r.dir == "." || strings.HasPrefix(path, r.dir+"/") {
			return r
		}
	}
	panic("unreachable: the last row governs everything")
}

func (r room) allows(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") {
		return true // standard library
	}
	if rest, ours := strings.CutPrefix(imported, modulePath+"/"); ours {
		within := rest == r.dir || strings.HasPrefix(rest, r.dir+"/")
		return within || slices.ContainsFunc(r.ours, func(o string) bool {
			return rest == o || r.dir == "." && strings.HasPrefix(rest, o+"/")
		})
	}
	return slices.ContainsFunc(r.outside, func(m string) bool { return imported == m || strings.HasPrefix(imported, m+"/") })
}

// TestTopLevel keeps the top of the repository to the rooms of the plan.
func TestTopLevel(t *testing.T) {
	known := []string{".ci", ".git", ".gitignore", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "array", "display", "eval", "go.mod", "go.sum",
		"kernel", "kernelspec", "layout_test.go", "main.go", "main_test.go", "notebooks", "protocol", "arraybook"}
	entries, err := filepath.Glob("*")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(known, e) {
			t.Errorf("%s has no place at the top level", e)
		}
	}
}
