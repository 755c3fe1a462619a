// Command init is the first and only process of the emulated machine: it runs the tests, with the arguments that stand
// beside each, prints to the serial port, and turns the machine off.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

func main() {
	for _, m := range [][2]string{{"proc", "/proc"}, {"devtmpfs", "/dev"}} {
		if err := syscall.Mount(m[0], m[1], m[0], 0, ""); err != nil {
			fmt.Println("mount", m, err)
		}
	}
	out, err := os.OpenFile("/dev/ttyS0", os.O_RDWR, 0)
	if err != nil {
		out = os.Stdout
	}
	info, _ := os.ReadFile("/proc/cpuinfo")
	fmt.Fprintln(out, "AVX-512 with all that is needed:", strings.Contains(string(info), " avx512f ") && strings.Contains(string(info), " avx512vl"))
	tests, _ := filepath.Glob("/tests/*.test")
	verdict := "ALL PASSED"
	for _, test := range tests {
		arguments, _ := os.ReadFile(test + ".arguments")
		c := exec.Command(test, strings.Fields(string(arguments))...)
		c.Stdout, c.Stderr, c.Dir = out, out, "/tests"
		fmt.Fprintln(out, "running", test, string(arguments))
		if err := c.Run(); err != nil {
			verdict = "FAILED"
			fmt.Fprintln(out, test, err)
		}
	}
	fmt.Fprintln(out, verdict)
	const drain = 0x5409                                            // TCSBRK
	syscall.Syscall(syscall.SYS_IOCTL, uintptr(out.Fd()), drain, 1) // until the last byte is sent
	syscall.Reboot(syscall.LINUX_REBOOT_CMD_POWER_OFF)
}
