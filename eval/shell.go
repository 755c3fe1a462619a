package eval

// This file runs shell commands for lines that start with an exclamation mark.

import (
	"context"
	"os/exec"
	"runtime"
	"time"
)

// shell runs a command line in the system's shell, its output going to the cell. An interrupted cell kills it.
func (run *execution) shell(line string) error {
	name, flag := "sh", "-c"
	if runtime.GOOS == "windows" {
		name, flag = "cmd", "/c"
	}
	ctx := run.ctx
	if ctx == nil {
		ctx = context.Background()
	}
	cmd := exec.CommandContext(ctx, name, flag, line)
	cmd.Stdout, cmd.Stderr = run.cell.Stdout, run.cell.Stderr
	cmd.WaitDelay = time.Second                     // for children that keep the pipes open
	if err := cmd.Run(); err != exec.ErrWaitDelay { // the command has succeeded, and left children running
		return err
	}
	return nil
}
