// This file turns terminal text into HTML: colours stay, other control sequences go, and a carriage return overwrites the line.

package nb

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// controlSequence matches ANSI escape sequences; the first group holds the parameters of those that set colours and weight.
var controlSequence = regexp.MustCompile("\x1b(?:\\[([0-9;]*)m|\\[[0-9;?]*[ -/]*[@-ln-~]|\\][^\a\x1b]*(?:\a|\x1b\\\\)|[@-Z\\\\^_])")

// ansiToHTML returns text as HTML with a span for each run of coloured text.
func ansiToHTML(text string) string {
	text = overwrite(text)
	var out strings.Builder
	var p pen
	at := 0
	write := func(piece string) {
		if piece == "" {
			return
		}
		if attributes := p.attributes(); attributes != "" {
			out.WriteString("<span" + attributes + ">" + html.EscapeString(piece) + "</span>")
		} else {
			out.WriteString(html.EscapeString(piece))
		}
	}
	for _, m := range controlSequence.FindAllStringSubmatchIndex(text, -1) {
		write(text[at:m[0]])
		at = m[1]
		if m[2] >= 0 {
			p.set(text[m[2]:m[3]])
		}
	}
	write(text[at:])
	return out.String()
}

// overwrite applies carriage returns that do not end a line, as progress lines use them: what comes after replaces what was there.
func overwrite(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if !strings.Contains(text, "\r") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		parts := strings.Split(strings.TrimRight(line, "\r"), "\r")
		lines[i] = parts[len(parts)-1]
	}
	return strings.Join(lines, "\n")
}

// A pen is the state that colour sequences change.
type pen struct {
	classes []string // of the 16 named colours and the weights
	styles  []string // of the others
}

func (p *pen) attributes() string {
	var text string
	if len(p.classes) > 0 {
		text = ` class="` + strings.Join(p.classes, " ") + `"`
	}
	if len(p.styles) > 0 {
		text += ` style="` + strings.Join(p.styles, ";") + `"`
	}
	return text
}

// put replaces what starts with the prefix in the list by the entry, or removes it when the entry is "".
func put(list []string, prefix, entry string) []string {
	list = slices.DeleteFunc(list, func(s string) bool { return strings.HasPrefix(s, prefix) })
	if entry != "" {
		list = append(list, entry)
	}
	return list
}

// set applies the parameters of a "select graphic rendition" sequence (ECMA-48, 8.3.117).
func (p *pen) set(parameters string) {
	codes := strings.Split(parameters, ";")
	for len(codes) > 0 {
		code, err := strconv.Atoi(codes[0])
		if err != nil {
			code = 0 // an empty parameter means 0
		}
		codes = codes[1:]
		switch {
		case code == 0:
			*p = pen{}
		case code == 1:
			p.classes = put(p.classes, "ansi-bold", "ansi-bold")
		case code == 4:
			p.classes = put(p.classes, "ansi-underline", "ansi-underline")
		case code == 22:
			p.classes = put(p.classes, "ansi-bold", "")
		case code == 24:
			p.classes = put(p.classes, "ansi-underline", "")
		case code >= 30 && code <= 37:
			p.colour("fg", strconv.Itoa(code-30))
		case code >= 90 && code <= 97:
			p.colour("fg", strconv.Itoa(code-90+8))
		case code >= 40 && code <= 47:
			p.colour("bg", strconv.Itoa(code-40))
		case code >= 100 && code <= 107:
			p.colour("bg", strconv.Itoa(code-100+8))
		case code == 39:
			p.colour("fg", "")
		case code == 49:
			p.colour("bg", "")
		case code == 38 || code == 48:
			codes = p.extended(map[int]string{38: "fg", 48: "bg"}[code], codes)
		}
	}
}

var cssProperty = map[string]string{"fg": "color:", "bg": "background-color:"}

// colour sets one of the 16 named colours, or none for "".
func (p *pen) colour(ground, name string) {
	p.styles = put(p.styles, cssProperty[ground], "")
	prefix := "ansi-" + ground + "-"
	if name != "" {
		name = prefix + name
	}
	p.classes = put(p.classes, prefix, name)
}

// extended reads the rest of a 256-colour or RGB sequence and returns what follows it.
func (p *pen) extended(ground string, codes []string) []string {
	var rgb [3]int
	switch {
	case len(codes) >= 2 && codes[0] == "5":
		n, err := strconv.Atoi(codes[1])
		codes = codes[2:]
		switch {
		case err != nil || n < 0 || n > 255:
			return codes
		case n < 16:
			p.colour(ground, strconv.Itoa(n))
			return codes
		}
		rgb = paletteColour(n)
	case len(codes) >= 4 && codes[0] == "2":
		for i := range rgb {
			n, err := strconv.Atoi(codes[1+i])
			if err != nil {
				n = 0
			}
			rgb[i] = min(max(n, 0), 255)
		}
		codes = codes[4:]
	default:
		return nil
	}
	p.colour(ground, "")
	p.styles = append(p.styles, fmt.Sprintf("%s#%02x%02x%02x", cssProperty[ground], rgb[0], rgb[1], rgb[2]))
	return codes
}

// paletteColour is xterm's colour n of 16 to 255: a cube of 6x6x6 colours, then 24 greys.
func paletteColour(n int) [3]int {
	if n >= 232 {
		grey := 8 + 10*(n-232)
		return [3]int{grey, grey, grey}
	}
	n -= 16
	level := func(i int) int {
		if i == 0 {
			return 0
		}
		return 55 + 40*i
	}
	return [3]int{level(n / 36), level(n / 6 % 6), level(n % 6)}
}
