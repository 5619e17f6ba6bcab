//go:build unix

package indicator_test

import (
	"syscall"
	"time"
)

// cpuTime is the processor time this process has used: on a machine that others
// share it says what the code costs, where the clock says how busy they are.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
