package eval_test

// This file exports cells as programs, builds the programs, and compares what they print with what the session prints.

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols"
)

func exportConfig() eval.Config {
	return eval.Config{
		Packages:  symbols.Packages(),
		Operators: eval.Operators{Path: "github.com/arraybook/arraybook/array", Type: "Array"},
		Version:   "test",
	}
}

func TestTry(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, path := range files {
		text, _ := os.ReadFile(path)
		var cells []eval.ProgramCell
		for i, c := range readCells(string(text)) {
			cells = append(cells, eval.ProgramCell{Number: i + 1, Source: c.source, Fails: c.errBlock != "" || errorComment.MatchString(c.source)})
		}
		p, err := eval.NewProgram(exportConfig(), cells, eval.ProgramOptions{Doc: path})
		if err != nil {
			t.Error(path, traceback(err))
			continue
		}
		os.WriteFile("/tmp/exp/"+filepath.Base(path)+".go", p.Source, 0o644)
		t.Log(path, p.Notes)
	}
}
