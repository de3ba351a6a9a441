package lab

import (
	"time"

	"netsplit/engine"
	"netsplit/engine/clock"
	"netsplit/tui/scene"
)

// window is the stretch of time that the message diagram shows. It ends now,
// until a message or an operation holds it elsewhere.
type window struct {
	span time.Duration
	end  clock.Time
	held bool

	past    engine.Past // as collected last
	version int
}

// The narrowest and the widest window.
const (
	leastSpan = 50 * time.Microsecond
	mostSpan  = time.Minute
)

// past collects what the window shows, once a change of the run or of itself.
func (p *Page) past() engine.Past {
	w := &p.window
	if w.span == 0 {
		w.span = p.firstSpan()
	}
	if !w.held {
		w.end = max(p.player.Now(), clock.FromDuration(w.span))
	}
	to := w.end
	from := max(0, to.Add(-w.span))
	if w.version != p.player.Version() || w.past.From != from || w.past.To != to {
		w.past, w.version = p.player.Cluster().Past(from, to), p.player.Version()
	}
	return w.past
}

// firstSpan is a window with about 40 messages in it.
func (p *Page) firstSpan() time.Duration {
	const wanted = 40
	now := p.player.Now()
	past := p.player.Cluster().Past(max(0, now.Add(-time.Second)), now)
	span := now.Sub(past.From)
	if n := len(past.Flights); n > wanted {
		span = now.Sub(past.Flights[n-wanted].SentAt)
	}
	return scene.RoundStep(max(leastSpan, min(span, time.Second)))
}

// fit shows the whole of an operation.
func (p *Page) fit(o engine.Operation) {
	end := o.End
	if o.Outcome == engine.Pending {
		end = p.player.Now()
	}
	length := max(end.Sub(o.Start), leastSpan)
	w := &p.window
	w.span = min(length*5/4, mostSpan)
	w.end, w.held = end.Add(length/8), true
}

// zoom narrows the window, or widens it, around the selected message or its end.
func (p *Page) zoom(in bool) {
	w := &p.window
	p.past()
	span := w.span * 2
	if in {
		span = w.span / 2
	}
	span = max(leastSpan, min(span, mostSpan))
	if f, ok := p.player.Cluster().Message(p.message); ok && w.held {
		share := float64(w.end.Sub(f.SentAt)) / float64(w.span)
		w.end = f.SentAt.Add(time.Duration(share * float64(span)))
	}
	w.span = span
	p.say("the window shows " + scene.Duration(span) + p.spell("; {time-line} and {left} {right} move through time"))
}

// moveMessage goes to the next message in the window, or the one before, in the
// order in which they were sent; of a selected operation, to its own.
func (p *Page) moveMessage(by int) {
	list := p.past().Flights
	var ids []engine.Flight
	for _, f := range list {
		if p.op == 0 || f.Operation == p.op {
			ids = append(ids, f)
		}
	}
	if len(ids) == 0 {
		ids = list
	}
	if len(ids) == 0 {
		return
	}
	at := len(ids)
	if by > 0 {
		at = -1
	}
	for i, f := range ids {
		if f.ID == p.message {
			at = i
		}
	}
	p.chooseMessage(ids[max(0, min(at+by, len(ids)-1))])
}

// chooseMessage selects a message and keeps it in the window.
func (p *Page) chooseMessage(f engine.Flight) {
	p.message = f.ID
	p.why = whyPane{message: f.ID}
	w := &p.window
	if !w.held {
		w.held = true
	}
	if f.SentAt < w.end.Add(-w.span) {
		w.end = f.SentAt.Add(w.span)
	}
	p.node = f.To
}
