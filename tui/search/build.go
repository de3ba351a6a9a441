package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/parser"

	"netsplit/content"
	"netsplit/content/checklist"
	"netsplit/content/drill"
	"netsplit/engine/fault"
	"netsplit/engine/scenario"
	"netsplit/store/sqllab"
	"netsplit/tui/catalogue"
	"netsplit/tui/page"
)

// Build makes the index of a library and of the program's own reference. What
// can't be read is left out and named in the error; the rest can be searched.
func Build(lib *content.Library) (*Index, error) { return build(lib, nil) }

// For makes the index for one query. Files without its words are not read, and
// the readers work side by side: a command has nothing else to do.
func For(lib *content.Library, query string) (*Index, error) { return build(lib, Words(query)) }

func build(lib *content.Library, words wanted) (*Index, error) {
	gather := []func(*content.Library, wanted) ([]Item, error){lessons, scenarios, drills, checklists}
	found, wrong := make([][]Item, len(gather)), make([]error, len(gather))
	var all sync.WaitGroup
	for i, f := range gather {
		all.Go(func() { found[i], wrong[i] = f(lib, words) })
	}
	rest := slices.Concat(calculators(), experiments(), reference())
	all.Wait()
	return New(append(slices.Concat(found...), rest...)), cmp.Or(wrong...)
}

// wanted are the words of a query; none of them wants all.
type wanted []string

// in reports whether a file can hold what is looked for. Marks may stand between
// the letters of a word in the file, so only its runs of letters and digits are
// looked for.
func (w wanted) in(name, source string) bool {
	if len(w) == 0 {
		return true
	}
	source = fold(name + "\n" + source)
	for _, word := range w {
		for _, run := range strings.FieldsFunc(word, func(r rune) bool { return !letter(r) }) {
			if !strings.Contains(source, run) {
				return false
			}
		}
	}
	return true
}

func lessons(lib *content.Library, words wanted) ([]Item, error) {
	all, err := lib.Lessons()
	if err != nil {
		return nil, err
	}
	var items []Item
	plain := content.NewParser()
	for _, l := range all {
		if text, err := lessonSource(lib, l.ID); err == nil && !words.in(l.ID, text) {
			continue
		}
		lesson, err := lib.Lesson(l.ID)
		if err != nil {
			return items, err
		}
		for i, s := range lesson.Document.Sections {
			it := Item{
				Kind: "lesson", Name: l.ID, Title: l.Title, Section: s.Title, Text: blocks(plain, s.Blocks),
				Place: page.Place{Page: "lesson", Target: l.ID}, Command: "netsplit learn " + l.ID,
			}
			if i > 0 || s.Title != "" {
				it.Place.State = section(l.ID, s.Anchor)
			}
			items = append(items, it)
		}
	}
	return items, nil
}

// lessonSource is the text of a lesson with the titles of the scenarios it names.
func lessonSource(lib *content.Library, id string) (string, error) {
	_, text, err := lib.LessonSource(id)
	if err != nil {
		return "", err
	}
	for _, name := range lib.ScenarioNames() {
		if strings.Contains(text, name) {
			sc, err := lib.Scenario(name)
			if err != nil {
				return "", err
			}
			text += "\n" + sc.Title
		}
	}
	return text, nil
}

// section is the state with which the reader opens at a section.
func section(lesson, anchor string) json.RawMessage {
	state, err := json.Marshal(map[string]any{"path": "lessons/" + lesson + ".md", "section": anchor, "of": 1})
	if err != nil {
		return nil // plain strings always marshal
	}
	return state
}

// blocks is the text of blocks as a reader sees it.
func blocks(plain parser.Parser, all []content.Block) string {
	var b strings.Builder
	for _, block := range all {
		switch {
		case block.Quiz != nil:
			say(&b, append([]string{block.Quiz.Question, block.Quiz.Why}, block.Quiz.Options...)...)
		case block.Predict != nil:
			say(&b, append([]string{block.Predict.Question, block.Predict.Why}, block.Predict.Options...)...)
		case block.Estimate != nil:
			say(&b, block.Estimate.Question, block.Estimate.Why)
		case block.Card != nil:
			say(&b, block.Card.Front, block.Card.Back)
		case block.Scenario != nil:
			say(&b, block.Scenario.Title)
		case block.SQL != nil:
			say(&b, block.SQL.Name)
		case block.Kind == content.Fold:
			say(&b, block.Name, blocks(plain, block.Blocks))
		case block.Kind == content.Text:
			say(&b, content.Plain(plain, block.Source))
		default:
			say(&b, block.Source)
		}
	}
	return b.String()
}

func say(b *strings.Builder, texts ...string) {
	for _, t := range texts {
		b.WriteString(t + "\n")
	}
}

func scenarios(lib *content.Library, words wanted) ([]Item, error) {
	var items []Item
	for _, name := range lib.ScenarioNames() {
		sc, err := lib.Scenario(name)
		if err != nil {
			return items, err
		}
		if !words.in(name, sc.Source) {
			continue
		}
		items = append(items, Item{
			Kind: "lab", Name: name, Title: sc.Title, Text: script(sc.Source),
			Place: page.Place{Page: "lab", Target: name}, Command: "netsplit lab " + name,
		})
	}
	return items, nil
}

// script is what a scenario says besides its head: components, steps and
// comments.
func script(source string) string {
	var b strings.Builder
	for line := range strings.Lines(source) {
		head, _, _ := strings.Cut(line, ":")
		if head != "scenario" && head != "title" && head != "seed" {
			b.WriteString(strings.ReplaceAll(line, "#", " "))
		}
	}
	return b.String()
}

func drills(lib *content.Library, words wanted) ([]Item, error) {
	var items []Item
	for _, name := range lib.DrillNames() {
		file, text, err := lib.DrillSource(name)
		if err != nil {
			return items, err
		}
		if !words.in(name, text) {
			continue
		}
		p, err := drill.Glance(file, text)
		if err != nil {
			return items, err
		}
		// What the interviewer tells only when asked stays out: finding it here
		// would spoil the drill.
		about := p.Opening
		for _, s := range p.Steps {
			about += "\n" + s.Title + ". " + s.Goal
		}
		items = append(items, Item{
			Kind: "drill", Name: name, Title: p.Title, Text: about,
			Place: page.Place{Page: "drill", Target: name}, Command: "netsplit drill " + name,
		})
	}
	return items, nil
}

func checklists(lib *content.Library, words wanted) ([]Item, error) {
	var items []Item
	for _, name := range lib.ChecklistNames() {
		file, text, err := lib.ChecklistSource(name)
		if err != nil {
			return items, err
		}
		if !words.in(name, text) {
			continue
		}
		c, err := checklist.Parse(file, text)
		if err != nil {
			return items, err
		}
		it := Item{
			Kind: "checklist", Name: name, Title: c.Title, Text: c.About,
			Place: page.Place{Page: "review", Target: name}, Command: "netsplit review " + name,
		}
		items = append(items, it)
		for _, q := range c.Items {
			it.Section, it.Text = q.Question, q.Why+"\n"+q.Check+"\n"+q.Cure
			items = append(items, it)
		}
	}
	return items, nil
}

func calculators() []Item {
	var items []Item
	for _, c := range catalogue.All() {
		text := c.Summary
		for _, form := range c.Forms {
			text += "\n" + form.Name
			for _, f := range form.Fields {
				text += "\n" + f.Label + ": " + f.Help
			}
		}
		items = append(items, Item{
			Kind: "calculator", Name: c.Name, Title: c.Title, Text: text,
			Place: page.Place{Page: "calculator", Target: c.Name}, Command: "netsplit calc " + c.Name,
		})
	}
	return items
}

// experiments are those on a real database, with the statements of their steps.
func experiments() []Item {
	var items []Item
	for _, l := range sqllab.Labs() {
		text := l.About
		for _, s := range l.Steps {
			text += "\n" + s.SQL + "\n" + s.About
		}
		items = append(items, Item{
			Kind: "sql", Name: l.Name, Title: l.Title, Text: text,
			Place: page.Place{Page: "sql", Target: l.Name}, Command: "netsplit sql " + l.Name,
		})
	}
	return items
}

// reference is the words of scenario files. They open nothing: the excerpt is
// all there is to say.
func reference() []Item {
	var items []Item
	add := func(kind, name, text string) {
		items = append(items, Item{Kind: kind, Name: name, Title: name, Text: text, Command: fmt.Sprintf("netsplit explain %s %s", kind, name)})
	}
	for _, k := range scenario.Kinds() {
		add("kind", k.Name, k.Doc)
	}
	for _, v := range scenario.Verbs() {
		add("step", v.Name, v.Doc+": "+v.Usage)
	}
	for _, d := range fault.Definitions() {
		add("fault", d.Name, d.Meaning)
	}
	return items
}
