package progen

// This file writes statements about memory that slices, arrays, maps and closures share or do not share.

import (
	"fmt"
)

// declareMemory declares a function that works on slices of the same arrays.
func (g *generator) declareMemory() string {
	name := g.name("run")
	e := pick(g, intType, byteType, stringType, float32Type, g.structOf(0))
	for e.shares() {
		e = g.structOf(0)
	}
	lit := func() string { return g.argument0(e) }
	n := 4 + g.IntN(5)
	var b block
	b.add("func %s() {", name)
	b.add("var array [%d]%s", n, e.src)
	b.add("for i := range array { if i %% 2 == 0 { array[i] = %s } }", lit())
	b.add("s, t, u := array[:], array[1:%d], array[%d:%d:%d]", 2+g.IntN(n-2), g.IntN(2), 2, 3+g.IntN(n-3))
	b.add("_, _, _ = s, t, u")
	for range 12 + g.IntN(8) {
		x, y := pick(g, "s", "t", "u"), pick(g, "s", "t", "u")
		i, j, k := g.IntN(n+1), g.IntN(n+1), g.IntN(n+1)
		switch g.IntN(24) {
		case 0, 1:
			b.add("attempt(func() { i, j := %d, %d; %s = %s[i:j] })", i, j, x, y)
		case 2, 3:
			b.add("attempt(func() { i, j, k := %d, %d, %d; %s = %s[i:j:k] })", i, j, k, x, y)
		case 4:
			b.add("attempt(func() { %s = %s[:cap(%s)] })", x, y, y)
		case 5, 6:
			b.add("if len(%s) + 2 <= cap(%s) { %s = append(%s, %s, %s) }", y, y, x, y, lit(), lit())
		case 7:
			b.add("%s = append(%s[:len(%s):len(%s)], %s)[:len(%s):len(%s)]", x, y, y, y, lit(), y, y)
		case 8, 9:
			b.add("fmt.Println(copy(%s, %s))", x, y)
		case 10:
			b.add("attempt(func() { fmt.Println(copy(%s[%d:], %s[%d:])) })", x, i, y, j)
		case 11:
			b.add("attempt(func() { i, j := %d, %d; clear(%s[i:j]) })", i, j, x)
		case 12:
			b.add("attempt(func() { a := [%d]%s(%s); a[0] = %s; emit(\"a\", a) })", max(1, i), e.src, x, lit())
		case 13:
			b.add("attempt(func() { p := (*[%d]%s)(%s); p[0] = %s; emit(\"p\", len(p)) })", max(1, i), e.src, x, lit())
		case 14:
			b.add("attempt(func() { p := (*[%d]%s)(%s); %s = p[%d:]; for i := range p { p[i] = %s } })", i, e.src, x, y, g.IntN(i+1), lit())
		case 15:
			b.add("for i, v := range array { if i+1 < len(array) { array[i+1] = v } }")
		case 16:
			b.add("for i, v := range &array { if i+1 < len(array) { array[i+1] = v } }")
		case 17:
			b.add("for i, v := range %s { if i > 0 { %s[i-1] = v }; if i == 1 { %s = %s[:1] } }", x, x, x, x)
		case 18:
			b.add("if len(%s) > %d && len(%s) > %d { %s[%d], %s[%d] = %s[%d], %s[%d] }", x, i, y, j, x, i, y, j, y, j, x, i)
		case 19:
			b.add("{ b := array; b[%d] = %s; emit(\"same\", b == array) }", min(i, n-1), lit())
		case 20:
			b.add("if len(%s) > %d { q := &%s[%d]; *q = %s }", x, i, x, i, lit())
		case 21:
			b.add("emit(\"nil\", []bool{%s == nil, append([]%s(nil), %s...) == nil, []%s{} == nil, %s[:0] == nil})", x, e.src, x, e.src, y)
		case 22:
			b.add("{\nvar fs []func() %s\nfor i := 0; i < %d; i++ { fs = append(fs, func() %s { i++; return array[i %% len(array)] }); if i == 1 { i++ } }\nfor _, f := range fs { emit(\"f\", f()); emit(\"f\", f()) }\n}", e.src, n, e.src)
		case 23:
			b.add("{\nm := map[string][]%s{\"s\": %s}\nm[\"t\"] = append(m[\"s\"], %s)\nif len(m[\"s\"]) > 0 { m[\"s\"][0] = %s }\nemit(\"m\", m)\n}", e.src, x+"[:len("+x+"):len("+x+")]", lit(), lit())
		}
		if g.chance(40) {
			b.add("emit(%q, []int{len(%s), cap(%s)})", x, x, x)
		}
	}
	b.add("emit(\"array\", array)\nemit(\"s\", s)\nemit(\"t\", t)\nemit(\"u\", u)")
	b.add("}")
	src := b.String()
	g.decls = append(g.decls, src)
	return name
}

// argument0 returns a literal with a type of its own.
func (g *generator) argument0(t *typ) string {
	if e := g.literal(t, 1); !e.constant {
		return e.src
	}
	return fmt.Sprintf("id[%s](%s)", t.src, g.literal(t, 1).src)
}

// declareStrings declares a function that takes strings apart into bytes and runes.
func (g *generator) declareStrings() string {
	name := g.name("run")
	s := pick(g, `"héllo, 世界"`, `"\xff\xfe日\x80"`, `"a\u0301z"`, `"😀\U0010FFFF"`, `"\xed\xa0\x80x"`, `""`, `"plain"`)
	var b block
	b.add("func %s() {", name)
	b.add("s, t := %s, %s", s, pick(g, `"日本"`, `"\xe6\x97"`, `"zz"`))
	b.add("_ = t")
	for range 8 {
		i, j := g.IntN(9), g.IntN(9)
		switch g.IntN(14) {
		case 0:
			b.add("for i, r := range s + t { fmt.Print(i, \":\", r, \" \") }")
		case 1:
			b.add("emit(\"runes\", []rune(s))\nemit(\"bytes\", []byte(t))")
		case 2:
			b.add("{ r := []rune(s + t); slices.Reverse(r); emit(\"back\", string(r)) }")
		case 3:
			b.add("for _, n := range []int32{0, 65, 0x4e16, 0x10ffff, 0x110000, -1, 0xd800} { fmt.Printf(\"%%q \", string(rune(n))) }")
		case 4:
			b.add("attempt(func() { emit(\"cut\", s[%d:%d]) })", min(i, j), max(i, j))
		case 5:
			b.add("attempt(func() { emit(\"byte\", s[%s]) })", g.traced(fmt.Sprint(i)))
		case 6:
			b.add("emit(\"less\", []bool{s < t, s <= t, s == t, s+t > t+s, s >= \"\"})")
		case 7:
			b.add("{ b := []byte(s); if len(b) > 0 { b[0] = 'X' }; emit(\"kept\", s); emit(\"changed\", string(b)) }")
		case 8:
			b.add("{ m := map[string]int{}; for _, r := range s { m[string(r)]++ }; fmt.Println(m) }")
		case 9:
			b.add("switch { case strings.Contains(s, t): fmt.Println(1); case utf8.ValidString(s): fmt.Println(2, utf8.RuneCountInString(s)); default: fmt.Printf(\"%%+q %%x\\n\", s, t) }")
		case 10:
			b.add("fmt.Printf(\"%%q %%+q %%x %%U %%c %%v\\n\", s, t, s, []rune(s), []rune(t), []byte(s))")
		case 11:
			b.add("{ var sb strings.Builder; for i := range %d { sb.WriteString(s[:min(i, len(s))]); sb.WriteByte('|'); sb.WriteRune(rune(i) + 'é') }; emit(\"built\", sb.String()) }", 1+i)
		case 12:
			b.add("emit(\"max\", []string{min(s, t, \"m\"), max(s, t)})")
		case 13:
			b.add("for i, f := range slices.Collect(strings.SplitSeq(s, %q)) { fmt.Printf(\"%%d%%q \", i, f) }", pick(g, "l", "", "世", ","))
		}
	}
	b.add("}")
	src := b.String()
	g.decls = append(g.decls, src)
	return name
}
