package lesson

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/page"
)

// answer is what the learner said to a question, and what turned out.
type answer struct {
	choice  int   // from 1; 0: nothing was said
	right   int   // from 1; 0: not known yet
	correct *bool // nil: not graded, or nothing was said
}

func (a answer) graded() bool { return a.correct != nil || a.right > 0 }

// options of a question block, nil for other blocks.
func options(b *content.Block) []string {
	switch {
	case b == nil:
		return nil
	case b.Predict != nil:
		return b.Predict.Options
	case b.Quiz != nil:
		return b.Quiz.Options
	}
	return nil
}

// restoreAnswers finds the answers that were saved; the last of each counts. An
// answer that is no longer among the options is forgotten.
func restoreAnswers(doc *content.Document, saved []store.Answer) map[string]answer {
	blocks := map[string]*content.Block{}
	for i := range doc.Sections {
		for j := range doc.Sections[i].Blocks {
			if b := &doc.Sections[i].Blocks[j]; options(b) != nil {
				blocks[b.Name] = b
			}
		}
	}
	answers := map[string]answer{}
	for _, s := range saved {
		b := blocks[s.Block]
		choice := slices.Index(options(b), s.Text) + 1
		if b == nil || choice == 0 {
			continue
		}
		a := answer{choice: choice, correct: s.Correct}
		switch {
		case a.correct == nil:
		case *a.correct:
			a.right = choice
		case b.Quiz != nil:
			a.right = b.Quiz.Answer
		default:
			a.right = slices.Index(options(b), s.Right) + 1
		}
		answers[s.Block] = a
	}
	return answers
}

// question is the block that the digits answer: the one with the focus, else
// the first open one on the screen.
func (p *Page) question() *content.Block {
	if t := p.target(); t != nil && options(t.Block) != nil && !p.open.answers[t.Block.Name].graded() {
		return t.Block
	}
	f := p.open.flow
	if f.Len() == 0 || p.open.width == 0 {
		return nil
	}
	last := p.bottom().chunk
	for i := p.open.top.chunk; i <= last; i++ {
		if b := f.Block(i); options(b) != nil && !p.open.answers[b.Name].graded() {
			return b
		}
	}
	return nil
}

func (p *Page) choose(key string) tea.Cmd {
	b := p.question()
	n, err := strconv.Atoi(key)
	if b == nil || err != nil {
		return nil
	}
	if n > len(options(b)) {
		return page.Do(page.Toast{Text: "There are only " + strconv.Itoa(len(options(b))) + " answers."})
	}
	return p.answer(b, n)
}

// answer notes the choice. A quiz is graded at once, a prediction by the run;
// until then it may be changed.
func (p *Page) answer(b *content.Block, n int) tea.Cmd {
	if p.open.answers[b.Name].graded() {
		return page.Do(page.Toast{Text: "This one is answered."})
	}
	a := answer{choice: n}
	right := 0
	switch {
	case b.Quiz != nil:
		right = b.Quiz.Answer
	case len(b.Predict.GradedBy) == 0 && p.scenarioOf(b) == nil:
		right = b.Predict.Answer // nothing to run: the author says
	}
	if right > 0 {
		correct := n == right
		a.right, a.correct = right, &correct
	}
	p.open.answers[b.Name] = a
	p.saveAnswer(b, a)
	p.changed()
	return p.grade()
}

func (p *Page) saveAnswer(b *content.Block, a answer) {
	kind := "quiz"
	if b.Predict != nil {
		kind = "predict"
	}
	saved := store.Answer{Document: p.open.key, Block: b.Name, Kind: kind, Text: options(b)[a.choice-1], Correct: a.correct, At: p.env.Now()}
	if a.right > 0 {
		saved.Right = options(b)[a.right-1]
	}
	save := p.deps.Store.SaveAnswer
	p.env.Journal.Save("your answer", func() error { return save(saved) })
}

// scenarioOf is the scenario that decides a prediction: the one it names, else
// the next one below.
func (p *Page) scenarioOf(predict *content.Block) *content.Block {
	passed := false
	for i := range p.open.flow.Len() {
		b := p.open.flow.Block(i)
		if b == nil {
			continue
		}
		if b == predict {
			passed = true
		}
		if b.Scenario == nil {
			continue
		}
		if name := predict.Predict.Scenario; name == b.Scenario.Name || name == "" && passed {
			return b
		}
	}
	return nil
}

// unanswered is the chunk of the first open prediction of a scenario.
func (p *Page) unanswered(scenario *content.Block) (chunk int, ok bool) {
	for i := range p.open.flow.Len() {
		b := p.open.flow.Block(i)
		if b != nil && b.Predict != nil && p.open.answers[b.Name].choice == 0 && p.same(p.scenarioOf(b), scenario) {
			return i, true
		}
	}
	return 0, false
}

// same reports whether two blocks run the same scenario.
func (p *Page) same(a, b *content.Block) bool {
	return a != nil && b != nil && (a == b || a.Scenario != nil && b.Scenario != nil && a.Scenario.Name == b.Scenario.Name)
}

// focusBlock puts the focus on the first option of a chunk.
func (p *Page) focusBlock(chunk int) {
	p.focus = focus{chunk, 1}
	p.show(position{chunk, max(0, p.lines(chunk)-1)})
	p.show(position{chunk, 0})
}

// grade looks whether the run has decided a prediction, and says so once.
func (p *Page) grade() tea.Cmd {
	if p.lab.page == nil || p.deps.Grade == nil {
		return nil
	}
	var said []string
	for i := range p.open.flow.Len() {
		b := p.open.flow.Block(i)
		if b == nil || b.Predict == nil || p.open.answers[b.Name].graded() || !p.same(p.scenarioOf(b), p.lab.block) {
			continue
		}
		right, ok := p.deps.Grade(b.Predict, p.lab.page)
		if !ok {
			continue
		}
		a := p.open.answers[b.Name]
		a.right = right
		if a.choice > 0 {
			correct := a.choice == right
			a.correct = &correct
			p.saveAnswer(b, a)
			said = append(said, verdictToast(b, a))
		}
		p.open.answers[b.Name] = a
		p.changed()
	}
	if len(said) == 0 {
		return nil
	}
	return page.Do(page.Toast{Text: strings.Join(said, " ")})
}

func verdictToast(b *content.Block, a answer) string {
	if *a.correct {
		return "You predicted it: " + options(b)[a.right-1] + "."
	}
	return "You expected: " + options(b)[a.choice-1] + ". The run showed: " + options(b)[a.right-1] + "."
}
