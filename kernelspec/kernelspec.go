// Package kernelspec makes the arraybook kernel known to Jupyter: it writes the folder with kernel.json, the logos and
// the chart library into one of the places where Jupyter frontends look, and takes it away again.
//
// It knows Jupyter's folders and the format of kernel.json, and nothing of messages, cells or arrays.
package kernelspec

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// DefaultName is the folder name of the kernelspec, which notebooks carry in metadata.kernelspec.name.
const DefaultName = "arraybook"

// displayName is what frontends print on the launcher and in the kernel menu.
const displayName = "Go (arraybook)"

// Options say where a kernelspec goes and what it starts.
type Options struct {
	Place Place
	Name  string // folder name; "" means DefaultName
	// Executable is the absolute path of the arraybook binary. One that lies in a build cache, as under `go run`, does
	// not last, so it is copied into the kernelspec folder.
	Executable string
}

// file is the format of kernel.json.
type file struct {
	Argv          []string `json:"argv"`
	DisplayName   string   `json:"display_name"`
	Language      string   `json:"language"`
	InterruptMode string   `json:"interrupt_mode"`
	// KernelProtocolVersion tells launchers that they may leave the choice of ports to the kernel (JEP 66), which the
	// specification has from version 5.6 on.
	KernelProtocolVersion string         `json:"kernel_protocol_version"`
	Metadata              map[string]any `json:"metadata"`
}

// Install writes the kernelspec and returns its folder. A kernelspec of the same name that is there already is
// replaced in one step: the new folder is complete before it takes the name.
func Install(opts Options) (string, error) {
	dir, err := opts.folder()
	if err != nil {
		return "", err
	}
	if !filepath.IsAbs(opts.Executable) {
		return "", fmt.Errorf("kernelspec: executable %q is not an absolute path", opts.Executable)
	}
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", fmt.Errorf("kernelspec: %w", err)
	}
	staging, err := os.MkdirTemp(parent, ".new-")
	if err != nil {
		return "", fmt.Errorf("kernelspec: %w", err)
	}
	defer os.RemoveAll(staging)
	if err := fill(staging, dir, opts.Executable); err != nil {
		return "", fmt.Errorf("kernelspec: %w", err)
	}
	if err := replaceFolder(staging, dir); err != nil {
		return "", fmt.Errorf("kernelspec: %w", err)
	}
	return dir, nil
}

// Uninstall removes the kernelspec and returns the folder it was in.
func Uninstall(opts Options) (string, error) {
	dir, err := opts.folder()
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(dir, "kernel.json")); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("kernelspec: no kernelspec in %s", dir)
		}
		return "", fmt.Errorf("kernelspec: %w", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", fmt.Errorf("kernelspec: %w", err)
	}
	return dir, nil
}

// validName is Jupyter's rule for the names of kernelspecs.
var validName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

func (o Options) folder() (string, error) {
	name := o.Name
	if name == "" {
		name = DefaultName
	}
	if !validName.MatchString(name) || name == "." || name == ".." {
		return "", fmt.Errorf("kernelspec: name %q: Jupyter allows letters, digits, '.', '_' and '-'", name)
	}
	data, err := o.Place.dataDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(data, "kernels", strings.ToLower(name)), nil
}

// fill writes every file of the kernelspec into staging; dir is the folder's later name. kernel.json comes last, because
// frontends take a folder for a kernelspec as soon as it is there.
func fill(staging, dir, executable string) error {
	for name, content := range assets() {
		if err := os.WriteFile(filepath.Join(staging, name), content, 0o644); err != nil {
			return err
		}
	}
	if isVolatile(executable) {
		name := "arraybook"
		if runtime.GOOS == "windows" {
			name += ".exe"
		}
		binary, err := os.ReadFile(executable)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(staging, name), binary, 0o755); err != nil {
			return err
		}
		executable = filepath.Join(dir, name)
	}
	spec, err := json.MarshalIndent(file{
		Argv:          []string{executable, "kernel", "{connection_file}"},
		DisplayName:   displayName,
		Language:      "go",
		InterruptMode: "message", KernelProtocolVersion: "5.6",
		Metadata: map[string]any{"debugger": false},
	}, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(staging, "kernel.json"), append(spec, '\n'), 0o644)
}

// isVolatile reports whether the executable is one that the go command may delete at any time: `go run` and `go test`
// link into folders named go-build*, in the temporary folder or in the build cache.
func isVolatile(executable string) bool {
	for part := range strings.SplitSeq(filepath.ToSlash(executable), "/") {
		if strings.HasPrefix(part, "go-build") {
			return true
		}
	}
	return false
}

// replaceFolder gives the finished folder its name. No system replaces a folder that has content in one call, so the old one
// steps aside first and comes back if the rename fails.
func replaceFolder(staging, dir string) error {
	if err := os.Chmod(staging, 0o755); err != nil {
		return err
	}
	old := staging + ".old"
	switch err := os.Rename(dir, old); {
	case errors.Is(err, os.ErrNotExist):
		return os.Rename(staging, dir)
	case err != nil:
		return err
	}
	if err := os.Rename(staging, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}
