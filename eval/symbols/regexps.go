// This file refuses regular expressions that cells have nested too deep by hand: package regexp/syntax calls itself for each level, and Go
// ends the process when that uses up the stack.

package symbols

import (
	"errors"
	"regexp/syntax"
)

// maxRegexp is how deep regular expressions may be nested. The parser allows a thousand levels.
const maxRegexp = 100_000

// checkRegexp panics if re is nested too deep, or contains itself.
func checkRegexp(re *syntax.Regexp) {
	type level struct {
		re    *syntax.Regexp
		depth int
	}
	for rest := []level{{re, 0}}; len(rest) > 0; {
		l := rest[len(rest)-1]
		rest = rest[:len(rest)-1]
		if l.depth > maxRegexp {
			panic(errors.New("syntax: a regular expression is nested too deep, or contains itself"))
		}
		if l.re != nil {
			for _, sub := range l.re.Sub {
				rest = append(rest, level{sub, l.depth + 1})
			}
		}
	}
}

// bindSyntax replaces what walks through a syntax.Regexp.
func bindSyntax(funcs map[string]any) {
	funcs["Compile"] = func(re *syntax.Regexp) (*syntax.Prog, error) { checkRegexp(re); return syntax.Compile(re) }
	funcs["(*Regexp).String"] = plain(func(re *syntax.Regexp) string { checkRegexp(re); return re.String() })
	funcs["(*Regexp).Simplify"] = plain(func(re *syntax.Regexp) *syntax.Regexp { checkRegexp(re); return re.Simplify() })
	funcs["(*Regexp).MaxCap"] = plain(func(re *syntax.Regexp) int { checkRegexp(re); return re.MaxCap() })
	funcs["(*Regexp).CapNames"] = plain(func(re *syntax.Regexp) []string { checkRegexp(re); return re.CapNames() })
	funcs["(*Regexp).Equal"] = plain(func(re, other *syntax.Regexp) bool {
		checkRegexp(re)
		checkRegexp(other)
		return re.Equal(other)
	})
}
