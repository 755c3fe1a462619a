package display_test

// This file tests what compiled programs write into files.

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/display"
)

// TestSaveTo runs this test binary as the program.
func TestSaveTo(t *testing.T) {
	if folder := os.Getenv("DISPLAY_TEST_FOLDER"); folder != "" {
		display.SaveTo(folder)
		h := display.Display(image.NewGray(image.Rect(0, 0, 3, 2)))
		display.Display("only text")
		display.Display(display.HTML("<b>bold</b>"))
		if err := h.Update(image.NewGray(image.Rect(0, 0, 5, 4))); err != nil {
			t.Error(err)
		}
		return
	}
	folder := filepath.Join(t.TempDir(), "new", "files")
	program := exec.Command(os.Args[0], "-test.run=^TestSaveTo$")
	program.Env = append(os.Environ(), "DISPLAY_TEST_FOLDER="+folder)
	var stdout, stderr bytes.Buffer
	program.Stdout, program.Stderr = &stdout, &stderr
	if err := program.Run(); err != nil {
		t.Fatal(err, stdout.String(), stderr.String())
	}
	if !strings.Contains(stdout.String(), "only text\n<b>bold</b>\n") || strings.Count(stderr.String(), folder) != 1 {
		t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
	}
	picture, err := os.ReadFile(filepath.Join(folder, "001.png"))
	if err != nil {
		t.Fatal(err)
	}
	config, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil || 4*config.Width != 5*config.Height {
		t.Errorf("the picture is %d×%d (%v), want that of the update, 5:4", config.Width, config.Height, err)
	}
	page, err := os.ReadFile(filepath.Join(folder, "002.html"))
	if err != nil || !strings.Contains(string(page), "<b>bold</b>") {
		t.Errorf("page %q (%v)", page, err)
	}
	if files, _ := filepath.Glob(filepath.Join(folder, "*")); len(files) > 3 {
		t.Errorf("too many files: %v", files)
	}
}
