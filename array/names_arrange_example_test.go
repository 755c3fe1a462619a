// This file shows arranging elements, sets and random numbers, one example a name.

package array_test

import (
	"fmt"

	. "github.com/arraybook/arraybook/array"
)

func ExampleDiag() {
	fmt.Println(Diag(Of(1, 2)))
	// Output:
	// [[1 0]
	//  [0 2]]
}

func ExampleTriu() {
	fmt.Println(Triu(Ones[int](3, 3), 1))
	// Output:
	// [[0 1 1]
	//  [0 0 1]
	//  [0 0 0]]
}

func ExampleRot90() {
	fmt.Println(Rot90(Of(1, 2, 3, 4).Reshape(2, 2), 1))
	// Output:
	// [[2 4]
	//  [1 3]]
}

func ExampleBroadcast() {
	both := Broadcast(Of(1, 2), Of(3, 4).Reshape(2, 1))
	fmt.Println(both[0])
	fmt.Println(both[1])
	// Output:
	// [[1 2]
	//  [1 2]]
	// [[3 3]
	//  [4 4]]
}

func ExampleVStack() {
	fmt.Println(VStack(Of(1, 2), Of(3, 4)))
	// Output:
	// [[1 2]
	//  [3 4]]
}

func ExampleHStack() {
	fmt.Println(HStack(Of(1, 2), Of(3, 4)))
	// Output:
	// [1 2 3 4]
}

func ExampleSplitAt() {
	fmt.Println(SplitAt(Arange(0, 6, 1), 0, 1, 3))
	// Output:
	// [[0] [1 2] [3 4 5]]
}

func ExampleDelete() {
	fmt.Println(Delete(Of(10, 20, 30), 0, 1))
	// Output:
	// [10 30]
}

func ExampleInsert() {
	fmt.Println(Insert(Of(10, 20, 30), 0, 1, Of(11, 12)))
	// Output:
	// [10 11 12 20 30]
}

func ExampleTakeAlong() {
	scores := Of(7, 9, 8)
	fmt.Println(TakeAlong(scores, Argsort(scores), 0))
	// Output:
	// [7 8 9]
}

func ExampleNonzero() {
	fmt.Println(Nonzero(Of(0, 5, 0, 6).Reshape(2, 2)))
	// Output:
	// [[0 1] [1 1]]
}

func ExamplePutMask() {
	a := Of(1, -2, 3)
	PutMask(a, Less(a, Scalar(0)), Scalar(0))
	fmt.Println(a)
	// Output:
	// [1 0 3]
}

func ExampleAssignMask() {
	a := Of(1, -2, 3, -4)
	negative := Less(a, Scalar(0))
	AssignMask(a, negative, Of(20, 40))
	fmt.Println(a)
	// Output:
	// [ 1 20  3 40]
}

func ExampleFullLike() {
	fmt.Println(FullLike(Of(1.5, 2), 7))
	// Output:
	// [7 7]
}

func ExampleOnesLike() {
	fmt.Println(OnesLike(Of(1.5, 2)))
	// Output:
	// [1 1]
}

func ExampleIsIn() {
	fmt.Println(IsIn(Of(1, 2, 3), Of(3, 1)))
	// Output:
	// [ true false  true]
}

func ExampleUnion() {
	fmt.Println(Union(Of(3, 1), Of(2, 3)))
	// Output:
	// [1 2 3]
}

func ExampleIntersect() {
	fmt.Println(Intersect(Of(3, 1), Of(2, 3)))
	// Output:
	// [3]
}

func ExampleDifference() {
	fmt.Println(Difference(Of(3, 1), Of(2, 3)))
	// Output:
	// [1]
}

func ExampleChoice() {
	fmt.Println(Choice(NewRand(1), Of(10, 20, 30), 5).Shape())
	// Output:
	// [5]
}

func ExampleUniform() {
	u := Uniform(NewRand(1), 1000)
	fmt.Println(u.Min().Item() >= 0, u.Max().Item() < 1)
	// Output:
	// true true
}

func ExampleNormal() {
	fmt.Println(Normal(NewRand(1), 2, 3).Shape())
	// Output:
	// [2 3]
}

func ExampleIntegers() {
	dice := Integers(NewRand(1), 1, 7, 1000)
	fmt.Println(dice.Min(), dice.Max())
	// Output:
	// 1 6
}

func ExamplePermutation() {
	fmt.Println(Sort(Permutation(NewRand(1), 5)))
	// Output:
	// [0 1 2 3 4]
}

func ExampleRand_Split() {
	rng := NewRand(1)
	other := rng.Split()
	fmt.Println(ArrayEqual(Uniform(rng, 3), Uniform(other, 3)))
	// Output:
	// false
}
