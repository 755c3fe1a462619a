// This file runs the tests of equal bits as other processors would: without AVX2, and as arm64 under qemu-user.

package array

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/array/internal/processor"
)

// runSameBits runs TestSameBits, and the comparison with the twins if the binary has it, in another process.
func runSameBits(t *testing.T, env string, command ...string) {
	t.Helper()
	c := exec.Command(command[0], append(command[1:], "-test.run", "^(TestSameBits|TestTwins|TestFunctionsDense|TestGuards)$")...)
	c.Env = append(os.Environ(), env)
	if out, err := c.CombinedOutput(); err != nil || strings.Contains(string(out), "no tests to run") {
		t.Errorf("%s %v: %v\n%s", env, command, err, out)
	}
}

func TestWithoutAVX2(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("only amd64 has AVX2")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	runSameBits(t, "GODEBUG=cpu.avx2=off,cpu.fma=off", self)
	if processor.AVX512 { // else AVX2 is what all other tests run on
		runSameBits(t, "GODEBUG=cpu.avx512f=off", self)
	}
}

// TestARM64 builds the tests for arm64, which takes minutes where nothing is in the build cache; set ARRAYBOOK_ARM64=1.
func TestARM64(t *testing.T) {
	if os.Getenv("ARRAYBOOK_ARM64") == "" {
		t.Skip("ARRAYBOOK_ARM64 is not set")
	}
	qemu, err := exec.LookPath("qemu-aarch64-static")
	if err != nil {
		if qemu, err = exec.LookPath("qemu-aarch64"); err != nil {
			t.Skip("qemu-user is not installed")
		}
	}
	for _, dir := range []string{".", "./internal/elementary", "./internal/vector", "./internal/contract"} {
		binary := filepath.Join(t.TempDir(), "tests")
		build := exec.Command("go", "test", "-c", "-o", binary, dir)
		build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("building the tests of %s for arm64: %v\n%s", dir, err, out)
		}
		runSameBits(t, "GODEBUG=", qemu, binary)
	}
}
