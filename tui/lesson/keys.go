package lesson

import "netsplit/tui/keymap"

// The actions of the reader besides the moves.
const (
	follow          keymap.Action = "follow"
	goBack          keymap.Action = "go-back"
	nextSection     keymap.Action = "next-section"
	previousSection keymap.Action = "previous-section"
	toggleContents  keymap.Action = "contents"
	startFind       keymap.Action = "find"
	nextMatch       keymap.Action = "next-match"
	previousMatch   keymap.Action = "previous-match"
	clearFind       keymap.Action = "clear"
	openLab         keymap.Action = "lab"
	leaveLab        keymap.Action = "leave-lab"
	closeLab        keymap.Action = "close-lab"
	choose          keymap.Action = "choose"
	markRead        keymap.Action = "mark-read"
	nextFile        keymap.Action = "next-file"
	previousFile    keymap.Action = "previous-file"
)

// Help lists what works now: the lab's keys while it has the focus, else the
// reader's. esc first closes what is open, then the root goes back.
func (p *Page) Help() []keymap.Binding {
	if p.find.typing {
		return findKeys()
	}
	if p.lab.focused && p.lab.page != nil {
		return p.labHelp()
	}
	if p.contents.focused {
		return p.contentsHelp()
	}
	var keys []keymap.Binding
	if p.focus.target > 0 {
		keys = append(keys, keymap.New(follow, "follow the link, open the fold, choose the answer, start the lab", "enter", "space").Hinted("go"))
	}
	if p.find.query != "" {
		keys = append(keys,
			keymap.New(nextMatch, "next match", "n").Hinted("next match"),
			keymap.New(previousMatch, "match before", "N"))
	}
	if p.question() != nil {
		keys = append(keys, keymap.New(choose, "answer the question on the screen", "1", "2", "3", "4", "5", "6", "7", "8", "9").Hinted("answer"))
	}
	if p.hasLab() {
		keys = append(keys, labBinding().Hinted("lab"))
	}
	keys = append(keys, p.moves()...)
	if p.focus.target == 0 {
		keys = append(keys, keymap.New(keymap.PageDown, "half a screen down", "space"))
	}
	if p.find.query != "" || p.focus.target > 0 {
		keys = append(keys, keymap.New(clearFind, "let go of the link and the search", "esc").Hinted("let go"))
	} else if p.lab.page != nil {
		keys = append(keys, keymap.New(closeLab, "close the lab; it stays as it is for next time", "esc").Hinted("close lab"))
	}
	return keys
}

func (p *Page) moves() []keymap.Binding {
	keys := keymap.Moves()
	keys[1] = keys[1].Hinted("scroll")
	keys = append(keys,
		keymap.New(keymap.Next, "to the next link, fold or question", "tab").Hinted("links"),
		keymap.New(keymap.Previous, "to the link before", "shift+tab"),
		keymap.New(startFind, "search in the text", "/").Hinted("search"),
		keymap.New(toggleContents, "contents: show, go to, hide", "c").Hinted("contents"),
		keymap.New(nextSection, "to the next section", "right", "J"),
		keymap.New(previousSection, "to the section before", "left", "K"),
		keymap.New(goBack, "back to where the last link was followed", "backspace", "["),
		keymap.New(markRead, "mark as read, or as not read", "x"))
	if len(p.files) > 1 {
		keys = append(keys,
			keymap.New(nextFile, "next file", ">", "."),
			keymap.New(previousFile, "file before", "<", ","))
	}
	return keys
}

func (p *Page) contentsHelp() []keymap.Binding {
	return append([]keymap.Binding{
		keymap.New(follow, "read this", "enter", "space", "right", "l").Hinted("read"),
		keymap.New(toggleContents, "hide the contents", "c").Hinted("hide"),
		keymap.New(leaveContents, "back to the text", "esc", "tab", "left").Hinted("text"),
	}, keymap.Moves()...)
}

// Keys lists everything that keys can do in the reader.
func Keys() []keymap.Group {
	p := &Page{files: make([]File, 2)}
	text := append(p.moves(),
		keymap.New(follow, "follow the link, open the fold, choose the answer, start the lab", "enter", "space"),
		keymap.New(nextMatch, "next match", "n"),
		keymap.New(previousMatch, "match before", "N"),
		labBinding(),
		keymap.New(clearFind, "let go of the link and the search", "esc"),
		keymap.New(closeLab, "close the lab; it stays as it is for next time", "esc"))
	text = append(text, keymap.New(choose, "answer the question on the screen", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
	return []keymap.Group{{Bindings: text}, {Title: "contents", Bindings: p.contentsHelp()}, {Title: "a search in the text", Typing: true, Bindings: findKeys()}}
}

// LabKeys are the keys of a lesson while its lab has the focus, besides the
// lab's own.
func LabKeys() []keymap.Group {
	return []keymap.Group{{Title: "beside a lesson", Bindings: []keymap.Binding{toText()}}}
}

func labBinding() keymap.Binding {
	return keymap.New(openLab, "open the lab of this section, or go to it", "l")
}

func toText() keymap.Binding {
	return keymap.New(leaveLab, "back to the text; the lab stays open", "esc").Hinted("text")
}

func findKeys() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Accept, "search; n and N then go from match to match", "enter").Hinted("search"),
		keymap.New(keymap.Close, "end the search, back to where it began", "esc").Hinted("end"),
	}
}

// KeyPage is the page that the keys belong to now.
func (p *Page) KeyPage() string {
	if p.lab.focused && p.lab.page != nil && !p.find.typing {
		return "lab"
	}
	return "lesson"
}
