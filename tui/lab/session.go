package lab

import "netsplit/tui/player"

// saveEvent queues an event for the store. The sitting's fields are changed
// only by the journal's jobs, which run one after another.
func (p *Page) saveEvent(e player.Event) {
	if p.keep == nil {
		return
	}
	keep := p.keep
	p.env.Journal.Save("the lab", func() error { return keep.Append(e) })
}
