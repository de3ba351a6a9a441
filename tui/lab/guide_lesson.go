package lab

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/tui/keymap"
	"netsplit/tui/scene"
)

// lessonQuestion is a prediction that a lesson asks about this scenario. It is
// about the whole run: once the script has ended, the run decides it.
type lessonQuestion struct {
	title   string // of the lesson
	predict *content.Predict
	chosen  int  // option, from 1; 0: not yet
	skipped bool // the learner went on without
	came    int  // what the run showed; 0: not decided
}

// lessonsRead brings the predictions: reading lessons is no work for Update.
type lessonsRead struct{ list []*lessonQuestion }

// readLessons looks in the lessons for predictions about this scenario.
func (p *Page) readLessons() tea.Cmd {
	lib, name := content.Embedded(), p.options.Scenario.Name
	return func() tea.Msg { return lessonsRead{predictionsOf(lib, name)} }
}

func predictionsOf(lib *content.Library, scenario string) []*lessonQuestion {
	lessons, err := lib.Lessons()
	if err != nil {
		return nil // nothing to ask; the steps still have their questions
	}
	var out []*lessonQuestion
	for _, found := range lessons {
		lesson, err := lib.Lesson(found.ID)
		if err != nil {
			continue
		}
		for _, b := range lesson.Document.AllBlocks() {
			if b.Predict == nil || len(b.Predict.GradedBy) == 0 {
				continue
			}
			if s := lesson.PredictScenario(b.Predict.ID); s != nil && s.Name == scenario {
				out = append(out, &lessonQuestion{title: lesson.Title, predict: b.Predict})
			}
		}
	}
	return out
}

// askLesson asks the next open prediction of a lesson; false: there is none.
func (p *Page) askLesson(step int) bool {
	for _, l := range p.guide.lessons {
		if l.chosen == 0 && !l.skipped && l.came == 0 {
			p.player.Pause()
			p.guide.asked = &question{step: step, text: l.predict.Question, options: l.predict.Options, lesson: l}
			p.guide.verdict = ""
			return true
		}
	}
	return false
}

// settleLessons sets the lessons' predictions against the run, once its script
// has ended.
func (p *Page) settleLessons() {
	g := p.guide
	for _, l := range g.lessons {
		if l.chosen == 0 || l.came > 0 {
			continue
		}
		came, ok := Decide(l.predict, p.player.Snapshot())
		if !ok {
			return
		}
		l.came = came
		g.answered++
		g.good = came == l.chosen
		if g.good {
			g.right++
		}
		g.result = l
		p.touched++
		return // the next one when this was read
	}
}

// readResult closes the result; a key that only closes is used up.
func (p *Page) readResult(press keymap.Press) (used bool) {
	p.guide.result = nil
	p.settleLessons()
	return press.Action == keymap.Open || press.Action == actClose || press.Action == actScript || press.Action == actToggle
}

// drawResult shows what was predicted beside what happened, and why.
func (p *Page) drawResult(c *scene.Canvas) {
	l, g := p.guide.result, p.view().Glyphs()
	box := guideBox{c: scene.NewCanvas(max(min(c.Width-2, 76), 0), max(c.Height, 0)), y: 1}
	box.write(scene.Muted, 2, l.predict.Question)
	mark, role := g.OK, scene.Good
	if l.chosen != l.came {
		mark, role = g.Failed, scene.Caution
	}
	box.write(role, 2, fmt.Sprintf("%c you predicted: %s", mark, l.predict.Options[l.chosen-1]))
	box.write(scene.Title, 2, "  the run showed: "+l.predict.Options[l.came-1])
	box.write(scene.Plain, 2, l.predict.Why)
	box.y++
	box.write(scene.Muted, 2, fmt.Sprintf("%d of %d right; ", p.guide.right, p.guide.answered)+p.spell("{open} goes on"))
	box.over(c, "from the lesson "+l.title, g)
}
