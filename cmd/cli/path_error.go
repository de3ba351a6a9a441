package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"netsplit/calc/unit"
)

// plainly is an error with what the system said of a path put in words: "open
// x.md: no such file or directory" becomes "x.md: there is no such file".
func plainly(err error) string {
	text := err.Error()
	var failed *fs.PathError
	if !errors.As(err, &failed) {
		return text
	}
	before, after, found := strings.Cut(text, failed.Error())
	if !found {
		return text
	}
	words := pathWords(failed)
	if failed.Path != "" && !strings.Contains(before, failed.Path) {
		words = failed.Path + ": " + words
	}
	return before + words + after
}

// pathWords says what is wrong with a path, and the cure where there is one.
func pathWords(failed *fs.PathError) string {
	switch err := failed.Err; {
	case failed.Path == "":
		return "the name of the file is empty"
	case errors.Is(err, fs.ErrNotExist):
		return missing(failed.Path)
	case errors.Is(err, syscall.EISDIR):
		return "it is a folder, not a file"
	case errors.Is(err, syscall.ENOTDIR):
		return "a part of this path is a file, not a folder"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied: change who may use it, or name another file"
	case errors.Is(err, syscall.EROFS):
		return "nothing can be written there (the file system is read-only): name another place"
	case errors.Is(err, syscall.ELOOP):
		return "the link leads in a circle: name the file itself"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "the name is longer than the system allows"
	}
	return failed.Err.Error()
}

// missing says that a file, or the folder it should be in, is not there.
func missing(path string) string {
	folder := filepath.Dir(path)
	entries, err := os.Open(folder)
	if err != nil {
		return "there is no folder " + folder
	}
	defer entries.Close()
	const most = 1000 // beside it
	names, _ := entries.Readdirnames(most)
	if near, ok := unit.Nearest(filepath.Base(path), names); ok {
		return "there is no such file; did you mean " + filepath.Join(folder, near) + "?"
	}
	return "there is no such file"
}
