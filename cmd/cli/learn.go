package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"netsplit/content"
	"netsplit/content/pack"
	"netsplit/content/strict"
	"netsplit/store"
	"netsplit/tui/dialogue"
	"netsplit/tui/page"
	"netsplit/tui/prose"
	"netsplit/tui/theme"
)

type learnCommand struct {
	Lesson string `arg:"" optional:"" predictor:"lesson" help:"The id of a lesson, a Markdown file or folder of your own, or - for standard input."`
	Plain  bool   `help:"Print the text instead of opening a screen."`
	List   bool   `help:"List the lessons, or the files of a folder."`
	JSON   bool   `name:"json" help:"Print the list, or the text by sections, as JSON."`
}

// Help shows examples.
func (*learnCommand) Help() string {
	return `Your own notes need no preparation: headings become sections. A word that is the id of a lesson opens the lesson; write ./word for a file of that name. When standard output is no terminal, the text is printed.

Examples:

  netsplit learn quorums
  netsplit learn ./our-notes
  netsplit learn --list
  netsplit learn notes.md --plain | less
  netsplit learn - < notes.md`
}

// Run opens a lesson or notes on the screen, or prints them.
func (c *learnCommand) Run(p *Program) error {
	library := content.Embedded()
	if c.Lesson == "" {
		switch {
		case c.List || c.JSON:
			return c.listLessons(p, library)
		case c.Plain || p.accessible() || !p.interactive():
			return usagef("say which lesson, file or folder to read\nThe lessons: netsplit learn --list")
		}
		return p.screen(page.Place{Page: "home"})
	}
	if slices.Contains(library.LessonIDs(), c.Lesson) {
		return c.lesson(p, library)
	}
	return c.notes(p, library)
}

// printing reports whether to print instead of opening a screen.
func (c *learnCommand) printing(p *Program) bool {
	return c.Plain || c.JSON || c.Lesson == "-" || !p.interactive()
}

// talking reports whether to read section by section, line by line. A person
// who sends the output elsewhere, to a pager or a file, wants the text.
func (c *learnCommand) talking(p *Program) bool {
	return p.accessible() && !c.Plain && !c.JSON && c.Lesson != "-" && (p.StdoutTerminal || !p.StdinTerminal)
}

func (c *learnCommand) lesson(p *Program, library *content.Library) error {
	lesson, err := library.Lesson(c.Lesson)
	if err != nil {
		return err
	}
	if c.List {
		return c.listSections(p, &lesson.Document)
	}
	if c.talking(p) {
		return p.read(dialogue.Reader{
			Document: &lesson.Document, Key: lesson.ID, Lesson: lesson,
			Resolve: func(to string) content.Link { return library.Resolve(&lesson.Document, to) },
		})
	}
	if c.printing(p) {
		titled := lesson.Document // its title is in the front matter, not in the text
		titled.Sections = append([]content.Section{{Title: lesson.Title, Level: 1}}, titled.Sections...)
		return c.print(p, &titled)
	}
	return p.screen(page.Place{Page: "lesson", Target: lesson.ID})
}

// open reads the learner's own file or folder, or standard input.
func (c *learnCommand) open(p *Program) (*pack.Pack, error) {
	if c.Lesson != "-" {
		return pack.Open(c.Lesson)
	}
	text, err := p.readText("-", pack.MaxFile)
	if err != nil {
		return nil, err
	}
	return pack.Read("standard input", text)
}

// notes opens a file or a folder of the learner's own.
func (c *learnCommand) notes(p *Program, library *content.Library) error {
	notes, err := c.open(p)
	if err != nil {
		if _, missing := os.Stat(c.Lesson); c.Lesson != "-" && missing != nil && !strings.ContainsAny(c.Lesson, `/\.`) {
			ids := library.LessonIDs()
			cure := "The lessons: netsplit learn --list"
			if near, ok := strict.Nearest(c.Lesson, ids); ok {
				cure = "Did you mean " + near + "?"
			}
			return fmt.Errorf("there is no lesson, file or folder %q. %s", c.Lesson, cure)
		}
		return err
	}
	for _, notice := range notes.Notices {
		fmt.Fprintln(p.Stderr, "netsplit:", clean(notice))
	}
	switch {
	case c.List && notes.Single:
		document, err := notes.Document(notes.Files[0].Path)
		if err != nil {
			return err
		}
		return c.listSections(p, document)
	case c.List:
		return c.listFiles(p, notes)
	case c.talking(p) && notes.Single:
		document, err := notes.Document(notes.Files[0].Path)
		if err != nil {
			return err
		}
		return p.read(dialogue.Reader{
			Document: document, Key: document.Path,
			Resolve: func(to string) content.Link { return notes.Resolve(document, to) },
		})
	case c.talking(p):
		fmt.Fprintf(p.Stdout, "%d files. Read one with: netsplit learn %s\n", len(notes.Files), filepath.Join(c.Lesson, "FILE"))
		return c.listFiles(p, notes)
	case !c.printing(p):
		target := notes.Root
		if notes.Single {
			target = notes.Files[0].Path
		}
		return p.screen(page.Place{Page: "lesson", Target: target})
	}
	var documents []*content.Document
	for _, file := range notes.Files {
		document, err := notes.Document(file.Path)
		if err != nil {
			if notes.Single {
				return err
			}
			p.complain(err) // the other files are still worth reading
			continue
		}
		documents = append(documents, document)
	}
	if len(documents) == 0 {
		return fmt.Errorf("no file in %s could be read", c.Lesson)
	}
	return c.print(p, documents...)
}

// read goes through a document as a dialogue.
func (p *Program) read(r dialogue.Reader) error {
	s, err := p.openStore()
	if err != nil {
		return err
	}
	defer s.Close()
	r.Progress, r.Now, r.Seed = s, p.Now, uint64(p.Now().UnixNano())
	if err := s.SavePlace(store.Place{Page: "lesson", Target: r.Key}); err != nil {
		return err
	}
	return p.talk().Learn(r)
}

// print writes whole documents, as text or as JSON.
func (c *learnCommand) print(p *Program, documents ...*content.Document) error {
	if c.JSON {
		return p.json(outlines(documents))
	}
	options := prose.PrintOptions{Width: min(p.Width, widestText)}
	if p.colour() {
		look, err := p.theme()
		if err != nil {
			return err
		}
		options.Colour = theme.New(look)
	}
	for i, document := range documents {
		if i > 0 {
			fmt.Fprintln(p.Stdout)
		}
		for _, problem := range document.Problems {
			p.complain(problem)
		}
		if err := prose.Print(p.Stdout, document, options); err != nil {
			return err
		}
	}
	return nil
}

// widestText keeps lines short enough for the eye to find the next one.
const widestText = 100
