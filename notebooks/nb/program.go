// This file turns a notebook into a Go program: a main.go and the files of its module.

package nb

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/arraybook/arraybook/eval"
)

// ProgramOptions say how a notebook becomes a program.
type ProgramOptions struct {
	Eval eval.Config   // what the notebook's cells can use
	Show eval.Function // displays values
	Save eval.Function // is told where the program's pictures go
	// Module is the module that the notebook's packages are from.
	Module Module
}

// A Module is a Go module that programs require.
type Module struct {
	Path, Version string
	Mod, Sum      []byte // its go.mod and go.sum
	Replace       string // folder of its source that takes the place of a version; may be ""
}

// Program returns the notebook as the text of a main.go, and the go.mod and go.sum that it compiles with. Notes say where
// the program does something else than the notebook.
func Program(book *Notebook, path string, opts ProgramOptions) (text []byte, files []File, notes []string, err error) {
	if book.Language != "go" && book.Language != "" {
		return nil, nil, nil, fmt.Errorf("a notebook of language %q cannot become a Go program", book.Language)
	}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	program, err := eval.NewProgram(opts.Eval, programCells(book), eval.ProgramOptions{
		Doc: fmt.Sprintf("%s\n\nMade by arraybook export from %s. Files are read from the folder that the program runs in;\n"+
			"pictures and pages go to its folder %s_files.", programTitle(book, name), filepath.Base(path), name),
		Show: opts.Show, Save: opts.Save, Folder: name + "_files",
	})
	if err != nil {
		return nil, nil, nil, err
	}
	notes = program.Notes
	files = []File{{Name: "go.mod", Content: goMod(name, program.Imports, opts.Module), Keep: true}}
	if uses(program.Imports, opts.Module.Path) {
		files = append(files, File{Name: "go.sum", Content: opts.Module.Sum, Keep: true})
		switch {
		case opts.Module.Replace != "":
		case opts.Module.Version == "":
			notes = append(notes, "this build of arraybook has no version for go.mod to require: export again with -replace, or run `go get "+opts.Module.Path+"@latest` beside the program")
		default:
			notes = append(notes, "run `go mod tidy` beside the program before it is built for the first time")
		}
	}
	return program.Source, files, notes, nil
}

// programCells are the cells as the evaluator takes them. Raw cells are for other tools.
func programCells(book *Notebook) []eval.ProgramCell {
	var cells []eval.ProgramCell
	for i, c := range book.Cells {
		if c.Type == "raw" || strings.TrimSpace(c.Source) == "" {
			continue
		}
		cells = append(cells, eval.ProgramCell{
			Number: i + 1, Source: c.Source, Prose: c.Type == "markdown",
			Skip: c.HasTag("skip-execution"), Fails: c.HasTag("raises-exception"),
		})
	}
	return cells
}

// programTitle is the notebook's first heading.
func programTitle(book *Notebook, name string) string {
	for _, c := range book.Cells {
		if c.Type != "markdown" {
			continue
		}
		for line := range strings.Lines(c.Source) {
			if title, ok := strings.CutPrefix(line, "# "); ok {
				return fmt.Sprintf("Command %s: %s.", moduleName(name), strings.TrimRight(strings.TrimSpace(title), "."))
			}
		}
	}
	return "Command " + moduleName(name) + " is a notebook as a program."
}

var notInModule = regexp.MustCompile(`[^a-z0-9_-]+`)

// moduleName makes a module path of a file's name.
func moduleName(name string) string {
	name = strings.Trim(notInModule.ReplaceAllString(strings.ToLower(name), "-"), "-_")
	if name == "" {
		return "notebook"
	}
	return name
}

func uses(imports []string, module string) bool {
	return slices.ContainsFunc(imports, func(p string) bool { return p == module || strings.HasPrefix(p, module+"/") })
}

var (
	goLine        = regexp.MustCompile(`(?m)^go (\S+)`)
	requireBlocks = regexp.MustCompile(`(?ms)^require \(.*?^\)|^require [^(\n]+`)
	requiredLine  = regexp.MustCompile(`(?m)^\s*(?:require\s+)?(\S+/\S+) (v\S+)`)
)

// goMod writes the go.mod. It lists what the module itself requires, so that the program builds without a download of
// anything but that.
func goMod(name string, imports []string, module Module) []byte {
	version := "1.26"
	if m := goLine.FindSubmatch(module.Mod); m != nil {
		version = string(m[1])
	}
	text := fmt.Sprintf("module %s\n\ngo %s\n", moduleName(name), version)
	if !uses(imports, module.Path) {
		return []byte(text)
	}
	required := module.Version
	if module.Replace != "" {
		required = "v0.0.0"
	}
	if required == "" {
		return []byte(text)
	}
	text += fmt.Sprintf("\nrequire %s %s\n", module.Path, required)
	var indirect []string
	for _, block := range requireBlocks.FindAll(module.Mod, -1) {
		for _, m := range requiredLine.FindAllSubmatch(block, -1) {
			indirect = append(indirect, fmt.Sprintf("\t%s %s // indirect\n", m[1], m[2]))
		}
	}
	if indirect != nil {
		text += "\nrequire (\n" + strings.Join(indirect, "") + ")\n"
	}
	if module.Replace != "" {
		text += fmt.Sprintf("\nreplace %s => %s\n", module.Path, quoted(module.Replace))
	}
	return []byte(text)
}

// quoted is a folder's path as go.mod takes it.
func quoted(path string) string {
	if strings.ContainsAny(path, " \t()'\"`") {
		return fmt.Sprintf("%q", path)
	}
	return path
}

// FindCheckout returns the folder of the module's source that contains one of the folders, "" if none does.
func FindCheckout(module string, folders ...string) string {
	clause := regexp.MustCompile(`(?m)^module ` + regexp.QuoteMeta(module) + `\s*$`)
	for _, folder := range folders {
		folder, err := filepath.Abs(folder)
		if err != nil {
			continue
		}
		for {
			if text, err := os.ReadFile(filepath.Join(folder, "go.mod")); err == nil && clause.Match(text) {
				return folder
			}
			parent := filepath.Dir(folder)
			if parent == folder {
				break
			}
			folder = parent
		}
	}
	return ""
}
