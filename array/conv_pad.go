// This file extends the planes of an image batch beyond their edges, and folds gradients of the extension back.

package array

// A padder copies planes: the spatial axes of one channel of one image.
type padder[T Number] struct {
	inner, outer               []T // the buffer of the arrays without and with padding
	innerStrides, outerStrides []int
	sources                    [][]int // by spatial axis, the inner index at each outer position, or -1
	before, size               int     // along the last axis: outer positions before + i, for i < size, are inner index i
	copies                     bool    // extends by zeros, and both have contiguous rows
	extends                    bool    // from inner to outer, else outer is folded into inner
	check                      func()  // panics if that is wanted no more
	row                        func(p *padder[T], outerAt, innerAt int)
}

// extend fills padded, of shape (N, C, spatial...), from x as the geometry says. Zero padding is left as it is: padded
// must hold zeros there.
func extend[T Number](padded, x *Array[T], g *geometry) {
	p := padder[T]{inner: x.data, outer: padded.data, extends: true, row: extendRow[T]}
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
	last := len(g.size) - 1
	p.before, p.size = g.before[last], g.size[last]
	p.innerStrides, p.outerStrides = inner.strides[2:], outer.strides[2:]
	p.copies = p.extends && g.boundary == Zero && p.innerStrides[last] == 1 && p.outerStrides[last] == 1
	p.check = watch()
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
		p.check()
		p.row(p, outerAt, innerAt)
		return
	}
	if k == len(p.sources)-2 && p.copies {
		p.plane(k, outerAt, innerAt)
		return
	}
	for i, source := range p.sources[k] {
		if source >= 0 {
			p.axis(k+1, outerAt+i*p.outerStrides[k], innerAt+source*p.innerStrides[k])
		}
	}
}

// plane copies the rows along axis k where everything around them stays as it is.
func (p *padder[T]) plane(k, outerAt, innerAt int) {
	outerAt += p.before
	for i, source := range p.sources[k] {
		if source >= 0 {
			p.check()
			outer, inner := outerAt+i*p.outerStrides[k], innerAt+source*p.innerStrides[k]
			copy(p.outer[outer:outer+p.size], p.inner[inner:inner+p.size])
		}
	}
}

// extendRow copies a row and the elements that stand before and after it.
func extendRow[T Number](p *padder[T], outerAt, innerAt int) {
	last := len(p.sources) - 1
	sources, outerStride, innerStride := p.sources[last], p.outerStrides[last], p.innerStrides[last]
	from, to := 0, 0
	if outerStride == 1 && innerStride == 1 {
		from, to = p.before, p.before+p.size
		copy(p.outer[outerAt+from:outerAt+to], p.inner[innerAt:innerAt+p.size])
	}
	for _, side := range [2][2]int{{0, from}, {to, len(sources)}} {
		for i := side[0]; i < side[1]; i++ {
			if sources[i] >= 0 {
				p.outer[outerAt+i*outerStride] = p.inner[innerAt+sources[i]*innerStride]
			}
		}
	}
}

func foldRow[T Number](p *padder[T], outerAt, innerAt int) {
	last := len(p.sources) - 1
	for i, source := range p.sources[last] {
		if source >= 0 {
			p.inner[innerAt+source*p.innerStrides[last]] += p.outer[outerAt+i*p.outerStrides[last]]
		}
	}
}
