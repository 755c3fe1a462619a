// This file runs or verifies many notebook files, several at a time.

package nb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// BatchOptions say what is done with each of many notebooks.
type BatchOptions struct {
	Run        RunOptions // its Dir and Progress are set for each notebook
	Parameters []Parameter
	Jobs       int // notebooks at a time; below 1 means 1

	Verify    bool    // compare with the saved outputs instead of writing files
	Tolerance float64 // for Verify, see Compare

	OutDir       string // folder for the results; "" is beside each notebook, which then replaces it
	HTML         bool   // write a page too
	ChartLibrary []byte // for HTML
	Progress     *Progress
}

// A Result tells what became of one notebook.
type Result struct {
	Path     string
	Cells    []CellResult
	Duration time.Duration
	Err      error // what stopped the run, or what differs; nil when all is well
}

// A CellResult tells how one cell went.
type CellResult struct {
	Title    string
	Duration time.Duration
	Err      error
}

// Expand returns the notebooks that the patterns name: files as they are, and globs, for shells that do not expand them.
// Each is listed once.
func Expand(patterns []string) ([]string, error) {
	var paths []string
	for _, pattern := range patterns {
		found := []string{pattern}
		if _, err := os.Stat(pattern); err != nil {
			if found, err = filepath.Glob(pattern); err != nil {
				return nil, fmt.Errorf("%s: %w", pattern, err)
			}
			if len(found) == 0 {
				return nil, fmt.Errorf("%s: no such notebook", pattern)
			}
		}
		for _, path := range found {
			if !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		}
	}
	return paths, nil
}

// RunFiles runs or verifies the notebooks and returns a result for each, in their order. A notebook that fails does not
// keep the others from running; its file is written as far as it came.
func RunFiles(ctx context.Context, paths []string, opts BatchOptions) ([]Result, error) {
	if opts.OutDir != "" {
		if err := distinctNames(paths); err != nil {
			return nil, err
		}
		if err := os.MkdirAll(opts.OutDir, 0o755); err != nil {
			return nil, err
		}
	}
	results := make([]Result, len(paths))
	places := make(chan struct{}, max(opts.Jobs, 1))
	var all sync.WaitGroup
	for i, path := range paths {
		places <- struct{}{} // here, so that notebooks begin in their order
		all.Go(func() {
			defer func() { <-places }()
			results[i] = runFile(ctx, path, opts)
		})
	}
	all.Wait()
	return results, nil
}

// distinctNames refuses paths that would be written to one file.
func distinctNames(paths []string) error {
	seen := map[string]string{}
	for _, path := range paths {
		name := filepath.Base(path)
		if other, taken := seen[name]; taken {
			return fmt.Errorf("%s and %s would be written to the same file", other, path)
		}
		seen[name] = path
	}
	return nil
}

func runFile(ctx context.Context, path string, opts BatchOptions) Result {
	result := Result{Path: path}
	begun := time.Now()
	written, err := processFile(ctx, path, opts, &result)
	result.Duration, result.Err = time.Since(begun), err
	opts.Progress.finished(result, written)
	return result
}

// processFile does the work on one notebook. It returns the files it wrote.
func processFile(ctx context.Context, path string, opts BatchOptions, result *Result) (written []string, err error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	book, err := Read(path)
	if err != nil {
		return nil, err
	}
	book.Inject(opts.Parameters)
	saved := book.outputs()
	run := opts.Run
	run.Dir = filepath.Dir(path)
	run.Progress = func(e Event) {
		opts.Progress.cell(path, e)
		if e.Done {
			result.Cells = append(result.Cells, CellResult{e.Title, e.Duration, e.Err})
		}
	}
	err = Run(ctx, book, run)
	if opts.Verify {
		if err == nil {
			err = differences(book, saved, opts.Tolerance)
		}
		return nil, err
	}
	written, writeErr := writeResults(book, path, opts)
	return written, errors.Join(err, writeErr)
}

// writeResults writes the executed notebook and the page.
func writeResults(book *Notebook, path string, opts BatchOptions) ([]string, error) {
	target := path
	if opts.OutDir != "" {
		target = filepath.Join(opts.OutDir, filepath.Base(path))
	}
	if err := book.Write(target); err != nil {
		return nil, err
	}
	written := []string{target}
	if opts.HTML {
		content, err := HTML(book, HTMLOptions{Files: os.DirFS(filepath.Dir(path)), ChartLibrary: opts.ChartLibrary})
		if err != nil {
			return written, fmt.Errorf("%s: %w", path, err)
		}
		name := strings.TrimSuffix(target, filepath.Ext(target)) + ".html"
		if err := WriteFile(name, content); err != nil {
			return written, err
		}
		written = append(written, name)
	}
	return written, nil
}
