// This file finds the folders in which Jupyter looks for kernelspecs on each operating system.

package kernelspec

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// A Place is one of Jupyter's data folders. At most one field is set; the zero Place is the current user's folder.
type Place struct {
	User      bool   // the data folder of the current user
	Prefix    string // PREFIX/share/jupyter
	SysPrefix bool   // share/jupyter of the active Python environment
	System    bool   // the folder for all users of the machine, which usually needs an administrator
}

// dataDir returns the Jupyter data folder of the place, following jupyter_core's paths.py.
func (p Place) dataDir() (string, error) {
	if n := count(p.User, p.Prefix != "", p.SysPrefix, p.System); n > 1 {
		return "", errors.New("kernelspec: user, prefix, sys-prefix and system exclude each other")
	}
	switch {
	case p.Prefix != "":
		prefix, err := filepath.Abs(p.Prefix)
		return filepath.Join(prefix, "share", "jupyter"), err
	case p.SysPrefix:
		prefix, err := sysPrefix(os.Getenv, askPython)
		return filepath.Join(prefix, "share", "jupyter"), err
	case p.System:
		return systemDataDir(runtime.GOOS, os.Getenv), nil
	}
	return userDataDir(runtime.GOOS, os.Getenv, os.UserHomeDir)
}

// userDataDir is jupyter_core's jupyter_data_dir: JUPYTER_DATA_DIR, or the system's folder for application data.
func userDataDir(goos string, getenv func(string) string, homeDir func() (string, error)) (string, error) {
	if dir := getenv("JUPYTER_DATA_DIR"); dir != "" {
		return dir, nil
	}
	home, err := homeDir()
	if err != nil {
		return "", fmt.Errorf("kernelspec: %w", err)
	}
	switch goos {
	case "darwin":
		return filepath.Join(home, "Library", "Jupyter"), nil
	case "windows":
		if dir := getenv("APPDATA"); dir != "" {
			return filepath.Join(dir, "jupyter"), nil
		}
		return filepath.Join(cmp.Or(getenv("JUPYTER_CONFIG_DIR"), filepath.Join(home, ".jupyter")), "data"), nil
	}
	share := cmp.Or(getenv("XDG_DATA_HOME"), filepath.Join(home, ".local", "share"))
	return filepath.Join(share, "jupyter"), nil
}

// systemDataDir is the machine-wide folder, the last entry of jupyter_core's SYSTEM_JUPYTER_PATH that it prefers to write.
func systemDataDir(goos string, getenv func(string) string) string {
	if goos == "windows" {
		return filepath.Join(cmp.Or(getenv("PROGRAMDATA"), `C:\ProgramData`), "jupyter")
	}
	return "/usr/local/share/jupyter"
}

// sysPrefix is the root of the active Python environment: what an activated virtual or conda environment says, else what
// the first Python on the path says, as sys.prefix.
func sysPrefix(getenv func(string) string, ask func() (string, error)) (string, error) {
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if dir := getenv(name); dir != "" {
			return dir, nil
		}
	}
	return ask()
}

func askPython() (string, error) {
	for _, name := range []string{"python3", "python"} {
		out, err := exec.Command(name, "-c", "import sys; print(sys.prefix)").Output()
		if prefix := strings.TrimSpace(string(out)); err == nil && prefix != "" {
			return prefix, nil
		}
	}
	return "", errors.New("kernelspec: no active Python environment: VIRTUAL_ENV and CONDA_PREFIX are unset, and neither python3 nor python runs")
}

func count(set ...bool) int {
	n := 0
	for _, b := range set {
		if b {
			n++
		}
	}
	return n
}
