// This file shows files and pictures, one example a name.

package array_test

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"

	. "github.com/arraybook/arraybook/array"
)

func ExampleLoadNPY() {
	path := filepath.Join(os.TempDir(), "arraybook-example.npy")
	defer os.Remove(path)
	if err := SaveNPY(path, Of(1.5, 2)); err != nil {
		fmt.Println(err)
	}
	fmt.Println(LoadNPY[float64](path))
	// Output:
	// [1.5 2.0] <nil>
}

func ExampleOpenNPY() {
	path := filepath.Join(os.TempDir(), "arraybook-example-open.npy")
	defer os.Remove(path)
	if err := SaveNPY(path, Of(1.5, 2)); err != nil {
		fmt.Println(err)
	}
	m, err := OpenNPY[float64](path)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer m.Close()
	fmt.Println(m.Array().Sum())
	// Output:
	// 3.5
}

func ExampleLoadNPZ() {
	path := filepath.Join(os.TempDir(), "arraybook-example.npz")
	defer os.Remove(path)
	if err := SaveNPZ(path, map[string]*Array[int]{"x": Of(1, 2)}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(LoadNPZ[int](path, "x"))
	// Output:
	// [1 2] <nil>
}

func ExampleNamesNPZ() {
	path := filepath.Join(os.TempDir(), "arraybook-example-names.npz")
	defer os.Remove(path)
	if err := SaveNPZ(path, map[string]*Array[int]{"x": Of(1), "y": Of(2)}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(NamesNPZ(path))
	// Output:
	// [x y] <nil>
}

func ExampleWriteNPY() {
	var file bytes.Buffer
	fmt.Println(WriteNPY(&file, Of(1.5, 2)), file.Len())
	// Output:
	// <nil> 144
}

func ExampleWriteCSV() {
	fmt.Println(WriteCSV(os.Stdout, Of(1, 2, 3, 4).Reshape(2, 2)))
	// Output:
	// 1,2
	// 3,4
	// <nil>
}

func ExampleSaveCSV() {
	path := filepath.Join(os.TempDir(), "arraybook-example.csv")
	defer os.Remove(path)
	fmt.Println(SaveCSV(path, Of(1, 2, 3, 4).Reshape(2, 2)))
	fmt.Println(LoadCSV[int](path))
	// Output:
	// <nil>
	// [[1 2]
	//  [3 4]] <nil>
}

func ExampleLoadCSV() {
	path := filepath.Join(os.TempDir(), "arraybook-example-load.csv")
	defer os.Remove(path)
	if err := os.WriteFile(path, []byte("1,2\n3,4\n"), 0o600); err != nil {
		fmt.Println(err)
	}
	fmt.Println(LoadCSV[float64](path))
	// Output:
	// [[1 2]
	//  [3 4]] <nil>
}

func ExampleLoadImage() {
	path := filepath.Join(os.TempDir(), "arraybook-example.png")
	defer os.Remove(path)
	if err := SaveImage(path, Full[uint8](200, 2, 3, 3)); err != nil {
		fmt.Println(err)
	}
	picture, err := LoadImage(path)
	fmt.Println(picture.Shape(), picture.At(0, 0, 0), err)
	// Output:
	// [2 3 3] 200 <nil>
}

func ExampleLoadImage16() {
	path := filepath.Join(os.TempDir(), "arraybook-example-16.png")
	defer os.Remove(path)
	if err := SaveImage(path, Full[uint16](40000, 2, 3)); err != nil {
		fmt.Println(err)
	}
	picture, err := LoadImage16(path)
	fmt.Println(picture.Shape(), picture.At(0, 0, 0), err)
	// Output:
	// [2 3 1] 40000 <nil>
}

func ExampleToImage() {
	picture, err := ToImage(Full[uint8](200, 2, 3))
	fmt.Println(picture.Bounds(), err)
	// Output:
	// (0,0)-(3,2) <nil>
}

func ExampleFromImage() {
	fmt.Println(FromImage(image.NewGray(image.Rect(0, 0, 3, 2))).Shape())
	// Output:
	// [2 3 1]
}

func ExampleFromImage16() {
	fmt.Println(FromImage16(image.NewGray16(image.Rect(0, 0, 3, 2))).Shape())
	// Output:
	// [2 3 1]
}
