package lesson

import (
	"fmt"
	"strings"

	"netsplit/content"
	"netsplit/content/pack"
)

// Lessons is the book of netsplit's own lessons. Each stands for itself: the
// contents tree shows the sections of one, links lead to the others.
type Lessons struct {
	Library *content.Library
	ID      string // of the first
}

// Files of a lesson: the reader has the shelf of its track for that.
func (b Lessons) Files() []File { return nil }

// First is the lesson asked for.
func (b Lessons) First() string { return "lessons/" + b.ID + ".md" }

// Key is the lesson's id.
func (b Lessons) Key(path string) string { return content.LessonID(path) }

// Target is the lesson's id.
func (b Lessons) Target(path string) string { return content.LessonID(path) }

// Resolve finds other lessons.
func (b Lessons) Resolve(from *content.Document, dest string) content.Link {
	return b.Library.Resolve(from, dest)
}

// Document is a lesson with what its front matter says around it: how long it
// takes at the top, its sources and the next lesson at the end.
func (b Lessons) Document(path string) (*content.Document, error) {
	lesson, err := b.Library.Lesson(content.LessonID(path))
	if err != nil {
		return nil, err
	}
	doc := lesson.Document
	doc.Path = path
	head := content.Section{Title: lesson.Title, Level: 1, Anchor: "", Blocks: []content.Block{text(b.about(lesson))}}
	rest := doc.Sections
	if len(rest) > 0 && rest[0].Title == "" { // what stands before the first heading
		head.Blocks, rest = append(head.Blocks, rest[0].Blocks...), rest[1:]
	}
	doc.Sections = append([]content.Section{head}, rest...)
	if end := b.end(lesson); end != "" {
		doc.Sections = append(doc.Sections, content.Section{Title: "Sources and next", Level: 3, Anchor: "netsplit-end", Blocks: []content.Block{text(end)}})
	}
	return &doc, nil
}

func text(source string) content.Block { return content.Block{Kind: content.Text, Source: source} }

func (b Lessons) about(l *content.Lesson) string {
	about := fmt.Sprintf("*%d minutes*", l.Minutes)
	titles := b.titles()
	var needs []string
	for _, id := range l.Needs {
		if title, ok := titles[id]; ok {
			needs = append(needs, fmt.Sprintf("[%s](%s.md)", title, id))
		}
	}
	if len(needs) > 0 {
		about += " · *builds on* " + strings.Join(needs, ", ")
	}
	return about
}

func (b Lessons) end(l *content.Lesson) string {
	var parts []string
	for _, s := range l.Sources {
		parts = append(parts, "- "+s)
	}
	if next, ok := b.next(l.ID); ok {
		parts = append(parts, "", fmt.Sprintf("Next lesson: [%s](%s.md)", next.Title, next.ID))
	}
	return strings.Join(parts, "\n")
}

func (b Lessons) titles() map[string]string {
	titles := map[string]string{}
	lessons, err := b.Library.Lessons()
	if err != nil {
		return titles // a lesson reads without the names of others
	}
	for _, l := range lessons {
		titles[l.ID] = l.Title
	}
	return titles
}

func (b Lessons) next(id string) (content.Lesson, bool) {
	lessons, err := b.Library.Lessons()
	for i, l := range lessons {
		if err == nil && l.ID == id && i+1 < len(lessons) {
			return lessons[i+1], true
		}
	}
	return content.Lesson{}, false
}

// Notes is the book of somebody's own files.
type Notes struct {
	Pack *pack.Pack
	Root string // as opened: the Target of its places
}

// Files lists the files of a folder.
func (b Notes) Files() []File {
	if b.Pack.Single {
		return nil
	}
	files := make([]File, len(b.Pack.Files))
	for i, f := range b.Pack.Files {
		files[i] = File{Path: f.Path, Name: content.Visible(f.Name)}
	}
	return files
}

// First is the first file of the folder.
func (b Notes) First() string { return b.Pack.Files[0].Path }

// Key is the file's absolute path.
func (b Notes) Key(path string) string { return path }

// Target is what was opened, folder or file.
func (b Notes) Target(string) string { return b.Root }

// Document reads a file.
func (b Notes) Document(path string) (*content.Document, error) { return b.Pack.Document(path) }

// Resolve finds other files of the folder.
func (b Notes) Resolve(from *content.Document, dest string) content.Link {
	return b.Pack.Resolve(from, dest)
}
