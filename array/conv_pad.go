// This file extends the planes of an image batch beyond their edges, and folds gradients of the extension back.

package array

// A padder copies planes: the spatial axes of one channel of one image.
type padder[T Number] struct {
	inner, outer               []T // the buffer of the arrays without and with padding
	innerStrides, outerStrides []int
	sources                    [][]int // by spatial axis, the inner index at each outer position, or -1
	row                        func(outer, inner []T, sources []int, outerAt, outerStride, innerAt, innerStride int)
}

// extend fills padded, of shape (N, C, spatial...), from x as the geometry says. Zero padding is left as it is: padded
// must hold zeros there.
func extend[T Number](padded, x *Array[T], g *geometry) {
	p := padder[T]{inner: x.data, outer: padded.data, row: extendRow[T]}
	p.run(padded, x, g)
}

// foldInto adds every element of padded, the gradient of an extension, to the element of dx that stands there.
func foldInto[T Number](dx, padded *Array[T], g *geometry) {
	p := padder[T]{inner: dx.data, outer: padded.data, row: foldRow[T]}
	p.run(padded, dx, g)
}

func (p *padder[T]) run(outer, inner *Array[T], g *geometry) {
	for k := range g.size {
		p.sources = append(p.sources, g.sources(k))
	}
	p.innerStrides, p.outerStrides = inner.strides[2:], outer.strides[2:]
	channels := outer.shape[1]
	parallel(outer.shape[0]*channels, 1, outer.Size(), func(lo, hi int) {
		for plane := lo; plane < hi; plane++ {
			n, c := plane/channels, plane%channels
			p.axis(0, outer.offset+n*outer.strides[0]+c*outer.strides[1], inner.offset+n*inner.strides[0]+c*inner.strides[1])
		}
	})
}

func (p *padder[T]) axis(k, outerAt, innerAt int) {
	if k == len(p.sources)-1 {
		p.row(p.outer, p.inner, p.sources[k], outerAt, p.outerStrides[k], innerAt, p.innerStrides[k])
		return
	}
	for i, source := range p.sources[k] {
		if source >= 0 {
			p.axis(k+1, outerAt+i*p.outerStrides[k], innerAt+source*p.innerStrides[k])
		}
	}
}

func extendRow[T Number](outer, inner []T, sources []int, outerAt, outerStride, innerAt, innerStride int) {
	for i := 0; i < len(sources); {
		if sources[i] == 0 && outerStride == 1 && innerStride == 1 {
			run := 1
			for i+run < len(sources) && sources[i+run] == run {
				run++
			}
			copy(outer[outerAt+i:outerAt+i+run], inner[innerAt:innerAt+run])
			i += run
			continue
		}
		if sources[i] >= 0 {
			outer[outerAt+i*outerStride] = inner[innerAt+sources[i]*innerStride]
		}
		i++
	}
}

func foldRow[T Number](outer, inner []T, sources []int, outerAt, outerStride, innerAt, innerStride int) {
	for i, source := range sources {
		if source >= 0 {
			inner[innerAt+source*innerStride] += outer[outerAt+i*outerStride]
		}
	}
}
