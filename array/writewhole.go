// This file writes files whole or not at all.

package array

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// writeWhole writes a file beside its place and renames it, so that a failure leaves no half of it. What is no regular file,
// such as a device or a pipe, is written to and stays what it is.
func writeWhole(op, path string, write func(io.Writer) error) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a link stays a link
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return writeThrough(op, path, write)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fileError(op, path, err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			err = fileError(op, path, err)
		}
	}()
	if err = write(f); err != nil {
		f.Close()
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func writeThrough(op, path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fileError(op, path, err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fileError(op, path, err)
	}
	return nil
}
