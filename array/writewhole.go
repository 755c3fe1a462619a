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
	renamed := false
	defer func() {
		if !renamed { // after an error or a panic; a file that is closed already is not closed again
			f.Close()
			os.Remove(f.Name())
		}
		if err != nil {
			err = fileError(op, path, err)
		}
	}()
	if err = write(watchedWriter{f, watch()}); err != nil {
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	err = os.Rename(f.Name(), path)
	renamed = err == nil
	return err
}

func writeThrough(op, path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fileError(op, path, err)
	}
	defer f.Close() // after a panic
	if err := errors.Join(write(watchedWriter{f, watch()}), f.Close()); err != nil {
		return fileError(op, path, err)
	}
	return nil
}

// watchedWriter looks before each write whether it is to go on.
type watchedWriter struct {
	w     io.Writer
	check func()
}

func (w watchedWriter) Write(p []byte) (int, error) {
	w.check()
	return w.w.Write(p)
}
