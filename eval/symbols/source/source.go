// Package source holds sources of our own for packages with generic functions and types, which cells must be able to
// instantiate: export data holds no bodies. Each directory is also an ordinary package, so that its files compile and tests
// can compare it with the package that it stands for.
//
// Packages cmp, slices and maps are whole. In the others the file overlay.go stands for the generic part of the package and
// uses the rest of it by plain names; their file names.go declares those names for ordinary compilation only.
package source

import (
	"embed"
	"path"
	"slices"
	"strings"
)

//go:embed */*.go */*/*.go */*/*/*.go
var files embed.FS

// The packages by import path.
var (
	wholes   = []string{"cmp", "maps", "slices"}
	overlays = []string{
		"crypto/hkdf", "crypto/pbkdf2", "database/sql", "errors", "hash/maphash", "iter", "math/rand/v2", "reflect", "runtime",
		"sync", "sync/atomic", "unique", "weak", module + "array",
	}
)

// module is what the import paths of this repository's packages start with; their directories here do without.
const module = "github.com/arraybook/arraybook/"

// Has reports whether there are files to interpret for the package with the given import path.
func Has(importPath string) bool { return IsWhole(importPath) || slices.Contains(overlays, importPath) }

// IsWhole reports whether the files are the whole package, not an overlay.
func IsWhole(importPath string) bool { return slices.Contains(wholes, importPath) }

// Files returns the files to interpret, by name, for a package that Has knows.
func Files(importPath string) map[string]string {
	dir := strings.TrimPrefix(importPath, module)
	entries, err := files.ReadDir(dir)
	if err != nil {
		panic(err) // Has was not asked
	}
	texts := map[string]string{}
	for _, e := range entries {
		if name := e.Name(); !e.IsDir() && name != "names.go" && !strings.HasSuffix(name, "_test.go") {
			text, err := files.ReadFile(path.Join(dir, name))
			if err != nil {
				panic(err) // it was listed
			}
			texts[name] = string(text)
		}
	}
	return texts
}
