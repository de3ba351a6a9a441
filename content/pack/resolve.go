package pack

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"netsplit/content"
	"netsplit/content/strict"
)

// Resolve says where a link in a note leads: a section of the same file,
// another file of the pack, or another site. A link that leads nowhere has
// its reason in Broken.
func (p *Pack) Resolve(from *content.Document, destination string) content.Link {
	file, anchor, external := content.SplitDestination(destination)
	switch {
	case external:
		return content.Link{Destination: destination, External: true}
	case file == "":
		return from.AnchorLink(destination, anchor)
	}
	broken := func(why string) content.Link {
		return content.Link{Destination: destination, Broken: why}
	}
	target, why := p.find(from.Path, file)
	if why != "" {
		return broken(why)
	}
	doc, err := p.Document(target)
	if err != nil {
		return broken(firstLine(err))
	}
	return doc.AnchorLink(destination, anchor)
}

func firstLine(err error) string {
	head, _, _ := strings.Cut(err.Error(), "\n")
	return head
}

// find is the file that a link leads to, or why there is none. Wiki-style
// links without .md, and links to a folder with a README, work too.
func (p *Pack) find(from, file string) (target, why string) {
	base := filepath.Dir(from)
	if strings.HasPrefix(file, "/") {
		base = p.Root
	}
	full := filepath.Join(base, filepath.FromSlash(file))
	rel, err := filepath.Rel(p.Root, full)
	if err != nil || !filepath.IsLocal(rel) {
		return "", "it leads out of the folder " + content.Visible(p.Root)
	}
	candidates := []string{full, full + ".md", full + ".markdown", filepath.Join(full, "README.md"), filepath.Join(full, "index.md")}
	for _, candidate := range candidates {
		info, err := os.Stat(candidate)
		if err != nil || info.IsDir() {
			continue
		}
		if !isMarkdown(candidate) && !p.has(candidate) {
			return "", content.Visible(path.Base(filepath.ToSlash(file))) + " is not Markdown; open it with another program"
		}
		return candidate, p.escapes(candidate)
	}
	for _, f := range p.Files { // the file system may tell cases apart where the author's didn't
		if strings.EqualFold(f.Path, full) || strings.EqualFold(f.Path, full+".md") {
			return f.Path, ""
		}
	}
	why = "there is no file " + content.Visible(strict.Shorten(file, 80))
	var names []string
	for _, f := range p.Files {
		names = append(names, f.Name)
	}
	if near, ok := strict.Nearest(filepath.ToSlash(rel), names); ok {
		why += "; did you mean " + content.Visible(near) + "?"
	}
	return "", why
}

func (p *Pack) has(path string) bool {
	for _, f := range p.Files {
		if f.Path == path {
			return true
		}
	}
	return false
}

// escapes says so if a file is a link to a place outside the folder that is
// not itself part of the pack.
func (p *Pack) escapes(path string) string {
	if p.has(path) {
		return ""
	}
	resolved, err := filepath.EvalSymlinks(path)
	root, rootErr := filepath.EvalSymlinks(p.Root)
	if err != nil || rootErr != nil {
		return "the link can't be followed"
	}
	if rel, err := filepath.Rel(root, resolved); err != nil || !filepath.IsLocal(rel) {
		return "it leads out of the folder " + content.Visible(p.Root)
	}
	return ""
}
