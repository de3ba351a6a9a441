package lab

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine/scenario"
	"netsplit/tui/keymap"
	"netsplit/tui/scene"
	"netsplit/tui/widget"
)

// prompt is the line on which steps are typed.
type prompt struct {
	open    bool
	input   widget.Input
	history []string
	at      int // into history; len(history) is the line being typed
	draft   string
	err     string
	words   completion
}

// history is bounded: it is for the arrow keys.
const maxHistory = 200

func (pr *prompt) start() {
	pr.open, pr.err = true, ""
	pr.input.Set("")
	pr.at, pr.draft = len(pr.history), ""
	pr.words = completion{}
}

// The actions of the prompt.
const (
	actComplete     keymap.Action = "complete"
	actCompleteBack keymap.Action = "complete-back"
)

func promptHelp() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Accept, "carry the step out", "enter").Hinted("do it"),
		keymap.New(actComplete, "complete the word; again: the next that fits", "tab").Hinted("complete"),
		keymap.New(actCompleteBack, "complete it with the one before", "shift+tab"),
		keymap.New(keymap.Up, "the line before, of those typed earlier", "up"),
		keymap.New(keymap.Down, "the next of them", "down"),
		keymap.New(actClose, "leave the prompt", "esc"),
	}
}

func (p *Page) updatePrompt(a keymap.Action) tea.Cmd {
	pr := &p.prompt
	if a != actComplete && a != actCompleteBack {
		pr.words = completion{}
	}
	switch a {
	case actClose:
		pr.open = false
	case keymap.Accept:
		return p.submit()
	case actComplete:
		p.complete(1)
	case actCompleteBack:
		p.complete(-1)
	case keymap.Up:
		pr.recall(-1)
	case keymap.Down:
		pr.recall(1)
	}
	return nil
}

// recall goes through earlier lines and keeps the one being typed.
func (pr *prompt) recall(by int) {
	to := pr.at + by
	if to < 0 || to > len(pr.history) {
		return
	}
	if pr.at == len(pr.history) {
		pr.draft = pr.input.Value()
	}
	pr.at = to
	if to == len(pr.history) {
		pr.input.Set(pr.draft)
		return
	}
	pr.input.Set(pr.history[to])
}

// submit carries out the line. A line with an error stays, to be mended.
func (p *Page) submit() tea.Cmd {
	pr := &p.prompt
	text := strings.TrimSpace(pr.input.Value())
	if text == "" {
		pr.open = false
		return nil
	}
	if what, asked := strings.CutPrefix(text+" ", "why "); asked {
		p.askWhy(strings.TrimSpace(what))
		return nil
	}
	text, inFork := strings.CutPrefix(text, "fork ")
	step, err := scenario.ParseStep(text)
	if err == nil && inFork {
		err = p.player.DoInFork(step)
		text = "fork " + text
	}
	if err != nil {
		pr.err = sentence(err)
		return nil
	}
	if n := len(pr.history); n == 0 || pr.history[n-1] != text {
		pr.history = append(pr.history, text)
		if len(pr.history) > maxHistory {
			pr.history = slices.Delete(pr.history, 0, 1)
		}
	}
	p.said = said{}
	if inFork {
		pr.open = false
		p.say("done in the fork: " + step.Command.String())
		return nil
	}
	cmd := p.step(step)
	if p.said.bad {
		pr.err = p.said.text
		p.said = said{}
		return cmd
	}
	pr.open = false
	return cmd
}

// advice is the line above the prompt: an error, what tab offers, or the form
// of the step being typed.
func (p *Page) advice() (string, scene.Role) {
	pr := &p.prompt
	if pr.err != "" {
		return pr.err, scene.Bad
	}
	if len(pr.words.list) > 0 {
		return strings.Join(pr.words.list, "  "), scene.Accent
	}
	text := pr.input.Value()
	if firstWord(text) == "why" {
		return whyUsage, scene.Muted
	}
	if verb, ok := verbOf(text); ok {
		return verb.Usage + ": " + verb.Doc, scene.Muted
	}
	var names []string
	for _, v := range scenario.Verbs() {
		if strings.HasPrefix(v.Name, strings.TrimSpace(text)) {
			names = append(names, v.Name)
		}
	}
	if len(names) == 0 {
		if near, ok := scenario.Nearest(firstWord(text), verbNames()); ok {
			return "did you mean " + near + "?", scene.Caution
		}
		return p.spell("no step begins like this; {complete} shows all when the line is empty"), scene.Caution
	}
	return strings.Join(names, "  "), scene.Muted
}

func firstWord(s string) string {
	if f := strings.Fields(s); len(f) > 0 {
		return f[0]
	}
	return ""
}

// verbOf finds the step that a line begins with, once its name is complete.
func verbOf(text string) (scenario.Verb, bool) {
	text = strings.TrimLeft(text, " ")
	for _, v := range scenario.Verbs() {
		if text == v.Name || strings.HasPrefix(text, v.Name+" ") {
			return v, true
		}
	}
	return scenario.Verb{}, false
}

func verbNames() []string {
	var out []string
	for _, v := range scenario.Verbs() {
		out = append(out, v.Name)
	}
	return out
}
