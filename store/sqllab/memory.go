package sqllab

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"time"
)

// mostMemory is how much the process may grow by while a statement runs. SQLite
// sorts and collects in memory here, since nothing may be written beside the
// experiment's own file, and its own limit on memory is not built in.
const mostMemory = 256 << 20

var errMemory = errors.New("more memory than a statement may take here")

// watch stops a statement that makes the process grow. Where the system does not
// say how large a process is, only the time bounds it.
func watch(within context.Context, stop context.CancelCauseFunc) {
	before, ok := resident()
	if !ok {
		return
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-within.Done():
			return
		case <-tick.C:
			if now, ok := resident(); ok && now > before+mostMemory {
				stop(errMemory)
				return
			}
		}
	}
}

// resident is the memory of this process, as Linux tells it.
func resident() (int64, bool) {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, false
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0, false
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize()), err == nil
}
