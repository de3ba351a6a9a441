package lab

import (
	"fmt"
	"strings"
	"time"

	"netsplit/engine"
	"netsplit/tui/scene"
	"netsplit/tui/widget"
)

// joined puts the parts of a hint together; where they don't fit, those before
// the last give way, the later first.
func joined(w int, parts ...string) string {
	const between = " · "
	for {
		text := strings.Join(parts, between)
		if scene.Width(text) <= w || len(parts) < 2 {
			return text
		}
		n := len(parts)
		if n == 2 {
			parts = parts[:1]
			continue
		}
		parts = append(append([]string{}, parts[:n-2]...), parts[n-1])
	}
}

// hint is the line at the foot: what to do next, from what is on the screen.
func (p *Page) hint(w int) (string, scene.Role) {
	if share, busy := p.player.Busy(); busy {
		text := fmt.Sprintf("on the way to another moment: %.0f%%. ", share*100)
		if p.player.Hurrying() {
			text = "the script's step runs to its end. "
		}
		if p.said.bad {
			return p.said.text, scene.Bad
		}
		if list := p.player.Waiting(); len(list) == 1 {
			text += "Then: " + list[0] + ". "
		} else if len(list) > 1 {
			text += fmt.Sprintf("Then %d steps, first: %s. ", len(list), list[0])
		}
		return text + p.spell("{run-or-pause} stops here"), scene.Accent
	}
	if g := p.guide; g != nil && g.verdict != "" && !p.said.bad {
		if g.good {
			return g.verdict, scene.Good
		}
		return g.verdict, scene.Caution
	}
	if p.said.script {
		if text, role := p.scriptHint(w); text != "" {
			return text, role
		}
	}
	if p.said.bad {
		return p.said.text, scene.Bad
	}
	if p.said.text != "" {
		return p.said.text, scene.Accent
	}
	if p.hand != nil || p.menu != nil || p.views != nil || p.gallery != nil || p.guide != nil && p.guide.asked != nil {
		return "", scene.Muted // each says what its keys do
	}
	s := p.player.Snapshot()
	if o, ok := p.remembers(p.op); ok && o.Manual && p.focus != paneWhy {
		if text, role, ok := p.outcomeHint(o); ok {
			return text, role
		}
	}
	for _, c := range s.Clients {
		if c.Total > 0 && c.RecentAvailability < .95 && p.focus != paneWhy {
			return fmt.Sprintf("%s: %s of requests fail. ", c.Component, scene.Percent(1-c.RecentAvailability)) + p.spell("{why} shows why the latest did"), scene.Caution
		}
	}
	if p.focus == paneWhy && p.why.operation != 0 {
		return joined(w, "the root cause is the last line", p.spell("{heal} heals the network"), p.spell("{back-10s} goes back 10 s"), "6 lists the operations"), scene.Muted
	}
	if s.Time > 0 && !p.player.Running() {
		if step, ok := p.player.Cluster().NextStep(); ok {
			return p.nextHint(w, p.spell("{run-or-pause} runs on"), step.Command.String()), scene.Muted
		}
		if over, ok := p.scriptOver(); ok && len(s.Script) > 0 {
			return joined(w, over, p.spell("{run-or-pause} runs on"), p.spell("{back-10s} goes back 10 s"), p.spell("{reset} starts afresh"), p.spell("{help} all keys")), scene.Muted
		}
		return joined(w, p.spell("{run-or-pause} runs on"), p.spell("{back-1s} goes back 1 s"), p.spell("{crash} crashes the chosen node"), p.spell("{partition} cuts it off"), p.spell("{prompt} takes any step")), scene.Muted
	}
	verb := "runs"
	if p.player.Running() {
		verb = "pauses"
	}
	if len(s.Clients) == 0 && len(s.Script) > 0 {
		return joined(w, p.spell("{next-step} does the next step"), p.spell("{run-or-pause} ")+verb+" it", p.spell("{arrows} choose a node"), p.spell("{crash} crashes it"), p.spell("{partition} cuts it off"), p.spell("{put} writes"), p.spell("{help} all keys")), scene.Muted
	}
	if len(s.Script) > 0 && s.Time == 0 {
		return joined(w, p.spell("{run-or-pause} ")+verb+" it", p.spell("{next-step} step 1"), p.spell("{arrows} choose a node"), p.spell("{crash} crashes it"), p.spell("{partition} cuts it off")), scene.Muted
	}
	return joined(w, p.spell("{run-or-pause} ")+verb+" it", p.spell("{arrows} choose a node"), p.spell("{crash} crashes it"), p.spell("{partition} cuts it off"), p.spell("{put} writes"), p.spell("{fault-menu} lists all faults"), p.spell("{help} all keys")), scene.Muted
}

// nextHint offers the next step of the script. Steps are long: its words are cut
// before its key is left out.
func (p *Page) nextHint(w int, run, step string) string {
	does, help := p.spell("{next-step} does the script's next step: "), p.spell("{help} shows all keys")
	if p.guide != nil {
		does, step = p.spell("{next-step} asks what the next step will do"), ""
	}
	if scene.Width(joined(1<<20, run, does+step, help)) > w && step != "" { // the last line names the key of the help too
		does = p.spell("{next-step} next: ")
		step = widget.Cut(step, max(w-scene.Width(joined(1<<20, run, does)), 12), p.env.Theme.Glyph.Ellipsis)
		return joined(w, run, does+step)
	}
	return joined(w, run, does+step, help)
}

// outcomeHint says how the learner's own operation ended and what to do then.
func (p *Page) outcomeHint(o engine.Operation) (string, scene.Role, bool) {
	took := scene.Duration(o.End.Sub(o.Start))
	switch {
	case o.Outcome == engine.Pending:
		if p.player.Running() {
			return o.Name + " waits for its answer …", scene.Accent, true
		}
		return o.Name + p.spell(" waits for its answer: {run-or-pause} runs on, {one-event} runs one event"), scene.Accent, true
	case p.player.Now().Sub(o.End) > 10*time.Second:
		return "", 0, false
	case o.Outcome == engine.Unknown:
		return fmt.Sprintf("%s: %s; nobody knows whether it happened. ", o.Name, o.Code) + p.spell("{open} shows why"), scene.Bad, true
	case o.Outcome != engine.OK:
		return fmt.Sprintf("%s %s (%s). ", o.Name, o.Outcome, o.Code) + p.spell("{open} shows why"), scene.Bad, true
	case o.Stale:
		return fmt.Sprintf("%s read an old value, %q. ", o.Name, o.Value) + p.spell("{open} shows why"), scene.Caution, true
	case o.Kind == "get":
		value := "nothing"
		if o.Found {
			value = fmt.Sprintf("%q", o.Value)
		}
		return fmt.Sprintf("%s read %s in %s", o.Name, value, took), scene.Good, true
	}
	return fmt.Sprintf("%s worked, in %s", o.Name, took), scene.Good, true
}
