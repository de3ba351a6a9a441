package lab

import (
	"slices"
	"strings"

	"netsplit/tui/keymap"
)

// The lab's actions.
const (
	actToggle    keymap.Action = "run-or-pause"
	actEvent     keymap.Action = "one-event"
	actScript    keymap.Action = "next-step"
	actFaster    keymap.Action = "faster"
	actSlower    keymap.Action = "slower"
	actBack      keymap.Action = "back-1s"
	actFarBack   keymap.Action = "back-10s"
	actForward   keymap.Action = "forward-10s"
	actTimeLine  keymap.Action = "time-line"
	actPane      keymap.Action = "pane"
	actZoom      keymap.Action = "zoom"
	actViews     keymap.Action = "views"
	actFork      keymap.Action = "fork"
	actStepBack  keymap.Action = "step-back"
	actGallery   keymap.Action = "gallery"
	actGuide     keymap.Action = "guided"
	actZoomIn    keymap.Action = "zoom-in"
	actZoomOut   keymap.Action = "zoom-out"
	actMessage   keymap.Action = "message"
	actPrompt    keymap.Action = "prompt"
	actFaults    keymap.Action = "fault-menu"
	actCrash     keymap.Action = "crash"
	actFreeze    keymap.Action = "freeze"
	actPartition keymap.Action = "partition"
	actCut       keymap.Action = "cut"
	actSlow      keymap.Action = "slow"
	actWipe      keymap.Action = "wipe"
	actHeal      keymap.Action = "heal"
	actPut       keymap.Action = "put"
	actGet       keymap.Action = "get"
	actSpike     keymap.Action = "spike"
	actWhy       keymap.Action = "why"
	actFilter    keymap.Action = "filter"
	actReset     keymap.Action = "reset"
	actSave      keymap.Action = "save"
	actKeep      keymap.Action = "keep"
	actClose                   = keymap.Close
	actPick      keymap.Action = "pick"
)

// Help lists what works now, the most useful first.
func (p *Page) Help() []keymap.Binding {
	switch {
	case p.gallery != nil:
		return galleryHelp()
	case p.views != nil:
		return viewsHelp(p.views.input.Value() == "")
	case p.save != nil && p.save.overwrite != "":
		return overwriteHelp()
	case p.save != nil:
		return saveHelp()
	case p.prompt.open:
		return promptHelp()
	case p.menu != nil:
		return menuHelp(p.fittingFaults())
	case p.hand != nil:
		return handHelp()
	}
	if p.guide != nil && p.guide.asked != nil {
		return guideHelp()
	}
	out := []keymap.Binding{
		keymap.New(actToggle, "run the cluster, or pause it", "space").Hinted(p.toggleWord()),
	}
	rest := append(selecting(), moving()...)
	if p.guide != nil {
		out = append(out, keymap.New(actGuide, "back to free mode: no more questions before steps", "y").Hinted("free mode"))
		rest = slices.DeleteFunc(rest, func(b keymap.Binding) bool { return b.Action == actGuide })
	}
	if _, ok := p.player.Forked(); ok {
		out = append(out, keymap.New(actFork, "end the fork; this run goes on", "F").Hinted("end fork"))
		rest = slices.DeleteFunc(rest, func(b keymap.Binding) bool { return b.Action == actFork })
	}
	if p.sure {
		out = append(out, keymap.New(actKeep, "keep what was done", "esc"))
	} else if p.zoomed {
		out = append(out, keymap.New(actClose, "show the other panes again", "esc"))
	}
	return append(out, rest...)
}

// Keys lists everything that keys can do in a lab, by the state it is in.
func Keys() []keymap.Group {
	var all []fault
	for f := range faults {
		all = append(all, f)
	}
	return []keymap.Group{{Bindings: pageKeys()}, {Title: "fault menu", Bindings: menuHelp(all)},
		{Title: "a step that is typed", Typing: true, Bindings: promptHelp()}, {Title: "views", Typing: true, Bindings: viewsHelp(true)},
		{Title: "gallery", Typing: true, Bindings: galleryHelp()}, {Title: "messages", Bindings: handHelp()}, {Title: "guided mode", Bindings: guideHelp()},
		{Title: "the name of a file", Typing: true, Bindings: saveHelp()}, {Title: "a file that is there already", Bindings: overwriteHelp()}}
}

// spell puts the keys that work now into a hint.
func (p *Page) spell(hint string) string {
	if !strings.Contains(hint, "{") {
		return hint
	}
	own := keymap.Group{Page: "lab", Typing: p.Typing(), Bindings: p.Help()}.Apply(p.env.Keys)
	below := append(p.env.Keys.Apply("lab", pageKeys()), p.env.Keys.Apply("", keymap.Global())...) // of what lies under a list
	return keymap.Spell(append(slices.Clone(own), below...), hint, p.env.Theme.ASCII)
}

// pageKeys are the keys of the panes, in all their states.
func pageKeys() []keymap.Binding {
	return append([]keymap.Binding{
		keymap.New(actToggle, "run the cluster, or pause it", "space"),
		keymap.New(actKeep, "keep what was done", "esc"), keymap.New(actClose, "show the other panes again", "esc"),
	}, append(selecting(), moving()...)...)
}

func (p *Page) toggleWord() string {
	if _, busy := p.player.Busy(); busy || p.player.Running() {
		return "pause"
	}
	return "run"
}

func selecting() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(actFaults, "list the faults and carry one out", "f").Hinted("faults"),
		keymap.New(actPrompt, "type any step: put cart milk, partition a | b, …", ":").Hinted("step"),
		keymap.New(actWhy, "why did the latest failure happen", "w").Hinted("why"),
		keymap.New(keymap.Up, "choose the node, key, operation or line before", "up", "k"),
		keymap.New(keymap.Down, "choose the next one", "down", "j"),
		keymap.New(keymap.Left, "to the left; on the time line 1 s back", "left", "h"),
		keymap.New(keymap.Right, "to the right; on the time line 1 s on", "right", "l"),
		keymap.New(keymap.PageUp, "ten up; on the time line a minute on", "pgup"),
		keymap.New(keymap.PageDown, "ten down; on the time line a minute back", "pgdown"),
		keymap.New(keymap.Top, "to the first of the pane", "home", "g"),
		keymap.New(keymap.Bottom, "to the last of the pane", "end", "G"),
		keymap.New(keymap.Open, "show why, for the chosen operation or node", "enter"),
		keymap.New(keymap.Next, "to the next pane", "tab"),
		keymap.New(keymap.Previous, "to the pane before", "shift+tab"),
		keymap.New(actPane, "to the pane with this number", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		keymap.New(actViews, "more views: messages, metrics, and what fits this design", "v"),
		keymap.New(actZoom, "show one pane alone, or all again", "m"),
		keymap.New(actCrash, "crash the chosen node, or restart it", "x"),
		keymap.New(actPartition, "cut the chosen node off from its peers", "p"),
		keymap.New(actHeal, "heal all cuts and link faults", "H"),
		keymap.New(actFreeze, "pause the chosen node, or let it go on", "z"),
		keymap.New(actCut, "cut the chosen node's messages to the next one, one way", "c"),
		keymap.New(actSlow, "slow the chosen node by 200 ms, or end it", "s"),
		keymap.New(actWipe, "crash the chosen node and lose its disk", "W"),
		keymap.New(actMessage, "deliver, drop or delay the chosen message", "d"),
		keymap.New(actPut, "write the chosen key, via the chosen node", "u"),
		keymap.New(actGet, "read the chosen key, via the chosen node", "r"),
		keymap.New(actSpike, "five times the traffic for 10 s", "b"),
	}
}

func moving() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(actScript, "do the next step of the scenario's own script", "n"),
		keymap.New(actEvent, "run exactly one event", "."),
		keymap.New(actStepBack, "undo the latest event", "backspace", ";"),
		keymap.New(actGuide, "guided mode: predict each step before it runs; again ends it", "y"),
		keymap.New(actGallery, "open another scenario: a list to search, by topic", "O"),
		keymap.New(actFork, "fork: a second run goes on without your steps; again ends it", "F"),
		keymap.New(actFaster, "faster", "+", "="),
		keymap.New(actSlower, "slower", "-"),
		keymap.New(actBack, "back 1 s", ","),
		keymap.New(actFarBack, "back 10 s", "<"),
		keymap.New(actForward, "forward 10 s", ">"),
		keymap.New(actTimeLine, "to the time line; arrow keys move through time", "t"),
		keymap.New(actZoomOut, "messages: show a longer time", "["),
		keymap.New(actZoomIn, "messages: show a shorter time", "]"),
		keymap.New(actFilter, "operations: yours and failed, yours, all", "o"),
		keymap.New(actReset, "start the scenario afresh; asks first when that loses steps", "R"),
		keymap.New(actSave, "save this session as a scenario file", "S"),
	}
}
