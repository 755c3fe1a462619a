// This file gives the package's tests the time that a busy machine, with the race detector, may take to draw.

package display

import (
	"os"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	renderLimit = 5 * time.Minute
	os.Exit(m.Run())
}
