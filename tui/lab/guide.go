package lab

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/keymap"
	"netsplit/tui/scene"
)

// guide is the guided mode: before a step of the script whose outcome is not
// given, it asks what will happen; then the step runs, and what happened is set
// against the prediction.
type guide struct {
	asked    *question
	pending  *question // was answered and runs
	right    int
	answered int
	verdict  string // of the latest prediction
	good     bool
	lessons  []*lessonQuestion
	result   *lessonQuestion // is shown over the page until a key is pressed
}

// question is a prediction about one step.
type question struct {
	step    int // of the script
	text    string
	options []string
	at      int
	// judge says which option came true; -1: it can't be told yet.
	judge  func(s engine.ScriptStep, o engine.Operation) int
	lesson *lessonQuestion // that it comes from; the whole run judges it, nil: judge does
}

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
	p.guide = &guide{}
	p.focus = paneScript
	p.say(p.spell("guided: {next-step} goes to the next step and asks first what will happen; {guided} ends it"))
	return p.readLessons()
}

// askFirst asks for a prediction before the next step; false: there is nothing
// to ask.
func (p *Page) askFirst() bool {
	if p.guide == nil {
		return false
	}
	step, ok := p.player.Cluster().NextStep()
	at := slices.IndexFunc(p.player.Snapshot().Script, func(s engine.ScriptStep) bool { return s.State == "next" })
	if !ok || at < 0 {
		return false
	}
	if p.askLesson(at) {
		return true
	}
	q := questionFor(step.Command, p.options.Scenario.Steps[:min(at, len(p.options.Scenario.Steps))])
	if q == nil {
		return false
	}
	q.step = at
	p.player.Pause()
	p.guide.asked, p.guide.verdict = q, ""
	return true
}

// questionFor makes a question of a step, from what the script did before; nil
// where the step itself says what comes.
func questionFor(c scenario.Command, before []scenario.Step) *question {
	worked := func(s engine.ScriptStep, o engine.Operation) int {
		switch o.Outcome {
		case engine.Pending:
			return -1
		case engine.OK:
			return 0
		}
		return 1
	}
	held := func(s engine.ScriptStep, _ engine.Operation) int {
		switch s.State {
		case "done":
			return 0
		case "failed":
			return 1
		}
		return -1
	}
	switch c := c.(type) {
	case scenario.Get:
		return readQuestion(c, before)
	case scenario.Put, scenario.CompareAndSet, scenario.Delete, scenario.Send:
		return &question{text: "Will it be acknowledged?", options: []string{"yes, it works", "no, it fails"}, judge: worked}
	case scenario.Check:
		return &question{text: "Does everything that happened so far pass this check?", options: []string{"yes, it holds", "no, it is violated"}, judge: held}
	case scenario.ExpectMetric:
		return &question{text: "Does that hold now?", options: []string{"yes", "no"}, judge: held}
	}
	return nil
}

// readQuestion offers the values that the script wrote to the key, nothing, and
// failure.
func readQuestion(c scenario.Get, before []scenario.Step) *question {
	const most = 5
	var values []string
	add := func(v string) {
		if !slices.Contains(values, v) && len(values) < most {
			values = append(values, v)
		}
	}
	for _, s := range slices.Backward(before) {
		switch w := s.Command.(type) {
		case scenario.Put:
			if w.Key == c.Key {
				add(w.Value)
			}
		case scenario.CompareAndSet:
			if w.Key == c.Key {
				add(w.New)
				add(w.Old)
			}
		}
	}
	slices.Sort(values) // the newest first would give it away
	q := &question{text: "What will it read?"}
	for _, v := range values {
		q.options = append(q.options, "the value "+v)
	}
	q.options = append(q.options, "nothing: the key is not there", "it fails")
	q.judge = func(_ engine.ScriptStep, o engine.Operation) int {
		n := len(q.options)
		switch {
		case o.Outcome == engine.Pending:
			return -1
		case o.Outcome != engine.OK:
			return n - 1
		case !o.Found:
			return n - 2
		}
		if i := slices.Index(values, o.Value); i >= 0 {
			return i
		}
		return n // another value
	}
	return q
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
	q := p.guide.asked
	switch press.Action {
	case keymap.Up:
		q.at = (q.at + len(q.options) - 1) % len(q.options)
	case keymap.Down:
		q.at = (q.at + 1) % len(q.options)
	case actPick:
		if i := int(press.Key[0] - '1'); i < len(q.options) {
			q.at = i
			return p.predict()
		}
	case keymap.Open:
		return p.predict()
	case actScript:
		p.guide.asked = nil
		if q.lesson != nil {
			q.lesson.skipped = true
			return p.nextStep()
		}
		return p.runNext()
	case actClose:
		p.guide.asked = nil
	}
	return nil
}

// predict takes the chosen option and runs the step.
func (p *Page) predict() tea.Cmd {
	if q := p.guide.asked; q.lesson != nil { // the whole run tells
		p.guide.asked, q.lesson.chosen = nil, q.at+1
		return p.nextStep()
	}
	p.guide.pending, p.guide.asked = p.guide.asked, nil
	cmd := p.runNext()
	p.settlePrediction()
	return cmd
}

// settlePrediction compares a prediction with what happened, once it has.
func (p *Page) settlePrediction() {
	g := p.guide
	if g != nil {
		p.settleLessons()
	}
	if g == nil || g.pending == nil {
		return
	}
	q := g.pending
	script := p.player.Snapshot().Script
	if q.step >= len(script) || script[q.step].State == "next" {
		g.pending = nil // went back in time
		return
	}
	o, _ := p.player.Cluster().Operation(p.player.Operation())
	came := q.judge(script[q.step], o)
	if came < 0 {
		return
	}
	g.pending = nil
	g.answered++
	g.good = came == q.at
	happened := "something else: it read " + o.Value
	if came < len(q.options) {
		happened = q.options[came]
	}
	if g.good {
		g.right++
		g.verdict = fmt.Sprintf("As you predicted: %s (%d of %d right). ", happened, g.right, g.answered) + p.spell("{next-step} goes on")
		return
	}
	g.verdict = fmt.Sprintf("You predicted %q; it came: %s (%d of %d right). ", q.options[q.at], happened, g.right, g.answered) + p.spell("{open}: why")
}

// drawGuide draws the question over the page.
func (p *Page) drawGuide(c *scene.Canvas) {
	q := p.guide.asked
	script := p.player.Snapshot().Script
	w := max(min(c.Width-2, 76), 0)
	box := guideBox{c: scene.NewCanvas(w, max(c.Height, 0)), y: 1}
	title := fmt.Sprintf("step %d of %d", q.step+1, len(script))
	switch {
	case q.lesson != nil:
		title = "a prediction about the whole run, from the lesson " + q.lesson.title
	case q.step < len(script):
		box.write(scene.Title, 2, script[q.step].Text)
	}
	box.write(scene.Plain, 2, q.text)
	for i, o := range q.options {
		y := box.y
		box.c.TextIn(2, y, 2, scene.Accent|scene.Bold, fmt.Sprint(i+1))
		box.write(scene.Plain, 4, o)
		for ; y < box.y && i == q.at; y++ {
			box.c.Select(1, y, w-2)
		}
	}
	box.y++
	box.write(scene.Muted, 2, p.spell("{open} predicts and runs it; {next-step} runs it without; {close} leaves it"))
	box.over(c, title, p.view().Glyphs())
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
