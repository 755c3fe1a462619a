// This file declares the options shared by windows, padding, convolution, correlation and pooling. An operation names
// the options it understands; passing it any other is an error, never ignored.

package array

import "slices"

// Option changes how an operation such as SlidingWindow, Pad or Conv reads its operands. It is made by the functions
// that return it: Stride, Dilation, Boundary and so on.
type Option struct {
	name  string
	apply func(*options)
}

// options holds what the options of one call said. A nil slice or a zero value means "not given".
type options struct {
	stride   []int
	dilation []int
	padding  []int
	mode     padMode
	groups   int
	boundary BoundaryMode
	writable bool
}

// padMode says how the amount of padding is chosen.
type padMode uint8

const (
	padExplicit padMode = iota // as Padding says, else the operation's own default
	padSame
	padValid
	padFull
)

// BoundaryMode says which values lie beyond the edge of an array. The names are those of scipy.ndimage.
type BoundaryMode uint8

// The boundary modes, for an axis a b c d.
const (
	Zero    BoundaryMode = iota // 0 0 0 | a b c d | 0 0 0
	Reflect                     // c b a | a b c d | d c b
	Mirror                      // d c b | a b c d | c b a
	Nearest                     // a a a | a b c d | d d d
	Wrap                        // b c d | a b c d | a b c
)

// String returns the mode's name in lower case, as scipy.ndimage spells it.
func (m BoundaryMode) String() string {
	names := [...]string{"zero", "reflect", "mirror", "nearest", "wrap"}
	if int(m) >= len(names) {
		return "invalid"
	}
	return names[m]
}

// Stride sets the step from one window to the next, per spatial axis; one number serves every axis. It is an option of
// SlidingWindow, Conv, ConvTranspose and pooling.
func Stride(n ...int) Option {
	return Option{"Stride", func(o *options) { o.stride = slices.Clone(n) }}
}

// Dilation sets the step between the elements of one window, per spatial axis; one number serves every axis. It is an
// option of SlidingWindow, Conv, ConvTranspose and pooling.
func Dilation(n ...int) Option {
	return Option{"Dilation", func(o *options) { o.dilation = slices.Clone(n) }}
}

// Groups splits the channels of a convolution into n groups, 1 or more, that do not see each other.
func Groups(n int) Option {
	return Option{"Groups", func(o *options) { o.groups = n }}
}

// Padding sets how many elements are added before and after each spatial axis; one number serves every axis.
func Padding(n ...int) Option {
	return Option{"Padding", func(o *options) { o.padding = slices.Clone(n) }}
}

// PadSame pads so that a stride of 1 keeps the spatial shape.
func PadSame() Option { return Option{"PadSame", func(o *options) { o.mode = padSame }} }

// PadValid pads nothing: windows lie wholly inside.
func PadValid() Option { return Option{"PadValid", func(o *options) { o.mode = padValid }} }

// PadFull pads so that every window that touches the array counts.
func PadFull() Option { return Option{"PadFull", func(o *options) { o.mode = padFull }} }

// Boundary says which values lie beyond the edge.
func Boundary(mode BoundaryMode) Option {
	return Option{"Boundary", func(o *options) { o.boundary = mode }}
}

// Writable makes a view that AsStrided or SlidingWindow returns writable even where its elements overlap, several indices
// naming one element. Set writes that element. Operations that write a whole view, such as AddInto, read all their operands
// first and then write in row-major order, so that of several results for one element the last stays, on every machine;
// they take a temporary array to do so. NumPy: writeable=True, which leaves the order open.
func Writable() Option { return Option{"Writable", func(o *options) { o.writable = true }} }

// padModes are the options that each choose the padding alone.
var padModes = []string{"PadSame", "PadValid", "PadFull"}

// parseOptions applies the options of a call to op, which understands the named ones only.
func parseOptions(op string, given []Option, understood ...string) options {
	o := options{groups: 1}
	seen := make([]string, 0, len(given))
	for _, g := range given {
		if g.apply == nil {
			fail(op, "a zero Option says nothing; make options with Stride, Dilation and so on")
		}
		if !slices.Contains(understood, g.name) {
			fail(op, "option %s does not apply here; %s understands %v", g.name, op, understood)
		}
		if slices.Contains(seen, g.name) {
			fail(op, "option %s is given twice", g.name)
		}
		seen = append(seen, g.name)
		g.apply(&o)
	}
	if modes := slices.DeleteFunc(seen, func(name string) bool { return !slices.Contains(padModes, name) }); len(modes) > 1 {
		fail(op, "options %s and %s exclude each other", modes[0], modes[1])
	}
	if o.boundary > Wrap {
		fail(op, "unknown boundary mode %d", o.boundary)
	}
	return o
}

// perAxis spreads an option's numbers over n axes: none given means def on each, one serves all. It panics if the
// count fits neither, or a number is below least or beyond what memory can address.
func perAxis(op, name string, given []int, n, def, least int) []int {
	out := make([]int, n)
	switch len(given) {
	case 0:
		fill(out, def)
	case 1:
		fill(out, given[0])
	case n:
		copy(out, given)
	default:
		fail(op, "%s has %d numbers %v for %d axes", name, len(given), given, n)
	}
	for k, v := range out {
		if v < least {
			fail(op, "%s %d on axis %d is below %d", name, v, k, least)
		}
		if v > maxElements {
			fail(op, "%s %d on axis %d is more than memory can address", name, v, k)
		}
	}
	return out
}
