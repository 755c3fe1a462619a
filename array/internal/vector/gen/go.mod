module github.com/arraybook/arraybook/array/internal/vector/gen

go 1.26.0
