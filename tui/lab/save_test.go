package lab

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWriteFileNeverOverwritesUnasked(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "mine.yaml")
	if exists, err := writeFile(path, []byte("one"), false); exists || err != nil {
		t.Fatalf("a new file: exists %v, %v", exists, err)
	}
	if exists, err := writeFile(path, []byte("two"), false); !exists || err != nil {
		t.Fatalf("a file that is there: exists %v, %v", exists, err)
	}
	if got, _ := os.ReadFile(path); string(got) != "one" {
		t.Fatalf("it was overwritten with %q", got)
	}
	if _, err := writeFile(path, []byte("three"), true); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); string(got) != "three" {
		t.Fatalf("asked to, it did not overwrite: %q", got)
	}
	left, _ := os.ReadDir(dir)
	if len(left) != 1 {
		t.Errorf("%d files are left behind", len(left)-1)
	}
	if _, err := writeFile(filepath.Join(dir, "no", "folder.yaml"), nil, false); err == nil {
		t.Error("no error for a folder that isn't there")
	}
}
