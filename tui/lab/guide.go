package lab

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/engine"
	"netsplit/tui/guide"
	"netsplit/tui/keymap"
	"netsplit/tui/scene"
)

// guided is the guided mode on the page: the question that is asked, and what
// the latest prediction came to.
type guided struct {
	*guide.Guide
	asked   *guide.Question
	at      int            // the option that is chosen
	verdict string         // of the latest prediction about a step
	good    bool           // it came true
	result  *guide.Outcome // of a lesson's question: over the page until a key is pressed
}

// lessonsRead brings the predictions: reading lessons is no work for Update.
type lessonsRead struct{ list []*guide.Lesson }

// toggleGuide begins the guided mode, or ends it.
func (p *Page) toggleGuide() tea.Cmd {
	if p.guide != nil {
		p.guide = nil
		p.say(p.spell("free mode: {next-step} does the next step without asking"))
		return nil
	}
	if len(p.player.Snapshot().Script) == 0 {
		p.complainf(p.spell("this scenario has no steps to be guided through: {gallery} lists others"))
		return nil
	}
	p.guide = &guided{Guide: &guide.Guide{}}
	p.focus = paneScript
	p.say(p.spell("guided: {next-step} goes to the next step and asks first what will happen; {guided} ends it"))
	lib, name := content.Embedded(), p.options.Scenario.Name
	return func() tea.Msg { return lessonsRead{guide.Lessons(lib, name)} }
}

// guidedBy takes the predictions that lessons ask about the scenario.
func (p *Page) guidedBy(list []*guide.Lesson) {
	if p.guide == nil || len(list) == 0 {
		return
	}
	p.guide.Add(list)
	questions := "a question of a lesson"
	if n := len(list); n > 1 {
		questions = fmt.Sprintf("%d questions of lessons", n)
	}
	p.say(p.spell("guided: {next-step} begins, with " + questions + " about the whole run; {guided} ends it"))
}

// askFirst asks for a prediction before the next step; false: there is nothing
// to ask.
func (p *Page) askFirst() bool {
	if p.guide == nil {
		return false
	}
	step, ok := p.player.Cluster().NextStep()
	if !ok {
		return false
	}
	q := p.guide.Ask(p.options.Scenario, p.player.Snapshot().Script, step)
	if q == nil {
		return false
	}
	p.player.Pause()
	p.guide.asked, p.guide.at, p.guide.verdict = q, 0, ""
	return true
}

func guideHelp() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Open, "predict the chosen outcome, and run the step", "enter", "space").Hinted("predict"),
		keymap.New(keymap.Up, "one up", "up", "k"),
		keymap.New(keymap.Down, "one down", "down", "j"),
		keymap.New(actPick, "predict the outcome with this number", "1", "2", "3", "4", "5", "6", "7"),
		keymap.New(actScript, "run the step without a prediction", "n"),
		keymap.New(actClose, "leave the question", "esc"),
	}
}

func (p *Page) updateGuide(press keymap.Press) tea.Cmd {
	q, n := p.guide.asked, len(p.guide.asked.Options)
	switch press.Action {
	case keymap.Up:
		p.guide.at = (p.guide.at + n - 1) % n
	case keymap.Down:
		p.guide.at = (p.guide.at + 1) % n
	case actPick:
		if i := int(press.Key[0] - '1'); i < n {
			p.guide.at = i
			return p.predict()
		}
	case keymap.Open:
		return p.predict()
	case actScript:
		p.guide.asked = nil
		p.guide.Skip(q)
		return p.goOn(q)
	case actClose:
		p.guide.asked = nil
	}
	return nil
}

// predict takes the chosen option and runs the step.
func (p *Page) predict() tea.Cmd {
	q := p.guide.asked
	p.guide.asked = nil
	p.guide.Predict(q, p.guide.at)
	cmd := p.goOn(q)
	p.settlePrediction()
	return cmd
}

// goOn runs the step that a question was about. One about the whole run leaves
// the step's own question open.
func (p *Page) goOn(q *guide.Question) tea.Cmd {
	if q.Lesson() != "" {
		return p.nextStep()
	}
	return p.runNext()
}

// settlePrediction compares a prediction with what happened, once it has.
func (p *Page) settlePrediction() {
	g := p.guide
	if g == nil || g.result != nil {
		return
	}
	var last engine.Operation
	if o, ok := p.player.Cluster().Operation(p.player.Operation()); ok {
		last = o
	}
	switch o := g.Settle(p.player.Snapshot(), last); {
	case o == nil:
	case o.Lesson != "":
		g.result = o
		p.touched++
	case o.Good:
		g.good = true
		g.verdict = fmt.Sprintf("As you predicted: %s (%s). ", o.Happened, o.Score()) + p.spell("{next-step} goes on")
	default:
		g.good = false
		g.verdict = fmt.Sprintf("You predicted %q; it came: %s (%s). ", o.Predicted, o.Happened, o.Score()) + p.spell("{open}: why")
	}
}

// readResult closes the result; a key that only closes is used up.
func (p *Page) readResult(press keymap.Press) (used bool) {
	p.guide.result = nil
	p.settlePrediction() // the next one when this was read
	return press.Action == keymap.Open || press.Action == actClose || press.Action == actScript || press.Action == actToggle
}

// drawGuide draws the question over the page.
func (p *Page) drawGuide(c *scene.Canvas) {
	q := p.guide.asked
	script := p.player.Snapshot().Script
	w := max(min(c.Width-2, 76), 0)
	box := guideBox{c: scene.NewCanvas(w, max(c.Height, 0)), y: 1}
	title := fmt.Sprintf("step %d of %d", q.Step+1, len(script))
	switch {
	case q.Lesson() != "":
		title = "a prediction about the whole run, from the lesson " + q.Lesson()
	case q.Step < len(script):
		box.write(scene.Title, 2, script[q.Step].Text)
	}
	box.write(scene.Plain, 2, q.Text)
	lines := map[int]int{} // of the box, to options
	for i, o := range q.Options {
		y := box.y
		box.c.TextIn(2, y, 2, scene.Accent|scene.Bold, fmt.Sprint(i+1))
		box.write(scene.Plain, 4, o)
		for ; y < box.y; y++ {
			if lines[y] = i; i == p.guide.at {
				box.c.Select(1, y, w-2)
			}
		}
	}
	box.y++
	box.write(scene.Muted, 2, p.spell("{open} predicts and runs it; {next-step} runs it without; {close} leaves it"))
	box.over(c, title, p.view().Glyphs())
	p.over.laid(c.Width, c.Height, w, min(box.y+1, c.Height))
	for y, i := range lines {
		p.over.row(y, i)
	}
}

// drawResult shows what was predicted beside what happened, and why.
func (p *Page) drawResult(c *scene.Canvas) {
	o, g := p.guide.result, p.view().Glyphs()
	box := guideBox{c: scene.NewCanvas(max(min(c.Width-2, 76), 0), max(c.Height, 0)), y: 1}
	box.write(scene.Muted, 2, o.Question)
	mark, role := g.OK, scene.Good
	if !o.Good {
		mark, role = g.Failed, scene.Caution
	}
	box.write(role, 2, fmt.Sprintf("%c you predicted: %s", mark, o.Predicted))
	box.write(scene.Title, 2, "  the run showed: "+o.Happened)
	box.write(scene.Plain, 2, o.Why)
	box.y++
	box.write(scene.Muted, 2, o.Score()+"; "+p.spell("{open} goes on"))
	box.over(c, "from the lesson "+o.Lesson, g)
	p.over.laid(c.Width, c.Height, box.c.Width, min(box.y+1, c.Height))
}

// guideBox is filled line by line and then laid over the page.
type guideBox struct {
	c *scene.Canvas
	y int
}

func (b *guideBox) write(role scene.Role, x int, text string) {
	for _, line := range scene.Wrap(text, b.c.Width-x-2) {
		b.c.TextIn(x, b.y, b.c.Width-x-2, role, line)
		b.y++
	}
}

func (b *guideBox) over(c *scene.Canvas, title string, g scene.Glyphs) {
	w, h := b.c.Width, min(b.y+1, c.Height)
	frame := scene.NewCanvas(w, h)
	frame.Blit(0, 0, b.c)
	framed := scene.NewCanvas(w, h)
	scene.Frame(framed, title, 0, 0, w, h, scene.BorderFocus, g)
	framed.BlitPart(1, 1, frame, 1, 1, w-2, h-2)
	c.Blit((c.Width-w)/2, max(0, (c.Height-h)/2), framed)
}
