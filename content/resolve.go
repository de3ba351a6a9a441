package content

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"

	"netsplit/content/strict"
)

var scheme = pattern(`^[A-Za-z][A-Za-z0-9+.-]+:`)

// SplitDestination takes a link's destination apart: an address on another
// site, or a path (empty: the same document) and an anchor.
func SplitDestination(destination string) (path, anchor string, external bool) {
	if scheme().MatchString(destination) && !windowsPath().MatchString(destination) || strings.HasPrefix(destination, "//") {
		return "", "", true
	}
	path, anchor, _ = strings.Cut(destination, "#")
	if i := strings.IndexByte(path, '?'); i >= 0 {
		path = path[:i]
	}
	return unescape(path), unescape(anchor), false
}

var windowsPath = pattern(`^[A-Za-z]:[\\/]`)

func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return Visible(u)
	}
	return s
}

// Anchor finds the section that an anchor leads to. Exact anchors win; else
// one that differs only in case or repeated hyphens is found too.
func (d *Document) Anchor(anchor string) (section int, ok bool) {
	for i, s := range d.Sections {
		if s.Anchor == anchor && s.Level > 0 {
			return i, true
		}
	}
	for i, s := range d.Sections {
		if s.Level > 0 && loose(s.Anchor) == loose(anchor) {
			return i, true
		}
	}
	return 0, false
}

// AnchorLink is the link to a section of this document.
func (d *Document) AnchorLink(destination, anchor string) Link {
	link := Link{Destination: destination, Path: d.Path, Anchor: anchor}
	if anchor == "" {
		return link
	}
	i, ok := d.Anchor(anchor)
	if ok {
		link.Anchor = d.Sections[i].Anchor
		return link
	}
	link.Broken = "no heading #" + strict.Shorten(anchor, 60)
	var anchors []string
	for _, s := range d.Sections {
		if s.Level > 0 {
			anchors = append(anchors, "#"+s.Anchor)
		}
	}
	if near, ok := strict.Nearest("#"+anchor, anchors); ok {
		link.Broken += "; did you mean " + near + "?"
	}
	return link
}

// Resolve says where a link in a lesson leads: to a section of it, to another
// lesson (quorums.md#overlap), or to another site. The path of a link to a
// lesson is that of its document; LessonID turns it into an id.
func (l *Library) Resolve(from *Document, destination string) Link {
	file, anchor, external := SplitDestination(destination)
	switch {
	case external:
		return Link{Destination: destination, External: true}
	case file == "":
		return from.AnchorLink(destination, anchor)
	}
	id := LessonID(file)
	lesson, err := l.Lesson(id)
	if err != nil {
		return Link{Destination: destination, Broken: err.Error()}
	}
	return lesson.Document.AnchorLink(destination, anchor)
}

// LessonID is the id of the lesson whose document has this path.
func LessonID(path string) string {
	path = strings.TrimSuffix(path, ".md")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// Destinations are the destinations of all links in the text of a document.
func Destinations(p parser.Parser, d *Document) []string {
	var found []string
	for i := range d.Sections {
		found = appendDestinations(found, p, d, d.Sections[i].Blocks)
	}
	return found
}

func appendDestinations(found []string, p parser.Parser, d *Document, blocks []Block) []string {
	for _, b := range blocks {
		if b.Kind == Fold {
			found = appendDestinations(found, p, d, b.Blocks)
		}
		if b.Kind != Text {
			continue
		}
		root, _ := d.Parse(p, b.Source)
		_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if link, ok := n.(*ast.Link); ok && entering {
				found = append(found, string(link.Destination))
			}
			return ast.WalkContinue, nil
		})
	}
	return found
}
