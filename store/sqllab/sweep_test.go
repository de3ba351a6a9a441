package sqllab

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Goal: what a killed program left is removed a day later, and nothing else.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{folderName + "1", folderName + "2", "netsplit-other"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	if err := os.Chtimes(filepath.Join(dir, folderName+"1"), now, now.Add(-25*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(dir, "netsplit-other"), now, now.Add(-25*time.Hour)); err != nil {
		t.Fatal(err)
	}
	sweep(dir, now)
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 || left[0].Name() != "netsplit-other" || left[1].Name() != folderName+"2" {
		t.Errorf("left: %v, %v", left, err)
	}
}
