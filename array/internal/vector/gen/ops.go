// This file gives the operations on vectors one meaning on every processor, that of Go's own operators and functions.

package main

import (
	"fmt"
	"math"
)

// floatSuffix is the ending of amd64's instructions on floats.
func (k kind) floatSuffix() string {
	if k.size == 8 {
		return "PD"
	}
	return "PS"
}

// letter is the ending of amd64's instructions on integers.
func (k kind) letter() string { return map[int]string{1: "B", 2: "W", 4: "D", 8: "Q"}[k.size] }

// field is the size field of arm64's instructions.
func (k kind) field() int {
	if k.float {
		return k.size/4 - 1
	}
	return map[int]int{1: 0, 2: 1, 4: 2, 8: 3}[k.size]
}

// integer is the unsigned kind of the same size.
func (k kind) integer() kind { return map[int]kind{1: u8, 2: u16, 4: u32, 8: u64}[k.size] }

// number is a constant of a floating-point kind.
func (b *builder) number(k kind, v float64) *value {
	if k.size == 4 {
		return b.constant(4, uint64(math.Float32bits(float32(v))))
	}
	return b.constant(8, math.Float64bits(v))
}

// signBit is the constant with only the highest bit of each lane set.
func (b *builder) signBit(k kind) *value { return b.constant(k.size, 1<<(8*k.size-1)) }

func (b *builder) arith(k kind, x86, neon string, x, y *value) *value {
	switch {
	case !b.avx2() && k.float:
		return b.neon("F"+neon, k.field(), x, y)
	case !b.avx2():
		return b.neon(neon, k.field(), x, y)
	case k.float:
		return b.ins("V"+x86+k.floatSuffix(), x, y)
	}
	return b.ins("VP"+x86+k.letter(), x, y)
}

func (b *builder) add(k kind, x, y *value) *value { return b.arith(k, "ADD", "ADD", x, y) }
func (b *builder) sub(k kind, x, y *value) *value { return b.arith(k, "SUB", "SUB", x, y) }
func (b *builder) div(k kind, x, y *value) *value { return b.arith(k, "DIV", "DIV", x, y) }

func (b *builder) mul(k kind, x, y *value) *value {
	switch {
	case k.float || !b.avx2() && k.size < 8:
		return b.arith(k, "MUL", "MUL", x, y)
	case !b.avx2():
		panic("NEON has no 64-bit product")
	case k.size == 2:
		return b.ins("VPMULLW", x, y)
	case k.size == 4:
		return b.ins("VPMULLD", x, y)
	case k.size == 8 && b.wide():
		return b.ins("VPMULLQ", x, y)
	case k.size == 1: // even and odd bytes as 16-bit products
		even := b.ins("VPMULLW", x, y)
		odd := b.insImm("VPSLLW", 8, b.ins("VPMULLW", b.insImm("VPSRLW", 8, x), b.insImm("VPSRLW", 8, y)))
		return b.ins("VPOR", b.ins("VPAND", even, b.constant(2, 0xff)), odd)
	}
	// low·low + (low·high + high·low)·2^32
	cross := b.ins("VPADDQ", b.ins("VPMULUDQ", b.insImm("VPSRLQ", 32, x), y), b.ins("VPMULUDQ", b.insImm("VPSRLQ", 32, y), x))
	return b.ins("VPADDQ", b.ins("VPMULUDQ", x, y), b.insImm("VPSLLQ", 32, cross))
}

// fma is x·y + z with one rounding.
func (b *builder) fma(k kind, x, y, z *value) *value {
	if b.avx2() {
		return b.add1(&value{op: "VFMADD", args: []*value{x, y, z}, imm: k.floatSuffix(), fma: true})
	}
	return b.neonTies("FMLA", k.field(), z, x, y)
}

// fnma is z - x·y with one rounding.
func (b *builder) fnma(k kind, x, y, z *value) *value {
	if b.avx2() {
		return b.add1(&value{op: "VFNMADD", args: []*value{x, y, z}, imm: k.floatSuffix(), fma: true})
	}
	return b.neonTies("FMLS", k.field(), z, x, y)
}

func (b *builder) and(x, y *value) *value {
	if b.avx2() {
		return b.ins("VPAND", x, y)
	}
	return b.neon("AND", 0, x, y)
}

func (b *builder) or(x, y *value) *value {
	if b.avx2() {
		return b.ins("VPOR", x, y)
	}
	return b.neon("ORR", 0, x, y)
}

func (b *builder) xor(x, y *value) *value {
	if b.avx2() {
		return b.ins("VPXOR", x, y)
	}
	return b.neon("EOR", 0, x, y)
}

// andNot is y without the bits of x.
func (b *builder) andNot(x, y *value) *value {
	if b.avx2() {
		return b.ins("VPANDN", x, y)
	}
	return b.neon("BIC", 0, y, x)
}

func (b *builder) not(x *value) *value {
	if b.avx2() {
		return b.ins("VPXOR", x, b.constant(8, math.MaxUint64))
	}
	return b.neon("NOT", 0, x)
}

// choose is x in lanes where the mask is all ones, y in lanes where it is zero.
func (b *builder) choose(mask, x, y *value) *value {
	if b.avx2() {
		return b.ins("VPBLENDVB", y, x, mask)
	}
	return b.neonTies("BSL", 0, mask, x, y)
}

func (b *builder) shiftLeft(k kind, n int, x *value) *value {
	if b.avx2() {
		return b.insImm("VPSLL"+k.letter(), n, x)
	}
	return b.neonShift("SHL", 8*k.size+n, x)
}

// shiftRight fills with zeros.
func (b *builder) shiftRight(k kind, n int, x *value) *value {
	if b.avx2() {
		return b.insImm("VPSRL"+k.letter(), n, x)
	}
	return b.neonShift("USHR", 16*k.size-n, x)
}

// less is the mask of x < y; comparisons with NaN are false.
func (b *builder) less(k kind, x, y *value) *value {
	switch {
	case k.float && b.avx2():
		return b.insImm("VCMP"+k.floatSuffix(), 0x11, x, y)
	case k.float:
		return b.neon("FCMGT", k.field(), y, x)
	case b.wide():
		return b.compare(k, 1, x, y)
	case b.avx2() && k.sign:
		return b.ins("VPCMPGT"+k.letter(), y, x)
	case b.avx2() && k.size == 8:
		return b.ins("VPCMPGTQ", b.xor(y, b.signBit(k)), b.xor(x, b.signBit(k)))
	case b.avx2():
		return b.not(b.lessEqual(k, y, x))
	case k.sign:
		return b.neon("CMGT", k.field(), y, x)
	}
	return b.neon("CMHI", k.field(), y, x)
}

// compare is AVX-512's comparison of integers: 1 for less, 2 for less or equal.
func (b *builder) compare(k kind, how int, x, y *value) *value {
	if k.sign {
		return b.insImm("VPCMP"+k.letter(), how, x, y)
	}
	return b.insImm("VPCMPU"+k.letter(), how, x, y)
}

func (b *builder) lessEqual(k kind, x, y *value) *value {
	switch {
	case k.float && b.avx2():
		return b.insImm("VCMP"+k.floatSuffix(), 0x12, x, y)
	case k.float:
		return b.neon("FCMGE", k.field(), y, x)
	case b.wide():
		return b.compare(k, 2, x, y)
	case b.avx2() && (k.sign || k.size == 8):
		return b.not(b.less(k, y, x))
	case b.avx2():
		return b.ins("VPCMPEQ"+k.letter(), b.ins("VPMAXU"+k.letter(), x, y), y)
	case k.sign:
		return b.neon("CMGE", k.field(), y, x)
	}
	return b.neon("CMHS", k.field(), y, x)
}

func (b *builder) equal(k kind, x, y *value) *value {
	switch {
	case k.float && b.avx2():
		return b.insImm("VCMP"+k.floatSuffix(), 0, x, y)
	case k.float:
		return b.neon("FCMEQ", k.field(), x, y)
	case b.avx2():
		return b.ins("VPCMPEQ"+k.letter(), x, y)
	}
	return b.neon("CMEQ", k.field(), x, y)
}

// isNaN is the mask of lanes that are not a number.
func (b *builder) isNaN(k kind, x *value) *value {
	if b.avx2() {
		return b.insImm("VCMP"+k.floatSuffix(), 3, x, x)
	}
	return b.not(b.equal(k, x, x))
}

// max is Go's: NaN if either is, and 0 above -0.
func (b *builder) max(k kind, x, y *value) *value { return b.extreme(k, x, y, "MAX") }

func (b *builder) min(k kind, x, y *value) *value { return b.extreme(k, x, y, "MIN") }

func (b *builder) extreme(k kind, x, y *value, op string) *value {
	letter := "U"
	if k.sign {
		letter = "S"
	}
	switch {
	case !b.avx2() && k.float:
		return b.neon("F"+op, k.field(), x, y)
	case k.float:
		// Both orders, since of NaN or zeros the instruction returns the second; equal but for zeros, whose bits join.
		one, two := b.rawExtreme(k, x, y, op), b.rawExtreme(k, y, x, op)
		both := b.ins(map[string]string{"MAX": "VPAND", "MIN": "VPOR"}[op], one, two)
		return b.choose(b.insImm("VCMP"+k.floatSuffix(), 3, x, y), b.add(k, x, y), both)
	case k.size < 8 && b.avx2() || b.wide():
		return b.ins("VP"+op+letter+k.letter(), x, y)
	case k.size < 8:
		return b.neon(letter+op, k.field(), x, y)
	}
	if op == "MAX" {
		return b.choose(b.less(k, x, y), y, x)
	}
	return b.choose(b.less(k, x, y), x, y)
}

// rawExtreme is amd64's instruction: the second operand if either is NaN, or both are zero.
func (b *builder) rawExtreme(k kind, x, y *value, op string) *value {
	return b.ins("V"+op+k.floatSuffix(), x, y)
}

func (b *builder) neg(k kind, x *value) *value {
	switch {
	case k.float:
		return b.xor(x, b.signBit(k))
	case b.avx2():
		return b.ins("VPSUB"+k.letter(), b.constant(8, 0), x)
	}
	return b.neon("NEG", k.field(), x)
}

func (b *builder) abs(k kind, x *value) *value {
	switch {
	case k.float:
		return b.and(x, b.constant(k.size, 1<<(8*k.size-1)-1))
	case !k.sign:
		return x
	case !b.avx2():
		return b.neon("ABS", k.field(), x)
	case k.size < 8 || b.wide():
		return b.ins("VPABS"+k.letter(), x)
	}
	negative := b.ins("VPCMPGTQ", b.constant(8, 0), x)
	return b.ins("VPSUBQ", b.ins("VPXOR", x, negative), negative)
}

func (b *builder) sqrt(k kind, x *value) *value {
	if b.avx2() {
		return b.ins("VSQRT"+k.floatSuffix(), x)
	}
	return b.neon("FSQRT", k.field(), x)
}

// rounding modes, as amd64 numbers them
const (
	nearest = 8
	down    = 9
	up      = 10
	zero    = 11
)

func (b *builder) round(k kind, mode int, x *value) *value {
	if b.avx2() {
		return b.insImm("VROUND"+k.floatSuffix(), mode, x)
	}
	return b.neon(map[int]string{nearest: "FRINTN", down: "FRINTM", up: "FRINTP", zero: "FRINTZ"}[mode], k.field(), x)
}

// loadFloats reads lanes of float64 from float64 or float32 elements.
func (b *builder) loadFloats(stream, element int) *value {
	if b.kernel.bytes[stream] == 8 {
		return b.load(stream, element)
	}
	at := (element + b.shift) * 4
	if b.avx2() {
		return b.add1(&value{op: "VCVTPS2PD", mem: fmt.Sprintf("%d(%s)", at, amd64Pointers[stream])})
	}
	half := b.add1(&value{op: "FMOVD", mem: fmt.Sprintf("%d(%s)", at, arm64Pointers[stream])})
	return b.neon("FCVTL", 0, half)
}

// storeFloats writes lanes of float64 as float64 or float32 elements.
func (b *builder) storeFloats(v *value, element int) {
	if b.kernel.bytes[0] == 8 {
		b.store(v, element)
		return
	}
	at := (element + b.shift) * 4
	if b.avx2() {
		narrow := b.ins("VCVTPD2PSY", v)
		narrow.half = true
		b.add1(&value{op: "VMOVUPS", args: []*value{narrow}, halfs: true, store: fmt.Sprintf("%d(DI)", at)})
		return
	}
	narrow := b.neon("FCVTN", 0, v)
	b.add1(&value{op: "FMOVD", args: []*value{narrow}, store: fmt.Sprintf("%d(R0)", at)})
}

// storeMasks writes masks of lanes as bytes 0 and 1.
func (b *builder) storeMasks(k kind, masks []*value) {
	one := b.constant(1, 1)
	if !b.avx2() {
		for size := k.size; size > 1; size /= 2 {
			for i := range len(masks) / 2 {
				masks[i] = b.neon("UZP1", map[int]int{8: 2, 4: 1, 2: 0}[size], masks[2*i], masks[2*i+1])
			}
			masks = masks[:len(masks)/2]
		}
		b.store(b.and(masks[0], one), 0)
		return
	}
	if b.wide() {
		for i, mask := range masks {
			bools := b.ins("VPAND", mask, b.constant(k.size, 1))
			at := i * 64 / k.size
			if k.size == 1 {
				b.store(bools, at)
			} else {
				b.add1(&value{op: "VPMOV" + k.letter() + "B", args: []*value{bools}, store: memory(b.shift+at, "DI")})
			}
		}
		return
	}
	pack := []string{"VPACKSSDW", "VPACKSSDW", "VPACKSSWB"}
	if k.size == 4 {
		pack = pack[1:]
	} else if k.size == 2 {
		pack = pack[2:]
	} else if k.size == 1 {
		pack = nil
	}
	for _, op := range pack {
		for i := range len(masks) / 2 {
			masks[i] = b.ins(op, masks[2*i], masks[2*i+1])
		}
		masks = masks[:len(masks)/2]
	}
	all := b.ins("VPAND", masks[0], one)
	if k.size == 1 {
		b.store(all, 0)
		return
	}
	// Each half holds the lower or the upper halves of all masks: join them in turns.
	upper := b.insImm("VEXTRACTI128", 1, all)
	upper.half = true
	join := map[int]string{2: "QDQ", 4: "DQ", 8: "WD"}[k.size]
	for i, op := range []string{"VPUNPCKL", "VPUNPCKH"} {
		v := b.ins(op+join, all, upper)
		v.half, v.halfs = true, true
		b.add1(&value{op: "VMOVDQU", args: []*value{v}, halfs: true, store: fmt.Sprintf("%d(DI)", b.shift+16*i)})
	}
}

// loadMask reads the i-th group of as many bools as a vector has lanes of a kind, as a mask.
func (b *builder) loadMask(k kind, stream, i int) *value {
	load := &value{op: "VPMOVSXB" + k.letter(), mem: memory(b.shift+i*b.width()/k.size, amd64Pointers[stream])}
	if k.size == 1 {
		load.op = "VMOVDQU"
	}
	return b.ins("VPSUB"+k.letter(), b.constant(8, 0), b.add1(load))
}

// loadMasks reads 16 bools as masks of lanes of a kind.
func (b *builder) loadMasks(k kind, stream int) []*value {
	masks := []*value{b.neon("NEG", 0, b.load(stream, 0))}
	for size := 1; size < k.size; size *= 2 {
		var wide []*value
		for _, m := range masks {
			f := map[int]int{1: 0, 2: 1, 4: 2}[size]
			wide = append(wide, b.neon("ZIP1", f, m, m), b.neon("ZIP2", f, m, m))
		}
		masks = wide
	}
	return masks
}
