package eval

// This file lets cells read standard input line by line, each line asked for when it is needed.

import (
	"errors"
	"io"
)

// input is a reader whose lines come from the frontend.
type input struct {
	ask  func(prompt string, password bool) (string, error)
	rest []byte
}

var errNoInput = errors.New("this frontend gives cells no input")

func (in *input) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if len(in.rest) == 0 {
		if in.ask == nil {
			return 0, errNoInput
		}
		line, err := in.ask("", false)
		if err != nil {
			return 0, err
		}
		in.rest = append([]byte(line), '\n')
	}
	n := copy(p, in.rest)
	in.rest = in.rest[n:]
	return n, nil
}

var _ io.Reader = (*input)(nil)
