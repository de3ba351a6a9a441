package cli

import (
	"fmt"
	"strings"

	"netsplit/content"
	"netsplit/content/pack"
)

type listedLesson struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Track   string   `json:"track"`
	Minutes int      `json:"minutes"`
	Needs   []string `json:"needs"`
	Done    bool     `json:"done"`
}

// listLessons prints the built-in lessons by track.
func (c *learnCommand) listLessons(p *Program, library *content.Library) error {
	tracks, err := library.Tracks()
	if err != nil {
		return err
	}
	done, err := p.lessonsDone()
	if err != nil {
		return err
	}
	if c.JSON {
		list := []listedLesson{}
		for _, track := range tracks {
			for _, l := range track.Lessons {
				needs := l.Needs
				if needs == nil {
					needs = []string{}
				}
				list = append(list, listedLesson{l.ID, l.Title, l.Track, l.Minutes, needs, done[l.ID]})
			}
		}
		return p.json(list)
	}
	for i, track := range tracks {
		if i > 0 {
			fmt.Fprintln(p.Stdout)
		}
		fmt.Fprintln(p.Stdout, track.Title)
		for _, l := range track.Lessons {
			state := ""
			if done[l.ID] {
				state = "  done"
			}
			fmt.Fprintf(p.Stdout, "  %-24s %3d min  %s%s\n", l.ID, l.Minutes, l.Title, state)
		}
	}
	fmt.Fprintln(p.Stdout, "\nOpen one with: netsplit learn ID")
	return nil
}

func (p *Program) lessonsDone() (map[string]bool, error) {
	done := map[string]bool{}
	s, err := p.existingStore()
	if err != nil || s == nil {
		return done, err
	}
	defer s.Close()
	readings, err := s.Readings()
	for _, r := range readings {
		done[r.Document] = r.Done
	}
	return done, err
}

type listedFile struct {
	Path      string `json:"path"`
	Name      string `json:"name"`
	SizeBytes int64  `json:"size_bytes"`
}

// listFiles prints the files of a folder of notes.
func (c *learnCommand) listFiles(p *Program, notes *pack.Pack) error {
	if c.JSON {
		list := []listedFile{}
		for _, f := range notes.Files {
			list = append(list, listedFile{f.Path, f.Name, f.Size})
		}
		return p.json(list)
	}
	for _, f := range notes.Files {
		fmt.Fprintf(p.Stdout, "%8d bytes  %s\n", f.Size, clean(f.Name))
	}
	return nil
}

// listSections prints the headings of a document.
func (c *learnCommand) listSections(p *Program, document *content.Document) error {
	if c.JSON {
		return p.json(outlines([]*content.Document{document})[0])
	}
	for _, s := range document.Sections {
		if s.Title != "" {
			fmt.Fprintf(p.Stdout, "%s%s\n", strings.Repeat("  ", max(s.Level-1, 0)), clean(s.Title))
		}
	}
	return nil
}

type outline struct {
	Path     string           `json:"path"`
	Title    string           `json:"title"`
	Sections []outlineSection `json:"sections"`
}

type outlineSection struct {
	Title  string         `json:"title"`
	Anchor string         `json:"anchor"`
	Level  int            `json:"level"`
	Line   int            `json:"line"`
	Blocks []outlineBlock `json:"blocks"`
}

type outlineBlock struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Line   int    `json:"line"`
	Source string `json:"source"`
}

// outlines is what a program gets to read of documents.
func outlines(documents []*content.Document) []outline {
	all := []outline{}
	for _, d := range documents {
		o := outline{Path: d.Path, Title: d.Title, Sections: []outlineSection{}}
		for _, s := range d.Sections {
			section := outlineSection{s.Title, s.Anchor, s.Level, s.Line, []outlineBlock{}}
			for _, b := range s.Blocks {
				section.Blocks = append(section.Blocks, outlineBlock{string(b.Kind), b.Name, b.Line, b.Source})
			}
			o.Sections = append(o.Sections, section)
		}
		all = append(all, o)
	}
	return all
}
