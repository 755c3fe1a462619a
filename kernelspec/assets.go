// This file holds the files that a kernelspec carries beside kernel.json: logos and the chart library.

package kernelspec

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io"
	"io/fs"
)

//go:generate go run ./internal/logo/generate .
//go:generate go run ./echarts/pack.go echarts

//go:embed logo-32x32.png logo-64x64.png logo-svg.svg echarts/LICENSE echarts/LICENSE-d3 echarts/NOTICE echarts/echarts.min.js.gz
var embedded embed.FS

// ECharts returns the source of the Apache ECharts library (echarts.min.js, licence Apache-2.0), which draws the
// interactive charts. It is kept compressed in the binary.
func ECharts() []byte {
	packed, err := gzip.NewReader(bytes.NewReader(read("echarts/echarts.min.js.gz")))
	if err != nil {
		panic("kernelspec: embedded chart library: " + err.Error())
	}
	source, err := io.ReadAll(packed)
	if err != nil {
		panic("kernelspec: embedded chart library: " + err.Error())
	}
	return source
}

// assets maps the name of each file in the kernelspec folder to its content. Jupyter servers serve them at
// BASE/kernelspecs/NAME/FILE, which is how a page loads the chart library without a network.
func assets() map[string][]byte {
	return map[string][]byte{
		"logo-32x32.png":     read("logo-32x32.png"),
		"logo-64x64.png":     read("logo-64x64.png"),
		"logo-svg.svg":       read("logo-svg.svg"),
		"echarts.min.js":     ECharts(),
		"echarts-LICENSE":    read("echarts/LICENSE"),
		"echarts-LICENSE-d3": read("echarts/LICENSE-d3"),
		"echarts-NOTICE":     read("echarts/NOTICE"),
	}
}

func read(name string) []byte {
	content, err := fs.ReadFile(embedded, name)
	if err != nil {
		panic("kernelspec: " + err.Error())
	}
	return content
}
