// Command arraybook is a Jupyter kernel for Go array notebooks.
package main

func main() {}
