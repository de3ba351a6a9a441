package store

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// setAside renames a file that can't be used, with its log, so that a fresh
// one can take its name. Nothing is deleted. The caller holds the lock.
//
// The log goes first: should the process die in between, the next one finds
// the main file still in the way and sets that aside too.
func setAside(file string, found finding, now time.Time) (string, error) {
	word := "damaged"
	if found.state == newer {
		word = "newer"
	}
	aside, err := freeName(file + "." + word + "-" + now.UTC().Format("20060102T150405Z"))
	if err != nil {
		return "", err
	}
	for _, suffix := range []string{"-wal", "-shm", "-journal", ""} {
		err := os.Rename(file+suffix, aside+suffix)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("it is %s and could not be set aside: %w", word, err)
		}
	}
	if found.state == newer {
		return fmt.Sprintf("%s was written by a newer netsplit (format %d, this one knows %d). It is kept as %s, and a fresh file was started. "+
			"To use it, update netsplit and give --db %s.", file, found.version, len(migrations()), aside, aside), nil
	}
	return fmt.Sprintf("%s is damaged (%s). It is kept as %s, and a fresh file was started.",
		file, strings.TrimSuffix(found.reason, "."), aside), nil
}

// freeName is the first of name, name-2, name-3 … that no file has, log files
// included, since a rename would overwrite one.
func freeName(name string) (string, error) {
	taken := func(name string) bool {
		for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
			if _, err := os.Lstat(name + suffix); err == nil {
				return true
			}
		}
		return false
	}
	if !taken(name) {
		return name, nil
	}
	for i := 2; i < 1000; i++ {
		if next := fmt.Sprintf("%s-%d", name, i); !taken(next) {
			return next, nil
		}
	}
	return "", fmt.Errorf("a thousand files are named %s already", name)
}
