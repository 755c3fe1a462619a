// This file lets compiled programs keep the pictures that their text output cannot show.

package display

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// SaveTo has [Display] in a compiled program, beside the text that it prints, write what it shows into files of a folder:
// 001.png and 001.html for the first value that has a picture or a page, and so on; an update writes the same files
// again. The folder is made when it is first needed, which a line on stderr then says. In a notebook it has no effect.
func SaveTo(folder string) {
	out := Output(&fileOutput{textOutput: &textOutput{w: os.Stdout, terminal: isTerminal(os.Stdout)}, folder: folder, numbers: map[string]int{}})
	stdout.Store(&out)
}

// stdout holds the Output of compiled programs.
var stdout atomic.Pointer[Output]

func orStdout(out Output) Output {
	if out != nil {
		return out
	}
	if stdout.Load() == nil {
		text := NewTextOutput(os.Stdout)
		stdout.CompareAndSwap(nil, &text)
	}
	return *stdout.Load()
}

// A fileOutput is a textOutput that writes files, too.
type fileOutput struct {
	*textOutput
	folder string

	mu      sync.Mutex
	numbers map[string]int // of the files of each place
}

// saved are the forms that are worth a file, with the endings of their names.
var saved = []struct{ mime, ending string }{{"image/png", ".png"}, {"image/jpeg", ".jpg"}, {"image/svg+xml", ".svg"}, {"text/html", ".html"}}

// Display implements Output.
func (o *fileOutput) Display(b Bundle, id string) error {
	if err := o.textOutput.Display(b, id); err != nil {
		return err
	}
	for _, form := range saved {
		content, ok := b.Data[form.mime]
		if !ok {
			continue
		}
		if err := o.save(id, form.ending, fileContent(form.mime, content)); err != nil {
			fmt.Fprintln(os.Stderr, "display:", err)
			return err
		}
	}
	return nil
}

// Update implements Output.
func (o *fileOutput) Update(b Bundle, id string) error { return o.Display(b, id) }

// save writes one form of what a place shows.
func (o *fileOutput) save(id, ending string, content []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.numbers) == 0 {
		if err := os.MkdirAll(o.folder, 0o777); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "pictures and pages are written to %s\n", o.folder)
	}
	if o.numbers[id] == 0 {
		o.numbers[id] = len(o.numbers) + 1
	}
	return os.WriteFile(filepath.Join(o.folder, fmt.Sprintf("%03d%s", o.numbers[id], ending)), content, 0o666)
}

// fileContent is a form as a file of its own.
func fileContent(mime string, content any) []byte {
	if raw, ok := content.([]byte); ok {
		return raw
	}
	text := fmt.Sprint(content)
	if mime == "text/html" {
		name := html.EscapeString(filepath.Base(os.Args[0]))
		text = "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + name + "</title>\n<body style=\"font-family:sans-serif\">\n" + text + "\n"
	}
	return []byte(text)
}
