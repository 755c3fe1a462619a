// This file tests the choice of Jupyter's folders for every operating system, whatever system the test runs on.

package kernelspec

import (
	"errors"
	"path/filepath"
	"testing"
)

func TestUserDataDir(t *testing.T) {
	for _, c := range []struct {
		goos string
		env  map[string]string
		want string
	}{
		{"linux", nil, "/home/ada/.local/share/jupyter"},
		{"linux", map[string]string{"XDG_DATA_HOME": "/xdg"}, "/xdg/jupyter"},
		{"linux", map[string]string{"XDG_DATA_HOME": "/xdg", "JUPYTER_DATA_DIR": "/data"}, "/data"},
		{"freebsd", nil, "/home/ada/.local/share/jupyter"},
		{"darwin", map[string]string{"XDG_DATA_HOME": "/xdg"}, "/home/ada/Library/Jupyter"},
		{"windows", map[string]string{"APPDATA": "/roaming"}, "/roaming/jupyter"},
		{"windows", nil, "/home/ada/.jupyter/data"},
		{"windows", map[string]string{"JUPYTER_CONFIG_DIR": "/config"}, "/config/data"},
		{"windows", map[string]string{"JUPYTER_DATA_DIR": "/data"}, "/data"},
	} {
		got, err := userDataDir(c.goos, lookup(c.env), func() (string, error) { return "/home/ada", nil })
		if err != nil || filepath.ToSlash(got) != c.want {
			t.Errorf("%s %v: %s, %v; want %s", c.goos, c.env, got, err, c.want)
		}
	}
	noHome := func() (string, error) { return "", errors.New("no home") }
	if _, err := userDataDir("linux", lookup(nil), noHome); err == nil {
		t.Error("no error without a home folder")
	}
}

func TestSystemDataDir(t *testing.T) {
	for _, c := range []struct {
		goos string
		env  map[string]string
		want string
	}{
		{"linux", nil, "/usr/local/share/jupyter"},
		{"darwin", nil, "/usr/local/share/jupyter"},
		{"windows", map[string]string{"PROGRAMDATA": "/shared"}, "/shared/jupyter"},
	} {
		if got := filepath.ToSlash(systemDataDir(c.goos, lookup(c.env))); got != c.want {
			t.Errorf("%s %v: %s, want %s", c.goos, c.env, got, c.want)
		}
	}
}

func TestSysPrefix(t *testing.T) {
	ask := func() (string, error) { return "/asked", nil }
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{nil, "/asked"},
		{map[string]string{"CONDA_PREFIX": "/conda"}, "/conda"},
		{map[string]string{"CONDA_PREFIX": "/conda", "VIRTUAL_ENV": "/venv"}, "/venv"},
	} {
		if got, err := sysPrefix(lookup(c.env), ask); err != nil || got != c.want {
			t.Errorf("%v: %s, %v; want %s", c.env, got, err, c.want)
		}
	}
}

func lookup(env map[string]string) func(string) string {
	return func(name string) string { return env[name] }
}
