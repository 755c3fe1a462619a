// Operations that stand for several, one function each: every sum, test, element and field that loops consist of.
// Written by a script from the list of operators.
package main

import (
	"fmt"
	"math"
)

var (
	p, q, r = 1.5, -2.25, 4.0
	gi      int
	gf      float64
	keep    *float64
)

func ptr(n int) *int { return &n }

func f0(x, y, z int) int {
	return (x + y) + z
}

func f1(x, y, z int) int {
	return (x + y) - z
}

func f2(x, y, z int) int {
	return z - (x + y)
}

func f3(x, y, z int) int {
	return (x + y) * z
}

func f4(x, y, z int) int {
	return (x + y) & z
}

func f5(x, y, z int) int {
	return (x + y) | z
}

func f6(x, y, z int) int {
	return (x + y) ^ z
}

func f7(x, y, z int) int {
	return (x - y) + z
}

func f8(x, y, z int) int {
	return (x - y) - z
}

func f9(x, y, z int) int {
	return z - (x - y)
}

func f10(x, y, z int) int {
	return (x - y) * z
}

func f11(x, y, z int) int {
	return (x - y) & z
}

func f12(x, y, z int) int {
	return (x - y) | z
}

func f13(x, y, z int) int {
	return (x - y) ^ z
}

func f14(x, y, z int) int {
	return (x * y) + z
}

func f15(x, y, z int) int {
	return (x * y) - z
}

func f16(x, y, z int) int {
	return z - (x * y)
}

func f17(x, y, z int) int {
	return (x * y) * z
}

func f18(x, y, z int) int {
	return (x * y) & z
}

func f19(x, y, z int) int {
	return (x * y) | z
}

func f20(x, y, z int) int {
	return (x * y) ^ z
}

func f21(x, y, z int) int {
	return (x & y) + z
}

func f22(x, y, z int) int {
	return (x & y) - z
}

func f23(x, y, z int) int {
	return z - (x & y)
}

func f24(x, y, z int) int {
	return (x & y) * z
}

func f25(x, y, z int) int {
	return (x & y) & z
}

func f26(x, y, z int) int {
	return (x & y) | z
}

func f27(x, y, z int) int {
	return (x & y) ^ z
}

func f28(x, y, z int) int {
	return (x | y) + z
}

func f29(x, y, z int) int {
	return (x | y) - z
}

func f30(x, y, z int) int {
	return z - (x | y)
}

func f31(x, y, z int) int {
	return (x | y) * z
}

func f32(x, y, z int) int {
	return (x | y) & z
}

func f33(x, y, z int) int {
	return (x | y) | z
}

func f34(x, y, z int) int {
	return (x | y) ^ z
}

func f35(x, y, z int) int {
	return (x ^ y) + z
}

func f36(x, y, z int) int {
	return (x ^ y) - z
}

func f37(x, y, z int) int {
	return z - (x ^ y)
}

func f38(x, y, z int) int {
	return (x ^ y) * z
}

func f39(x, y, z int) int {
	return (x ^ y) & z
}

func f40(x, y, z int) int {
	return (x ^ y) | z
}

func f41(x, y, z int) int {
	return (x ^ y) ^ z
}

func f42(x, y, z int) int {
	return (x << 3) + z
}

func f43(x, y, z int) int {
	return (x << 3) - z
}

func f44(x, y, z int) int {
	return z - (x << 3)
}

func f45(x, y, z int) int {
	return (x << 3) * z
}

func f46(x, y, z int) int {
	return (x << 3) & z
}

func f47(x, y, z int) int {
	return (x << 3) | z
}

func f48(x, y, z int) int {
	return (x << 3) ^ z
}

func f49(x, y, z int) int {
	return (x >> 3) + z
}

func f50(x, y, z int) int {
	return (x >> 3) - z
}

func f51(x, y, z int) int {
	return z - (x >> 3)
}

func f52(x, y, z int) int {
	return (x >> 3) * z
}

func f53(x, y, z int) int {
	return (x >> 3) & z
}

func f54(x, y, z int) int {
	return (x >> 3) | z
}

func f55(x, y, z int) int {
	return (x >> 3) ^ z
}

func f56(x, y, z int) int {
	return (x * y) % (z | 1)

}

func f57(x, y, z int) int {
	return (x + y) % (z | 1)

}

func f58(x, y, z int) (r int) {
	defer func() {
		if e := recover(); e != nil {
			r = -7
		}
	}()
	return (x * y) % (z & 1)
}

func f59(x, y, z int) (r int) {
	defer func() {
		if e := recover(); e != nil {
			r = -7
		}
	}()
	return (x + y) % (z & 1)
}

func f60(x, y, z float64) float64 {
	return (x + y) + z
}

func f61(x, y, z float64) float64 {
	return (x + y) - z
}

func f62(x, y, z float64) float64 {
	return z - (x + y)
}

func f63(x, y, z float64) float64 {
	return (x + y) * z
}

func f64(x, y, z float64) float64 {
	return (x + y) / z
}

func f65(x, y, z float64) float64 {
	return z / (x + y)
}

func f66(x, y, z float64) float64 {
	return (x - y) + z
}

func f67(x, y, z float64) float64 {
	return (x - y) - z
}

func f68(x, y, z float64) float64 {
	return z - (x - y)
}

func f69(x, y, z float64) float64 {
	return (x - y) * z
}

func f70(x, y, z float64) float64 {
	return (x - y) / z
}

func f71(x, y, z float64) float64 {
	return z / (x - y)
}

func f72(x, y, z float64) float64 {
	return (x * y) + z
}

func f73(x, y, z float64) float64 {
	return (x * y) - z
}

func f74(x, y, z float64) float64 {
	return z - (x * y)
}

func f75(x, y, z float64) float64 {
	return (x * y) * z
}

func f76(x, y, z float64) float64 {
	return (x * y) / z
}

func f77(x, y, z float64) float64 {
	return z / (x * y)
}

func f78(x, y, z float64) float64 {
	return (x / y) + z
}

func f79(x, y, z float64) float64 {
	return (x / y) - z
}

func f80(x, y, z float64) float64 {
	return z - (x / y)
}

func f81(x, y, z float64) float64 {
	return (x / y) * z
}

func f82(x, y, z float64) float64 {
	return (x / y) / z
}

func f83(x, y, z float64) float64 {
	return z / (x / y)
}

func f84(x, y, z float64) float64 {
	return x*y + z*x
}

func f85(x, y, z float64) float64 {
	return x*y - z*x
}

func f86(x, y, z float64) float64 {
	return x*y*z + p
}

func f87(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x&y == z {
			n += i
		}
	}
	return n
}

func f88(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x&y != z {
			n += i
		}
	}
	return n
}

func f89(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x&y < z {
			n += i
		}
	}
	return n
}

func f90(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x&y <= z {
			n += i
		}
	}
	return n
}

func f91(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x&y > z {
			n += i
		}
	}
	return n
}

func f92(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x&y >= z {
			n += i
		}
	}
	return n
}

func f93(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x%(y|1) == z {
			n += i
		}
	}
	return n
}

func f94(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x%(y|1) != z {
			n += i
		}
	}
	return n
}

func f95(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x%(y|1) < z {
			n += i
		}
	}
	return n
}

func f96(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x%(y|1) <= z {
			n += i
		}
	}
	return n
}

func f97(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x%(y|1) > z {
			n += i
		}
	}
	return n
}

func f98(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x%(y|1) >= z {
			n += i
		}
	}
	return n
}

func f99(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x+y == z {
			n += i
		}
	}
	return n
}

func f100(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x+y != z {
			n += i
		}
	}
	return n
}

func f101(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x+y < z {
			n += i
		}
	}
	return n
}

func f102(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x+y <= z {
			n += i
		}
	}
	return n
}

func f103(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x+y > z {
			n += i
		}
	}
	return n
}

func f104(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x+y >= z {
			n += i
		}
	}
	return n
}

func f105(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x*y == z {
			n += i
		}
	}
	return n
}

func f106(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x*y != z {
			n += i
		}
	}
	return n
}

func f107(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x*y < z {
			n += i
		}
	}
	return n
}

func f108(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x*y <= z {
			n += i
		}
	}
	return n
}

func f109(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x*y > z {
			n += i
		}
	}
	return n
}

func f110(x, y, z int) int {
	n := 0
	for i := 0; i < 6; i++ {
		x += i
		if x*y >= z {
			n += i
		}
	}
	return n
}

func f111(x, y, z int) int {
	n, lim := 0, y&15
	for i := 0; i < lim; i++ {
		n = n*3 + i
	}
	return n
}

func f112(x, y, z int) int {
	n, lim := 0, y&15
	for i := 0; i <= lim; i++ {
		n = n*3 + i
	}
	return n
}

func f113(x, y, z int) int {
	n, lim := 0, y&15
	for i := 0; i != lim; i++ {
		n = n*3 + i
	}
	return n
}

func f114(x, y, z int) int {
	n, lim := 0, z&3
	for i := 9; i > lim; i-- {
		n = n*3 + i
	}
	return n
}

func f115(x, y, z int) int {
	n, lim := 0, z&3
	for i := 9; i >= lim; i -= 2 {
		n = n*3 + i
	}
	return n
}

func f116(x, y, z int) int {
	s := make([]uint8, 12)
	for i := range s {
		s[i] = uint8(x + i)
	}
	rows := [][]uint8{s, s[2:], s[4:]}
	n := 0
	for i := 0; i < 3; i++ {
		for j := 0; j < 4; j++ {
			n = n*3 + int(s[i+j]) + int(rows[i][j])
			s[i+j+1] = s[j]
			rows[i][j+1] = s[i]
		}
	}
	return n
}

func f117(x, y, z int) int {
	type pair struct {
		a string
		v uint8
		w uint8
	}
	ps := make([]pair, 5)
	n := 0
	for i := range ps {
		ps[i].v = uint8(x + i)
		ps[i].w = ps[i].v
		n = n*5 + int(ps[i].w)
		if i > 0 {
			n += int(ps[i-1].v)
		}
	}
	return n
}

func f118(x, y, z int) int {
	s := make([]int32, 12)
	for i := range s {
		s[i] = int32(x + i)
	}
	rows := [][]int32{s, s[2:], s[4:]}
	n := 0
	for i := 0; i < 3; i++ {
		for j := 0; j < 4; j++ {
			n = n*3 + int(s[i+j]) + int(rows[i][j])
			s[i+j+1] = s[j]
			rows[i][j+1] = s[i]
		}
	}
	return n
}

func f119(x, y, z int) int {
	type pair struct {
		a string
		v int32
		w int32
	}
	ps := make([]pair, 5)
	n := 0
	for i := range ps {
		ps[i].v = int32(x + i)
		ps[i].w = ps[i].v
		n = n*5 + int(ps[i].w)
		if i > 0 {
			n += int(ps[i-1].v)
		}
	}
	return n
}

func f120(x, y, z int) int {
	s := make([]int, 12)
	for i := range s {
		s[i] = int(x + i)
	}
	rows := [][]int{s, s[2:], s[4:]}
	n := 0
	for i := 0; i < 3; i++ {
		for j := 0; j < 4; j++ {
			n = n*3 + int(s[i+j]) + int(rows[i][j])
			s[i+j+1] = s[j]
			rows[i][j+1] = s[i]
		}
	}
	return n
}

func f121(x, y, z int) int {
	type pair struct {
		a string
		v int
		w int
	}
	ps := make([]pair, 5)
	n := 0
	for i := range ps {
		ps[i].v = int(x + i)
		ps[i].w = ps[i].v
		n = n*5 + int(ps[i].w)
		if i > 0 {
			n += int(ps[i-1].v)
		}
	}
	return n
}

func f122(x, y, z int) int {
	s := make([]*int, 12)
	for i := range s {
		s[i] = ptr(x + i)
	}
	rows := [][]*int{s, s[2:], s[4:]}
	n := 0
	for i := 0; i < 3; i++ {
		for j := 0; j < 4; j++ {
			n = n*3 + *s[i+j] + *rows[i][j]
			s[i+j+1] = s[j]
			rows[i][j+1] = s[i]
		}
	}
	return n
}

func f123(x, y, z int) int {
	type pair struct {
		a string
		v *int
		w *int
	}
	ps := make([]pair, 5)
	n := 0
	for i := range ps {
		ps[i].v = ptr(x + i)
		ps[i].w = ps[i].v
		n = n*5 + *ps[i].w
		if i > 0 {
			n += *ps[i-1].v
		}
	}
	return n
}

func f124(x, y, z int) int {
	fs, ns := make([]float64, 8), make([]int, 8)
	for i := range fs {
		fs[i], ns[i] = float64(x%7+i), y%5+i
	}
	rows := [][]float64{fs, fs[3:]}
	var a, b, c, d, e, g float64
	n := 0
	for i := 0; i < 4; i++ {
		a = a + fs[i]
		b = b - fs[i+2]
		c = fs[i+1] - c
		d = fs[i]*d + 1
		e += a * fs[i+1]
		g += e * rows[1][i]
		n = n + ns[i+3]
		fs[i] += a
		fs[i+1] -= b
		fs[i+2] *= 0.5
		ns[i] += n
	}
	return int(a+b+c+d+e+g+fs[2]+fs[3]) + n + ns[2]
}

func f125(x, y, z int) int {
	type v struct {
		k          int
		a, b, c, d float64
		n          int
	}
	p, q := &v{a: float64(x % 9), b: 2, c: 3, n: y}, &v{a: 4, b: float64(z % 9), c: 0.5}
	var s float64 = 1
	for i := 0; i < 5; i++ {
		s = s + p.a
		s = s - q.b
		s = p.c - s
		s = s * q.c
		s = s / p.b
		s = p.a / s
		s += p.a + q.b
		s += p.a - q.b
		s += p.a * q.b
		p.a += s
		p.b -= 0.25
		p.c *= 0.5
		p.d += s * q.c
		q.d -= s * p.c
		p.n += i
		y = y + p.n
		q.a, q.b, q.c = q.b, q.c, q.a // nothing here keeps its value
	}
	return int(s*10) + int(p.d+q.d) + y + p.n
}

func f126(x, y, z int) int {
	gi, gf = x, q
	for i := 0; i < 3; i++ {
		gi += i * y
		gf += float64(i)
	}
	return gi + int(gf)
}

func f127(x, y, z int) (r int) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(e)
			r = gi
		}
	}()
	s := []int{1, 2, 3}
	rows := [][]int{s, s[:1]}
	gi = 0
	for i := 0; ; i++ {
		gi += s[i]
		gi += rows[1][0]
		if i == x&1 {
			gi += rows[i&1][1]
		}
	}
}

func f128(x, y, z int) int {
	t := 0
	var rows [][]int
	for i := 0; i < x&1; i++ {
		for j := 0; j < y&3; j++ {
			t += rows[z&7][j] // not reached when x is even: nothing moved here may panic
		}
	}
	return t
}

func f129(x, y, z int) int {
	return int(math.Sqrt(math.Abs(float64(x))))
}

func f130(x, y, z int) int {
	a, b := float32(x), float32(3)
	a = a + b
	c := a * b
	d := c - a
	e := d / b
	var i8 int32 = int32(x)
	i8 = i8 + 3
	j8 := i8 * 5
	k8 := j8 - i8
	f := -float64(x)
	g := f / 3
	less, same := f < g, x == y
	le, ne := f <= g, x != y
	li, le2 := x < z, x <= z
	both := !less
	str := "hello"
	if same {
		str = fmt.Sprint(x)
	}
	u := uint(x) >> (uint(y) & 7)
	w := x >> (uint(y) & 7)
	v := x << (uint(y) & 7)
	xo, sb := x^y, x-y
	bytes := int(str[x&3])
	fmt.Println(a, c, d, e, i8, j8, k8, f, g, less, same, le, ne, li, le2, both, str, u, w, v, xo, sb, bytes)
	fp := &struct {
		s int32
		v float64
	}{int32(x), 4}
	pv := &fp.v
	*pv = 8
	var t float64 = 3
	t = fp.v / t
	return int(fp.s) + int(t)
}

func f131(x, y, z int) int {
	mats := [][]int{{1, 2}, {3, 4}}
	b8, w32, ptrs := [][]uint8{{1, 2}}, [][]int32{{3, 4}}, [][]*int{{nil, nil}}
	hist := make([]int, 4)
	fs := make([]float64, 4)
	type cell struct {
		p *int
		n int
	}
	cells := make([]cell, 3)
	for i := 0; i < 2; i++ {
		for j := 0; j < 2; j++ {
			mats[i][j] = x + j
			b8[0][j] = uint8(y)
			w32[0][j] = int32(z)
			ptrs[0][j] = &hist[j]
		}
		hist[i+1&3] += y
		hist[i] += x
		fs[i] += p
		fs[i] -= q
		fs[i] *= r
		cells[i].p = &hist[i]
	}
	return mats[1][1] + int(b8[0][1]) + int(w32[0][1]) + *ptrs[0][1] + hist[0] + int(fs[1]) + *cells[1].p
}

func f132(x, y, z int) int {
	n := 0
	b := uint(20)
	a := b - 5
	for a < b {
		a++
		n += 2
	}
	return n
}

func f133(x, y, z int) int {
	n := 0
	b := uint(20)
	a := b - 5
	for a <= b {
		a++
		n += 2
	}
	return n
}

func f134(x, y, z int) int {
	n := 0
	b := float64(20)
	a := b - 5
	for a < b {
		a++
		n += 2
	}
	return n
}

func f135(x, y, z int) int {
	n := 0
	b := float64(20)
	a := b - 5
	for a <= b {
		a++
		n += 2
	}
	return n
}

func f136(x, y, z int) int {
	n := 0
	b := float64(20)
	a := b - 5
	for !(a >= b) {
		a++
		n += 2
	}
	return n
}

func f137(x, y, z int) int {
	n := 0
	b := float64(20)
	a := b - 5
	for !(a > b) {
		a++
		n += 2
	}
	return n
}

func f138(x, y, z int) int {
	n := 0
	b := float64(20)
	a := b - 5
	for a != b {
		a++
		n += 2
	}
	return n
}

func f139(x, y, z int) int {
	n := 0
	b := float64(20)
	a := b
	for a == b {
		a++
		n += 2
	}
	return n
}

func f140(x, y, z int) int {
	n := 0
	b := int32(20)
	a := b - 5
	for a != b {
		a++
		n += 2
	}
	return n
}

func f141(x, y, z int) int {
	n := 0
	b := int32(20)
	a := b
	for a == b {
		a++
		n += 2
	}
	return n
}

func f142(x, y, z int) int {
	n := 0
	b := uint8(20)
	a := b - 5
	for a != b {
		a++
		n += 2
	}
	return n
}

func f143(x, y, z int) int {
	n := 0
	b := uint8(20)
	a := b
	for a == b {
		a++
		n += 2
	}
	return n
}

func f144(x, y, z int) int {
	n := 0
	b := int(20)
	a := b - 5
	for a < b {
		a, n = a+1, n+1
		n += 2
	}
	return n
}

func f145(x, y, z int) int {
	n := 0
	b := int(20)
	a := b - 5
	for a <= b {
		a, n = a+1, n+1
		n += 2
	}
	return n
}

func f146(x, y, z int) int {
	n := 0
	b := int(20)
	a := b
	for a == b {
		a, n = a+1, n+1
		n += 2
	}
	return n
}

func f147(x, y, z int) int {
	n := 0
	b := int(20)
	a := b - 5
	for a != b {
		a, n = a+1, n+1
		n += 2
	}
	return n
}

func f148(x, y, z int) int {
	n, on := 0, true
	for on {
		n++
		on = n < x&7
	}
	for off := false; !off; {
		n++
		off = n > 9
	}
	return n
}

func f149(x, y, z int) int {
	fs := []func(int) int{func(n int) int { return n + x }, func(n int) int { return n * y }}
	s, t, anys := "a", "b", []any{1, "c"}
	sl, tl := []int{1}, []int{2, 3}
	p, q := &x, &y
	var a, b any = x, y
	ok, no := x > y, x < y
	for i := 0; i < 3; i++ {
		s, t = t, s+t
		sl, tl = tl, append(sl, i)
		p, q = q, p
		a, b = b, anys[i&1]
		ok, no = no, !ok
		x = fs[i&1](x)
	}
	fmt.Println(s, t, sl, tl, *p, *q, a, b, ok, no)
	return x
}

func f150(x, y, z int) int {
	mats, ptrs := [][]int{{1, 2}, {3, 4}}, [][]*int{{nil, nil}, {nil, nil}}
	type cell struct {
		p *int
		n int
	}
	cells := make([]cell, 3)
	f, g, d := float64(x), float64(y), 1.5
	fs := []float64{2, 3}
	w, b, n := int32(x), uint8(y), 0
	pp := &struct{ a, v float64 }{1, 2}
	for i := 0; i < 2; i++ {
		for j := 0; j < 2; j++ {
			mats[j][i] = x
			ptrs[j][i] = &n
		}
		cells[i].p = &z
		d = fs[i] * d
		b++
		w++
		if d < g || f > 100 {
			n++
		}
		if d <= g || f > 100 {
			n += 2
		}
		if w == 5 || b != 7 {
			n += 4
		}
		if w != 3 || b == 2 {
			n += 16
		}
		if b != 8 || w != 9 {
			n += 8
		}
		keep = &pp.v
		*keep += d
	}
	for !(d < 0) {
		d--
		n++
	}
	for !(d <= -9) {
		d--
		n++
	}
	return n + mats[1][1] + *ptrs[1][1] + *cells[1].p + int(pp.v)
}

func main() {
	for k, x := range []int{5, -3, 1 << 40} {
		y, z := 7-k*5, 3+k*k
		p, q, r = p+float64(k), q*1.5, r-3
		fmt.Println(0, k, f0(x, y, z))
		fmt.Println(1, k, f1(x, y, z))
		fmt.Println(2, k, f2(x, y, z))
		fmt.Println(3, k, f3(x, y, z))
		fmt.Println(4, k, f4(x, y, z))
		fmt.Println(5, k, f5(x, y, z))
		fmt.Println(6, k, f6(x, y, z))
		fmt.Println(7, k, f7(x, y, z))
		fmt.Println(8, k, f8(x, y, z))
		fmt.Println(9, k, f9(x, y, z))
		fmt.Println(10, k, f10(x, y, z))
		fmt.Println(11, k, f11(x, y, z))
		fmt.Println(12, k, f12(x, y, z))
		fmt.Println(13, k, f13(x, y, z))
		fmt.Println(14, k, f14(x, y, z))
		fmt.Println(15, k, f15(x, y, z))
		fmt.Println(16, k, f16(x, y, z))
		fmt.Println(17, k, f17(x, y, z))
		fmt.Println(18, k, f18(x, y, z))
		fmt.Println(19, k, f19(x, y, z))
		fmt.Println(20, k, f20(x, y, z))
		fmt.Println(21, k, f21(x, y, z))
		fmt.Println(22, k, f22(x, y, z))
		fmt.Println(23, k, f23(x, y, z))
		fmt.Println(24, k, f24(x, y, z))
		fmt.Println(25, k, f25(x, y, z))
		fmt.Println(26, k, f26(x, y, z))
		fmt.Println(27, k, f27(x, y, z))
		fmt.Println(28, k, f28(x, y, z))
		fmt.Println(29, k, f29(x, y, z))
		fmt.Println(30, k, f30(x, y, z))
		fmt.Println(31, k, f31(x, y, z))
		fmt.Println(32, k, f32(x, y, z))
		fmt.Println(33, k, f33(x, y, z))
		fmt.Println(34, k, f34(x, y, z))
		fmt.Println(35, k, f35(x, y, z))
		fmt.Println(36, k, f36(x, y, z))
		fmt.Println(37, k, f37(x, y, z))
		fmt.Println(38, k, f38(x, y, z))
		fmt.Println(39, k, f39(x, y, z))
		fmt.Println(40, k, f40(x, y, z))
		fmt.Println(41, k, f41(x, y, z))
		fmt.Println(42, k, f42(x, y, z))
		fmt.Println(43, k, f43(x, y, z))
		fmt.Println(44, k, f44(x, y, z))
		fmt.Println(45, k, f45(x, y, z))
		fmt.Println(46, k, f46(x, y, z))
		fmt.Println(47, k, f47(x, y, z))
		fmt.Println(48, k, f48(x, y, z))
		fmt.Println(49, k, f49(x, y, z))
		fmt.Println(50, k, f50(x, y, z))
		fmt.Println(51, k, f51(x, y, z))
		fmt.Println(52, k, f52(x, y, z))
		fmt.Println(53, k, f53(x, y, z))
		fmt.Println(54, k, f54(x, y, z))
		fmt.Println(55, k, f55(x, y, z))
		fmt.Println(56, k, f56(x, y, z))
		fmt.Println(57, k, f57(x, y, z))
		fmt.Println(58, k, f58(x, y, z))
		fmt.Println(59, k, f59(x, y, z))
		fmt.Println(60, k, int(f60(p, q, r)*1000))
		fmt.Println(61, k, int(f61(p, q, r)*1000))
		fmt.Println(62, k, int(f62(p, q, r)*1000))
		fmt.Println(63, k, int(f63(p, q, r)*1000))
		fmt.Println(64, k, int(f64(p, q, r)*1000))
		fmt.Println(65, k, int(f65(p, q, r)*1000))
		fmt.Println(66, k, int(f66(p, q, r)*1000))
		fmt.Println(67, k, int(f67(p, q, r)*1000))
		fmt.Println(68, k, int(f68(p, q, r)*1000))
		fmt.Println(69, k, int(f69(p, q, r)*1000))
		fmt.Println(70, k, int(f70(p, q, r)*1000))
		fmt.Println(71, k, int(f71(p, q, r)*1000))
		fmt.Println(72, k, int(f72(p, q, r)*1000))
		fmt.Println(73, k, int(f73(p, q, r)*1000))
		fmt.Println(74, k, int(f74(p, q, r)*1000))
		fmt.Println(75, k, int(f75(p, q, r)*1000))
		fmt.Println(76, k, int(f76(p, q, r)*1000))
		fmt.Println(77, k, int(f77(p, q, r)*1000))
		fmt.Println(78, k, int(f78(p, q, r)*1000))
		fmt.Println(79, k, int(f79(p, q, r)*1000))
		fmt.Println(80, k, int(f80(p, q, r)*1000))
		fmt.Println(81, k, int(f81(p, q, r)*1000))
		fmt.Println(82, k, int(f82(p, q, r)*1000))
		fmt.Println(83, k, int(f83(p, q, r)*1000))
		fmt.Println(84, k, int(f84(p, q, r)*1000))
		fmt.Println(85, k, int(f85(p, q, r)*1000))
		fmt.Println(86, k, int(f86(p, q, r)*1000))
		fmt.Println(87, k, f87(x, y, z))
		fmt.Println(88, k, f88(x, y, z))
		fmt.Println(89, k, f89(x, y, z))
		fmt.Println(90, k, f90(x, y, z))
		fmt.Println(91, k, f91(x, y, z))
		fmt.Println(92, k, f92(x, y, z))
		fmt.Println(93, k, f93(x, y, z))
		fmt.Println(94, k, f94(x, y, z))
		fmt.Println(95, k, f95(x, y, z))
		fmt.Println(96, k, f96(x, y, z))
		fmt.Println(97, k, f97(x, y, z))
		fmt.Println(98, k, f98(x, y, z))
		fmt.Println(99, k, f99(x, y, z))
		fmt.Println(100, k, f100(x, y, z))
		fmt.Println(101, k, f101(x, y, z))
		fmt.Println(102, k, f102(x, y, z))
		fmt.Println(103, k, f103(x, y, z))
		fmt.Println(104, k, f104(x, y, z))
		fmt.Println(105, k, f105(x, y, z))
		fmt.Println(106, k, f106(x, y, z))
		fmt.Println(107, k, f107(x, y, z))
		fmt.Println(108, k, f108(x, y, z))
		fmt.Println(109, k, f109(x, y, z))
		fmt.Println(110, k, f110(x, y, z))
		fmt.Println(111, k, f111(x, y, z))
		fmt.Println(112, k, f112(x, y, z))
		fmt.Println(113, k, f113(x, y, z))
		fmt.Println(114, k, f114(x, y, z))
		fmt.Println(115, k, f115(x, y, z))
		fmt.Println(116, k, f116(x, y, z))
		fmt.Println(117, k, f117(x, y, z))
		fmt.Println(118, k, f118(x, y, z))
		fmt.Println(119, k, f119(x, y, z))
		fmt.Println(120, k, f120(x, y, z))
		fmt.Println(121, k, f121(x, y, z))
		fmt.Println(122, k, f122(x, y, z))
		fmt.Println(123, k, f123(x, y, z))
		fmt.Println(124, k, f124(x, y, z))
		fmt.Println(125, k, f125(x, y, z))
		fmt.Println(126, k, f126(x, y, z))
		fmt.Println(127, k, f127(x, y, z))
		fmt.Println(128, k, f128(x&^1, y, z))
		fmt.Println(129, k, f129(x, y, z))
		fmt.Println(130, k, f130(x, y, z))
		fmt.Println(131, k, f131(x, y, z))
		fmt.Println(132, k, f132(x, y, z))
		fmt.Println(133, k, f133(x, y, z))
		fmt.Println(134, k, f134(x, y, z))
		fmt.Println(135, k, f135(x, y, z))
		fmt.Println(136, k, f136(x, y, z))
		fmt.Println(137, k, f137(x, y, z))
		fmt.Println(138, k, f138(x, y, z))
		fmt.Println(139, k, f139(x, y, z))
		fmt.Println(140, k, f140(x, y, z))
		fmt.Println(141, k, f141(x, y, z))
		fmt.Println(142, k, f142(x, y, z))
		fmt.Println(143, k, f143(x, y, z))
		fmt.Println(144, k, f144(x, y, z))
		fmt.Println(145, k, f145(x, y, z))
		fmt.Println(146, k, f146(x, y, z))
		fmt.Println(147, k, f147(x, y, z))
		fmt.Println(148, k, f148(x, y, z))
		fmt.Println(149, k, f149(x, y, z))
		fmt.Println(150, k, f150(x, y, z))
	}
}

/* Output:
0 0 15
1 0 9
2 0 -9
3 0 36
4 0 0
5 0 15
6 0 15
7 0 1
8 0 -5
9 0 5
10 0 -6
11 0 2
12 0 -1
13 0 -3
14 0 38
15 0 32
16 0 -32
17 0 105
18 0 3
19 0 35
20 0 32
21 0 8
22 0 2
23 0 -2
24 0 15
25 0 1
26 0 7
27 0 6
28 0 10
29 0 4
30 0 -4
31 0 21
32 0 3
33 0 7
34 0 4
35 0 5
36 0 -1
37 0 1
38 0 6
39 0 2
40 0 3
41 0 1
42 0 43
43 0 37
44 0 -37
45 0 120
46 0 0
47 0 43
48 0 43
49 0 3
50 0 -3
51 0 3
52 0 0
53 0 0
54 0 3
55 0 3
56 0 2
57 0 0
58 0 0
59 0 0
60 0 -875
61 0 -2875
62 0 2875
63 0 -1875
64 0 -1875
65 0 -533
66 0 5875
67 0 3875
68 0 -3875
69 0 4875
70 0 4875
71 0 205
72 0 -4062
73 0 -6062
74 0 6062
75 0 -5062
76 0 -5062
77 0 -197
78 0 555
79 0 -1444
80 0 1444
81 0 -444
82 0 -444
83 0 -2250
84 0 -3562
85 0 -6562
86 0 -3562
87 0 3
88 0 12
89 0 2
90 0 5
91 0 10
92 0 13
93 0 0
94 0 15
95 0 6
96 0 6
97 0 9
98 0 9
99 0 0
100 0 15
101 0 0
102 0 0
103 0 15
104 0 15
105 0 0
106 0 15
107 0 0
108 0 0
109 0 15
110 0 15
111 0 543
112 0 1636
113 0 543
114 0 3097
115 0 324
116 0 2657200
117 0 4917
118 0 2657200
119 0 4917
120 0 2657200
121 0 4917
122 0 2657200
123 0 4917
124 0 17323
125 0 79
126 0 26
runtime error: index out of range [1] with length 1
127 0 5
128 0 0
129 0 2
8 24 16 5.3333335 8 40 32 -5 -1.6666666666666667 true false true true false false false hello 0 0 640 2 -2 101
130 0 7
131 0 49
132 0 10
133 0 12
134 0 10
135 0 12
136 0 10
137 0 12
138 0 10
139 0 2
140 0 10
141 0 2
142 0 10
143 0 2
144 0 15
145 0 18
146 0 3
147 0 15
148 0 10
bab abbab [2 3 1] [1 0 2] 7 140 c 1 false false
149 0 140
150 0 176
0 1 3
1 1 -5
2 1 5
3 1 -4
4 1 4
5 1 -1
6 1 -5
7 1 -1
8 1 -9
9 1 9
10 1 -20
11 1 0
12 1 -1
13 1 -1
14 1 -2
15 1 -10
16 1 10
17 1 -24
18 1 0
19 1 -2
20 1 -2
21 1 4
22 1 -4
23 1 4
24 1 0
25 1 0
26 1 4
27 1 4
28 1 3
29 1 -5
30 1 5
31 1 -4
32 1 4
33 1 -1
34 1 -5
35 1 3
36 1 -5
37 1 5
38 1 -4
39 1 4
40 1 -1
41 1 -5
42 1 -20
43 1 -28
44 1 28
45 1 -96
46 1 0
47 1 -20
48 1 -20
49 1 3
50 1 -5
51 1 5
52 1 -4
53 1 4
54 1 -1
55 1 -5
56 1 -1
57 1 -1
58 1 -7
59 1 -7
60 1 -4562
61 1 -562
62 1 562
63 1 5125
64 1 1281
65 1 780
66 1 5562
67 1 9562
68 1 -9562
69 1 -15125
70 1 -3781
71 1 -264
72 1 -14656
73 1 -10656
74 1 10656
75 1 25312
76 1 6328
77 1 158
78 1 -2493
79 1 1506
80 1 -1506
81 1 987
82 1 246
83 1 4050
84 1 -17656
85 1 -7656
86 1 27812
87 1 0
88 1 15
89 1 15
90 1 15
91 1 0
92 1 0
93 1 0
94 1 15
95 1 15
96 1 15
97 1 0
98 1 0
99 1 0
100 1 15
101 1 3
102 1 3
103 1 12
104 1 12
105 1 0
106 1 15
107 1 3
108 1 3
109 1 12
110 1 12
111 1 1
112 1 5
113 1 1
114 1 83653
115 1 973
116 1 134454320
117 1 235501
118 1 -1594320
119 1 -2579
120 1 -1594320
121 1 -2579
122 1 -1594320
123 1 -2579
124 1 73
125 1 -136493
126 1 1
runtime error: index out of range [1] with length 1
127 1 5
128 1 0
129 1 1
0 0 0 0 0 0 0 3 1 false false false true true true true hello 4611686018427387903 -1 -12 -1 -5 101
130 1 -1
131 1 -16
132 1 10
133 1 12
134 1 10
135 1 12
136 1 10
137 1 12
138 1 10
139 1 2
140 1 10
141 1 2
142 1 10
143 1 2
144 1 15
145 1 18
146 1 3
147 1 15
148 1 10
bab abbab [2 3 1] [1 0 2] 2 -24 c 1 false false
149 1 -24
150 1 163
0 2 1099511627780
1 2 1099511627766
2 2 -1099511627766
3 2 7696581394411
4 2 5
5 2 1099511627775
6 2 1099511627770
7 2 1099511627786
8 2 1099511627772
9 2 -1099511627772
10 2 7696581394453
11 2 3
12 2 1099511627783
13 2 1099511627780
14 2 -3298534883321
15 2 -3298534883335
16 2 3298534883335
17 2 -23089744183296
18 2 0
19 2 -3298534883321
20 2 -3298534883321
21 2 1099511627783
22 2 1099511627769
23 2 -1099511627769
24 2 7696581394432
25 2 0
26 2 1099511627783
27 2 1099511627783
28 2 4
29 2 -10
30 2 10
31 2 -21
32 2 5
33 2 -1
34 2 -6
35 2 -1099511627772
36 2 -1099511627786
37 2 1099511627786
38 2 -7696581394453
39 2 5
40 2 -1099511627777
41 2 -1099511627782
42 2 8796093022215
43 2 8796093022201
44 2 -8796093022201
45 2 61572651155456
46 2 0
47 2 8796093022215
48 2 8796093022215
49 2 137438953479
50 2 137438953465
51 2 -137438953465
52 2 962072674304
53 2 0
54 2 137438953479
55 2 137438953479
56 2 -6
57 2 6
58 2 0
59 2 0
60 2 -8093
61 2 1906
62 2 -1906
63 2 15468
64 2 618
65 2 1616
66 2 7093
67 2 17093
68 2 -17093
69 2 -60468
70 2 -2418
71 2 -413
72 2 -39171
73 2 -29171
74 2 29171
75 2 170859
76 2 6834
77 2 146
78 2 -5592
79 2 4407
80 2 -4407
81 2 2962
82 2 118
83 2 8437
84 2 -56671
85 2 -11671
86 2 175359
87 2 0
88 2 15
89 2 0
90 2 0
91 2 15
92 2 15
93 2 0
94 2 15
95 2 15
96 2 15
97 2 0
98 2 0
99 2 0
100 2 15
101 2 0
102 2 0
103 2 15
104 2 15
105 2 0
106 2 15
107 2 15
108 2 15
109 2 0
110 2 0
111 2 398574
112 2 1195735
113 2 398574
114 2 3097
115 2 324
116 2 0
117 2 232
118 2 0
119 2 232
120 2 584324459465277440
121 2 1030242395226344
122 2 584324459465277440
123 2 1030242395226344
124 2 4038
125 2 732893
126 2 1099511627763
runtime error: index out of range [3] with length 3
127 2 11
128 2 0
129 2 1048576
1.0995116e+12 3.298535e+12 2.1990233e+12 7.330078e+11 3 15 12 -1.099511627776e+12 -3.665038759253333e+11 true false true true false false false hello 34359738368 34359738368 35184372088832 -1099511627779 1099511627779 104
130 2 2
131 2 4398046511299
132 2 10
133 2 12
134 2 10
135 2 12
136 2 10
137 2 12
138 2 10
139 2 2
140 2 10
141 2 2
142 2 10
143 2 2
144 2 15
145 2 18
146 2 3
147 2 15
148 2 10
bab abbab [2 3 1] [1 0 2] -3 -13194139533312 c 1 true true
149 2 -13194139533312
150 2 1099511627957
*/
