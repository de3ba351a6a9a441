package lab

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/player"
)

// Update carries out actions and lets the player move time.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(player.Tick); !ok {
		p.touched++
	}
	switch msg := msg.(type) {
	case player.Tick:
		cmd := p.moved(msg)
		p.settlePrediction()
		return cmd
	case walkTick:
		return p.nextWalk(msg)
	case galleryLoaded:
		if p.gallery != nil {
			p.gallery.list, p.gallery.loaded = msg.list, true
		}
	case lessonsRead:
		p.guidedBy(msg.list)
	case tea.MouseMotionMsg:
		return p.drag(msg)
	case page.Hidden:
		p.player.Pause()
	case savedFile:
		p.savedFile(msg)
	case tea.MouseClickMsg:
		return p.click(msg)
	case tea.MouseWheelMsg:
		p.wheel(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		return p.typed(msg)
	case keymap.Press:
		return p.press(msg)
	}
	return nil
}

// Typing reports whether a line of text is being typed.
func (p *Page) Typing() bool {
	return p.prompt.open || p.save != nil && p.save.overwrite == "" || p.gallery != nil || p.views != nil
}

// typed gives a key to the line that is open.
func (p *Page) typed(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if b, ok := keymap.Find(p.Help(), k.String()); ok {
			cmd, _ := p.inLine(keymap.Press{Action: b.Action, Key: k.String()})
			return cmd
		}
	}
	switch {
	case p.gallery != nil:
		if p.gallery.input.Handle(msg) {
			p.gallery.at, p.gallery.from = 0, 0
		}
	case p.views != nil:
		if p.views.input.Handle(msg) {
			p.views.at = 0
		}
	case p.save != nil:
		p.save.input.Handle(msg)
	case p.prompt.open:
		p.prompt.words = completion{}
		if p.prompt.input.Handle(msg) {
			p.prompt.err = ""
		}
	}
	return nil
}

// inLine does an action of what lies over the page and has a line of text, or
// had one; false: there is none.
func (p *Page) inLine(press keymap.Press) (tea.Cmd, bool) {
	switch {
	case p.gallery != nil:
		return p.updateGallery(press.Action), true
	case p.views != nil:
		p.updateViews(press)
		return nil, true
	case p.save != nil:
		return p.updateSave(press.Action), true
	case p.prompt.open:
		return p.updatePrompt(press.Action), true
	}
	return nil, false
}

func (p *Page) press(press keymap.Press) tea.Cmd {
	if cmd, ok := p.inLine(press); ok {
		return cmd
	}
	sure := p.sure
	p.said, p.sure = said{}, false
	if p.guide != nil {
		p.guide.verdict = ""
	}
	if p.guide != nil && p.guide.result != nil && p.readResult(press) {
		return nil
	}
	if p.menu != nil {
		return p.updateMenu(press)
	}
	switch {
	case p.hand != nil:
		return p.updateHand(press)
	case p.guide != nil && p.guide.asked != nil:
		return p.updateGuide(press)
	}
	if f, ok := faultOf(press.Action); ok {
		return p.inflict(f)
	}
	switch press.Action {
	case actPrompt:
		p.prompt.start()
	case actFaults:
		p.menu = &menu{}
	case actSave:
		p.askName()
	case actPane:
		p.number(pane(press.Key[0] - '0'))
	case actZoom:
		p.zoomed = !p.zoomed
	case actClose:
		p.zoomed = false
	case actReset:
		p.reset(sure)
	case actKeep:
		p.say("nothing was reset")
	case actTimeLine:
		p.focus = paneTime
	case actGallery:
		return p.openGallery()
	case actGuide:
		return p.toggleGuide()
	case actZoomIn, actZoomOut:
		p.zoom(press.Action == actZoomIn)
	case actMessage:
		p.openMessageMenu()
	case actViews:
		p.openViews()
	case keymap.Next:
		p.focus = p.beside(1)
	case keymap.Previous:
		p.focus = p.beside(-1)
	case actFilter:
		p.filter = (p.filter + 1) % 3
		p.focus = paneOperations
		p.say("operations: " + p.filter.String())
	case actWhy:
		p.explainLatestFailure()
	case keymap.Open:
		p.openSelected()
	case keymap.Up, keymap.Down, keymap.Left, keymap.Right:
		return p.arrow(press.Action)
	case keymap.PageUp, keymap.PageDown, keymap.Top, keymap.Bottom:
		return p.far(press.Action)
	default:
		return p.moveTime(press.Action)
	}
	return nil
}

func faultOf(a keymap.Action) (fault, bool) {
	switch a {
	case actCrash:
		return faultCrash, true
	case actFreeze:
		return faultPause, true
	case actPartition:
		return faultPartition, true
	case actCut:
		return faultCut, true
	case actSlow:
		return faultSlow, true
	case actWipe:
		return faultWipe, true
	case actHeal:
		return faultHeal, true
	case actSpike:
		return faultSpike, true
	case actPut:
		return faultPut, true
	case actGet:
		return faultGet, true
	}
	return 0, false
}
