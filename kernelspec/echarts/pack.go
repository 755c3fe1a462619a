//go:build ignore

// This file fetches the chart library from its npm package with the npm client, checks that it is the file it was when
// it was chosen, and packs it for embedding. Run by `go generate`; its result is committed.

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

// The library: Apache ECharts, licence Apache-2.0, with parts of d3 under BSD-3-Clause. Version 5 is the one whose
// options go-echarts v2 writes.
const (
	version = "5.6.0"
	sum     = "bf4a223524e40b77c304bec67e1222cf551f14880cf42c69dc046558e11c07b1" // SHA-256 of dist/echarts.min.js
)

// wanted maps the path in the npm package to the name beside this file.
var wanted = map[string]string{
	"package/dist/echarts.min.js": "echarts.min.js.gz",
	"package/LICENSE":             "LICENSE",
	"package/licenses/LICENSE-d3": "LICENSE-d3",
	"package/NOTICE":              "NOTICE",
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run pack.go FOLDER")
	}
	if err := pack(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func pack(dir string) error {
	temp, err := os.MkdirTemp("", "echarts-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if out, err := exec.Command("npm", "pack", "--pack-destination", temp, "echarts@"+version).CombinedOutput(); err != nil {
		return fmt.Errorf("npm pack: %w\n%s", err, out)
	}
	f, err := os.Open(filepath.Join(temp, "echarts-"+version+".tgz"))
	if err != nil {
		return err
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	archive := tar.NewReader(unpacked)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name, ok := wanted[header.Name]
		if !ok {
			continue
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			return err
		}
		if filepath.Ext(name) == ".gz" {
			if content, err = checkedAndPacked(content); err != nil {
				return err
			}
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
}

func checkedAndPacked(content []byte) ([]byte, error) {
	if got := fmt.Sprintf("%x", sha256.Sum256(content)); got != sum {
		return nil, fmt.Errorf("echarts.min.js has SHA-256 %s, want %s", got, sum)
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	err = w.Close()
	return packed.Bytes(), err
}
