// This file drives the Python process that measures the other libraries.

package main

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

//go:embed peers.py
var peersProgram string

// peers is a running peers.py.
type peers struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

func startPeers(python string, threads int) (*peers, error) {
	command := exec.Command(python, "-c", peersProgram)
	for _, variable := range os.Environ() { // OpenBLAS is to choose its kernels for this machine itself
		if !strings.HasPrefix(variable, "OPENBLAS_") {
			command.Env = append(command.Env, variable)
		}
	}
	for _, name := range []string{"OMP", "OPENBLAS", "MKL", "NUMBA"} {
		command.Env = append(command.Env, fmt.Sprintf("%s_NUM_THREADS=%d", name, threads))
	}
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &peers{command, in, bufio.NewReader(out)}, command.Start()
}

func (p *peers) close() {
	p.in.Close()
	p.command.Wait()
}

// ask sends a request and decodes the answer.
func (p *peers) ask(request any, answer any) error {
	line, err := json.Marshal(request)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(p.in, "%s\n", line); err != nil {
		return err
	}
	text, err := p.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("the Python process ended: %w", err)
	}
	return json.Unmarshal(text, answer)
}

// prepare makes the row's operands there and returns the names of the libraries that can run it.
func (p *peers) prepare(r row) (names []string, err error) {
	options := r.options
	if options == nil {
		options = map[string]int{}
	}
	err = p.ask(map[string]any{"prepare": r.peer, "spec": r.spec, "shapes": r.shapes, "dtype": r.dtype, "options": options}, &names)
	return names, err
}

func (p *peers) measure(name string, slice float64) (seconds float64, err error) {
	err = p.ask(map[string]any{"measure": name, "slice": slice}, &seconds)
	return seconds, err
}
