// This file writes what the generator made.

package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// archive packs texts by name into a zip file whose bytes depend on nothing else.
func archive(texts map[string]string) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(f, texts[name]); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// replaceFiles makes files the generated files of dir: it writes those that differ and removes others it once wrote.
// Files written by hand stay.
func replaceFiles(dir string, files map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	present, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, f := range present {
		if _, kept := files[f.Name()]; kept {
			continue
		}
		name := filepath.Join(dir, f.Name())
		if generated, err := isGenerated(name); err != nil {
			return err
		} else if generated {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	for name, data := range files {
		if err := writeFile(filepath.Join(dir, name), data); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	return nil
}

func isGenerated(name string) (bool, error) {
	if strings.HasSuffix(name, ".zip") {
		return true, nil
	}
	data, err := os.ReadFile(name)
	return bytes.HasPrefix(data, []byte(banner)), err
}

// writeFile leaves a file alone that holds data already, so that its time stamp says when it changed.
func writeFile(name string, data []byte) error {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, data, 0o666); err != nil {
		return err
	}
	return os.Rename(tmp, name)
}
