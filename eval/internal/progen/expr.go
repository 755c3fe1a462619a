package progen

// This file writes expressions.

import (
	"fmt"
	"strconv"
	"strings"
)

// An expr is the source of an operand: it can stand beside any operator. A constant one is folded by the compiler, which
// refuses overflow; so it is not combined with another.
type expr struct {
	src      string
	constant bool
}

func text(format string, args ...any) expr { return expr{src: fmt.Sprintf(format, args...)} }

// value returns an expression that is not constant.
func (g *generator) value(t *typ, depth int) string {
	e := g.expr(t, depth)
	if e.constant {
		if vars := g.choose(func(v *variable) bool { return v.t == t && !v.solo }); len(vars) > 0 {
			return pick(g, vars...).name
		}
		return fmt.Sprintf("id[%s](%s)", t.src, e.src)
	}
	return e.src
}

func (g *generator) choose(ok func(*variable) bool) (found []*variable) {
	for _, v := range g.vars {
		if ok(v) {
			found = append(found, v)
		}
	}
	return found
}

// mayPanic takes the one chance of a statement to panic.
func (g *generator) mayPanic(percent int) bool {
	if g.risk > 0 || !g.chance(percent) {
		return false
	}
	g.risk++
	return true
}

// expr returns an expression of the type.
func (g *generator) expr(t *typ, depth int) expr {
	if depth > 0 && g.chance(20) {
		if e, ok := g.call(t, depth-1); ok {
			return e
		}
	}
	if g.chance(55) {
		if src, ok := g.place(t, false); ok {
			return expr{src: src}
		}
	}
	if depth <= 0 {
		return g.literal(t, 0)
	}
	if g.chance(4) && !t.param {
		return text("func() %s { if %s { return %s }; return %s }()", t.src, g.value(boolType, depth-1), g.expr(t, depth-1).src, g.expr(t, depth-1).src)
	}
	if g.chance(4) && !t.param && t.kind != interfaceKind && t.kind != funcKind {
		return text("when[%s](%s, %s, %s)", t.src, g.expr(boolType, depth-1).src, g.expr(t, depth-1).src, g.expr(t, depth-1).src)
	}
	if g.chance(3) && !t.param && t.kind != interfaceKind && g.mayPanic(100) {
		return g.assertion(t, depth)
	}
	if g.chance(5) && !t.param {
		k := g.comparableType()
		return text("%s[%s]", g.literal(g.mapOf(k, t), depth-1).src, g.expr(k, depth-1).src)
	}
	switch {
	case t.kind == boolKind:
		return g.boolean(t, depth-1)
	case t.number():
		return g.numeric(t, depth-1)
	case t.kind == stringKind:
		return g.stringExpr(t, depth-1)
	case t.kind == sliceKind && g.chance(40):
		return g.sliceExpr(t, depth-1)
	case t.named && t.kind != interfaceKind && g.chance(20):
		if u := g.unnamed(t); u != nil {
			return text("%s(%s)", t.src, g.expr(u, depth-1).src)
		}
	}
	return g.literal(t, depth)
}

// unnamed returns the underlying type of a named composite type.
func (g *generator) unnamed(t *typ) *typ {
	switch t.kind {
	case sliceKind:
		return g.sliceOf(t.elem)
	case arrayKind:
		return g.arrayOf(t.len, t.elem)
	case mapKind:
		return g.mapOf(t.key, t.elem)
	}
	return nil
}

// assertion asserts the type of an interface, sometimes the wrong one.
func (g *generator) assertion(t *typ, depth int) expr {
	if t.kind == interfaceKind {
		return g.literal(t, depth)
	}
	inner := t
	if g.chance(20) {
		inner = g.basic()
	}
	return text("any(%s(%s)).(%s)", parens(inner), g.expr(inner, depth-1).src, t.src)
}

// parens puts types into parentheses that a conversion would misread.
func parens(t *typ) string {
	if t.kind == pointerKind || t.kind == funcKind {
		return "(" + t.src + ")"
	}
	return t.src
}

// call calls a function or method without effects that returns t.
func (g *generator) call(t *typ, depth int) (expr, bool) {
	if g.risk > 0 {
		return expr{}, false
	}
	var fits []*function
	for _, f := range g.funcs {
		if f.results[0] == t {
			fits = append(fits, f)
		}
	}
	for _, v := range g.vars {
		if v.t.kind == funcKind && !v.solo && len(v.t.results) == 1 && v.t.results[0] == t && !v.t.named {
			fits = append(fits, &function{name: v.name, params: v.t.params, results: v.t.results})
		}
		if v.t.kind == interfaceKind {
			for _, m := range v.t.methods {
				if m.results[0] == t {
					fits = append(fits, &function{name: v.name + "." + m.name, params: m.params, results: m.results})
				}
			}
		}
	}
	if len(fits) == 0 {
		return expr{}, false
	}
	g.risk++
	return g.callOf(pick(g, fits...), depth), true
}

func (g *generator) callOf(f *function, depth int) expr {
	args := make([]string, len(f.params))
	for i, p := range f.params {
		args[i] = g.argument(p, depth)
	}
	in := strings.Join(args, ", ")
	if f.recv == nil {
		return text("%s(%s)", f.name, in)
	}
	recv := f.recv
	if recv.kind != pointerKind {
		switch g.IntN(3) {
		case 0:
			return text("%s.%s(%s)", parenthesized(g.argument(recv, depth)), f.name, in)
		case 1:
			return text("%s.%s(%s)", recv.src, f.name, strings.Join(append([]string{g.expr(recv, depth).src}, args...), ", "))
		}
		return text("(%s).%s(%s)", recv.src, f.name, strings.Join(append([]string{g.expr(recv, depth).src}, args...), ", "))
	}
	if vars := g.choose(func(v *variable) bool { return v.t == recv.elem && !v.fixed }); len(vars) > 0 && g.chance(70) {
		return text("%s.%s(%s)", pick(g, vars...).name, f.name, in)
	}
	if g.chance(50) {
		return text("(%s).%s(%s)", recv.src, f.name, strings.Join(append([]string{g.expr(recv, depth).src}, args...), ", "))
	}
	return text("(%s).%s(%s)", g.expr(recv, depth).src, f.name, in)
}

// argument returns an expression with a type of its own, for inference.
func (g *generator) argument(t *typ, depth int) string {
	e := g.expr(t, depth)
	if e.constant {
		return fmt.Sprintf("%s(%s)", t.src, e.src)
	}
	return e.src
}

func parenthesized(src string) string { return "(" + src + ")" }

// place returns a variable or a part of one that has the type. One to be assigned to must not be shared with a caller
// whose variables must not change.
func (g *generator) place(t *typ, assign bool) (string, bool) {
	g.placing++
	defer func() { g.placing-- }()
	for range 12 {
		if len(g.vars) == 0 {
			break
		}
		v := g.vars[g.IntN(len(g.vars))]
		if assign && v.fixed && !v.full || v.t.kind == funcKind && v.solo {
			continue
		}
		src, at, shares, moved := v.name, v.t, 0, false
		for step := 0; ; step++ {
			last := at == t && !(v.solo && !moved) && !(assign && v.fixed && !moved)
			if last && g.chance(80) || step == 3 || g.placing > 1 {
				break
			}
			next, nt, share, ok := g.part(v, src, at, assign)
			if !ok {
				break
			}
			src, at, moved = next, nt, true
			shares += share
		}
		if at != t || v.solo && !moved || assign && v.fixed && !moved {
			continue
		}
		if assign && (shares > 0 && !g.fn.effects && !(v.solo && shares == 1)) {
			continue
		}
		return strings.TrimSuffix(src, "!"), true
	}
	return "", false
}

// part returns a part of the place at: a field, an element, what it points to. It says how often memory that others
// may share is passed, and marks elements of maps, whose parts cannot be assigned to, by an exclamation mark.
func (g *generator) part(v *variable, src string, at *typ, assign bool) (string, *typ, int, bool) {
	if strings.HasSuffix(src, "!") {
		if assign && at.parts() {
			return "", nil, 0, false
		}
		src = strings.TrimSuffix(src, "!")
	}
	switch at.kind {
	case structKind:
		if len(at.fields) == 0 || at.param {
			return "", nil, 0, false
		}
		f := pick(g, at.fields...)
		return src + "." + f.name, f.t, 0, true
	case arrayKind:
		return src + "[" + g.index(at.len) + "]", at.elem, 0, true
	case sliceKind:
		for _, f := range g.facts {
			if f.slice == src && g.inScope(f.index) && g.chance(70) {
				return src + "[" + f.index + "]", at.elem, 1, true
			}
		}
		if g.mayPanic(40) {
			if g.chance(15) {
				return src + "[" + g.value(intType, 1) + "]", at.elem, 1, true
			}
			return fmt.Sprintf("%s[at(%s, len(%s))]", src, g.expr(intType, 1).src, src), at.elem, 1, true
		}
	case pointerKind:
		if v.full && src == v.name || g.mayPanic(40) {
			if at.elem.kind == structKind && len(at.elem.fields) > 0 && g.chance(70) {
				f := pick(g, at.elem.fields...)
				return src + "." + f.name, f.t, 1, true
			}
			return "(*" + src + ")", at.elem, 1, true
		}
	case mapKind:
		if assign && !(v.full && src == v.name) && !g.mayPanic(40) {
			return "", nil, 0, false
		}
		return fmt.Sprintf("%s[%s]!", src, g.expr(at.key, 1).src), at.elem, 1, true
	}
	return "", nil, 0, false
}

// parts says that a value has fields or elements that cannot be assigned to where it is not addressable.
func (t *typ) parts() bool { return t.kind == structKind || t.kind == arrayKind }

func (g *generator) inScope(name string) bool {
	return len(g.choose(func(v *variable) bool { return v.name == name })) > 0
}

// index returns an index below n that needs no check to be right.
func (g *generator) index(n int) string {
	if vars := g.choose(func(v *variable) bool { return v.bound > 0 && v.bound <= n }); len(vars) > 0 && g.chance(70) {
		return pick(g, vars...).name
	}
	if n&(n-1) == 0 && g.chance(50) {
		t := pick(g, intType, byteType, uintType, basics[3])
		return fmt.Sprintf("%s&%d", g.value(t, 1), n-1)
	}
	return strconv.Itoa(g.IntN(n))
}

func (g *generator) boolean(t *typ, depth int) expr {
	switch g.IntN(8) {
	case 0, 1:
		return text("(%s %s %s)", g.value(t, depth), pick(g, "&&", "||"), g.expr(t, depth).src)
	case 2:
		return text("!%s", g.value(t, depth))
	case 3, 4, 5:
		o := g.basic()
		if g.chance(30) && len(g.pool) > 0 {
			o = pick(g, g.pool...)
		}
		if !o.comparable() {
			o = intType
		}
		op := pick(g, "==", "!=")
		if o.ordered() && g.chance(70) {
			op = pick(g, "<", "<=", ">", ">=")
		}
		return g.typed(t, boolType, fmt.Sprintf("(%s %s %s)", g.value(o, depth), op, g.operand(o, depth)))
	case 6:
		if g.mayPanic(50) {
			return g.typed(t, boolType, fmt.Sprintf("(%s == %s)", g.interfaceValue(depth), g.interfaceValue(depth)))
		}
		p := g.randomType(1)
		if p.kind == sliceKind || p.kind == mapKind || p.kind == pointerKind {
			return g.typed(t, boolType, fmt.Sprintf("(%s != nil)", g.asVariable(p, depth)))
		}
	}
	return g.literal(t, 0)
}

func (g *generator) interfaceValue(depth int) string {
	t := g.randomType(1)
	return fmt.Sprintf("any(%s)", boxable(t, g.argument(t, depth)))
}

// asVariable returns a value that may stand beside nil: a literal may not.
func (g *generator) asVariable(t *typ, depth int) string {
	return fmt.Sprintf("id[%s](%s)", t.src, g.expr(t, depth).src)
}

// operand returns an expression for the right side of an operator: composite literals need parentheses in conditions.
func (g *generator) operand(t *typ, depth int) string {
	e := g.expr(t, depth)
	if t.parts() {
		return "(" + e.src + ")"
	}
	return e.src
}

// typed converts the source of a basic type to a named one.
func (g *generator) typed(t, basic *typ, src string) expr {
	if t == basic {
		return expr{src: src}
	}
	return text("%s(%s)", t.src, src)
}

func (g *generator) numeric(t *typ, depth int) expr {
	switch g.IntN(12) {
	case 0, 1, 2, 3:
		op := pick(g, "+", "-", "*")
		if t.kind == complexKind && op == "*" {
			op = "+"
		}
		e := fmt.Sprintf("(%s %s %s)", g.value(t, depth), op, g.expr(t, depth).src)
		if op == "*" && (t.kind == floatKind) {
			e = t.src + e // Go may fuse a product with a sum, except through a conversion
		}
		return expr{src: e}
	case 4:
		if t.kind != complexKind {
			return text("%s(%s, %s)", pick(g, "min", "max"), g.value(t, depth), g.value(t, depth))
		}
	case 5, 6:
		return g.conversion(t, depth)
	case 7:
		if t.kind != complexKind {
			return text("%s(%s)", pick(g, "-", "+"), g.value(t, depth))
		}
	case 8:
		if t.kind == floatKind && !t.param {
			return text("(%s / %s)", g.value(t, depth), g.value(t, depth))
		}
	}
	if t.integer() {
		return g.integerExpr(t, depth)
	}
	return g.literal(t, 0)
}

func (g *generator) integerExpr(t *typ, depth int) expr {
	x := g.value(t, depth)
	switch g.IntN(7) {
	case 0, 1:
		return text("(%s %s %s)", x, pick(g, "&", "|", "^", "&^"), g.expr(t, depth).src)
	case 2:
		if g.mayPanic(30) {
			return text("(%s %s %s)", x, pick(g, "/", "%"), g.value(t, depth))
		}
		return text("(%s %s (%s | 1))", x, pick(g, "/", "%"), g.value(t, depth))
	case 3, 4:
		c := pick(g, uintType, byteType, intType, basics[3], basics[11])
		count := g.value(c, depth)
		if c.kind == intKind && !g.mayPanic(30) {
			count = fmt.Sprintf("(%s & %d)", count, pick(g, 7, 31, 63, 127))
		} else if g.chance(70) {
			count = fmt.Sprintf("(%s %% %d)", count, pick(g, 5, 17, 70))
		}
		if g.chance(30) {
			count = strconv.Itoa(g.IntN(70))
			if g.chance(70) {
				count = strconv.Itoa(g.IntN(t.bits))
			}
		}
		return text("(%s %s %s)", x, pick(g, "<<", ">>"), count)
	case 5:
		return text("^%s", x)
	}
	if g.chance(50) {
		return text("(%s %s %s)", x, pick(g, "/", "%"), pick(g, "2", "3", "7", "8", "16", "100"))
	}
	return g.typedLen(t, depth)
}

func (g *generator) typedLen(t *typ, depth int) expr {
	of := pick(g, stringType, g.sliceOf(g.basic()))
	if vars := g.choose(func(v *variable) bool { return v.t.kind == sliceKind || v.t.kind == mapKind }); len(vars) > 0 && g.chance(60) {
		return text("%s(len(%s))", t.src, pick(g, vars...).name)
	}
	return text("%s(len(%s))", t.src, g.value(of, depth))
}

// conversion converts another number.
func (g *generator) conversion(t *typ, depth int) expr {
	if t.kind == complexKind {
		part := float64Type
		if t.bits == 64 {
			part = float32Type
		}
		return text("%s(complex(%s, %s))", t.src, g.value(part, depth), g.expr(part, depth).src)
	}
	from := g.basic()
	for _, p := range g.pool {
		if p.number() && g.chance(20) {
			from = p
		}
	}
	switch {
	case from.integer() || from.kind == floatKind && t.kind == floatKind && !t.param:
		return text("%s(%s)", t.src, g.value(from, depth))
	case from.kind == floatKind:
		return text("%s(tame(%s))", t.src, g.value(from, depth))
	case from.kind == complexKind:
		return text("%s(tame(%s(%s)))", t.src, pick(g, "real", "imag"), g.value(from, depth))
	case from.kind == stringKind:
		if g.mayPanic(50) {
			s := g.value(from, 0)
			return text("%s(%s[at(%s, len(%s))])", t.src, s, g.expr(intType, depth).src, s)
		}
	}
	return text("%s(%s)", t.src, g.value(intType, depth))
}

func (g *generator) stringExpr(t *typ, depth int) expr {
	switch g.IntN(6) {
	case 0, 1:
		return text("(%s + %s)", g.value(t, depth), g.expr(t, depth).src)
	case 2:
		return text("%s(rune(%s))", t.src, g.value(pick(g, byteType, int32Type, basics[4]), depth))
	case 3:
		s := g.value(t, 0)
		if g.mayPanic(20) {
			return text("%s[%s:]", s, g.value(intType, depth))
		}
		return text("%s[at(%s, len(%s)+1):]", s, g.value(intType, depth), s)
	case 4:
		e := pick(g, byteType, int32Type)
		return text("%s(%s)", t.src, g.expr(g.sliceOf(e), depth).src)
	}
	return g.literal(t, 0)
}

func (g *generator) sliceExpr(t *typ, depth int) expr {
	src := g.expr(t, depth).src
	switch {
	case g.chance(60):
		values := []string{g.expr(t.elem, depth).src}
		if g.chance(30) {
			values = append(values, g.expr(t.elem, depth).src)
		}
		tail := strings.Join(values, ", ")
		if g.chance(20) && !t.named && !t.elem.param {
			tail = g.expr(t, depth).src + "..."
		}
		return text("append(%s(nil), append(%s, %s)...)", t.src, clipped(t, src), tail)
	case t.elem == byteType && g.chance(60) || t.elem == int32Type:
		return text("%s(%s)", t.src, g.value(stringType, depth))
	case g.mayPanic(20):
		return text("%s[%s:]", parenthesized(src), g.value(intType, depth))
	}
	return text("append(%s(nil), %s...)", t.src, src)
}

// clipped is a copy: append to it never writes into memory of another slice.
func clipped(t *typ, src string) string { return fmt.Sprintf("append(%s(nil), %s...)", t.src, src) }

// literal returns a literal, or another expression that needs no variable.
func (g *generator) literal(t *typ, depth int) expr {
	switch {
	case t.param:
		return g.paramValue(t)
	case t.kind == boolKind:
		return expr{pick(g, "true", "false"), true}
	case t.integer():
		return expr{fmt.Sprintf("%s(%s)", t.src, g.integerLiteral(t)), true}
	case t.kind == floatKind:
		return expr{fmt.Sprintf("%s(%s)", t.src, pick(g, "1", "0.5", "-2.25", "3.1415926", "1e10", "0x1p-4", "-1e-3", "100")), true}
	case t.kind == complexKind:
		return expr{fmt.Sprintf("%s(%s)", t.src, pick(g, "1i", "2.5-1i", "-3", "0.25+0.125i")), true}
	case t.kind == stringKind:
		return expr{fmt.Sprintf("%s(%s)", t.src, pick(g, `"a"`, `"Go"`, `"日本"`, `"x\x00\xff"`, "`raw`", `"0123456789"`, `"é"`)), true}
	case t.kind == interfaceKind:
		return g.interfaceLiteral(t, depth)
	case t.kind == pointerKind:
		if depth <= 0 && (g.chance(50) || t.elem.kind == structKind) {
			return text("(%s)(nil)", t.src)
		}
		if t.elem.kind == structKind || t.elem.kind == arrayKind {
			return text("&%s", g.literal(t.elem, depth-1).src)
		}
		return text("new(%s)", t.elem.src)
	case t.kind == funcKind:
		return g.funcLiteral(t, depth)
	}
	return g.composite(t, depth)
}

func (g *generator) paramValue(t *typ) expr {
	if vars := g.choose(func(v *variable) bool { return v.t == t }); len(vars) > 0 && (t.kind == structKind || g.chance(70)) {
		return expr{src: pick(g, vars...).name}
	}
	if t.kind == structKind {
		return text("*new(%s)", t.src)
	}
	return expr{fmt.Sprintf("%s(%d)", t.src, g.IntN(100)), true}
}

// integerLiteral returns a literal in the range of the type.
func (g *generator) integerLiteral(t *typ) string {
	for {
		s := pick(g, interesting...)
		n, err := strconv.ParseUint(s, 10, 64)
		limit := uint64(1)<<(t.bits-1)<<1 - 1
		if t.kind == intKind {
			limit /= 2
		}
		if err != nil || n > limit {
			continue
		}
		if t.kind == intKind && g.chance(25) {
			if n == limit {
				n++
			}
			return "-" + strconv.FormatUint(n, 10)
		}
		switch g.IntN(6) {
		case 0:
			return fmt.Sprintf("%#x", n)
		case 1:
			return fmt.Sprintf("0b%b", n)
		case 2:
			return fmt.Sprintf("0o%o", n)
		}
		return s
	}
}

func (g *generator) interfaceLiteral(t *typ, depth int) expr {
	if g.chance(20) || depth <= 0 && t != anyType {
		return text("%s(nil)", t.src)
	}
	inner := g.basic()
	if t != anyType {
		inner = pick(g, t.impls...)
	} else if depth > 0 {
		inner = g.randomType(depth)
	}
	return text("%s(%s)", t.src, boxable(inner, g.argument(inner, depth-1)))
}

// boxable returns a value to be converted to an interface. gc 1.26.8 takes a nil slice that is converted within a
// composite literal for a nil interface: x := struct{ A, B, C, D, E int; F any }{F: []int(nil)}; fmt.Println(x) prints <nil>.
func boxable(t *typ, src string) string {
	if t.kind == sliceKind && src == t.src+"(nil)" {
		return fmt.Sprintf("id[%s](%s)", t.src, src)
	}
	return src
}

// funcLiteral returns a function literal without effects.
func (g *generator) funcLiteral(t *typ, depth int) expr {
	saved, vars := g.fn, len(g.vars)
	risk := g.risk
	var params []string
	for _, p := range t.params {
		v := &variable{name: g.local("q"), t: p, fixed: p.shares()}
		g.vars = append(g.vars, v)
		params = append(params, v.name+" "+p.src)
	}
	g.risk = 1 // it is called from expressions that do not expect a panic
	result := g.expr(t.results[0], max(depth, 1)).src
	g.fn, g.vars, g.risk = saved, g.vars[:vars], risk
	return text("func(%s) %s { return %s }", strings.Join(params, ", "), t.results[0].src, result)
}

// composite returns a composite literal.
func (g *generator) composite(t *typ, depth int) expr {
	if depth <= 0 && t.kind != structKind && t.kind != arrayKind {
		if g.chance(50) && !t.named {
			return text("%s(nil)", t.src)
		}
		return text("%s{}", t.src)
	}
	var parts []string
	switch t.kind {
	case structKind:
		keyed := g.chance(60)
		for _, f := range t.fields {
			if keyed && g.chance(30) {
				continue
			}
			e := g.expr(f.t, depth-1).src
			if keyed {
				e = f.name + ": " + e
			}
			parts = append(parts, e)
		}
	case arrayKind:
		for i := range t.len {
			if depth <= 0 {
				break
			}
			if g.chance(30) && i < t.len-1 {
				parts = append(parts, fmt.Sprintf("%d: %s", t.len-1, g.expr(t.elem, depth-1).src))
				break
			}
			parts = append(parts, g.expr(t.elem, depth-1).src)
		}
	case sliceKind:
		for range g.IntN(5) {
			parts = append(parts, g.expr(t.elem, depth-1).src)
		}
	case mapKind:
		used := map[string]bool{}
		for range g.IntN(3) {
			k := g.literal(t.key, depth-1)
			if !k.constant && len(used) > 0 || used[g.constantKey(k.src)] || !t.key.ordered() && len(used) > 0 {
				continue
			}
			used[g.constantKey(k.src)] = true
			parts = append(parts, k.src+": "+g.expr(t.elem, depth-1).src)
		}
	}
	return text("%s{%s}", t.src, strings.Join(parts, ", "))
}

// constantKey returns the same text for equal integer constants.
func (g *generator) constantKey(src string) string {
	_, lit, _ := strings.Cut(src, "(")
	lit = strings.TrimSuffix(lit, ")")
	if n, err := strconv.ParseUint(strings.TrimPrefix(lit, "-"), 0, 64); err == nil {
		return fmt.Sprint(lit[0] == '-' && n != 0, n)
	}
	return lit
}
