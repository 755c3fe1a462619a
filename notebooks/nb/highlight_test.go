// This file tests the colouring of Go source and of terminal text.

package nb

import (
	"html"
	"regexp"
	"testing"
)

func TestHighlightGo(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"", ""},
		{"x := 1", `x := <span class="n">1</span>`},
		{"for i := range 3 {\n\tf(i) // go\n}", `<span class="k">for</span> i := <span class="k">range</span> <span class="n">3</span> {` +
			"\n\t" + `<span class="f">f</span>(i) <span class="c">// go</span>` + "\n}"},
		{`s := "<&>" + len(a)`, `s := <span class="s">&#34;&lt;&amp;&gt;&#34;</span> + <span class="b">len</span>(a)`},
		{"a := `x\r\ny` + b", "a := <span class=\"s\">`x\r\ny`</span> + b"},
		{"%time f()\nx", "<span class=\"m\">%time f()</span>\nx"},
		{"!ls <x>", `<span class="m">!ls &lt;x&gt;</span>`},
		{"%%writefile a.txt\nfor", "<span class=\"m\">%%writefile a.txt</span>\nfor"},
		{"x := `open", "x := `open"},
		{"# $ é", "# $ é"},
	} {
		got := highlightGo(c.source)
		if c.source == "x := `open" { // how much of broken source is coloured is the scanner's choice
			got = regexp.MustCompile(`</?span[^>]*>`).ReplaceAllString(got, "")
		}
		if got != c.want {
			t.Errorf("%q:\n%s\nwant\n%s", c.source, got, c.want)
		}
	}
}

// Whatever the source, the page shows exactly its text.
func FuzzHighlightGo(f *testing.F) {
	f.Add("for i := range 3 { f(i) } // go\n%time x")
	f.Add("`a\r\n`")
	f.Add("/* a\r\n*/ 'x'")
	tags := regexp.MustCompile(`</?span[^>]*>`)
	f.Fuzz(func(t *testing.T, source string) {
		if got := html.UnescapeString(tags.ReplaceAllString(highlightGo(source), "")); got != source && html.UnescapeString(html.EscapeString(source)) == source {
			t.Errorf("%q became %q", source, got)
		}
	})
}

func TestANSIToHTML(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"plain <b>", "plain &lt;b&gt;"},
		{"\x1b[31mred\x1b[0m!", `<span class="ansi-fg-1">red</span>!`},
		{"\x1b[1;32ma\x1b[39mb\x1b[mc", `<span class="ansi-bold ansi-fg-2">a</span><span class="ansi-bold">b</span>c`},
		{"\x1b[91;44mx", `<span class="ansi-fg-9 ansi-bg-4">x</span>`},
		{"\x1b[38;5;196mx\x1b[38;5;1my\x1b[48;5;244mz", `<span style="color:#ff0000">x</span><span class="ansi-fg-1">y</span><span class="ansi-fg-1" style="background-color:#808080">z</span>`},
		{"\x1b[38;2;1;2;300mx", `<span style="color:#0102ff">x</span>`},
		{"\x1b[2K\x1b[1Aa\x1b]8;;http://x\x07b", "ab"},
		{"10%\r20%\r\nend\r", "20%\nend"},
		{"\x1b[38;5mx\x1b[38;5;999my", "xy"},
	} {
		if got := ansiToHTML(c.text); got != c.want {
			t.Errorf("%q:\n%s\nwant\n%s", c.text, got, c.want)
		}
	}
}
