// Command gen writes the tables through which cells reach compiled packages: for each package the values behind its
// exported names, as Go source, and its type information, as export data in a zip archive.
//
// Run in eval/symbols/gen, it writes what belongs to packages array and display, which takes seconds and is what
// `go generate ./eval/symbols` does. With the argument std it writes what belongs to the standard library instead, for
// every target: to be run when the Go version changes.
package main

import (
	"flag"
	"fmt"
	"log"
)

const module = "github.com/arraybook/arraybook"

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	out := flag.String("o", "..", "directory of package symbols, to write to")
	flag.Parse()
	if err := run(*out, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(out string, args []string) error {
	switch {
	case len(args) == 0:
		return writeOwn(out)
	case len(args) == 1 && args[0] == "std":
		return writeStd(out)
	}
	return fmt.Errorf("arguments %q: want none, or std", args)
}
