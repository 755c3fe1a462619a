module github.com/arraybook/arraybook/eval/bench

go 1.26.0

require github.com/arraybook/arraybook v0.0.0

require (
	github.com/go-echarts/go-echarts/v2 v2.6.7 // indirect
	github.com/traefik/yaegi v0.16.1
	golang.org/x/image v0.47.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	gonum.org/v1/gonum v0.17.0 // indirect
)

replace github.com/arraybook/arraybook => ../..
