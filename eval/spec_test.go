package eval_test

// This file checks that testdata/spec has a cell about every section of the language specification.

import (
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// specSections reads testdata/spec/sections.list: the headings, and why there is no program about them, if so.
func specSections(t *testing.T) (names []string, excused map[string]bool) {
	text, err := os.ReadFile("testdata/spec/sections.list")
	if err != nil {
		t.Fatal(err)
	}
	excused = map[string]bool{}
	for line := range strings.Lines(string(text)) {
		name, _, without := strings.Cut(strings.TrimSpace(line), ": ")
		if strings.HasPrefix(name, "#") {
			continue
		}
		names = append(names, name)
		excused[name] = without
	}
	return names, excused
}

func TestSpecSections(t *testing.T) {
	names, excused := specSections(t)
	claimed := map[string]bool{}
	for _, path := range cellFiles(t, "spec") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`(?m)^// spec: (.*)$`).FindAllStringSubmatch(string(text), -1) {
			// Headings contain commas, so they are looked for, the longest first.
			rest := match[1]
			for rest != "" {
				best := ""
				for _, name := range names {
					if (rest == name || strings.HasPrefix(rest, name+", ")) && len(name) > len(best) {
						best = name
					}
				}
				if best == "" {
					t.Fatalf("%s: no section is called %q", path, rest)
				}
				claimed[best] = true
				rest = strings.TrimPrefix(strings.TrimPrefix(rest, best), ", ")
			}
		}
	}
	for _, name := range names {
		if !claimed[name] && !excused[name] {
			t.Errorf("no cell is about %q", name)
		}
	}
}

// TestSpecSectionsUpToDate compares the list with the specification that comes with the installed Go.
func TestSpecSectionsUpToDate(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		t.Skip("no Go toolchain: ", err)
	}
	goroot, version, _ := strings.Cut(strings.TrimSpace(string(root)), "\n")
	text, err := os.ReadFile(filepath.Join(goroot, "doc", "go_spec.html"))
	if err != nil || !strings.HasPrefix(version, "go1.26") {
		t.Skipf("%s has no specification of go 1.26 beside it (%v)", version, err)
	}
	var headings []string
	for _, match := range regexp.MustCompile(`(?s)<h[234][^>]*>(.*?)</h[234]>`).FindAllSubmatch(text, -1) {
		plain := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(match[1]), "")
		headings = append(headings, html.UnescapeString(plain))
	}
	if names, _ := specSections(t); !slices.Equal(names, headings) {
		t.Errorf("the list has\n%q\nthe specification has\n%q", names, headings)
	}
}
