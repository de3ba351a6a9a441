package pack

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"netsplit/calc/order"
	"netsplit/content"
)

// Bounds of a folder. They are far above what anybody reads, and keep a
// mistaken `netsplit learn /` from reading a whole disk.
const (
	maxFiles   = 2000
	maxEntries = 100_000
	maxDepth   = 24
)

// isMarkdown reports whether a file of this name is Markdown.
func isMarkdown(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown", ".mdown", ".mkd", ".mkdn":
		return true
	}
	return false
}

func openFolder(name, root string) (*Pack, error) {
	if resolved, err := filepath.EvalSymlinks(root); err == nil {
		root = resolved
	}
	p := &Pack{Root: root, documents: map[string]*content.Document{}}
	w := walk{pack: p}
	if err := filepath.WalkDir(root, w.visit); err != nil {
		return nil, failOpen(name, root, err)
	}
	if w.entries > maxEntries || len(p.Files) >= maxFiles {
		p.Notices = append(p.Notices, fmt.Sprintf("%s holds more than netsplit lists: %d files are shown; open a subfolder to see others", name, len(p.Files)))
	}
	if len(p.Files) == 0 {
		cure := "files are read whose name ends in .md or .markdown"
		if w.other != "" {
			cure += "; to read " + content.Visible(w.other) + " as text, open the file itself"
		}
		return nil, fail(name, "the folder has no Markdown in it", cure)
	}
	order.By(p.Files, func(a, b File) int {
		return cmp.Or(
			cmp.Compare(strings.ToLower(filepath.Dir(a.Name)), strings.ToLower(filepath.Dir(b.Name))),
			cmp.Compare(rank(a.Name), rank(b.Name)),
			compareNatural(strings.ToLower(a.Name), strings.ToLower(b.Name)))
	})
	return p, nil
}

// rank puts the file that introduces a folder first.
func rank(name string) int {
	switch stem := strings.ToLower(strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))); stem {
	case "readme", "index":
		return 0
	}
	return 1
}

// compareNatural orders names so that 2 comes before 10.
func compareNatural(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na == 0 || nb == 0 {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
		if order := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); order != 0 {
			return order
		}
		a, b = a[na:], b[nb:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

type walk struct {
	pack    *Pack
	entries int
	other   string // a text file that is not Markdown
}

// visit takes one entry. Links to folders are not followed, so a folder that
// contains itself ends; links to files are.
func (w *walk) visit(path string, d fs.DirEntry, err error) error {
	if err != nil {
		if path == w.pack.Root {
			return err
		}
		w.pack.Notices = append(w.pack.Notices, "left out, can't be read: "+content.Visible(w.pack.show(path)))
		return nil
	}
	if w.entries++; w.entries > maxEntries || len(w.pack.Files) >= maxFiles {
		return filepath.SkipAll
	}
	name := d.Name()
	if d.IsDir() {
		hidden := strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor"
		if path != w.pack.Root && (hidden || strings.Count(w.pack.show(path), string(filepath.Separator)) >= maxDepth) {
			return filepath.SkipDir
		}
		return nil
	}
	if !isMarkdown(name) {
		if strings.EqualFold(filepath.Ext(name), ".txt") && w.other == "" {
			w.other = w.pack.show(path)
		}
		return nil
	}
	info, err := os.Stat(path) // follows a link
	if err != nil || !info.Mode().IsRegular() {
		w.pack.Notices = append(w.pack.Notices, "left out, can't be read: "+content.Visible(w.pack.show(path)))
		return nil
	}
	w.pack.Files = append(w.pack.Files, File{Path: path, Name: filepath.ToSlash(w.pack.show(path)), Size: info.Size()})
	return nil
}
