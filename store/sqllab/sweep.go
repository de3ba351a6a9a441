package sqllab

import (
	"os"
	"path/filepath"
	"time"
)

// sweep removes the folders of experiments whose program was killed before it
// could: those in which nothing has happened for a day.
func sweep(temporary string, now time.Time) {
	old, err := filepath.Glob(filepath.Join(temporary, folderName+"*"))
	if err != nil {
		return // of a pattern in the name of the folder; then they stay
	}
	for _, folder := range old[:min(len(old), mostStale)] {
		info, err := os.Lstat(folder)
		if err == nil && info.IsDir() && now.Sub(info.ModTime()) > stale {
			_ = os.RemoveAll(folder) // somebody else's stays
		}
	}
}
