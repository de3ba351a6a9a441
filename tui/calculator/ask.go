package calculator

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/calc"
	"netsplit/content/grade"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/simulate"
	"netsplit/tui/widget"
)

// The actions of a worksheet.
const (
	testYourself keymap.Action = "test-yourself"
	measure      keymap.Action = "simulate"
)

// quiz is a result that is hidden until it was guessed.
type quiz struct {
	question calc.Question
	input    widget.Input
	wrong    error          // why the last line was no answer
	verdict  *grade.Verdict // nil: not answered yet
}

// open reports whether an answer is waited for.
func (q *quiz) open() bool { return q != nil && q.verdict == nil }

// startQuiz hides the result and asks for it.
func (p *form) startQuiz() tea.Cmd {
	question, ok := calc.Ask(p.answer)
	if p.err != nil || !ok {
		return page.Do(page.Toast{Text: "There is no number to ask for with these inputs."})
	}
	p.quiz = &quiz{question: question}
	p.scroll.Top = 0
	return nil
}

func quizKeys() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Accept, "answer; an empty line shows the answer", "enter").Hinted("answer"),
		keymap.New(keymap.Close, "leave the quiz", "esc").Hinted("leave the quiz"),
	}
}

// actInQuiz is an action while the answer is waited for.
func (p *form) actInQuiz(action keymap.Action) tea.Cmd {
	switch action {
	case keymap.Close:
		p.quiz = nil
	case keymap.Accept:
		p.judge()
	}
	return nil
}

// judge grades what was typed; an empty line gives up.
func (p *form) judge() {
	q := p.quiz
	text := strings.TrimSpace(q.input.Value())
	if text == "" {
		q.verdict = &grade.Verdict{Credit: grade.None, Text: "no answer"}
		return
	}
	guess, err := q.question.Read(text)
	if q.wrong = err; err == nil {
		v := grade.Estimate(guess, q.question.Truth())
		q.verdict = &v
	}
}

// lines of the question, while it is open.
func (q *quiz) lines(p *form, w int) []string {
	th := p.env.Theme
	var out []string
	for _, l := range widget.Wrap(widget.Safe(q.question.Text), max(1, w)) {
		out = append(out, th.Strong.Render(l))
	}
	out = append(out, "", "  "+q.input.View(th, max(1, min(w-2, 40)), true), "")
	if q.wrong != nil {
		for _, l := range widget.Wrap(widget.Safe(q.wrong.Error()), max(1, w-4)) {
			out = append(out, "  "+th.Bad.Render(th.Glyph.Bad+" "+l))
		}
	}
	for _, l := range widget.Wrap("Answer with "+q.question.Hint()+p.env.Hint(p, ", then {accept}. An empty line shows the answer, {close} leaves."), max(1, w-2)) {
		out = append(out, "  "+th.Muted.Render(l))
	}
	return out
}

// verdictLines say how good the answer was, above the worksheet.
func (q *quiz) verdictLines(p *form, w int) []string {
	th := p.env.Theme
	style, glyph := th.Bad, th.Glyph.Bad
	switch q.verdict.Credit {
	case grade.Full:
		style, glyph = th.Good, th.Glyph.Good
	case grade.Partial:
		style, glyph = th.Warn, th.Glyph.Warn
	}
	text := q.verdict.Text + ". It is " + q.question.Entry.Value.String() + "."
	var out []string
	for _, l := range widget.Wrap(glyph+" "+text, max(1, w)) {
		out = append(out, style.Render(l))
	}
	return append(out, "")
}

// measured is a worksheet that comes back from the engine.
type measured struct {
	shell string // the question that it answers
	sheet calc.Worksheet
	err   error
}

// simulates reports whether the engine can measure what is computed.
func (p *form) simulates() bool { return simulate.Has(p.calc.Name) }

// startSimulation measures in the background. The page stays as it is until the
// measurement comes, and is deaf to it when the inputs have changed by then.
func (p *form) startSimulation() tea.Cmd {
	if p.err != nil || p.measuring || !p.simulates() {
		return nil
	}
	form := p.calc.Forms[p.which]
	sheet, err := form.Solve(p.given())
	if err != nil {
		return nil // the page shows it already
	}
	filled, err := form.Filled(p.given())
	if err != nil {
		return nil
	}
	p.measuring = true
	return func() tea.Msg {
		found, err := simulate.Beside(sheet, filled, simulate.Usual())
		return measured{sheet.Shell, found, err}
	}
}

// take shows a measurement, unless the question has changed.
func (p *form) take(m measured) tea.Cmd {
	p.measuring = false
	if m.shell != p.answer.Shell || p.err != nil {
		return nil
	}
	if m.err != nil {
		return page.Do(page.Toast{Text: upperFirst(widget.Safe(m.err.Error())), Bad: true})
	}
	p.answer = m.sheet
	p.scroll.Top = 0
	return nil
}

func upperFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// above is what stands over the worksheet: a verdict, or that the engine is at
// work.
func (p *form) above(w int) []string {
	switch {
	case p.quiz != nil:
		return p.quiz.verdictLines(p, w)
	case p.measuring:
		return []string{p.env.Theme.Muted.Render(widget.Cut("measuring in the engine ...", w, "")), ""}
	}
	return nil
}
