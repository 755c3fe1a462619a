// Command generate writes the logo files of the kernelspec into a folder. Run by `go generate` in kernelspec.
package main

import (
	"fmt"
	"image/png"
	"log"
	"os"
	"path/filepath"

	"github.com/arraybook/arraybook/kernelspec/internal/logo"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: generate FOLDER")
	}
	dir := os.Args[1]
	for _, size := range []int{32, 64} {
		if err := writePNG(filepath.Join(dir, fmt.Sprintf("logo-%dx%d.png", size, size)), size); err != nil {
			log.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "logo-svg.svg"), logo.SVG(), 0o644); err != nil {
		log.Fatal(err)
	}
}

func writePNG(path string, size int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, logo.Draw(size)); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
