package pack

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"netsplit/content"
	"netsplit/content/strict"
)

func fail(path, message, cure string) error {
	return &content.Error{Path: content.Visible(path), Message: message, Cure: cure}
}

// failOpen says why a path can't be opened.
func failOpen(name, path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		cure := "check the path; netsplit learn --list shows the built-in lessons"
		if near := nearestEntry(path); near != "" {
			cure = "did you mean " + content.Visible(filepath.Join(filepath.Dir(name), near)) + "?"
		}
		return fail(name, "there is nothing at this path", cure)
	case errors.Is(err, fs.ErrPermission):
		return fail(name, "it can't be read: permission denied", "allow reading it (chmod +r), or open a copy")
	case errors.Is(err, syscall.ELOOP):
		return fail(name, "the link leads in a circle", "remove it, or open the file itself")
	}
	return fail(name, "it can't be read: "+err.Error(), "open a copy of it")
}

// nearestEntry is the name beside path that is most like it.
func nearestEntry(path string) string {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return ""
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(1000)
	near, _ := strict.Nearest(filepath.Base(path), names)
	return near
}
