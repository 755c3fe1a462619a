// This file holds the engines: each runs a program and returns what it printed.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/traefik/yaegi/interp"
	"github.com/traefik/yaegi/stdlib"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols"
)

// An engine runs programs.
type engine struct {
	name string
	run  func(p *program, reps int) (string, error)
}

var errCannot = errors.New("this engine cannot run the program")

// patience bounds one run.
const patience = 2 * time.Minute

func allEngines(dir, python string) []*engine {
	c := compiled{dir: dir, built: map[string]string{}}
	return []*engine{
		{"go", c.run},
		{"eval", runEval},
		{"yaegi", runYaegi},
		{"python", func(p *program, reps int) (string, error) { return runPython(python, p, reps) }},
	}
}

// compiled runs what go build makes of the program.
type compiled struct {
	dir   string
	built map[string]string // executable by source
}

func (c *compiled) run(p *program, reps int) (string, error) {
	text, err := p.file(".go", reps)
	if err != nil {
		return "", err
	}
	exe, ok := c.built[text]
	if !ok {
		exe = filepath.Join(c.dir, p.name+strconv.Itoa(reps))
		source := exe + ".go"
		if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
			return "", err
		}
		if out, err := exec.Command("go", "build", "-o", exe, source).CombinedOutput(); err != nil {
			return "", fmt.Errorf("go build: %w\n%s", err, out)
		}
		c.built[text] = exe
	}
	return output(exe)
}

func runPython(python string, p *program, reps int) (string, error) {
	text, err := p.file(".py", reps)
	if err != nil {
		return "", err
	}
	return output(python, "-c", text)
}

func output(name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, stderr.Bytes())
	}
	return string(out), err
}

func runEval(p *program, reps int) (string, error) {
	text, err := p.file(".cell", reps)
	if err != nil {
		return "", err
	}
	session, err := newSession()
	if err != nil {
		return "", err
	}
	defer session.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var out bytes.Buffer
	err = session.Execute(ctx, eval.Cell{Number: 1, Source: text, Stdout: &out, Stderr: os.Stderr, Show: func(any) {}})
	return out.String(), err
}

func newSession() (*eval.Session, error) {
	return eval.New(eval.Config{
		Packages:  symbols.Packages(),
		Operators: eval.Operators{Path: "github.com/arraybook/arraybook/array", Type: "Array"},
	})
}

// dump prints what the evaluator makes of a program.
func dump(w io.Writer, p *program, stage string) error {
	text, err := p.file(".cell", 1)
	if err != nil {
		return err
	}
	session, err := newSession()
	if err != nil {
		return err
	}
	defer session.Close()
	return session.Dump(w, text, stage)
}

func runYaegi(p *program, reps int) (string, error) {
	if p.arrays {
		return "", errCannot
	}
	text, err := p.file(".go", reps)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	i := interp.New(interp.Options{Stdout: &out, Stderr: os.Stderr})
	if err := i.Use(stdlib.Symbols); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, err = i.EvalWithContext(ctx, text)
	return out.String(), err
}

func decimal(n int) string { return strconv.Itoa(n) }
