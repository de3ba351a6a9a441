package dialogue

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"netsplit/calc/estimate"
	"netsplit/content"
	"netsplit/content/grade"
	"netsplit/store"
	"netsplit/tui/prose"
)

// Progress is the part of the store that a reader needs.
type Progress interface {
	Reading(document string) (store.Reading, bool, error)
	SaveReading(store.Reading) error
	SaveAnswer(store.Answer) error
}

// Reader is a document to read.
type Reader struct {
	Document *content.Document
	Key      string          // under which progress is kept: lesson id or absolute path
	Lesson   *content.Lesson // nil for notes
	Progress Progress
	Now      func() time.Time
	Seed     uint64 // of the numbers in estimates
	// Resolve says where a link leads; nil: links are not followed.
	Resolve func(destination string) content.Link
}

// Learn reads a document section by section. Predictions, questions and
// estimates are asked where they stand; a lab's own steps are run on request
// and grade the predictions about it.
func (t *Talk) Learn(r Reader) error {
	l := learnTalk{Talk: t, r: r, chosen: map[string]int{}}
	return l.read()
}

type learnTalk struct {
	*Talk
	r      Reader
	chosen map[string]int // predictions that wait for their run
	known  store.Reading  // as it is saved
	left   bool
}

func (t *learnTalk) read() error {
	sections := t.r.Document.Sections
	at := 0
	t.say("%s. %d sections. Enter goes on; help lists the rest.", t.r.Document.Title, len(sections))
	if t.r.Lesson != nil && len(t.r.Lesson.Needs) > 0 {
		t.say("It builds on: %s.", strings.Join(t.r.Lesson.Needs, ", "))
	}
	reading, known, err := t.r.Progress.Reading(t.r.Key)
	if err != nil {
		return err
	}
	t.known = reading
	// Who has read it all and opens it again begins at the top.
	if i, ok := t.section(reading.Section); known && ok && i > 0 && !(reading.Done && i+1 == len(sections)) {
		at = i
		t.say("You stopped here. Type 1 to begin at the top.")
	}
	for at < len(sections) && !t.left {
		next, err := t.show(at)
		if err != nil || t.left {
			if err == nil && t.err == nil {
				t.say("Left. It goes on here next time.")
			}
			return errorOr(err, t.end())
		}
		at = next
	}
	t.gap()
	t.say("That is the end of %s.", t.r.Document.Title)
	return t.end()
}

func errorOr(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

// section finds a section by its saved anchor.
func (t *learnTalk) section(anchor string) (int, bool) {
	if anchor == "" {
		return 0, false
	}
	return t.r.Document.Anchor(anchor)
}

// show reads one section out and returns which comes next.
func (t *learnTalk) show(i int) (next int, err error) {
	section := t.r.Document.Sections[i]
	t.gap()
	if section.Title != "" {
		t.say("Section %d of %d: %s", i+1, len(t.r.Document.Sections), section.Title)
		t.gap()
	}
	if i > 0 { // who leaves in the middle of it, at a question, goes on here
		if err := t.keep(i, i); err != nil {
			return i, err
		}
	}
	if err := t.blocks(section.Blocks); err != nil || t.left {
		return i, err
	}
	last := i+1 == len(t.r.Document.Sections)
	next = i + 1 // what comes next has not been read
	if last {
		next = i
	}
	if err := t.keep(next, i+1); err != nil {
		return i, err
	}
	if last {
		return i + 1, nil
	}
	return t.command(i)
}

// keep saves the section to go on with, and that so many were read. What was
// read once stays read.
func (t *learnTalk) keep(section, read int) error {
	all := t.r.Document.Sections
	t.known.Document, t.known.Section, t.known.Line, t.known.Updated = t.r.Key, all[section].Anchor, 0, t.r.Now()
	if now, ok, err := t.r.Progress.Reading(t.r.Key); err == nil && ok { // another program may have read on
		t.known.Seen, t.known.Done = max(t.known.Seen, now.Seen), t.known.Done || now.Done
	}
	t.known.Seen = max(t.known.Seen, float64(read)/float64(len(all)))
	t.known.Done = t.known.Done || read == len(all)
	if err := t.r.Progress.SaveReading(t.known); err != nil {
		return fmt.Errorf("your place could not be saved: %w", err)
	}
	return nil
}

// command reads where to go after a section.
func (t *learnTalk) command(i int) (next int, err error) {
	for {
		line, ok := t.ask()
		if !ok || leaves(line) {
			t.left = true
			return i, nil
		}
		word, rest, _ := strings.Cut(line, " ")
		switch word = strings.ToLower(word); word {
		case "", "next":
			return i + 1, nil
		case "back":
			return max(0, i-1), nil
		case "again":
			return i, nil
		case "contents":
			for n, s := range t.r.Document.Sections {
				t.say("%s%d  %s", strings.Repeat("  ", max(0, s.Level-1)), n+1, s.Title)
			}
		case "find":
			t.find(rest)
		case "links":
			t.links(i)
		case "help":
			t.say("Enter or next goes on; back, again; contents; a number goes to that section; find WORD; links; quit.")
		default:
			n, err := strconv.Atoi(word)
			if err == nil && n >= 1 && n <= len(t.r.Document.Sections) {
				return n - 1, nil
			}
			t.say("Can't read that. Enter goes on; help lists the rest; sections are 1 to %d.", len(t.r.Document.Sections))
		}
	}
}

// find lists the sections that hold a word.
func (t *learnTalk) find(word string) {
	word = strings.ToLower(strings.TrimSpace(word))
	if word == "" {
		t.say("Find what? Type find and a word.")
		return
	}
	p := content.NewParser()
	found := 0
	for n, s := range t.r.Document.Sections {
		for _, b := range s.Blocks {
			text := b.Source
			if b.Kind == content.Text {
				text = content.Plain(p, b.Source)
			}
			at := strings.Index(strings.ToLower(text), word)
			if at < 0 {
				continue
			}
			found++
			// A few letters are longer when small: then the place is only near.
			t.say("%d  %s: %s", n+1, s.Title, around(text, min(at, len(text))))
			break
		}
	}
	if found == 0 {
		t.say("%q is not in this text.", word)
	}
}

// around is the line of text that holds position at.
func around(text string, at int) string {
	at = min(at, len(text))
	start := strings.LastIndexByte(text[:at], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return strings.TrimSpace(line)
}

func (t *learnTalk) links(i int) {
	doc := *t.r.Document
	doc.Sections = doc.Sections[i : i+1]
	destinations := content.Destinations(content.NewParser(), &doc)
	if len(destinations) == 0 {
		t.say("There are no links in this section.")
	}
	for _, destination := range destinations {
		t.say("- %s", t.lead(destination))
	}
}

// lead says where a link leads and how to go there.
func (t *learnTalk) lead(destination string) string {
	if t.r.Resolve == nil {
		return destination
	}
	link := t.r.Resolve(destination)
	switch {
	case link.Broken != "":
		return destination + ": " + link.Broken
	case link.External:
		return destination
	case link.Path == t.r.Document.Path:
		if n, ok := t.r.Document.Anchor(link.Anchor); ok {
			return fmt.Sprintf("section %d, %s", n+1, t.r.Document.Sections[n].Title)
		}
		return "the top of this text"
	case t.r.Lesson != nil:
		return "another lesson: netsplit learn " + content.LessonID(link.Path)
	}
	return "another file: " + link.Path
}

// blocks reads blocks out and asks what they ask.
func (t *learnTalk) blocks(blocks []content.Block) error {
	for i := range blocks {
		if t.left || t.err != nil {
			return nil
		}
		b := &blocks[i]
		var err error
		switch b.Kind {
		case content.Text, content.Fold, content.CalcKind:
			err = t.print(b)
		case content.Diagram:
			t.say("A drawing:")
			t.write(b.Source + "\n")
		case content.CardKind:
			t.say("Remember: %s", b.Card.Front)
			t.say("  %s", b.Card.Back)
		case content.PredictKind:
			err = t.predict(b.Predict)
		case content.QuizKind:
			err = t.quiz(b.Quiz)
		case content.EstimateKind:
			err = t.estimate(b.Estimate)
		case content.ScenarioKind:
			err = t.lab(b.Scenario)
		case content.SQLKind:
			err = t.experiment(b.SQL.Name)
		}
		if err != nil {
			return err
		}
		t.gap()
	}
	return nil
}

// print writes a block of text, without frames.
func (t *learnTalk) print(b *content.Block) error {
	doc := *t.r.Document
	doc.Sections = []content.Section{{Blocks: []content.Block{*b}}}
	var out bytes.Buffer
	if err := prose.Print(&out, &doc, prose.PrintOptions{Width: t.options.Width, ASCII: true}); err != nil {
		return err
	}
	t.write(strings.TrimRight(out.String(), "\n") + "\n")
	return nil
}

// choose asks for an option; 0 means it was passed over.
func (t *learnTalk) choose(question string, options []string) int {
	t.say("Question: %s", question)
	for i, option := range options {
		t.say("  %d  %s", i+1, option)
	}
	t.say("Type a number, or enter to pass.")
	for {
		line, ok := t.ask()
		if !ok || leaves(line) {
			t.left = true
			return 0
		}
		if line == "" {
			return 0
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(options) {
			return n
		}
		t.say("Type a number from 1 to %d, enter to pass, or quit.", len(options))
	}
}

func (t *learnTalk) save(block, kind, text string, correct *bool) error {
	err := t.r.Progress.SaveAnswer(store.Answer{
		Document: t.r.Key, Block: block, Kind: kind, Text: text, Correct: correct, At: t.r.Now(),
	})
	if err != nil {
		return fmt.Errorf("your answer could not be saved: %w", err)
	}
	return nil
}

func (t *learnTalk) quiz(q *content.Quiz) error {
	n := t.choose(q.Question, q.Options)
	if n == 0 {
		return nil
	}
	correct := n == q.Answer
	if correct {
		t.say("Right. %s", q.Why)
	} else {
		t.say("No: it is %s. %s", q.Options[q.Answer-1], q.Why)
	}
	return t.save(q.ID, "quiz", q.Options[n-1], &correct)
}

func (t *learnTalk) predict(p *content.Predict) error {
	n := t.choose(p.Question, p.Options)
	if n == 0 {
		return nil
	}
	if len(p.GradedBy) == 0 {
		correct := n == p.Answer
		if correct {
			t.say("Right. %s", p.Why)
		} else {
			t.say("No: it is %s. %s", p.Options[p.Answer-1], p.Why)
		}
		return t.save(p.ID, "predict", p.Options[n-1], &correct)
	}
	t.chosen[p.ID] = n
	t.say("Noted. The run below decides.")
	return t.save(p.ID, "predict", p.Options[n-1], nil)
}

func (t *learnTalk) estimate(e *content.Estimate) error {
	drawn := grade.Draw(e.Draw, t.r.Seed)
	truth, _, err := grade.Solve(e, drawn)
	if err != nil {
		t.say("%s", grade.Fill(e.Question, drawn))
		t.say("This can't be computed: %v", err)
		return nil
	}
	t.say("Estimate: %s", grade.Fill(e.Question, drawn))
	t.say("Type a number with its unit, or enter to pass.")
	for {
		line, ok := t.ask()
		if !ok || leaves(line) {
			t.left = true
			return nil
		}
		if line == "" {
			return nil
		}
		guess, err := estimate.ParseAnswer(truth.Unit(), line)
		if err != nil {
			t.say("%s Enter passes, quit leaves.", sentence(err))
			continue
		}
		verdict := grade.Estimate(guess.Float64(), truth.Float64())
		t.say("It is %s; you are %s. %s", truth, verdict.Text, e.Why)
		correct := verdict.Credit == grade.Full
		return t.save(e.ID, "estimate", line, &correct)
	}
}
