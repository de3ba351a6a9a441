//go:build unix

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// underJobControl reports whether a shell with job control started the program,
// so that it can be stopped and brought back with fg. Without one nobody would
// wake it again: the group is an orphan, and systems ignore its stop (POSIX,
// 11.1.4 and 2.4.3). The parent must be in the same session, but another group.
func underJobControl() bool {
	parent := os.Getppid()
	own, err := unix.Getsid(0)
	if err != nil {
		return false
	}
	session, err := unix.Getsid(parent)
	if err != nil || session != own {
		return false
	}
	group, err := unix.Getpgid(parent)
	return err == nil && group != unix.Getpgrp()
}
